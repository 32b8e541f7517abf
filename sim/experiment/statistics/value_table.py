"""The few distinct values of columns that hardly vary, with their counts: in constant memory, and
the same whether worlds come at once or in blocks.

What is told of rare events needs no more. How many worlds depart from the commonest value is exact
as long as they are fewer than the table has places; beyond that they are many anyway.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sim.experiment.statistics.estimates import Floats

#: Distinct values kept of a column: one more than departures that any level in use asks for.
PLACES: Final = 32

Counts = NDArray[np.int64]


class ValueTable:
    """The first ``PLACES`` distinct values of each column, in the order in which they came, and how
    often each was seen. ``crowded`` are columns that had more.

    Values closer to one another than ``grain`` are taken for the same.
    """

    __slots__ = ("_grain", "counts", "crowded", "n", "values")

    def __init__(self, columns: int, grain: ArrayLike = 0.0) -> None:
        self._grain = np.broadcast_to(np.asarray(grain, dtype=np.float64), (columns,))
        self.values = np.full((columns, PLACES), np.nan)
        self.counts: Counts = np.zeros((columns, PLACES), dtype=np.int64)
        self.crowded = np.zeros(columns, dtype=bool)
        self.n: Counts = np.zeros(columns, dtype=np.int64)

    def add(self, block: Floats) -> None:
        """Take in a block: one row a world; NaN is left out."""
        block = self._on_grid(block)
        self.n += (~np.isnan(block)).sum(axis=0)
        crowded = np.flatnonzero(self.crowded)
        for place in range(PLACES) if len(crowded) else ():
            seen = block[:, crowded] == self.values[crowded, place]
            self.counts[crowded, place] += seen.sum(axis=0)
        for column in np.flatnonzero(~self.crowded):
            values = block[:, column]
            kinds, first, counts = np.unique(
                values[~np.isnan(values)], return_index=True, return_counts=True
            )
            order = np.argsort(first)
            self._learn(int(column), kinds[order], counts[order])

    def merge(self, later: ValueTable) -> None:
        """Take in the worlds of another table, which came after these."""
        self.n += later.n
        for column in range(len(self.n)):
            known = later.counts[column] > 0
            self._learn(column, later.values[column, known], later.counts[column, known])
        self.crowded |= later.crowded

    @property
    def departures(self) -> Counts:
        """In how many worlds a column is not at its commonest value."""
        departed: Counts = self.n - self.counts.max(axis=1)
        return departed

    def _on_grid(self, block: Floats) -> Floats:
        fine = self._grain > 0.0
        step = np.where(fine, self._grain, 1.0)
        return np.where(fine, np.rint(block / step) * step, block)

    def _learn(self, column: int, kinds: Floats, counts: Counts) -> None:
        """Distinct values with their counts, in the order in which they came."""
        used = int((self.counts[column] > 0).sum())
        same = kinds[:, None] == self.values[column, :used]
        self.counts[column, :used] += (same * counts[:, None]).sum(axis=0)
        fresh = np.flatnonzero(~same.any(axis=1))
        room = fresh[: PLACES - used]
        self.values[column, used : used + len(room)] = kinds[room]
        self.counts[column, used : used + len(room)] = counts[room]
        self.crowded[column] |= len(fresh) > len(room)
