"""The race: whether the patron's doubt or no was read before the frontline could no longer turn
back, and by how much.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

import numpy as np

from sim.experiment.outcomes.shares import percent
from sim.output.charts.base import bars, bounds, style
from sim.output.charts.base.chart import Cell, Chart, Evidence, Floats, Missing, Table
from sim.output.charts.base.style import Fill
from sim.output.charts.base.words import plain, signed_number
from sim.output.charts.run.drawn_inputs import luck_alone

if TYPE_CHECKING:
    from matplotlib.axes import Axes

#: How the race may end, from the best of it to where there was none.
ENDS: Final = {
    "heeded": ("objection read, no strike", Fill(colour=style.BLUE)),
    "attacked": ("objection read, no strike, then attacked", Fill(colour=style.BLUE, hatch="xx")),
    "agreed": ("read in time, agreed before the strike", Fill(colour=style.GREEN, hatch="++")),
    "overridden": ("read in time, struck alone all the same", Fill(colour=style.SKY, hatch="//")),
    "too_late": ("read too late", Fill(colour=style.VERMILLION, hatch="xx")),
    "none_read": ("struck, no objection read", Fill(colour=style.ORANGE, hatch="..")),
    "no_race": ("neither", Fill(colour=style.PALE)),
}
#: What most charts say nothing of, as most adversaries never attack.
RARE: Final = frozenset({"attacked"})
LATE: Final = ENDS["too_late"][1]
IN_TIME: Final = Fill(colour="#C6E2F2")
BINS: Final = 36
FLOOR: Final = 0.22  # where a hill stands, below the middle of its row
GROUND: Final = "#F3F4F5"  # of every second row
FEW: Final = 8  # margins that are drawn one by one


def draw(evidence: Evidence, width: float) -> Chart | Missing:
    shares = {arm: ends(evidence, arm) for arm in evidence.arms}
    if not any(share[:-1].any() for share in shares.values()):
        return Missing(reason="no world has an objection or a point of no return")
    margins = {arm: evidence.known_values(arm, "objection_margin_h") for arm in evidence.arms}
    labels = [bars.bar_label(arm, _margin_text(margins[arm])) for arm in evidence.arms]
    figure = style.page(
        evidence,
        width,
        1.2 * bars.height(labels) + 1.1,
        title="The race between objection and point of no return",
        keys=bars.keys(bars.present(ENDS.values(), shares)),
        reading=(
            "Right: how it ended, in all worlds. Left: by how many hours, in the n worlds with both"
            " an objection read and a strike: hills of one scale, whose outermost steps hold what"
            " lies beyond; below each on the same ground, bar: middle half, dot: median."
            + luck_alone(evidence)
        ),
    )
    grid = figure.add_gridspec(1, 2, width_ratios=[1.0, 1.1])
    right = figure.add_subplot(grid[1])
    bars.stack(
        right,
        labels,
        shares,
        [fill for _, fill in ENDS.values()],
        told=lambda share: bars.share_told(share, room=0.12),
        narrowest=0.04,
    )
    bars.share_axis(right, "share of worlds")
    right.tick_params(labelleft=False)
    right.set_title("how it ended", fontweight="bold", pad=18)
    _margins(figure.add_subplot(grid[0], sharey=right), margins, labels)
    return Chart(
        figure=figure,
        alt=_alt(evidence, shares, margins),
        numbers=_table(evidence, shares, margins),
    )


def ends(evidence: Evidence, arm: str) -> Floats:
    """Shares of worlds by how the race ended, in the order of ``ENDS``."""
    read, committed = evidence.column(arm, "objection_read_h"), evidence.column(arm, "no_return_h")
    objected, bound = ~np.isnan(read), ~np.isnan(committed)
    in_time = np.where(objected & bound, read, np.inf) <= np.where(bound, committed, -np.inf)
    agreed = evidence.happened(arm, "approved_strike") | evidence.happened(arm, "joint_strike")
    too_late = objected & bound & ~in_time
    attacked = evidence.happened_if_measured(arm, "attacked")
    ways = (
        objected & ~bound & ~attacked,
        objected & ~bound & attacked,
        in_time & agreed,
        in_time & ~agreed,
        too_late,
        bound & ~objected,
        ~objected & ~bound,
    )
    return np.array([np.count_nonzero(way) for way in ways]) / max(1, len(read))


def _ends_to_show(shares: dict[str, Floats]) -> list[str]:
    """The ends that the table tells of: all but rare ones that no world came to."""
    found = sum(shares.values(), np.zeros(len(ENDS)))
    return [name for name, share in zip(ENDS, found, strict=True) if share or name not in RARE]


def _margins(axes: Axes, margins: dict[str, Floats], labels: list[str]) -> None:
    pooled = np.concatenate(list(margins.values()))
    low, high = (
        (float(end) for end in np.quantile(pooled, [0.01, 0.99])) if len(pooled) else (-1.0, 1.0)
    )
    reach = max(high - low, 1.0)
    low, high = min(low - 0.04 * reach, -0.12 * reach), max(high + 0.04 * reach, 0.12 * reach)
    width = (high - low) / BINS
    edges = width * np.arange(
        np.floor(low / width), np.ceil(high / width) + 1
    )  # zero is one of them
    axes.set_xlim(edges[0], edges[-1])
    many = {arm: np.clip(values, edges[0], edges[-1]) for arm, values in margins.items()}
    tallest = max(int(np.histogram(values, edges)[0].max()) for values in many.values())
    for at, (arm, values) in enumerate(margins.items()):
        if at % 2 == 0:
            axes.axhspan(at - 0.5, at + 0.5, color=GROUND, linewidth=0, zorder=0)
        _hill(axes, at, many[arm], edges, tallest)
        if len(values):
            _middle(axes, at, values)
    axes.axvline(0.0, color=style.BLACK, linewidth=1.2, zorder=4)
    axes.locator_params(axis="x", nbins=5)
    axes.set_yticks(range(len(labels)), labels)
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
    axes.grid(visible=True, axis="x")
    axes.set_xlabel("hours from the objection read\nto the point of no return")
    axes.set_title("margin", fontweight="bold", pad=18)
    for text, side in (("◂ too late", "right"), ("in time ▸", "left")):
        axes.annotate(
            text,
            (0.0, 1.0),
            xycoords=axes.get_xaxis_transform(),
            xytext=(-4 if side == "right" else 4, 4),
            textcoords="offset points",
            ha=side,
            fontsize=style.SMALL,
            annotation_clip=False,
        )


def _margin_text(values: Floats) -> str:
    """How many margins an arm has, and the middle one."""
    many = f"n = {len(values):,}"
    if not len(values):
        return many
    return f"{many}, median {signed_number(float(np.median(values)), 0)} h"


def _hill(axes: Axes, at: int, values: Floats, edges: Floats, tallest: int) -> None:
    """Margins of one arm, as high as they are many in any arm: in time in the colour of what was in
    time, too late hatched like what was too late.
    """
    if len(values) < FEW:
        axes.plot(
            values,
            np.full(len(values), at),
            linestyle="none",
            marker="|",
            markersize=11,
            color=style.BLACK,
        )
        return
    counts = np.histogram(values, edges)[0]
    tops = at + FLOOR - 0.66 * counts / tallest
    for name, fill, inside in (
        ("too late", LATE, edges[:-1] < -1e-9),
        ("in time", IN_TIME, edges[:-1] >= -1e-9),
    ):
        axes.fill_between(
            np.repeat(edges, 2)[1:-1],
            np.repeat(tops, 2),
            at + FLOOR,
            where=np.repeat(inside, 2),
            facecolor=fill.colour,
            hatch=fill.hatch,
            edgecolor=style.BLACK,
            linewidth=0.5,
            label=name,
        )


def _middle(axes: Axes, at: int, values: Floats) -> None:
    first, median, third = (float(quantile) for quantile in np.quantile(values, [0.25, 0.5, 0.75]))
    below = at + FLOOR + 0.13
    axes.plot(
        [first, third],
        [below, below],
        color=style.BLACK,
        linewidth=2.6,
        solid_capstyle="butt",
        zorder=5,
    )
    axes.plot(
        [median],
        [below],
        linestyle="none",
        marker="o",
        markersize=5.5,
        color=style.BLACK,
        markerfacecolor="white",
        zorder=6,
    )


def _alt(evidence: Evidence, shares: dict[str, Floats], margins: dict[str, Floats]) -> str:
    parts = []
    for arm in evidence.arms:
        told = ", ".join(
            f"{name} {percent(share)}"
            for (name, _), share in zip(ENDS.values(), shares[arm], strict=True)
            if share
        )
        median = (
            f"; median margin {plain(float(np.median(margins[arm])), 0)} hours"
            if len(margins[arm])
            else ""
        )
        parts.append(f"{arm}: {told}{median}.")
    return "Objection read against the point of no return. " + " ".join(parts)


def _table(evidence: Evidence, shares: dict[str, Floats], margins: dict[str, Floats]) -> Table:
    rows: list[tuple[Cell, ...]] = []
    seen = _ends_to_show(shares)
    for arm in evidence.arms:
        worlds, values = len(evidence.column(arm, "struck")), margins[arm]
        rows += [
            (
                arm,
                worlds,
                f"share: {ENDS[name][0]}",
                float(share),
                *bounds.of_share(float(share), worlds, evidence.confidence),
            )
            for name, share in zip(ENDS, shares[arm], strict=True)
            if name in seen
        ]
        if len(values):
            rows += [
                (
                    arm,
                    len(values),
                    f"margin_h: quantile {level}",
                    float(np.quantile(values, level)),
                    math.nan,
                    math.nan,
                )
                for level in (0.05, 0.25, 0.5, 0.75, 0.95)
            ]
    return Table(header=("arm", "n", "quantity", "value", "low", "high"), rows=tuple(rows))
