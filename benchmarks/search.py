"""PRIM on ten thousand samples of twenty inputs. The goal is at most a second."""

from __future__ import annotations

from collections.abc import Iterator
from time import process_time

import numpy as np

from benchmarks.figures import Figure, Table, at_most, table
from sim.experiment.discovery.prim import trajectory

SAMPLES, INPUTS = 10_000, 20
ROUNDS = 7
GOAL = 1.0


def seconds(seed: int) -> float:
    """Processor time of a search for a box of three inputs, in which nine of ten are cases, and one
    of ten outside.
    """
    random = np.random.default_rng(seed)
    x = random.random((SAMPLES, INPUTS))
    planted = (x[:, 3] < 0.5) & (x[:, 8] > 0.4) & (x[:, 15] < 0.6)
    cases = random.random(SAMPLES) < np.where(planted, 0.9, 0.1)
    began = process_time()
    boxes = trajectory(x, cases)
    took = process_time() - began
    assert max(box.density for box in boxes) > 0.8, "the planted box is found"
    return took


def tables() -> Iterator[Table]:
    """One figure."""
    seconds(0)
    took = [seconds(seed) for seed in range(1, ROUNDS + 1)]
    yield table(
        [Figure(what=f"PRIM, {SAMPLES:,} x {INPUTS}", values=took, unit=" s", goal=at_most(GOAL))]
    )
