"""Intervals and tests of means that do not collapse when few worlds differ.

The interval is the hull of Student's and of Hall's, which transforms for skewness (1992, J. Royal
Stat. Soc. B 54:221; Zhou and Gao 2000, Am. Stat. 54:100). With fewer departures from the commonest
value than a sign test needs to show anything, a mean is *too rare to tell*: its p-value is 1, and
the hull takes in the bounds of likelihood. ``docs/statistics.md`` has what all this covers.

Functions take whole tables, one column a mean: ``moments.sums_of`` makes one from a row a world.
Where there are fewer than two worlds the answer is NaN. An interval leaves a value out exactly
where the two-sided p-value of it is below 1 - confidence.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, log, log2
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sim.experiment.statistics.estimates import Floats, Interval
from sim.experiment.statistics.likelihood_bounds import evidence_below, lower_end, upper_end
from sim.experiment.statistics.value_table import PLACES, Counts, ValueTable

Flags = NDArray[np.bool_]
#: What a value can be at least and at most, by column or for all.
Bounds = tuple[ArrayLike, ArrayLike]

_STRAIGHT: Final = 1e-8  # |skewness| / sqrt n below which Hall's transformation is none


@dataclass(frozen=True, slots=True, kw_only=True)
class Sums:
    """What the interval of a mean is computed from, by column: number of worlds, mean, second and
    third central sums, least and greatest value, and the distinct values where they are few.
    """

    n: Counts
    mean: Floats
    squares: Floats
    cubes: Floats
    least: Floats
    most: Floats
    table: ValueTable

    @property
    def error(self) -> Floats:
        """Standard error of the mean."""
        return np.sqrt(self.squares / np.maximum(self.n - 1, 1) / np.maximum(self.n, 1))

    @property
    def skewness(self) -> Floats:
        """Third central moment over the second to the power of 1.5; 0 where nothing varies."""
        n = np.maximum(self.n, 1)
        power = (self.squares / n) ** 1.5
        safe = power > 0.0
        return np.where(safe, self.cubes / n / np.where(safe, power, 1.0), 0.0)

    @property
    def departures(self) -> Counts:
        """In how many worlds the value is not the commonest one."""
        return self.table.departures


def least_departures(confidence: float) -> int:
    """Worlds that must depart from the commonest value before an exact two-sided sign test can show
    anything: 6 at .95, 8 at .99.
    """
    alpha = max(1.0 - confidence, 1e-300)
    return min(ceil(1.0 - log2(alpha) - 1e-9), PLACES - 1)


def too_rare(sums: Sums, confidence: float) -> Flags:
    """Where too few worlds depart for anything to be told of the mean."""
    rare: Flags = (sums.n > 1) & (sums.departures < least_departures(confidence))
    return rare


def mean_interval(
    sums: Sums, bounds: Bounds, confidence: float = 0.95, *, shares: Flags | None = None
) -> Interval:
    """The interval of each mean, within its bounds; what was seen beyond them widens them. Where
    a bound is not known (infinite), nothing beyond what was seen is allowed for.
    """
    low, high = _hull(sums, confidence)
    lowest, highest = _widened_interval(sums, bounds)
    cost = log(1.0 / max(1.0 - confidence, 1e-300))
    for column in _rare_columns(sums, confidence, shares):
        values, counts = _values_seen(sums, column)
        low[column] = min(low[column], lower_end(values, counts, lowest[column], cost))
        high[column] = max(high[column], upper_end(values, counts, highest[column], cost))
    ends = (np.asarray(end, dtype=np.float64) for end in bounds)
    known = [np.broadcast_to(np.isfinite(end), low.shape) for end in ends]
    return (
        np.where(known[0], np.maximum(low, lowest), low),
        np.where(known[1], np.minimum(high, highest), high),
    )


def mean_p(sums: Sums, confidence: float = 0.95, at: ArrayLike = 0.0) -> Floats:
    """Two-sided p-value of each mean being ``at``; 1 where it is too rare to tell at this
    confidence.
    """
    below, above = _tails(sums, at)
    p = np.minimum(2.0 * np.minimum(below, above), 1.0)
    p = np.maximum(p, 2.0 ** np.minimum(1.0 - sums.departures, 0.0))
    return np.where(sums.n > 1, np.where(too_rare(sums, confidence), 1.0, p), np.nan)


def one_sided_p(
    sums: Sums,
    at: ArrayLike,
    bounds: Bounds,
    confidence: float = 0.95,
    *,
    shares: Flags | None = None,
) -> tuple[Floats, Floats]:
    """The p-values of each mean being ``at`` or less, and of its being ``at`` or more.

    Twice one of them is below 1 - confidence exactly where ``mean_interval`` lies beyond ``at`` on
    that side.
    """
    at = np.broadcast_to(np.asarray(at, dtype=np.float64), sums.mean.shape)
    or_less, or_more = _tails(sums, at)
    lowest, highest = _widened_interval(sums, bounds)
    for column in _rare_columns(sums, confidence, shares):
        values, counts = _values_seen(sums, column)
        point = float(at[column])
        under = evidence_below(-values, counts, -point, -float(lowest[column]))
        over = evidence_below(values, counts, point, float(highest[column]))
        or_less[column] = max(or_less[column], np.exp(-under) / 2.0)
        or_more[column] = max(or_more[column], np.exp(-over) / 2.0)
    known = sums.n > 1
    return np.where(known, or_less, np.nan), np.where(known, or_more, np.nan)


def two_sided(
    least: Floats, most: Floats, least_below: Floats, most_below: Floats
) -> tuple[Floats, Floats]:
    """The p-values of a mean being no larger, and no smaller, than some size either way, from the
    one-sided ones at that size (being so or less, so or more) and at minus that size.
    """
    small = np.minimum(2.0 * np.minimum(least, most_below), 1.0)
    return small, np.minimum(2.0 * np.maximum(most, least_below), 1.0)


def _rare_columns(sums: Sums, confidence: float, shares: Flags | None) -> list[int]:
    """Columns that need the bounds of likelihood; ``shares`` have intervals of another kind."""
    rare = too_rare(sums, confidence)
    columns: list[int] = np.flatnonzero(rare if shares is None else rare & ~shares).tolist()
    return columns


def _hull(sums: Sums, confidence: float) -> Interval:
    """The smallest interval that holds Student's and Hall's."""
    from scipy.special import stdtrit

    q = stdtrit(np.maximum(sums.n - 1, 1), (1.0 + confidence) / 2.0)
    down, up = np.maximum(q, _hall_inverse(q, sums)), np.minimum(-q, _hall_inverse(-q, sums))
    known = sums.n > 1
    low, high = sums.mean - down * sums.error, sums.mean - up * sums.error
    return np.where(known, low, np.nan), np.where(known, high, np.nan)


def student_quantile(z: ArrayLike, skewness: ArrayLike, n: ArrayLike) -> Floats:
    """The quantile of Student's statistic that stands for ``z`` of Hall's, of ``n`` values with
    this skewness.
    """
    z, root = np.asarray(z, dtype=np.float64), np.sqrt(np.maximum(n, 1))
    lean = np.asarray(skewness, dtype=np.float64) / root
    bent = np.abs(lean) >= _STRAIGHT
    safe = np.where(bent, lean, 1.0)
    return np.where(bent, 3.0 / safe * (np.cbrt(1.0 + safe * (z - safe / 6.0)) - 1.0), z)


def _hall_inverse(z: Floats, sums: Sums) -> Floats:
    return student_quantile(z, sums.skewness, sums.n)


def _hall_statistic(t: Floats, sums: Sums) -> Floats:
    """Hall's statistic that stands for ``t`` of Student's: it never falls as ``t`` grows."""
    lean = sums.skewness / np.sqrt(np.maximum(sums.n, 1))
    return t + lean * (2.0 * t**2 + 1.0) / 6.0 + lean**2 * t**3 / 27.0


def _tails(sums: Sums, at: ArrayLike) -> tuple[Floats, Floats]:
    """One-sided p-values of the mean being ``at`` or less, or more: the larger of both methods. A
    column that does not vary has its mean, no doubt about it.
    """
    from scipy.special import stdtr

    gap, error = sums.mean - np.asarray(at, dtype=np.float64), sums.error
    varies = error > 0.0
    far = np.where(gap == 0.0, 0.0, np.copysign(np.inf, gap))
    t = np.clip(np.where(varies, gap / np.where(varies, error, 1.0), far), -1e80, 1e80)
    freedom, bent = np.maximum(sums.n - 1, 1), _hall_statistic(t, sums)
    or_less = np.maximum(stdtr(freedom, -t), stdtr(freedom, -bent))
    return or_less, np.maximum(stdtr(freedom, t), stdtr(freedom, bent))


def _widened_interval(sums: Sums, bounds: Bounds) -> Interval:
    low, high = (np.asarray(end, dtype=np.float64) for end in bounds)
    lowest = np.fmin(np.where(np.isfinite(low), low, np.nan), sums.least)
    return lowest, np.fmax(np.where(np.isfinite(high), high, np.nan), sums.most)


def _values_seen(sums: Sums, column: int) -> tuple[Floats, Floats]:
    """Distinct values of a column with their counts: all of them, where few worlds depart."""
    seen = sums.table.counts[column] > 0
    return sums.table.values[column, seen], sums.table.counts[column, seen].astype(np.float64)
