"""Waiting times out of the text of a CSV file: which rows, which column, what is known of each
wait, and what is wrong.

Nothing is guessed: a gap, a word or a negative time in a row that was asked for is a mistake, told
with its line. What was left out, and what looks like a mark for a value that is not known, is told
beside the laws.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from sim.errors import UsageError, did_you_mean
from sim.experiment.fitting.table.doubts import (
    Total,
    likely_totals,
    lines_said,
    marks,
    without_sums,
    without_totals,
)
from sim.experiment.fitting.table.numbers import PLAIN, Notation
from sim.experiment.fitting.table.request import FitRequest
from sim.experiment.fitting.table.rows import Table, WaitRow, Where, table_of
from sim.experiment.fitting.table.spans import spans_of
from sim.experiment.fitting.table.units import unit_of_name
from sim.experiment.fitting.table.waits import Wait, notation_for, waits_of
from sim.experiment.fitting.times import Times, grouped_times

__all__ = [
    "LEAST_DIFFERENT",
    "LEAST_ENDED",
    "LEAST_ROWS",
    "FitRequest",
    "MeasuredWaits",
    "measured_times",
]

LEAST_ROWS: Final = 10
LEAST_ENDED: Final = 5
LEAST_DIFFERENT: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasuredWaits:
    """Waiting times as read, in ``unit``, and how many rows gave none: not asked for, or without a
    value.

    ``title`` is what the times are called. ``still`` names the column that said which waits had not
    ended; empty where none was asked. ``doubts`` are sentences on rows that were left out as sums,
    and on values that may be no waits.
    """

    times: Times
    unit: str
    still: str
    rows: int
    left_out: int
    gaps: int
    title: str = ""
    totals: tuple[int, ...] = ()
    doubts: tuple[str, ...] = ()

    @property
    def whole(self) -> bool:
        """Whether all times are whole numbers, as counts of days are."""
        return bool((self.times.t == np.round(self.times.t)).all())


def measured_times(text: str, name: str, asked: FitRequest) -> MeasuredWaits:
    """The waiting times that are asked for out of a file's text; ``name`` is what messages call the
    file.
    """
    asked = asked.with_signs()
    table = table_of(
        text,
        name,
        delimiter=asked.delimiter,
        wanted=[one for one in asked.wanted_columns if not one.isdecimal()],
    )
    asked = asked.of(table, name)
    rows, labelled = without_totals(table.rows)
    chosen = _chosen_rows(rows, table, asked, name)
    read = spans_of(chosen, asked, name) if asked.start else waits_of(chosen, table, asked, name)
    waits, summed = ([*read.waits], []) if asked.start else without_sums(read.waits)
    totals = [*labelled, *summed]
    _check_sample(waits, name, read.gaps, asked)
    return MeasuredWaits(
        times=grouped_times(
            [one.value for one in waits], [one.still for one in waits], asked.width
        ),
        unit=read.unit,
        still=asked.still
        or (f"no {asked.end}" if asked.start and any(one.still for one in waits) else ""),
        rows=len(rows) - len(summed),
        left_out=len(rows) - len(chosen),
        gaps=read.gaps,
        title=asked.title,
        totals=tuple(one.line for one in totals),
        doubts=(
            *read.notes,
            *_doubts(waits, totals, table, asked, name),
            *_doubted_labels(chosen, waits, name),
        ),
    )


def _chosen_rows(
    rows: Sequence[WaitRow], table: Table, asked: FitRequest, name: str
) -> list[WaitRow]:
    """The rows that meet all conditions."""
    notations = {
        where.column: notation_for(rows, where.column, table, asked, name)
        for where in asked.wheres
        if where.compares_numbers
    }

    def holds(where: Where, row: WaitRow) -> bool:
        return where.holds(row, name, notations.get(where.column, PLAIN))

    chosen = [row for row in rows if all(holds(where, row) for where in asked.wheres)]
    if not chosen and asked.wheres:
        raise _nothing_chosen(rows, asked.wheres, name, notations)
    return chosen


def _nothing_chosen(
    rows: Sequence[WaitRow], wheres: Sequence[Where], name: str, notations: dict[str, Notation]
) -> UsageError:
    for where in wheres:
        seen = list(dict.fromkeys(row.cells[where.column] for row in rows))
        if not any(where.holds(row, name, notations.get(where.column, PLAIN)) for row in rows):
            hint = did_you_mean(
                where.value,
                seen,
                f"It has: {', '.join(seen[:6])}{', ...' if len(seen) > 6 else ''}.",
            )
            return UsageError(f"{name}: no row has {where}. {hint}")
    return UsageError(f"{name}: no row has {' and '.join(map(str, wheres))} at once.")


def _doubts(
    waits: Sequence[Wait], totals: Sequence[Total], table: Table, asked: FitRequest, name: str
) -> Iterator[str]:
    if table.above:
        yield (
            f"{name}: the names of the columns are taken from line {table.line}; what stands above"
            " is left out."
        )
    named = "" if asked.start else unit_of_name(asked.column, table.columns)
    if asked.unit and named and asked.unit != named:
        yield (
            f"{name}: the name of {asked.title} says {named}, and --unit says {asked.unit}: its"
            f" times are taken as {asked.unit}."
        )
    for total in totals:
        yield f"{name}:{total.line}: {total.said}, no wait: left out."
    for written, lines in marks(waits):
        times = f"{len(lines)} times " if len(lines) > 1 else ""
        leave = "" if asked.start else f" If so, leave it out: --where '{asked.column}!={written}'."
        yield (
            f"{name}: {asked.title} is {written} {times}({lines_said(lines)}), far from all other"
            " values or written as a mark is. It is fitted as a wait, but likely stands for 'not"
            f" known'.{leave}"
        )


def _doubted_labels(rows: Sequence[WaitRow], waits: Sequence[Wait], name: str) -> Iterator[str]:
    for column, label, lines in likely_totals(rows, waits):
        yield (
            f"{name}: {column} is '{label[:40]}' in {lines_said(lines)}, as a row is called that"
            " sums others up. It is fitted as a wait. If it is none, leave it out: --where"
            f" '{column}!={label[:40]}'."
        )


def _check_sample(waits: Sequence[Wait], name: str, gaps: int, asked: FitRequest) -> None:
    """Whether there is enough to tell anything from."""
    ended = [one.value for one in waits if not one.still]
    if len(waits) < LEAST_ROWS:
        without = f", {gaps} without a value left out," if gaps else ""
        raise UsageError(
            f"{name}: {len(waits)} rows{without} are too few to fit a law to: ten at least."
        )
    if not ended:
        hint = (
            f" If 1 in {asked.still} means that the end was seen, it is the wrong way round:"
            " --censoring right:COLUMN takes a column that is 1 where the wait had not ended."
        )
        raise UsageError(
            f"{name}: all {len(waits)} waits were still going on, so nothing tells how long one"
            f" lasts.{hint if asked.still else ''}"
        )
    if len(ended) < LEAST_ENDED:
        raise UsageError(
            f"{name}: of {len(waits)} waits only {len(ended)} had ended: {LEAST_ENDED} at least."
        )
    different = len(set(ended))
    if different == 1:
        raise UsageError(
            f"{name}: all {len(ended)} waits that ended took {ended[0]:g}: a constant needs no fit,"
            " write it as it is."
        )
    if different < LEAST_DIFFERENT:
        raise UsageError(
            f"{name}: the waits take only {different} different values, too coarse to tell laws"
            " apart."
        )
