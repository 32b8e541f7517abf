"""The fan: bands are the quantiles of the worlds at each hour, none is made of too few, and the n
is that of the chart.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from matplotlib.collections import PolyCollection

from sim.domain.events.codec import event
from sim.output.charts.base import style
from sim.output.charts.base.chart import Chart, Evidence, Missing
from sim.output.charts.run import fan
from sim.output.evidence.traced_world import Traced
from sim.scenario import load

HOURS = np.linspace(0.0, 240.0, 61)


def with_paths(evidence: Evidence, worlds: int, seed: int = 3) -> Evidence:
    """A run whose shares spread evenly, rungs being 0 to 6."""
    draws = np.random.default_rng(seed)
    paths = {
        arm: (
            HOURS,
            {
                state: (
                    draws.integers(0, 7, (worlds, 61)).astype(float)
                    if state == "rung"
                    else draws.uniform(size=(worlds, 61))
                )
                for state in fan.STATES
            },
        )
        for arm in evidence.arms
    }
    return replace(evidence, paths=lambda: paths)


def drawn(evidence: Evidence) -> Chart:
    chart = fan.draw(evidence, style.WIDTH)
    assert isinstance(chart, Chart)
    return chart


def test_a_row_of_panels_an_arm_and_a_column_a_state(evidence: Evidence) -> None:
    chart = drawn(with_paths(evidence, 40))
    assert len(chart.figure.axes) == len(evidence.arms) * len(fan.STATES)
    first = chart.figure.axes[0]
    assert (first.get_ylabel(), first.get_title()) == ("unilateral", "rung\nlow is better")
    assert {axes.get_xlim() for axes in chart.figure.axes} == {(0.0, 10.0)}


def test_what_is_said_of_the_end_is_the_mean_with_the_median_beside_it(evidence: Evidence) -> None:
    """Worlds of two kinds, as many as not of either: a median may be that of either kind."""
    kinds = np.tile(np.repeat([[0.1], [0.9]], [19, 21], axis=0), (1, len(HOURS)))
    same = dict.fromkeys(fan.STATES, np.full((40, len(HOURS)), 0.5))
    paths = dict.fromkeys(evidence.arms, (HOURS, same))
    paths["consult"] = (HOURS, {**same, "readiness": kinds})
    said = drawn(replace(evidence, paths=lambda: paths)).says
    assert said.startswith("At the end the adversary's readiness is on average 50 % under")
    assert "52 % under consult (median 90 %)" in said


def test_the_lines_and_bands_are_the_quantiles_of_the_worlds(evidence: Evidence) -> None:
    found = with_paths(evidence, 40)
    worlds = found.paths()["consult"][1]["pressure"]
    chart = drawn(found)
    axes = chart.figure.axes[
        list(evidence.arms).index("consult") * len(fan.STATES) + list(fan.STATES).index("pressure")
    ]
    lines = {line.get_label(): np.asarray(line.get_ydata()) for line in axes.lines}
    ordered = np.sort(worlds, axis=0)
    assert np.array_equal(lines["_median"], ordered[19])
    assert lines["_mean"] == pytest.approx(worlds.mean(axis=0))
    outer, inner = (one for one in axes.collections if isinstance(one, PolyCollection))
    for patch, low, high in ((outer, ordered[1], ordered[37]), (inner, ordered[9], ordered[29])):
        corners = np.asarray(patch.get_paths()[0].vertices)
        assert {*corners[:, 1].round(9)} == {*low.round(9), *high.round(9)}
    row = next(
        row
        for row in chart.numbers.rows
        if row[:2] == ("consult", "pressure") and row[3] == HOURS[30]
    )
    assert row[2:] == (
        40,
        HOURS[30],
        pytest.approx(worlds[:, 30].mean()),
        *(ordered[at, 30] for at in (1, 9, 19, 29, 37)),
    )


@pytest.mark.parametrize(("worlds", "bands"), [(1, 0), (3, 0), (4, 1), (19, 1), (20, 2)])
def test_no_band_of_too_few_worlds(evidence: Evidence, worlds: int, bands: int) -> None:
    chart = drawn(with_paths(evidence, worlds))
    assert {len(axes.collections) for axes in chart.figure.axes} == {bands}
    said = chart.figure.texts[1].get_text().replace("\n", " ")
    assert ("nine tenths" in said, "middle half" in said) == (bands > 1, bands > 0)


def test_the_chart_says_of_how_many_worlds_it_is(evidence: Evidence) -> None:
    texts = [
        text.get_text().replace("\n", " ") for text in drawn(with_paths(evidence, 200)).figure.texts
    ]
    assert texts[1].startswith("Of the first 200 of 400 worlds")
    assert "n = 200 worlds per arm" in texts[2]
    whole = drawn(with_paths(evidence, 400)).figure.texts[1].get_text()
    assert whole.startswith("Of all worlds (400)")


def test_it_is_told_in_words(small_run: Callable[..., Evidence]) -> None:
    found = small_run({"a": {"struck": [1.0, 1.0], "strike_h": [500.0, 500.0]}})
    said = drawn(found).alt
    assert said.startswith(
        "Medians over time of the first 2 worlds, at the start, half-way and at the end. a: rung 1,"
        " 4, 4; "
    )
    assert "the frontline's trust 60 %, 40 %, 40 %" in said


def test_the_window_is_told_of_only_where_it_is_known(evidence: Evidence) -> None:
    assert "Upright" not in drawn(with_paths(evidence, 40)).figure.texts[1].get_text()
    story = Path(__file__).parents[1] / "data" / "story.yaml"
    lines = (story.parent / "story-consult.jsonl").read_text(encoding="utf-8").splitlines()
    world = Traced.of(
        load(str(story)),
        "consult",
        [(t, event(kind, data)) for t, kind, data in map(json.loads, lines)],
    )
    chart = drawn(replace(with_paths(evidence, 40), told=lambda: {"consult": world}))
    assert "Upright" in chart.figure.texts[1].get_text()
    marked = [
        line for axes in chart.figure.axes for line in axes.lines if line.get_label() == "_window"
    ]
    assert len(marked) == len(fan.STATES), "only in the row of the arm that is known"
    assert {np.asarray(line.get_xdata())[0] for line in marked} == {world.setting.horizon / 24.0}


def test_a_run_without_paths_says_so(evidence: Evidence) -> None:
    assert fan.draw(replace(evidence, paths=dict), style.WIDTH) == Missing(
        reason="the run kept no paths of its worlds"
    )
