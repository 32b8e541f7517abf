"""Morris screening: the mean effect of moving one factor over its range, at many places of all the
others.

Design and indices are SALib's (Morris 1991; Campolongo, Cariboni and Saltelli 2007). A dummy factor
ends each trajectory: nothing changes there but the worlds, so its effect is what chance alone would
do with as many worlds.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from sim.experiment.sensitivity.unit_cube import unit_cube
from sim.experiment.statistics.estimates import Floats
from sim.experiment.statistics.null_reference import Chance, absolute, by_chance

LEVELS: Final = 4
#: The step of a trajectory in the unit cube, with this number of levels.
STEP: Final = LEVELS / (2 * (LEVELS - 1))


@dataclass(frozen=True, slots=True, kw_only=True)
class Screened:
    """One factor, the dummy included: ``mu_star`` with its interval, in units of the response over
    the whole range.
    """

    mu_star: float
    low: float
    high: float
    mu: float
    sigma: float
    chance: Chance


def trajectories(factors: int, count: int, seed: int) -> Floats:
    """``count`` walks of ``factors`` + 1 points through the unit cube, one factor a step; then the
    last point once more.
    """
    from SALib.sample import morris

    cube: Floats = morris.sample(unit_cube(factors), count, num_levels=LEVELS, seed=seed)
    walks = cube.reshape(count, factors + 1, factors)
    walks = np.concatenate([walks, walks[:, -1:]], axis=1)
    return walks.reshape(-1, factors)


def worlds_apart(factors: int, count: int, worlds: int) -> tuple[int, ...]:
    """The first replication of each point: zero, but for the last of each trajectory, which meets
    worlds of its own.
    """
    return tuple(
        start for walk in range(count) for start in (*[0] * (factors + 1), (walk + 1) * worlds)
    )


def screening(cube: Floats, values: Floats, *, confidence: float, seed: int) -> list[Screened]:
    """Each factor and, last, the dummy, from the ``values`` (points x worlds) found at the points
    of ``cube``.
    """
    from SALib.analyze import morris

    factors = cube.shape[1]
    marked = _with_dummy(cube)
    found: Any = morris.analyze(
        unit_cube(factors + 1),
        marked,
        values.mean(axis=1),
        num_resamples=500,
        conf_level=confidence,
        num_levels=LEVELS,
        seed=seed,
    )
    steps = _steps(marked, values)
    return [
        Screened(
            mu_star=float(found["mu_star"][at]),
            mu=float(found["mu"][at]),
            sigma=_number(found["sigma"][at]),
            low=max(0.0, float(found["mu_star"][at]) - _number(found["mu_star_conf"][at])),
            high=float(found["mu_star"][at]) + _number(found["mu_star_conf"][at]),
            chance=by_chance(steps[:, at], absolute, seed=seed),
        )
        for at in range(factors + 1)
    ]


def _with_dummy(cube: Floats) -> Floats:
    """The walks with a column for the dummy, which moves in the last step of each."""
    length = cube.shape[1] + 2
    dummy = np.where(np.arange(len(cube)) % length == length - 1, STEP, 0.0)
    return np.column_stack([cube, dummy])


def _steps(marked: Floats, values: Floats) -> Floats:
    """Elementary effects world by world: walks x factors x worlds."""
    length = marked.shape[1] + 1
    moved = np.diff(marked.reshape(-1, length, marked.shape[1]), axis=1)
    changed = np.diff(values.reshape(-1, length, values.shape[1]), axis=1)
    which = np.abs(moved).argmax(axis=2)
    by = np.take_along_axis(moved, which[:, :, None], axis=2)
    effects = np.empty_like(changed)
    np.put_along_axis(
        effects, which[:, :, None].repeat(values.shape[1], axis=2), changed / by, axis=1
    )
    return effects


def _number(value: float) -> float:
    """Of a single trajectory there is no spread."""
    return 0.0 if np.isnan(value) else float(value)
