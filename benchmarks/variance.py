"""What common random numbers save: variance of a difference between arms in different worlds over that in the same worlds.

A ratio of 5 means that unpaired arms would need five times the worlds. Two ways of drawing are compared: keyed by the thing
that a draw belongs to, as the engine does, and keyed by stream only, where the n-th draw of a name is the n-th number of
its stream, so that one message more in an arm shifts all that follow.
"""

from __future__ import annotations

from itertools import combinations
from statistics import geometric_mean

import numpy as np

from benchmarks.cases import main_plan
from sim.engine.session import Session
from sim.engine.streams import Block, Streams
from sim.experiment.outcomes import OUTCOMES, measured
from sim.experiment.plan import Plan
from sim.experiment.statistics import Floats
from sim.experiment.summary import HEADLINES
from sim.experiment.tally import Tally

WORLDS = 300


class StreamsByName(Streams):
    """Draws keyed by stream only: the thing is ignored, the next block of the name is taken. One object an arm."""

    __slots__ = ("_drawn",)

    def __init__(self, seed: int, replication: int) -> None:
        super().__init__(seed, replication)
        self._drawn: dict[str, int] = {}

    def block(self, name: str, thing: str = "") -> Block:
        self._drawn[name] = number = self._drawn.get(name, 0) + 1
        return super().block(name, f"block {number}")


def ratios(plan: Plan, kind: type[Streams]) -> dict[tuple[int, int], Floats]:
    """Variance ratio of each outcome, for every pair of arms."""
    pairs = list(combinations(range(len(plan.arms)), 2))
    tally = Tally(len(plan.arms), len(OUTCOMES), pairs)
    tally.add(np.array([[_row(plan, world, arm, kind) for arm in plan.arms] for world in range(plan.replications)]))
    return {pair: tally.pairs[pair].variance_ratio for pair in pairs}


def _row(plan: Plan, world: int, arm: str, kind: type[Streams]) -> list[float]:
    streams = kind(plan.seed, world)
    log = Session(plan.scenario, seed=plan.seed, replication=world, arm=arm, streams=streams).run()
    found = measured(log, plan.scenario.arms[arm].setting)
    return [found[name] for name in OUTCOMES]


def main() -> None:
    """Print both ratios for each headline outcome and pair of arms, and how they compare."""
    plan = main_plan(WORLDS)
    by_thing, by_stream = ratios(plan, Streams), ratios(plan, StreamsByName)
    print(f"  {WORLDS} worlds of {plan.scenario.name}; by thing / by stream only; - where a difference has no variance")
    gains = [
        gain
        for first, second in by_thing
        for gain in _told(plan, (first, second), by_thing[first, second], by_stream[first, second])
    ]
    worse = sum(gain < 1 for gain in gains)
    print(
        f"  by thing over by stream: geometric mean {geometric_mean(gains):.2f}, lower in {worse} of {len(gains)} cells"
    )


def _told(plan: Plan, pair: tuple[int, int], by_thing: Floats, by_stream: Floats) -> list[float]:
    print(f"  {plan.arms[pair[0]]} and {plan.arms[pair[1]]}")
    gains = []
    for name, thing, stream in zip(OUTCOMES, by_thing, by_stream, strict=True):
        if name in HEADLINES:
            print(f"    {OUTCOMES[name].title:<28}{_cell(thing)} /{_cell(stream)}")
            if not np.isnan(thing) and not np.isnan(stream):
                gains.append(float(thing / stream))
    return gains


def _cell(ratio: float) -> str:
    return f"{'-':>7}" if np.isnan(ratio) else f"{ratio:7.2f}"
