"""The master scenario events list as a workbook and as text of commas, which sheets open as it is.

A cell that a spreadsheet would take for a formula begins with a mark that makes it text.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from io import BytesIO, StringIO
from typing import Final

from sim.characters import visible
from sim.output.workbook.writer import WorkbookSheet, write_workbook
from sim.tabletop.exercise.msel.columns import cells, headings
from sim.tabletop.exercise.msel.lines import MselLine

SHEET: Final = "MSEL"
#: What a spreadsheet takes for the beginning of a formula.
FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
_BYTE_ORDER: Final = "\ufeff"


def workbook(found: Sequence[MselLine], zone: str) -> bytes:
    """The list as a workbook."""
    file = BytesIO()
    write_workbook(
        file, [WorkbookSheet(name=SHEET, header=tuple(headings(zone)), rows=cells(found))]
    )
    return file.getvalue()


def comma_separated(found: Sequence[MselLine], zone: str) -> bytes:
    """The list as text of commas, in UTF-8 with the mark by which spreadsheets know it."""
    text = StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(headings(zone))
    writer.writerows([_plain(cell) for cell in row] for row in cells(found))
    return (_BYTE_ORDER + text.getvalue()).encode()


def transcript_form(zone: str) -> bytes:
    """The headings under which a game on paper is written down."""
    names = ("Time", f"Date and time ({zone})", "Who", "To", "What happened", "Type", "Objective")
    text = ",".join((*names, "Rating", "Notes"))
    return f"{_BYTE_ORDER}{text}\r\n".encode()


def _plain(cell: str | int) -> str:
    text = visible(str(cell), lines=True)
    return f"'{text}" if text.startswith(FORMULA) else text
