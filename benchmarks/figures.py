"""What a benchmark says: figures over several rounds, with median, range and goal, as a table for a
terminal or a page.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from statistics import median

Row = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """What a median should reach: at least a bound, or at most."""

    bound: float
    least: bool

    def met(self, value: float) -> bool:
        """Whether a value keeps the bound."""
        return value >= self.bound if self.least else value <= self.bound

    def told(self, value: float, unit: str) -> str:
        """The bound, and whether the value keeps it."""
        return (
            f"{'at least' if self.least else 'at most'} {self.bound:g}{unit}:"
            f" {'met' if self.met(value) else 'MISSED'}"
        )


def at_least(bound: float) -> Goal:
    """A goal from below."""
    return Goal(bound=bound, least=True)


def at_most(bound: float) -> Goal:
    """A goal from above."""
    return Goal(bound=bound, least=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One thing measured once a round; ``digits`` are those after the point."""

    what: str
    values: Sequence[float]
    unit: str = ""
    digits: int = 2
    goal: Goal | None = None

    @property
    def row(self) -> Row:
        """What it is, median, range, rounds, goal."""
        middle = median(self.values)
        goal = self.goal.told(middle, self.unit) if self.goal else ""
        return (
            self.what,
            f"{self._number(middle)}{self.unit}",
            self.spread,
            str(len(self.values)),
            goal,
        )

    @property
    def spread(self) -> str:
        """The least and the greatest; nothing of a single value."""
        if len(self.values) == 1:
            return ""
        return f"{self._number(min(self.values))} to {self._number(max(self.values))}"

    def _number(self, value: float) -> str:
        return f"{value:.{self.digits}f}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows under a header, and what must be said of them."""

    header: Row
    rows: Sequence[Row]
    note: str = ""

    def text(self) -> str:
        """For a terminal: columns in line."""
        lines = [self.header, *self.rows]
        widths = [max(map(len, column)) for column in zip_longest(*lines, fillvalue="")]
        told = [
            "  " + "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True))
            for line in lines
        ]
        return "\n".join(
            line.rstrip() for line in [*told, *([f"  {self.note}"] if self.note else [])]
        )

    def markdown(self) -> str:
        """For a page."""
        from tools.blocks import table

        return "\n\n".join([table(self.header, self.rows), *([self.note] if self.note else [])])


def table(figures: Iterable[Figure], note: str = "") -> Table:
    """Figures, a row each."""
    return Table(
        header=("", "median", "range", "rounds", "goal"),
        rows=[figure.row for figure in figures],
        note=note,
    )
