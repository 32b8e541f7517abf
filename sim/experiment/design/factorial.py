"""Which sets of measures are tried: all of them, or a fraction that still tells main effects from
one another.

A fraction of resolution IV (Box, Hunter and Hunter 2005, table 6.22) confounds no main effect with
another or with the interaction of two measures; interactions of two are confounded with one
another, and which is said. The signs of the generators are chosen so that the set without any
measure is among the runs.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import combinations
from operator import xor
from typing import Final

from sim.errors import UsageError

#: By number of factors: the columns of a full design that are multiplied to give each further
#: column.
GENERATORS: Final[Mapping[int, tuple[str, ...]]] = {
    4: ("012",),
    5: ("0123",),
    6: ("012", "123"),
    7: ("012", "123", "023"),
    8: ("123", "023", "012", "013"),
}
MOST: Final = 10  # factors of a full design: 1024 sets

Word = frozenset[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class FactorialDesign:
    """Sets of factors to be run, the empty one first. ``words`` are the products of columns that
    are constant in a fraction.
    """

    factors: tuple[str, ...]
    runs: tuple[frozenset[str], ...]
    generators: tuple[str, ...] = ()
    words: tuple[Word, ...] = ()

    @property
    def full(self) -> bool:
        """Whether every set is run."""
        return not self.words

    def pairs(self) -> Iterator[tuple[str, str]]:
        """Two factors at a time, in order."""
        return combinations(self.factors, 2)

    def aliases(self, first: str, second: str) -> tuple[tuple[str, str], ...]:
        """Other interactions of two factors that cannot be told from this one."""
        pair = frozenset((self.factors.index(first), self.factors.index(second)))
        others = [sorted(word ^ pair) for word in self.words if len(word ^ pair) == 2]
        return tuple((self.factors[a], self.factors[b]) for a, b in sorted(others))

    def resolution(self) -> int:
        """Length of the shortest word; 0 for a full design, which confounds nothing."""
        return min(map(len, self.words), default=0)


def full(factors: Sequence[str]) -> FactorialDesign:
    """All sets of the factors."""
    if len(factors) > MOST:
        raise UsageError(
            f"{len(factors)} measures have {2 ** len(factors)} sets, more than {2**MOST}: name at"
            f" most {MOST}."
        )
    return FactorialDesign(
        factors=tuple(factors),
        runs=tuple(_factor_names(factors, mask) for mask in range(2 ** len(factors))),
    )


def fraction(factors: Sequence[str]) -> FactorialDesign:
    """The smallest fraction of resolution IV or more."""
    k = len(factors)
    if k not in GENERATORS:
        least, most = min(GENERATORS), max(GENERATORS)
        raise UsageError(
            f"A fraction of resolution IV takes from {least} to {most} measures, not {k}: leave out"
            " --fraction."
        )
    base = k - len(GENERATORS[k])
    columns = [[int(digit) for digit in word] for word in GENERATORS[k]]
    masks = [_completed_run(mask, columns, base) for mask in range(2**base)]
    words = tuple(_group([frozenset((*column, base + at)) for at, column in enumerate(columns)]))
    return FactorialDesign(
        factors=tuple(factors),
        runs=tuple(_factor_names(factors, mask) for mask in masks),
        generators=tuple(
            _alias_text(factors, column, base + at) for at, column in enumerate(columns)
        ),
        words=words,
    )


def _completed_run(mask: int, columns: Sequence[Sequence[int]], base: int) -> int:
    """A run of the full design with the further factors in it: each present where an odd number of
    its column is.
    """
    for at, column in enumerate(columns):
        present = sum(mask >> factor & 1 for factor in column) % 2
        mask |= present << (base + at)
    return mask


def _group(generators: Sequence[Word]) -> Iterator[Word]:
    """All products of the generators."""
    for size in range(1, len(generators) + 1):
        for some in combinations(generators, size):
            yield reduce(xor, some)


def _factor_names(factors: Sequence[str], mask: int) -> frozenset[str]:
    return frozenset(factor for at, factor in enumerate(factors) if mask >> at & 1)


def _alias_text(factors: Sequence[str], column: Sequence[int], made: int) -> str:
    sign = "" if len(column) % 2 else "-"
    return f"{factors[made]} = {sign}{' x '.join(factors[at] for at in column)}"
