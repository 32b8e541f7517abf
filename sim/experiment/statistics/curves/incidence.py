"""Cumulative incidence of competing risks: how many have met each end by each hour, when one end
forestalls the other.

Escalation ends the wait for de-escalation, so it is no censoring of it: one minus Kaplan-Meier
would overstate both. The estimator is that of Aalen and Johansen (Scand. J. Statist. 5, 1978,
141-150), its variance by the delta method as in Marubini and Valsecchi (Analysing Survival Data,
1995, eq. 10.12), its pointwise intervals on the scale of log(-log(1 - F)).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]

ROUNDING: Final = 1e-9  # a running sum that should have reached one; no interval is sought there


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """Incidence of one risk at the hours ``times``, with a pointwise interval: NaN where the share
    is 0 or 1, which has none.
    """

    times: Floats
    share: Floats
    low: Floats
    high: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Incidence:
    """Curves by risk over one time axis, and when each subject left observation."""

    curves: Mapping[str, Curve]
    left: Floats

    @property
    def subjects(self) -> int:
        return len(self.left)

    def at_risk(self, times: Floats) -> Counts:
        """How many were still under observation, with nothing met, just before each of
        ``times``.
        """
        return self.subjects - np.searchsorted(self.left, times, side="left").astype(np.int64)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ends:
    """How many what has met when: ``met`` (risks x times) of the ``remaining`` at each of
    ``times``.

    ``free`` is the share free of all risks just before each time, ``left`` when each subject left
    observation.
    """

    times: Floats
    met: Floats
    remaining: Floats
    free: Floats
    left: Floats


def cumulative_incidence(
    onsets: Mapping[str, Floats], watched: Floats, *, confidence: float = 0.95
) -> Incidence:
    """Aalen-Johansen over subjects watched for ``watched`` hours (NaN: not in the study at all).

    ``onsets`` holds, by risk, the hour at which it met each subject, NaN where it did not. The
    earliest counts; of two at the same hour the risk named first. An onset after the end of
    observation was not seen. Someone who leaves at the hour of another's onset was still at risk.
    """
    from scipy.special import ndtri

    quantile = float(ndtri((1.0 + confidence) / 2.0))
    risks = ends(onsets, watched)
    any_met = risks.met.sum(axis=0)
    curves = {
        name: _curve(risks.times, risks.met[number], any_met, risks.remaining, risks.free, quantile)
        for number, name in enumerate(onsets)
    }
    return Incidence(curves=curves, left=risks.left)


def ends(onsets: Mapping[str, Floats], watched: Floats) -> Ends:
    """What is counted, as ``cumulative_incidence`` takes it."""
    risk, left = _first(onsets, watched)
    order = np.argsort(left, kind="stable")
    risk, left = risk[order], left[order]
    times = np.unique(left[risk >= 0])
    remaining = len(left) - np.searchsorted(left, times, side="left").astype(np.float64)
    met = np.array([_counts(left[risk == number], times) for number in range(len(onsets))])
    met = met.reshape(len(onsets), len(times))
    free = np.concatenate(([1.0], np.cumprod(1.0 - met.sum(axis=0) / remaining)))[:-1]
    return Ends(times=times, met=met, remaining=remaining, free=free, left=left)


def _first(onsets: Mapping[str, Floats], watched: Floats) -> tuple[Counts, Floats]:
    """Which risk met each subject first (-1: none) and when the subject left observation."""
    inside = ~np.isnan(watched)
    end = watched[inside]
    hours = np.array([onset[inside] for onset in onsets.values()]).reshape(len(onsets), len(end))
    hours = np.where(np.isnan(hours) | (hours > end), np.inf, hours)
    first = hours.argmin(axis=0).astype(np.int64)
    soonest = hours.min(axis=0)
    return np.where(np.isinf(soonest), -1, first), np.minimum(soonest, end)


def _counts(onsets: Floats, times: Floats) -> Floats:
    distinct, count = np.unique(onsets, return_counts=True)
    result = np.zeros(len(times))
    result[np.searchsorted(times, distinct)] = count
    return result


def _curve(
    times: Floats, met: Floats, any_met: Floats, remaining: Floats, free: Floats, quantile: float
) -> Curve:
    """One risk: ``met`` of ``remaining`` at each time, ``free`` the share still free of all risks
    just before it.
    """
    share = np.cumsum(free * met / remaining)
    error = np.sqrt(_variance(share, met, any_met, remaining, free))
    inside = (share > 0.0) & (share < 1.0 - ROUNDING)
    hazard = -np.log1p(-np.where(inside, share, 0.5))
    factor = np.exp(quantile * error / (np.where(inside, 1.0 - share, 1.0) * hazard))
    low = np.where(inside, -np.expm1(-hazard / factor), np.nan)
    high = np.where(inside, -np.expm1(-hazard * factor), np.nan)
    return Curve(times=times, share=share, low=low, high=high)


def _variance(
    share: Floats, met: Floats, any_met: Floats, remaining: Floats, free: Floats
) -> Floats:
    """The three sums of the delta method, multiplied out so that each is a running sum; none is
    taken past the last subject.
    """
    staying = remaining - any_met
    weight = np.where(
        staying > 0.0, any_met / (remaining * np.where(staying > 0.0, staying, 1.0)), 0.0
    )
    own = free**2 * (remaining - met) * met / remaining**3
    cross = free * met / remaining**2
    total: Floats = (
        share**2 * np.cumsum(weight)
        - 2.0 * share * np.cumsum(weight * share + cross)
        + np.cumsum(weight * share**2 + own + 2.0 * cross * share)
    )
    return np.maximum(total, 0.0)
