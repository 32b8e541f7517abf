"""What a law that was fitted to so many times may be instead: parameters drawn by pivots, whose
laws do not depend on the true parameters.

Rows drawn anew give laws that are too alike in small samples; pivots hold from few rows on. For a
lognormal law they are those of the normal; for an exponential one its sum; for a Weibull law a
standard sample of as many rows is fitted (as for any family of location and scale, on logarithms),
and for a gamma law cube roots are taken for normal (Krishnamoorthy, Mathew and Mukherjee 2008,
Technometrics 50:69).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import exp, log, sqrt
from types import MappingProxyType
from typing import Final

import numpy as np

from sim.domain.distributions.families import Exponential, Gamma, Law, Lognormal, Weibull

#: Numbers in 0..1, as many as one asks for: the first are the same however many those are.
Uniforms = Callable[[int], "np.ndarray[tuple[int, ...], np.dtype[np.float64]]"]

#: Of the pivots so many are left out at both ends: no law is to span more than numbers do.
_CUT: Final = 0.001
_LEAST: Final = 2.0**-54
_FAR: Final = 3.0  # standard errors from which on a standard sample is drawn anew
_STEPS: Final = 60


def drawn_law(law: Law, times: int, uniforms: Uniforms) -> Law:
    """What a law fitted to so many ended times may be."""
    return _DRAWS[type(law)](law, times, uniforms)


def widest_law(law: Law, times: int) -> Law:
    """About the widest that it may be; ``ValueError`` where that spans more than numbers do."""
    if isinstance(law, Weibull):
        return Weibull(shape=law.shape * exp(-_far_shape(times)), scale=law.scale)
    return drawn_law(law, times, lambda many: np.array([0.0, 0.5])[:many])


def _exponential(law: Law, times: int, uniforms: Uniforms) -> Law:
    """Twice the sum of waits over the true mean is chi-squared, with twice as many degrees."""
    assert isinstance(law, Exponential)
    return Exponential(mean=law.mean * times / (_chi_squared(2.0 * times, uniforms(1)[0]) / 2.0))


def _lognormal(law: Law, times: int, uniforms: Uniforms) -> Law:
    assert isinstance(law, Lognormal)
    centre, spread = _normal(log(law.median), law.sigma, times, uniforms)
    return Lognormal(median=exp(centre), sigma=spread)


def _normal(centre: float, spread: float, times: int, uniforms: Uniforms) -> tuple[float, float]:
    """Mean and standard deviation that a normal sample's likeliest may be off."""
    from scipy.special import ndtri

    first, second = uniforms(2)
    wider = spread * sqrt(times / _chi_squared(times - 1.0, first))
    return centre + wider * float(ndtri(_cut_share(second))) / sqrt(times), wider


def _gamma(law: Law, times: int, uniforms: Uniforms) -> Law:
    """By mean and standard deviation of cube roots (Wilson and Hilferty 1931)."""
    assert isinstance(law, Gamma)
    part = 1.0 / (9.0 * law.shape)
    root = (law.shape * law.scale) ** (1.0 / 3.0)
    centre, spread = _normal(root * (1.0 - part), root * sqrt(part), times, uniforms)
    ratio = (spread / max(centre, spread / 2.0)) ** 2  # cube roots of times are not below zero
    part = (2.0 * ratio + 1.0 - sqrt(4.0 * ratio + 1.0)) / (2.0 * ratio)
    shape = 1.0 / (9.0 * part)
    return Gamma(shape=shape, scale=(max(centre, spread / 2.0) / (1.0 - part)) ** 3 / shape)


def _weibull(law: Law, times: int, uniforms: Uniforms) -> Law:
    """The logarithms of times have a location and a scale: a sample of the standard law, fitted,
    says how far off both are.
    """
    assert isinstance(law, Weibull)
    shape, power = _standard_fit(times, uniforms)
    return Weibull(shape=law.shape / shape, scale=law.scale * power ** (-1.0 / law.shape))


def _standard_fit(times: int, uniforms: Uniforms) -> tuple[float, float]:
    """The likeliest shape of a sample of the exponential law with mean 1, and the likeliest scale
    to its power. The sample is drawn anew where its shape is far off, so that no law spans more
    than numbers do.
    """
    attempt = 0
    while True:
        places = uniforms(times * (attempt + 1))[times * attempt :]
        sample = -np.log(np.maximum(places, _LEAST))
        shape = _likeliest_shape(np.log(sample))
        if abs(log(shape)) <= _far_shape(times):
            return shape, float((sample**shape).mean())
        attempt += 1


def _far_shape(times: int) -> float:
    """What the logarithm of a shape is hardly ever off by."""
    return _FAR * 0.78 / sqrt(times)


def _likeliest_shape(logs: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> float:
    """By halving: the equation of the likelihood rises with the shape."""
    low, high = -4.0, 4.0
    for _ in range(_STEPS):
        middle = (low + high) / 2.0
        weights = np.exp(exp(middle) * (logs - logs.max()))
        slope = (weights @ logs) / weights.sum() - exp(-middle) - logs.mean()
        low, high = (middle, high) if slope < 0.0 else (low, middle)
    return exp((low + high) / 2.0)


def _chi_squared(degrees: float, share: float) -> float:
    from scipy.special import gammaincinv

    return 2.0 * float(gammaincinv(degrees / 2.0, _cut_share(share)))


def _cut_share(share: float) -> float:
    return _CUT + (1.0 - 2.0 * _CUT) * share


_DRAWS: Final[Mapping[type, Callable[[Law, int, Uniforms], Law]]] = MappingProxyType(
    {Exponential: _exponential, Gamma: _gamma, Lognormal: _lognormal, Weibull: _weibull}
)
