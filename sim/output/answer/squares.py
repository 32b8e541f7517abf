"""Worlds as squares: a hundred of them, or one a world where there are fewer, the same world at the
same place under both arms, and as many of each kind as a rounded share says.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from math import floor
from typing import Final, TypeVar

from sim.output.answer.courses import ASKED, COURSES, Column, places

#: Squares of one arm.
MOST: Final = 100
_ORDER: Final = (ASKED, *[name for name in COURSES if name != "none"], "none")
K = TypeVar("K")
Cells = dict[tuple[str, str], int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Squares:
    """What each square was under the first arm and under the second; each is ``worlds`` worlds."""

    first: tuple[str, ...]
    second: tuple[str, ...]
    worlds: float

    def counts(self, second: bool) -> Mapping[str, int]:  # noqa: FBT001 - one of two arms
        """How many squares of an arm are what, in the order in which they are told."""
        found = Counter(self.second if second else self.first)
        return {name: found[name] for name in _ORDER if found[name]}


def squares_of(first: Column, second: Column) -> Squares:
    """Squares sorted by what they were under the first arm, then under the second."""
    pairs = Counter(zip(places(first), places(second), strict=True))
    many = len(first)
    squares = min(many, MOST)
    cells = rounded_cells({pair: squares * count / many for pair, count in pairs.items()}, squares)
    order = sorted(cells, key=lambda pair: (_ORDER.index(pair[0]), _ORDER.index(pair[1])))
    laid = [pair for pair in order for _ in range(cells[pair])]
    return Squares(
        first=tuple(pair[0] for pair in laid),
        second=tuple(pair[1] for pair in laid),
        worlds=many / squares,
    )


def rounded_cells(exact: Mapping[tuple[str, str], float], total: int) -> Cells:
    """Whole numbers near the exact ones whose sums over each side are the rounded sums of that
    side: the sides by the largest remainder, the cells inside them.
    """
    cells: Cells = {}
    rows = _rounded_side(exact, 0, total)
    for row, many in rows.items():
        inside = {pair: value for pair, value in exact.items() if pair[0] == row}
        cells |= _round_to_total(inside, many)
    wanted = _rounded_side(exact, 1, total)
    for _ in range(total):
        found = _sums(cells, 1)
        over = [name for name in wanted if found[name] > wanted[name]]
        under = [name for name in wanted if found[name] < wanted[name]]
        moves = [
            (exact[row, more] - exact[row, less], row, more, less)
            for (row, more) in exact
            for less in over
            if more in under and cells.get((row, less), 0) > 0
        ]
        if not moves:
            break
        _, row, more, less = max(moves)
        cells[row, more] += 1
        cells[row, less] -= 1
    return cells


def _sums(cells: Mapping[tuple[str, str], float], side: int) -> dict[str, float]:
    names = sorted({pair[side] for pair in cells})
    return {
        name: sum(value for pair, value in cells.items() if pair[side] == name) for name in names
    }


def _rounded_side(exact: Mapping[tuple[str, str], float], side: int, total: int) -> dict[str, int]:
    """The squares of one arm: of what is asked as many as its level is printed, of all others by
    the largest remainder, so that a title and the squares below it never say two numbers.
    """
    sums = _sums(exact, side)
    asked = {name: int(f"{value:.0f}") for name, value in sums.items() if name == ASKED}
    others = {name: value for name, value in sums.items() if name != ASKED}
    return (
        asked | _round_to_total(others, total - sum(asked.values()))
        if others
        else _round_to_total(sums, total)
    )


def _round_to_total(exact: Mapping[K, float], total: int) -> dict[K, int]:
    """Whole numbers with this sum, by the largest remainder."""
    found = {name: floor(value + 1e-9) for name, value in exact.items()}
    left = sorted(exact, key=lambda name: found[name] - exact[name])
    for name in left[: max(0, total - sum(found.values()))]:
        found[name] += 1
    return found
