"""The recommendation as a picture: each measure's effect on what is expected of it, its cost, and
the verdict with its reason.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

from sim.experiment.measures.measures_summary import EffectSummary, RowSummary
from sim.output.charts.base import style
from sim.output.charts.base.chart import Cell, Chart, Missing, Outcome, Table
from sim.output.charts.base.words import (
    decimals,
    factor,
    folded_text,
    short,
    signed_number,
    told_unit,
)
from sim.output.charts.measures.trial_evidence import Tried, towards
from sim.output.text.measures.measure_reasons import brief, reason

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes

#: Points from the left end of the drawing to the right ends of the columns beside it, and the left
#: end of the last.
EFFECT: Final = 68
COST: Final = 94
PER_UNIT: Final = 136
VERDICT: Final = 143
NONE: Final = "-"
ROW: Final = 0.62  # inches, with a name of two lines
LINE: Final = 0.165  # and of a line more
LEGEND: Final = {
    "supported": "✔",
    "shown, may be small": "+",
    "shown, but below what matters": "≈",
    "depends": "±",
    "not supported": "✘",
    "not tested": "?",
}
COLOURS: Final = {
    "supported": style.GREEN,
    "shown, may be small": style.GREY,
    "shown, but below what matters": style.GREY,
    "depends": style.ORANGE,
    "not supported": style.VERMILLION,
    "not tested": style.GREY,
}


def draw(found: Tried, width: float) -> Chart | Missing:
    rows = found.titled_rows
    lines = max([2, *(_label(row, found).count("\n") + 1 for row in rows)])
    figure = style.page(
        found.evidence,
        width,
        (ROW + LINE * (lines - 2)) * (len(rows) + 1.6),
        title=f"Measures on trial, added to {found.summary.arm}",
        reading=_reading(found),
        keys=_keys(found),
    )
    axes = figure.add_subplot()
    _ground(axes, found)
    for at, row in enumerate(rows):
        _mark(axes, at, row, found)
        _beside(axes, at, row, found)
    return Chart(
        figure=figure,
        alt=_alt(found),
        numbers=_table(found),
        says=f"{_in_words(rows[0])}." if rows else "",
    )


def _reading(found: Tried) -> str:
    return (
        "Right of zero: the outcome on which the measure is tested moves as expected, in multiples"
        " of the smallest difference that matters (within the band: too small to matter). Bars:"
        f" {100 * found.evidence.confidence:g} % intervals. Filled marks are shown after Holm's"
        " adjustment, hollow ones are not. Cost in millions a year, and per unit of the average"
        " effect."
    )


def _keys(found: Tried) -> list[Artist]:
    from matplotlib.lines import Line2D

    black, everywhere = style.BLACK, "on average over all sets of the others"
    keys: list[Artist] = [
        Line2D([], [], linestyle="none", color=black, marker="o", label=everywhere)
    ]
    if any(row.alone and row.alone.estimate is not None for row in found.rows):
        look: dict[str, Any] = {"color": style.GREY, "marker": "D", "markersize": 5}
        keys.append(
            Line2D([], [], linestyle="none", markerfacecolor="white", label="added alone", **look)
        )
    return keys


def _scaled_effect(
    row: RowSummary, effect: EffectSummary, found: Tried
) -> tuple[float, float, float]:
    """Estimate and interval in multiples of what matters, turned so that right is as expected."""
    matters, direction = found.outcome(row.expected.outcome).matters, row.expected.direction
    ends = [towards(direction, end) / matters for end in (effect.low, effect.high)]
    return towards(direction, effect.estimate) / matters, min(ends), max(ends)


def _reach(found: Tried) -> float:
    values = [
        abs(value)
        for row in found.rows
        for effect in (row.average, row.alone or row.average)
        for value in _scaled_effect(row, effect, found)
        if not math.isnan(value)
    ]
    return max([2.0, *values])


def _ground(axes: Axes, found: Tried) -> None:
    reach = 1.25 * _reach(found)
    axes.set_xscale("symlog", linthresh=1.0, linscale=0.6)
    axes.set_xlim(-reach, reach)
    axes.set_ylim(len(found.rows) - 0.35, -1.0)
    ticks = [tick for tick in (1, 10, 100) if tick < reach]
    both = [*(-tick for tick in reversed(ticks)), 0, *ticks]
    axes.set_xticks(both, [signed_number(tick, 0) for tick in both])
    axes.set_xticks([], minor=True)
    axes.axvspan(-1.0, 1.0, color=style.PALE, zorder=0, linewidth=0)
    axes.axvline(0.0, color=style.BLACK, linewidth=1.0, zorder=1)
    axes.grid(visible=True, axis="x")
    axes.spines.left.set_visible(False)
    axes.tick_params(axis="y", length=0)
    axes.set_yticks(range(len(found.rows)), [_label(row, found) for row in found.rows], fontsize=8)
    axes.set_xlabel("multiples of the smallest difference\nthat matters (logarithmic beyond ±1)")
    axes.text(
        0.0, -0.7, "◂ against", transform=axes.get_yaxis_transform(), va="center", fontsize=7.5
    )
    axes.text(
        1.0,
        -0.7,
        "as expected ▸",
        transform=axes.get_yaxis_transform(),
        va="center",
        ha="right",
        fontsize=7.5,
    )
    for text, right in (("on average", EFFECT), ("cost", COST), ("per unit", PER_UNIT)):
        _text(axes, -0.7, text, right, side="right", bold=True)
    _text(axes, -0.7, "verdict", VERDICT + 14, side="left", bold=True)


def _label(row: RowSummary, found: Tried) -> str:
    outcome, direction = found.outcome(row.expected.outcome), row.expected.direction
    return f"{folded_text(row.title, 24)}\n{folded_text(f'{outcome.title}: {direction}', 24)}"


def _mark(axes: Axes, at: float, row: RowSummary, found: Tried) -> None:
    if row.alone and row.alone.estimate is not None:
        estimate, low, high = _scaled_effect(row, row.alone, found)
        _bar(axes, at + 0.17, (estimate, low, high), style.GREY)
        axes.plot(
            [estimate],
            [at + 0.17],
            marker="D",
            markersize=5,
            color=style.GREY,
            markerfacecolor="white",
            zorder=4,
        )
    if row.average.estimate is not None:
        estimate, low, high = _scaled_effect(row, row.average, found)
        _bar(axes, at - 0.13, (estimate, low, high), style.BLACK)
        filled = found.is_shown(row, row.expected.outcome)
        face = style.BLACK if filled else "white"
        axes.plot(
            [estimate],
            [at - 0.13],
            marker="o",
            markersize=6.5,
            color=style.BLACK,
            markerfacecolor=face,
            zorder=4,
        )


def _bar(axes: Axes, at: float, effect: tuple[float, float, float], colour: str) -> None:
    _, low, high = effect
    if not (math.isnan(low) or math.isnan(high)):
        axes.plot(
            [low, high], [at, at], color=colour, linewidth=1.5, solid_capstyle="butt", zorder=3
        )


def _beside(axes: Axes, at: float, row: RowSummary, found: Tried) -> None:
    outcome = found.outcome(row.expected.outcome)
    _text(axes, at, _effect(row, outcome), EFFECT, side="right")
    _text(axes, at, f"{row.cost:g}", COST, side="right")
    per_unit = NONE if row.cost_per_unit is None else f"{row.cost_per_unit:.2g}"
    _text(axes, at, per_unit, PER_UNIT, side="right")
    _text(
        axes, at, LEGEND[row.verdict], VERDICT, side="left", colour=COLOURS[row.verdict], bold=True
    )
    _text(axes, at, folded_text(_briefly(row), 27), VERDICT + 14, side="left")


def _briefly(row: RowSummary) -> str:
    """The verdict, and on what it depends or where the measure harms; without either, why. The rest
    is in the table.
    """
    if briefly := brief(row):
        return f"{row.verdict}{' ' if row.verdict == 'depends' else ': '}{briefly}"
    return f"{row.verdict}: {reason(row)}" if row.verdict == "not supported" else row.verdict


def _effect(row: RowSummary, outcome: Outcome) -> str:
    average = row.average.estimate
    if average is None:
        return NONE
    moved = signed_number(average * factor(outcome), decimals(outcome))
    return f"{moved}\n{short(told_unit(outcome), 14)}"


def _text(
    axes: Axes,
    at: float,
    text: str,
    x: float,
    *,
    side: str,
    colour: str = style.BLACK,
    bold: bool = False,
) -> None:
    from matplotlib.transforms import ScaledTranslation

    small = bold or "\n" in text or side == "left"
    figure = axes.figure
    beside = axes.get_yaxis_transform() + ScaledTranslation(x / 72.0, 0.0, figure.dpi_scale_trans)
    axes.text(
        1.0,
        at,
        text,
        transform=beside,
        ha=side,
        va="center",
        fontsize=7.5 if small else style.SMALL,
        color=colour,
        fontweight="bold" if bold else "normal",
        linespacing=1.15,
    )


def _in_words(row: RowSummary) -> str:
    return f"{row.title} costs {row.cost:g} million a year and is {row.verdict}: {reason(row)}"


def _alt(found: Tried) -> str:
    parts = [_in_words(row) for row in found.titled_rows]
    return f"Recommendation on {len(found.rows)} measures. " + ". ".join(parts) + "."


def _table(found: Tried) -> Table:
    header = (
        "measure",
        "outcome",
        "direction",
        "average",
        "low",
        "high",
        "alone",
        "cost",
        "cost_per_unit",
        "verdict",
        "because",
    )
    nan = float("nan")
    rows: list[tuple[Cell, ...]] = [
        (
            row.measure,
            row.expected.outcome,
            row.expected.direction,
            *(
                nan if end is None else end
                for end in (row.average.estimate, row.average.low, row.average.high)
            ),
            nan if not row.alone or row.alone.estimate is None else row.alone.estimate,
            row.cost,
            nan if row.cost_per_unit is None else row.cost_per_unit,
            row.verdict,
            reason(row),
        )
        for row in found.rows
    ]
    return Table(header=header, rows=tuple(rows))
