"""Moments of columns that come in blocks: what intervals and tests of means are computed from, in
constant memory.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from sim.experiment.statistics.estimates import Floats
from sim.experiment.statistics.mean_intervals import Sums
from sim.experiment.statistics.value_table import Counts, ValueTable


def sums_of(values: ArrayLike, grain: ArrayLike = 0.0) -> Sums:
    """What intervals and tests need, from one row a world (or a single column); NaN is left out.

    Values closer to one another than ``grain`` count as the same.
    """
    rows = np.asarray(values, dtype=np.float64)
    rows = rows[:, None] if rows.ndim == 1 else rows
    moments = Moments(rows.shape[1], grain)
    moments.add(rows)
    return moments.sums


class Moments:
    """Number, mean, squared and cubed deviations of each column, with what is seen of its range and
    of its values where they are few; NaN is left out.

    Values are taken relative to the first of their column: a constant then has no deviations at
    all, not even those that rounding makes, and sums of zeros and ones are exact. Blocks are merged
    after Chan, Golub and LeVeque (1983), cubes after Pebay (2008). Values closer to one another
    than ``grain`` count as the same. Without ``values`` the table of them is left empty: enough for
    a variance.
    """

    __slots__ = ("_cubes", "_first", "_sum", "_table", "_values", "least", "most", "n", "squares")

    def __init__(self, columns: int, grain: ArrayLike = 0.0, *, values: bool = True) -> None:
        self.n: Counts = np.zeros(columns, dtype=np.int64)
        self.squares = np.zeros(columns)
        self.least, self.most = np.full(columns, np.nan), np.full(columns, np.nan)
        self._cubes = np.zeros(columns)
        self._first = np.zeros(columns)
        self._sum = np.zeros(columns)
        self._table = ValueTable(columns, grain)
        self._values = values

    def add(self, values: Floats) -> None:
        """Take in a block: one row a world."""
        if not len(values):
            return
        known = ~np.isnan(values)
        fresh = (self.n == 0) & known.any(axis=0)
        self._first = np.where(
            fresh, values[known.argmax(axis=0), np.arange(values.shape[1])], self._first
        )
        shifted = np.where(known, values - self._first, 0.0)
        n, total = known.sum(axis=0), shifted.sum(axis=0)
        mean = total / np.maximum(n, 1)
        apart = np.where(known, shifted - mean, 0.0)
        self._merge(n, total, (apart**2).sum(axis=0), (apart**3).sum(axis=0))
        self.least = np.fmin(self.least, np.fmin.reduce(values, axis=0))
        self.most = np.fmax(self.most, np.fmax.reduce(values, axis=0))
        if self._values:
            self._table.add(values)

    def _merge(self, n: Counts, total: Floats, squares: Floats, cubes: Floats) -> None:
        """Put the sums of a block to those of all before it."""
        both = np.maximum(self.n + n, 1)
        apart = total / np.maximum(n, 1) - self._sum / np.maximum(self.n, 1)
        self._cubes += cubes + apart**3 * (self.n * n * (self.n - n) / both**2)
        self._cubes += 3.0 * apart * (self.n * squares - n * self.squares) / both
        self.squares += squares
        self.squares += apart**2 * (self.n * n / both)
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

    @property
    def sums(self) -> Sums:
        """What intervals and tests of the means are computed from."""
        return Sums(
            n=self.n,
            mean=self.mean,
            squares=self.squares,
            cubes=self._cubes,
            least=self.least,
            most=self.most,
            table=self._table,
        )
