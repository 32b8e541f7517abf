"""What the sums of a run say: an estimate per arm and outcome, and each arm against the baseline in
the same worlds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sim.experiment.outcomes.definitions import Outcome
from sim.experiment.statistics import estimates as by
from sim.experiment.statistics.estimates import Floats, Interval
from sim.experiment.statistics.moments import Moments
from sim.experiment.statistics.tally import Pairing


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

    ``higher``, ``lower`` and ``equal`` are shares of these worlds. ``p`` stands alone; adjusting it
    takes the whole family. ``variance_ratio`` is what pairing saves: as many times more worlds
    would be needed if each arm met its own.
    """

    difference: float
    low: float
    high: float
    pairs: int
    higher: Share
    lower: Share
    equal: Share
    p: float
    variance_ratio: float

    def better(self, direction: str) -> Share | None:
        """Share of worlds in which the arm did better, or ``None`` for an outcome of which neither
        way is.
        """
        return {"lower": self.lower, "higher": self.higher}.get(direction)

    def worse(self, direction: str) -> Share | None:
        """Share of worlds in which the arm did worse."""
        return {"lower": self.higher, "higher": self.lower}.get(direction)


def estimates(outcomes: Sequence[Outcome], moments: Moments, confidence: float) -> list[Estimate]:
    """One arm, outcome by outcome."""
    mean, n = moments.mean, moments.n
    share = by.wilson(np.rint(np.nan_to_num(mean) * n), n, confidence)
    low, high = _by_kind(outcomes, share, by.student(mean, moments.squares, n, confidence))
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
    outcomes: Sequence[Outcome], pairing: Pairing, confidence: float
) -> list[Comparison]:
    """One arm against another, outcome by outcome."""
    mean, squares, n = pairing.difference.mean, pairing.difference.squares, pairing.difference.n
    up, down = pairing.up, pairing.down
    shares = by.tango(up, down, n, confidence)
    low, high = _by_kind(outcomes, shares, by.student(mean, squares, n, confidence))
    p = np.where(
        _is_share(outcomes),
        np.where(n > 0, by.mcnemar_p(up, down), np.nan),
        by.student_p(mean, squares, n),
    )
    higher, lower, equal = (_shares(k, n, confidence) for k in (up, down, n - up - down))
    ratio = pairing.variance_ratio
    return [
        Comparison(
            difference=float(mean[i]),
            low=float(low[i]),
            high=float(high[i]),
            pairs=int(n[i]),
            higher=higher[i],
            lower=lower[i],
            equal=equal[i],
            p=float(p[i]),
            variance_ratio=float(ratio[i]),
        )
        for i in range(len(outcomes))
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
    share = _is_share(outcomes)
    return np.where(share, shares[0], means[0]), np.where(share, shares[1], means[1])
