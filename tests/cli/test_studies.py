"""``hotline sensitivity`` and ``hotline discover`` from outside: tables, folders, charts, and what
is wrong with a request.
"""

from __future__ import annotations

import importlib.util
import json
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sim.cli import main
from sim.errors import ResultsError
from sim.experiment.design.designs import Design, chunks
from sim.experiment.runs.replication import Chunk
from sim.studies.registry import open_folder
from sim.studies.sensitivity import BESIDE
from tests.summaries import damage_said

PATHS = "adversary.threat.growth,terms.patience.base,ladder.cooling.rate"


def sensitivity(tiny: Path, out: Path, *more: str) -> list[str]:
    return [
        "sensitivity",
        str(tiny),
        "--paths",
        PATHS,
        "--worlds",
        "6",
        "--samples",
        "60",
        "--seed",
        "7",
        "--out",
        str(out),
        "--name",
        "x",
        "--outcome",
        "burden,threat_end",
        "--jobs",
        "1",
        *more,
    ]


def discover(tiny: Path, out: Path, *more: str) -> list[str]:
    return [
        "discover",
        "--fresh",
        "20",
        str(tiny),
        "--paths",
        PATHS,
        "--worlds",
        "2",
        "--samples",
        "40",
        "--seed",
        "7",
        "--out",
        str(out),
        "--name",
        "x",
        "--jobs",
        "1",
        *more,
    ]


def discover_what_is_uncertain(scenario: Path, out: Path) -> list[str]:
    """Without ``--paths``: the scenario itself says what varies."""
    return [
        "discover",
        "--fresh",
        "20",
        str(scenario),
        "--worlds",
        "1",
        "--samples",
        "40",
        "--out",
        str(out),
        "--jobs",
        "1",
        "--no-charts",
    ]


def test_sensitivity_tells_what_matters(
    tiny: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert (
        main.status(sensitivity(tiny, tmp_path, "--arm", "consult", "--against", "unilateral")) == 0
    )
    said = capsys.readouterr()
    assert (
        "consult less unilateral, in the same worlds: 3 inputs alone (7 points x 6 worlds), then"
        " all drawn together (60 draws, 300 worlds under 3 arms)" in said.out
    )
    for text in (
        "escalation burden, rung-hours",
        "means in six bands",
        "in 8 of 10 such studies",
        "cannot be told",
        "not a forecast",
    ):
        assert text in said.out.replace("\n", " ")
    before, after = said.err.splitlines()
    assert before.startswith(
        "300 worlds of 3 inputs will show, in 8 of 10 such studies, a range of"
    )
    assert after == f"results in {tmp_path}/tiny/x, 2 charts"
    folder = open_folder(tmp_path / "tiny" / "x")
    assert damage_said(folder.path) == ""
    assert {path.name for path in folder.charts.iterdir()} >= {
        "tornado.svg",
        "tornado.csv",
        "influence.svg",
        "alt.json",
    }


def test_sobol_and_a_single_arm_as_json(
    brief: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = sensitivity(
        brief,
        tmp_path,
        "--arm",
        "unilateral",
        "--method",
        "sobol",
        "--samples",
        "16",
        "--top",
        "2",
        "--json",
        "--quiet",
    )
    assert main.status(words) == 0
    said = capsys.readouterr()
    document = json.loads(said.out)
    assert said.err == "--samples is given twice: the last one holds\n"
    assert document["schema"] == 1
    assert document["summary"]["method"] == "sobol"
    assert document["summary"]["points"] == {"alone": 7, "together": 16 * 5}
    assert document["content"] == open_folder(tmp_path / "tiny" / "x").manifest.content_hash


def test_an_arm_is_not_compared_with_itself(
    tiny: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main.status(sensitivity(tiny, tmp_path, "--arm", "consult", "--against", "consult")) == 2
    said = capsys.readouterr().err
    assert "--arm and --against name the same arm, consult: name two to compare." in said
    assert not (tmp_path / "tiny").exists()


def test_the_manifest_repeats_the_study(
    brief: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert (
        main.status(
            sensitivity(brief, tmp_path, "--no-charts", "--swing", "25", "--set", "horizon=1 d")
        )
        == 0
    )
    first = open_folder(tmp_path / "tiny" / "x").manifest
    again = first.command.split("hotline ", 1)[1]
    assert (
        main.status(
            [*shlex.split(again), "--out", str(tmp_path / "again"), "--no-charts", "--jobs", "2"]
        )
        == 0
    )
    capsys.readouterr()
    [folder] = (tmp_path / "again" / "tiny").iterdir()
    assert open_folder(folder).manifest.content == first.content


def test_discover_tells_conditions_and_regret(
    tiny: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert (
        main.status(
            discover(tiny, tmp_path, "--unacceptable", "burden > 100", "--arm", "unilateral")
        )
        == 0
    )
    said = capsys.readouterr()
    assert "escalation burden of unilateral is above 100 rung-hours: in" in said.out
    assert "Regret: how much worse than the arm that does best in the same sample" in said.out
    assert "no probabilities" in said.out.replace("\n", " ")
    folder = open_folder(tmp_path / "tiny" / "x")
    assert damage_said(folder.path) == ""
    assert (folder.charts / "regret.svg").is_file()


def test_discover_asks_about_each_arm_and_repeats_itself(
    brief: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = discover(brief, tmp_path, "--json", "--no-charts", "--fill", "sobol", "--samples", "64")
    assert main.status(words) == 0
    first = json.loads(capsys.readouterr().out)
    assert [(one["arm"], one["against"]) for one in first["summary"]["questions"]] == [
        ("consult", "unilateral"),
        ("joint", "unilateral"),
    ]
    assert (
        main.status(
            discover(
                brief,
                tmp_path,
                "--json",
                "--no-charts",
                "--fill",
                "sobol",
                "--samples",
                "64",
                "--jobs",
                "2",
            )
        )
        == 0
    )
    assert json.loads(capsys.readouterr().out) == first


def test_plot_draws_a_study_again(
    brief: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main.status(discover(brief, tmp_path, "--no-charts", "--quiet")) == 0
    capsys.readouterr()
    folder = tmp_path / "tiny" / "x"
    assert main.status(["plot", str(folder), "--chart", "regret", "--format", "png"]) == 0
    assert capsys.readouterr().out == f"{folder}/charts/regret.png\n"
    assert main.status(["plot", str(folder), "--list"]) == 0
    assert "tornado" not in (said := capsys.readouterr().out)
    assert "regret" in said
    assert main.status(["plot", str(folder), "--chart", "tornado"]) == 2
    assert "There is no chart 'tornado' of a discovery study." in capsys.readouterr().err


@pytest.mark.parametrize(
    ("more", "told"),
    [
        (["--arm", "consul"], "--arm: tiny has no arm 'consul'. Did you mean 'consult'?"),
        (["--against", "nobody"], "--against: tiny has no arm 'nobody'"),
        (["--outcome", "strike_h"], "exists only in worlds with a strike"),
        (["--outcome", "burdn"], "Did you mean 'burden'?"),
        (["--range", "terms.patience.base=3 d..3 d"], "is empty"),
        (["--range", "terms.patience.base=3 d.."], "the high end of the range is missing"),
        (["--range", "adversary.threat.grwth=1..2"], 'did you mean "growth"?'),
        (
            ["--range", "allies.patron.outlook.red_line=0.5..1"],
            "red_line = 1, the high end of its range: must lie between 0 and 1",
        ),
        (["--paths", "yearly_cost"], "has no plausible range"),
        (["--samples", "3"], "Invalid value for '--samples'"),
        (["--name", "../x"], "cannot name a run"),
    ],
)
@pytest.mark.parametrize("command", [sensitivity, discover], ids=["sensitivity", "discover"])
def test_what_is_wrong_is_told_before_anything_is_simulated(
    command: object,
    more: list[str],
    told: str,
    tiny: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert callable(command)
    assert main.status(command(tiny, tmp_path, *more)) == 2
    said = capsys.readouterr()
    assert told in said.err
    assert said.out == ""
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("command", ["sensitivity", "discover"])
def test_the_help_says_what_is_demanded(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    fewest_worlds = 6 if command == "sensitivity" else 1
    assert main.status([command, "--help"]) == 0
    said = " ".join(capsys.readouterr().out.split())
    bound = f", {fewest_worlds} or more" if fewest_worlds > 1 else ""
    assert f"Worlds at each point{bound}. [default: 20]" in said
    assert ("60 or more" if command == "sensitivity" else "40 or more") in said


def test_what_the_help_says_is_what_the_studies_demand() -> None:
    from sim.cli.commands import discover as asks_where
    from sim.cli.commands import sensitivity as asks_what
    from sim.experiment.design.designs import DEFAULT_OUTCOMES
    from sim.experiment.discovery import discovery
    from sim.experiment.sensitivity import joint_randomisation, sensitivity

    assert asks_what.FEWEST == sensitivity.FEWEST_SAMPLES
    assert asks_what.FEWEST_WORLDS == joint_randomisation.FEWEST_WORLDS
    assert tuple(asks_what.OUTCOMES.split(",")) == DEFAULT_OUTCOMES
    assert asks_where.FEWEST_SAMPLES == discovery.FEWEST_SAMPLES


def test_too_few_worlds_are_told_before_anything_is_read(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main.status(["sensitivity", "nowhere.yaml", "--worlds", "5"]) == 2
    assert "5: a number of worlds of at least 6 is expected" in capsys.readouterr().err


def test_a_file_that_calls_nothing_uncertain_is_told_how_to(
    brief: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main.status(["discover", str(brief), "--out", str(tmp_path)]) == 2
    said = capsys.readouterr().err
    assert said.startswith(f"Error: {brief} does not say what is uncertain")
    lines = said.splitlines()[1:4]
    assert lines[0].strip() == "uncertainties:"
    assert "scenarios/northern-front.yaml" in said
    told = tmp_path / "told.yaml"
    told.write_text(
        brief.read_text(encoding="utf-8") + "\n".join(line[4:] for line in lines) + "\n"
    )
    assert main.status(discover_what_is_uncertain(told, tmp_path)) == 0, (
        "what it says to write works as it stands"
    )
    assert "40 samples of 2 uncertain inputs" in capsys.readouterr().out


def test_numbers_that_stand_in_for_uncertainties_are_said_to(
    brief: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = tmp_path / "given.yaml"
    given.write_text(
        brief.read_text(encoding="utf-8").replace("line: null", "line: null, growth: 0.05 / d")
        + "terms: {patience: {base: 2 d}}\n"
    )
    assert main.status(discover_what_is_uncertain(given, tmp_path)) == 0
    assert "taken are the 2 numbers that it gives" in capsys.readouterr().err


def test_without_salib_it_says_how_to_get_it(
    tiny: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    find = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util,
        "find_spec",
        lambda name, *rest: None if name == "SALib" else find(name, *rest),
    )
    asked = ("--method", "sobol", "--samples", "16")
    assert main.status(sensitivity(tiny, tmp_path, *asked)) == 2
    assert 'python -m pip install "hotline-sim[sensitivity]"' in capsys.readouterr().err


@pytest.mark.parametrize("command", [sensitivity, discover], ids=["sensitivity", "discover"])
def test_where_nothing_can_be_written_nothing_is_said_to_be_kept(
    command: object, tiny: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert callable(command)
    (tmp_path / "file").write_text("")
    assert main.status(command(tiny, tmp_path / "file")) == 1
    said = capsys.readouterr().err
    assert said.splitlines()[-1].startswith(f"Error: cannot write {tmp_path}/file")
    assert "kept" not in said


def test_ranges_that_make_no_sense_together_are_told(
    tiny: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    severity = "adversary.provocations.severity"
    more = ["--range", f"{severity}.low=0.1..0.85", "--range", f"{severity}.high=0.2..0.9"]
    asked = [
        "discover",
        "--fresh",
        "20",
        str(tiny),
        *more,
        "--worlds",
        "1",
        "--samples",
        "40",
        "--seed",
        "7",
        "--jobs",
        "1",
        "--out",
        str(tmp_path),
    ]
    assert main.status(asked) == 1
    said = capsys.readouterr().err
    assert "Error: a uniform law needs low <= high" in said
    assert f"(arm unilateral, at {severity}.uniform.low = " in said
    assert "Give ranges that make sense together." in said
    assert "fault in Hotline" not in said


def test_a_limit_that_cannot_be_read_is_told(
    tiny: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for limit in ("burden is high", "burden", "burden > nan", "burden > inf"):
        assert main.status(discover(tiny, tmp_path, "--unacceptable", limit)) == 2
        assert 'such as "burden > 400"' in capsys.readouterr().err
    assert main.status(discover(tiny, tmp_path, "--outcome", "struck")) == 2
    assert "neither way is better" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (
            ("discover", "--samples", "1000001"),
            "1,000,001 points, each simulated under all arms: if that is meant, say --yes",
        ),
        (
            ("discover", "--samples", "20000000"),
            "20000000: a number of samples of at most 10000000 is expected",
        ),
        (
            ("sensitivity", "--samples", "10000001", "--yes"),
            "10000001: a whole number of at most 10000000 is expected",
        ),
        (("sensitivity", "--samples", "1000001"), "1,000,001 points, each simulated"),
        (
            ("sensitivity", "--method", "sobol", "--samples", "262144"),
            "1,572,864 points, each simulated",
        ),
        (("sensitivity", "--method", "sobol", "--samples", str(2**23), "--yes"), "are too many"),
        (
            ("sensitivity", "--method", "sobol", "--samples", str(2**40), "--yes"),
            "at most 10000000",
        ),
    ],
)
def test_too_many_points_are_told_before_they_are_made(
    tiny: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    more: tuple[str, ...],
    said: str,
) -> None:
    for made in (
        "sim.experiment.discovery.discovery.space_filling_places",
        "sim.experiment.sensitivity.sobol.radial",
        "sim.experiment.sensitivity.sensitivity.uncertain_sample",
    ):
        monkeypatch.delattr(made)
    name, *own = more
    assert (
        main.status(
            [name, str(tiny), "--paths", PATHS, "--out", str(tmp_path), "--jobs", "1", *own]
        )
        == 2
    )
    assert said in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(("name", "samples"), [("sensitivity", "60"), ("discover", "40")])
def test_more_than_so_many_points_with_a_yes(
    brief: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, samples: str
) -> None:
    """The yes is kept in the command that repeats the study."""
    monkeypatch.setattr("sim.experiment.design.designs.MANY", 19)
    words = {"sensitivity": sensitivity, "discover": discover}[name](
        brief, tmp_path, "--no-charts", "--samples", samples, "--arm", "unilateral"
    )
    assert main.status(words) == 2
    assert main.status([*words, "--yes"]) == 0
    assert "--yes" in shlex.split(str(open_folder(tmp_path / "tiny" / "x").manifest.command))


def test_points_are_counted_as_they_are_made(
    brief: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    alone = ("--arm", "unilateral")
    more = ("--method", "sobol", "--samples", "16", "--no-charts", "--json", *alone)
    assert main.status(sensitivity(brief, tmp_path, *more)) == 0
    points = json.loads(capsys.readouterr().out)["summary"]["points"]
    assert points["together"] == 16 * (3 + BESIDE)


def test_what_took_the_place_of_morris_is_said(
    tiny: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main.status(sensitivity(tiny, tmp_path, "--method", "morris")) == 2
    said = capsys.readouterr()
    assert said.err.startswith("Error: Morris's method is no longer offered")
    assert "--method bands" in said.err
    assert said.out == ""
    assert not list(tmp_path.iterdir())


def test_a_study_by_morris_is_told_apart_from_a_damaged_one(
    brief: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    alone = ("--arm", "unilateral")
    assert main.status(sensitivity(brief, tmp_path, "--no-charts", *alone)) == 0
    summary = tmp_path / "tiny" / "x" / "summary.json"
    said = json.loads(summary.read_text(encoding="utf-8"))
    summary.write_text(json.dumps({**said, "schema": 1, "method": "morris"}), encoding="utf-8")
    with pytest.raises(ResultsError, match="by Morris's method or of an older form"):
        open_folder(tmp_path / "tiny" / "x")
    capsys.readouterr()


@pytest.mark.parametrize("name", [pytest.param("sensitivity", marks=pytest.mark.slow), "discover"])
def test_a_stopped_study_is_resumed_and_nothing_else_is(
    brief: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    name: str,
) -> None:
    words = {"sensitivity": sensitivity, "discover": discover}[name]
    assert main.status(words(brief, tmp_path / "whole", "--no-charts")) == 0
    assert main.status(words(brief, tmp_path, "--no-charts", "--resume")) == 1
    assert "holds no interrupted study to resume" in capsys.readouterr().err
    firsts: list[int] = []

    # What it is called with is passed on.
    def stopped(design: Design, *, first: int = 0, **how: Any) -> Iterator[Chunk]:  # noqa: ANN401
        for number, chunk in enumerate(chunks(design, first=first, **how)):
            yield chunk
            if number == 1:
                raise KeyboardInterrupt

    # What it is called with is passed on.
    def watched(design: Design, *, first: int = 0, **how: Any) -> Iterator[Chunk]:  # noqa: ANN401
        firsts.append(first)
        return chunks(design, first=first, **how)

    monkeypatch.setattr("sim.output.storage.studies.design_study.chunks", stopped)
    assert main.status(words(brief, tmp_path, "--no-charts")) == 130
    monkeypatch.setattr("sim.output.storage.studies.design_study.chunks", watched)
    assert main.status(words(brief, tmp_path, "--no-charts", "--resume")) == 0
    assert firsts[0] > 0
    contents = [
        open_folder(out / "tiny" / "x").manifest.content for out in (tmp_path, tmp_path / "whole")
    ]
    assert contents[0] == contents[1]
