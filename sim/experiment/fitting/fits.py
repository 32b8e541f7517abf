"""Laws of delays fitted to measured waiting times by maximum likelihood, ranked, and held against
the data.

The likelihood takes each wait for what is known of it: its length, the interval in which it ended,
or that it had not ended yet. Laws are ranked by Akaike's criterion with its correction for small
samples (AICc; Hurvich and Tsai 1989, Burnham and Anderson 2002), which says which of them is the
better description, not whether it is a good one; that is what the p-value says.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import isnan, nan, sqrt
from typing import Final

import numpy as np

from sim.domain.distributions.families import Law
from sim.errors import UsageError
from sim.experiment.fitting.bootstrap import (
    Told,
    acceleration,
    bootstrap_fits,
    distance,
    in_order,
    interval,
)
from sim.experiment.fitting.families import FAMILIES, LawFamily
from sim.experiment.fitting.likelihood import Likelihood, maximum_likelihood
from sim.experiment.fitting.times import Floats, Times, share_ended

CONFIDENCE: Final = 0.95
LEAST_FOR_MIXTURE: Final = 30  # ended waits: five parameters are no description of fewer
PLACES_FOR_MIXTURE: Final = 6  # different values, or five parameters fit whatever they are
#: Within it of the best criterion, a law is about as well supported (Burnham and Anderson 2002).
SUBSTANTIAL: Final = 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class FittedParameter:
    """A parameter with its interval, NaN without a bootstrap; times in the unit of the data."""

    name: str
    value: float
    low: float
    high: float
    in_units: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """One law, fitted. ``law`` is in the unit of the data; ``delta`` and ``weight`` compare it with
    the others by ``aicc``.

    ``median_ratio`` is, of a mixture, between how many times its median that of the rows drawn anew
    lies in 95 of 100 samples. ``p`` is the share of samples from this law that lie as far from it
    as the data, with ``p_error`` the standard error of knowing it from so few samples; NaN without
    a bootstrap.
    """

    name: str
    title: str
    law: Law
    theta: tuple[float, ...]
    estimates: tuple[FittedParameter, ...]
    log_likelihood: float
    aic: float
    aicc: float
    delta: float
    weight: float
    distance: float
    p: float
    p_error: float
    at_edge: bool
    median_ratio: tuple[float, float] | None = None

    def share_by(self, times: Floats) -> Floats:
        """Share of waits that have ended by each time."""
        ended: Floats = FAMILIES[self.name].share_by(
            np.array([self.theta]), np.log(times)[None, :]
        )[0]
        return ended

    def quantile(self, share: float) -> float:
        """The time by which a share of waits has ended; of a mixture, too."""
        low, high = -100.0, 100.0
        for _ in range(80):
            middle = (low + high) / 2
            by_then = float(self.share_by(np.exp([middle]))[0])
            low, high = (middle, high) if by_then < share else (low, middle)
        return float(np.exp((low + high) / 2))


@dataclass(frozen=True, slots=True, kw_only=True)
class Fits:
    """All laws fitted to one sample, the best described first."""

    times: Times
    fits: tuple[Fit, ...]
    bootstrap: int
    seed: int

    @property
    def best(self) -> Fit:
        return self.fits[0]

    @property
    def recommendation(self) -> Fit:
        """Of the laws about as well supported as the best, the one with the fewest parameters."""
        return min(
            (fit for fit in self.fits if fit.delta < SUBSTANTIAL),
            key=lambda fit: (len(fit.theta), fit.aicc),
        )


def suits_mixture(times: Times) -> bool:
    """Whether there is enough to tell two parts apart."""
    ended = times.ended[0]
    return bool(ended.sum() >= LEAST_FOR_MIXTURE and np.count_nonzero(ended) >= PLACES_FOR_MIXTURE)


def laws_for(times: Times) -> tuple[str, ...]:
    """The laws that a sample is large enough for."""
    return tuple(name for name in FAMILIES if name != "mixture" or suits_mixture(times))


def fit_times(
    times: Times,
    *,
    laws: Sequence[str] = (),
    bootstrap: int = 500,
    seed: int = 1,
    told: Told = lambda _: None,
) -> Fits:
    """Fit laws to one sample: those named, or all that it is large enough for. ``told`` hears of
    work done.
    """
    names = tuple(laws) or laws_for(times)
    found = [
        fit
        for name in names
        if (fit := _fit(FAMILIES[name], times, bootstrap, seed, told)) is not None
    ]
    if not found:
        raise UsageError(
            "These times lie too far apart for any law that was asked for: its mean has no number."
        )
    ranked = sorted(found, key=lambda fit: fit.aicc)
    support = np.exp([(ranked[0].aicc - fit.aicc) / 2 for fit in ranked])
    weights = support / support.sum()
    compared = (
        _with_comparison(fit, ranked[0], float(weight))
        for fit, weight in zip(ranked, weights, strict=True)
    )
    return Fits(times=times, fits=tuple(compared), bootstrap=bootstrap, seed=seed)


def _with_comparison(fit: Fit, best: Fit, weight: float) -> Fit:
    return replace(fit, delta=fit.aicc - best.aicc, weight=weight)


def small_sample(free: int, ended: float) -> float:
    """What the criterion adds for a sample of few ends: without one, many parameters look better
    than they are.
    """
    return 2.0 * free * (free + 1) / max(ended - free - 1, 1.0)


def _law(family: LawFamily, theta: Floats) -> Law | None:
    """The law, unless its mean or spread is beyond all numbers."""
    try:
        return family.law(theta)
    except (ValueError, OverflowError):
        return None


def _fit(family: LawFamily, times: Times, bootstrap: int, seed: int, told: Told) -> Fit | None:
    """The fit, unless what is likeliest is no law that can be used."""
    theta, value = likeliest(family, times)
    law = _law(family, theta[0])
    if law is None:
        return None
    aic = 2 * len(family.parameters) - 2 * value
    far = float(distance(family, theta, times)[0])
    again, distances = (
        bootstrap_fits(family, theta, times, bootstrap, seed, told)
        if bootstrap
        else (theta[:0], theta[:0, 0])
    )
    p = (1 + int((distances >= far).sum())) / (1 + bootstrap) if bootstrap else nan
    return Fit(
        name=family.name,
        title=family.title,
        law=law,
        theta=tuple(map(float, theta[0])),
        estimates=_estimates(family, theta, times, again),
        log_likelihood=value,
        aic=aic,
        aicc=aic + small_sample(len(family.parameters), float(times.ended.sum())),
        delta=0.0,
        weight=1.0,
        distance=far,
        p=p,
        p_error=nan if isnan(p) else sqrt(p * (1 - p) / bootstrap),
        at_edge=family.at_edge(theta),
        median_ratio=_median_ratio(family, theta, again),
    )


def _median_ratio(family: LawFamily, theta: Floats, again: Floats) -> tuple[float, float] | None:
    """Of a law whose doubt its number of rows does not tell; nothing without a bootstrap."""
    if not family.shares or not len(again):
        return None
    both = np.concatenate([theta[:1], again])
    low, high = np.full((2, len(both), 1), [[[-100.0]], [[100.0]]])
    for _ in range(80):
        middle = (low + high) / 2.0
        early = family.share_by(both, middle) < 0.5
        low, high = np.where(early, middle, low), np.where(early, high, middle)
    apart = np.exp(high[1:, 0] - high[0, 0])
    tail = (1.0 - CONFIDENCE) / 2.0
    return float(np.quantile(apart, tail)), float(np.quantile(apart, 1.0 - tail))


def likeliest(family: LawFamily, times: Times) -> tuple[Floats, float]:
    """The likeliest parameters of one sample (a row) and their log-likelihood, the best that was
    reached from all starts.
    """
    starts = family.starts(times)
    same = times.of(np.zeros(len(starts), dtype=np.int64))
    theta, value = maximum_likelihood(family, same, starts)
    best = int(value.argmax())
    return in_order(family, theta[best : best + 1]), float(value[best])


def resting_on(fit: Fit, times: Times) -> tuple[float, float]:
    """On how many waits each part of a mixture rests: chances to be of that part, summed over the
    waits that ended.
    """
    theta, family = np.array([fit.theta]), FAMILIES["lognormal"]
    logs = [
        Likelihood(family, times).of_ended(theta[:, part])[0] for part in (slice(1, 3), slice(3, 5))
    ]
    with np.errstate(over="ignore"):
        first = 1.0 / (1.0 + np.exp(logs[1] - logs[0] - theta[0, 0]))
    return float(times.ended[0] @ first), float(times.ended[0] @ (1.0 - first))


def _estimates(
    family: LawFamily, theta: Floats, times: Times, again: Floats
) -> tuple[FittedParameter, ...]:
    value = family.natural(theta)[0]
    low = high = np.full(len(value), nan)
    if len(again):
        ends = interval(theta[0], again, acceleration(family, theta, times), CONFIDENCE)
        low, high = (family.natural(end[None, :])[0] for end in ends)
    return tuple(
        FittedParameter(
            name=name,
            value=float(value[at]),
            low=float(low[at]),
            high=float(high[at]),
            in_units=name in family.in_units,
        )
        for at, name in enumerate(family.parameters)
    )


def observed_quantile(times: Times, share: float) -> tuple[float, float] | None:
    """Between which times a share of the waits of one sample had ended; ``None`` if watching
    stopped before that.
    """
    reached = np.flatnonzero(share_ended(times)[0] >= share - 1e-12)
    if not len(reached):
        return None
    end = float(times.t[0, reached[0]])
    return max(end - times.width, 0.0), end
