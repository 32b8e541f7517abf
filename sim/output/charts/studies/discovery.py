"""Discovery: the conditions under which something happens, as a box in the inputs, and the choice
from which it was taken.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from sim.experiment.comparison.summary_parts import FactorSummary
from sim.experiment.discovery.discovery_summary import (
    BoxSummary,
    DiscoverySummary,
    Limit,
    QuestionSummary,
    Step,
)
from sim.experiment.outcomes.shares import percent
from sim.output.charts.base import style
from sim.output.charts.base.chart import Cell, Chart, Missing, Table
from sim.output.charts.base.words import folded_text, short
from sim.output.charts.studies.study_evidence import Studied, beside, rows
from sim.output.words import p_text

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MOST: Final = 4  # questions on a page
_READING: Final = (
    "Left: the range of each input that was sampled and, hatched, the part of it in which the cases"
    " lie, with the share of searches in half the samples that found the same input, and the"
    " quasi-p-value of its bounds. Right: all boxes on the way from the whole (left end) to the"
    " densest; the diamond is the one told of, the cross what boxes from one half hold of the"
    " other."
)


def draw(found: Studied[DiscoverySummary], width: float) -> Chart | Missing:
    boxed = [(one, one.box) for one in found.summary.questions if one.box is not None]
    if not boxed:
        return Missing(reason="no condition sets any case apart")
    shown = sorted(boxed, key=lambda one: -one[1].coverage * one[1].density)[:MOST]
    heights = [max(1.9, 0.42 * len(box.limits) + 1.0) for _, box in shown]
    figure = style.sheet(
        found.source(found.summary.samples, "samples"),
        width,
        sum(heights),
        title="Under which conditions",
        reading=_READING,
    )
    grid = figure.subplots(
        len(shown), 2, squeeze=False, height_ratios=heights, width_ratios=(1.5, 1.0)
    )
    for (left, right), (question, box) in zip(grid, shown, strict=True):
        _limits(left, found, question.rule, box)
        _tradeoff(right, question.tradeoff or (), box)
    return Chart(
        figure=figure,
        alt=" ".join(one.sentence for one, _ in shown),
        numbers=_table(found.summary.questions),
    )


def _limits(axes: Axes, found: Studied[DiscoverySummary], rule: str, box: BoxSummary) -> None:
    limits = box.limits
    for at, limit in enumerate(limits):
        low, high = _within(found.summary.factors[limit.path], limit)
        axes.barh(at, 1.0, height=0.34, color=style.PALE, edgecolor=style.GREY, linewidth=0.6)
        axes.barh(
            at,
            high - low,
            left=low,
            height=0.34,
            color=style.BLUE,
            hatch="////",
            edgecolor=style.BLACK,
            linewidth=0.6,
        )
        axes.text(0.0, at - 0.24, limit.told, fontsize=style.SMALL, va="bottom")
        beside(
            axes,
            at,
            f"{percent(limit.reproduced)}\np {p_text(limit.quasi_p)}",
            style.GREY,
            style.SMALL,
        )
    rows(axes, [_two_lines(limit.path) for limit in limits])
    for label in axes.get_yticklabels():
        label.set_fontsize(style.SMALL)
    axes.grid(visible=False)
    axes.set_xlim(0.0, 1.0)
    axes.set_ylim(len(limits) - 0.6, -0.75)
    axes.set_xticks([0.0, 1.0], ["low end", "high end"])
    axes.set_title(folded_text(rule, 52), loc="left", fontsize=9)


def _two_lines(path: str) -> str:
    """A path broken after a point near its middle."""
    if len(path) <= 22:
        return path
    cut = min(
        (at for at, sign in enumerate(path) if sign == "."),
        key=lambda at: abs(at - len(path) / 2),
        default=len(path),
    )
    return f"{short(path[: cut + 1], 26)}\n{short(path[cut + 1 :], 26)}"


def _within(factor: FactorSummary, limit: Limit) -> tuple[float, float]:
    """The part of the range, as places in 0..1."""
    span = factor.high - factor.low
    ends = (
        factor.low if limit.low is None else limit.low,
        factor.high if limit.high is None else limit.high,
    )
    low, high = ((end - factor.low) / span for end in ends)
    return max(0.0, low), min(1.0, high)


def _tradeoff(axes: Axes, steps: Sequence[Step], box: BoxSummary) -> None:
    axes.plot(
        [step.coverage for step in steps],
        [step.density for step in steps],
        marker=".",
        markersize=4,
        linewidth=0.9,
        color=style.GREY,
    )
    axes.plot(
        [box.coverage], [box.density], marker="D", markersize=7, linestyle="none", color=style.BLUE
    )
    elsewhere = box.elsewhere
    axes.plot(
        [elsewhere.coverage],
        [elsewhere.density],
        marker="X",
        markersize=7,
        linestyle="none",
        color=style.VERMILLION,
    )
    axes.set_xlim(1.03, -0.03)
    axes.set_ylim(-0.03, 1.05)
    axes.set_xticks([1.0, 0.5, 0.0], ["100 %", "50 %", "0 %"])
    axes.set_yticks([0.0, 0.5, 1.0], ["0 %", "50 %", "100 %"])
    axes.set_xlabel("coverage:\nshare of the cases")
    axes.set_ylabel("density:\nshare of the box")
    axes.grid(visible=True)


def _table(questions: Sequence[QuestionSummary]) -> Table:
    return Table(
        header=(
            "question",
            "cases",
            "share",
            "coverage",
            "density",
            "coverage_elsewhere",
            "density_elsewhere",
            "input",
            "low",
            "high",
            "told",
            "quasi_p",
            "reproduced",
        ),
        rows=tuple(line for question in questions for line in _lines(question)),
    )


def _lines(question: QuestionSummary) -> list[tuple[Cell, ...]]:
    about: tuple[Cell, ...] = (question.rule, question.cases, question.share)
    box = question.box
    if box is None:
        return [(*about, *[""] * 10)]
    found = (box.coverage, box.density, box.elsewhere.coverage, box.elsewhere.density)
    return [
        (
            *about,
            *found,
            one.path,
            "" if one.low is None else one.low,
            "" if one.high is None else one.high,
            one.told,
            one.quasi_p,
            one.reproduced,
        )
        for one in box.limits
    ]
