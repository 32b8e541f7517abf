"""Intervals and tests, on whole tables at once. Where there is too little to say anything the
answer is NaN, never a warning.

Shares: Wilson's score interval (Wilson 1927; Brown, Cai and DasGupta 2001). Means: Student's t.
Paired differences of shares: Tango's score interval (Tango 1998, Statistics in Medicine 17:891),
whose test of no difference is McNemar's, made to agree with the exact test on what is shown. Many
comparisons: Holm (1979), which holds whatever depends on what.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Interval = tuple[Floats, Floats]

_FEW = 30  # values that may all be the same by chance
_HALVINGS = 60  # of an interval no longer than 2: to the last bit


def wilson(successes: ArrayLike, n: ArrayLike, confidence: float = 0.95) -> Interval:
    """Interval of a share, from the number of successes among ``n``."""
    k, n = _floats(successes), _floats(n)
    z2 = _z(confidence) ** 2
    with np.errstate(divide="ignore", invalid="ignore"):
        centre = (k + z2 / 2) / (n + z2)
        half = np.sqrt(z2 * (k * (n - k) / n + z2 / 4)) / (n + z2)
        # At the borders the formula is exact but its rounding is not.
        low = np.where(k == 0, 0.0, centre - half)
        high = np.where(k == n, 1.0, centre + half)
    return _known_values(low, n > 0), _known_values(high, n > 0)


def student(
    mean: ArrayLike, squares: ArrayLike, n: ArrayLike, confidence: float = 0.95
) -> Interval:
    """Interval of a mean of ``n`` values whose squared deviations from it add up to ``squares``."""
    from scipy.special import stdtrit

    mean, n = _floats(mean), _floats(n)
    freedom = np.maximum(n - 1, 1.0)
    error = _standard_error(squares, n)
    half = stdtrit(freedom, (1 + confidence) / 2) * error
    known = (n > 1) & ~_too_alike(error, mean, n)
    return _known_values(mean - half, known), _known_values(mean + half, known)


def student_p(mean: ArrayLike, squares: ArrayLike, n: ArrayLike) -> Floats:
    """Two-sided p-value of a mean of zero. Many values that are all the same leave no doubt: 1 if
    zero, else 0.
    """
    from scipy.special import stdtr

    mean, n = _floats(mean), _floats(n)
    error = _standard_error(squares, n)
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        p = 2 * stdtr(np.maximum(n - 1, 1.0), -np.abs(mean / error))
    constant = np.where(mean == 0, 1.0, 0.0)
    return _known_values(np.where(error == 0, constant, p), (n > 1) & ~_too_alike(error, mean, n))


def tango(up: ArrayLike, down: ArrayLike, n: ArrayLike, confidence: float = 0.95) -> Interval:
    """Interval of the difference of two shares over ``n`` pairs, of which ``up`` have the first
    only, ``down`` the second.
    """
    up, down, n = np.broadcast_arrays(_floats(up), _floats(down), _floats(n))
    z = _z(confidence)
    high = _difference_at(up, down, n, z)
    low = -_difference_at(down, up, n, z)
    return _known_values(low, n > 0), _known_values(high, n > 0)


def paired_shares(
    up: ArrayLike, down: ArrayLike, n: ArrayLike, confidence: float = 0.95
) -> Interval:
    """Tango's interval, but one that leaves out zero exactly where the exact test does: an end
    beyond zero is moved to it where that does not, and one that should be, as far as the exact
    interval of the pairs that differ (Clopper and Pearson 1934) reaches. The normal law has longer
    tails than the binomial one, so that some are at levels beyond .999.
    """
    up, down, n = np.broadcast_arrays(_floats(up), _floats(down), _floats(n))
    low, high = tango(up, down, n, confidence)
    open_ = mcnemar_exact_p(up, down) >= 1.0 - confidence
    short = ~open_ & (low <= 0.0) & (high >= 0.0)
    low = np.where(short & (up > down), _least_beyond_zero(up, down, n, confidence), low)
    high = np.where(short & (up < down), -_least_beyond_zero(down, up, n, confidence), high)
    return np.where(open_ & (low > 0.0), 0.0, low), np.where(open_ & (high < 0.0), 0.0, high)


def _least_beyond_zero(more: Floats, fewer: Floats, n: Floats, confidence: float) -> Floats:
    """The lower end of a difference of shares from the exact interval of the share that ``more``
    has among the pairs that differ.
    """
    from scipy.special import betaincinv

    share = betaincinv(np.maximum(more, 1.0), fewer + 1.0, (1.0 - confidence) / 2.0)
    end: Floats = (2.0 * share - 1.0) * (more + fewer) / np.maximum(n, 1.0)
    return end


def paired_share_tails(
    up: ArrayLike, down: ArrayLike, n: ArrayLike, at: ArrayLike
) -> tuple[Floats, Floats]:
    """One-sided p-values, by Tango's score, of the difference of two shares being ``at`` or less,
    and ``at`` or more.
    """
    from scipy.special import ndtr

    up, down, n, at = np.broadcast_arrays(*map(_floats, (up, down, n, at)))
    score = _score(at, up, down, n)
    return _known_values(ndtr(-score), n > 0), _known_values(ndtr(score), n > 0)


def mcnemar_p(up: ArrayLike, down: ArrayLike) -> Floats:
    """Two-sided p-value of equal shares in pairs (McNemar's score test, without continuity
    correction).
    """
    from scipy.special import ndtr

    up, down = _floats(up), _floats(down)
    p: Floats = 2 * ndtr(-np.abs(up - down) / np.sqrt(np.maximum(up + down, 1.0)))
    return p


def mcnemar_exact_p(up: ArrayLike, down: ArrayLike) -> Floats:
    """Two-sided p-value of equal shares in pairs, by the binomial law: right however few pairs
    differ, 1 where none does.
    """
    from scipy.special import bdtr

    up, down = _floats(up), _floats(down)
    p: Floats = np.minimum(2 * bdtr(np.minimum(up, down), (up + down).astype(np.int64), 0.5), 1.0)
    return p


def holm(p: ArrayLike) -> Floats:
    """p-values adjusted for being one family; NaN is no member of it."""
    flat = _floats(p)
    adjusted = np.full_like(flat, np.nan)
    members = np.flatnonzero(~np.isnan(flat))
    order = members[np.argsort(flat[members], kind="stable")]
    steps = flat[order] * np.arange(len(order), 0, -1)
    adjusted[order] = np.minimum(np.maximum.accumulate(steps), 1.0)
    return adjusted


def _difference_at(up: Floats, down: Floats, n: Floats, z: float) -> Floats:
    """The difference above the observed one whose score is -``z``; the score falls as the
    difference grows.
    """
    low = (up - down) / np.maximum(n, 1.0)
    high = np.ones_like(low)
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        inside = _score(middle, up, down, n) > -z
        low, high = np.where(inside, middle, low), np.where(inside, high, middle)
    return (low + high) / 2


def _score(difference: Floats, up: Floats, down: Floats, n: Floats) -> Floats:
    """Tango's statistic, with the share of ``down`` as likely as it can be under the difference
    (his equation 8).
    """
    a = 2 * n
    b = (2 * n - up + down) * difference - up - down
    c = -down * difference * (1 - difference)
    with np.errstate(divide="ignore", invalid="ignore"):
        share = (np.sqrt(np.maximum(b * b - 4 * a * c, 0.0)) - b) / (2 * a)
        variance = n * (2 * share + difference * (1 - difference))
        score = (up - down - n * difference) / np.sqrt(variance)
    return np.where(variance > 0, score, np.where(up - down < n * difference, -np.inf, np.inf))


def _too_alike(error: Floats, mean: Floats, n: Floats) -> NDArray[np.bool_]:
    """Whether a few values, all the same and not zero, say nothing of how much others
    would differ.
    """
    alike: NDArray[np.bool_] = (error == 0) & (mean != 0) & (n < _FEW)
    return alike


def _standard_error(squares: ArrayLike, n: Floats) -> Floats:
    error: Floats = np.sqrt(_floats(squares) / np.maximum(n - 1, 1.0) / np.maximum(n, 1.0))
    return error


def _z(confidence: float) -> float:
    from scipy.special import ndtri

    return float(ndtri((1 + confidence) / 2))


def _floats(values: ArrayLike) -> Floats:
    return np.asarray(values, dtype=np.float64)


def _known_values(values: Floats, known: NDArray[np.bool_]) -> Floats:
    return np.where(known, values, np.nan)
