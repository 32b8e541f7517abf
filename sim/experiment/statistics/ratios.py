"""Ratios of sums over worlds: the mean over all pairs that exist, with worlds as clusters.

Where an outcome exists only in some worlds, a contrast of several pairs of arms has as many pairs
as there are in each world. The mean over pairs is the sum of their differences over their number,
both added up over worlds; the mean of the means of worlds is another thing, and weighs a world with
one pair as much as one with many. The variance is that of the ratio estimator (Cochran 1977,
Sampling Techniques, 6.3): n / (n - 1) times the sum of (S - t N)^2 over (sum of N)^2.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from sim.experiment.statistics.estimates import Floats

#: Sums and numbers of pairs of one world and outcome.
Pairs = tuple[Floats, Floats]
_ROUNDING = 1e-12  # of the squares that cancel


class RatioSums:
    """The sums from which a weighted sum of ratios and its error follow, in constant memory; one
    column an outcome. A world counts where every ratio has pairs in it.
    """

    __slots__ = ("_cross", "_sums", "n", "weights")

    def __init__(self, columns: int, weights: Sequence[float]) -> None:
        self.weights = tuple(weights)
        size = 2 * len(self.weights)
        self.n: NDArray[np.int64] = np.zeros(columns, dtype=np.int64)
        self._sums = np.zeros((columns, size))
        self._cross = np.zeros((columns, size, size))

    def add(self, parts: Sequence[Pairs]) -> None:
        """Take in the sums and the numbers of pairs (worlds x columns) of each ratio."""
        known = np.logical_and.reduce([number > 0 for _, number in parts])
        table = np.stack([values for part in parts for values in part], axis=2) * known[:, :, None]
        self.n += known.sum(axis=0)
        self._sums += table.sum(axis=0)
        self._cross += np.einsum("wci,wcj->cij", table, table)

    @property
    def pairs(self) -> Floats:
        """How many pairs there are, of the first ratio that weighs anything."""
        first = next((at for at, weight in enumerate(self.weights) if weight), 0)
        pairs: Floats = self._sums[:, 2 * first + 1]
        return pairs

    @property
    def estimate(self) -> Floats:
        """The weighted sum of the ratios; NaN where no world has all of them."""
        return np.where(self.n > 0, self._ratios() @ np.array(self.weights), np.nan)

    @property
    def squares(self) -> Floats:
        """What the squared deviations of ``n`` values would add up to whose mean had the same
        error, as intervals of means take it.
        """
        ratios, numbers = self._ratios(), np.maximum(self._sums[:, 1::2], 1.0)
        slope = np.empty_like(self._sums)
        slope[:, 0::2] = np.array(self.weights) / numbers
        slope[:, 1::2] = -np.array(self.weights) * ratios / numbers
        spread = np.einsum("ci,cij,cj->c", slope, self._cross, slope)
        scale = np.einsum("ci,cij,cj->c", np.abs(slope), np.abs(self._cross), np.abs(slope))
        clean: Floats = np.where(spread > _ROUNDING * scale, spread, 0.0)
        return clean * self.n.astype(np.float64) ** 2

    def _ratios(self) -> Floats:
        ratios: Floats = self._sums[:, 0::2] / np.maximum(self._sums[:, 1::2], 1.0)
        return ratios
