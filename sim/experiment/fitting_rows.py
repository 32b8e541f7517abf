"""The rows of a CSV file's text, each with its line, and the conditions by which rows are chosen."""

from __future__ import annotations

import csv
import operator
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from io import StringIO
from typing import Final, Self

from sim.errors import UsageError

#: What stands in a cell of which the value is not known.
GAPS: Final = frozenset({"", "na", "n/a", "nan", "null", "none", ".", "-", "?"})

_COMPARED: Final[Mapping[str, Callable[[float, float], bool]]] = {
    ">": operator.gt, ">=": operator.ge, "<": operator.lt, "<=": operator.le
}  # fmt: skip
_CONDITION: Final = re.compile(r"\s*(.+?)\s*(!=|>=|<=|=|>|<)\s*(.*?)\s*", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """The cells of a row by column, without blanks around them, and the line in which it begins."""

    line: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    """A condition on a column: equal or not, as text, or an order, as numbers. A cell without a value meets no order."""

    column: str
    sign: str
    value: str

    def __str__(self) -> str:
        return f"{self.column}{self.sign}{self.value}"

    @classmethod
    def read(cls, text: str) -> Self:
        """From ``column=value``, or with ``!=``, ``<``, ``<=``, ``>``, ``>=``."""
        found = _CONDITION.fullmatch(text)
        if found is None:
            raise UsageError(f"--where {text}: expected column=value, or one of != < <= > >= in place of the =.")
        where = cls(column=found[1], sign=found[2], value=found[3])
        if where.sign in _COMPARED and _number(where.value) is None:
            raise UsageError(f"--where {text}: {where.sign} compares numbers, and '{where.value}' is none.")
        return where

    def holds(self, row: Row, file: str) -> bool:
        """Whether a row meets it."""
        cell = row.cells[self.column]
        if self.sign not in _COMPARED:
            return (cell.casefold() == self.value.casefold()) is (self.sign == "=")
        number, value = _number(cell), _number(self.value)
        if number is None and cell.casefold() not in GAPS:
            raise UsageError(
                f"{file}:{row.line}: {self.column}: '{cell[:40]}' is no number to compare in --where {self}."
            )
        return number is not None and value is not None and _COMPARED[self.sign](number, value)


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def rows_of(text: str, name: str) -> tuple[tuple[str, ...], list[Row]]:
    """The names of the columns and the rows; ``name`` is what messages call the file.

    Blank lines are left out, but of a single column one between values is a row whose value is missing.
    """
    records = _records(text, name)
    line, first = next((one for one in records if one[1]), (0, []))
    header = tuple(cell.strip() for cell in first)
    if not line:
        raise UsageError(f"{name} is empty.")
    _check_header(header, name, line)
    rows: list[Row] = []
    for line, cells in _gaps(records) if len(header) == 1 else (one for one in records if one[1]):
        if len(cells) != len(header):
            raise UsageError(f"{name}:{line}: {len(cells)} cells in a table of {len(header)} columns.")
        rows.append(Row(line=line, cells=dict(zip(header, map(str.strip, cells), strict=True))))
    if not rows:
        raise UsageError(f"{name} has names of columns and no rows.")
    return header, rows


def _records(text: str, name: str) -> Iterator[tuple[int, list[str]]]:
    """Records with the line in which each begins; a blank one has no cells."""
    reader = csv.reader(StringIO(text, newline=""), strict=True)
    line = 1
    try:
        for cells in reader:
            yield line, cells if any(map(str.strip, cells)) else []
            line = reader.line_num + 1
    except csv.Error as error:
        raise UsageError(f"{name}:{reader.line_num}: not CSV: {error}.") from error


def _gaps(records: Iterator[tuple[int, list[str]]]) -> Iterator[tuple[int, list[str]]]:
    """Blank records as gaps, but for those at the end, which are how many programs end a file."""
    blank: list[int] = []
    for line, cells in records:
        if cells:
            yield from ((gap, [""]) for gap in blank)
            blank = []
            yield line, cells
        else:
            blank.append(line)


def _check_header(header: tuple[str, ...], name: str, line: int) -> None:
    if len(header) == 1 and any(sign in header[0] for sign in ";\t|"):
        raise UsageError(f"{name}:{line}: the columns must be separated by commas.")
    twice = [column for at, column in enumerate(header) if column in header[:at]]
    if twice:
        raise UsageError(f"{name}:{line}: there are two columns '{twice[0]}'.")
    if all(_number(cell) is not None for cell in header):
        raise UsageError(f"{name}:{line}: the first line must hold the names of the columns, and holds numbers.")
