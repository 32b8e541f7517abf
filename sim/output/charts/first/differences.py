"""The difference in each world as dots, of what is no share: above a band of what does not matter,
with mean and interval below.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from sim.experiment.statistics.estimates import Floats
from sim.output.answer.amounts import amounts_of
from sim.output.answer.contrast import Contrast
from sim.output.answer.phrases import phrase_of
from sim.output.answer.pictures.picture_values import Shown
from sim.output.charts.base.chart import Missing, Table
from sim.output.charts.first import board as on
from sim.output.charts.first.board import Board, Text
from sim.output.charts.first.framing import FirstPicture
from sim.output.words import count_text

#: Dots at most, and fewer differences than so many show nothing.
_DOTS: Final = 50
_FEWEST: Final = 5
_ACROSS: Final = 11.0  # pixels of a dot
_LONG: Final = 640.0  # of the axis, at most
_READING: Final = (
    "The difference in the same world, each dot {each}. The band is what does not matter; bar"
    " below: the mean with its interval, {mean}."
)


def draw_differences(shown: Shown, width: float) -> FirstPicture | Missing:
    """Dots of the difference, as quantiles where there are more worlds than dots."""
    contrast, gaps = shown.answer.contrast, shown.gaps
    start = phrase_of(contrast.outcome, shown.answer.names).start
    if not contrast.up + contrast.down:
        return Missing(reason=f"{start} is alike in all {contrast.pairs:,} worlds")
    if len(gaps) < _FEWEST:
        return Missing(reason=f"fewer than {_FEWEST} worlds have a difference")
    told = amounts_of(contrast)
    mean = f"{told.difference} ({told.ends})" if told.ends else told.difference
    sheet = Board(width)
    dots = _draw_dots(sheet, gaps, contrast)
    less, more = (count_text(many, "world") for many in (contrast.down, contrast.up))
    return FirstPicture(
        board=sheet,
        title=f"{start}, world by world: less in {less}, more in {contrast.up}",
        reading=_READING.format(each=_each(len(gaps), len(dots)), mean=mean),
        alt=f"Dots of the difference: less in {less}, more in {more}; mean {mean}.",
        numbers=Table(
            header=("dot", f"difference, {contrast.outcome.unit}"),
            rows=tuple((at + 1, float(value)) for at, value in enumerate(dots)),
        ),
    )


def _each(worlds: int, dots: int) -> str:
    return "one world" if worlds == dots else f"{worlds / dots:.3g} of {worlds:,} worlds"


def _draw_dots(sheet: Board, gaps: Floats, contrast: Contrast) -> Floats:
    """Draws the axis and all above and below it; returns the values of the dots."""
    dots = gaps if len(gaps) <= _DOTS else np.quantile(gaps, (np.arange(_DOTS) + 0.5) / _DOTS)
    matters = contrast.outcome.matters
    reach = 1.05 * max(float(np.abs(dots).max()), matters)
    left, long = 30.0, min(_LONG, sheet.width - 60.0)

    def place(value: float) -> float:
        return left + (min(max(value / reach, -1.0), 1.0) + 1.0) * long / 2.0

    top = sheet.text(left, 0.0, f"◂ less: {count_text(contrast.down, 'world')}", on.STRONG)
    more = f"more: {count_text(contrast.up, 'world')} ▸"
    sheet.text(left + long, 0.0, more, Text(bold=True, at="right"))
    places = _stack([place(float(value)) for value in dots], left, long)
    axis = top + 8.0 + max(up for _, up in places) + _ACROSS
    band = place(-matters), place(matters)
    sheet.boxes([(band[0], top + 4.0, band[1] - band[0], axis - top - 4.0)], on.LINE)
    sheet.line([(place(0.0), top + 4.0), (place(0.0), axis)])
    sheet.dots([(x, axis - up - _ACROSS / 2.0) for x, up in places], _ACROSS - 1.0, on.SOFT)
    sheet.line([(left, axis), (left + long, axis)])
    low, high = contrast.interval
    if not np.isnan(low):
        sheet.line([(place(low), axis + 9.0), (place(high), axis + 9.0)], on.INK, thick=3.0)
    sheet.dots([(place(contrast.difference), axis + 9.0)], 7.0, on.INK)
    for value in (-reach / 1.05, 0.0, reach / 1.05):
        words = f"{value:+.3g}".replace("-", "\N{MINUS SIGN}") if value else "0"
        sheet.text(place(value), axis + 18.0, words, Text(colour=on.SOFT, at="center"))
    unit = f"difference in {contrast.outcome.unit}" if contrast.outcome.unit else "difference"
    sheet.text(left + long / 2.0, axis + 34.0, unit, Text(colour=on.SOFT, at="center"))
    return dots


def _stack(across: list[float], left: float, long: float) -> list[tuple[float, float]]:
    """Dots in columns as wide as one, each above those that came before it."""
    columns = int(long // (_ACROSS + 1.0))
    wide, held = long / columns, [0] * (columns + 1)
    places = []
    for x in across:
        column = min(columns, max(0, round((x - left) / wide)))
        places.append((left + column * wide, held[column] * _ACROSS))
        held[column] += 1
    return places
