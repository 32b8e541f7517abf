"""Selecting the best of many arms that ran in the same worlds, with a guarantee.

Multiple comparisons with the best (Edwards and Hsu 1983; Hsu 1984; Nelson and Matejcik 1995) on
paired differences. The bounds are one-sided bounds on the differences between the true best and
each other arm, at a level shared out over those k - 1 differences (Bonferroni), so they need
neither equal variances nor equal correlations. With the stated confidence, all at once: the best
arm is among those retained, and every arm's distance from the best of the others lies in its
interval; so it holds for any arm that one chooses, the cheapest too.

Each bound is the larger of Student's, Hall's, which allows for skewed gains, and what worlds that
were not seen allow. For worlds that are all alike are no proof that others would be. Two arms
whose difference departed from its usual value in d of n worlds may do so in a share of worlds as
large as Wilson's score bound with continuity correction at the level of the comparison (Newcombe
1998, Statistics in Medicine 17:857). What may have been missed, that share less d / n, is added to
the variance of the difference with the mean square of the departures seen, and of one imagined that
is as large as scores can differ (``reach``): 1 for a share, for other outcomes the range of all
scores seen, so that rare events outside that range are not allowed for. Where too few departed for
an exact test to show anything the bound is the rule of three's or wider (Hanley and Lippman-Hand
1983, JAMA 249:1743). With many departures all that is added goes to zero.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import log
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sim.experiment.statistics.dust import DUST
from sim.experiment.statistics.estimates import Floats, wilson
from sim.experiment.statistics.mean_intervals import least_departures, student_quantile

#: Numbers in the largest table of differences at a time.
_TOGETHER: Final = 1 << 21


class Scores:
    """Sums over worlds of the scores of all arms and of their products: all paired differences in
    constant memory. Scores that differ by no more than rounding beside what ``matters`` are alike.
    """

    __slots__ = (
        "_apart",
        "_cross",
        "_cubes",
        "_dust",
        "_first",
        "_high",
        "_low",
        "_shifted_apart",
        "_squared",
        "_sum",
        "n",
    )

    def __init__(self, arms: int, matters: float = 1.0) -> None:
        self.n = 0
        self._dust = DUST * matters
        self._first: Floats | None = None
        self._sum = np.zeros(arms)
        self._cross = np.zeros((arms, arms))
        self._squared = np.zeros((arms, arms))  # of squares of one arm with another
        self._cubes = np.zeros(arms)
        self._low, self._high = np.inf, -np.inf
        # Worlds in which two arms differ at all, and in which they differ by other than in the
        # first world.
        self._apart = np.zeros((arms, arms), dtype=np.int64)
        self._shifted_apart = np.zeros((arms, arms), dtype=np.int64)

    def add(self, scores: Floats) -> None:
        """Take in worlds x arms; every arm has a score in every world."""
        if not len(scores):
            return
        if self._first is None:
            self._first = scores[0].copy()
        shifted = scores - self._first
        self.n += len(scores)
        self._sum += shifted.sum(axis=0)
        self._cross += shifted.T @ shifted
        self._squared += (shifted**2).T @ shifted
        self._cubes += (shifted**3).sum(axis=0)
        self._low, self._high = (
            min(self._low, float(scores.min())),
            max(self._high, float(scores.max())),
        )
        self._apart += _apart(scores, self._dust)
        self._shifted_apart += _apart(shifted, self._dust)

    @property
    def means(self) -> Floats:
        assert self._first is not None, "at least one world"
        return self._first + self._sum / self.n

    def standard_errors(self, level: float, reach: float = 0.0) -> Floats:
        """Of the difference between each two arms, with what may have been missed at a one-sided
        ``level``.

        ``reach`` is by how much scores can differ; they are taken to differ by as much as any two
        that were seen at least.
        """
        unseen = self._unseen_variance(level, max(reach, self._high - self._low))
        return np.sqrt((self._variances() + unseen) / self.n)

    def upper_ends(self, level: float, reach: float = 0.0) -> Floats:
        """Upper one-sided bounds of each arm's mean less each other's."""
        from scipy.special import stdtrit

        gaps = self.means[:, None] - self.means[None, :]
        if self.n < 2:
            return np.where(np.eye(len(gaps), dtype=bool), 0.0, np.inf)
        q = float(stdtrit(self.n - 1, level))
        student = gaps + q * self.standard_errors(level, reach)
        hall = gaps - student_quantile(-q, self._skewness(), self.n) * np.sqrt(
            self._variances() / self.n
        )
        rare = self._departures() < least_departures(2.0 * level - 1.0)
        far = max(reach, self._high - self._low)
        three = gaps + log(1.0 / (1.0 - level)) * (far - gaps) / self.n
        ends = np.maximum(np.maximum(student, hall), np.where(rare, three, -np.inf))
        np.fill_diagonal(ends, 0.0)
        return ends

    def _variances(self) -> Floats:
        """Of the difference between each two arms, without what only rounding makes."""
        covariance = (self._cross - np.outer(self._sum, self._sum) / self.n) / max(self.n - 1, 1)
        variance = np.diag(covariance)
        squares = variance[:, None] + variance[None, :] - 2.0 * covariance
        scale = np.maximum(variance[:, None], variance[None, :])
        return np.where(squares > 1e-12 * scale, squares, 0.0)

    def _skewness(self) -> Floats:
        """Of the difference between each two arms."""
        third = self._cubes[:, None] - self._cubes[None, :]
        third = (third - 3.0 * self._squared + 3.0 * self._squared.T) / self.n
        second = self._variances() * (self.n - 1) / self.n
        mean = (self._sum[:, None] - self._sum[None, :]) / self.n
        central = third - 3.0 * mean * (second + mean**2) + 2.0 * mean**3
        power = second**1.5
        return np.where(power > 0.0, central / np.where(power > 0.0, power, 1.0), 0.0)

    def _departures(self) -> NDArray[np.int64]:
        """In how many worlds two arms differ by other than usual: by nothing, or as in the first
        world.
        """
        return np.minimum(self._apart, self._shifted_apart)

    def _unseen_variance(self, level: float, reach: float) -> Floats:
        """Variance of the differences that worlds not seen may add: nothing between an arm and
        itself.
        """
        assert self._first is not None, "at least one world"
        usual = self._first[:, None] - self._first[None, :]
        sums = self._sum[:, None] - self._sum[None, :]
        squares = np.diag(self._cross)[:, None] + np.diag(self._cross)[None, :] - 2.0 * self._cross
        from_zero = squares + 2.0 * usual * sums + self.n * usual**2
        fewer = 2 * self._shifted_apart < self._apart  # the first world is never apart from itself
        departed = np.where(fewer, self._shifted_apart, self._apart)
        depart = np.maximum(np.where(fewer, squares, from_zero), 0.0)
        _, most = wilson(
            np.minimum(departed + 0.5, self.n), np.full(departed.shape, self.n), 2.0 * level - 1.0
        )
        missed: Floats = (most - departed / self.n) * (depart + reach**2) / (departed + 1)
        np.fill_diagonal(missed, 0.0)
        return missed


def _apart(scores: Floats, dust: float) -> NDArray[np.int64]:
    """In how many worlds each two arms differ by more than rounding."""
    arms = scores.shape[1]
    step = max(1, _TOGETHER // arms**2)
    counts = np.zeros((arms, arms), dtype=np.int64)
    for start in range(0, len(scores), step):
        some = scores[start : start + step]
        counts += (np.abs(some[:, :, None] - some[:, None, :]) > dust).sum(axis=0)
    return counts


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """The arm with the highest mean and those that cannot be told from the best.

    ``low`` and ``high`` bound each arm's mean less the best of the others', all at once. ``short``
    is by how much the chosen one falls short of the true best at most.
    """

    best: int
    retained: NDArray[np.bool_]
    low: Floats
    high: Floats
    short: float


def level_of_each(arms: int, confidence: float) -> float:
    """The one-sided level of each comparison with the best that makes all of them hold with
    ``confidence``.
    """
    return 1.0 - (1.0 - confidence) / max(arms - 1, 1)


def selection_among(means: Floats, ends: Floats) -> Selection:
    """The selection among arms with these means, from upper bounds of each one's mean less each
    other's, all of which hold at once.
    """
    k = len(means)
    best = int(means.argmax())
    others = ~np.eye(k, dtype=bool)
    upper = np.where(others, ends, np.inf).min(axis=1) if k > 1 else np.zeros(1)
    retained = upper >= 0.0
    # By how much each falls short of the best of those that may be it.
    loss = np.where(others & retained[:, None], ends, -np.inf).max(axis=0)
    low, high = np.minimum(-loss, 0.0), np.maximum(upper, 0.0)
    return Selection(best=best, retained=retained, low=low, high=high, short=float(-low[best]))
