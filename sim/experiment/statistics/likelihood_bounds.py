"""Bounds of a mean that no event as large as the outcome allows could break unseen: empirical
likelihood with free mass at the end of the range (Owen 1990; Honda and Takemura 2010).

They are what a gambler could win at best by betting against a mean, turned round. All zero, the
upper one is the rule of three, R (1 - alpha^(1/n)).
"""

from __future__ import annotations

from math import exp, inf, log
from typing import Final

import numpy as np

from sim.experiment.statistics.estimates import Floats

_HALVINGS: Final = 100
_WIDE: Final = 30.0  # of a logarithm: beyond it nothing is left to find


def upper_end(values: Floats, counts: Floats, highest: float, cost: float) -> float:
    """The greatest mean that values seen ``counts`` times leave possible, none being above
    ``highest``: at log-likelihood ``cost`` below the best one.
    """
    n = float(counts.sum())
    room = highest - values
    if room.min() > 0.0:
        mean_log = float((counts * np.log(room)).sum()) / n
        left = exp(mean_log - cost / n)
        if left * float((counts / room).sum()) / n <= 1.0:
            return highest - left
    return _inner_end(values, counts / n, max(highest, float(values.max())), cost / n)


def lower_end(values: Floats, counts: Floats, lowest: float, cost: float) -> float:
    """The least mean that is left possible, none being below ``lowest``."""
    return -upper_end(-values, counts, -lowest, cost)


def evidence_below(values: Floats, counts: Floats, at: float, highest: float) -> float:
    """Log-likelihood by which means of ``at`` or more are below the best one: ``upper_end`` at this
    cost is ``at``.
    """
    gap = values - at
    if float((counts * gap).sum()) >= 0.0:
        return 0.0
    if at >= highest:
        return inf
    low, high = 0.0, 1.0 / (highest - at)
    if _is_rising(high, counts, gap):  # free mass at the end helps, as nearly always
        low = high
    for _ in range(_HALVINGS if low < high else 0):
        middle = (low + high) / 2.0
        low, high = (middle, high) if _is_rising(middle, counts, gap) else (low, middle)
    return max(float((counts * np.log1p(-low * gap)).sum()), 0.0)


def _is_rising(stake: float, counts: Floats, gap: Floats) -> bool:
    """Whether more than this staked against the mean would win more."""
    left = 1.0 - stake * gap
    return bool(left.min() > 0.0 and float((counts * gap / left).sum()) < 0.0)


def _inner_end(values: Floats, shares: Floats, highest: float, cost: float) -> float:
    """Where free mass at the end would not help: the end that a tilt of the seen values reaches."""
    spread = highest - float(values.min())
    if spread <= 0.0:
        return highest
    low, high = log(spread) - _WIDE, log(spread) + _WIDE
    for _ in range(_HALVINGS):
        middle = (low + high) / 2.0
        if _tilt_cost(highest + exp(middle) - values, shares) > cost:
            low = middle
        else:
            high = middle
    end = highest + exp(high)
    return end - 1.0 / float((shares / (end - values)).sum())


def _tilt_cost(room: Floats, shares: Floats) -> float:
    return log(float((shares / room).sum())) + float((shares * np.log(room)).sum())
