"""Intervals of the shares, means and differences that charts and pages count themselves: as the
summary has them.
"""

from __future__ import annotations

import math

import numpy as np

from sim.experiment.statistics import estimates as by
from sim.experiment.statistics.dust import DUST, without_dust
from sim.experiment.statistics.mean_intervals import Bounds, Sums, mean_interval
from sim.experiment.statistics.moments import sums_of
from sim.output.charts.base.chart import Floats, Outcome

_UNKNOWN = (-math.inf, math.inf)


def of_share(share: float, n: int, confidence: float) -> tuple[float, float]:
    """Wilson's interval of a share of ``n`` worlds; NaN where there is none."""
    low, high = by.wilson(round(share * n), n, confidence)
    return float(low), float(high)


def of_mean(
    values: Floats, confidence: float, outcome: Outcome | None = None
) -> tuple[float, float]:
    """The interval of a mean, within what its outcome can be; NaN where one value does not tell how
    they spread.
    """
    bounds = _UNKNOWN
    if outcome is not None and outcome.least is not None and outcome.most is not None:
        bounds = outcome.least, outcome.most
    low, high = mean_interval(sums_of(values), bounds, confidence)
    return float(low[0]), float(high[0])


def of_difference(gaps: Floats, outcome: Outcome, confidence: float) -> tuple[float, float]:
    """The interval of a paired difference, from one value a world; NaN where there is none."""
    gaps = without_dust(gaps[~np.isnan(gaps)], outcome.matters)
    if outcome.kind == "share":
        low, high = by.paired_shares((gaps > 0).sum(), (gaps < 0).sum(), len(gaps), confidence)
        return float(low), float(high)
    found = of_differences(sums_of(gaps, DUST * outcome.matters), outcome, confidence)
    return float(found[0][0]), float(found[1][0])


def of_differences(sums: Sums, outcome: Outcome, confidence: float) -> by.Interval:
    """The intervals of paired differences in an outcome that is a mean, by column; NaN for one that
    inputs say by themselves.
    """
    low, high = mean_interval(sums, difference_bounds(outcome), confidence)
    if outcome.constant:
        return np.full_like(low, np.nan), np.full_like(high, np.nan)
    return low, high


def difference_bounds(outcome: Outcome) -> Bounds:
    """What a difference can be; without end where results do not say what the outcome can be."""
    if outcome.least is None or outcome.most is None:
        return _UNKNOWN
    return outcome.least - outcome.most, outcome.most - outcome.least
