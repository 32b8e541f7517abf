"""Odd results: each is drawn or named, without a warning, and no text is cut off at the edge of the
page.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from sim.output.charts import CHARTS, FIRST, KEPT_WORLD
from sim.output.charts.base import style
from sim.output.charts.base.chart import Chart, Evidence, Missing
from sim.output.charts.base.files import picture
from tests.output.charts.looking import cut_off, cut_within, overlapping, unseen_keys

Worlds = dict[str, dict[str, Any]]

AFTER_A_STRIKE = (
    "strike_h",
    "no_return_h",
    "objection_margin_h",
    "objection_read_h",
    "notice_h",
    "watched_h",
    "escalated_after_h",
    "settled_after_h",
    "deescalation_h",
)
OF_A_STRIKE = (
    "struck",
    "unilateral_strike",
    "joint_strike",
    "approved_strike",
    "struck_on_amber",
    "struck_on_silence",
    "struck_against_red",
    "surprise",
)
SURE = {
    "a": (1.0, 0.2, 0.3, 0.1, 0.1, 0.1, 1.0, 5.0),
    "b": (1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, -5.0),
}
SCRIPTS = (
    "\N{CJK UNIFIED IDEOGRAPH-5358}\N{CJK UNIFIED IDEOGRAPH-72EC}" * 12,
    "\N{ARABIC LETTER ALEF}\N{ARABIC LETTER KHAH}\N{ARABIC LETTER TAH}",
    "\N{HEBREW LETTER ALEF}\N{HEBREW LETTER BET}",
    "согласие",
    "a",
)


def renamed(worlds: Worlds, names: tuple[str, ...]) -> Worlds:
    few = list(worlds.values())
    return {name: few[at % len(few)] for at, name in enumerate(names)}


def without_strike(worlds: Worlds) -> Worlds:
    nowhere, never = np.full(60, np.nan), np.zeros(60)
    changed = dict.fromkeys(AFTER_A_STRIKE, nowhere) | dict.fromkeys(OF_A_STRIKE, never)
    return {arm: columns | changed for arm, columns in worlds.items()}


def constant(worlds: Worlds) -> Worlds:
    def same(values: Any) -> Any:  # noqa: ANN401 - an array
        known = values[~np.isnan(values)]
        return np.full(len(values), known[0]) if len(known) else values

    return {
        arm: {name: same(values) for name, values in columns.items()}
        for arm, columns in worlds.items()
    }


def edge(name: str, worlds_of: Callable[..., Worlds]) -> Worlds:
    five = worlds_of(60)
    cases: dict[str, Callable[[], Worlds]] = {
        "plain": lambda: five,
        "one arm": lambda: {"consult": five["consult"]},
        "one world": lambda: worlds_of(1),
        "no strike": lambda: without_strike(five),
        "all strikes": lambda: worlds_of(60, 7, SURE),
        "constant": lambda: constant(five),
        "nothing known": lambda: {arm: {} | {"struck": np.full(60, np.nan)} for arm in five},
        "twelve arms": lambda: renamed(five, tuple(f"arm-{at}" for at in range(12))),
        "long names": lambda: renamed(
            five, ("w" * 64, "consult-" * 8, "x" * 64, "y" * 64, "z" * 64)
        ),
        "scripts": lambda: renamed(five, SCRIPTS),
    }
    return cases[name]()


CASES = (
    "plain",
    "one arm",
    "one world",
    "no strike",
    "all strikes",
    "constant",
    "nothing known",
    "twelve arms",
    "long names",
    "scripts",
)
MISSING = {
    "one arm": {"forest", "convergence"},
    "one world": {"convergence"},
    "no strike": {"race", "incidence"},
    "nothing known": set(CHARTS),
}


#: What the others show as well, at the cost of drawing every chart once more.
SLOW = {"one world", "all strikes", "constant", "twelve arms", "scripts"}


@pytest.fixture(
    params=[pytest.param(case, marks=pytest.mark.slow if case in SLOW else ()) for case in CASES]
)
def case(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def odd(
    case: str, evidence_from: Callable[..., Evidence], worlds_of: Callable[..., Worlds]
) -> Evidence:
    title = "A title as long as its author's breath, costing $5 & <more> " * (
        4 if case == "long names" else 1
    )
    return evidence_from(edge(case, worlds_of), title)


@pytest.mark.filterwarnings(
    "ignore:Glyph .* missing from:UserWarning"
)  # no font for every script on every machine
def test_each_chart_is_whole_or_missing(odd: Evidence, case: str) -> None:
    for name, kind in CHARTS.items():
        if name in FIRST:
            continue
        chart = kind.draw(odd, 7.0 if case == "twelve arms" else style.WIDTH)
        assert isinstance(chart, Missing) is (name in {*MISSING.get(case, set()), *KEPT_WORLD}), (
            name,
            chart,
        )
        if isinstance(chart, Chart):
            assert cut_off(chart.figure) == [], name
            assert cut_within(chart.figure) == [], name
            assert overlapping(chart.figure) == [], name
            assert unseen_keys(chart.figure) == [], name
            assert chart.alt
            assert all(len(row) == len(chart.numbers.header) for row in chart.numbers.rows)


@pytest.mark.parametrize("case", ["scripts"])
def test_a_script_without_a_font_is_text_in_an_svg_and_no_warning(odd: Evidence) -> None:
    chart = CHARTS["incidence"].draw(odd, style.WIDTH)
    assert isinstance(chart, Chart)
    svg = picture(chart, "Incidence", "svg").decode()
    assert "\N{CJK UNIFIED IDEOGRAPH-5358}" in svg
    assert "&lt;more&gt;" in svg
    assert "$5 &amp;" in svg, "a dollar is a dollar"


def test_the_checks_of_a_drawing_can_fail() -> None:
    figure = Figure(figsize=(4, 2))
    FigureCanvasAgg(figure)
    figure.text(0.9, 0.5, "beyond the page")
    figure.text(0.1, 0.1, "below")
    figure.text(0.12, 0.11, "above")
    axes = figure.add_axes((0.3, 0.3, 0.4, 0.4), xticks=[], yticks=[])
    axes.bar([0.0], [1.0], color="#0072B2")
    axes.plot([0.0], [1.0], marker="o", color="#000000")
    keys = [Patch(facecolor=face, label=face) for face in ("#0072B2", "#D55E00")]
    marks = [Line2D([], [], marker=mark, label=mark, color="#000000") for mark in "oD"]
    figure.legend(handles=[*keys, *marks], loc="upper left")
    assert cut_off(figure) == ["beyond the page"]
    assert overlapping(figure) == [("below", "above")]
    assert unseen_keys(figure) == ["#D55E00", "D"]
    figure.text(0.1, 0.9, "acting_alo\N{HORIZONTAL ELLIPSIS}r_of_1973")
    assert cut_within(figure) == ["acting_alo\N{HORIZONTAL ELLIPSIS}r_of_1973"]


def test_texts_that_are_turned_lie_beside_each_other() -> None:
    figure = Figure(figsize=(4, 2))
    FigureCanvasAgg(figure)
    for at in range(3):
        figure.text(0.2 + 0.1 * at, 0.2, "a name as long as this", rotation=45.0)
    assert overlapping(figure) == []
    figure.text(0.25, 0.3, "across all of them")
    assert len(overlapping(figure)) >= 2
