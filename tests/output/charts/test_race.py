"""The race: each world ends it in one way, and margins are drawn on the side on which they are."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import pytest

from sim.experiment.statistics.estimates import wilson
from sim.output.charts import draw
from sim.output.charts.base.chart import Chart, Evidence, Missing
from sim.output.charts.run.race import ENDS, FLOOR, ends

SmallRun = Callable[[Mapping[str, Mapping[str, list[float]]]], Evidence]

NAN = float("nan")

#                       heeded agreed alone too late none neither
BY_HAND: Mapping[str, list[float]] = {
    "objection_read_h": [50, 60, 60, 90, NAN, NAN, 70],
    "no_return_h": [
        NAN,
        80,
        80,
        80,
        80,
        NAN,
        70,
    ],  # the last: read in the very hour, so still in time
    "objection_margin_h": [NAN, 20, 20, -10, NAN, NAN, 0],
    "approved_strike": [0, 1, 0, 0, 1, 0, 0],
    "joint_strike": [0, 0, 0, 0, 0, 0, 0],
    "struck": [0, 1, 1, 1, 1, 0, 1],
}


def by_hand(small_run: SmallRun) -> Evidence:
    return small_run(
        {"a": {name: [float(value) for value in values] for name, values in BY_HAND.items()}}
    )


def test_ends_by_hand(small_run: SmallRun) -> None:
    found = dict(zip(ENDS, ends(by_hand(small_run), "a") * 7, strict=True))
    assert found == pytest.approx(
        {
            "heeded": 1,
            "attacked": 0,
            "agreed": 1,
            "overridden": 2,
            "too_late": 1,
            "none_read": 1,
            "no_race": 1,
        }
    )


def test_ends_add_up_and_bars_are_as_long(evidence: Evidence) -> None:
    chart = draw(evidence, "race")
    assert isinstance(chart, Chart)
    bars = chart.figure.axes[0]
    boxes = [patch.get_extents().transformed(bars.transData.inverted()) for patch in bars.patches]
    for row, arm in enumerate(evidence.arms):
        shares = ends(evidence, arm)
        assert shares.sum() == pytest.approx(1.0)
        widths = [box.width for box in boxes if round((box.y0 + box.y1) / 2) == row]
        np.testing.assert_allclose(widths, shares[shares > 0], atol=1e-9)


def test_hills_lie_on_their_side_of_the_zero_line(evidence: Evidence) -> None:
    chart = draw(evidence, "race")
    assert isinstance(chart, Chart)
    left = chart.figure.axes[1]
    sides = {"too late": 0, "in time": 0}
    for hill in left.collections:
        heights = [path.vertices[:, 1] for path in hill.get_paths()]  # type: ignore[index]
        for path, ys in zip(hill.get_paths(), heights, strict=True):
            xs = np.asarray(path.vertices)[:, 0]
            assert (xs.max() <= 1e-9) if hill.get_label() == "too late" else (xs.min() >= -1e-9)
            sides[str(hill.get_label())] += int(np.ptp(ys) > 0)
    assert min(sides.values()) > 0
    assert any(np.array_equal(np.asarray(line.get_xdata()), [0, 0]) for line in left.lines)


def test_few_margins_are_drawn_one_by_one(small_run: SmallRun) -> None:
    chart = draw(by_hand(small_run), "race")
    assert isinstance(chart, Chart)
    left = chart.figure.axes[1]
    ticks = next(line for line in left.lines if line.get_marker() == "|")
    assert sorted(np.asarray(ticks.get_xdata(), float)) == [-10.0, 0.0, 20.0, 20.0]
    assert [label.get_text() for label in left.get_yticklabels()] == ["a\nn = 4, median +10 h"]


def test_hills_of_all_arms_have_one_scale(evidence: Evidence) -> None:
    """One of few worlds is lower than one of many."""
    chart = draw(evidence, "race")
    assert isinstance(chart, Chart)
    heights = dict.fromkeys(evidence.arms, 0.0)
    for hill in chart.figure.axes[1].collections:
        for path in hill.get_paths():
            ys = np.asarray(path.vertices)[:, 1]
            arm = evidence.arms[round(float(ys.max()) - FLOOR)]
            heights[arm] = max(heights[arm], float(np.ptp(ys)))
    many = {arm: len(evidence.known_values(arm, "objection_margin_h")) for arm in evidence.arms}
    fewest, most = min(many, key=many.__getitem__), max(heights, key=heights.__getitem__)
    assert 0.0 < heights[fewest] < heights[most] / 2.0
    assert heights[most] == pytest.approx(0.66)


def test_the_table_has_shares_and_quantiles(small_run: SmallRun) -> None:
    chart = draw(by_hand(small_run), "race")
    assert isinstance(chart, Chart)
    row = next(row for row in chart.numbers.rows if row[2] == "share: read too late")
    assert row[:4] == ("a", 7, "share: read too late", 1 / 7)
    assert row[4:] == pytest.approx([float(end) for end in wilson(1, 7)])
    assert ("a", 4, "margin_h: quantile 0.5", 10.0) in [row[:4] for row in chart.numbers.rows]
    assert "read too late 14 %" in chart.alt
    assert "median margin 10 hours" in chart.alt


def test_without_a_strike_the_objections_that_were_heeded_remain(small_run: SmallRun) -> None:
    chart = draw(small_run({"a": {"objection_read_h": [5.0, NAN]}}), "race")
    assert isinstance(chart, Chart)
    assert "objection read, no strike 50 %" in chart.alt


def test_without_a_race_there_is_no_chart(small_run: SmallRun) -> None:
    assert isinstance(draw(small_run({"a": {"struck": [0.0, 0.0]}}), "race"), Missing)
