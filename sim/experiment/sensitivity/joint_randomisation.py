"""What chance alone would make of inputs that are moved one at a time, for all of them at once
(Westfall and Young 1993).

If no input did anything, the roles of low, own and high could be exchanged within any world. So in
each world they are exchanged at random, the same way for all inputs, which keeps how the inputs go
together; and the largest effect of any input is noted. The share of such arrangements in which it
reaches the effect of an input is that input's p, adjusted for all of them.
"""

from __future__ import annotations

from itertools import permutations
from math import ceil, log
from typing import Final

import numpy as np

from sim.experiment.statistics.estimates import Floats
from sim.experiment.statistics.null_reference import arrangements

DRAWS: Final = 1999
#: Below, not even an input that changes every world is shown: many quiet inputs need more.
FEWEST_WORLDS: Final = 6
FEWEST_FOR_MANY: Final = 8
MANY_INPUTS: Final = 60
_ORDERS: Final = np.array(list(permutations(range(3))))


def fewest_worlds(inputs: int, alpha: float = 0.05) -> int:
    """As few worlds as may show anything among so many inputs: that an input with two outcomes
    changes each of n has a chance of 3 / 3^n, which is to be half of alpha.
    """
    usual = FEWEST_FOR_MANY if inputs >= MANY_INPUTS else FEWEST_WORLDS
    return max(usual, ceil(1.0 + log(2.0 / alpha) / log(3.0)))


def exchanged_roles(
    low: Floats, own: Floats, high: Floats, *, seed: int, alpha: float = 0.05
) -> Floats:
    """Adjusted p of each input, from the responses at its ends (inputs x worlds) and without any
    move (worlds); of the largest of the three mean differences.
    """
    inputs, worlds = low.shape
    roles = np.stack([low, np.broadcast_to(own, low.shape), high]) - own
    observed = _range(roles.mean(axis=2))
    if not observed.any():
        return np.ones(inputs)
    draws, many = np.random.default_rng([seed, 0x51A]), arrangements(DRAWS, alpha)
    orders = _ORDERS[draws.integers(0, len(_ORDERS), (many, worlds))]
    means = np.zeros((3, many, inputs))
    for role in range(3):
        for taken in range(3):
            means[role] += (orders[:, :, role] == taken).astype(np.float64) @ roles[taken].T
    largest = _range(means / worlds).max(axis=1)
    return _reached_share(largest, observed)


def tossed_signs(effects: Floats, sizes: Floats, *, seed: int, alpha: float = 0.05) -> Floats:
    """Adjusted p of each input: ``effects`` (inputs x steps x worlds) change sign world by world,
    all inputs together; the size of an input is the mean square over its steps, in ``sizes``.
    """
    inputs, _, worlds = effects.shape
    observed = (effects.mean(axis=2) ** 2).mean(axis=1) / sizes
    if not observed.any():
        return np.ones(inputs)
    many = arrangements(DRAWS, alpha)
    signs = np.random.default_rng([seed, 0xC4A]).integers(0, 2, (many, worlds)) * 2.0 - 1.0
    largest = np.zeros(many)
    for one, size in zip(effects, sizes, strict=True):
        tossed = ((signs @ one.T / worlds) ** 2).mean(axis=1) / size
        largest = np.maximum(largest, tossed)
    return _reached_share(largest, observed)


def _range(means: Floats) -> Floats:
    size: Floats = means.max(axis=0) - means.min(axis=0)
    return size


def _reached_share(largest: Floats, observed: Floats) -> Floats:
    # An arrangement that leaves all as it is must count as reaching, whatever rounding does to it.
    reached = (largest[:, None] >= observed * (1 - 1e-12)).sum(axis=0)
    p: Floats = np.where(observed > 0, (1 + reached) / (1 + len(largest)), 1.0)
    return p
