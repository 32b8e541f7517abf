"""The numbers behind a chart as a person reads them: headings in words, titles instead of names, as
many digits as say something.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import isnan
from typing import Final

from sim.output.charts.base.chart import Cell
from sim.output.words import fixed_text

_WHOLE: Final = 100.0  # from here on no digit behind the point says anything
_LEAST: Final = 0.001
_HEADINGS: Final[Mapping[str, str]] = {
    "arm": "way",
    "n": "worlds",
    "low": "interval from",
    "high": "interval to",
    "h": "hours",
    "hours": "hours",
    "value": "value",
    "share": "share of worlds",
    "pairs": "pairs of worlds",
    "mean": "mean",
    "baseline": "compared with",
}


def heading_of(column: str) -> str:
    """The heading of a column: its words, without the marks that files have."""
    known = _HEADINGS.get(column)
    return known if known is not None else column.replace("_", " ")


def human_number(cell: Cell) -> str:
    """A cell with as many digits as say something; empty where there is no number."""
    if not isinstance(cell, float):
        return f"{cell:,}" if isinstance(cell, int) else cell
    if isnan(cell):
        return ""
    size = abs(cell)
    if size >= _WHOLE:
        return fixed_text(cell, 0, ",")
    if size >= 1.0 or size == 0.0:
        return f"{cell:.3g}"
    return f"{cell:.2g}" if size >= _LEAST else "0.000"


def titled(row: tuple[str, ...], titles: Mapping[str, str]) -> tuple[str, ...]:
    """A row with arms by their titles."""
    return tuple(titles.get(cell, cell) for cell in row)
