"""How the text of a table is divided: what separates its columns, and in which line they are named.

A spreadsheet writes commas, semicolons or tabs by the language that it runs in, and people write
titles above their tables. The columns that are asked for tell which reading is meant; where they
are not found, the one in which most lines agree.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import StringIO
from itertools import islice
from statistics import median
from typing import Final

from sim.errors import UsageError
from sim.experiment.fitting.table.numbers import looks_like_number

Record = tuple[int, list[str]]

#: What may separate columns, in the order in which they are tried.
SEPARATORS: Final = (",", ";", "\t", "|")
SEPARATOR_NAMES: Final[Mapping[str, str]] = {
    "comma": ",",
    "semicolon": ";",
    "tab": "\t",
    "\\t": "\t",
    "pipe": "|",
    "space": " ",
}

_SAMPLE: Final = 200  # records that tell how a table is divided
_MOST_ABOVE: Final = 30  # of them, in which its columns may be named
_AGREE: Final = 0.8  # of records have the width of the header where it is divided rightly
_DECLARED: Final = re.compile(r'"?sep=(.)"?[,;|\t]*(?=\r|\n|$)', re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """What separates the columns, and how many records stand above their names."""

    delimiter: str
    above: int


def separator(given: str) -> str:
    """What ``--delimiter`` says; empty if it says nothing."""
    found = SEPARATOR_NAMES.get(given.casefold(), given)
    if found and (
        len(found) != 1
        or found.isalnum()
        or found in "\"'.\r\n+-"
        or not (found.isprintable() or found == "\t")
    ):
        raise UsageError(
            f"--delimiter {given}: expected one sign that separates columns, or one of"
            f" {', '.join(SEPARATOR_NAMES)}."
        )
    return found


def declared_separator(text: str) -> tuple[str, str]:
    """The separator that a first line ``sep=;`` declares to a spreadsheet, and the text with that
    line left blank.
    """
    found = _DECLARED.match(text)
    return (found[1], text[found.end() :]) if found else ("", text)


def layout_of(text: str, delimiter: str, wanted: Sequence[str]) -> Layout:
    """How a text is divided, where ``wanted`` are the columns that must be there."""
    tried = [_trial_of(text, one, wanted) for one in ((delimiter,) if delimiter else SEPARATORS)]
    return max(tried, key=lambda one: one[0])[1]


def _trial_of(
    text: str, delimiter: str, wanted: Sequence[str]
) -> tuple[tuple[bool, bool, int], Layout]:
    """How well a separator divides a text: whether it shows what is wanted, whether lines agree,
    into how many columns.
    """
    try:
        records = [cells for _, cells in islice(records_of(text, delimiter), _SAMPLE) if cells]
    except csv.Error:
        return (False, False, 0), Layout(delimiter=delimiter, above=0)
    seen = _header_line(records, wanted)
    above = _widest(records) if seen is None else seen
    width = len(records[above]) if records else 0
    agree = sum(len(cells) == width for cells in records[above + 1 :])
    agreed = agree >= _AGREE * len(records[above + 1 :])
    return (seen is not None, agreed, width), Layout(delimiter=delimiter, above=above)


def _header_line(records: Sequence[list[str]], wanted: Sequence[str]) -> int | None:
    """Where the columns that are wanted are named, below nothing but narrower lines."""
    widest = 0
    for at, cells in enumerate(records[:_MOST_ABOVE]):
        names = [cell.strip() for cell in cells]
        here = _filled_cells(cells)
        if (
            wanted
            and all(name in names for name in wanted)
            and here > widest
            and not any(map(looks_like_number, names))
        ):
            return at
        widest = max(widest, here)
    return None


def _widest(records: Sequence[list[str]]) -> int:
    """The first line as full as most."""
    usual = median([_filled_cells(cells) for cells in records]) if records else 0
    return next(
        (at for at, cells in enumerate(records[:_MOST_ABOVE]) if _filled_cells(cells) >= usual), 0
    )


def _filled_cells(cells: Sequence[str]) -> int:
    return sum(bool(cell.strip()) for cell in cells)


def records_of(text: str, delimiter: str) -> Iterator[Record]:
    """Records with the line in which each begins; a blank one has no cells."""
    reader = csv.reader(
        StringIO(text, newline=""), delimiter=delimiter, strict=True, skipinitialspace=True
    )
    line = 1
    try:
        for cells in reader:
            yield line, cells if any(map(str.strip, cells)) else []
            line = reader.line_num + 1
    except csv.Error as error:
        raise csv.Error(f"{reader.line_num}: not CSV: {error}") from error
