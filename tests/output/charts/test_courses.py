"""Courses of action: every world in exactly one, by hand and in the bars."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import pytest

from sim.experiment.statistics.estimates import wilson
from sim.output.charts import draw
from sim.output.charts.base.chart import Chart, Evidence, Missing
from sim.output.charts.run import courses

SmallRun = Callable[[Mapping[str, Mapping[str, list[float]]]], Evidence]

#                             none joint green misread amber silence red unasked
BY_HAND = {
    "struck": [0, 1, 1, 1, 1, 1, 1, 1, 1],
    "joint_strike": [0, 1, 0, 0, 0, 0, 0, 0, 0],
    "approved_strike": [0, 0, 1, 1, 0, 0, 0, 0, 0],
    "struck_on_misread_green": [0, 0, 0, 1, 0, 0, 0, 0, 0],
    "unilateral_strike": [0, 0, 0, 0, 1, 1, 1, 1, 1],
    "struck_on_amber": [0, 1, 0, 0, 1, 0, 0, 0, 0],  # a joint strike on an amber is joint
    "struck_on_silence": [0, 0, 0, 0, 0, 1, 0, 0, 0],
    "struck_against_red": [0, 0, 0, 0, 0, 0, 1, 0, 0],
}


def bars(chart: Chart) -> dict[float, list[float]]:
    """Widths of the areas by row, from left to right."""
    rows: dict[float, list[tuple[float, float]]] = {}
    for patch in chart.figure.axes[0].patches:
        box = patch.get_extents().transformed(chart.figure.axes[0].transData.inverted())
        rows.setdefault(round((box.y0 + box.y1) / 2), []).append((box.x0, box.width))
    return {row: [width for _, width in sorted(found)] for row, found in rows.items()}


def test_courses_by_hand(small_run: SmallRun) -> None:
    evidence = small_run(
        {"a": {name: [float(value) for value in values] for name, values in BY_HAND.items()}}
    )
    np.testing.assert_allclose(
        courses.courses(evidence, "a"), np.array([1, 1, 1, 1, 1, 1, 1, 2]) / 9
    )


def test_every_world_took_one_course_and_the_bars_are_as_long(evidence: Evidence) -> None:
    chart = draw(evidence, "courses")
    assert isinstance(chart, Chart)
    for row, arm in enumerate(evidence.arms):
        shares = courses.courses(evidence, arm)
        assert shares.sum() == pytest.approx(1.0)
        np.testing.assert_allclose(bars(chart)[row], shares[shares > 0], atol=1e-9)


def test_labels_and_words_carry_the_numbers(evidence: Evidence) -> None:
    chart = draw(evidence, "courses")
    assert isinstance(chart, Chart)
    axes = chart.figure.axes[0]
    assert [label.get_text() for label in axes.get_yticklabels()] == [
        f"{arm}\nn = 400" for arm in evidence.arms
    ]
    alone = courses.courses(evidence, "consult")[5]
    assert f"{100 * alone:.0f} %" in [text.get_text() for text in axes.texts]
    assert f"alone on silence {100 * alone:.0f} %" in chart.alt
    row = next(row for row in chart.numbers.rows if row[:3] == ("consult", 400, "alone on silence"))
    assert row[3] == float(alone)
    assert row[4:] == pytest.approx([float(end) for end in wilson(round(400 * alone), 400)])


def test_areas_differ_by_more_than_colour() -> None:
    looks = [(fill.colour, fill.hatch) for _, fill in courses.COURSES.values()]
    assert len({hatch for _, hatch in looks}) >= 5
    assert len(set(looks)) == len(looks)


def test_without_worlds_there_is_no_chart(small_run: SmallRun) -> None:
    found = draw(small_run({"a": {"burden": [1.0, 2.0]}}), "courses")
    assert found == Missing(reason="no world says whether there was a strike")
