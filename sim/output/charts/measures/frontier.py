"""Cost against effect: every set of measures, those that gain more than any that costs no more, and
the best within a budget.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from sim.experiment.measures.measures_summary import PortfolioSummary, SetSummary
from sim.output.charts.base import style
from sim.output.charts.base.chart import Cell, Chart, Missing, Table
from sim.output.charts.base.words import folded_text
from sim.output.charts.measures.trial_evidence import Tried
from sim.output.text.measures.portfolio_table import gain_text, intervals_are, number, scale, unit
from sim.output.words import as_list

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes

HEIGHT: Final = 3.6  # inches
LINE: Final = 0.165
LETTER: Final = 0.0655  # inches of a letter below the drawing, on average
MOST_RIVALS: Final = 6


def draw(found: Tried, width: float) -> Chart | Missing:
    portfolio = found.summary.portfolio
    if portfolio is None:
        return Missing(reason=found.summary.no_portfolio or "")
    frontier = sorted((one for one in portfolio.sets if one.efficient), key=_cost)
    key = _key(found, portfolio, frontier, int((width - 0.75) / LETTER))
    height = HEIGHT + LINE * len(key) + 0.25
    title = f"What money buys: {portfolio.goal.title}"
    reading = _reading(found, portfolio)
    figure = style.page(
        found.evidence, width, height, title=title, reading=reading, keys=_keys(portfolio)
    )
    axes, words = figure.subplots(2, 1, height_ratios=[HEIGHT, LINE * len(key) + 0.1])
    _dots(axes, portfolio, frontier)
    words.axis("off")
    words.text(
        0.0,
        1.0,
        "\n".join(key),
        va="top",
        fontsize=style.SMALL,
        linespacing=1.3,
        transform=words.transAxes,
    )
    return Chart(
        figure=figure,
        alt=_alt(portfolio, frontier),
        numbers=_table(portfolio),
        says=f"Best by its estimate: {_plainly(portfolio.chosen)}.",
    )


def _cost(one: SetSummary) -> float:
    return one.cost


def _reading(found: Tried, portfolio: PortfolioSummary) -> str:
    goal, level = portfolio.goal, f"{100 * found.evidence.confidence:g} %"
    retained = sum(one.retained for one in portfolio.sets)
    told = (
        f"{retained} sets cannot be told from the best affordable one ({level} confidence); the"
        " best by estimate falls short of it by at most"
        f" {gain_text(goal, portfolio.short_of_best_at_most or 0.0)}."
        if retained > 1
        else f"With {level} confidence one set is the best that the budget allows."
    )
    return (
        f"Gain over {found.summary.arm} without measures in {unit(goal)}; more is"
        f" better. The line joins sets that gain more than any that costs no more; bars are {level}"
        f" intervals, {intervals_are(portfolio)}. {told}"
    )


def _keys(portfolio: PortfolioSummary) -> list[Artist]:
    from matplotlib.lines import Line2D

    ours: dict[str, Any] = {"color": style.BLUE, "linestyle": "none"}
    hollow = ours | {"markerfacecolor": "none"}
    sets = portfolio.sets
    rival = any(one.retained and not one.efficient for one in sets)
    cheapest = portfolio.cheapest != portfolio.chosen
    plain = any(one.efficient and not _has_own_mark(portfolio, one) for one in sets)
    line: dict[str, Any] = {"color": style.BLACK, "label": "efficient frontier"}
    keys: list[Artist] = [
        Line2D([], [], marker="*", markersize=13, label="best by its estimate", **ours),
        *cheapest * [Line2D([], [], marker="D", label="cheapest not told from it", **ours)],
        *rival * [Line2D([], [], marker="o", label="not told from the best", **hollow)],
        *(not all(one.retained for one in sets))
        * [Line2D([], [], marker=".", color=style.GREY, linestyle="none", label="other sets")],
        Line2D([], [], marker="s" if plain else "", markersize=4, **line),
    ]
    if portfolio.budget is not None:
        keys.append(
            Line2D(
                [], [], color=style.VERMILLION, linestyle="--", label=f"budget {portfolio.budget:g}"
            )
        )
    return keys


def _dots(axes: Axes, portfolio: PortfolioSummary, frontier: Sequence[SetSummary]) -> None:
    sets, goal = portfolio.sets, portfolio.goal
    by = scale(goal)
    groups: tuple[tuple[Callable[[SetSummary], bool], dict[str, Any]], ...] = (
        (
            lambda one: not one.retained,
            {"marker": ".", "color": style.GREY, "markersize": 4, "zorder": 2},
        ),
        (
            lambda one: one.retained and not one.efficient and one.measures != portfolio.chosen,
            {
                "marker": "o",
                "color": style.BLUE,
                "markersize": 6.5,
                "markerfacecolor": "none",
                "zorder": 3,
            },
        ),
        (
            lambda one: one.measures == portfolio.cheapest,
            {"marker": "D", "color": style.BLUE, "markersize": 8, "zorder": 5},
        ),
        (
            lambda one: one.measures == portfolio.chosen,
            {"marker": "*", "color": style.BLUE, "markersize": 14, "zorder": 6},
        ),
    )
    for belongs, look in groups:
        some = [one for one in sets if belongs(one)]
        axes.plot(
            [one.cost for one in some], [by * one.gain for one in some], linestyle="none", **look
        )
    _frontier(axes, portfolio, frontier)
    if portfolio.budget is not None:
        axes.axvline(portfolio.budget, color=style.VERMILLION, linestyle="--", linewidth=1.2)
    axes.axhline(0.0, color=style.BLACK, linewidth=0.8)
    axes.grid(visible=True)
    axes.margins(x=0.04, y=0.09)
    axes.set_xlabel("cost, million a year")
    axes.set_ylabel(folded_text(f"gain, {unit(goal)}", 30))


def _has_own_mark(portfolio: PortfolioSummary, one: SetSummary) -> bool:
    """Whether a set is drawn as the best or the cheapest rather than as one of the frontier."""
    return one.measures in (portfolio.chosen, portfolio.cheapest)


def _frontier(axes: Axes, portfolio: PortfolioSummary, frontier: Sequence[SetSummary]) -> None:
    by = scale(portfolio.goal)
    costs, gains = [one.cost for one in frontier], [by * one.gain for one in frontier]
    most = max([one.cost for one in portfolio.sets])
    axes.plot(
        [*costs, most],
        [*gains, gains[-1]],
        color=style.BLACK,
        drawstyle="steps-post",
        linewidth=1.3,
        zorder=4,
    )
    for place, one in enumerate(frontier):
        if one.low is not None and one.high is not None and one.measures:
            ends = [[by * (one.gain - one.low)], [by * (one.high - one.gain)]]
            axes.errorbar(
                [one.cost],
                [by * one.gain],
                yerr=np.abs(ends),
                color=style.BLUE,
                elinewidth=1.6,
                capsize=4,
                zorder=5,
                linestyle="none",
            )
        if not _has_own_mark(portfolio, one):
            axes.plot([one.cost], [by * one.gain], "s", color=style.BLACK, markersize=4, zorder=5)
        axes.annotate(
            str(place),
            (one.cost, by * one.gain),
            xytext=(-6, 6),
            textcoords="offset points",
            ha="right",
            fontsize=style.SMALL,
            fontweight="bold",
            zorder=7,
        )


def _key(
    found: Tried, portfolio: PortfolioSummary, frontier: Sequence[SetSummary], columns: int
) -> list[str]:
    """The sets on the frontier by number, the cheapest that may be the best, and others that may
    be.
    """
    titles = {row.measure: row.title for row in found.rows}
    lines: list[str] = []
    for place, one in enumerate(frontier):
        told = (
            f"{place}  {one.cost:g} million:"
            f" {_set_name(one.measures, titles)}{_mark(portfolio, one)}"
        )
        lines += folded_text(told, columns).split("\n")
    drawn = [one.measures for one in frontier]
    rivals = [
        one for one in portfolio.within_noise if one != portfolio.cheapest and one not in drawn
    ]
    if rivals:
        some = "; ".join(_set_name(one, titles) for one in rivals[:MOST_RIVALS])
        more = f"; and {len(rivals) - MOST_RIVALS} more" if len(rivals) > MOST_RIVALS else ""
        lines += folded_text(f"Not told from the best either: {some}{more}", columns).split("\n")
    return lines


def _mark(portfolio: PortfolioSummary, one: SetSummary) -> str:
    """What a set on the frontier is, beside its cost."""
    if one.measures == portfolio.chosen:
        return " (best by its estimate)"
    if not one.retained:
        return ""
    return f" ({'cheapest ' if one.measures == portfolio.cheapest else ''}not told from the best)"


def _set_name(measures: Sequence[str], titles: dict[str, str]) -> str:
    return as_list([titles[name].lower() for name in measures]) if measures else "no measure"


def _alt(portfolio: PortfolioSummary, frontier: Sequence[SetSummary]) -> str:
    goal, rivals = portfolio.goal, len(portfolio.within_noise)
    cheapest = (
        f"{rivals + 1} cannot be told from the best; the cheapest of them:"
        f" {_plainly(portfolio.cheapest)}. "
    )
    parts = [
        f"{one.cost:g} million gain {number(goal, one.gain)} with {_plainly(one.measures)}"
        for one in frontier
    ]
    return (
        f"Cost against gain in {goal.title} ({unit(goal)}) of {len(portfolio.sets)} sets of"
        f" measures. On the frontier: {'; '.join(parts)}. {cheapest if rivals else ''}Best by its"
        f" estimate: {_plainly(portfolio.chosen)}."
    )


def _plainly(measures: Sequence[str]) -> str:
    return as_list(measures) if measures else "no measure"


def _table(portfolio: PortfolioSummary) -> Table:
    header = ("measures", "cost", "gain", "low", "high", "affordable", "efficient", "may_be_best")
    nan = float("nan")
    rows: list[tuple[Cell, ...]] = [
        (
            "+".join(one.measures),
            one.cost,
            *(nan if end is None else end for end in (one.gain, one.low, one.high)),
            int(one.affordable),
            int(one.efficient),
            int(one.retained),
        )
        for one in portfolio.sets
    ]
    return Table(header=header, rows=tuple(rows))
