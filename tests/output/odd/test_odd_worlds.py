"""Whatever world the engine makes is drawn, reported and told: nothing in it, nothing said, no
time, all of time.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.output.odd.worlds import CASES, expect_all_told, expect_pictures

SHIPPED = Path(__file__).parents[3] / "scenarios"
KNOWN = sorted((SHIPPED / "known-answers").glob("*.yaml"))
OTHERS = sorted([*SHIPPED.glob("*.yaml"), *(SHIPPED / "history").glob("*.yaml")])
#: What differs most from any other; the rest takes minutes.
FEW = (
    "no offices of one",
    "an hour",
    "beyond the calendar",
    "one world and arm",
    "names without glyphs",
)


def expect_told(case: str, place: Path) -> None:
    text, worlds = CASES[case]
    path = place / "odd.yaml"
    path.write_text(text, encoding="utf-8")
    expect_all_told(path, place, worlds)


@pytest.mark.parametrize("case", FEW)
def test_an_odd_scenario_is_drawn_reported_and_told(case: str, tmp_path: Path) -> None:
    expect_told(case, tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize("case", [case for case in CASES if case not in FEW])
def test_any_odd_scenario_is_drawn_reported_and_told(case: str, tmp_path: Path) -> None:
    expect_told(case, tmp_path)


def expect_drawn(case: str, place: Path, names: tuple[str, ...] = ()) -> None:
    text, worlds = CASES[case]
    path = place / "odd.yaml"
    path.write_text(text, encoding="utf-8")
    expect_pictures(path, place, worlds, names)


@pytest.mark.parametrize("case", ["one world and arm", "names without glyphs"])
def test_an_odd_scenario_has_pictures_and_prints(case: str, tmp_path: Path) -> None:
    expect_drawn(case, tmp_path, ("courses",))


@pytest.mark.slow
@pytest.mark.parametrize("case", CASES)
def test_any_odd_scenario_has_pictures_and_prints(case: str, tmp_path: Path) -> None:
    expect_drawn(case, tmp_path)


@pytest.mark.parametrize(
    "path",
    [
        pytest.param(path, marks=() if path.stem in {"still", "round-trip"} else pytest.mark.slow)
        for path in KNOWN
    ],
    ids=lambda path: path.stem,
)
def test_every_known_answer_is_drawn_reported_and_told(path: Path, tmp_path: Path) -> None:
    expect_all_told(path, tmp_path, 2)


@pytest.mark.slow
@pytest.mark.parametrize("path", OTHERS, ids=lambda path: path.stem)
def test_every_shipped_scenario_is_drawn_reported_and_told(path: Path, tmp_path: Path) -> None:
    expect_all_told(path, tmp_path, 3)


def test_no_shipped_file_is_forgotten() -> None:
    assert len(KNOWN) >= 15
    no_scenarios = {"measures", "parts"}  # what scenarios name, or extend
    assert {path for path in SHIPPED.rglob("*.yaml") if path.parent.name not in no_scenarios} == {
        *KNOWN,
        *OTHERS,
    }
