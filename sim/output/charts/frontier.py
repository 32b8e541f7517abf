"""Cost against effect: every set of measures, those that gain more than any that costs no more, and the best within a budget."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from sim.output.charts import style
from sim.output.charts.chart import Chart, Missing, Table
from sim.output.charts.tried import Found, Tried
from sim.output.charts.words import folded, listed

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes

HEIGHT: Final = 3.6  # inches
LINE: Final = 0.165
MOST_RIVALS: Final = 6


def draw(found: Tried, width: float) -> Chart | Missing:
    portfolio = found.summary["portfolio"]
    if portfolio is None:
        return Missing(reason="a fraction does not run every set of measures")
    frontier = sorted((one for one in portfolio["sets"] if one["efficient"]), key=_cost)
    key = _key(found, portfolio, frontier)
    height = HEIGHT + LINE * len(key) + 0.25
    title = f"What money buys: {portfolio['goal']['title']}"
    reading = _reading(found, portfolio)
    figure = style.page(found.evidence, width, height, title=title, reading=reading, keys=_keys(portfolio))
    axes, words = figure.subplots(2, 1, height_ratios=[HEIGHT, LINE * len(key) + 0.1])
    _dots(axes, portfolio, frontier)
    words.axis("off")
    words.text(0.0, 1.0, "\n".join(key), va="top", fontsize=style.SMALL, linespacing=1.3, transform=words.transAxes)
    return Chart(figure=figure, alt=_alt(portfolio, frontier), numbers=_table(portfolio))


def _cost(one: Found) -> float:
    return float(one["cost"])


def _reading(found: Tried, portfolio: Found) -> str:
    short, level = portfolio["short_of_best_at_most"], f"{100 * found.evidence.confidence:g} %"
    return (
        f"Gain over {found.summary['arm']} without measures in {portfolio['goal']['unit']}; more is better. The line joins "
        f"sets that gain more than any that costs no more; bars are {level} intervals, each for itself. With {level} "
        "confidence the best affordable set is the chosen one or one of those within noise of it, and the chosen one falls "
        f"short of it by at most {short:.3g}."
    )


def _keys(portfolio: Found) -> list[Artist]:
    from matplotlib.lines import Line2D

    keys: list[Artist] = [
        Line2D([], [], marker="*", markersize=13, color=style.BLUE, linestyle="none", label="chosen"),
        Line2D(
            [],
            [],
            marker="o",
            markersize=7,
            color=style.BLUE,
            markerfacecolor="none",
            linestyle="none",
            label="within noise of it",
        ),
        Line2D([], [], marker=".", color=style.GREY, linestyle="none", label="other sets"),
        Line2D([], [], marker="s", markersize=4, color=style.BLACK, label="efficient frontier"),
    ]
    if portfolio["budget"] is not None:
        keys.append(Line2D([], [], color=style.VERMILLION, linestyle="--", label=f"budget {portfolio['budget']:g}"))
    return keys


def _dots(axes: Axes, portfolio: Found, frontier: Sequence[Found]) -> None:
    sets = portfolio["sets"]
    others = [one for one in sets if not one["retained"]]
    rivals = [one for one in sets if one["retained"] and one["measures"] != portfolio["chosen"]]
    best = [one for one in sets if one["measures"] == portfolio["chosen"]]
    axes.plot(
        [one["cost"] for one in others], [one["gain"] for one in others], ".", color=style.GREY, markersize=4, zorder=2
    )
    axes.plot([one["cost"] for one in rivals], [one["gain"] for one in rivals], "o", color=style.BLUE, markersize=6.5,
              markerfacecolor="none", zorder=3)  # fmt: skip
    _frontier(axes, portfolio, frontier)
    axes.plot(
        [one["cost"] for one in best], [one["gain"] for one in best], "*", color=style.BLUE, markersize=14, zorder=6
    )
    if portfolio["budget"] is not None:
        axes.axvline(portfolio["budget"], color=style.VERMILLION, linestyle="--", linewidth=1.2)
    axes.axhline(0.0, color=style.BLACK, linewidth=0.8)
    axes.grid(visible=True)
    axes.margins(x=0.04, y=0.09)
    axes.set_xlabel("cost, million a year")
    axes.set_ylabel(folded(f"gain, {portfolio['goal']['unit']}", 30))


def _frontier(axes: Axes, portfolio: Found, frontier: Sequence[Found]) -> None:
    costs, gains = [one["cost"] for one in frontier], [one["gain"] for one in frontier]
    most = max([one["cost"] for one in portfolio["sets"]])
    axes.plot([*costs, most], [*gains, gains[-1]], color=style.BLACK, drawstyle="steps-post", linewidth=1.3, zorder=4)
    for number, one in enumerate(frontier):
        if one["low"] is not None and one["measures"]:
            axes.plot([one["cost"]] * 2, [one["low"], one["high"]], color=style.BLACK, linewidth=1.0, zorder=4)
        axes.plot([one["cost"]], [one["gain"]], "s", color=style.BLACK, markersize=4, zorder=5)
        axes.annotate(str(number), (one["cost"], one["gain"]), xytext=(-3, 4), textcoords="offset points", ha="right",
                      fontsize=style.SMALL, fontweight="bold", zorder=7)  # fmt: skip


def _key(found: Tried, portfolio: Found, frontier: Sequence[Found]) -> list[str]:
    """The sets on the frontier by number, and those within noise of the chosen one."""
    titles = {row["measure"]: row["title"] for row in found.rows}
    lines: list[str] = []
    for number, one in enumerate(frontier):
        mark = " (chosen)" if one["measures"] == portfolio["chosen"] else ""
        lines += folded(f"{number}  {one['cost']:g} million: {_named(one['measures'], titles)}{mark}", 112).split("\n")
    rivals = portfolio["within_noise"]
    if rivals:
        some = "; ".join(_named(one, titles) for one in rivals[:MOST_RIVALS])
        more = f"; and {len(rivals) - MOST_RIVALS} more" if len(rivals) > MOST_RIVALS else ""
        lines += folded(f"Within noise of the chosen one: {some}{more}", 112).split("\n")
    return lines


def _named(measures: Sequence[str], titles: dict[str, str]) -> str:
    return listed([titles[name].lower() for name in measures]) if measures else "no measure"


def _alt(portfolio: Found, frontier: Sequence[Found]) -> str:
    parts = [f"{one['cost']:g} million gain {one['gain']:.3g} with {_plainly(one['measures'])}" for one in frontier]
    goal = f"{portfolio['goal']['title']} ({portfolio['goal']['unit']})"
    return (
        f"Cost against gain in {goal} of {len(portfolio['sets'])} sets of measures. On the frontier: {'; '.join(parts)}. Chosen: "
        f"{_plainly(portfolio['chosen'])}; {len(portfolio['within_noise'])} other sets are within noise of it."
    )


def _plainly(measures: Sequence[str]) -> str:
    return listed(measures) if measures else "no measure"


def _table(portfolio: Found) -> Table:
    header = ("measures", "cost", "gain", "low", "high", "affordable", "efficient", "may_be_best")
    nan = float("nan")
    rows = [
        (
            "+".join(one["measures"]), one["cost"], *(nan if one[key] is None else one[key] for key in ("gain", "low", "high")),
            int(one["affordable"]), int(one["efficient"]), int(one["retained"]),
        )
        for one in portfolio["sets"]
    ]  # fmt: skip
    return Table(header=header, rows=tuple(rows))
