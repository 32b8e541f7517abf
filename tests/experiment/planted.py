"""Points with planted boxes, the same wherever they are made: what PRIM is tried on."""

from __future__ import annotations

import numpy as np

from sim.experiment.discovery.prim import Flags
from sim.experiment.statistics.estimates import Floats

RULES = ("corner", "slab", "exact", "noise", "whole numbers")


def planted(rule: str, points: int = 1000, inputs: int = 6, seed: int = 7) -> tuple[Floats, Flags]:
    """Points in the unit cube, and which of them are cases."""
    draws = np.random.default_rng(seed)
    x: Floats = draws.random((points, inputs)).round(6)
    luck = draws.random(points)
    if rule == "corner":
        return x, np.where((x[:, 1] > 0.6) & (x[:, 3] < 0.5), luck < 0.9, luck < 0.05)
    if rule == "slab":
        return x, np.where((x[:, 0] > 0.3) & (x[:, 0] < 0.6), luck < 0.8, luck < 0.1)
    if rule == "exact":
        return x, (x[:, 0] > 0.7) & (x[:, 2] > 0.4) & (x[:, 4] < 0.8)
    if rule == "whole numbers":
        x[:, 2] = np.floor(x[:, 2] * 4)
        return x, np.where((x[:, 2] >= 2) & (x[:, 5] > 0.5), luck < 0.85, luck < 0.1)
    return x, luck < 0.3
