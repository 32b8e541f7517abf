"""What chance alone would make of an effect that is measured in pairs of worlds.

In an input that matters to nothing, the two ends of a pair could be exchanged: the sign of a
world's difference is a coin. So signs are tossed world by world, the same toss for all pairs of a
world, and the effect worked out again, many times.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import ceil
from typing import Final

import numpy as np

from sim.experiment.statistics.estimates import Floats

TOSSES: Final = 999

Size = Callable[[Floats], Floats]

#: Beyond so many a study takes minutes; chances of less than one in twenty thousand are not told.
MOST: Final = 19_999


def mean_square(effects: Floats) -> Floats:
    """Mean squared effect over the last axis."""
    size: Floats = (effects**2).mean(axis=-1)
    return size


@dataclass(frozen=True, slots=True, kw_only=True)
class Chance:
    """The effect that chance stays below in 95 of 100 tosses, and how often it reached the one
    observed.
    """

    level: float
    p: float


def by_chance(differences: Floats, size: Size, *, seed: int) -> Chance:
    """Of ``differences`` (steps x worlds), whose effects are their means over worlds and whose size
    is that of all steps.
    """
    steps, worlds = differences.shape
    if not steps or not differences.any():
        return Chance(level=0.0, p=1.0)
    signs = np.random.default_rng([seed, 0xC4A]).integers(0, 2, (TOSSES, worlds)) * 2.0 - 1.0
    tossed = size(signs @ differences.T / worlds)
    observed = size(differences.mean(axis=1))
    # A toss that leaves all signs as they are must count as reaching the observed size, whatever
    # rounding does to it.
    reached = int((tossed >= observed * (1 - 1e-12)).sum())
    return Chance(level=float(np.quantile(tossed, 0.95)), p=(1 + reached) / (1 + TOSSES))


def arrangements(usual: int, alpha: float, comparisons: int = 1) -> int:
    """As many as usual, or where the least p-value that these can give would not stand among so
    many ``comparisons``, so many that it is a quarter of what would.
    """
    if comparisons / (1 + usual) <= alpha / 2.0:
        return usual
    return min(MOST, ceil(4.0 * comparisons / alpha) - 1)


def shows_nothing(alpha: float, comparisons: int = 1) -> bool:
    """Whether not even the most could show anything."""
    return comparisons / (1 + MOST) >= alpha
