"""Sobol indices: the share of the response's variance that a factor causes, alone and with all that
it acts through.

Design and estimators are SALib's (Saltelli 2002; Saltelli and others 2010). A dummy factor is
added: where it changes nothing changes but the worlds, so its total index is the share that chance
alone would seem to cause with as many worlds.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from sim.errors import UsageError
from sim.experiment.sensitivity.unit_cube import unit_cube
from sim.experiment.statistics.estimates import Floats
from sim.experiment.statistics.null_reference import Chance, by_chance, mean_square


@dataclass(frozen=True, slots=True, kw_only=True)
class Apportioned:
    """One factor, the dummy included: first-order and total index with half-widths of their
    intervals.
    """

    first: float
    first_half: float
    total: float
    total_half: float
    chance: Chance
    variance: float


def radial(factors: int, samples: int, seed: int) -> Floats:
    """For each sample a point, the point with one factor taken from another, for each factor and
    the dummy, and the other.
    """
    from SALib.sample import sobol

    if samples < 2 or samples & (samples - 1):
        below = 1 << (max(samples, 2).bit_length() - 1)
        raise UsageError(
            f"Sobol indices need a power of two of samples: {below} or {2 * below}, not {samples}."
        )
    cube: Floats = sobol.sample(unit_cube(factors), samples, calc_second_order=False, seed=seed)
    blocks = cube.reshape(samples, factors + 2, factors)
    return np.insert(blocks, factors + 1, blocks[:, 0], axis=1).reshape(-1, factors)


def worlds_apart(factors: int, samples: int, worlds: int) -> tuple[int, ...]:
    """The first replication of each point: zero, but for the dummy's, which meet worlds of their
    own.
    """
    return tuple(
        start for at in range(samples) for start in (*[0] * (factors + 1), (at + 1) * worlds, 0)
    )


def variance_shares(
    factors: int, values: Floats, *, confidence: float, seed: int
) -> list[Apportioned]:
    """Each factor and, last, the dummy, from the ``values`` (points x worlds) found at the points
    of ``radial``.
    """
    from SALib.analyze import sobol

    means = values.mean(axis=1)
    blocks = values.reshape(-1, factors + 3, values.shape[1])
    ends = np.concatenate([blocks[:, 0].mean(axis=1), blocks[:, -1].mean(axis=1)])
    if ends.std() == 0.0:
        return [_NOTHING] * (factors + 1)
    # SALib takes a seed of zero for none.
    found: Any = sobol.analyze(
        unit_cube(factors + 1),
        means,
        calc_second_order=False,
        num_resamples=500,
        conf_level=confidence,
        seed=seed + 1,
    )
    moved = differences(factors, values)
    return [
        Apportioned(
            first=float(found["S1"][at]),
            first_half=float(found["S1_conf"][at]),
            total=float(found["ST"][at]),
            total_half=float(found["ST_conf"][at]),
            chance=_chance(moved[at], float(ends.var()), seed),
            variance=float(ends.var()),
        )
        for at in range(factors + 1)
    ]


_NOTHING = Apportioned(
    first=0.0,
    first_half=0.0,
    total=0.0,
    total_half=0.0,
    chance=Chance(level=0.0, p=1.0),
    variance=0.0,
)


def differences(factors: int, values: Floats) -> Floats:
    """What moving each factor and, last, the dummy changes: factors x samples x worlds."""
    blocks = values.reshape(-1, factors + 3, values.shape[1])
    moved: Floats = blocks[:, :1] - blocks[:, 1 : factors + 2]
    return moved.transpose(1, 0, 2)


def _chance(differences: Floats, variance: float, seed: int) -> Chance:
    """In units of the total index (Jansen's estimator: half the mean square over the variance)."""
    found = by_chance(differences, mean_square, seed=seed)
    return Chance(level=found.level / 2 / variance, p=found.p)
