"""Selecting the best of many arms that ran in the same worlds, with a guarantee.

Multiple comparisons with the best (Edwards and Hsu 1983; Nelson and Matejcik 1995) on paired differences. The bounds are
one-sided Student bounds on the differences between the true best and each other arm, at a level shared out over those k - 1
differences (Bonferroni), so they need neither equal variances nor equal correlations. With the stated confidence, all at
once: the best arm is among those retained, and every arm's distance from the best of the others lies in its interval.

The bounds trust the spread that the worlds show. Arms that differ in a few worlds only may show none, are then taken to be
equal, and the stated confidence does not hold for them: rare events need many more worlds.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.experiment.statistics import Floats


class Scores:
    """Sums over worlds of the scores of all arms and of their products: all paired differences in constant memory."""

    __slots__ = ("_cross", "_first", "_sum", "n")

    def __init__(self, arms: int) -> None:
        self.n = 0
        self._first: Floats | None = None
        self._sum = np.zeros(arms)
        self._cross = np.zeros((arms, arms))

    def add(self, scores: Floats) -> None:
        """Take in worlds x arms; every arm has a score in every world."""
        if self._first is None and len(scores):
            self._first = scores[0].copy()
        shifted = scores - self._first if self._first is not None else scores
        self.n += len(scores)
        self._sum += shifted.sum(axis=0)
        self._cross += shifted.T @ shifted

    @property
    def means(self) -> Floats:
        assert self._first is not None, "at least one world"
        return self._first + self._sum / self.n

    def standard_errors(self) -> Floats:
        """Of the difference between each two arms; zero where they differ by the same in every world."""
        covariance = (self._cross - np.outer(self._sum, self._sum) / self.n) / max(self.n - 1, 1)
        variance = np.diag(covariance)
        squares = variance[:, None] + variance[None, :] - 2.0 * covariance
        scale = np.maximum(variance[:, None], variance[None, :])
        clean: Floats = np.where(squares > 1e-12 * scale, squares, 0.0)
        return np.sqrt(clean / self.n)


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """The arm with the highest mean and those that cannot be told from the best.

    ``low`` and ``high`` bound each arm's mean less the best of the others', all at once. ``short`` is by how much the
    chosen one falls short of the true best at most.
    """

    best: int
    retained: NDArray[np.bool_]
    low: Floats
    high: Floats
    short: float


def selected(means: Floats, errors: Floats, n: int, confidence: float) -> Selection:
    """The selection among arms with these means, from the standard errors of their differences over ``n`` worlds."""
    k = len(means)
    if k == 1:
        return Selection(best=0, retained=np.array([True]), low=np.zeros(1), high=np.zeros(1), short=0.0)
    best = int(means.argmax())
    gap = means[:, None] - means[None, :]
    room = _quantile(k, n, confidence) * errors if n > 1 else np.full_like(errors, np.inf)
    others = ~np.eye(k, dtype=bool)
    upper = np.where(others, gap + room, np.inf).min(axis=1)
    retained = upper >= 0.0
    lower = np.where(others & retained[None, :], gap - room, np.inf).min(axis=1)
    low, high = np.minimum(lower, 0.0), np.maximum(upper, 0.0)
    return Selection(best=best, retained=retained, low=low, high=high, short=float(-low[best]))


def _quantile(k: int, n: int, confidence: float) -> float:
    from scipy.special import stdtrit

    return float(stdtrit(n - 1, 1.0 - (1.0 - confidence) / (k - 1)))
