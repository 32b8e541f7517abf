"""The delay budget: bars of mean hours, and the bottleneck by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import pytest

from sim.domain.communication.messages import STAGES
from sim.experiment.statistics.mean_intervals import mean_interval
from sim.experiment.statistics.moments import sums_of
from sim.output.charts import draw
from sim.output.charts.base.chart import Chart, Evidence, Missing
from sim.output.charts.run.delays import FILLS, QUEUED, bottleneck
from sim.output.story.sentences.vocabulary import STAGES as CALLED

SmallRun = Callable[[Mapping[str, Mapping[str, list[float]]]], Evidence]

NAN = float("nan")


def exchanges(small_run: SmallRun) -> Chart:
    """Two worlds of `asked` have an answer: 2 and 4 h of drafting, 10 and 20 h of council; `alone`
    never asks.
    """
    hours = {f"delay_{stage}": [0.0, 0.0, NAN] for stage in STAGES}
    asked = hours | {"delay_drafting": [2.0, 4.0, NAN], "delay_council": [10.0, 20.0, NAN]}
    chart = draw(small_run({"alone": {"struck": [1.0, 1.0, 1.0]}, "asked": asked}), "delays")
    assert isinstance(chart, Chart)
    return chart


def test_bars_are_means_over_the_worlds_with_an_answer(small_run: SmallRun) -> None:
    axes = exchanges(small_run).figure.axes[0]
    boxes = [patch.get_extents().transformed(axes.transData.inverted()) for patch in axes.patches]
    np.testing.assert_allclose(
        [(box.x0, box.width) for box in boxes], [(0, 3), (3, 15), (3, 15)], atol=1e-9
    )
    assert {text.get_text() for text in axes.texts} >= {"3.0", "15.0"}


def test_the_bottleneck_is_framed_and_named(small_run: SmallRun) -> None:
    chart = exchanges(small_run)
    axes = chart.figure.axes[0]
    frame = axes.patches[-1]
    assert not frame.get_fill()
    assert "18.0 h [0.0, 94.2]; longest\ncouncil (83 %)" in [text.get_text() for text in axes.texts]
    assert (
        "asked: 18.0 hours [0.0, 94.2]; longest single stage: council (83 %), also with queues."
        in chart.alt
    )


def test_stages_that_tie_for_the_bottleneck_are_both_framed_and_named(small_run: SmallRun) -> None:
    hours = {
        f"delay_{stage}": [2.0 if stage in ("council", "inbound") else 0.5] for stage in STAGES
    }
    chart = draw(small_run({"asked": hours}), "delays")
    assert isinstance(chart, Chart)
    assert sum(not patch.get_fill() for patch in chart.figure.axes[0].patches) == 2
    assert (
        "longest single stage: receipt and council (each 22 %); with its queue: receipt (28 %)."
        in chart.alt
    )


def test_a_queue_is_counted_with_the_work_that_it_waits_for() -> None:
    hours = np.array(
        [
            {"council": 34.0, "clearance_queue": 30.0, "clearance": 20.0}.get(stage, 2.0)
            for stage in STAGES
        ]
    )
    said = bottleneck(hours)
    assert said == "longest single stage: council (33 %); with its queue: clearance (49 %)"
    assert {stage for stages in QUEUED.values() for stage in stages} == set(STAGES)
    assert sum(map(len, QUEUED.values())) == len(STAGES)


def test_stages_are_called_as_everywhere_else_and_only_those_that_took_time(
    small_run: SmallRun, evidence: Evidence
) -> None:
    keys = [text.get_text() for text in exchanges(small_run).figure.legends[0].get_texts()]
    assert keys == [CALLED["drafting"], CALLED["council"]]
    chart = draw(evidence, "delays")
    assert isinstance(chart, Chart)
    every = [text.get_text() for text in chart.figure.legends[0].get_texts()]
    assert every == [CALLED[stage] for stage in STAGES if stage != "meeting"], "there was none"


def test_an_arm_without_answers_says_so(small_run: SmallRun) -> None:
    chart = exchanges(small_run)
    axes = chart.figure.axes[0]
    assert "no question was answered" in [text.get_text() for text in axes.texts]
    assert [label.get_text() for label in axes.get_yticklabels()] == [
        "alone\nn = 0",
        "asked\nn = 2",
    ]
    assert "alone: no question was answered." in chart.alt
    assert {row[0] for row in chart.numbers.rows} == {"asked"}
    assert ("asked", 2, "council", 15.0, 15.0 / 18.0) in [row[:5] for row in chart.numbers.rows]


def test_answers_that_take_no_time_have_no_bottleneck(small_run: SmallRun) -> None:
    chart = draw(small_run({"asked": {f"delay_{stage}": [0.0] for stage in STAGES}}), "delays")
    assert isinstance(chart, Chart)
    assert "asked: answered at once." in chart.alt
    assert len(chart.figure.axes[0].patches) == 0


def test_every_stage_has_its_look_and_waiting_is_hatched() -> None:
    assert tuple(FILLS) == STAGES
    for stage, fill in FILLS.items():
        assert bool(fill.hatch) is stage.endswith(("queue", "wait"))


def test_without_an_answer_anywhere_there_is_no_chart(small_run: SmallRun) -> None:
    assert draw(small_run({"a": {"struck": [1.0]}}), "delays") == Missing(
        reason="no question was answered in any world"
    )


def test_every_mean_has_the_interval_of_the_summary(evidence: Evidence) -> None:
    chart = draw(evidence, "delays")
    assert isinstance(chart, Chart)
    for arm, n, stage, mean, share, low, high in chart.numbers.rows:
        names = STAGES if stage == "all" else (stage,)
        values = np.sum(
            [evidence.known_values(str(arm), f"delay_{name}") for name in names], axis=0
        )
        unbounded = (np.array([-np.inf]), np.array([np.inf]))
        wanted = [float(end[0]) for end in mean_interval(sums_of(values), unbounded)]
        assert n == len(values)
        assert mean == pytest.approx(values.mean())
        assert [low, high] == pytest.approx([max(0.0, wanted[0]), wanted[1]])
        if stage == "all":
            assert share == pytest.approx(1.0)
            told = f"{float(mean):.1f} h [{float(low):.1f}, {float(high):.1f}]; longest"
            assert any(text.get_text().startswith(told) for text in chart.figure.axes[0].texts)
            assert (
                f"{arm}: {float(mean):.1f} hours [{float(low):.1f}, {float(high):.1f}]; longest"
                in chart.alt
            )
