"""The delay budget: bars of mean hours, and the bottleneck by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from sim.domain.messages import STAGES
from sim.output.charts import drawn
from sim.output.charts.chart import Chart, Evidence, Missing
from sim.output.charts.delays import FILLS
from sim.output.story.words import STAGES as CALLED

SmallRun = Callable[[Mapping[str, Mapping[str, list[float]]]], Evidence]

NAN = float("nan")


def exchanges(small_run: SmallRun) -> Chart:
    """Two worlds of `asked` have an answer: 2 and 4 h of drafting, 10 and 20 h of council; `alone` never asks."""
    hours = {f"delay_{stage}": [0.0, 0.0, NAN] for stage in STAGES}
    asked = hours | {"delay_drafting": [2.0, 4.0, NAN], "delay_council": [10.0, 20.0, NAN]}
    chart = drawn(small_run({"alone": {"struck": [1.0, 1.0, 1.0]}, "asked": asked}), "delays")
    assert isinstance(chart, Chart)
    return chart


def test_bars_are_means_over_the_worlds_with_an_answer(small_run: SmallRun) -> None:
    axes = exchanges(small_run).figure.axes[0]
    boxes = [patch.get_extents().transformed(axes.transData.inverted()) for patch in axes.patches]
    np.testing.assert_allclose([(box.x0, box.width) for box in boxes], [(0, 3), (3, 15), (3, 15)], atol=1e-9)
    assert {text.get_text() for text in axes.texts} >= {"3.0", "15.0"}


def test_the_bottleneck_is_framed_and_named(small_run: SmallRun) -> None:
    chart = exchanges(small_run)
    axes = chart.figure.axes[0]
    frame = axes.patches[-1]
    assert not frame.get_fill()
    assert "18.0 h in all; most in\ncouncil (83 %)" in [text.get_text() for text in axes.texts]
    assert "asked: 18.0 hours, most of them in council (83 %)." in chart.alt


def test_stages_that_tie_for_the_bottleneck_are_both_framed_and_named(small_run: SmallRun) -> None:
    hours = {f"delay_{stage}": [2.0 if stage in ("council", "inbound") else 0.5] for stage in STAGES}
    chart = drawn(small_run({"asked": hours}), "delays")
    assert isinstance(chart, Chart)
    assert sum(not patch.get_fill() for patch in chart.figure.axes[0].patches) == 2
    assert "most of them in receipt and council (each 22 %)." in chart.alt


def test_stages_are_called_as_everywhere_else(small_run: SmallRun) -> None:
    keys = [text.get_text() for text in exchanges(small_run).figure.legends[0].get_texts()]
    assert keys == [CALLED[stage] for stage in STAGES]


def test_an_arm_without_answers_says_so(small_run: SmallRun) -> None:
    chart = exchanges(small_run)
    axes = chart.figure.axes[0]
    assert "no question was answered" in [text.get_text() for text in axes.texts]
    assert [label.get_text() for label in axes.get_yticklabels()] == ["alone\nn = 0", "asked\nn = 2"]
    assert "alone: no question was answered." in chart.alt
    assert {row[0] for row in chart.numbers.rows} == {"asked"}
    assert ("asked", 2, "council", 15.0, 15.0 / 18.0) in chart.numbers.rows


def test_answers_that_take_no_time_have_no_bottleneck(small_run: SmallRun) -> None:
    chart = drawn(small_run({"asked": {f"delay_{stage}": [0.0] for stage in STAGES}}), "delays")
    assert isinstance(chart, Chart)
    assert "asked: answered at once." in chart.alt
    assert len(chart.figure.axes[0].patches) == 0


def test_every_stage_has_its_look_and_waiting_is_hatched() -> None:
    assert tuple(FILLS) == STAGES
    for stage, fill in FILLS.items():
        assert bool(fill.hatch) is (stage.endswith(("queue", "wait")) or stage == "council")


def test_without_an_answer_anywhere_there_is_no_chart(small_run: SmallRun) -> None:
    assert drawn(small_run({"a": {"struck": [1.0]}}), "delays") == Missing(
        reason="no question was answered in any world"
    )
