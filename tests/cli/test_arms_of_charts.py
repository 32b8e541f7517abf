"""Whatever is of one arm takes ``--arm``, and whatever compares takes ``--against`` and its older
name.
"""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path
from typing import Any

import pytest

from sim.cli.main import COMMANDS, status
from sim.experiment.runs import replication
from sim.experiment.runs.replication import Row
from sim.output.charts import KEPT_WORLD
from sim.studies.execution import one_world

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


@pytest.mark.parametrize("command", ["plot", "report"])
def test_a_run_is_not_compared_with_the_arm_that_it_tells_of(
    command: str, run: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for arm in ("unilateral", "consult"):
        to = str(tmp_path / "out.html")
        assert status([command, str(run), "--arm", arm, "--against", arm, "--to", to]) == 2
        assert "name the same arm" in capsys.readouterr().err


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


def test_charts_of_one_world_show_the_world_that_is_named(run: Path, tmp_path: Path) -> None:
    """Of the run as well as of its scenario, each of them."""
    said: dict[str, set[str]] = {}
    for number in ("0", "2"):
        words = [part for name in KEPT_WORLD for part in ("--chart", name)]
        place = tmp_path / number
        asked = ["--world", number, "--arm", "consult", "--to", str(place)]
        assert status(["plot", str(run), *words, *asked]) == 0
        for name in KEPT_WORLD:
            drawn = (place / f"{name}.svg").read_text(encoding="utf-8")
            assert f"world {number} of seed 7" in drawn, name
            said.setdefault(name, set()).add(drawn)
    assert all(len(drawn) == 2 for drawn in said.values())


def test_a_world_of_its_scenario_is_the_world_of_the_run(
    run: Path, tiny: Path, tmp_path: Path
) -> None:
    asked = ["--world", "2", "--arm", "consult", "--chart", "waterfall", "--to", str(tmp_path)]
    assert status(["plot", str(run), *asked]) == 0
    told = tmp_path / "told.svg"
    words = ["--arm", "consult", "--seed", "7", "-k", "2", "--chart", "waterfall"]
    assert status(["trace", str(tiny), *words, "--svg", str(told)]) == 0
    one, other = (
        re.sub(r"<title.*?</title>", "", path.read_text(encoding="utf-8"))
        for path in (tmp_path / "waterfall.svg", told)
    )
    assert one == other


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        (["--world", "1"], "--world needs --to"),
        (["--world", "4", "--to", "there"], "--world 4: the worlds of this run are 0 to 3."),
        (["--world", "-1", "--to", "there"], "--world"),
        (
            ["--world", "1", "--chart", "forest", "--to", "there"],
            "--world: forest shows all worlds. Charts of one world are swimlanes,",
        ),
    ],
)
def test_a_world_that_the_run_has_not_is_told(
    run: Path, capsys: pytest.CaptureFixture[str], words: list[str], wanted: str
) -> None:
    assert status(["plot", str(run), *words]) == 2
    assert wanted in capsys.readouterr().err


def test_a_world_that_comes_out_otherwise_today_is_not_drawn(
    run: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """As with results that another version made: its rows are not what is drawn."""
    told = replication.world

    def otherwise(*asked: Any) -> list[Row]:  # noqa: ANN401 - as the function has them
        return [(arm, at, (0.25, *row[1:])) for arm, at, row in told(*asked)]

    monkeypatch.setattr(one_world, "world", otherwise)
    assert status(["plot", str(run), "--world", "1", "--to", str(tmp_path / "x")]) == 2
    assert "plays the world otherwise" in capsys.readouterr().err
    assert not (tmp_path / "x").exists()


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        (["--chart", "knowlege", "--svg", "x.svg"], "no chart 'knowlege' of one world. Did you"),
        (["--chart", "forest", "--svg", "x.svg"], "no chart 'forest' of one world."),
        (["--chart", "load"], "--chart load needs --svg"),
        (["--chart", "twoworlds", "--svg", "x.svg"], "--chart twoworlds needs --against"),
        (["--chart", "load", "--against", "joint", "--svg", "x.svg"], "leave out --against"),
    ],
)
def test_a_chart_that_a_trace_cannot_draw_is_told(
    tiny: Path, capsys: pytest.CaptureFixture[str], words: list[str], wanted: str
) -> None:
    assert status(["trace", str(tiny), "--arm", "consult", *words]) == 2
    assert wanted in capsys.readouterr().err
