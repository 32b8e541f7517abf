"""Cumulative incidence: the lines are the estimates, and the numbers at risk stand under their
hours.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np
import pytest
from matplotlib.axes import Axes

from sim.experiment.statistics.curves.incidence import cumulative_incidence
from sim.output.charts import draw
from sim.output.charts.base.chart import Chart, Evidence, Missing
from sim.output.charts.run.step_curves import STEPS

SmallRun = Callable[[Mapping[str, Mapping[str, list[float]]]], Evidence]

NAN = float("nan")


def the(evidence: Evidence) -> tuple[Chart, Axes, Axes, Axes]:
    chart = draw(evidence, "incidence")
    assert isinstance(chart, Chart)
    up, down, table, _ = chart.figure.axes
    return chart, up, down, table


def by_hand(small_run: SmallRun) -> Evidence:
    return small_run(
        {
            "a": {
                "watched_h": [96, 96, 40, 96, NAN],
                "escalated_after_h": [24, NAN, NAN, 60, NAN],
                "settled_after_h": [30, 72, NAN, NAN, NAN],
            },
            "b": {"watched_h": [NAN] * 5},
        }
    )


def test_lines_are_the_estimates(evidence: Evidence) -> None:
    _, up, down, _ = the(evidence)
    for axes, risk in ((up, "up"), (down, "down")):
        for arm in evidence.arms:
            columns = (
                evidence.column(arm, name)
                for name in ("escalated_after_h", "settled_after_h", "watched_h")
            )
            escalated, settled, watched = columns
            curve = cumulative_incidence({"up": escalated, "down": settled}, watched).curves[risk]
            line = next(line for line in axes.lines if line.get_label() == arm)
            x, y = np.asarray(line.get_xdata(), float), np.asarray(line.get_ydata(), float)
            inner = slice(1, -1)
            found = curve.share[np.searchsorted(curve.times, x[inner])]
            np.testing.assert_allclose(y[inner], found)
            assert (x[0], y[0], x[-1]) == (0.0, 0.0, 336.0)
            assert y[-1] == pytest.approx(curve.share[-1])
            assert len(x) <= STEPS + 2


def test_a_table_by_hand(small_run: SmallRun) -> None:
    chart, up, _, table = the(by_hand(small_run))
    # 24 h: one of four escalates; 40 h: one leaves unseen; 60 h: one of two escalates; 72 h: the
    # last settles.
    assert [(*row[:2], *row[3:6]) for row in chart.numbers.rows if row[2] == "share"] == [
        ("a", "escalated", 24.0, 4, 0.25),
        ("a", "escalated", 60.0, 2, pytest.approx(0.25 + 0.75 / 2)),
        ("a", "escalated", 72.0, 1, pytest.approx(0.625)),
        ("a", "settled", 24.0, 4, 0.0),
        ("a", "settled", 60.0, 2, 0.0),
        ("a", "settled", 72.0, 1, pytest.approx(0.375)),
    ]
    under = {(text.get_position()[0], text.get_text()) for text in table.texts}
    assert {(0.0, "4"), (24.0, "4"), (48.0, "2"), (72.0, "1"), (96.0, "0")} <= under
    assert [label.get_text() for label in table.get_yticklabels()] == ["a"], (
        "an arm that never struck has no line"
    )
    assert up.get_title(loc="left") == "escalated first (lower is better)"
    assert (
        "a (4 worlds with a strike): escalated first in 62 % and de-escalated first in 38 %; "
        in chart.alt
    )


def test_restricted_means_by_hand_stand_below_the_curves_in_the_words_and_in_the_table(
    small_run: SmallRun,
) -> None:
    chart, _, _, _ = the(by_hand(small_run))
    below = chart.figure.axes[3]
    # 72 h at 25 % and 36 h at 37.5 % more after escalating; 24 h at 37.5 % after de-escalating, of
    # 96.
    wanted = {"escalated": 0.25 * 72 + 0.375 * 36, "settled": 0.375 * 24, "free": 96 - 31.5 - 9.0}
    rows = [row for row in chart.numbers.rows if row[2] == "restricted mean (h)"]
    assert {row[1]: row[5] for row in rows} == pytest.approx(wanted)
    assert all(row[3] == 96.0 and float(row[6]) < float(row[5]) < float(row[7]) for row in rows)
    assert chart.numbers.rows[: len(rows)] == tuple(rows), (
        "first, so that a page that shows the first rows shows them"
    )
    shown = [text.get_text() for text in below.texts]
    assert {"after escalating", "after de-escalating", "before either"} < set(shown)
    assert any(text.startswith("32 h [") for text in shown)
    assert below.get_title(loc="left") == "restricted mean: hours of the first 96 h"
    assert "32 h [" in chart.alt
    assert "restricted means within the first 96 hours" in chart.alt
    reading = chart.figure.texts[1].get_text().replace("\n", " ")
    assert "of the first 96 hours" in reading
    assert "tells nothing of later ones" in reading


def test_the_horizon_of_the_means_is_one_up_to_which_every_arm_was_watched(
    small_run: SmallRun,
) -> None:
    chart, *_ = the(
        small_run(
            {
                "a": {"watched_h": [96, 96], "settled_after_h": [30, 40]},
                "b": {"watched_h": [50, 60], "settled_after_h": [20, NAN]},
            }
        )
    )
    assert {row[3] for row in chart.numbers.rows if row[2] == "restricted mean (h)"} == {60.0}


def test_without_any_hour_watched_there_is_no_mean(small_run: SmallRun) -> None:
    chart = draw(small_run({"a": {"watched_h": [0.0, 0.0]}}), "incidence")
    assert isinstance(chart, Chart)
    assert len(chart.figure.axes) == 3
    assert "restricted" not in chart.alt


def test_a_curve_is_named_where_it_ends_with_its_interval(evidence: Evidence) -> None:
    _, up, _, _ = the(evidence)
    named = [text.get_text() for text in up.texts]
    assert len(named) == len(evidence.arms)
    for arm in evidence.arms:
        (label,) = [text for text in named if " ".join(text.split()).startswith(f"{arm} ")]
        assert label.endswith("]")


def test_a_share_of_zero_is_given_no_interval(small_run: SmallRun) -> None:
    evidence = small_run({"a": {"watched_h": [96, 96], "escalated_after_h": [NAN, 30]}})
    _, _, down, _ = the(evidence)
    assert [text.get_text() for text in down.texts] == ["a  0 %"]


def test_nothing_happened_is_a_flat_line(small_run: SmallRun) -> None:
    _, up, _, table = the(small_run({"a": {"watched_h": [48.0, 48.0]}}))
    line = next(line for line in up.lines if line.get_label() == "a")
    assert np.asarray(line.get_ydata()).tolist() == [0.0, 0.0]
    assert {text.get_text() for text in table.texts} == {"2"}


def test_without_a_strike_there_is_no_chart(small_run: SmallRun) -> None:
    found = draw(small_run({"a": {"struck": [0.0, 0.0]}}), "incidence")
    assert found == Missing(reason="no world has a strike, so nothing follows one")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("incidence", "not the doubt about inputs, and are too narrow"),
        ("delays", "not the doubt about inputs, and are too narrow"),
        ("courses", "not the doubt about inputs, and are too narrow"),
        ("fan", "the bands hold both: the luck of worlds and what inputs may be"),
    ],
)
def test_charts_of_drawn_inputs_say_what_their_bands_hold(
    evidence: Evidence, name: str, said: str
) -> None:
    def words(of: Evidence) -> str:
        chart = draw(of, name)
        assert isinstance(chart, Chart)
        return " ".join(" ".join(text.get_text() for text in chart.figure.texts).split())

    drawn = words(replace(evidence, drawn=5))
    assert said in drawn
    assert "inputs drawn for every 5 worlds" in drawn
    assert said not in words(evidence)
