"""Distributions: the lines are the empirical ones, and who is counted is said."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.axes import Axes

from sim.output.charts import draw
from sim.output.charts.base.chart import Chart, Evidence, Missing
from sim.output.charts.run.distributions import STEPS, steps

SmallRun = Callable[[Mapping[str, Mapping[str, list[float]]]], Evidence]


def panel(chart: Chart, title: str) -> Axes:
    return next(axes for axes in chart.figure.axes if axes.get_title(loc="left") == title)


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=400))
def test_steps_are_true_of_the_values(values: list[float]) -> None:
    x, share = steps(np.array(values))
    assert len(x) <= min(len(values), STEPS)
    assert (x[0], x[-1], share[-1]) == (min(values), max(values), 1.0)
    assert np.all(np.diff(share) > 0)
    at_or_below = [np.mean(np.array(values) <= edge) for edge in x]
    assert np.all(at_or_below >= share - 1e-12), "a step never claims more than there is"
    assert np.all([np.mean(np.array(values) < edge) for edge in x] < share)


def test_lines_are_the_distributions_of_the_arms(evidence: Evidence) -> None:
    chart = draw(evidence, "distributions")
    assert isinstance(chart, Chart)
    lines = [
        line
        for line in panel(chart, "escalation burden").lines
        if line.get_label() in evidence.arms
    ]
    assert [line.get_label() for line in lines] == list(evidence.arms)
    for arm, line in zip(evidence.arms, lines, strict=True):
        x, share = steps(evidence.known_values(arm, "burden"))
        np.testing.assert_allclose(np.asarray(line.get_xdata(), float)[1:], x)
        np.testing.assert_allclose(np.asarray(line.get_ydata(), float)[1:], share)
    assert len({(line.get_color(), str(line.get_linestyle())) for line in lines}) == len(lines)


def test_a_conditional_outcome_states_its_worlds_and_others_do_not(evidence: Evidence) -> None:
    chart = draw(evidence, "distributions")
    assert isinstance(chart, Chart)
    many = " · ".join(str(len(evidence.known_values(arm, "strike_h"))) for arm in evidence.arms)
    assert (
        panel(chart, "time of the strike").get_xlabel()
        == f"hours\nn = {many}\nworlds with a strike"
    )
    assert panel(chart, "escalation burden").get_xlabel() == "rung-hours   ◂ better"


def test_the_key_names_every_arm(evidence: Evidence) -> None:
    chart = draw(evidence, "distributions")
    assert isinstance(chart, Chart)
    assert [text.get_text() for text in chart.figure.legends[0].get_texts()] == list(evidence.arms)


def test_the_table_and_the_words(small_run: SmallRun) -> None:
    chart = draw(
        small_run({"a": {"burden": [3.0, 1.0, 2.0]}, "b": {"burden": [5.0, 5.0, 5.0]}}),
        "distributions",
    )
    assert isinstance(chart, Chart)
    assert chart.numbers.rows == (
        ("burden", "a", 3, 1.0, 1 / 3),
        ("burden", "a", 3, 2.0, 2 / 3),
        ("burden", "a", 3, 3.0, 1.0),
        ("burden", "b", 3, 5.0, 1 / 3),
        ("burden", "b", 3, 5.0, 2 / 3),
        ("burden", "b", 3, 5.0, 1.0),
    )
    assert "escalation burden (rung-hours): a 2, b 5" in chart.alt


def test_without_any_value_there_is_no_chart(small_run: SmallRun) -> None:
    assert isinstance(draw(small_run({"a": {"struck": [0.0]}}), "distributions"), Missing)
