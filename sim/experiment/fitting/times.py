"""Measured waiting times as a fit sees them: counted together where equal, for one sample or for
thousands side by side.

A wait has ended at ``t`` (exactly, or within the ``width`` before it, when times were written down
in whole days), or it was still going on at ``t`` when its watching stopped (right-censored).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """Samples of waiting times, one a row, in any one unit.

    ``t`` rises along a row (it may be one row for all samples); ``ended`` and ``waiting`` count how
    many waits ended there and how many were still going on. With a ``width`` above zero, ended at
    ``t`` means within (t - width, t].
    """

    t: Floats
    ended: Floats
    waiting: Floats
    width: float = 0.0

    @property
    def n(self) -> Floats:
        """Waits in each sample, ended or not."""
        many: Floats = (self.ended + self.waiting).sum(axis=1)
        return many

    @property
    def has_censoring(self) -> bool:
        """Whether any wait was still going on."""
        return bool(self.waiting.any())

    def log_ends(self) -> Floats:
        """Logarithms of ``t``."""
        return np.log(self.t)

    def log_starts(self) -> Floats:
        """Logarithms of where the intervals begin; minus infinity for those that begin at zero."""
        starts = self.t - self.width
        starts[starts < 1e-9 * self.width] = 0.0
        with np.errstate(divide="ignore"):
            return np.log(starts)

    def of(self, samples: Whole) -> Times:
        """Some of the samples."""
        t = self.t if len(self.t) == 1 else self.t[samples]
        return replace(self, t=t, ended=self.ended[samples], waiting=self.waiting[samples])


def grouped_times(
    times: Sequence[float] | Floats, still_waiting: Sequence[bool] = (), width: float = 0.0
) -> Times:
    """One sample, from one number a wait; ``still_waiting`` marks those that had not ended (none if
    left out).
    """
    values = np.asarray(times, dtype=np.float64)
    waits = (
        np.asarray(still_waiting, dtype=np.bool_)
        if len(still_waiting)
        else np.zeros(len(values), dtype=np.bool_)
    )
    return _group(values[None, :], ~waits[None, :], width)


def _group(values: Floats, ended: NDArray[np.bool_], width: float) -> Times:
    """Samples from one number a wait. Rows with fewer different values than others end in places
    where nothing is counted.
    """
    order = np.argsort(values, axis=1, kind="stable")
    values, ended = np.take_along_axis(values, order, 1), np.take_along_axis(ended, order, 1)
    place = np.zeros(values.shape, dtype=np.int64)
    np.cumsum(values[:, 1:] != values[:, :-1], axis=1, out=place[:, 1:])
    rows, places = len(values), int(place.max()) + 1
    at = place + places * np.arange(rows)[:, None]
    t = np.repeat(values[:, -1:], places, axis=1)
    t.flat[at.ravel()] = values.ravel()
    return Times(t=t, ended=_counts(at[ended], t), waiting=_counts(at[~ended], t), width=width)


def _counts(at: Whole, like: Floats) -> Floats:
    return np.bincount(at, minlength=like.size).reshape(like.shape).astype(np.float64)


def share_ended(times: Times) -> Floats:
    """Estimated share of waits that have ended by each ``t`` (Kaplan and Meier 1958).

    Waits in whole days do not overlap but for being cut short at the end of a day, so this is
    Turnbull's estimate of interval-censored data too, at the ends of the days.
    """
    at_risk = _at_risk(times)
    return 1.0 - _product(1.0 - times.ended / np.maximum(at_risk, 1.0))


def share_watched(times: Times) -> Floats:
    """Estimated chance to be watched beyond each ``t``: the same estimate with the parts of ended
    and waiting exchanged.
    """
    at_risk = _at_risk(times) - times.ended
    return _product(1.0 - times.waiting / np.maximum(at_risk, 1.0))


def spread_of(times: Times) -> Floats:
    """Standard error of ``share_ended`` (Greenwood 1926)."""
    at_risk = _at_risk(times)
    left = at_risk - times.ended
    steps = np.where(left > 0, times.ended / np.maximum(at_risk * left, 1.0), 0.0)
    error: Floats = (1.0 - share_ended(times)) * np.sqrt(np.cumsum(steps, axis=1))
    return error


def _product(factors: Floats) -> Floats:
    return np.asarray(np.cumprod(factors, axis=1), dtype=np.float64)


def _at_risk(times: Times) -> Floats:
    gone = times.ended + times.waiting
    at_risk: Floats = times.n[:, None] - np.cumsum(gone, axis=1) + gone
    return at_risk
