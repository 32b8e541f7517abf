"""A list of events as its file has it: its sheet, the row that names its columns, its rows."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sim.characters import OBEYED
from sim.errors import Problem, ScenarioError, UsageError, did_you_mean
from sim.scenario.schema.quantities import Unreadable
from sim.tabletop.exercise.msel.columns import HEADINGS, field_of
from sim.tabletop.exercise.msel.sheets import Cell, Sheet, known_headings, sheets
from sim.tabletop.exercise.msel.times import Calendar, hour_of

#: What a spreadsheet shows where it could not work a value out.
_ERROR: Final = re.compile(
    r"#(?:(?:REF|VALUE|NUM|NULL|DIV/0|SPILL|CALC|FIELD|BLOCKED|CONNECT)!|NAME\?|ADDR\?|N/A)|Err:\d{3}"
)
_WRITE: Final = "Write the value."
#: Rows in which the columns may be named.
_FIRST_ROWS: Final = 10
#: Without these nothing can be told to anybody.
_TELLING: Final = "text"
_PLACING: Final = frozenset({"time", "date", "number", "name"})

Row = dict[str, Cell]


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """The rows of a list, by field; what of it was left aside, in ``notes``; whether it ``names``
    its lines.
    """

    file: str
    rows: tuple[Row, ...]
    notes: tuple[str, ...]
    names: bool
    calendars: dict[str, Calendar]


def read_list(
    path: Path, wanted: str | None, calendar: Calendar, fields: Collection[str] = HEADINGS
) -> Listed:
    """The list in a file, of the sheet that was asked for or the one that looks like a list."""
    found = sheets(path)
    sheet, at = _choose_sheet(found, wanted, path)
    named, notes = _columns(sheet, at, fields)
    _expect_values(sheet, path)
    rows = tuple(_rows(sheet, at, named, calendar))
    if not rows:
        raise UsageError(f"{path}: the list has no rows below the names of its columns.")
    _expect_plain(rows, path)
    if sheet.hidden:
        notes.append(f"hidden rows are taken as any other: {_few(sheet.hidden)}")
    dated = Calendar(start=calendar.start, zone=calendar.zone, epoch=sheet.epoch)
    headings = {name: sheet.rows[at][column].text for column, name in named.items()}
    return Listed(
        file=str(path),
        rows=rows,
        notes=tuple(notes),
        names="name" in headings,
        calendars={name: dated.in_zone(headings.get(name, "")) for name in ("time", "date")},
    )


def _choose_sheet(found: Sequence[Sheet], wanted: str | None, path: Path) -> tuple[Sheet, int]:
    """The sheet, and which of its rows names the columns."""
    if wanted is not None:
        names = [sheet.name for sheet in found]
        found = [sheet for sheet in found if sheet.name == wanted]
        if not found:
            hint = did_you_mean(wanted, names, f"There are {', '.join(names)}.")
            raise UsageError(f"--sheet {wanted}: {path} has no such sheet. {hint}")
    fitting = [(sheet, at) for sheet in found if (at := _header(sheet)) is not None]
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        names = [sheet.name for sheet, _ in fitting]
        raise UsageError(
            f"{path}: {len(names)} sheets look like a list, {', '.join(names)}: choose one with"
            " --sheet."
        )
    raise UsageError(
        f"{path}: none of the first {_FIRST_ROWS} rows names the columns of a list of events:"
        f" expected at least {HEADINGS['text']} (or Message, Description) and {HEADINGS['time']}"
        f" (or {HEADINGS['date']})."
    )


def _header(sheet: Sheet) -> int | None:
    rows = sheet.rows[:_FIRST_ROWS]
    counts = [known_headings(row) if _is_header(row) else 0 for row in rows]
    best = max(counts, default=0)
    return counts.index(best) if best > 1 else None


def _is_header(row: dict[int, Cell]) -> bool:
    named = {field_of(cell.text) for cell in row.values()}
    return _TELLING in named and bool(named & _PLACING)


def _columns(sheet: Sheet, at: int, fields: Collection[str]) -> tuple[dict[int, str], list[str]]:
    """The field of each column: of two columns of one field the one that is called by its own
    name, else the first; and what is left aside.
    """
    row = sheet.rows[at]
    own = {heading.casefold(): name for name, heading in HEADINGS.items()}
    ordered = sorted(row, key=lambda column: (row[column].text.casefold() not in own, column))
    named: dict[int, str] = {}
    for column in ordered:
        name = field_of(row[column].text)
        if name in fields and name is not None and name not in named.values():
            named[column] = name
    left = [f"{row[one].text} ({row[one].place})" for one in sorted(row) if one not in named]
    return named, [f"columns left aside: {', '.join(left)}"] if left else []


def _expect_values(sheet: Sheet, path: Path) -> None:
    """A formula whose value was never worked out says nothing."""
    problems = tuple(
        cell.problem(
            str(path),
            "is a formula without a value",
            f"Open the file in a spreadsheet and save it, or {_WRITE[0].lower()}{_WRITE[1:]}",
        )
        for cell in sheet.unvalued
    )
    if problems:
        raise ScenarioError(problems)


def _expect_plain(rows: Sequence[Row], path: Path) -> None:
    """No scenario holds signs that a terminal obeys or that nobody sees."""
    raise_all(
        [
            cell.problem(str(path), f"holds what no text may hold: {cell.text[:60]}")
            for row in rows
            for cell in row.values()
            if OBEYED.search(cell.text)
        ]
    )
    raise_all(
        [
            cell.problem(str(path), f"is an error of the spreadsheet, {cell.text}", _WRITE)
            for row in rows
            for cell in row.values()
            if _ERROR.fullmatch(cell.text)
        ]
    )


def _rows(sheet: Sheet, at: int, named: dict[int, str], calendar: Calendar) -> Iterator[Row]:
    column = next(one for one, name in named.items() if name == _TELLING)
    for row in sheet.rows[at + 1 :]:
        if known_headings(row) > 1 and _is_header(row):
            continue  # named again on a new page
        cells = {named[column]: cell for column, cell in row.items() if column in named}
        only = next(iter(row.values())) if len(row) == 1 else None
        if only is not None and _is_divider(only, calendar):
            yield {_TELLING: only, "use": Cell(value="administrative", place=only.place)}
        elif cells:
            yield {_TELLING: sheet.blank(column, row), **cells}


def _is_divider(cell: Cell, calendar: Calendar) -> bool:
    """Whether a row's only cell is a heading, such as a day or a break, and not what is left of a
    line: neither an hour nor a number.
    """
    if cell.wide:
        return True
    try:
        hour_of(cell.value, calendar)
    except Unreadable:
        return not isinstance(cell.value, int | float) and not cell.text.isdecimal()
    return False


def _few(numbers: Sequence[int]) -> str:
    shown = ", ".join(map(str, numbers[:8]))
    return shown if len(numbers) <= 8 else f"{shown} and {len(numbers) - 8} more"


def raise_all(problems: Sequence[Problem]) -> None:
    """Tell all that is wrong at once."""
    if problems:
        raise ScenarioError(tuple(problems))
