"""Whatever is of one arm takes ``--arm``, and whatever compares takes ``--against`` and its older
name.
"""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from sim.cli.main import COMMANDS, status

QUIET = ("-n", "4", "--seed", "7", "--jobs", "1", "--quiet", "--no-charts")


@pytest.fixture(scope="module")
def run(tiny: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Results that no test changes."""
    out = tmp_path_factory.mktemp("made")
    assert status(["run", str(tiny), *QUIET, "--no-report", "--out", str(out), "--name", "x"]) == 0
    return out / "tiny" / "x"


def test_a_chart_of_one_world_is_of_the_arm_that_is_named(run: Path, tmp_path: Path) -> None:
    for arm in ("consult", "joint"):
        words = ["plot", str(run), "--chart", "swimlanes", "--arm", arm, "--to"]
        assert status([*words, str(tmp_path / arm)]) == 0
        said = json.loads((tmp_path / arm / "alt.json").read_text(encoding="utf-8"))
        assert arm in said["swimlanes"]["alt"]
    drawn = {(tmp_path / arm / "swimlanes.svg").read_bytes() for arm in ("consult", "joint")}
    assert len(drawn) == 2


def test_two_worlds_are_of_the_arms_that_are_named(run: Path, tmp_path: Path) -> None:
    words = ["plot", str(run), "--chart", "twoworlds", "--arm", "joint", "--against", "consult"]
    assert status([*words, "--to", str(tmp_path)]) == 0
    with (tmp_path / "twoworlds.csv").open(encoding="utf-8", newline="") as file:
        arms = {row["arm"] for row in csv.DictReader(file)}
    assert arms == {"joint", "consult"}


def test_a_page_tells_of_the_arm_that_is_named(run: Path, tmp_path: Path) -> None:
    for arm in ("unilateral", "joint"):
        page = tmp_path / f"{arm}.html"
        assert status(["report", str(run), "--arm", arm, "--to", str(page)]) == 0
    first, second = (
        (tmp_path / f"{arm}.html").read_text(encoding="utf-8") for arm in ("unilateral", "joint")
    )
    assert first != second


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--arm", "joint"], "--arm needs --to"),
        (["--arm", "jont", "--to", "there"], "--arm: this run has no arm 'jont'. Did you mean"),
        (["--against", "jont", "--to", "there"], "--against: this run has no arm 'jont'"),
    ],
)
@pytest.mark.parametrize("command", ["plot", "report"])
def test_an_arm_that_cannot_be_is_told(
    run: Path, capsys: pytest.CaptureFixture[str], command: str, words: list[str], said: str
) -> None:
    assert status([command, str(run), *words]) == 2
    assert said in capsys.readouterr().err


@pytest.mark.parametrize(
    "command", ["run", "sweep", "measures", "sensitivity", "discover", "trace", "plot", "report"]
)
def test_whatever_compares_takes_against_and_its_older_name(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command in COMMANDS
    assert status([command, "--help"]) == 0
    said = capsys.readouterr().out
    assert "--against " in said
    assert "--baseline" not in said
    assert "--arm" in said
    for option in ("--against", "--baseline"):
        assert status([command, "nowhere", option, "x", "--no-such-option"]) == 2
        assert "No such option '--no-such-option'" in capsys.readouterr().err


def test_measures_are_compared_with_another_arm_as_well(
    tiny: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["measures", str(tiny), *QUIET, "--measures", "liaison_team", "--out", str(tmp_path)]
    assert status([*words, "--arm", "consult", "--against", "joint", "--name", "a"]) == 0
    said = capsys.readouterr().out
    assert "measures added to consult" in said
    assert "consult less joint, in the same worlds" in said
    assert "liaison_team less joint, in the same worlds" in said
    assert status([*words, "--arm", "consult", "--name", "b"]) == 0
    assert "less joint" not in capsys.readouterr().out
    first, second = (
        (tmp_path / "tiny" / name / "recommendation.csv").read_text(encoding="utf-8")
        for name in ("a", "b")
    )
    assert first == second, "what a measure does to its arm is the same"
    assert status(["results", "verify", str(tmp_path / "tiny" / "a")]) == 0
    (tmp_path / "tiny" / "a" / "summary.json").unlink()
    assert status(["results", "verify", "--repair", str(tmp_path / "tiny" / "a")]) == 0


@pytest.mark.parametrize(
    ("against", "said"),
    [
        ("jont", "--against: there is no arm 'jont'. Did you mean 'joint'?"),
        ("consult", "measures are added to that arm, and compared with it anyway"),
    ],
)
def test_measures_against_what_cannot_be(
    tiny: Path, capsys: pytest.CaptureFixture[str], against: str, said: str
) -> None:
    assert status(["measures", str(tiny), "--arm", "consult", "--against", against]) == 2
    assert said in capsys.readouterr().err


def test_a_measure_with_the_name_of_an_arm_is_refused(
    tiny: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arm = "arms={liaison_team: {protocol: consult}}"
    for more in (["--arm", "liaison_team"], ["--arm", "consult", "--against", "liaison_team"]):
        assert status(["measures", str(tiny), "--set", arm, *more]) == 2
        assert "'liaison_team' is an arm and a measure" in capsys.readouterr().err
