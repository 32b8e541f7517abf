"""The search for a condition: a box of inputs in which the mean of a value is high, or outside
which it is.

The value of a sample is a mean over worlds, not whether it is a case: where only the spread of a
value depends on inputs, cases gather there although its mean does not. PRIM goes up and down; of
all boxes on the way the one is taken that splits most of the variance, bounds that its own samples
do not speak for are dropped, and the rest is widened while that splits more. What is found flatters
itself, as it was chosen for fitting: it is a proposal, to be tried in fresh worlds.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from typing import Final

import numpy as np

from sim.experiment.discovery import prim
from sim.experiment.discovery.prim import Box, Flags
from sim.experiment.statistics.estimates import Floats

#: A bound is dropped unless the samples that only it keeps out are lower at this level.
ALPHA: Final = 0.05
#: Inputs that a condition may bound: more are no sentence, and each costs fresh worlds.
MOST_BOUNDS: Final = 4
_FEWEST: Final = 2  # samples beyond a bound, for a variance
_GAIN: Final = 1e-9  # of the split, below which it is rounding


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Condition:
    """A proposal: ``box``, and ``steps``, all boxes on the way. ``downward`` where values are low
    inside, so that it reads "except when".
    """

    box: Box
    steps: tuple[Box, ...]
    downward: bool


def proposed_condition(x: Floats, y: Floats) -> Condition:
    """The better of the searches upward and downward, for samples ``x`` (samples x inputs) with
    their values.
    """
    found = [_one_way(x, y, downward=down) for down in (False, True)]
    return max(found, key=lambda one: (one.box.spread, not one.downward))


def _one_way(x: Floats, y: Floats, *, downward: bool) -> Condition:
    turned = -y if downward else y
    steps = prim.trajectory(x, turned)
    start = max(steps, key=lambda box: (box.spread, box.points))
    box = _widened_box(x, turned, needed_bounds(x, turned, start))
    return Condition(box=box, steps=tuple(steps), downward=downward)


def needed_bounds(x: Floats, y: Floats, box: Box) -> Box:
    """The box without the inputs whose bounds its samples do not speak for, the weakest taken away
    first, and with ``MOST_BOUNDS`` of them at most.
    """
    while box.restricted_inputs:
        chance = {at: shell_p(x, y, box, at) for at in box.restricted_inputs}
        weakest = max(chance, key=lambda at: chance[at])
        if chance[weakest] <= ALPHA and len(chance) <= MOST_BOUNDS:
            return box
        box = box_without(x, y, box, weakest)
    return box


def box_without(x: Floats, y: Floats, box: Box, at: int) -> Box:
    """The box that asks nothing of the input ``at``."""
    low, high = box.low.copy(), box.high.copy()
    low[at], high[at] = -np.inf, np.inf
    return prim.box_between(x, y, low, high)


def in_shell(x: Floats, box: Box, at: int) -> Flags:
    """Which samples only the bounds on the input ``at`` keep out."""
    within = (x >= box.low) & (x <= box.high)
    others: Flags = np.delete(within, at, axis=1).all(axis=1) & ~within[:, at]
    return others


def shell_p(x: Floats, y: Floats, box: Box, at: int) -> float:
    """How likely samples inside would be so much above those that only one input keeps out, were
    they alike (Welch's test, one-sided).
    """
    from scipy.special import stdtr

    inside, beyond = y[box.holds(x)], y[in_shell(x, box, at)]
    if min(len(inside), len(beyond)) < _FEWEST:
        return 1.0
    apart = float(inside.mean() - beyond.mean())
    errors = [float(part.var(ddof=1)) / len(part) for part in (inside, beyond)]
    if sum(errors) <= 0.0:
        return 0.0 if apart > 0.0 else 1.0
    freedom = sum(errors) ** 2 / (
        errors[0] ** 2 / (len(inside) - 1) + errors[1] ** 2 / (len(beyond) - 1)
    )
    return float(stdtr(freedom, -apart / sqrt(sum(errors))))


def _widened_box(x: Floats, y: Floats, box: Box) -> Box:
    """The box with its sides pasted back while the split of the variance grows."""
    while box.restricted_inputs:
        wider = max(prim.pastes(x, y, box), key=lambda one: one.spread, default=box)
        if wider.spread <= box.spread * (1.0 + _GAIN) or not wider.restricted_inputs:
            return box
        box = wider
    return box
