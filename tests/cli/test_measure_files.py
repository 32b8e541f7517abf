"""Measure files at the commands: checked by themselves, shown in full, started from a text or from
one that ships.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.cli.main import status
from sim.scenario.loading.measure_files import read_measure


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A measure as ``hotline new`` makes it."""
    monkeypatch.chdir(tmp_path)
    assert status(["new", "--measure", "hot-line"]) == 0
    return tmp_path / "hot-line.yaml"


def test_a_new_measure_is_sound(made: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert status(["check", "--strict", made.name]) == 0
    assert capsys.readouterr().out == "hot-line.yaml: sound, a measure: Hot line\n"


def test_a_new_measure_can_be_tried(
    made: Path, tiny: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = made.parent / "measures"
    folder.mkdir()
    made.rename(folder / made.name)
    (made.parent / "tiny.yaml").write_text(tiny.read_text())
    asked = [
        "measures",
        "tiny.yaml",
        "--measures",
        "hot-line",
        "-n",
        "4",
        "--jobs",
        "1",
        "--no-charts",
        "--quiet",
    ]
    assert status(asked) == 0
    assert "hot-line" in capsys.readouterr().out


def test_a_measure_that_ships_is_copied(made: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert status(["new", "other", "--measure", "--from", "liaison_team"]) == 0
    assert read_measure(made.parent / "other.yaml").measure.title == "Other"
    assert status(["check", "other.yaml"]) == 0
    assert status(["new", "third", "--measure", "--from", "liason_team"]) == 2
    assert 'Did you mean "liaison_team"?' in capsys.readouterr().err
    assert status(["new", "other", "--measure"]) == 2


def test_all_that_ship_are_sound(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = sorted((root / "scenarios" / "measures").glob("*.yaml"))
    assert status(["check", "--strict", *map(str, files)]) == 0
    assert capsys.readouterr().out.count(": sound, a measure: ") == len(files) > 0


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("objection_in_time", "objectin_in_time", 'Did you mean "objection_in_time"?'),
        ("asleep_factor", "asleep_facter", 'the key "asleep_facter" is not known'),
        ("value: 0.5", "value: 0", "allies.patron.leader.asleep_factor: must be above zero"),
        ("value: 0.5", "value: 5 h", "expected a number"),
        ("higher #", "up #", "expected lower or higher"),
        ("value: 1.5", "value: 5 %", "% has no meaning here"),
        ("schema: 1", "schema: 2", "expected schema 1"),
        ("purpose:", "porpose:", "porpose"),
    ],
)
def test_mistakes_are_told_with_their_lines(
    made: Path, capsys: pytest.CaptureFixture[str], old: str, new: str, said: str
) -> None:
    text = made.read_text()
    assert old in text
    made.write_text(text.replace(old, new))
    assert status(["check", made.name]) == 2
    told = capsys.readouterr().out
    assert said in told
    assert told.startswith("hot-line.yaml:")


def test_changes_belong_to_scenarios(made: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert status(["check", made.name, "--set", "horizon=3 d"]) == 2
    assert "--set changes a scenario" in capsys.readouterr().out
    assert status(["show", made.name, "--assumptions"]) == 2
    assert "is a measure" in capsys.readouterr().err


def test_what_is_shown_is_the_measure_again(made: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert status(["show", made.name]) == 0
    shown = capsys.readouterr().out
    again = made.parent / "again" / made.name
    again.parent.mkdir()
    again.write_text(shown)
    assert read_measure(again).measure == read_measure(made).measure
    assert read_measure(again).paths() == read_measure(made).paths()
    assert "# hot-line.yaml:" in shown
    assert "# default" in shown
    assert status(["show", "--only-changed", made.name]) == 0
    assert "# default" not in capsys.readouterr().out
