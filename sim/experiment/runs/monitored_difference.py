"""One difference, or one arm alone, that a run which stops by itself follows: its sums, and the
interval that they leave at each look.
"""

from __future__ import annotations

from math import lgamma, log, nan, pi
from typing import Final

import numpy as np

from sim.experiment.outcomes.definitions import OUTCOMES
from sim.experiment.statistics import estimates as by
from sim.experiment.statistics.dust import DUST, without_dust
from sim.experiment.statistics.estimates import Floats
from sim.experiment.statistics.likelihood_bounds import lower_end, upper_end
from sim.experiment.statistics.mean_intervals import mean_interval
from sim.experiment.statistics.moments import Moments

_PLACES: Final = {name: place for place, name in enumerate(OUTCOMES)}


class Followed:
    """An outcome of ``arm`` less that of ``base``; where both are the same arm, of it alone."""

    __slots__ = ("_all", "_base", "_bounds", "_down", "_moments", "_outcome", "_up", "arm", "name")

    def __init__(
        self, name: str, arm: int, base: int, bounds: tuple[float, float], *, keeps_all: bool
    ) -> None:
        self.name, self.arm = name, arm
        self._base, self._bounds, self._outcome = base, bounds, OUTCOMES[name]
        self._moments = Moments(1, DUST * self._outcome.matters)
        self._up = self._down = 0
        self._all: list[Floats] | None = [] if keeps_all else None

    def add(self, block: Floats) -> None:
        """Take in the worlds up to the next look (worlds x arms x columns)."""
        column = block[:, :, _PLACES[self.name]]
        values = column[:, self.arm]
        if self.arm != self._base:
            values = without_dust(values - column[:, self._base], self._outcome.matters)
        self._moments.add(values[:, None])
        self._up += int((values > 0).sum())
        self._down += int((values < 0).sum())
        if self._all is not None:
            self._all.append(values[~np.isnan(values)])

    @property
    def worlds(self) -> int:
        """Worlds in which it exists."""
        return int(self._moments.n[0])

    def interval(self, confidence: float) -> tuple[float, float]:
        """The interval that the table prints, or one that holds at all looks at once; NaN where
        there is none.
        """
        if self._all is not None:
            return _always_valid(np.concatenate([*self._all, []]), self._bounds, confidence)
        n, up, down = self.worlds, self._up, self._down
        if self._outcome.kind != "share":
            low, high = mean_interval(self._moments.sums, self._bounds, confidence)
            return float(low[0]), float(high[0])
        alone = self.arm == self._base
        ends = by.wilson(up, n, confidence) if alone else by.paired_shares(up, down, n, confidence)
        return float(ends[0]), float(ends[1])


def _always_valid(
    values: Floats, bounds: tuple[float, float], confidence: float
) -> tuple[float, float]:
    """Likelihood bounds at a cost that holds for every number of worlds at once (Orabona and Jun
    2024, IEEE Trans. Inf. Theory 70:436).
    """
    n = len(values)
    if n == 0:
        return nan, nan
    cost = log(1.0 / (1.0 - confidence)) + log(pi) / 2.0 + lgamma(n + 1.0) - lgamma(n + 0.5)
    kinds, counts = np.unique(values, return_counts=True)
    many = counts.astype(np.float64)
    lowest, highest = min(bounds[0], float(kinds[0])), max(bounds[1], float(kinds[-1]))
    return lower_end(kinds, many, lowest, cost), upper_end(kinds, many, highest, cost)
