"""Scenario files of one name have a folder each, and what is in the way of a chart is told in time
and stays.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from sim.cli.main import status
from sim.output.storage.safety.shelves import shelf
from tests.cli.test_own_files import QUIET


@pytest.fixture(scope="module")
def made(tiny: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Results that no test changes."""
    out = tmp_path_factory.mktemp("made")
    assert status(["run", str(tiny), *QUIET, "--out", str(out), "--name", "run"]) == 0
    return out / "tiny" / "run"


def test_a_third_file_of_one_name_has_a_folder_of_its_own_too(tiny: Path, tmp_path: Path) -> None:
    text, out = tiny.read_text(encoding="utf-8"), tmp_path / "out"
    for number, place in enumerate(("a", "b/same", "c/same")):
        path = tmp_path / place / "tiny.yaml"
        path.parent.mkdir(parents=True)
        path.write_text(text.replace("horizon: 6 d", f"horizon: {7 + number} d"), encoding="utf-8")
        assert status(["run", str(path), *QUIET, "--out", str(out), "--name", "x"]) == 0
    first, second, third = sorted(place.name for place in out.iterdir())
    assert (first, second) == ("tiny", "tiny-same")
    assert re.fullmatch("tiny-same-.*_[0-9a-f]{12}", third)


def test_an_interrupted_run_is_gone_on_with_where_it_is(tiny: Path, tmp_path: Path) -> None:
    """Also where another file of its name has results there by now."""
    other = tmp_path / "other" / "tiny.yaml"
    other.parent.mkdir()
    other.write_text(
        tiny.read_text(encoding="utf-8").replace("horizon: 6 d", "horizon: 7 d"), encoding="utf-8"
    )
    root = tmp_path / "out"
    place = shelf(root, "tiny", "x", str(tiny)) / "x"
    place.mkdir(parents=True)
    (place / ".worlds").write_bytes(b"")
    assert status(["run", str(other), *QUIET, "--out", str(root), "--name", "y"]) == 0
    assert shelf(root, "tiny", "y", str(tiny)).name != "tiny"
    assert shelf(root, "tiny", "x", str(tiny)).name == "tiny"
    assert status(["run", str(tiny), *QUIET, "--out", str(root), "--name", "x"]) == 0
    assert sorted(one.name for one in (root / "tiny").iterdir()) == ["x", "y"]


@pytest.mark.parametrize("name", ["charts/forest.svg", "charts/forest.csv", "charts/alt.json"])
def test_what_stands_in_the_way_of_a_chart_is_told_before_anything_is_computed(
    tiny: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    name: str,
) -> None:
    place = tmp_path / "out" / "tiny" / "x"
    (place / name).parent.mkdir(parents=True)
    (place / ".worlds").write_bytes(b"")
    (place / name).write_text("mine", encoding="utf-8")
    words = ["run", str(tiny), *QUIET[: QUIET.index("--no-charts")], "--out", str(tmp_path / "out")]
    monkeypatch.setattr("sim.studies.comparison.gather", None)
    assert status([*words, "--name", "x"]) == 1
    assert f"not Hotline's, and are left as they are: {name}" in capsys.readouterr().err
    assert (place / name).read_text(encoding="utf-8") == "mine"


def test_the_way_of_charts_matters_only_to_those_who_draw(tiny: Path, tmp_path: Path) -> None:
    place = tmp_path / "out" / "tiny" / "x"
    place.mkdir(parents=True)
    (place / ".worlds").write_bytes(b"")
    (place / "report.html").write_text("mine", encoding="utf-8")
    assert status(["run", str(tiny), *QUIET, "--out", str(tmp_path / "out"), "--name", "x"]) == 0


def test_an_edited_chart_outside_of_results_stays(
    made: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = tmp_path / "mine"
    words = ["plot", str(made), "--chart", "courses", "--to", str(place)]
    assert status([*words, "--format", "svg"]) == 0
    assert status([*words, "--format", "png", "--style", "grey"]) == 0
    assert status([*words, "--format", "svg", "--style", "grey"]) == 0, "ours, unedited"
    for name in ("courses.svg", "courses.csv", "alt.json"):
        before = (place / name).read_bytes()
        (place / name).write_bytes(before.replace(b"0", b"7", 1) + b" ")
        edited = (place / name).read_bytes()
        capsys.readouterr()
        status_here = status([*words, "--format", "svg", "--style", "colour"])
        if name != "alt.json" or json.loads(edited) != json.loads(before):
            assert status_here == 2
            assert "no longer as it wrote them" in capsys.readouterr().err
            assert (place / name).read_bytes() == edited
        (place / name).write_bytes(before)
    (place / "courses.svg").write_text("mine", encoding="utf-8")
    assert status([*words, "--overwrite"]) == 0
    assert (place / "courses.svg").read_text(encoding="utf-8") != "mine"
