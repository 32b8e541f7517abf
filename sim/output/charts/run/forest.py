"""Forest of paired differences: what each arm changes against the baseline, in the same worlds,
outcome by outcome.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from sim.experiment.outcomes.shares import percent
from sim.output.charts.base import style
from sim.output.charts.base.chart import Chart, Difference, Evidence, Missing, Outcome
from sim.output.charts.base.style import Look
from sim.output.charts.base.words import (
    NO_INTERVAL,
    has_interval,
    interval,
    signed_number,
    smallest,
    told_unit,
    why_no_interval,
)
from sim.output.charts.run.forest_rows import (
    FEWEST,
    ForestRow,
    chosen_outcomes,
    effect_rows,
    effect_table,
)
from sim.output.verdict_words import verdict_words
from sim.output.words import as_list, many_text

if TYPE_CHECKING:
    from matplotlib.axes import Axes

#: Inches: as tight as its text allows, so that five arms in all headline outcomes fit on one page.
ROW: Final = 0.145
TICKS: Final = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000)

#: Columns of text to the right of the drawing: heading, and distance of its right end from it in
#: points.
COLUMNS: Final = {"difference": 122, "better": 166, "worse": 206, "pairs": 250}
NOTE: Final = 10  # points from the drawing at which the note on an outcome begins
DIRECTIONS: Final = {
    "lower": "lower is better",
    "higher": "higher is better",
    "neither": "neither way is better",
}


def draw(evidence: Evidence, width: float) -> Chart | Missing:
    if not evidence.others:
        return Missing(reason="there is one arm only, so there is nothing to compare it with")
    shown, left_out, none = chosen_outcomes(evidence)
    if not shown:
        return Missing(reason="no outcome exists in both arms of any pair of worlds")
    rows = effect_rows(evidence, shown)
    lowest = rows[-1].at + (rows[-1].high - 1.0) / 2.0
    figure = style.page(
        evidence,
        width,
        ROW * (lowest + 2.6) + 0.55,
        reading=_reading(evidence, shown, left_out, none),
        title=f"What changes against {evidence.baseline}, in the same worlds",
    )
    axes = figure.add_subplot()
    _ground(axes, rows, lowest)
    _headings(axes, evidence.confidence)
    look = style.looks(evidence)
    for row in rows:
        if row.difference is not None:
            _mark(axes, row.at, row.outcome, row.difference, look[row.arm])
            _numbers(axes, row.at, row.outcome, row.difference)
        elif row.arm:
            _beside(axes, row.at, "no pair of worlds", COLUMNS["difference"])
        else:
            note = (
                f"in {told_unit(row.outcome)}; {DIRECTIONS[row.outcome.better]}; matters from"
                f" {smallest(row.outcome)}"
            )
            _beside(axes, row.at, note, NOTE, colour=style.GREY, side="left")
    return Chart(figure=figure, alt=_alt(evidence, shown), numbers=effect_table(evidence))


def _reading(evidence: Evidence, shown: list[Outcome], left_out: list[str], none: list[str]) -> str:
    text = (
        "Right of zero: better than the baseline; where neither way is better: more. Bars:"
        f" {100 * evidence.confidence:g} % intervals. Filled marks stand after Holm's adjustment"
        " for many comparisons, hollow ones do not. Within the band round zero: too small to"
        " matter."
    )
    text += _without_interval(evidence, shown)
    text += "".join(
        f" {one.title.capitalize()} is {one.censoring_point}: a restricted mean."
        for one in shown
        if one.censoring_point
    )
    if selected := [one.title for one in shown if one.exists != "always"]:
        text += (
            f" Only where both arms have it, a selected group that nothing is tested in:"
            f" {as_list(selected)}."
        )
    if none:
        text += f" In no world under both arms: {as_list(none)}."
    if left_out:
        many = f"{len(left_out)} of {len(shown) + len(left_out)} outcomes"
        text += f" No room for {many} ({as_list(left_out)}): all are in forest.csv."
    return text


def _without_interval(evidence: Evidence, shown: list[Outcome]) -> str:
    """Why some of the differences that are shown have no interval, in one sentence."""
    names = {one.name for one in shown}
    reasons = {
        why_no_interval(one.pairs)
        for (_, name), one in evidence.differences.items()
        if name in names and not has_interval(one.low, one.high)
    }
    said = as_list(sorted(reasons), before="or") if reasons else ""
    return f" {NO_INTERVAL.capitalize()}: {said}." if said else ""


def _ground(axes: Axes, rows: list[ForestRow], lowest: float) -> None:
    reach = max([_reach(row) for row in rows] + [2.0])
    axes.set_xscale("symlog", linthresh=1.0, linscale=0.45)
    axes.set_xlim(-1.35 * reach, 1.35 * reach)
    axes.set_ylim(lowest + 0.8, -1.8)
    outer = [tick for tick in TICKS if tick <= reach][-1]
    ticks = [tick for tick in (1, 10, 100, 1000) if tick < 0.3 * outer] + [outer]
    both = [-tick for tick in reversed(ticks)] + [0] + ticks
    axes.set_xticks(both, [signed_number(tick, 0) for tick in both])
    axes.set_xticks([], minor=True)
    axes.axvspan(-1.0, 1.0, color=style.PALE, zorder=0, linewidth=0)
    axes.axvline(0.0, color=style.BLACK, linewidth=1.0, zorder=1)
    axes.grid(visible=True, axis="x")
    axes.spines["left"].set_visible(False)
    axes.tick_params(axis="y", length=0)
    axes.set_yticks([row.at for row in rows], [row.label for row in rows])
    for label, row in zip(axes.get_yticklabels(), rows, strict=True):
        label.set_fontsize(style.SMALL)
        label.set_fontweight("normal" if row.arm else "bold")
    axes.set_xlabel("multiples of the smallest difference that\nmatters (logarithmic beyond ±1)")


def _headings(axes: Axes, confidence: float) -> None:
    """The first line of the page: the two directions, and what the columns of text hold."""
    for text, x, side in (("◂ worse", 0.0, "left"), ("better ▸", 1.0, "right")):
        axes.text(x, -1.25, text, transform=axes.get_yaxis_transform(), va="center", ha=side)
    for heading, right in COLUMNS.items():
        told = f"{heading} [{100 * confidence:g} %]" if heading == "difference" else heading
        _beside(axes, -1.25, told, right, bold=True)


def _scaled_difference(value: float, outcome: Outcome) -> float:
    """In multiples of what matters, better to the right; where neither way is better, higher to the
    right.
    """
    return (-value if outcome.better == "lower" else value) / outcome.matters


def _reach(row: ForestRow) -> float:
    if row.difference is None:
        return 0.0
    ends = (row.difference.low, row.difference.high, row.difference.estimate)
    return max(
        (abs(_scaled_difference(end, row.outcome)) for end in ends if math.isfinite(end)),
        default=0.0,
    )


def _mark(axes: Axes, at: float, outcome: Outcome, difference: Difference, look: Look) -> None:
    ends = sorted(_scaled_difference(end, outcome) for end in (difference.low, difference.high))
    colour = style.GREY if outcome.better == "neither" else look.colour
    if all(math.isfinite(end) for end in ends):
        axes.plot(
            ends,
            [at, at],
            color=colour,
            linewidth=1.5,
            solid_capstyle="butt",
            zorder=2,
            label="_interval",
        )
    axes.plot(
        [_scaled_difference(difference.estimate, outcome)],
        [at],
        linestyle="none",
        marker=look.marker,
        markersize=5.5,
        zorder=3,
        markerfacecolor=colour if difference.clear else "white",
        markeredgecolor=colour,
        markeredgewidth=1.4,
        label=f"{outcome.name}",
    )


def _numbers(axes: Axes, at: float, outcome: Outcome, difference: Difference) -> None:
    _beside(
        axes,
        at,
        interval(difference.estimate, difference.low, difference.high, outcome),
        COLUMNS["difference"],
    )
    for column, share in (("better", difference.better), ("worse", difference.worse)):
        _beside(axes, at, "" if math.isnan(share) else percent(share), COLUMNS[column])
    _beside(axes, at, f"{difference.pairs:,}", COLUMNS["pairs"])


def _beside(
    axes: Axes,
    at: float,
    text: str,
    place: float,
    *,
    bold: bool = False,
    colour: str = style.BLACK,
    side: str = "right",
) -> None:
    """Text beside the drawing, with its ``side`` at ``place`` points from it."""
    axes.annotate(
        text,
        (1.0, at),
        xycoords=axes.get_yaxis_transform(),
        xytext=(place, 0),
        textcoords="offset points",
        ha=side,
        va="center_baseline",
        fontsize=style.SMALL,
        fontweight="bold" if bold else "normal",
        color=colour,
        annotation_clip=False,
    )


def _alt(evidence: Evidence, shown: list[Outcome]) -> str:
    worlds = many_text(evidence.worlds, "world")
    parts = [f"Paired differences against {evidence.baseline}, {worlds} per arm."]
    for outcome in shown[:FEWEST]:
        said = [
            f"{arm} {interval(found.estimate, found.low, found.high, outcome)}"
            f" ({verdict_words(found.verdict, found.beside, shown=found.clear)})"
            for arm in evidence.others
            if (found := evidence.differences.get((arm, outcome.name))) is not None
        ]
        parts.append(
            f"{outcome.title.capitalize()} ({_outcome_label(outcome)}): {'; '.join(said)}."
        )
    return " ".join(parts)


def _outcome_label(outcome: Outcome) -> str:
    cut = f", {outcome.censoring_point}" if outcome.censoring_point else ""
    return f"{told_unit(outcome)}{cut}, {DIRECTIONS[outcome.better]}"
