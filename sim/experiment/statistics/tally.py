"""Sums that a run leaves behind: what every estimate and comparison is computed from, in constant
memory.

Worlds come in blocks of ``BLOCK``, counted from replication 0 and taken in order, however they were
computed. So the sums, to their last bit, depend on the worlds alone and not on chunks, workers or
interruptions.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from sim.experiment.statistics.dust import DUST, without_dust
from sim.experiment.statistics.estimates import Floats
from sim.experiment.statistics.moments import Moments
from sim.experiment.statistics.value_table import Counts

#: Worlds in a block, and in a row group of the results file.
BLOCK: Final = 2048


class Pairing:
    """Two arms in the worlds in which both have an outcome: their difference, and each of them
    there. Differences that are rounding beside what ``matters`` are none.
    """

    __slots__ = ("_matters", "difference", "down", "first", "second", "up")

    def __init__(self, columns: int, matters: ArrayLike = 0.0) -> None:
        self._matters = np.asarray(matters, dtype=np.float64)
        self.difference = Moments(columns, DUST * self._matters)
        self.first = Moments(columns, values=False)
        self.second = Moments(columns, values=False)
        self.up: Counts = np.zeros(columns, dtype=np.int64)
        self.down: Counts = np.zeros(columns, dtype=np.int64)

    def add(self, first: Floats, second: Floats) -> None:
        """Take in a block of the same worlds under both arms."""
        difference = without_dust(first - second, self._matters)
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
    """The sums of all arms, and of pairs of them, given by their places among the arms;
    ``matters`` is the smallest difference that matters, by column.
    """

    __slots__ = ("arms", "pairs")

    def __init__(
        self, arms: int, columns: int, pairs: list[tuple[int, int]], matters: ArrayLike = 0.0
    ) -> None:
        grain = DUST * np.asarray(matters, dtype=np.float64)
        self.arms = [Moments(columns, grain) for _ in range(arms)]
        self.pairs = {pair: Pairing(columns, matters) for pair in pairs}

    def add(self, block: Floats) -> None:
        """Take in the next block: worlds x arms x columns."""
        for arm, moments in enumerate(self.arms):
            moments.add(block[:, arm])
        for (first, second), pairing in self.pairs.items():
            pairing.add(block[:, first], block[:, second])
