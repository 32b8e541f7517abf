"""Waiting times out of the text of a CSV file: which rows, which column, what is known of each wait, and what is wrong.

Nothing is guessed: a gap, a word or a negative time in a row that was asked for is a mistake, told with its line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np

from sim.errors import UsageError, did_you_mean
from sim.experiment.fitting_rows import GAPS, Row, Where, rows_of
from sim.experiment.fitting_times import Times, gathered

LEAST_ROWS: Final = 10
LEAST_ENDED: Final = 5
LEAST_DIFFERENT: Final = 3

#: What a column's name may say of its unit.
UNIT_WORDS: Final[Mapping[str, str]] = {
    "min": "min", "mins": "min", "minute": "min", "minutes": "min",
    "h": "h", "hr": "h", "hrs": "h", "hour": "h", "hours": "h",
    "d": "d", "day": "d", "days": "d",
}  # fmt: skip

_NUMBER: Final = re.compile(r"[-+]?(\d+(\.\d*)?|\.\d+)([eE][-+]?\d{1,3})?", re.ASCII)
_TRUE: Final = frozenset({"1", "true", "yes", "t", "y"})
_FALSE: Final = frozenset({"0", "false", "no", "f", "n"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which numbers of a file are meant, and how they were taken.

    ``width`` above zero: a value k says that the wait ended within (k - width, k]. ``still`` names the column that says which
    waits had not ended. ``skip_gaps`` leaves rows without a value out instead of refusing them.
    """

    column: str
    unit: str = ""
    wheres: tuple[Where, ...] = ()
    width: float = 0.0
    still: str = ""
    skip_gaps: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """Waiting times as read, in ``unit``, and how many rows gave none: not asked for, or without a value.

    ``still`` names the column that said which waits had not ended; empty where none was asked.
    """

    times: Times
    unit: str
    still: str
    rows: int
    left_out: int
    gaps: int

    @property
    def whole(self) -> bool:
        """Whether all times are whole numbers, as counts of days are."""
        return bool((self.times.t == np.round(self.times.t)).all())


def measured(text: str, name: str, asked: Asked) -> Measured:
    """The waiting times that are asked for out of a file's text; ``name`` is what messages call the file."""
    header, rows = rows_of(text, name)
    for column in (asked.column, *(where.column for where in asked.wheres), *filter(None, [asked.still])):
        _check_column(column, header, name)
    unit = asked.unit or _unit_of(asked.column)
    chosen = [row for row in rows if all(where.holds(row, name) for where in asked.wheres)]
    _check_chosen(chosen, rows, asked.wheres, name)
    there = [row for row in chosen if not (asked.skip_gaps and _is_gap(row.cells[asked.column]))]
    _check_cells(there, asked, name)
    values = [float(row.cells[asked.column]) for row in there]
    waiting = [_still(row, asked.still) for row in there]
    _check_sample(values, waiting, name, len(chosen) - len(there))
    times = gathered(values, waiting, asked.width)
    return Measured(
        times=times, unit=unit, still=asked.still, rows=len(rows), left_out=len(rows) - len(chosen),
        gaps=len(chosen) - len(there),
    )  # fmt: skip


def _check_column(column: str, header: Sequence[str], name: str) -> None:
    if not column:
        raise UsageError(f"{name}: say with --column which column holds the times. There are: {', '.join(header)}.")
    if column not in header:
        hint = did_you_mean(column, header, f"There are: {', '.join(header)}.")
        raise UsageError(f"{name}:1: there is no column '{column}'. {hint}")


def _unit_of(column: str) -> str:
    """The unit that the name of a column ends or begins with, such as ``days_to_response`` or ``delay_min``."""
    words = re.split(r"[^a-z]+", column.lower())
    found = {UNIT_WORDS[word] for word in words if word in UNIT_WORDS}
    if len(found) != 1:
        raise UsageError(
            f"The column's name '{column}' does not say in which unit its times are: add --unit d, h or min."
        )
    return found.pop()


def _check_chosen(chosen: Sequence[Row], rows: Sequence[Row], wheres: Sequence[Where], name: str) -> None:
    if chosen or not wheres:
        return
    for where in wheres:
        seen = list(dict.fromkeys(row.cells[where.column] for row in rows))
        if not any(where.holds(row, name) for row in rows):
            hint = did_you_mean(where.value, seen, f"It has: {', '.join(seen[:6])}{', ...' if len(seen) > 6 else ''}.")
            raise UsageError(f"{name}: no row has {where}. {hint}")
    raise UsageError(f"{name}: no row has {' and '.join(map(str, wheres))} at once.")


class Fault(NamedTuple):
    """What is wrong with a cell: a kind, what to say of the first such cell, and what would help."""

    kind: str
    said: str
    hint: str = ""


def _check_cells(rows: Sequence[Row], asked: Asked, name: str) -> None:
    """All that is wrong with the cells, one line for each kind of fault: where it is first, and how often there is more."""
    faults: dict[str, list[tuple[int, Fault]]] = {}
    for row in rows:
        for fault in _faults(row, asked):
            faults.setdefault(fault.kind, []).append((row.line, fault))
    lines = [_told(name, found) for found in faults.values()]
    if lines:
        raise UsageError("\n".join(lines))


def _told(name: str, found: Sequence[tuple[int, Fault]]) -> str:
    (line, fault), more = found[0], len(found) - 1
    many = f" ({more} more such row{'s' if more > 1 else ''}, the last in line {found[-1][0]})" if more else ""
    return f"{name}:{line}: {fault.said}{many}.{fault.hint}"


def _faults(row: Row, asked: Asked) -> Iterator[Fault]:
    """What is wrong with a row."""
    cell = row.cells[asked.column]
    if _is_gap(cell):
        hint = "\n    Add --skip-gaps to leave such rows out, if nothing is known of them."
        yield Fault("gap", f"{asked.column} has no value", hint)
    elif not _NUMBER.fullmatch(cell):
        yield Fault("text", f"{asked.column}: expected a number, got '{cell[:40]}'")
    else:
        yield from _unfit(float(cell), asked)
    if asked.still and row.cells[asked.still].casefold() not in _TRUE | _FALSE:
        said = f"{asked.still}: expected true where the wait had not ended and false where it had"
        yield Fault("still", f"{said}, got '{row.cells[asked.still][:40]}'")


def _unfit(value: float, asked: Asked) -> Iterator[Fault]:
    if not np.isfinite(value):
        yield Fault(
            "infinite",
            f"{asked.column}: a wait without end is written with the time until which it was watched, and right:COLUMN",
        )
    elif value < 0:
        yield Fault("negative", f"{asked.column}: a waiting time cannot be negative, got {value:g}")
    elif value == 0 and asked.width:
        said = f"{asked.column}: 0 lies in no interval; a value k means more than k - {asked.width:g}, at most k"
        yield Fault("zero", said)
    elif value == 0:
        hint = "\n    Of times rounded up to whole units, --censoring interval takes 1 for all within the first unit."
        yield Fault("zero", f"{asked.column}: no delay law allows a time of exactly zero", hint)
    elif asked.width and abs(value / asked.width - round(value / asked.width)) > 1e-6:
        said = f"{asked.column}: {value:g} is no whole multiple of the intervals' width {asked.width:g}"
        yield Fault("between", said)


def _is_gap(cell: str) -> bool:
    return cell.casefold() in GAPS


def _still(row: Row, column: str) -> bool:
    return bool(column) and row.cells[column].casefold() in _TRUE


def _check_sample(values: Sequence[float], waiting: Sequence[bool], name: str, gaps: int) -> None:
    """Whether there is enough to tell anything from."""
    ended = [value for value, still in zip(values, waiting, strict=True) if not still]
    if len(values) < LEAST_ROWS:
        without = f", {gaps} without a value left out," if gaps else ""
        raise UsageError(f"{name}: {len(values)} rows{without} are too few to fit a law to: ten at least.")
    if not ended:
        raise UsageError(f"{name}: all {len(values)} waits were still going on, so nothing tells how long one lasts.")
    if len(ended) < LEAST_ENDED:
        raise UsageError(f"{name}: of {len(values)} waits only {len(ended)} had ended: {LEAST_ENDED} at least.")
    different = len(set(ended))
    if different == 1:
        raise UsageError(
            f"{name}: all {len(ended)} waits that ended took {ended[0]:g}: a constant needs no fit, write it as it is."
        )
    if different < LEAST_DIFFERENT:
        raise UsageError(f"{name}: the waits take only {different} different values, too coarse to tell laws apart.")
