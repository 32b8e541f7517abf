"""A list of events from a file: the rows of its sheets as values with the places where they stand.

Spreadsheets hide much of what they hold. Merged cells give their value to all that they cover, a
formula must have a value, and a file that would unpack to more than any list is not opened.
"""

from __future__ import annotations

import csv
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any, Final
from zipfile import BadZipFile, ZipFile

from sim.errors import Problem, ScenarioError, UsageError
from sim.experiment.fitting.table.text import decode
from sim.output.storage.safety import regular_files
from sim.output.workbook.writer import expect_openpyxl
from sim.tabletop.exercise.msel.columns import field_of

Value = str | float | int | bool | datetime | date | time | timedelta | None

_MOST_BYTES: Final = 20_000_000
_MOST_UNPACKED: Final = 200_000_000
_MOST_ROWS: Final = 5_000
_MOST_COLUMNS: Final = 200
_DELIMITERS: Final = (",", ";", "\t", "|")
_MARK: Final = "'"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A value and where it stands, such as MSEL!G7, in which row; ``wide`` where it covers several
    columns. ``line`` and ``column`` are those of a text.
    """

    value: Value
    place: str
    wide: bool = False
    number: int = 0
    line: int = 0
    column: int = 0

    @property
    def text(self) -> str:
        """The value as text, without spaces around it."""
        return "" if self.value is None else str(self.value).strip()

    def problem(self, file: str, message: str, hint: str = "") -> Problem:
        """What is wrong with it."""
        if self.line:
            return Problem(
                file=file, line=self.line, column=self.column, message=message, hint=hint
            )
        return Problem(file=file, path=self.place, message=message, hint=hint)


@dataclass(slots=True, kw_only=True)
class Sheet:
    """The rows of a sheet that hold anything, each a map from column to cell; ``unvalued`` are the
    formulas of which no value is kept. Dates as numbers count from ``epoch``.
    """

    name: str
    rows: list[dict[int, Cell]]
    hidden: list[int] = field(default_factory=list)
    unvalued: list[Cell] = field(default_factory=list)
    epoch: datetime | None = None

    def blank(self, column: int, row: dict[int, Cell]) -> Cell:
        """An empty cell of a column, in the line of a row."""
        beside = next(iter(row.values()))
        where = f"{self.name}!" if self.name else ""
        place = f"{where}{_letters(column)}{beside.number}"
        return replace(beside, value=None, place=place, wide=False, column=column)


def sheets(path: Path) -> list[Sheet]:
    """The sheets of a workbook, or the one of a text; ``UsageError`` where it is neither."""
    try:
        content = regular_files.content(path, most=_MOST_BYTES + 1)
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror or error}") from error
    if len(content) > _MOST_BYTES:
        raise UsageError(f"{path} is larger than {_MOST_BYTES // 1_000_000} MB: no list of events.")
    if path.suffix.lower() in (".xlsx", ".xlsm"):
        expect_openpyxl()
        return _of_workbook(content, path)
    if content[:4] in (b"PK\x03\x04", b"\xd0\xcf\x11\xe0"):
        raise UsageError(f"{path} is a workbook: save it as .xlsx, and give it that ending.")
    return [_of_text(decode(content, str(path)).text)]


# a workbook


def _of_workbook(content: bytes, path: Path) -> list[Sheet]:
    from openpyxl import load_workbook

    _expect_small(content, path)
    try:
        with warnings.catch_warnings():  # of what of a sheet it leaves aside
            warnings.simplefilter("ignore")
            values = load_workbook(BytesIO(content), data_only=True)
            formulas = load_workbook(BytesIO(content))
    except Exception as error:
        told = f"{path} cannot be read as a workbook. Open it and save it again as .xlsx."
        raise UsageError(told) from error
    pages = [page for page in values.worksheets if page.sheet_state == "visible"]
    return [_of_page(page, formulas[page.title], values.epoch) for page in pages]


def _expect_small(content: bytes, path: Path) -> None:
    """A workbook is an archive, and says what it unpacks to before it does."""
    try:
        with ZipFile(BytesIO(content)) as archive:
            size = sum(member.file_size for member in archive.infolist())
    except (BadZipFile, OSError, ValueError) as error:
        raise UsageError(
            f"{path} is no workbook .xlsx: it may be of the older .xls, or have a password. Open it"
            " and save it as .xlsx without one."
        ) from error
    if size > _MOST_UNPACKED:
        raise UsageError(
            f"{path} unpacks to {size // 1_000_000:,} MB, more than any list of events: not opened."
        )


def _of_page(page: Any, formulas: Any, epoch: datetime) -> Sheet:  # noqa: ANN401 - openpyxl has no types
    found = Sheet(name=page.title, rows=[], epoch=epoch)
    covers = dict(_merged_cells(page))
    most_columns = min(page.max_column, _MOST_COLUMNS)
    for number in range(1, min(page.max_row, _MOST_ROWS) + 1):
        row: dict[int, Cell] = {}
        for column in range(1, most_columns + 1):
            cell = _cell(page, covers, number, column)
            if cell.value is None and _is_formula(formulas, number, column):
                found.unvalued.append(cell)
            if cell.text:
                row[column] = cell
        if row:
            found.rows.append(row)
            if page.row_dimensions[number].hidden:
                found.hidden.append(number)
    return found


def _merged_cells(page: Any) -> Iterator[tuple[tuple[int, int], tuple[int, int, bool]]]:  # noqa: ANN401 - as above
    """For each cell that is merged: the cell whose value it has, and whether it goes across."""
    for area in page.merged_cells.ranges:
        wide = area.max_col > area.min_col
        for row in range(area.min_row, min(area.max_row, _MOST_ROWS) + 1):
            for column in range(area.min_col, min(area.max_col, _MOST_COLUMNS) + 1):
                yield (row, column), (area.min_row, area.min_col, wide)


def _cell(
    page: Any,  # noqa: ANN401 - as above
    covers: dict[tuple[int, int], tuple[int, int, bool]],
    number: int,
    column: int,
) -> Cell:
    place = f"{page.title}!{_letters(column)}{number}"
    row, first, wide = covers.get((number, column), (number, column, False))
    if wide and column != first:
        return Cell(value=None, place=place, number=number, wide=True)
    value = page.cell(row, first).value
    return Cell(value=_unmarked(value), place=place, number=number, wide=wide)


def _letters(column: int) -> str:
    """What a spreadsheet calls a column: A to Z, then AA."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _is_formula(formulas: Any, number: int, column: int) -> bool:  # noqa: ANN401 - as above
    return bool(formulas.cell(number, column).data_type == "f")


def _unmarked(value: Value) -> Value:
    """A text without the mark by which a formula was kept a text, and with plain ends of lines."""
    if isinstance(value, str):
        value = value.replace("\r\n", "\n").replace("\r", "\n")
    marked = isinstance(value, str) and value.startswith(_MARK) and len(value) > 1
    return value[1:] if marked and isinstance(value, str) and value[1] in "=+-@\t\r" else value


# a text


def _of_text(text: str) -> Sheet:
    """The reading, by what may separate columns, whose headings are known best."""
    readings = [_sheet_of(text, delimiter) for delimiter in _DELIMITERS]
    return max(readings, key=lambda one: max(map(known_headings, one.rows[:10]), default=0))


def known_headings(row: dict[int, Cell]) -> int:
    """How many cells of a row are names of columns."""
    return len({name for cell in row.values() if (name := field_of(cell.text)) is not None})


def _sheet_of(text: str, delimiter: str) -> Sheet:
    found = Sheet(name="", rows=[])
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter)
    try:
        before = 0
        for values in reader:
            line, before = before + 1, reader.line_num
            row = {
                column: Cell(
                    value=_unmarked(value),
                    place=f"{_letters(column)}{line}",
                    number=line,
                    line=line,
                    column=column,
                )
                for column, value in enumerate(values[:_MOST_COLUMNS], start=1)
                if value.strip()
            }
            if row and len(found.rows) < _MOST_ROWS:
                found.rows.append(row)
    except csv.Error as error:
        problem = Problem(file="", line=reader.line_num, column=1, message=str(error))
        raise ScenarioError((problem,)) from error
    return found
