"""The rows of a table's text, each with its line, its columns by name or number, and the conditions
by which rows are chosen.
"""

from __future__ import annotations

import csv
import operator
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Self

from sim.errors import UsageError, did_you_mean
from sim.experiment.fitting.table.durations import length_of
from sim.experiment.fitting.table.layout import Record, declared_separator, layout_of, records_of
from sim.experiment.fitting.table.numbers import PLAIN, Notation, looks_like_number

#: What stands in a cell of which the value is not known, without blanks, dots, strokes, dashes,
#: question marks and brackets. What a wait without an end may be called ("no answer") is none.
_GAPS: Final = frozenset(
    {
        "",
        "na",
        "nan",
        "nat",
        "null",
        "none",
        "nil",
        "void",
        "blank",
        "empty",
        "missing",
        "unknown",
        "undefined",
        "tbd",
        "tba",
        "tbc",
        "nd",
        "nk",
        "nodata",
        "notavailable",
        "notapplicable",
        "notknown",
        "notrecorded",
        "notgiven",
        "notstated",
        "ka",
        "oa",
        "nv",
        "keineangabe",
        "keineangaben",
        "ohneangabe",
        "unbekannt",
        "nichtbekannt",
        "fehlt",
        "fehlend",
        "inconnu",
        "inconnue",
        "nondisponible",
        "sd",
        "sindatos",
        "desconocido",
        "desconocida",
        "нд",
        "нетданных",
        "неизвестно",
        "#na",
        "#nv",
        "#value!",
        "#wert!",
        "#ref!",
        "#bezug!",
        "#div0!",
        "#name",
        "#num!",
        "#zahl!",
        "#null!",
        "#error!",
        "#fehler!",
    }
)
_IN_GAPS: Final = re.compile(r"[\s._/\\?()\[\]<>*\u2026\u2013\u2014\u2212-]+")
MOST_ROWS: Final = 1_000_000

_COMPARED: Final[Mapping[str, Callable[[float, float], bool]]] = {
    ">": operator.gt,
    ">=": operator.ge,
    "<": operator.lt,
    "<=": operator.le,
}
_CONDITION: Final = re.compile(r"\s*(.+?)\s*(!=|>=|<=|=|>|<)\s*(.*?)\s*", re.DOTALL)


def is_gap(cell: str) -> bool:
    """Whether a cell says that its value is not known: ``n. a.``, ``k.A.``, ``TBD``, ``-``, ``?``,
    or nothing.
    """
    return _IN_GAPS.sub("", cell.casefold()) in _GAPS


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitRow:
    """The cells of a row by column, without blanks around them, and the line in which it begins."""

    line: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """The columns, the rows, what separates the columns, the line of their names, and how many
    lines above it hold text.

    A column without a name, or with one that others have too, is called by its number.
    """

    names: tuple[str, ...]
    columns: tuple[str, ...]
    rows: tuple[WaitRow, ...]
    delimiter: str
    line: int
    above: int

    def column(self, asked: str, file: str) -> str:
        """The column of a name or a number."""
        if asked in self.columns:
            return self._column_name(asked, file)
        same = [str(at + 1) for at, name in enumerate(self.names) if name == asked and name]
        if same:
            raise UsageError(
                f"{file}:{self.line}: there are two columns '{asked}' or more: choose one by its"
                f" number, {' or '.join(same)}."
            )
        if asked.isdecimal() and asked.isascii() and 1 <= int(asked[:9]) <= len(self.columns):
            return self._column_name(self.columns[int(asked) - 1], file, by_number=True)
        raise UsageError(
            f"{file}:{self.line}: there is no column '{asked}'."
            f" {did_you_mean(asked, self.columns, self.column_list())}"
        )

    def _column_name(self, column: str, file: str, *, by_number: bool = False) -> str:
        name = self.names[self.columns.index(column)]
        if looks_like_number(name) or (by_number and length_of(name, PLAIN)):
            raise UsageError(
                f"{file}:{self.line}: the first line must hold the names of the columns, and holds"
                f" numbers, such as {name}: write a line with names above it."
            )
        return column

    def column_list(self) -> str:
        """The columns that there are."""
        more = ", ..." if len(self.columns) > 30 else ""
        return f"There are: {', '.join(self.columns[:30])}{more}."


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    """A condition on a column: equal or not, as text, or an order, as numbers. A cell without a
    value meets no order.
    """

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
            raise UsageError(
                f"--where {text}: expected column=value, or one of != < <= > >= in place of the =."
            )
        where = cls(column=found[1], sign=found[2], value=found[3])
        if where.compares_numbers and PLAIN.number(where.value) is None:
            raise UsageError(
                f"--where {text}: {where.sign} compares numbers, and '{where.value}' is none."
            )
        return where

    @property
    def compares_numbers(self) -> bool:
        """Whether it compares numbers."""
        return self.sign in _COMPARED

    def holds(self, row: WaitRow, file: str, notation: Notation = PLAIN) -> bool:
        """Whether a row meets it, whose numbers are in a notation."""
        cell = row.cells[self.column]
        if not self.compares_numbers:
            return (cell.casefold() == self.value.casefold()) is (self.sign == "=")
        number, value = notation.number(cell), PLAIN.number(self.value)
        if number is None and not is_gap(cell):
            raise UsageError(
                f"{file}:{row.line}: {self.column}: '{cell[:40]}' is no number to compare in"
                f" --where {self}."
            )
        return number is not None and value is not None and _COMPARED[self.sign](number, value)


def rows_of(text: str, name: str) -> tuple[tuple[str, ...], tuple[WaitRow, ...]]:
    """The names of the columns and the rows; ``name`` is what messages call the file."""
    table = table_of(text, name)
    return table.columns, table.rows


def table_of(text: str, name: str, *, delimiter: str = "", wanted: Sequence[str] = ()) -> Table:
    """The table in a text; ``wanted`` are the columns that must be there, ``delimiter`` what
    separates them, if it is known.

    Blank lines are left out, but of a single column one between values is a row whose value is
    missing.
    """
    said, text = declared_separator(text)
    layout = layout_of(text, delimiter or said, wanted)
    try:
        return _table(records_of(text, layout.delimiter), name, layout.delimiter, layout.above)
    except csv.Error as error:
        raise UsageError(f"{name}:{error}.") from error


def _table(records: Iterator[Record], name: str, delimiter: str, above: int) -> Table:
    for _ in range(above):
        next(one for one in records if one[1])
    line, first = next((one for one in records if one[1]), (0, []))
    if not line:
        raise UsageError(f"{name} is empty.")
    names = _trim([cell.strip() for cell in first])
    if all(map(looks_like_number, names)):
        raise UsageError(
            f"{name}:{line}: the first line must hold the names of the columns, and holds numbers:"
            " write a line with names above it."
        )
    columns = tuple(
        cell if cell and names.count(cell) == 1 else f"column {at}"
        for at, cell in enumerate(names, start=1)
    )
    rows = tuple(_rows(_gaps(records) if len(columns) == 1 else records, columns, name, delimiter))
    if not rows:
        raise UsageError(f"{name} has names of columns and no rows.")
    return Table(
        names=names, columns=columns, rows=rows, delimiter=delimiter, line=line, above=above
    )


def _trim(cells: list[str]) -> tuple[str, ...]:
    """Without the empty columns that a spreadsheet may write at the right."""
    width = max(at for at, cell in enumerate(cells, start=1) if cell)
    return tuple(cells[:width])


def _rows(
    records: Iterator[Record], columns: Sequence[str], name: str, delimiter: str
) -> Iterator[WaitRow]:
    width = len(columns)
    for number, (line, cells) in enumerate((one for one in records if one[1]), start=1):
        if number > MOST_ROWS:
            raise UsageError(
                f"{name}:{line}: more than {MOST_ROWS:,} rows: no law needs so many; take a part of"
                " them."
            )
        if len(cells) < width or any(map(str.strip, cells[width:])):
            comma = delimiter == "," and len(cells) > width
            hint = (
                ". Decimal commas need quotes, or other separators of columns, such as semicolons"
                if comma
                else ""
            )
            raise UsageError(
                f"{name}:{line}: {len(cells)} cells in a table of {width} columns{hint}."
            )
        yield WaitRow(line=line, cells=dict(zip(columns, map(str.strip, cells), strict=False)))


def _gaps(records: Iterator[Record]) -> Iterator[Record]:
    """Blank records as gaps, but for those at the end, which are how many programs end a file."""
    blank: list[int] = []
    for line, cells in records:
        if cells:
            yield from ((gap, [""]) for gap in blank)
            blank = []
            yield line, cells
        else:
            blank.append(line)
