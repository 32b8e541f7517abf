"""What is asked of a file of waiting times: which columns and rows, in which notation, and how the
times were taken.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from sim.errors import UsageError
from sim.experiment.fitting.table.layout import separator
from sim.experiment.fitting.table.numbers import sign_option
from sim.experiment.fitting.table.rows import Table, Where


@dataclass(frozen=True, slots=True, kw_only=True)
class FitRequest:
    """Which numbers of a file are meant, and how they were taken.

    ``width`` above zero: a value k says that the wait ended within (k - width, k]. ``still`` names
    the column that says which waits had not ended. ``skip_gaps`` leaves rows without a value out
    instead of refusing them. ``start`` and ``end`` name columns of time stamps in place of
    ``column``; ``until`` says when those without an end were last seen, ``dates`` whether the day
    or the month comes first. ``delimiter``, ``decimal`` and ``thousands`` are found in the file if
    they are not given.
    """

    column: str = ""
    unit: str = ""
    wheres: tuple[Where, ...] = ()
    width: float = 0.0
    still: str = ""
    skip_gaps: bool = False
    delimiter: str = ""
    decimal: str = ""
    thousands: str = ""
    start: str = ""
    end: str = ""
    until: str = ""
    dates: str = ""

    @property
    def title(self) -> str:
        """What the times are called."""
        return f"{self.start} to {self.end}" if self.start else self.column

    @property
    def wanted_columns(self) -> tuple[str, ...]:
        """The columns that hold the times."""
        return tuple(filter(None, (self.column, self.start, self.end)))

    def with_signs(self) -> FitRequest:
        """The same with separators as signs, where they were given by name."""
        if self.column and (self.start or self.end):
            raise UsageError(
                "--column names a column of lengths; --start and --end name two of points in time:"
                " not both."
            )
        if bool(self.start) is not bool(self.end):
            raise UsageError(
                "--start and --end go together: one column says when a wait began, the other when"
                " it ended."
            )
        if not self.start and (self.until or self.dates):
            raise UsageError(f"--{'until' if self.until else 'dates'} goes with --start and --end.")
        return replace(
            self,
            delimiter=separator(self.delimiter),
            decimal=sign_option("--decimal", self.decimal),
            thousands=sign_option("--thousands", self.thousands),
        )

    def of(self, table: Table, file: str) -> FitRequest:
        """The same with the names of columns in place of their numbers; each must be there."""
        if not self.wanted_columns:
            raise UsageError(
                f"{file}: say with --column which column holds the times. {table.column_list()}"
            )

        def column(name: str) -> str:
            return table.column(name, file) if name else ""

        return replace(
            self,
            column=column(self.column),
            start=column(self.start),
            end=column(self.end),
            wheres=tuple(replace(where, column=column(where.column)) for where in self.wheres),
            still=column(self.still),
        )


def censoring_of(given: tuple[str, ...]) -> tuple[float, str]:
    """Width of intervals (0: exact) and the column of those still waiting (empty: none)."""
    width, still = 0.0, ""
    for text in given:
        kind, colon, rest = text.partition(":")
        if kind == "right" and rest:
            still = rest
        elif kind == "interval":
            width = _width(text, rest if colon else "1")
        else:
            raise UsageError(
                f"--censoring {text}: expected right:COLUMN, interval or interval:WIDTH."
            )
    return width, still


def _width(text: str, number: str) -> float:
    try:
        width = float(number)
    except ValueError:
        width = 0.0
    if not 0 < width < float("inf"):
        raise UsageError(
            f"--censoring {text}: the width of intervals must be a number above zero, in the unit"
            " of the times."
        )
    return width
