"""Restricted means under competing risks: how many hours of the first so many follow each end, on
average over the subjects.

The area under a cumulative incidence up to a horizon is the mean time from that end on, within the
horizon; what the areas of all risks leave of it is the mean time free of all (Andersen, Stat. Med.
32, 2013, 5278-5285). Variance by the delta method on the counts at each hour, Greenwood's way;
intervals on the scale of log(-log(1 - area / horizon)), as those of the curves.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from sim.experiment.statistics.curves.incidence import Ends, Floats, ends

FREE: Final = "free"
_ROUNDING: Final = 1e-9  # share of the horizon below which an area or an error is none


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """Mean hours within the horizon and their interval: NaN where all subjects are alike, which
    tells nothing of its width.
    """

    mean: float
    low: float
    high: float


def restricted_means(
    onsets: Mapping[str, Floats], watched: Floats, horizon: float, *, confidence: float = 0.95
) -> dict[str, Area]:
    """By risk the mean hours after it, and under ``FREE`` those before any, of the first
    ``horizon`` hours (above 0).

    ``onsets`` and ``watched`` are those of ``cumulative_incidence``. Nothing is known beyond the
    longest watched subject, so the horizon must not be later.
    """
    risks = ends(onsets, watched)
    if not len(risks.left) or horizon > float(watched[~np.isnan(watched)].max()):
        raise ValueError(f"nothing is known up to {horizon} h")
    means: dict[str, float] = {}
    weights: dict[str, Floats] = {}
    for number, name in enumerate(onsets):
        means[name], weights[name] = _area(risks, number, horizon)
    means[FREE] = horizon - sum(means.values())
    weights[FREE] = -np.sum(list(weights.values()), axis=0)
    return {
        name: _interval(mean, _error(risks, weights[name]), horizon, confidence)
        for name, mean in means.items()
    }


def _area(risks: Ends, number: int, horizon: float) -> tuple[float, Floats]:
    """Area under the incidence of a risk, and by how much it grows with the share that each risk
    meets at each hour.
    """
    left = np.maximum(horizon - risks.times, 0.0)
    part = risks.free * risks.met[number] / risks.remaining * left
    later = np.sum(part) - np.cumsum(part)
    staying = 1.0 - risks.met.sum(axis=0) / risks.remaining
    lost = np.where(staying > 0.0, later / np.where(staying > 0.0, staying, 1.0), 0.0)
    weights = np.tile(-lost, (len(risks.met), 1))
    weights[number] += risks.free * left
    return float(np.sum(part)), weights


def _error(risks: Ends, weights: Floats) -> float:
    """Standard error: at each hour the counts of the risks are those of one draw among those who
    remain.
    """
    shares = risks.met / risks.remaining
    spread = np.sum(weights**2 * shares, axis=0) - np.sum(weights * shares, axis=0) ** 2
    return math.sqrt(max(0.0, float(np.sum(spread / risks.remaining))))


def _interval(mean: float, error: float, horizon: float, confidence: float) -> Area:
    from scipy.special import ndtri

    share, spread = mean / horizon, error / horizon
    if not (_ROUNDING < share < 1.0 - _ROUNDING and spread > _ROUNDING):
        return Area(mean=mean, low=math.nan, high=math.nan)
    hazard = -math.log1p(-share)
    factor = math.exp(float(ndtri((1.0 + confidence) / 2.0)) * spread / ((1.0 - share) * hazard))
    low, high = (-horizon * math.expm1(-hazard * by) for by in (1.0 / factor, factor))
    return Area(mean=mean, low=low, high=high)
