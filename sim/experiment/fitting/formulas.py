"""Formulas of the laws that are fitted to waiting times, over arrays of parameters and logarithms
of time.

Parameters stand in a row a sample, each on a scale without bounds: logarithms of what is positive,
the log-odds of a share. For each law: the logarithm of its density (of log-time), of the chance of
an interval, of the chance to last longer, and its quantiles. Chances of intervals are taken from
the nearer tail, so that they keep their digits far out on either side.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np

from sim.experiment.fitting.times import Floats

_LEAST: Final = 1e-300  # what a probability may fall to before its logarithm is taken
_LARGEST: Final = 690.0  # whose exponential is still a number
_HALF_LOG_TAU: Final = 0.9189385332046727  # log(2 pi) / 2


def columns(theta: Floats) -> tuple[Floats, ...]:
    """Each parameter as a column, to be set against rows of places."""
    return tuple(theta[:, at : at + 1] for at in range(theta.shape[1]))


def _log(probability: Floats) -> Floats:
    return np.log(np.maximum(probability, _LEAST))


# Lognormal: log median, log sigma.


def lognormal_density(theta: Floats, x: Floats) -> Floats:
    middle, log_sigma = columns(theta)
    z = (x - middle) * np.exp(-log_sigma)
    return -0.5 * z * z - log_sigma - _HALF_LOG_TAU


def lognormal_mass(theta: Floats, lo: Floats, hi: Floats) -> Floats:
    from scipy.special import ndtr

    middle, log_sigma = columns(theta)
    precision = np.exp(-log_sigma)
    low, high = (lo - middle) * precision, (hi - middle) * precision
    side = np.where(low > 0, -1.0, 1.0)
    return _log(np.abs(ndtr(side * high) - ndtr(side * low)))


def lognormal_survival(theta: Floats, x: Floats) -> Floats:
    from scipy.special import log_ndtr

    middle, log_sigma = columns(theta)
    survival: Floats = log_ndtr((middle - x) * np.exp(-log_sigma))
    return survival


def lognormal_quantile(theta: Floats, u: Floats) -> Floats:
    from scipy.special import ndtri

    middle, log_sigma = columns(theta)
    value: Floats = np.exp(middle + np.exp(log_sigma) * ndtri(u))
    return value


# Weibull: log shape, log scale. Its cumulative hazard is a power of time.


def _hazard(theta: Floats, x: Floats) -> Floats:
    log_shape, log_scale = columns(theta)
    return np.exp(np.minimum(np.exp(log_shape) * (x - log_scale), _LARGEST))


def weibull_density(theta: Floats, x: Floats) -> Floats:
    log_shape, log_scale = columns(theta)
    return log_shape + np.exp(log_shape) * (x - log_scale) - _hazard(theta, x)


def weibull_mass(theta: Floats, lo: Floats, hi: Floats) -> Floats:
    low = _hazard(theta, lo)
    return -low + _log(-np.expm1(low - _hazard(theta, hi)))


def weibull_survival(theta: Floats, x: Floats) -> Floats:
    return -_hazard(theta, x)


def weibull_quantile(theta: Floats, u: Floats) -> Floats:
    log_shape, log_scale = columns(theta)
    value: Floats = np.exp(log_scale + np.log(-np.log1p(-u)) * np.exp(-log_shape))
    return value


# Exponential: log mean; a Weibull law of shape one.


def _of_shape_one(theta: Floats) -> Floats:
    return np.concatenate((np.zeros_like(theta), theta), axis=1)


def exponential_density(theta: Floats, x: Floats) -> Floats:
    return weibull_density(_of_shape_one(theta), x)


def exponential_mass(theta: Floats, lo: Floats, hi: Floats) -> Floats:
    return weibull_mass(_of_shape_one(theta), lo, hi)


def exponential_survival(theta: Floats, x: Floats) -> Floats:
    return weibull_survival(_of_shape_one(theta), x)


def exponential_quantile(theta: Floats, u: Floats) -> Floats:
    return weibull_quantile(_of_shape_one(theta), u)


# Gamma: log shape, log scale.


def _shape_and_scaled_times(theta: Floats, x: Floats) -> tuple[Floats, Floats]:
    """The shape, and times in scales, at every place."""
    log_shape, log_scale = columns(theta)
    shape, scaled = np.broadcast_arrays(
        np.exp(log_shape), np.exp(np.minimum(x - log_scale, _LARGEST))
    )
    return shape, scaled


def gamma_density(theta: Floats, x: Floats) -> Floats:
    from scipy.special import gammaln

    log_shape, log_scale = columns(theta)
    shape = np.exp(log_shape)
    density: Floats = (
        shape * (x - log_scale) - np.exp(np.minimum(x - log_scale, _LARGEST)) - gammaln(shape)
    )
    return density


def gamma_mass(theta: Floats, lo: Floats, hi: Floats) -> Floats:
    from scipy.special import gammainc, gammaincc

    shape, low = _shape_and_scaled_times(theta, lo)
    _, high = _shape_and_scaled_times(theta, hi)
    mass: Floats = gammainc(shape, high) - gammainc(shape, low)
    far = _far_out(shape, low)
    mass[far] = gammaincc(shape[far], low[far]) - gammaincc(shape[far], high[far])
    return _log(mass)


def gamma_survival(theta: Floats, x: Floats) -> Floats:
    from scipy.special import gammainc, gammaincc

    shape, scaled = _shape_and_scaled_times(theta, x)
    survival: Floats = 1.0 - gammainc(shape, scaled)
    far = _far_out(shape, scaled)
    survival[far] = gammaincc(shape[far], scaled[far])
    return _log(survival)


def _far_out(shape: Floats, scaled: Floats) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    """Where the chance to last longer is too small to be told from the rest; elsewhere its function
    is a hundred times slower.
    """
    far: np.ndarray[tuple[int, ...], np.dtype[np.bool_]] = (
        scaled > shape + 6.0 * np.sqrt(shape) + 12.0
    )
    return far


def gamma_quantile(theta: Floats, u: Floats) -> Floats:
    from scipy.special import gammaincinv

    log_shape, log_scale = columns(theta)
    value: Floats = np.exp(log_scale) * gammaincinv(np.exp(log_shape), u)
    return value


# Two lognormals: log-odds of the first one, then log median and log sigma of each.


def _mixture_log_density(logs: Callable[[Floats], Floats], theta: Floats) -> Floats:
    from scipy.special import log_expit

    odds = theta[:, :1]
    mixed: Floats = np.logaddexp(
        log_expit(odds) + logs(theta[:, 1:3]), log_expit(-odds) + logs(theta[:, 3:5])
    )
    return mixed


def mixture_density(theta: Floats, x: Floats) -> Floats:
    return _mixture_log_density(lambda part: lognormal_density(part, x), theta)


def mixture_mass(theta: Floats, lo: Floats, hi: Floats) -> Floats:
    return _mixture_log_density(lambda part: lognormal_mass(part, lo, hi), theta)


def mixture_survival(theta: Floats, x: Floats) -> Floats:
    return _mixture_log_density(lambda part: lognormal_survival(part, x), theta)


def mixture_draw(theta: Floats, u: Floats) -> Floats:
    """The uniform number chooses the part, and what is left of it draws from that part, as in the
    law ``Mixture``.
    """
    from scipy.special import expit

    share = expit(theta[:, :1])
    first = lognormal_quantile(theta[:, 1:3], np.clip(u / share, 1e-16, 1.0 - 1e-16))
    second = lognormal_quantile(
        theta[:, 3:5], np.clip((u - share) / (1.0 - share), 1e-16, 1.0 - 1e-16)
    )
    return np.where(u < share, first, second)
