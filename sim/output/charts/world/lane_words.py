"""The words beside the marks of a lane: on which side of its mark each stands, and in which row, so
that none lies on another, on a mark, or on a line through all lanes where it can stand elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

from sim.output.charts.base.words import display_width, shortened_text

LETTER: Final = (
    0.063  # inches of a letter of the smallest text: sentences take 0.058 on average, and some more
)
MARKER: Final = 0.08  # inches from the middle of a mark to words beside it
LEAST: Final = 12  # letters: what is left of a text in less room says nothing
MOST_ROWS: Final = 6  # of words in a lane

Side = Literal["left", "right"]
Span = tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Words that belong to a mark which reaches from ``start`` to ``end``, in inches from the left
    edge; where they may stand on either side, they rather stand on ``rather``.
    """

    text: str
    start: float
    end: float
    rather: Side = "right"


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """As much of some words as has room, the row in which they stand and the side of their mark."""

    text: str
    row: int
    side: Side


@dataclass(slots=True)
class _Rows:
    """What is taken of the rows of a lane; ``blocked`` is so in each of them."""

    width: float
    lines: Sequence[float]
    blocked: Sequence[Span]
    taken: list[list[Span]] = field(default_factory=lambda: [[] for _ in range(MOST_ROWS)])

    def place(self, wanted: Wanted) -> Placed:
        """The place of some words, which is taken by them from now on."""
        length = LETTER * display_width(wanted.text) + MARKER
        sides: tuple[Side, ...] = (
            ("right", "left") if wanted.rather == "right" else ("left", "right")
        )
        free = [
            (self._lines_crossed(wanted, side, length), row, order, side)
            for row in range(MOST_ROWS)
            for order, side in enumerate(sides)
            if self._room(wanted, side, row) >= length
        ]
        if free:
            _, row, _, side = min(free)
        else:
            length, row, side = self._most_room(wanted, sides)
        self.taken[row].append(_span(wanted, side, length))
        columns = int((length - MARKER) / LETTER + 1e-6)
        enough = columns >= min(LEAST, display_width(wanted.text))
        return Placed(
            text=shortened_text(wanted.text, columns) if enough else "", row=row, side=side
        )

    def _most_room(self, wanted: Wanted, sides: tuple[Side, ...]) -> tuple[float, int, Side]:
        """Where words that fit nowhere lose the least, of the rows in which their mark is free."""
        best = max(
            (self._room(wanted, side, row), -row, -order)
            for row in range(MOST_ROWS)
            for order, side in enumerate(sides)
        )
        return max(best[0], MARKER), -best[1], sides[-best[2]]

    def _room(self, wanted: Wanted, side: Side, row: int) -> float:
        """Inches that are free beside a mark; less than none where the mark itself is covered."""
        spans = [*self.taken[row], *self.blocked]
        if any(span[0] < wanted.end and span[1] > wanted.start for span in self.taken[row]):
            return -1.0
        if side == "right":
            ends = [span[0] for span in spans if span[1] > wanted.end]
            return min([self.width, *ends]) - wanted.end
        starts = [span[1] for span in spans if span[0] < wanted.start]
        return wanted.start - max([0.0, *starts])

    def _lines_crossed(self, wanted: Wanted, side: Side, length: float) -> int:
        """How many lines would run through the words."""
        low, high = _span(wanted, side, length)
        return sum(
            low < line < high and not wanted.start <= line <= wanted.end for line in self.lines
        )


def _span(wanted: Wanted, side: Side, length: float) -> Span:
    """What words take together with their mark, and a little air."""
    if side == "right":
        return wanted.start, wanted.end + length + MARKER
    return wanted.start - length - MARKER, wanted.end


def placed(
    wanted: Sequence[Wanted],
    width: float,
    lines: Sequence[float] = (),
    blocked: Sequence[Span] = (),
) -> list[Placed]:
    """Places for words in the order given, on a lane that is ``width`` inches wide; ``lines`` are
    better not crossed, and what is ``blocked`` is not free in any row.
    """
    rows = _Rows(width=width, lines=lines, blocked=blocked)
    return list(_places(rows, wanted))


def _places(rows: _Rows, wanted: Sequence[Wanted]) -> Iterator[Placed]:
    for one in wanted:
        yield rows.place(one)
