"""The studentized range: the largest difference among the means of several groups, in units of
their error (Tukey 1953), for many values at once.

``scipy.stats`` has the same law and takes some milliseconds a value; a study asks a thousand times.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import ArrayLike

from sim.experiment.statistics.estimates import Floats

if TYPE_CHECKING:
    from scipy.interpolate import CubicSpline

_NODES: Final = 64
_KNOTS: Final = 4096
#: Beyond these a normal deviate, and a chi with many degrees of freedom, are not met.
_FAR: Final = 8.5
_NEVER: Final = 1e-13


def range_tail(q: ArrayLike, groups: int, freedom: float) -> Floats:
    """The probability of a studentized range of ``q`` or more."""
    q = np.asarray(q, dtype=np.float64)
    spreads, weights = _spreads(freedom)
    flat, tail = q.ravel(), np.zeros(q.size)
    below = _table(groups)
    for spread, weight in zip(spreads, weights, strict=True):
        tail += weight * (1.0 - below(np.minimum(flat * spread, 2 * _FAR)))
    return np.clip(tail, 0.0, 1.0).reshape(q.shape)


@lru_cache(maxsize=256)
def range_quantile(probability: float, groups: int, freedom: float) -> float:
    """The studentized range that is not exceeded with a ``probability``."""
    from scipy.optimize import brentq

    return float(
        brentq(lambda q: float(range_tail(q, groups, freedom)) - (1 - probability), 1e-3, 100.0)
    )


@lru_cache(maxsize=16)
def _table(groups: int) -> CubicSpline:
    """The probability that the range of as many standard normal deviates is below a reach."""
    from scipy.interpolate import CubicSpline
    from scipy.special import ndtr

    z, weights = np.polynomial.legendre.leggauss(2 * _NODES)
    z, weights = _FAR * z, _FAR * weights * np.exp(-((_FAR * z) ** 2) / 2) / np.sqrt(2 * np.pi)
    reach = np.linspace(0.0, 2 * _FAR, _KNOTS)
    # The largest is at z, all others lie below it and not further away than the reach.
    below = groups * (ndtr(z) - ndtr(z - reach[:, None])) ** (groups - 1) @ weights
    return CubicSpline(reach, below)


@lru_cache(maxsize=64)
def _spreads(freedom: float) -> tuple[Floats, Floats]:
    """Values of the estimated over the true standard deviation, and how much each counts."""
    from scipy.special import chdtri, gammaln

    low, high = np.sqrt(chdtri(freedom, [1 - _NEVER, _NEVER]) / freedom)
    x, weights = np.polynomial.legendre.leggauss(_NODES)
    s = (high - low) / 2 * x + (high + low) / 2
    log_density = (
        np.log(2.0)
        + freedom / 2 * np.log(freedom / 2)
        - gammaln(freedom / 2)
        + (freedom - 1) * np.log(s)
        - freedom * s**2 / 2
    )
    weights = (high - low) / 2 * weights * np.exp(log_density)
    return s, weights / weights.sum()
