"""Whether a box is more than luck: the search is done again on halves of the samples, and each box
tried on the other half.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from sim.experiment.discovery import prim
from sim.experiment.discovery.prim import Box, Flags
from sim.experiment.statistics.estimates import Floats

HALVES: Final = 20
ALPHA: Final = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class Reproduced:
    """How often each input is restricted by boxes from half the samples, and what those boxes hold
    of the other half.
    """

    inputs: tuple[float, ...]
    coverage: float
    density: float


def box_search(x: Floats, cases: Flags) -> tuple[Box, list[Box]]:
    """The box to tell of, without bounds that chance explains, and all boxes on the way."""
    boxes = prim.trajectory(x, cases)
    return prim.simplified_box(x, cases, prim.best(boxes), ALPHA), boxes


def reproduction(x: Floats, cases: Flags, *, seed: int) -> Reproduced:
    """Over ``HALVES`` halves taken at random (after Bryant and Lempert 2010, who match boxes by
    hand).
    """
    draws = np.random.default_rng([seed, 0x9E1])
    counts, held, of_cases, points = np.zeros(x.shape[1]), 0, 0, 0
    for _ in range(HALVES):
        order = draws.permutation(len(x))
        half, rest = order[: len(x) // 2], order[len(x) // 2 :]
        if not cases[half].any():
            continue
        box, _ = box_search(x[half], cases[half])
        counts[list(box.restricted_inputs)] += 1
        inside = box.holds(x[rest])
        held, points = held + int(cases[rest][inside].sum()), points + int(inside.sum())
        of_cases += int(cases[rest].sum())
    return Reproduced(
        inputs=tuple(float(count) / HALVES for count in counts),
        coverage=held / max(1, of_cases),
        density=held / max(1, points),
    )
