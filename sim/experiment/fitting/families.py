"""The families of laws that can be fitted: their parameters, where a search for them starts, and
the laws that they make.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import exp, log
from types import MappingProxyType
from typing import Final

import numpy as np

from sim.domain.distributions.families import Exponential, Gamma, Law, Lognormal, Mixture, Weibull
from sim.experiment.fitting import formulas
from sim.experiment.fitting.times import Floats, Times, share_ended

_STEEPEST: Final = 1e3  # a shape beyond it is a constant for all that a sample can tell
_FLATTEST: Final = 0.05  # a Weibull law below it spans more than numbers can hold
_ANY: Final = (-100.0, 100.0)  # logarithms of times: beyond any, whatever their unit
_SIGMA: Final = (log(1 / _STEEPEST), log(_STEEPEST))
_SHAPE: Final = (log(_FLATTEST), log(_STEEPEST))
_ODDS: Final = (-5.0, 5.0)  # of a part of a mixture: 0.7 % at least


@dataclass(frozen=True, slots=True, kw_only=True)
class LawFamily:
    """A law with free parameters.

    The functions take parameters (samples, parameters), each on a scale without bounds, and
    log-times (samples, places). ``bounds`` hold the search on that scale; ``in_units`` names the
    parameters that carry the unit of time, ``shares`` those that are shares. ``draw`` turns uniform
    numbers into times.
    """

    name: str
    title: str
    parameters: tuple[str, ...]
    in_units: frozenset[str]
    bounds: tuple[tuple[float, float], ...]
    starts: Callable[[Times], Floats]
    law: Callable[[Floats], Law]
    log_density: Callable[[Floats, Floats], Floats]
    log_mass: Callable[[Floats, Floats, Floats], Floats]
    log_survival: Callable[[Floats, Floats], Floats]
    draw: Callable[[Floats, Floats], Floats]
    shares: frozenset[str] = frozenset()

    def natural(self, theta: Floats) -> Floats:
        """Parameters as one names them: medians, shapes, shares."""
        from scipy.special import expit

        natural: Floats = np.exp(theta)
        for at, name in enumerate(self.parameters):
            if name in self.shares:
                natural[..., at] = expit(theta[..., at])
        return natural

    def share_by(self, theta: Floats, x: Floats) -> Floats:
        """Share of waits that end by each log-time."""
        ended: Floats = -np.expm1(self.log_survival(theta, x))
        return ended

    def clipped(self, theta: Floats) -> Floats:
        """Parameters within the bounds."""
        low, high = np.array(self.bounds).T
        return np.clip(theta, low, high)

    def at_edge(self, theta: Floats) -> bool:
        """Whether any parameter lies on a bound."""
        low, high = np.array(self.bounds).T
        return bool(((theta < low + 1e-6) | (theta > high - 1e-6)).any())


def moments(times: Times) -> tuple[Floats, Floats]:
    """Mean and variance of log-time in each sample, read from the middle of intervals, as if every
    wait had ended.
    """
    weight, x = times.ended + times.waiting, np.log(times.t - times.width / 2)
    mean = (weight * x).sum(axis=1) / times.n
    return mean, np.maximum((weight * (x - mean[:, None]) ** 2).sum(axis=1) / times.n, 1e-4)


def _exponential_starts(times: Times) -> Floats:
    """The mean that would be best were the times exact: all waiting over all ends."""
    ended = np.maximum(times.ended.sum(axis=1), 1.0)
    total = ((times.ended + times.waiting) * (times.t - times.width / 2)).sum(axis=1)
    start: Floats = np.log(total / ended)[:, None]
    return start


def _gamma_starts(times: Times) -> Floats:
    mean, variance = moments(times)
    shape = np.clip(1 / variance, 0.1, _STEEPEST / 2)
    return np.stack((np.log(shape), mean + np.minimum(variance, 4.0) / 2 - np.log(shape)), axis=1)


def _weibull_starts(times: Times) -> Floats:
    """The standard deviation of log-time is pi / sqrt(6) over the shape, its mean lies Euler's
    constant below the scale.
    """
    mean, variance = moments(times)
    shape = np.clip(1.2825 / np.sqrt(variance), 2 * _FLATTEST, _STEEPEST / 2)
    return np.stack((np.log(shape), mean + 0.5772 / shape), axis=1)


def _lognormal_starts(times: Times) -> Floats:
    mean, variance = moments(times)
    return np.stack((mean, np.log(variance) / 2), axis=1)


def _mixture_starts(times: Times) -> Floats:
    """Four starts for one sample: its times cut in two at each quarter, and a narrow part within a
    wide one.
    """
    (mean,), (variance,) = moments(times)
    cuts = [_cut_points(times, share) for share in (0.25, 0.5, 0.75)]
    return np.array([*cuts, [0.0, mean, log(variance) / 2 - 0.7, mean, log(variance) / 2 + 0.4]])


def _cut_points(times: Times, share: float) -> list[float]:
    x = np.log(times.t - times.width / 2)[0]
    weight = np.diff(share_ended(times)[0], prepend=0.0)
    below = np.cumsum(weight) <= max(share * weight.sum(), weight[weight > 0][0])
    (quick, quick_sd), (slow, slow_sd) = (
        _weighted_moments(x, weight * side) for side in (below, ~below)
    )
    return [log(share / (1 - share)), quick, log(quick_sd), slow, log(slow_sd)]


def _weighted_moments(x: Floats, weight: Floats) -> tuple[float, float]:
    if not weight.any():
        return float(x[-1]), 0.3
    mean = float(np.average(x, weights=weight))
    return mean, max(float(np.sqrt(np.average((x - mean) ** 2, weights=weight))), 0.1)


def _exponential(theta: Floats) -> Law:
    return Exponential(mean=exp(theta[0]))


def _gamma(theta: Floats) -> Law:
    return Gamma(shape=exp(theta[0]), scale=exp(theta[1]))


def _weibull(theta: Floats) -> Law:
    return Weibull(shape=exp(theta[0]), scale=exp(theta[1]))


def _lognormal(theta: Floats) -> Lognormal:
    return Lognormal(median=exp(theta[0]), sigma=exp(theta[1]))


def _mixture(theta: Floats) -> Law:
    share = 1 / (1 + exp(-theta[0]))
    return Mixture(parts=((share, _lognormal(theta[1:3])), (1 - share, _lognormal(theta[3:5]))))


#: The families, by the name that a scenario file gives the law.
FAMILIES: Final[Mapping[str, LawFamily]] = MappingProxyType(
    {
        "exponential": LawFamily(
            name="exponential",
            title="exponential",
            parameters=("mean",),
            in_units=frozenset({"mean"}),
            bounds=(_ANY,),
            starts=_exponential_starts,
            law=_exponential,
            log_density=formulas.exponential_density,
            log_mass=formulas.exponential_mass,
            log_survival=formulas.exponential_survival,
            draw=formulas.exponential_quantile,
        ),
        "gamma": LawFamily(
            name="gamma",
            title="gamma",
            parameters=("shape", "scale"),
            in_units=frozenset({"scale"}),
            bounds=(_SHAPE, _ANY),
            starts=_gamma_starts,
            law=_gamma,
            log_density=formulas.gamma_density,
            log_mass=formulas.gamma_mass,
            log_survival=formulas.gamma_survival,
            draw=formulas.gamma_quantile,
        ),
        "weibull": LawFamily(
            name="weibull",
            title="Weibull",
            parameters=("shape", "scale"),
            in_units=frozenset({"scale"}),
            bounds=(_SHAPE, _ANY),
            starts=_weibull_starts,
            law=_weibull,
            log_density=formulas.weibull_density,
            log_mass=formulas.weibull_mass,
            log_survival=formulas.weibull_survival,
            draw=formulas.weibull_quantile,
        ),
        "lognormal": LawFamily(
            name="lognormal",
            title="lognormal",
            parameters=("median", "sigma"),
            in_units=frozenset({"median"}),
            bounds=(_ANY, _SIGMA),
            starts=_lognormal_starts,
            law=_lognormal,
            log_density=formulas.lognormal_density,
            log_mass=formulas.lognormal_mass,
            log_survival=formulas.lognormal_survival,
            draw=formulas.lognormal_quantile,
        ),
        "mixture": LawFamily(
            name="mixture",
            title="two lognormals",
            parameters=("share 1", "median 1", "sigma 1", "median 2", "sigma 2"),
            in_units=frozenset({"median 1", "median 2"}),
            shares=frozenset({"share 1"}),
            bounds=(_ODDS, _ANY, _SIGMA, _ANY, _SIGMA),
            starts=_mixture_starts,
            law=_mixture,
            log_density=formulas.mixture_density,
            log_mass=formulas.mixture_mass,
            log_survival=formulas.mixture_survival,
            draw=formulas.mixture_draw,
        ),
    }
)
