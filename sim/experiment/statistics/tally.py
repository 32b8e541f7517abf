"""Sums that a run leaves behind: what every estimate and comparison is computed from, in constant
memory.

Worlds come in blocks of ``BLOCK``, counted from replication 0 and taken in order, however they were
computed. So the sums, to their last bit, depend on the worlds alone and not on chunks, workers or
interruptions.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from sim.experiment.statistics.estimates import Floats

#: Worlds in a block, and in a row group of the results file.
BLOCK: Final = 2048

Counts = NDArray[np.int64]


class Moments:
    """Number, mean and squared deviations of each column; NaN is left out.

    Values are taken relative to the first of their column: a constant then has no deviations at
    all, not even those that rounding makes, and sums of zeros and ones are exact. Blocks are merged
    after Chan, Golub and LeVeque (1983).
    """

    __slots__ = ("_first", "_sum", "n", "squares")

    def __init__(self, columns: int) -> None:
        self.n: Counts = np.zeros(columns, dtype=np.int64)
        self.squares = np.zeros(columns)
        self._first = np.zeros(columns)
        self._sum = np.zeros(columns)

    def add(self, values: Floats) -> None:
        """Take in a block: one row a world."""
        known = ~np.isnan(values)
        fresh = (self.n == 0) & known.any(axis=0)
        self._first = np.where(
            fresh, values[known.argmax(axis=0), np.arange(values.shape[1])], self._first
        )
        shifted = np.where(known, values - self._first, 0.0)
        n, total = known.sum(axis=0), shifted.sum(axis=0)
        mean = total / np.maximum(n, 1)
        apart = mean - self._sum / np.maximum(self.n, 1)
        self.squares += np.where(known, shifted - mean, 0.0).__pow__(2).sum(axis=0)
        self.squares += apart**2 * (self.n * n / np.maximum(self.n + n, 1))
        self.n += n
        self._sum += total

    @property
    def mean(self) -> Floats:
        """NaN where there is no value."""
        return np.where(self.n > 0, self._first + self._sum / np.maximum(self.n, 1), np.nan)

    @property
    def variance(self) -> Floats:
        """NaN where there are fewer than two values."""
        return np.where(self.n > 1, self.squares / np.maximum(self.n - 1, 1), np.nan)


class Pairing:
    """Two arms in the worlds in which both have an outcome: their difference, and each of them
    there.
    """

    __slots__ = ("difference", "down", "first", "second", "up")

    def __init__(self, columns: int) -> None:
        self.difference = Moments(columns)
        self.first = Moments(columns)
        self.second = Moments(columns)
        self.up: Counts = np.zeros(columns, dtype=np.int64)
        self.down: Counts = np.zeros(columns, dtype=np.int64)

    def add(self, first: Floats, second: Floats) -> None:
        """Take in a block of the same worlds under both arms."""
        difference = first - second
        both = ~np.isnan(difference)
        self.difference.add(difference)
        self.first.add(np.where(both, first, np.nan))
        self.second.add(np.where(both, second, np.nan))
        self.up += (difference > 0).sum(axis=0)
        self.down += (difference < 0).sum(axis=0)

    @property
    def variance_ratio(self) -> Floats:
        """Variance of the difference if the arms had met different worlds, over what it is in the
        same worlds.
        """
        unpaired, paired = self.first.variance + self.second.variance, self.difference.variance
        return np.where(paired > 0, unpaired / np.where(paired > 0, paired, 1.0), np.nan)


class Tally:
    """The sums of all arms, and of pairs of them, given by their places among the arms."""

    __slots__ = ("arms", "pairs")

    def __init__(self, arms: int, columns: int, pairs: list[tuple[int, int]]) -> None:
        self.arms = [Moments(columns) for _ in range(arms)]
        self.pairs = {pair: Pairing(columns) for pair in pairs}

    def add(self, block: Floats) -> None:
        """Take in the next block: worlds x arms x columns."""
        for arm, moments in enumerate(self.arms):
            moments.add(block[:, arm])
        for (first, second), pairing in self.pairs.items():
            pairing.add(block[:, first], block[:, second])
