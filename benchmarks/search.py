"""PRIM on ten thousand samples of twenty inputs. The goal is at most a second."""

from __future__ import annotations

from collections.abc import Iterator
from time import perf_counter

import numpy as np

from benchmarks.figures import Figure, Table, at_most, table
from sim.experiment.prim import trajectory

SAMPLES, INPUTS = 10_000, 20
ROUNDS = 7
GOAL = 1.0


def seconds(seed: int) -> float:
    """Wall time of a search for a box of three inputs among twenty, in which nine of ten are cases, and one of ten outside."""
    random = np.random.default_rng(seed)
    x = random.random((SAMPLES, INPUTS))
    planted = (x[:, 3] < 0.5) & (x[:, 8] > 0.4) & (x[:, 15] < 0.6)
    cases = random.random(SAMPLES) < np.where(planted, 0.9, 0.1)
    began = perf_counter()
    boxes = trajectory(x, cases)
    took = perf_counter() - began
    assert max(box.density for box in boxes) > 0.8, "the planted box is found"
    return took


def tables() -> Iterator[Table]:
    """One figure."""
    seconds(0)
    took = [seconds(seed) for seed in range(1, ROUNDS + 1)]
    yield table([Figure(what=f"PRIM, {SAMPLES:,} x {INPUTS}", values=took, unit=" s", goal=at_most(GOAL))])
