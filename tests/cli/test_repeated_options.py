"""What is said twice, or is empty, is told before anything happens."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.cli.main import status


@pytest.mark.parametrize(
    ("call", "why"),
    [
        ("check FILE --set a.b=1 --set a.b=2", "--set a.b=1 and --set a.b=2: which of the two?"),
        ("run FILE --out EMPTY", "--out is empty"),
        ("plot RUN --to EMPTY", "--to is empty"),
        ("results remove EMPTY --yes", "RUN... is empty"),
        ("check FILE EMPTY", "SCENARIO... is empty"),
        ("results remov RUN", "There is no command 'results remov'. Did you mean 'remove'?"),
        ("results burn RUN", "There are: "),
        ("help run", "hotline COMMAND --help"),
        ("list outcome", "Did you mean 'outcomes'?"),
        ("run FILE --set BASE=4 d", "quotes: --set 'terms.patience.base=4 d'"),
        ("run FILE --set a.growth=0.08 / d", "quotes: --set 'a.growth=0.08 / d'"),
        ("sweep FILE --vary BASE=12 h,36 h", "Put it into quotes: --vary 'terms."),
        ("trace FILE --set a.b={fixed: 1 min} -k 3", "quotes: --set 'a.b={fixed: 1 min}'"),
        ("check FILE --set a.days=[sun, mon]", "quotes: --set 'a.days=[sun, mon]'"),
        ("sensitivity FILE --paths ,", "--paths names nothing"),
        ("run FILE --arms EMPTY", "--arms names nothing"),
        ("discover FILE --range a=1..2 --range a=1..3", "--range a=1..3: which of the two?"),
        ("sensitivity FILE --range a=1..2 --range a=1..3", "--range a=1..3: which of the two?"),
        ("plot RUN --list --chart forest", "--list draws nothing"),
        ("trace FILE --against unilateral", "--against unilateral: that is the arm itself"),
        ("sweep FILE --vary BASE=1d,2d --set BASE=3d", "BASE=1d,2d: which of the two?"),
        ("sweep FILE --vary BASE=1d,2d --set study.replications=5", "-n, which is 200 here: which"),
        ("discover FILE --range BASE=1d..2d --set BASE=3d", "BASE=1d..2d: which of the two?"),
        ("run FILE --seed 3 --set study.seed=4", "--seed, which is 3 here: which"),
        ("run FILE -n 3 --set study.replications=5", "-n, which is 3 here: which of"),
        ("run FILE --against consult --set study.baseline=unilateral", "which of the two?"),
        ("trace FILE --seed 3 --set study.seed=4", "--seed, which is 3 here: which"),
        ("play FILE --seed 3 --set study.seed=4", "--seed, which is 3 here: which"),
    ],
)
def test_no_half_of_a_request_is_dropped(
    call: str,
    why: str,
    tiny: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    words = {"FILE": str(tiny), "RUN": "run", "EMPTY": ""}
    call, why = (text.replace("BASE", "terms.patience.base") for text in (call, why))
    assert status([words.get(word, word) for word in call.split()]) == 2
    assert why in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("call", "option"),
    [
        ("trace FILE --arm consult --arm unilateral", "--arm"),
        ("trace FILE -k 5 --world 0", "--world"),
    ],
)
def test_of_what_is_said_twice_the_last_holds_and_that_is_told(
    call: str, option: str, tiny: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    once = ["trace", str(tiny), "--arm", "unilateral", "-k", "0"]
    words = {"FILE": str(tiny)}
    assert status(once) == 0
    told = capsys.readouterr().out
    assert status([words.get(word, word) for word in call.split()]) == 0
    again = capsys.readouterr()
    assert again.out == told
    assert again.err == f"{option} is given twice: the last one holds\n"


def test_a_measure_is_not_run_in_silence(capsys: pytest.CaptureFixture[str]) -> None:
    measure = "scenarios/measures/liaison_team.yaml"
    assert status(["check", measure, "--dry-run"]) == 2
    assert "--dry-run runs a scenario" in capsys.readouterr().out


def test_what_may_be_repeated_is(tiny: Path, capsys: pytest.CaptureFixture[str]) -> None:
    more = ["--set", "terms.patience.base=2 d", "--set", "title=A", "--set", "title=A", "--strict"]
    assert status(["check", str(tiny), str(tiny), *more, "--strict"]) in {0, 2}
    assert "twice" not in capsys.readouterr().err
