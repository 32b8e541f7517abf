"""The first page's pictures: as many squares as the rounded shares say, the same world at the same
place, and bars, dots and levels that agree with the sentences.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from sim.output.answer.answer import answer_of
from sim.output.answer.courses import ASKED, Column
from sim.output.answer.pictures.picture_values import shown_of
from sim.output.answer.pictures.restraint import price_of
from sim.output.answer.squares import rounded_cells, squares_of
from sim.output.charts import FIRST
from sim.output.charts.first.framing import FirstPicture
from sim.output.storage.run_folder import SCENARIO
from sim.scenario import resolve
from tests.output.answer.conftest import UNHEARD, Folder, worlds
from tests.output.answer.planted import KESTREL, results_of
from tests.output.charts.planted_answer import planted, resolved, shown_at


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


def test_levels_are_those_of_all_arms_the_one_compared_with_first(folder: Folder) -> None:
    results, scenario = folder(UNHEARD)
    found = answer_of(results, scenario)
    assert found is not None
    shown = shown_of(results, found)
    assert [(one.title, one.level) for one in shown.levels] == [
        ("Asks by the attaché net", "76"),
        ("Asks by a leaders' hotline", "16"),
        ("Does not ask", "0"),
    ]
    assert not len(shown.gaps)
    assert shown.price is None
    assert shown.hours == ()


def test_what_tables_and_first_page_say_of_one_comparison_is_the_same_or_told(
    folder: Folder,
) -> None:
    """Few strikes fewer, alike under two arms: by itself the asked one is told not to matter, which
    the tables cannot among all of theirs; the other is judged as they have it.
    """
    fewer = {
        (arm, "unheard"): worlds((0 if arm != "as_today" else 8, 1.0), (400, 0.0))[:400]
        for arm in ("as_today", "with_hotline", "never_asks")
    }
    results, scenario = folder(fewer)
    found = answer_of(results, scenario)
    assert found is not None
    [_, asked, other] = shown_of(results, found).levels
    cell = results.summary.comparisons["never_asks"]["unheard"]
    assert (cell.verdict, cell.beside) == ("cannot be told", "not after Holm")
    many = results.summary.family.all
    assert other.chip == (
        f"cannot be told (that it does not matter is not shown among {many} comparisons)"
    )
    assert asked.chip == found.sentences.chip == "shown not to matter"
    assert found.chosen.endswith(
        "By itself it is shown not to matter; as one of the"
        f" {many} comparisons of the tables, cannot be told."
    )


def test_an_arm_that_never_asks_has_no_dot_at_nought(folder: Folder) -> None:
    silent = {("as_today", "struck_on_silence"): worlds((320, 1.0), (80, 0.0))}
    results, scenario = folder(silent)
    study = scenario.scenario.study
    assert study.question is not None
    asked = replace(study, question=replace(study.question, outcome="struck_on_silence"))
    found = answer_of(results, replace(scenario, scenario=replace(scenario.scenario, study=asked)))
    assert found is not None
    level = shown_of(results, found).levels[-1]
    assert (level.at, level.level) == (None, "never asks")


@pytest.mark.parametrize(
    ("worth", "more", "ahead"), [(0.0, -70.0, True), (2000.0, -20.0, False), (16000.0, 330.0, True)]
)
def test_at_the_worth_of_an_attack_that_a_file_states_both_are_added_up(
    tmp_path: Path, worth: float, more: float, ahead: bool
) -> None:
    """Escalation falls by 70 rung-hours, and 10 of 400 worlds more are attacked."""
    results, scenario = results_of(resolved(tmp_path), planted())
    found = answer_of(results, scenario)
    assert found is not None
    price = price_of(results.summary, found, results.rows.columns, worth)
    assert price is not None
    weighed = price.weighed
    assert weighed is not None
    assert weighed.difference == pytest.approx(more)
    assert (weighed.low > 0.0 or weighed.high < 0.0) is ahead
    picture = FIRST["price"](replace(shown_of(results, found), price=price), 820.0)
    assert isinstance(picture, FirstPicture)
    assert ("not shown which is ahead" not in picture.alt) is ahead
    assert f"an attack counted as {worth:,.0f} rung-hours, as the scenario states" in picture.alt


def test_where_inputs_are_drawn_what_an_attack_is_worth_is_over_draws(tmp_path: Path) -> None:
    """Worlds of a draw are alike: taken for independent, the interval would be narrower."""
    widths = []
    for drawn in (0, 5):
        results, scenario = results_of(resolved(tmp_path), planted(), drawn=drawn)
        found = answer_of(results, scenario)
        assert found is not None
        price = price_of(results.summary, found, results.rows.columns, 2000.0)
        assert price is not None
        assert price.weighed is not None
        assert price.weighed.difference == pytest.approx(-20.0)
        widths.append(price.weighed.high - price.weighed.low)
    assert widths[1] > 1.3 * widths[0]


def test_a_file_states_what_an_attack_is_worth(tmp_path: Path) -> None:
    results, _ = results_of(resolved(tmp_path), planted())
    results.path = tmp_path / "results"
    results.path.mkdir()
    text = KESTREL.replace("study:\n", "study:\n  attack_worth: {value: 500, source: judgement}\n")
    (results.path / SCENARIO).write_text(text, encoding="utf-8")
    found = answer_of(results, resolve(str(results.path / SCENARIO)))
    assert found is not None
    price = shown_of(results, found).price
    assert price is not None
    assert price.weighed is not None
    assert price.weighed.worth == 500.0


def test_blows_are_counted_by_kind_of_crisis(tmp_path: Path) -> None:
    price = shown_at(resolved(tmp_path)).price
    assert price is not None
    today, hotline = price.meant
    assert (today.worlds, today.attacked, hotline.attacked) == (32, 10, 20)
    assert [one.attacked for one in price.calm] == [4, 4]
    assert price.turn is not None
    assert price.turn.lighter == hotline.title
    weight = price.turn.weight
    saved = 400.0 - 330.0
    assert weight.value == pytest.approx(saved / (10 / 400))
    assert 0.0 < weight.low < weight.value < weight.high


def test_the_squares_of_what_is_asked_are_as_many_as_its_level_says() -> None:
    # 138 and 50 of 400 worlds, told as 34 and 12 of 100: halves are rounded to even
    exact = {
        ("asked", "asked"): 12.5,
        ("asked", "none"): 22.0,
        ("alone", "alone"): 15.25,
        ("none", "none"): 50.25,
    }
    cells = rounded_cells(exact, 100)
    first = sum(many for pair, many in cells.items() if pair[0] == "asked")
    second = sum(many for pair, many in cells.items() if pair[1] == "asked")
    assert (first, second) == (34, 12)
    assert sum(cells.values()) == 100
