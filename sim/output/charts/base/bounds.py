"""Intervals of the shares and means that charts count themselves: Wilson's and Student's, as the
summary has them.
"""

from __future__ import annotations

import math

import numpy as np

from sim.experiment.statistics import estimates as by
from sim.output.charts.base.chart import Floats


def of_share(share: float, n: int, confidence: float) -> tuple[float, float]:
    """Wilson's interval of a share of ``n`` worlds; NaN where there is none."""
    low, high = by.wilson(round(share * n), n, confidence)
    return float(low), float(high)


def of_mean(values: Floats, confidence: float) -> tuple[float, float]:
    """Student's interval of a mean; NaN where one value, or values all alike, do not tell how they
    spread.
    """
    if not len(values):
        return math.nan, math.nan
    mean = float(values.mean())
    low, high = by.student(mean, float(np.sum((values - mean) ** 2)), len(values), confidence)
    return float(low), float(high)
