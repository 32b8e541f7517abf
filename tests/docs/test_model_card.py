"""The model card's known failures: each figure that it names is the one that the validation page
has measured.
"""

from __future__ import annotations

import itertools
import re

import pytest

from tools.make import FOLDER


def read(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8")


def row(case: str, check: str) -> str:
    """A check's row in a case's table."""
    chapter = (
        read("validation.md")
        .partition(f"`scenarios/history/{case}.yaml`")[2]
        .partition("\n### ")[0]
    )
    return next(line for line in chapter.splitlines() if line.startswith(f"| {check} |"))


def block(name: str) -> list[list[str]]:
    """The cells of a measured table."""
    text = read("validation.md").partition(f"<!-- begin {name} -->")[2].partition("<!-- end")[0]
    return [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in text.splitlines()
        if line.startswith("|")
    ]


def failures() -> str:
    return read("model-card.md").partition("## Known failures")[2].partition("## Ethical")[0]


@pytest.mark.parametrize(
    ("case", "check", "figures"),
    [
        ("osirak-1981", "supplies-suspended", ("38 of 131",)),
        ("june-1967", "misread-amber", ("42 of 200",)),
        ("al-kibar-2007", "later-strike", ("18 of 196",)),
        ("cuba-1962-uk", "head-of-government", ("115 of 195", "22.8 h")),
    ],
)
def test_a_failure_has_the_figures_that_were_measured(
    case: str, check: str, figures: tuple[str, ...]
) -> None:
    assert all(figure in row(case, check) and figure in failures() for figure in figures)


def test_an_attack_and_a_retaliation_have_their_medians() -> None:
    rows = block("timing-quantiles")
    median = {
        now[0]: (now[6], after[6]) for now, after in itertools.pairwise(rows) if now[1] == "model"
    }
    attacked, recorded = median["first strike, attacked at the start"]
    said = re.sub(r"\s+", " ", failures())
    planned = median["planned first strike, `unilateral`"][0]
    again = median["frontline's strike after a retaliation"][0]
    assert (
        f"median of {attacked} days instead of {planned} (`unilateral`), and after a retaliation"
        f" the next one comes at {again}" in said
    )
    assert f"a median of {recorded} days in the same window" in said


def test_the_distances_of_response_times_are_those_of_the_table() -> None:
    apart = [float(cells[2]) for cells in block("timing-distances")[2:]]
    said = " ".join(failures().split())
    assert f"lie between {min(apart):.2f} and {max(apart):.2f}".replace("0.", ".") in said
    assert "Of seven comparisons of response times three are good" in said
    assert len(apart) == 7
