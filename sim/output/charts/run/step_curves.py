"""Curves of cumulative incidence as they are drawn: in steps, thinned to what the eye can tell."""

from __future__ import annotations

import math
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sim.experiment.statistics.curves.incidence import Curve
from sim.output.charts.base.chart import Floats

STEPS: Final = 240  # hours at which a curve is drawn when it has more steps than that


def between(low: float, high: float) -> str:
    """An interval in per cent; none for a share of 0 or 1, to which the method gives none."""
    return "" if math.isnan(low) else f" [{100 * low:.0f}, {100 * high:.0f}]"


def step_curve(curve: Curve, end: float) -> tuple[Floats, Floats, Floats, Floats]:
    """A curve from zero to the end of the axis, thinned to what the eye can tell: hours, share,
    low, high.
    """
    kept = thinned_indices(curve.times)
    x = np.concatenate(([0.0], curve.times[kept], [end]))
    share, low, high = (_from_zero(line[kept]) for line in (curve.share, curve.low, curve.high))
    return x, share, low, high


def _from_zero(line: Floats) -> Floats:
    """A line that begins at 0 and stays where it ends."""
    return np.concatenate(([0.0], line, line[-1:] if len(line) else [0.0]))


def thinned_indices(times: Floats) -> NDArray[np.int64]:
    if len(times) <= STEPS:
        return np.arange(len(times))
    wanted = np.linspace(times[0], times[-1], STEPS)
    return np.unique(np.searchsorted(times, wanted, side="right") - 1)


def end_of_curve(curve: Curve) -> tuple[float, float, float]:
    """Share, low and high where the curve ends."""
    if not len(curve.share):
        return 0.0, math.nan, math.nan
    return float(curve.share[-1]), float(curve.low[-1]), float(curve.high[-1])
