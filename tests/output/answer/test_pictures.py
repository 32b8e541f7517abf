"""The first page's pictures: as many squares as the rounded shares say, the same world at the same
place, and bars, dots and levels that agree with the sentences.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest

from sim.output.answer.answer import answer_of
from sim.output.answer.courses import ASKED, Column
from sim.output.answer.squares import rounded_cells, squares_of
from sim.output.report.first_pictures import first_pictures
from tests.output.answer.conftest import UNHEARD, Folder, worlds


def test_squares_have_the_rounded_counts_of_both_sides_and_keep_worlds_in_place(
    folder: Folder,
) -> None:
    found = answer_of(*folder(UNHEARD))
    assert found is not None
    assert found.courses is not None
    squares = squares_of(found.courses["as_today"], found.courses["with_hotline"])
    assert len(squares.first) == len(squares.second) == 100
    assert squares.worlds == 4.0
    assert squares.counts(second=False) == {ASKED: 76, "none": 24}
    assert squares.counts(second=True)[ASKED] == 16
    assert sum(squares.counts(second=True).values()) == 100
    kept = sum(a == b == ASKED for a, b in zip(squares.first, squares.second, strict=True))
    assert kept == 15


@pytest.mark.parametrize("many", [1, 7, 24, 99])
def test_few_worlds_have_a_square_each(many: int) -> None:
    column: Column = np.arange(many, dtype=np.int64) % 3
    squares = squares_of(column, column)
    assert len(squares.first) == many
    assert squares.first == squares.second


def test_cells_are_rounded_inside_their_sides() -> None:
    exact = {("a", "x"): 33.4, ("a", "y"): 33.3, ("b", "x"): 0.3, ("b", "y"): 33.0}
    cells = rounded_cells(exact, 100)
    rows, columns = Counter[str](), Counter[str]()
    for (row, column), count in cells.items():
        rows[row] += count
        columns[column] += count
    assert (rows["a"], rows["b"]) == (67, 33)
    assert (columns["x"], columns["y"]) == (34, 66)


def test_pictures_say_what_the_sentence_says(folder: Folder) -> None:
    results, scenario = folder(UNHEARD)
    found = answer_of(results, scenario)
    assert found is not None
    drawn = first_pictures(results, found)
    assert drawn.counted is not None
    assert drawn.became is not None
    assert drawn.counted.title == "Strikes without any word from Albion: 76 and 16 of 100 worlds"
    assert (
        drawn.became.title == "Of the 243 worlds in which one was removed, 76 saw no strike at all"
    )
    assert [many for _, many, _, _ in drawn.became.rows] == [76, 107, 47, 13]
    assert [one.title for one in drawn.levels] == [
        "Asks by the attaché net",
        "Asks by a leaders' hotline",
        "Does not ask",
    ]
    assert drawn.dots is None


def test_an_arm_that_never_asks_has_no_dot_at_nought(folder: Folder) -> None:
    silent = {("as_today", "struck_on_silence"): worlds((320, 1.0), (80, 0.0))}
    results, scenario = folder(silent)
    study = scenario.scenario.study
    assert study.question is not None
    asked = replace(study, question=replace(study.question, outcome="struck_on_silence"))
    found = answer_of(results, replace(scenario, scenario=replace(scenario.scenario, study=asked)))
    assert found is not None
    level = first_pictures(results, found).levels[-1]
    assert (level.at, level.level) == (None, "never asks")
