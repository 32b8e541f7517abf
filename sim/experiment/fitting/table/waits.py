"""Waits out of a column of lengths, and what is wrong with its cells.

Nothing is guessed: a gap, a word, a negative time or one longer than any memory is a mistake, told
with its line.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import isfinite
from typing import Final

from sim.experiment.fitting.table.durations import Length, length_of, why_not
from sim.experiment.fitting.table.faults import Faults
from sim.experiment.fitting.table.numbers import Notation, notation_of
from sim.experiment.fitting.table.request import FitRequest
from sim.experiment.fitting.table.rows import Table, WaitRow, is_gap
from sim.experiment.fitting.table.units import SECONDS, asks_for_unit, clock_of_name, unit_of_name

LONGEST: Final = 100 * 365.25 * 86_400  # seconds: nobody has watched a longer wait
SHORTEST: Final = 1e-6  # seconds: no clock of an office tells less

SKIP: Final = "Add --skip-gaps to leave such rows out, if nothing is known of them."

_TRUE: Final = frozenset(
    {"1", "1.0", "1,0", "true", "yes", "t", "y", "wahr", "ja", "vrai", "oui", "verdadero"}
)
_FALSE: Final = frozenset(
    {"0", "0.0", "0,0", "false", "no", "f", "n", "falsch", "nein", "faux", "non", "falso"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait:
    """One wait in the unit of all, with its line, how it was written, and whether it
    had not ended.
    """

    line: int
    written: str
    value: float
    still: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Waits:
    """All waits of a table, their unit, rows without a value, and what a reader should know of how
    they were read.
    """

    waits: tuple[Wait, ...]
    unit: str
    gaps: int
    notes: tuple[str, ...] = ()


def notation_for(
    rows: Sequence[WaitRow], column: str, table: Table, asked: FitRequest, name: str
) -> Notation:
    """How the numbers of a column are written."""
    cells = ((row.line, row.cells[column]) for row in rows)
    return notation_of(
        cells,
        f"{name}:{{}}: {column}",
        decimal=asked.decimal,
        thousands=asked.thousands,
        separated=table.delimiter,
    )


def waits_of(rows: Sequence[WaitRow], table: Table, asked: FitRequest, name: str) -> Waits:
    """The waits that a column holds."""
    there = [row for row in rows if not (asked.skip_gaps and is_gap(row.cells[asked.column]))]
    notation = notation_for(there, asked.column, table, asked, name)
    faults = Faults(name)
    clock = clock_of_name(asked.column) or _clock_of_unit(asked, table)
    lengths = [_length(row, asked, notation, faults) for row in there]
    lengths = [length and length.with_clock(clock) for length in lengths]
    unit = _unit([one for one in lengths if one], asked, table)
    waits = []
    for row, length in zip(there, lengths, strict=True):
        if length is not None:
            _check_unit(row, length, asked, unit, faults)
            wait = Wait(line=row.line, written=row.cells[asked.column], value=length.within(unit))
            check_length(wait, asked, unit, faults)
            waits.append(replace(wait, still=is_still(row, asked.still, faults)))
        else:
            is_still(row, asked.still, faults)
    faults.expect_none()
    return Waits(waits=tuple(waits), unit=unit, gaps=len(rows) - len(there))


def _length(row: WaitRow, asked: FitRequest, notation: Notation, faults: Faults) -> Length | None:
    cell = row.cells[asked.column]
    if is_gap(cell):
        shown = f" ('{cell}')" if cell else ""
        faults.add("gap", row.line, f"{asked.column} has no value{shown}", SKIP)
        return None
    length = length_of(cell, notation)
    if length is None:
        why = why_not(cell)
        faults.add(
            "text",
            row.line,
            f"{asked.column}: expected a number, got '{cell[:40]}'{': ' if why else ''}{why}",
        )
    return length


def _unit(lengths: Sequence[Length], asked: FitRequest, table: Table) -> str:
    """The unit of the waits: as asked, else as the name of the column says, else the one that most
    cells name.
    """
    named = asked.unit or unit_of_name(asked.column, table.columns)
    if named or not lengths:
        return named
    if any(one.seconds is None for one in lengths):
        raise asks_for_unit(asked.column)
    return Counter(one.units[0] for one in lengths).most_common(1)[0][0]


def _clock_of_unit(asked: FitRequest, table: Table) -> str:
    """What a time such as 15:03 begins with where the unit is hours; any other leaves it open."""
    return "h" if (asked.unit or unit_of_name(asked.column, table.columns)) == "h" else ""


def _check_unit(row: WaitRow, length: Length, asked: FitRequest, unit: str, faults: Faults) -> None:
    cell = row.cells[asked.column]
    if length.clock:
        first, second = cell.lstrip("+- ").split(":")
        said = (
            f"{asked.column}: '{cell}' may be {int(first)} h {int(second)} min or {int(first)} min"
            f" {int(second)} s" + (f", in a column of {unit}" if unit in {"min", "s"} else "")
        )
        faults.add(
            "clock",
            row.line,
            said,
            "With --unit h it is hours and minutes. A name such as"
            f" '{asked.column} (mm:ss)' in the first line makes it minutes and seconds, and so do"
            " three parts, as in 0:15:03.",
        )
    elif length.units and asked.unit and asked.unit not in length.units:
        faults.add(
            "unit",
            row.line,
            f"{asked.column}: '{cell}' is not in the unit that --unit {asked.unit} says",
        )


def check_length(wait: Wait, asked: FitRequest, unit: str, faults: Faults) -> None:
    """Whether a value can be a wait at all, and whether it fits what is known of the intervals."""
    column, value, shown = asked.title, wait.value, f"{wait.value:g}"
    if not isfinite(value):
        said = (
            f"{column}: a wait without end is written with the time until which it was watched, and"
            " right:COLUMN"
        )
        faults.add("infinite", wait.line, f"{said}, got {wait.written[:40]}")
    elif value < 0:
        faults.add(
            "negative",
            wait.line,
            f"{column}: a waiting time cannot be negative, got {shown}",
            _mark(wait, asked),
        )
    elif value == 0:
        _add_zero(wait, asked, faults)
    elif value * SECONDS[unit] > LONGEST:
        said = f"{column}: {shown} {unit} is longer than a century, so no waiting time"
        faults.add("long", wait.line, said, _mark(wait, asked))
    elif value * SECONDS[unit] < SHORTEST:
        said = f"{column}: {shown} {unit} is shorter than a microsecond, so no waiting time"
        faults.add("short", wait.line, said, _mark(wait, asked))
    elif asked.width and abs(value / asked.width - round(value / asked.width)) > 1e-6:
        said = f"{column}: {shown} is no whole multiple of the intervals' width {asked.width:g}"
        faults.add("between", wait.line, said)


def _add_zero(wait: Wait, asked: FitRequest, faults: Faults) -> None:
    if asked.width:
        said = f"0 lies in no interval; a value k means more than k - {asked.width:g}, at most k"
        faults.add("zero", wait.line, f"{asked.title}: {said}")
        return
    hint = (
        "Of times rounded up to whole units, --censoring interval takes 1 for all within the first"
        " unit."
    )
    faults.add(
        "zero", wait.line, f"{asked.title}: no delay law allows a time of exactly zero", hint
    )


def _mark(wait: Wait, asked: FitRequest) -> str:
    """How to leave a mark for "not known" out."""
    if asked.start:
        return ""
    return (
        f"If it stands for 'not known', --where '{asked.column}!={wait.written[:40]}' leaves it"
        " out."
    )


def is_still(row: WaitRow, column: str, faults: Faults) -> bool:
    """Whether a wait had not ended, by the column that says so."""
    if not column:
        return False
    cell = row.cells[column].casefold()
    if cell not in _TRUE | _FALSE:
        said = f"{column}: expected true where the wait had not ended and false where it had"
        faults.add("still", row.line, f"{said}, got '{row.cells[column][:40]}'")
    return cell in _TRUE
