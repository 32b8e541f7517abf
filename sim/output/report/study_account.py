"""What a page says of a study beside its charts: the answer by rule, tables, method and limits; the
same whatever the study.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sim.output.text.grid import Grid

#: Rows of a table on a page; the summary in the folder has all.
MOST_ROWS: Final = 80
_SHORT: Final = 22  # letters


@dataclass(frozen=True, slots=True, kw_only=True)
class PageTable:
    """A table on a page. ``long`` are the columns that hold sentences; ``folded`` ones are opened
    by the reader.
    """

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    long: tuple[int, ...] = ()
    folded: bool = False

    @property
    def rows_shown(self) -> tuple[tuple[str, ...], ...]:
        """The rows that have room; what is short stays on one line."""
        return tuple(tuple(map(_together, row)) for row in self.rows[:MOST_ROWS])


@dataclass(frozen=True, slots=True, kw_only=True)
class StudyAccount:
    """What is said of a study. ``answer`` has at most three sentences, and ``rules`` say how each
    was made.
    """

    what: str
    heading: str
    answer: tuple[str, ...]
    rules: tuple[str, ...]
    tables: tuple[PageTable, ...]
    method: tuple[str, ...]
    limits: tuple[str, ...]


def _together(cell: str) -> str:
    return cell.replace(" ", "\N{NO-BREAK SPACE}") if len(cell) <= _SHORT else cell


def page_table(grid: Grid, *, names: Sequence[str], folded: bool = False) -> PageTable:
    """A table of text as one for a page; ``names`` are for its columns that have none, in their
    order.
    """
    left = iter(names)
    header = tuple(cell.replace("\n", " ") or next(left) for cell in grid.header)
    rows = tuple(tuple(cell.replace("\n", " ") for cell in row) for row in grid.rows)
    return PageTable(caption=grid.title, header=header, rows=rows, folded=folded)


def several(parts: Sequence[str], most: int = 3) -> str:
    """Parts of a sentence, the first few of them and how many more there are."""
    more = len(parts) - most
    if more > 0:
        return f"{'; '.join(parts[:most])}; and {more} more"
    return "; ".join(parts)
