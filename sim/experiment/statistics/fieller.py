"""The ratio of two means of the same worlds, with Fieller's interval.

Fieller (1954): the values that the ratio may have are those at which the mean of the numerator less
so many times the denominator is not shown to differ from zero. Where the denominator itself is not
shown to, they have no end on one side or on both.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import inf, nan, sqrt

import numpy as np

from sim.experiment.statistics.estimates import Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Ratio:
    """A ratio and its interval, infinite at an end that is open; NaN where nothing is known."""

    value: float
    low: float
    high: float


def ratio_of_means(above: Floats, below: Floats, confidence: float) -> Ratio:
    """The mean of ``above`` in multiples of that of ``below``, worlds without either left out.

    Where the values that it may have lie on both sides of a gap, only that there is no end is said.
    """
    from scipy.special import stdtrit

    known = ~(np.isnan(above) | np.isnan(below))
    above, below = above[known], below[known]
    many = len(above)
    if many < 2 or not below.mean():
        return Ratio(value=nan, low=-inf, high=inf)
    a, b = float(above.mean()), float(below.mean())
    quantile = float(stdtrit(many - 1.0, 0.5 + confidence / 2.0))
    cov = np.cov(above, below) * quantile**2 / many
    # values w with (a - w b)^2 <= q^2 (s_aa - 2 w s_ab + w^2 s_bb)
    square, half, rest = b * b - cov[1, 1], a * b - cov[0, 1], a * a - cov[0, 0]
    root = half * half - square * rest
    if square <= 0.0 or root < 0.0:
        return Ratio(value=a / b, low=_open_end(a, b, half, square, rest), high=inf)
    ends = [(half - sqrt(root)) / square, (half + sqrt(root)) / square]
    return Ratio(value=a / b, low=min(ends), high=max(ends))


def _open_end(a: float, b: float, half: float, square: float, rest: float) -> float:
    """The lower end of an interval without an upper one: where the two parts of it do not hold
    the ratio and all that is below it.
    """
    root = half * half - square * rest
    if square == 0.0 or root < 0.0:
        return -inf
    ends = sorted([(half - sqrt(root)) / square, (half + sqrt(root)) / square])
    return ends[1] if a / b >= ends[1] else -inf
