"""Whatever world the engine makes is drawn, reported and told: nothing in it, nothing said, no time, all of time."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.output.odd.worlds import CASES, expect_all_told


@pytest.mark.parametrize("case", CASES)
def test_an_odd_scenario_is_drawn_reported_and_told(case: str, tmp_path: Path) -> None:
    text, worlds = CASES[case]
    path = tmp_path / "odd.yaml"
    path.write_text(text, encoding="utf-8")
    expect_all_told(path, tmp_path, worlds)
