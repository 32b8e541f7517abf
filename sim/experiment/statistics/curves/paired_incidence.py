"""Whether something comes by other hours under one arm than under another, in the same worlds: one
p-value for any difference of two curves of incidence, also of curves that cross.

A world counts the hours of the first so many that follow the event: the mean difference of them is
the area between the two curves (Pepe and Mori 1993, Stat. Med. 12:737). That mean and the largest
gap between the curves are each ranked among swaps of the two arms within worlds; the smaller of
both ranks is held against that of all swaps, so that looking twice costs nothing. Exact where the
arms can be exchanged. Every world is watched to the end: nothing is censored.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from sim.experiment.statistics.estimates import Floats

SWAPS: Final = 999
#: Hours at which the gap is looked for, at most.
_HOURS: Final = 120
#: Swaps that are held at once.
_AT_ONCE: Final = 111


@dataclass(frozen=True, slots=True, kw_only=True)
class PairedIncidence:
    """The first arm less the second: the ``area`` between the curves in hours, the largest ``gap``
    in shares with the hour ``at`` which it is, and the p-value of no difference at all. So many
    worlds, or draws of inputs, ``differ``: p cannot be below 2 / 2^differ.
    """

    area: float
    gap: float
    at: float
    p: float
    differ: int = 0

    @property
    def least_p(self) -> float:
        """The least p-value that as many worlds as differ could have given."""
        return min(1.0, 2.0 ** (1 - self.differ))


def paired_incidence(
    first: Floats,
    second: Floats,
    horizon: float,
    *,
    seed: int = 0,
    swaps: int = SWAPS,
    together: int = 1,
) -> PairedIncidence:
    """From the hours at which the event came in each world under both arms, NaN where it did not
    within ``horizon``. So many worlds in a row are swapped ``together``: those that share what both
    arms may differ by, as worlds of one draw of inputs do.
    """
    first_hours, second_hours = (
        np.where(hours <= horizon, hours, np.inf) for hours in (first, second)
    )
    differ = first_hours != second_hours
    of = np.flatnonzero(differ) // together
    first_hours, second_hours = first_hours[differ], second_hours[differ]
    if not len(first_hours):
        return PairedIncidence(area=0.0, gap=0.0, at=0.0, p=1.0)
    grid = _hours_looked_at(np.concatenate([first_hours, second_hours]))
    steps = (first_hours[:, None] <= grid).astype(np.float64) - (second_hours[:, None] <= grid)
    after = np.maximum(horizon - first_hours, 0.0) - np.maximum(horizon - second_hours, 0.0)
    table = np.column_stack([after, steps])
    if together > 1:
        starts = np.flatnonzero(np.diff(of, prepend=-1))
        table = np.add.reduceat(table, starts, axis=0)
    own = table.sum(axis=0)
    sums = np.concatenate([own[None], *_swapped_sums(table, np.random.default_rng(seed), swaps)])
    at = int(np.abs(own[1:]).argmax())
    worlds = len(first)
    return PairedIncidence(
        area=float(own[0] / worlds),
        gap=float(own[1 + at] / worlds),
        at=float(grid[at]),
        p=_joint_p(np.abs(sums[:, 0]), np.abs(sums[:, 1:]).max(axis=1)),
        differ=len(table),
    )


def _hours_looked_at(onsets: Floats) -> Floats:
    """Hours at which a curve rises, evenly thinned over the events."""
    hours = np.unique(onsets[np.isfinite(onsets)])
    if len(hours) <= _HOURS:
        return hours
    return hours[np.linspace(0, len(hours) - 1, _HOURS).round().astype(np.int64)]


def _swapped_sums(table: Floats, chance: np.random.Generator, swaps: int) -> list[Floats]:
    """The sums once the arms have been swapped in each world by a toss."""
    parts = [min(_AT_ONCE, swaps - at) for at in range(0, swaps, _AT_ONCE)]
    return [(2.0 * chance.integers(0, 2, (many, len(table))) - 1.0) @ table for many in parts]


def _joint_p(areas: Floats, gaps: Floats) -> float:
    """The rank of the smaller of two ranks; the own arrangement is the first. What rounding makes
    of equal sums is equal.
    """
    ranks = np.minimum(_ranks(areas), _ranks(gaps))
    return float((ranks <= ranks[0]).mean())


def _ranks(values: Floats) -> Floats:
    """By how many, of all, each is reached."""
    least = np.sort(values)
    below = np.searchsorted(least, values * (1 - 1e-12) - 1e-12, side="left")
    return len(values) - below.astype(np.float64)
