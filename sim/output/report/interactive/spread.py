"""How the worlds are spread over the values of an outcome: so many worlds in each of a few bins,
the same bins for all arms.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np

from sim.experiment.outcomes.definitions import OutcomeSummary
from sim.experiment.statistics.estimates import Floats
from sim.output.answer.amounts import OF_100_UNITS

MOST_BINS: Final = 10
_SLACK: Final = 1e-9  # of a bin: a value on an edge belongs to the bin that begins there


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """Bins by their words, and how many worlds of each arm lie in each."""

    unit: str
    bins: tuple[str, ...]
    counts: Mapping[str, tuple[int, ...]]


def spread_of(outcome: OutcomeSummary, by_arm: Mapping[str, Floats]) -> Spread:
    """The worlds of all arms in common bins; those in which the outcome does not exist are left
    out.
    """
    if outcome.kind == "share":
        return _yes_or_no(by_arm)
    factor = 100.0 if outcome.unit in OF_100_UNITS else 1.0
    values = {arm: factor * column[~np.isnan(column)] for arm, column in by_arm.items()}
    known = np.concatenate(list(values.values()))
    unit = "of 100" if factor > 1.0 else outcome.unit
    if not len(known):
        return Spread(unit=unit, bins=(), counts=dict.fromkeys(by_arm, ()))
    low, high = float(known.min()), float(known.max())
    if high - low < MOST_BINS and np.array_equal(known, np.round(known)):
        edges, words = _whole(int(low), int(high))
    elif low == high:
        edges, words = [low, low + 1.0], (f"{low:,.6g}",)
    else:
        edges, words = _ranges(low, high)
    counts = {arm: _bin_counts(column, edges) for arm, column in values.items()}
    return Spread(unit=unit, bins=words, counts=counts)


def _yes_or_no(by_arm: Mapping[str, Floats]) -> Spread:
    counts = {
        arm: (int(np.count_nonzero(column > 0.5)), int(np.count_nonzero(column <= 0.5)))
        for arm, column in by_arm.items()
    }
    return Spread(unit="", bins=("happened", "did not"), counts=counts)


def _whole(low: int, high: int) -> tuple[Sequence[float], tuple[str, ...]]:
    """A bin a whole number."""
    numbers = range(low, high + 1)
    return [*(one - 0.5 for one in numbers), high + 0.5], tuple(map(str, numbers))


def _ranges(low: float, high: float) -> tuple[Sequence[float], tuple[str, ...]]:
    """Bins of a round width, as narrow as few of them allow."""
    step = next(one for one in _round_steps(high - low) if _bins(low, high, one) <= MOST_BINS)
    first = np.floor(low / step + _SLACK)
    edges = [step * (first + at) for at in range(_bins(low, high, step) + 1)]
    words = tuple(f"{one:,.6g} to {two:,.6g}" for one, two in pairwise(edges))
    return edges, words


def _bins(low: float, high: float, step: float) -> int:
    first = np.floor(low / step + _SLACK)
    return int(max(1, np.floor(high / step + _SLACK) - first + 1))


def _round_steps(reach: float) -> Sequence[float]:
    """1, 2, 5, 10, ... from well below a bin's width on."""
    start = 10.0 ** np.floor(np.log10(max(reach, 1e-9) / MOST_BINS))
    return [float(start * digit * 10.0**power) for power in range(3) for digit in (1, 2, 5)]


def _bin_counts(column: Floats, edges: Sequence[float]) -> tuple[int, ...]:
    """How many values lie in each bin, by the edges that the words name."""
    step = edges[1] - edges[0]
    at = np.searchsorted(np.array(edges) - _SLACK * step, column, side="right") - 1
    return tuple(int(many) for many in np.bincount(at, minlength=len(edges) - 1)[: len(edges) - 1])
