"""Sheets as a file of Excel's format (xlsx): text stays text, and equal sheets give equal bytes.

openpyxl, an extra, writes it; what it says of the hour is taken out again.
"""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain, islice
from shutil import copyfileobj
from tempfile import TemporaryFile
from typing import Any, BinaryIO, Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from sim.characters import visible
from sim.errors import ResultsError, UsageError

Cell = str | float | int | bool | None

#: Rows of a sheet, its heading included, as the format has it.
MOST_ROWS: Final = 1_048_576
_MOST_LETTERS: Final = 32_767  # of a cell
_FIRST_DAY: Final = (1980, 1, 1, 0, 0, 0)  # of all zip files
_HOURS: Final = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")
_MADE: Final = "docProps/core.xml"
#: What a spreadsheet takes for the beginning of a formula.
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
_LOOKED_AT: Final = 50  # rows by which columns get their widths
_NARROWEST, _WIDEST = 8, 60


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkbookSheet:
    """A table: its name, its headings, its rows."""

    name: str
    header: tuple[str, ...]
    rows: Iterable[Sequence[Cell]]


def expect_openpyxl() -> None:
    """Say how to get what is optional, before anything is read."""
    if importlib.util.find_spec("openpyxl") is None:
        raise UsageError(
            "a file .xlsx needs openpyxl, which is not installed. Get it with: "
            'python -m pip install "hotline-sim[xlsx]"'
        )


def write_workbook(file: BinaryIO, sheets: Iterable[WorkbookSheet]) -> None:
    """Write all sheets, row by row: memory does not grow with them."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    names: set[str] = set()
    try:
        for sheet in sheets:
            name = _free_name(sheet.name, names)
            names.add(name.casefold())
            _add_sheet(book, name, sheet)
        with TemporaryFile() as made:
            book.save(made)
            made.seek(0)
            _copy_without_hours(made, file)
    finally:
        _close(book)


def _close(book: Any) -> None:  # noqa: ANN401 - openpyxl has no types
    """End the sheets of a book that was not saved: their rows wait for more."""
    for page in book.worksheets:
        if not page.closed:
            with suppress(OSError):  # a full disk has been told
                page.close()


def _free_name(name: str, taken: set[str]) -> str:
    """A name as the format has it: 31 letters, some forbidden, none twice."""
    plain = re.sub(r"[\[\]:*?/\\']", "_", visible(name))[:31] or "sheet"
    found, number = plain, 2
    while found.casefold() in taken:
        end = f" {number}"
        found, number = plain[: 31 - len(end)] + end, number + 1
    return found


def _add_sheet(book: Any, name: str, sheet: WorkbookSheet) -> None:  # noqa: ANN401 - openpyxl has no types
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    page = book.create_sheet(name)
    rows = iter(sheet.rows)
    first = [tuple(row) for row in islice(rows, _LOOKED_AT)]
    for at, title in enumerate(sheet.header):
        longest = max(len(str(text)) for text in (title, *(row[at] for row in first)))
        width = min(max(longest + 2, _NARROWEST), _WIDEST)
        page.column_dimensions[get_column_letter(at + 1)].width = width
    page.freeze_panes = "A2"
    heading = [WriteOnlyCell(page, title) for title in sheet.header]
    for cell in heading:
        cell.data_type, cell.font = "s", Font(bold=True)
    page.append(heading)
    for count, row in enumerate(chain(first, rows), start=2):
        if count > MOST_ROWS:
            raise ResultsError(
                f"{sheet.name} has more than {MOST_ROWS - 1:,} rows, the most that a sheet holds:"
                " export as .csv, or take fewer worlds."
            )
        page.append([_cell(page, value) for value in row])


def _cell(page: Any, value: Cell) -> Any:  # noqa: ANN401 - openpyxl has no types
    """A value as it is written: what a spreadsheet would take for a formula is marked as text."""
    from openpyxl.cell import WriteOnlyCell

    if not isinstance(value, str):
        return value
    text = visible(value, lines=True)
    if len(text) > _MOST_LETTERS:
        text = f"{text[: _MOST_LETTERS - 4]} ..."
    if not text.startswith(_FORMULA):
        return text
    cell = WriteOnlyCell(page, text)
    cell.data_type, cell.quotePrefix = "s", True
    return cell


def _copy_without_hours(made: Any, file: BinaryIO) -> None:  # noqa: ANN401 - a temporary file
    """The same archive with every date at the first day that there is."""
    with ZipFile(made) as old, ZipFile(file, "w", ZIP_DEFLATED) as new:
        for name in sorted(old.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            info = ZipInfo(name, date_time=_FIRST_DAY)
            info.compress_type, info.external_attr = ZIP_DEFLATED, 0o644 << 16
            if name == _MADE:
                new.writestr(info, _HOURS.sub(rb"\g<1>1980-01-01T00:00:00Z", old.read(name)))
                continue
            with old.open(name) as content, new.open(info, "w") as packed:
                copyfileobj(content, packed)
