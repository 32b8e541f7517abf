"""Waits from the time between two columns of time stamps. Without an end, a wait was still going on
when last watched.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sim.errors import UsageError
from sim.experiment.fitting.table.faults import Faults
from sim.experiment.fitting.table.request import FitRequest
from sim.experiment.fitting.table.rows import WaitRow, is_gap
from sim.experiment.fitting.table.time_stamps import order_of, stamp, why_no_stamp
from sim.experiment.fitting.table.units import SECONDS
from sim.experiment.fitting.table.waits import SKIP, Wait, Waits, check_length, is_still


@dataclass(frozen=True, slots=True, kw_only=True)
class _Span:
    """A row with its two ends; no end where none was seen."""

    row: WaitRow
    start: datetime
    end: datetime | None


def spans_of(rows: Sequence[WaitRow], asked: FitRequest, name: str) -> Waits:
    """The waits between two columns of time stamps."""
    there = [row for row in rows if not (asked.skip_gaps and _is_unknown(row, asked))]
    columns = (asked.start, asked.end)
    order = order_of(
        ((f"{name}:{row.line}: {one}", row.cells[one]) for row in there for one in columns),
        asked.dates,
    )
    faults = Faults(name)
    read = [_span(row, asked, order, faults) for row in there]
    faults.expect_none()
    spans = [span for span in read if span is not None]
    _check_zones(spans, name)
    last = _last(spans, asked, order)
    unit = asked.unit or _unit(spans)
    known = [span for span in spans if span.end is not None or span.start != last]
    waits = [_wait(span, last, asked, unit, faults) for span in known]
    faults.expect_none()
    return Waits(
        waits=tuple(waits),
        unit=unit,
        gaps=len(rows) - len(known),
        notes=_notes(known, asked, last, len(spans) - len(known)),
    )


def _is_unknown(row: WaitRow, asked: FitRequest) -> bool:
    """Whether a start or an end is not known; an empty end is known: it was not seen."""
    return is_gap(row.cells[asked.start]) or (
        bool(row.cells[asked.end]) and is_gap(row.cells[asked.end])
    )


def _span(row: WaitRow, asked: FitRequest, order: str, faults: Faults) -> _Span | None:
    start = _stamp(row, asked.start, order, faults)
    end = _stamp(row, asked.end, order, faults) if row.cells[asked.end] else None
    return None if start is None else _Span(row=row, start=start, end=end)


def _stamp(row: WaitRow, column: str, order: str, faults: Faults) -> datetime | None:
    cell = row.cells[column]
    if is_gap(cell):
        faults.add(
            "gap", row.line, f"{column} has no value" + (f" ('{cell}')" if cell else ""), SKIP
        )
        return None
    at = stamp(cell, order)
    if at is None:
        faults.add(
            "stamp",
            row.line,
            f"{column}: expected date and time, got '{cell[:40]}': {why_no_stamp(cell)}",
        )
    return at


def _check_zones(spans: Sequence[_Span], name: str) -> None:
    """All points in time have a zone, or none has: else nobody knows how far they are apart."""
    for span in spans:
        for at in (span.start, span.end):
            if at is not None and (at.tzinfo is None) is not (spans[0].start.tzinfo is None):
                raise UsageError(
                    f"{name}:{span.row.line}: a time with a zone and one without (line"
                    f" {spans[0].row.line}) cannot be compared: give all of them one, or none."
                )


def _last(spans: Sequence[_Span], asked: FitRequest, order: str) -> datetime:
    """Until when waits without an end were watched: as asked, else the latest time in the two
    columns.
    """
    seen = [at for span in spans for at in (span.start, span.end) if at is not None]
    if not asked.until:
        # Where nothing was seen, nothing is compared with it.
        return max(seen, default=datetime.min)  # noqa: DTZ901
    until = stamp(asked.until, order)
    if until is None:
        raise UsageError(f"--until {asked.until}: expected date and time, {why_no_stamp('')}.")
    if seen and (until.tzinfo is None) is not (seen[0].tzinfo is None):
        raise UsageError(
            f"--until {asked.until}: the times in the table have {'no' if until.tzinfo else 'a'}"
            " zone: write it so."
        )
    return until


def _unit(spans: Sequence[_Span]) -> str:
    """Days where all is known by its day, else hours."""
    moments = [at for span in spans for at in (span.start, span.end) if at is not None]
    return "d" if all((at.hour, at.minute, at.second) == (0, 0, 0) for at in moments) else "h"


def _wait(span: _Span, last: datetime, asked: FitRequest, unit: str, faults: Faults) -> Wait:
    row, still = span.row, is_still(span.row, asked.still, faults)
    written = f"{row.cells[asked.start]} to {row.cells[asked.end] or last}"
    value = ((span.end or last) - span.start).total_seconds() / SECONDS[unit]
    wait = Wait(line=row.line, written=written, value=value, still=still or span.end is None)
    if value < 0:
        before = (
            "it ends before it starts"
            if span.end
            else "it starts after the last time that was watched"
        )
        faults.add("before", row.line, f"{asked.title}: {before}, {written}")
    elif span.end is None and asked.still and not still:
        faults.add(
            "no end",
            row.line,
            f"{asked.end} is empty, and {asked.still} says that the end was seen",
        )
    else:
        check_length(wait, asked, unit, faults)
    return replace(wait, value=max(value, 0.0))


def _notes(
    spans: Sequence[_Span], asked: FitRequest, last: datetime, at_last: int
) -> tuple[str, ...]:
    many = sum(span.end is None for span in spans)
    if not many + at_last:
        return ()
    how = (
        "as --until says" if asked.until else "the latest time in the table; --until takes another"
    )
    rows = "1 row" if many + at_last == 1 else f"{many + at_last} rows"
    said = f"{rows} without {asked.end}: taken as still waiting at {last} ({how})."
    return (said + (f" {at_last} began at that very time and tells nothing." if at_last else ""),)
