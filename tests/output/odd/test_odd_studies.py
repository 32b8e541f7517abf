"""A study of any kind of a scenario in which hardly anything happens has its charts and
its page.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.cli import main
from tests.output.odd.worlds import CASES, expect_sound
from tests.output.report.conftest import STUDIES
from tests.output.report.strict_html import headings, parsed

QUIET = "no strike"
#: No arms to set against each other, or no time for anything: some studies are refused, in one
#: sentence.
ODD = (
    "nothing at all",
    "no offices",
    "no strike",
    "an hour",
    "unbroken names",
    "one world and arm",
)


def expect_studied(study: str, case: str, place: Path) -> None:
    path = place / "odd.yaml"
    path.write_text(CASES[case][0], encoding="utf-8")
    name, *words = STUDIES[study]
    more = ["--seed", "7", "--jobs", "1", "--quiet", "--out", str(place), "--name", "x"]
    status = main.status([name, str(path), *words, *more])
    if "arms" not in CASES[case][0] or "unilateral" not in CASES[case][0]:
        assert status in (0, 2)
    else:
        assert status == 0
    if status == 0:
        folder = place / "odd" / "x"
        for chart in (folder / "charts").glob("*.svg"):
            expect_sound(chart.read_bytes())
        assert main.status(["report", str(folder)]) == 0
        assert headings(parsed((folder / "report.html").read_text(encoding="utf-8")))[0] == 1


@pytest.mark.parametrize("study", ["sweep", "discovery"])
def test_a_study_in_which_nothing_happens_is_drawn_and_reported(study: str, tmp_path: Path) -> None:
    expect_studied(study, QUIET, tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize("case", ODD)
@pytest.mark.parametrize("study", STUDIES)
def test_any_study_of_an_odd_scenario_is_drawn_and_reported(
    study: str, case: str, tmp_path: Path
) -> None:
    expect_studied(study, case, tmp_path)
