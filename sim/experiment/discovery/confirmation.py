"""Whether a condition holds in fresh worlds at fresh samples, and which of its bounds do.

It holds where the mean is higher inside than outside *and* beyond zero on the side that is said to
be worse: both must be shown, so the larger of the two p-values counts and needs no adjustment
(intersection-union, Berger 1982, Technometrics 24:295). The p-values of all conditions that are
tried are one family (Holm); at the level at which a condition stands, so are those of its bounds.
What does not hold is not told.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np

from sim.experiment.statistics.estimates import Floats, holm


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ConditionTrial:
    """What fresh worlds say of a condition: ``p`` of all of it, and ``bounds``, that of each input
    that it bounds, both by themselves.
    """

    p: float
    bounds: tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """The same adjusted for all that is tried: whether the condition is told, and with which of its
    bounds.
    """

    p: float
    bounds: tuple[float, ...]
    shown: tuple[bool, ...]

    @property
    def holds(self) -> bool:
        return any(self.shown)


def trial(excess: Floats, *, downward: bool, limit: float | None = None) -> ConditionTrial:
    """Of ``excess`` (fresh worlds x points: inside, outside, shells), above zero where it is worse.

    ``limit`` is given where it is an event less that share: its mean is then tested exactly.
    """
    worse = excess[:, 1 if downward else 0]
    contrasts = excess[:, :1] - excess[:, 1:]
    turned = -contrasts if downward else contrasts
    beyond = above_zero_p(worse) if limit is None else share_p(worse, limit)
    return ConditionTrial(
        p=max(above_zero_p(turned[:, 0]), beyond),
        bounds=tuple(above_zero_p(turned[:, at]) for at in range(1, turned.shape[1])),
    )


def standings(trials: Sequence[ConditionTrial], alpha: float) -> list[Standing]:
    """What is told of all conditions that were tried."""
    p = np.array([one.p for one in trials])
    steps = len(p) - np.argsort(np.argsort(p, kind="stable"), kind="stable")
    adjusted = holm(p)
    return [
        _standing_of(float(whole), int(step), one, alpha)
        for whole, step, one in zip(adjusted, steps, trials, strict=True)
    ]


def _standing_of(whole: float, step: int, one: ConditionTrial, alpha: float) -> Standing:
    """Of a condition with this adjusted p-value; its bounds are tested at the level at which it
    was, which is the ``step``-th part of ``alpha``.
    """
    bounds = tuple(float(min(1.0, step * each)) for each in holm(one.bounds))
    shown = tuple(whole <= alpha and each <= alpha for each in bounds)
    return Standing(p=whole, bounds=bounds, shown=shown)


def above_zero_p(values: Floats) -> float:
    """One-sided p-value of a mean of at most zero: exact (McNemar) for differences of two events,
    else Student's, never below what tossing the signs of the worlds that differ allows.
    """
    from scipy.special import bdtrc, stdtr

    differing = int(np.count_nonzero(values))
    if not differing:
        return 1.0
    if np.isin(values, (-1.0, 0.0, 1.0)).all():
        return float(bdtrc(int((values > 0).sum()) - 1, differing, 0.5))
    n, mean = len(values), float(values.mean())
    least = 0.5**differing
    error = float(values.std(ddof=1)) / sqrt(n) if n > 1 else 0.0
    if error <= 0.0:
        return least if mean > 0.0 and n > 1 else 1.0
    return max(least, float(stdtr(n - 1, -mean / error)))


def share_p(values: Floats, limit: float) -> float:
    """One-sided p-value of an event in at most the share ``limit`` of worlds, of which ``values``
    are the events less it.
    """
    from scipy.special import bdtrc

    events = int((values > 0).sum())
    return float(bdtrc(events - 1, len(values), limit)) if events else 1.0
