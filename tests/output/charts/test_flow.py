"""The outcome flow: every world goes one way, and bands are as wide as the worlds that they stand
for.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np
import pytest
from matplotlib.patches import Rectangle

from sim.experiment.statistics.estimates import wilson
from sim.output.charts import draw
from sim.output.charts.base import style
from sim.output.charts.base.chart import Chart, Evidence
from sim.output.charts.run import flow

nan = math.nan
SmallRun = Callable[[Mapping[str, Mapping[str, list[float]]]], Evidence]


def by_hand() -> dict[str, list[float]]:
    """Four worlds: joint after an answer; alone after silence, escalating; alone on a late answer,
    calming; no wish.
    """
    return {
        "struck": [1, 1, 1, 0],
        "first_decision_h": [10, 10, 10, nan],
        "round_trip_h": [30, nan, 70, nan],
        "answered_in_time": [1, 0, 0, nan],
        "joint_strike": [1, 0, 0, 0],
        "approved_strike": [0, 0, 0, 0],
        "escalated_after_h": [nan, 12, 90, nan],
        "settled_after_h": [nan, 80, 60, nan],
    }


def test_every_world_goes_one_way(small_run: SmallRun) -> None:
    both = small_run({"a": by_hand(), "b": by_hand()})
    ways = {
        ("wished", "in_time", "together", "open"): 0.25,
        ("wished", "late", "alone", "settled"): 0.25,
        ("wished", "unanswered", "alone", "escalated"): 0.25,
        ("never", "none", "no_strike", "quiet"): 0.25,
    }
    assert flow.flows(replace(both, never_asks=frozenset("b")), "a") == ways
    del ways["wished", "unanswered", "alone", "escalated"]
    assert flow.flows(replace(both, never_asks=frozenset("a")), "a") == {
        **ways,
        ("wished", "unasked", "alone", "escalated"): 0.25,
    }


def test_shares_of_every_arm_add_up(evidence: Evidence) -> None:
    for arm in evidence.arms:
        assert sum(flow.flows(evidence, arm).values()) == pytest.approx(1.0)


def test_bands_are_as_wide_as_their_worlds(small_run: SmallRun) -> None:
    chart = flow.draw(small_run({"a": by_hand(), "b": by_hand()}), style.WIDTH)
    assert isinstance(chart, Chart)
    bands = [patch for patch in chart.figure.axes[0].patches if patch.get_label() == "_band"]
    assert len(bands) == 4 * 3
    for band in bands:
        corners = np.asarray(band.get_path().vertices, dtype=np.float64)
        assert corners[7][1] - corners[0][1] == pytest.approx(0.25)
        assert corners[4][1] - corners[3][1] == pytest.approx(0.25)
    assert "25 % wished to strike, answered in time, together, neither by the end" in chart.alt


def test_every_share_has_its_interval(evidence: Evidence) -> None:
    chart = draw(evidence, "flow")
    assert isinstance(chart, Chart)
    assert chart.numbers.header[-4:] == ("share", "n", "low", "high")
    for *_, share, n, low, high in chart.numbers.rows:
        assert [low, high] == pytest.approx(
            [float(end) for end in wilson(round(float(share) * int(n)), int(n))]
        )
        assert float(low) < float(share) < float(high)


def test_labels_end_before_the_next_station_on_the_narrowest_page(small_run: SmallRun) -> None:
    worlds = {
        "struck": [1.0] * 200,
        "first_decision_h": [1.0] * 200,
        "joint_strike": [1.0] + [0.0] * 199,
        "answered_in_time": [0.0] + [1.0] * 199,
        "settled_after_h": [5.0] * 199 + [nan],
    }
    chart = flow.draw(small_run({"a": worlds}), 7.0)
    assert isinstance(chart, Chart)
    figure = chart.figure
    figure.draw_without_rendering()
    renderer = figure.canvas.get_renderer()  # type: ignore[attr-defined]
    (axes,) = figure.axes
    stations = [
        patch.get_window_extent(renderer) for patch in axes.patches if isinstance(patch, Rectangle)
    ]
    labels = {text.get_text(): text.get_window_extent(renderer) for text in axes.texts}
    assert "alone, no green 99.5 %" in labels
    for box in labels.values():
        after = [station.x0 for station in stations if station.x0 > box.x0]
        assert box.x1 < min(after, default=figure.bbox.x1)
