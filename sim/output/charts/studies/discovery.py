"""Discovery: the conditions under which something happens, as a box in the inputs, and the choice
from which it was taken.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from sim.experiment.comparison.summary_parts import FactorSummary
from sim.experiment.discovery.discovery_summary import DiscoverySummary, Limit, QuestionSummary
from sim.output.charts.base import style
from sim.output.charts.base.chart import Cell, Chart, Missing, Table
from sim.output.charts.base.words import folded_text
from sim.output.charts.studies.study_evidence import Studied, input_labels, row_height, rows
from sim.output.text.condition_sentences import condition_sentence
from sim.output.words import p_text

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MOST: Final = 4  # questions on a page
_ROW: Final = 0.92  # inches from one input to the next
_BETWEEN: Final = 0.12  # inches at least from one name to the next
_LINES: Final = 3  # of a heading for which there is room anyway
_LINE: Final = 0.17  # inches of a line more
_READING: Final = (
    "Left: the range of each input that was sampled (its ends below) and the part of it that the"
    " search proposed (above), hatched where fresh worlds show that it is needed, with the p-value"
    " there. Middle: the mean inside and outside in fresh worlds, with its interval. Right, as"
    " searched and so flattering: all boxes on the way from the whole (right end) to the last, by"
    " the share of the cases in them"
    " (coverage) and of cases among what is in them (density); the diamond is the one that was"
    " tried."
)


def draw(found: Studied[DiscoverySummary], width: float) -> Chart | Missing:
    boxed = [one for one in found.summary.questions if one.box is not None]
    if not boxed:
        return Missing(reason="no condition sets any case apart")
    shown = sorted(boxed, key=lambda one: (one.verdict != "told", -one.share))[:MOST]
    heights = [_height(found, one) for one in shown]
    figure = style.sheet(
        found.source(found.summary.samples, "samples"),
        width,
        sum(heights),
        title="Under which conditions",
        reading=_READING,
    )
    grid = figure.subplots(
        len(shown), 3, squeeze=False, height_ratios=heights, width_ratios=(1.2, 0.9, 0.9)
    )
    for (left, middle, right), question in zip(grid, shown, strict=True):
        _limits(left, found, question)
        _sides(middle, found, question)
        _tradeoff(right, question)
    return Chart(
        figure=figure,
        alt=" ".join(condition_sentence(one, found.summary) for one in shown),
        numbers=_table(found.summary.questions),
        says=condition_sentence(shown[0], found.summary),
    )


def _height(found: Studied[DiscoverySummary], question: QuestionSummary) -> float:
    """Inches of a question: its inputs one below the other, each as high as its name needs, below a
    heading that may be long.
    """
    names, more = _names(found, question), _heading(question).count("\n") + 1 - _LINES
    row = max(_ROW, row_height(names) + _BETWEEN)
    return max(2.1, row * len(names) + 0.9) + _LINE * max(0, more)


def _heading(question: QuestionSummary) -> str:
    """What is asked, and whether a condition of it is confirmed."""
    told = {"told": "confirmed", "not confirmed": "not confirmed"}.get(question.verdict, "")
    but = " (worse outside it)" if question.box and question.box.downward else ""
    return folded_text(f"{question.rule}: {told}{but}", 34)


def _names(found: Studied[DiscoverySummary], question: QuestionSummary) -> list[str]:
    limits = question.box.limits if question.box else ()
    return input_labels([limit.path for limit in limits], found.summary.factors, 26)


def _limits(axes: Axes, found: Studied[DiscoverySummary], question: QuestionSummary) -> None:
    limits = question.box.limits if question.box else ()
    for at, limit in enumerate(limits):
        low, high = _within(found.summary.factors[limit.path], limit)
        axes.barh(at, 1.0, height=0.3, color=style.PALE, edgecolor=style.GREY, linewidth=0.6)
        axes.barh(
            at,
            high - low,
            left=low,
            height=0.3,
            color=style.BLUE if limit.shown else "white",
            hatch="////" if limit.shown else "",
            edgecolor=style.BLACK,
            linewidth=0.6,
        )
        said = folded_text(f"{limit.told}, p {p_text(limit.p)}", 26)
        axes.text(0.0, at - 0.2, said, fontsize=style.SMALL, va="bottom")
        ends = found.summary.factors[limit.path].told
        for place, end, side in ((0.0, ends.low, "left"), (1.0, ends.high, "right")):
            axes.text(
                place, at + 0.2, end, fontsize=style.SMALL, color=style.GREY, va="top", ha=side
            )
    rows(axes, _names(found, question))
    for label in axes.get_yticklabels():
        label.set_fontsize(style.SMALL)
    axes.grid(visible=False)
    axes.set_xlim(0.0, 1.0)
    axes.set_ylim(len(limits) - 0.5, -0.65)
    axes.set_xticks([])
    axes.spines.bottom.set_visible(False)
    axes.set_title(_heading(question), loc="left", fontsize=9)


def _sides(axes: Axes, found: Studied[DiscoverySummary], question: QuestionSummary) -> None:
    """Both means in fresh worlds."""
    fresh = question.fresh
    assert fresh is not None, "a box that is drawn was tried"
    for at, side in enumerate((fresh.inside, fresh.outside)):
        axes.errorbar(
            [at],
            [side.mean],
            yerr=[[side.mean - side.low], [side.high - side.mean]],
            marker="os"[at],
            markersize=6,
            capsize=3,
            color=(style.BLUE, style.GREY)[at],
        )
    if question.against is not None:
        axes.axhline(0.0, color=style.BLACK, linewidth=0.8)
    outcome = found.outcome(question.outcome)
    axes.set_xlim(-0.4, 1.4)
    axes.set_xticks([0.0, 1.0], ["in", "out"], fontsize=style.SMALL)
    axes.set_ylabel(
        f"{'worse by' if question.against else 'mean'}, {outcome.unit}", fontsize=style.SMALL
    )
    axes.set_title(f"{fresh.worlds} fresh worlds\np {p_text(fresh.p)}", loc="left", fontsize=9)
    axes.grid(visible=True, axis="y")


def _within(factor: FactorSummary, limit: Limit) -> tuple[float, float]:
    """The part of the range, as places in 0..1."""
    span = factor.high - factor.low
    ends = (
        factor.low if limit.low is None else limit.low,
        factor.high if limit.high is None else limit.high,
    )
    low, high = ((end - factor.low) / span for end in ends)
    return max(0.0, low), min(1.0, high)


def _tradeoff(axes: Axes, question: QuestionSummary) -> None:
    steps, box = question.tradeoff or (), question.box
    assert box is not None, "only questions with a box are drawn"
    axes.plot(
        [step.coverage for step in steps],
        [step.density for step in steps],
        marker=".",
        markersize=4,
        linewidth=0.9,
        color=style.GREY,
    )
    axes.plot(
        [box.coverage],
        [box.density],
        marker="D",
        markersize=7,
        linestyle="none",
        color=style.BLUE,
        clip_on=False,
        zorder=4,
    )
    axes.set_xlim(-0.06, 1.06)
    axes.set_ylim(-0.06, 1.06)
    axes.set_xticks([0.0, 0.5, 1.0], ["0", "50", "100 %"])
    axes.set_yticks([0.0, 0.5, 1.0], ["0 %", "50 %", "100 %"])
    axes.set_xlabel("coverage", fontsize=style.SMALL)
    axes.set_ylabel("density", fontsize=style.SMALL)
    axes.set_title("as searched,\nflattering", loc="left", fontsize=style.SMALL)
    axes.grid(visible=True)


_HEADER: Final = (
    "question",
    "cases",
    "share",
    "verdict",
    "coverage_as_searched",
    "density_as_searched",
    "downward",
    "fresh_worlds",
    "p",
    "space",
    "inside",
    "inside_low",
    "inside_high",
    "outside",
    "outside_low",
    "outside_high",
    "worse_inside",
    "worse_outside",
    "odds_ratio",
    "input",
    "low",
    "high",
    "told",
    "input_p",
    "input_shown",
)


def _table(questions: Sequence[QuestionSummary]) -> Table:
    return Table(
        header=_HEADER, rows=tuple(line for question in questions for line in _lines(question))
    )


def _lines(question: QuestionSummary) -> list[tuple[Cell, ...]]:
    about: tuple[Cell, ...] = (question.rule, question.cases, question.share, question.verdict)
    box, fresh = question.box, question.fresh
    if box is None or fresh is None:
        return [(*about, *[""] * (len(_HEADER) - len(about)))]
    inside, outside = fresh.inside, fresh.outside
    found: tuple[Cell, ...] = (
        *(box.coverage, box.density, _yes(box.downward)),
        *(fresh.worlds, fresh.p, fresh.space),
        *(inside.mean, inside.low, inside.high),
        *(outside.mean, outside.low, outside.high),
        *(inside.worse, outside.worse, fresh.odds_ratio),
    )
    return [
        (
            *about,
            *found,
            one.path,
            "" if one.low is None else one.low,
            "" if one.high is None else one.high,
            one.told,
            one.p,
            _yes(one.shown),
        )
        for one in box.limits
    ]


def _yes(fact: bool) -> str:  # noqa: FBT001 - a cell of a table
    return "yes" if fact else "no"
