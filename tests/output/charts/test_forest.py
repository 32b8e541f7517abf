"""The forest: marks where the differences are, on the side that is better, with the numbers beside
them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from sim.output.charts import draw
from sim.output.charts.base import style
from sim.output.charts.base.chart import Chart, Evidence, Missing
from sim.output.charts.base.words import MINUS
from sim.output.charts.run import forest_rows

SmallRun = Callable[[Mapping[str, Mapping[str, list[float]]]], Evidence]


def the(evidence: Evidence) -> tuple[Chart, Axes]:
    chart = draw(evidence, "forest")
    assert isinstance(chart, Chart)
    return chart, chart.figure.axes[0]


def marks(axes: Axes, outcome: str) -> list[Line2D]:
    return [line for line in axes.lines if line.get_label() == outcome]


def texts(axes: Axes) -> list[str]:
    return [text.get_text() for text in axes.texts]


def test_a_mark_stands_at_the_difference_in_multiples_of_what_matters_better_to_the_right(
    evidence: Evidence,
) -> None:
    _, axes = the(evidence)
    for name, sign in (("burden", -1.0), ("trust_of_patron", 1.0), ("strike_h", 1.0)):
        matters = evidence.outcomes[name].matters
        wanted = [
            sign * evidence.differences[arm, name].estimate / matters for arm in evidence.others
        ]
        found = np.concatenate([np.asarray(line.get_xdata(), float) for line in marks(axes, name)])
        np.testing.assert_allclose(found, np.array(wanted))


def test_what_does_not_stand_after_adjustment_is_hollow(evidence: Evidence) -> None:
    _, axes = the(evidence)
    seen = set()
    for name in evidence.headlines:
        for arm, line in zip(evidence.others, marks(axes, name), strict=False):
            clear = evidence.differences[arm, name].clear
            assert (line.get_markerfacecolor() == "white") is not clear
            seen.add(clear)
    assert seen == {True, False}


def test_each_arm_has_one_colour_and_one_marker_and_grey_has_no_better_way(
    evidence: Evidence,
) -> None:
    _, axes = the(evidence)
    look = style.looks(evidence)
    for arm, burden, struck in zip(
        evidence.others, marks(axes, "burden"), marks(axes, "struck"), strict=True
    ):
        assert (burden.get_marker(), burden.get_markeredgecolor()) == (
            look[arm].marker,
            look[arm].colour,
        )
        assert (struck.get_marker(), struck.get_markeredgecolor()) == (look[arm].marker, style.GREY)


def test_the_numbers_by_hand(small_run: SmallRun) -> None:
    evidence = small_run(
        {
            "alone": {"struck": [1] * 8, "burden": [100] * 8},
            "asked": {"struck": [0, 0, 1, 1] * 2, "burden": [20, 30, 50, 55, 65, 70, 90, 99]},
        }
    )
    chart, axes = the(evidence)
    shown = texts(axes)
    # Nearly symmetric differences: Student's interval, of 7 degrees.
    gaps = np.array([20, 30, 50, 55, 65, 70, 90, 99]) - 100.0
    half = 2.3646242510102993 * np.std(gaps, ddof=1) / np.sqrt(8.0)
    assert f"{MINUS}40 [{MINUS}{40 + half:.0f}, {MINUS}{40 - half:.0f}]" in shown
    assert "100 %" in shown, "better in all eight worlds"
    assert "in rung-hours; lower is better; matters from 40" in shown
    assert "in points; neither way is better; matters from 5" in shown
    assert [label.get_text() for label in axes.get_yticklabels()] == [
        "escalation burden",
        "asked",
        "struck",
        "asked",
    ]
    row = next(row for row in chart.numbers.rows if row[0] == "burden")
    assert row[:8] == (
        "burden",
        "escalation burden",
        "rung-hours",
        "lower",
        40.0,
        "asked",
        "alone",
        gaps.mean(),
    )
    assert row[10:12] == (8, 1.0)
    assert row[14] == "too few pairs"
    assert f"Escalation burden (rung-hours, lower is better): asked {MINUS}40" in chart.alt


def test_an_arm_without_pairs_says_so_and_an_outcome_without_any_is_named(
    small_run: SmallRun,
) -> None:
    nan = float("nan")
    evidence = small_run(
        {
            "a": {"struck": [1, 1], "strike_h": [10, nan]},
            "b": {"struck": [1, 1], "strike_h": [30, 20]},
            "c": {"struck": [1, 1], "strike_h": [nan, 20]},
        }
    )
    chart, axes = the(evidence)
    assert texts(axes).count("no pair of worlds") == 1
    reading = " ".join(text.get_text() for text in chart.figure.texts).replace("\n", " ")
    assert "In no world under both arms:" in reading
    assert "round trip" in reading


def test_zero_line_and_band_of_what_does_not_matter(evidence: Evidence) -> None:
    _, axes = the(evidence)
    spans = [patch.get_extents().transformed(axes.transData.inverted()) for patch in axes.patches]
    assert [(round(span.x0, 6), round(span.x1, 6)) for span in spans] == [(-1.0, 1.0)]
    assert any(np.array_equal(np.asarray(line.get_xdata()), [0.0, 0.0]) for line in axes.lines)
    low, high = axes.get_xlim()
    assert low == -high
    everything = np.concatenate(
        [
            np.asarray(line.get_xdata(), float)
            for line in axes.lines
            if line.get_label() == "_interval"
        ]
    )
    assert np.all(np.abs(everything) < high)


def test_one_arm_cannot_be_compared(
    evidence_from: Callable[..., Evidence], worlds_of: Callable[..., Any]
) -> None:
    only = {"consult": worlds_of(20)["consult"]}
    found = draw(evidence_from(only), "forest")
    assert isinstance(found, Missing)
    assert "one arm only" in found.reason


@pytest.mark.parametrize("arms", [2, 12])
def test_with_many_arms_fewer_outcomes_are_shown_but_all_are_in_the_table(
    arms: int, evidence_from: Callable[..., Evidence], worlds_of: Callable[..., Any]
) -> None:
    few = list(worlds_of(30).values())
    evidence = evidence_from({f"arm-{at}": few[at % 5] for at in range(arms)})
    chart, axes = the(evidence)
    rows = axes.get_yticklabels()
    known = {name for _, name in evidence.differences if name in evidence.headlines}
    assert len(rows) == arms * (forest_rows.FEWEST if arms == 12 else len(known))
    reading = " ".join(text.get_text() for text in chart.figure.texts)
    left_out = re.search(
        r"No room for (\d+) of (\d+) outcomes \(.+\): all are in forest\.csv",
        reading.replace("\n", " "),
    )
    assert (left_out is not None) is (arms == 12)
    if left_out:
        assert (int(left_out[1]), int(left_out[2])) == (len(known) - forest_rows.FEWEST, len(known))
    assert {row[0] for row in chart.numbers.rows} == {name for _, name in evidence.differences}
