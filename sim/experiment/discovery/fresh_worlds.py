"""Fresh worlds in which a condition is tried: how many, and at which fresh samples.

Each is met at one sample inside the box, one outside, and one in each shell, where all bounds hold
but those on one input. Samples are drawn in the unit cube, in which inputs are uniform whatever
their laws: there a box is a product of intervals, so its share of the space is exact, and so are
draws from what lies outside of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, inf
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from sim.experiment.discovery.condition_search import Condition, in_shell
from sim.experiment.statistics.estimates import Floats

if TYPE_CHECKING:
    from sim.experiment.design.factors import Factor
    from sim.experiment.discovery.prim import Box

#: Fewer fresh worlds find too few true conditions: the search flatters how far apart they are.
FEWEST: Final = 200
MOST: Final = 1000
#: Of what the search says is this much believed, and such a difference is to be shown in 9 of 10.
_BELIEVED: Final = 0.7
_POWER: Final = 0.9
_HALVINGS: Final = 60
#: Points at which each fresh world is met, beside one for each bound: inside and outside.
POINTS: Final = 2


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Region:
    """The part of the unit cube that a box takes: of the inputs ``at``, places ``low`` to
    ``high``.
    """

    at: tuple[int, ...]
    low: Floats
    high: Floats

    @property
    def share(self) -> float:
        """Its share of the space of inputs."""
        return float(np.prod(self.high - self.low))


def region(factors: Sequence[Factor], box: Box) -> Region:
    """Where a box lies in the unit cube."""
    at = box.restricted_inputs
    ends = [_ends(factors[one], float(box.low[one]), float(box.high[one])) for one in at]
    low, high = np.array(ends).reshape(len(at), 2).T
    return Region(at=at, low=low, high=high)


def _ends(factor: Factor, low: float, high: float) -> tuple[float, float]:
    """The places at which a factor reaches ``low``, and leaves ``high``; it never falls."""
    return _edge(factor, low, strictly=False), _edge(factor, high, strictly=True)


def _edge(factor: Factor, value: float, *, strictly: bool) -> float:
    if value in (-inf, inf):
        return 0.0 if value < 0 else 1.0
    below, above = 0.0, 1.0
    for _ in range(_HALVINGS):
        middle = (below + above) / 2
        reached = factor.at(middle)
        beyond = reached > value if strictly else reached >= value
        below, above = (below, middle) if beyond else (middle, above)
    return above


def fresh_places(part: Region, inputs: int, worlds: int, chance: np.random.Generator) -> Floats:
    """Places in the unit cube (worlds x points x inputs): inside, outside, and one shell for each
    input that the region bounds.
    """
    cube = chance.random((worlds, POINTS + len(part.at), inputs))
    picks = chance.random(worlds)
    broken = np.full((worlds, POINTS + len(part.at)), -1)
    broken[:, 1] = _first_broken(part, picks)
    broken[:, POINTS:] = np.arange(len(part.at))
    free = np.zeros(broken.shape, dtype=bool)
    free[:, 1] = True
    for number, at in enumerate(part.at):
        low, width = part.low[number], part.high[number] - part.low[number]
        place = cube[:, :, at]
        within = low + place * width
        out = place * (1.0 - width)
        out = np.where(out < low, out, out + width)
        # Outside, what comes after the first bound that is broken may lie anywhere.
        anywhere = free & (number > broken)
        cube[:, :, at] = np.where(broken == number, out, np.where(anywhere, place, within))
    return cube


def _first_broken(part: Region, picks: Floats) -> NDArray[np.int64]:
    """Which bound is the first that a place outside breaks: each as often as it is in all that lies
    outside.
    """
    width = part.high - part.low
    weights = np.concatenate([[1.0], np.cumprod(width)[:-1]]) * (1.0 - width)
    edges = np.cumsum(weights) / weights.sum()
    return np.minimum(np.searchsorted(edges, picks, side="right"), len(width) - 1)


def planned_worlds(
    x: Floats, excess: Floats, found: Condition, *, alpha: float, questions: int
) -> int:
    """How many fresh worlds would show in 9 of 10 what the search says, or 7 tenths of it, of the
    box and of each of its bounds.

    ``excess`` holds what is asked about by sample and world. The spread is that between pairs of
    samples in the same world.
    """
    from scipy.special import ndtri

    turned = -excess if found.downward else excess
    inside, bounds = found.box.holds(x), found.box.restricted_inputs
    beyond = [~inside, *(in_shell(x, found.box, at) for at in bounds)]
    level = alpha / (questions * max(1, len(bounds)))
    factor = float(ndtri(1.0 - level) + ndtri(_POWER)) ** 2
    wanted = [_squared_ratio(turned[inside], turned[other]) for other in beyond if other.any()]
    most = max(wanted, default=inf) * factor / _BELIEVED**2
    return int(min(MOST, max(FEWEST, ceil(most) if most < MOST else MOST)))


def _squared_ratio(inside: Floats, beyond: Floats) -> float:
    """Variance of the difference between two samples in the same world, over its squared mean."""
    apart = inside.mean() - beyond.mean()
    shift = inside.mean(axis=0) - beyond.mean(axis=0) - apart
    variance = (inside.var(axis=0) + beyond.var(axis=0) + shift**2).mean()
    return float(variance / apart**2) if apart else inf
