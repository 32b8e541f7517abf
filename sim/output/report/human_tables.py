"""The numbers behind a chart as a person reads them: headings in words, titles instead of names, as
many digits as say something.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

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


def titled(row: tuple[str, ...], titles: Mapping[str, str]) -> tuple[str, ...]:
    """A row with arms by their titles."""
    return tuple(titles.get(cell, cell) for cell in row)
