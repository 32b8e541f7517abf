"""A table of text, and how it stands where no terminal draws it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

_GAP: Final = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A table of text. Columns are aligned as ``align`` says: ``l`` left, ``r`` right. A cell may
    have several lines.

    ``strong`` are the rows that say something beyond chance.
    """

    title: str
    header: tuple[str, ...]
    align: str
    rows: tuple[tuple[str, ...], ...]
    strong: frozenset[int] = frozenset()


def plain(grid: Grid) -> list[str]:
    """A grid as lines of text."""
    lines = [row for cells in (grid.header, *grid.rows) for row in _lines(cells)]
    widths = [max(len(line[i]) for line in lines) for i in range(len(grid.header))]
    body = [
        (" " * _GAP).join(map(_padded_cell, line, widths, grid.align)).rstrip() for line in lines
    ]
    rule = "-" * max(map(len, body))
    header = len(_lines(grid.header))
    return [grid.title, *body[:header], rule, *body[header:]]


def _lines(cells: Sequence[str]) -> list[tuple[str, ...]]:
    """A row of cells as the lines that it takes."""
    parts = [cell.split("\n") for cell in cells]
    height = max(map(len, parts))
    return list(zip(*(part + [""] * (height - len(part)) for part in parts), strict=True))


def _padded_cell(cell: str, width: int, align: str) -> str:
    return cell.ljust(width) if align == "l" else cell.rjust(width)
