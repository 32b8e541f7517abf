"""What the gain hangs on: along each input that a sweep sets, by how much an arm does better than
the baseline in the same worlds, on the outcome's own scale, with the band of what does not matter.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

import numpy as np

from sim.output.charts.base import style
from sim.output.charts.base.chart import Chart, Missing, Outcome, Table
from sim.output.charts.base.words import MINUS, factor
from sim.output.charts.first import board as on
from sim.output.charts.first.board import PIXELS, Board, Text
from sim.output.charts.first.framing import FirstPicture, on_page
from sim.output.charts.first.scales import ticks_between
from sim.output.charts.sweeps.gains import Panel, chosen_pair, panels_of
from sim.output.charts.sweeps.sweep_evidence import Axis, Swept

_HIGH: Final = 190.0  # pixels of a panel
_LEFT: Final = 44.0  # of the numbers beside it
_BETWEEN: Final = 36.0
_FEWEST: Final = 2
_READING: Final = (
    "By how much {arm} does better than {against} in {what}, {unit}, in the same worlds, with"
    " {level:.4g} % intervals. Band: less than matters; hollow: not shown to matter; dashed: the"
    " value that the scenario has."
)


def draw(found: Swept, width: float) -> Chart | Missing:
    made = picture(found, (width - 2 * style.MARGIN) * PIXELS)
    return made if isinstance(made, Missing) else on_page(found.evidence, width, made)


def picture(found: Swept, width: float) -> FirstPicture | Missing:
    """The picture at a width in pixels: a panel for each input, the others as the scenario has
    them.
    """
    chosen = chosen_pair(found)
    if chosen is None:
        return Missing(reason="there is no arm to compare, or no outcome that takes a side")
    name, arm = chosen
    outcome = found.outcome(name)
    panels = [panel for panel in panels_of(found, name, arm) if len(panel.gain) >= _FEWEST]
    if not panels:
        return Missing(reason="no input was set to two values at which both arms have the outcome")
    sheet = Board(width)
    beside = len(panels) > 1 and not sheet.narrow
    room = (width - _BETWEEN) / 2.0 if beside else width
    for at, panel in enumerate(panels):
        start = (at * (room + _BETWEEN), 0.0) if beside else (0.0, _next(sheet))
        _draw_panel(sheet, panel, outcome, start, room)
    return FirstPicture(
        board=sheet,
        title=_title(outcome, panels[0]),
        reading=_READING.format(
            arm=found.title_of(arm),
            against=found.title_of(found.summary.baseline),
            what=outcome.title,
            unit=_unit(outcome),
            level=100 * found.evidence.confidence,
        ),
        alt=_alt(outcome, panels),
        numbers=_table(outcome, panels),
    )


def _next(sheet: Board) -> float:
    return sheet.height + 20.0 if sheet.height else 0.0


def _draw_panel(
    sheet: Board, panel: Panel, outcome: Outcome, start: tuple[float, float], room: float
) -> None:
    left, top = start
    top = sheet.block(left, top, panel.axis.meaning, room, Text(size=on.HEADING, bold=True))
    top = sheet.block(left, top, f"({panel.axis.path})", room, Text(colour=on.SOFT))
    top = sheet.block(left, top, f"with {panel.beside}", room) if panel.beside else top
    across = _across(panel.axis, left + _LEFT, room - _LEFT - 12.0)
    least = outcome.matters * factor(outcome)
    known = [*panel.gain, *panel.low, *panel.high, -least, least]
    ticks = ticks_between(float(np.nanmin(known)), float(np.nanmax(known)), 5)
    here, top = top, top + on.LEADING + 6.0
    bottom = top + _HIGH

    def up(value: float) -> float:
        return bottom - (value - ticks[0]) / (ticks[-1] - ticks[0]) * _HIGH

    right = left + room - 12.0
    sheet.boxes([(left + _LEFT, up(least), right - left - _LEFT, up(-least) - up(least))], on.LINE)
    for tick in ticks:
        sheet.text(
            left + _LEFT - 6.0, up(tick) - 7.0, _number(tick), Text(colour=on.SOFT, at="right")
        )
    sheet.line([(left + _LEFT, top), (left + _LEFT, bottom)])
    sheet.line([(left + _LEFT, up(0.0)), (right, up(0.0))])
    _draw_here(sheet, panel.axis, across, (here, top, bottom), (left, right))
    _draw_points(sheet, panel, across, up)
    _draw_values(sheet, panel.axis, across, bottom)


def _across(axis: Axis, left: float, long: float) -> Callable[[float], float]:
    """Where a value of the input stands; by its ratio to others on an axis that runs in ratios."""
    scale = np.log if axis.log else np.asarray
    values = np.append(axis.values, axis.now) if _within(axis) else axis.values
    low, high = float(scale(values.min())), float(scale(values.max()))
    return lambda value: left + 8.0 + (float(scale(value)) - low) / (high - low) * (long - 16.0)


def _within(axis: Axis) -> bool:
    """Whether the scenario's own value has a place on the axis that lets the others be seen."""
    low, high = float(axis.values.min()), float(axis.values.max())
    if axis.log:
        return axis.now > 0.0 and low / 4.0 <= axis.now <= 4.0 * high
    return low - 0.5 * (high - low) <= axis.now <= high + 0.5 * (high - low)


def _draw_here(
    sheet: Board,
    axis: Axis,
    across: Callable[[float], float],
    down: tuple[float, float, float],
    ends: tuple[float, float],
) -> None:
    """The value that the scenario has, dashed and named above."""
    words = f"here: {axis.now_told}"
    if not _within(axis):
        sheet.text(ends[1], down[0], f"{words}, beyond", Text(colour=on.SOFT, at="right"))
        return
    x, half = across(axis.now), on.SMALL.width(words) / 2.0
    middle = min(max(x, ends[0] + half), ends[1] - half)
    sheet.text(middle, down[0], words, _CENTRED)
    sheet.line([(x, down[1] - 4.0), (x, down[2])], dashed=True)


def _draw_points(
    sheet: Board, panel: Panel, across: Callable[[float], float], up: Callable[[float], float]
) -> None:
    """Points with their intervals, joined; hollow where the gain is not shown to matter."""
    places = [
        (across(float(value)), up(float(gain)), up(float(low)), up(float(high)), matters)
        for value, gain, low, high, matters in zip(
            panel.axis.values, panel.gain, panel.low, panel.high, panel.matters, strict=True
        )
        if not np.isnan(gain)
    ]
    sheet.line([(x, y) for x, y, *_ in places], on.INK, thick=1.5)
    for x, _, low, high, _ in places:
        if not np.isnan(low):
            sheet.line([(x, low), (x, high)], on.INK, thick=2.0)
    for full, fill in ((True, on.INK), (False, on.GROUND)):
        spots = [(x, y) for x, y, _, _, matters in places if matters == full]
        if spots:
            sheet.dots(spots, 8.0, fill, on.INK)


def _draw_values(sheet: Board, axis: Axis, across: Callable[[float], float], bottom: float) -> None:
    """The values that were tried, thinned until their words do not touch."""
    reached = -np.inf
    for value, told in zip(axis.values, axis.told, strict=True):
        x, half = across(float(value)), on.SMALL.width(told) / 2.0
        sheet.line([(x, bottom), (x, bottom + 4.0)])
        if x - half > reached + 4.0:
            sheet.text(x, bottom + 7.0, told, _CENTRED)
            reached = x + half


def _unit(outcome: Outcome) -> str:
    return "of 100 worlds" if outcome.kind == "share" else f"in {outcome.unit}"


def _title(outcome: Outcome, panel: Panel) -> str:
    """The gain at both ends and where it is largest."""
    known = [at for at in range(len(panel.gain)) if not np.isnan(panel.gain[at])]
    most = max(known, key=lambda at: panel.gain[at])
    parts = [
        f"{_gain_text(panel, at)} at {panel.axis.told[at]}"
        for at in sorted({known[0], most, known[-1]})
    ]
    start = f"{outcome.title[:1].upper()}{outcome.title[1:]}"
    return f"{start}, better by {', '.join(parts)}"


def _gain_text(panel: Panel, at: int) -> str:
    value = panel.gain[at]
    text = _number(float(f"{value:.3g}"))
    return text if panel.matters[at] else f"{text} (not shown to matter)"


def _number(value: float) -> str:
    return f"{value + 0.0:g}".replace("-", MINUS)  # no difference is no negative one


def _alt(outcome: Outcome, panels: Sequence[Panel]) -> str:
    parts = [
        f"{panel.axis.meaning}: "
        + ", ".join(
            f"{_gain_text(panel, at)} at {told}"
            for at, told in enumerate(panel.axis.told)
            if not np.isnan(panel.gain[at])
        )
        for panel in panels
    ]
    return f"Better by, {_unit(outcome)}. {'. '.join(parts)}."


def _table(outcome: Outcome, panels: Sequence[Panel]) -> Table:
    return Table(
        header=("input", "value", f"better by, {_unit(outcome)}", "low", "high", "shown to matter"),
        rows=tuple(
            (
                panel.axis.meaning,
                told,
                *map(float, (panel.gain[at], panel.low[at], panel.high[at])),
                "yes" if panel.matters[at] else "no",
            )
            for panel in panels
            for at, told in enumerate(panel.axis.told)
        ),
    )


_CENTRED: Final = Text(colour=on.SOFT, at="center")
