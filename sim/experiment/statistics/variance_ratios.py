"""What pairing saves, with its interval: the variance of a difference if both arms met worlds of
their own, over that in the same worlds.

The interval is a jackknife of the logarithm over worlds with Student's quantile. It covers .95 for
normal values, .93 for counts, .84 to .93 where one in ten worlds has hours at all, .86 to .91 for
lognormal ones of sigma 1, at 60 to 400 worlds. Where few worlds differ there is none.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import nan, sqrt
from typing import Final

import numpy as np

from sim.experiment.statistics.estimates import Floats

#: Worlds in which the difference is not its commonest one, below which there is no interval.
LEAST: Final = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class VarianceRatio:
    """The ratio and its interval; NaN where the difference has no variance, or too few differ."""

    value: float
    low: float
    high: float


def variance_ratio(first: Floats, second: Floats, confidence: float = 0.95) -> VarianceRatio:
    """Of two arms in the worlds in which both have a value."""
    from scipy.special import stdtrit

    both = ~(np.isnan(first) | np.isnan(second))
    first_values, second_values = first[both], second[both]
    apart, n = first_values - second_values, int(both.sum())
    if n < 3 or not apart.var() > 0.0:
        return VarianceRatio(value=nan, low=nan, high=nan)
    value = float((first_values.var(ddof=1) + second_values.var(ddof=1)) / apart.var(ddof=1))
    if n - np.unique(apart, return_counts=True)[1].max() < LEAST:
        return VarianceRatio(value=value, low=nan, high=nan)
    without = np.log(
        (_without_each(first_values) + _without_each(second_values)) / _without_each(apart)
    )
    error = sqrt((n - 1) / n * float(((without - without.mean()) ** 2).sum()))
    reach = float(np.exp(stdtrit(n - 1, (1 + confidence) / 2) * error))
    return VarianceRatio(value=value, low=value / reach, high=value * reach)


def _without_each(values: Floats) -> Floats:
    """The variance once each value in turn is left out."""
    n, squares = len(values), (values - values.mean()) ** 2
    variances: Floats = (squares.sum() - n / (n - 1) * squares) / (n - 2)
    return variances
