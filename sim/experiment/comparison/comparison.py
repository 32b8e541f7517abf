"""What the sums of a run say: an estimate per arm and outcome, and each arm against the baseline in
the same worlds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sim.experiment.outcomes.bounds import Watched, bounds_of, difference_bounds
from sim.experiment.outcomes.definitions import Outcome
from sim.experiment.statistics import estimates as by
from sim.experiment.statistics.estimates import Floats, Interval
from sim.experiment.statistics.mean_intervals import (
    Sums,
    least_departures,
    mean_interval,
    mean_p,
    one_sided_p,
    two_sided,
)
from sim.experiment.statistics.moments import Moments
from sim.experiment.statistics.tally import Pairing
from sim.experiment.statistics.verdicts import FEWEST_PAIRS, PValues


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """A share or mean with its interval, over the ``n`` worlds in which the outcome exists; NaN
    where there is too little.
    """

    value: float
    low: float
    high: float
    deviation: float
    n: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """A share of worlds with Wilson's interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """An arm less the baseline, over the ``pairs`` of worlds in which both have the outcome.

    ``higher``, ``lower`` and ``equal`` are shares of these worlds, and ``departures`` how many are
    not at the commonest difference (of shares: at none); with too few of them it is too ``rare`` to
    tell. The p-values of ``tests`` stand alone; adjusting them takes the whole family.
    ``variance_ratio`` is what pairing saves: as many times more worlds would be needed if each arm
    met its own.
    """

    difference: float
    low: float
    high: float
    pairs: int
    higher: Share
    lower: Share
    equal: Share
    tests: PValues
    departures: int
    rare: bool
    variance_ratio: float

    def better(self, direction: str) -> Share | None:
        """Share of worlds in which the arm did better, or ``None`` for an outcome of which neither
        way is.
        """
        return {"lower": self.lower, "higher": self.higher}.get(direction)

    def worse(self, direction: str) -> Share | None:
        """Share of worlds in which the arm did worse."""
        return {"lower": self.higher, "higher": self.lower}.get(direction)


def estimates(
    outcomes: Sequence[Outcome], moments: Moments, confidence: float, watched: Watched
) -> list[Estimate]:
    """One arm, outcome by outcome, in worlds that are ``watched`` for so long."""
    mean, n = moments.mean, moments.n
    share = by.wilson(np.rint(np.nan_to_num(mean) * n), n, confidence)
    means = mean_interval(
        moments.sums, bounds_of(outcomes, watched), confidence, shares=_is_share(outcomes)
    )
    low, high = _by_kind(outcomes, share, means)
    deviation = np.sqrt(moments.variance)
    return [
        Estimate(
            value=float(mean[i]),
            low=float(low[i]),
            high=float(high[i]),
            deviation=float(deviation[i]),
            n=int(n[i]),
        )
        for i in range(len(outcomes))
    ]


def comparisons(
    outcomes: Sequence[Outcome], pairing: Pairing, confidence: float, watched: Watched
) -> list[Comparison]:
    """One arm against another, outcome by outcome, in worlds that are ``watched`` for so long."""
    sums, bounds = pairing.difference.sums, difference_bounds(outcomes, watched)
    n, up, down = sums.n, pairing.up, pairing.down
    shares = by.paired_shares(up, down, n, confidence)
    means = mean_interval(sums, bounds, confidence, shares=_is_share(outcomes))
    low, high = _by_kind(outcomes, shares, means)
    departures = np.where(_is_share(outcomes), up + down, sums.departures)
    rare = (n > 1) & (departures < least_departures(confidence))
    tests = _tests(outcomes, pairing, sums, confidence, watched)
    higher, lower, equal = (_shares(k, n, confidence) for k in (up, down, n - up - down))
    ratio = pairing.variance_ratio
    return [
        Comparison(
            difference=float(sums.mean[i]),
            low=float(low[i]),
            high=float(high[i]),
            pairs=int(n[i]),
            higher=higher[i],
            lower=lower[i],
            equal=equal[i],
            tests=tests[i],
            departures=int(departures[i]),
            rare=bool(rare[i]),
            variance_ratio=float(ratio[i]),
        )
        for i in range(len(outcomes))
    ]


def _tests(
    outcomes: Sequence[Outcome], pairing: Pairing, sums: Sums, confidence: float, watched: Watched
) -> list[PValues]:
    """Of zero, of no more than what matters, of no less. What few pairs, or few that differ, cannot
    tell has a p-value of 1 all the same: the size of a family must not depend on what was seen.
    """
    share, n = _is_share(outcomes), sums.n
    matters = np.array([one.matters for one in outcomes])
    bounds = difference_bounds(outcomes, watched)
    exact = np.where(n > 1, by.mcnemar_exact_p(pairing.up, pairing.down), np.nan)
    zero = np.where(share, exact, mean_p(sums, confidence))
    tails = []
    for at in (matters, -matters):
        scores = by.paired_share_tails(pairing.up, pairing.down, n, at)
        means = one_sided_p(sums, at, bounds, confidence, shares=share)
        both = zip(scores, means, strict=True)
        tails.append([np.where(share, one, other) for one, other in both])
    small, large = two_sided(*tails[0], *tails[1])
    few = n < FEWEST_PAIRS
    none = np.array([one.constant for one in outcomes]) | (n < 1)
    table = [np.where(none, np.nan, np.where(few, 1.0, p)) for p in (zero, small, large)]
    return [
        PValues(zero=float(a), small=float(b), large=float(c))
        for a, b, c in zip(*table, strict=True)
    ]


def _shares(k: ArrayLike, n: ArrayLike, confidence: float) -> list[Share]:
    low, high = by.wilson(k, n, confidence)
    with np.errstate(invalid="ignore"):
        value = np.asarray(k) / np.asarray(n, dtype=np.float64)
    return [
        Share(value=float(v), low=float(a), high=float(b))
        for v, a, b in zip(value, low, high, strict=True)
    ]


def _is_share(outcomes: Sequence[Outcome]) -> NDArray[np.bool_]:
    return np.array([outcome.kind == "share" for outcome in outcomes])


def _by_kind(
    outcomes: Sequence[Outcome], shares: Interval, means: Interval
) -> tuple[Floats, Floats]:
    """The intervals of shares and of means; what is the same in every world has none."""
    share, constant = _is_share(outcomes), np.array([one.constant for one in outcomes])
    low, high = (np.where(share, one, other) for one, other in zip(shares, means, strict=True))
    return np.where(constant, np.nan, low), np.where(constant, np.nan, high)
