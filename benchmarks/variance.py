"""What common random numbers save: variance of a difference between arms in different worlds over
that in the same worlds.

A ratio of 5 means that unpaired arms would need five times the worlds. Two ways of drawing are
compared: keyed by the thing that a draw belongs to, as the engine does, and keyed by stream only,
where the n-th draw of a name is the n-th number of its stream, so that one message more in an arm
shifts all that follow. The last line of each part compares the two over all cells; its interval
comes from batches of worlds.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from math import exp, log

import numpy as np

from benchmarks.cases import SHARING, main_plan
from benchmarks.figures import Table
from sim.engine.random_streams import Block, Streams
from sim.engine.session import Session
from sim.experiment.comparison.summary import HEADLINES
from sim.experiment.outcomes.definitions import OUTCOMES, outcome_values
from sim.experiment.runs.plan import Plan
from sim.experiment.statistics.estimates import Floats, student
from sim.experiment.statistics.tally import Tally
from sim.experiment.statistics.variance_ratios import VarianceRatio, variance_ratio

BATCH = 40
BATCHES = 8


class StreamsByName(Streams):
    """Draws keyed by stream only: the thing is ignored, the next block of the name is taken. One
    object an arm.
    """

    __slots__ = ("_drawn",)

    def __init__(self, seed: int, replication: int) -> None:
        super().__init__(seed, replication)
        self._drawn: dict[str, int] = {}

    def block(self, name: str, thing: str = "") -> Block:
        self._drawn[name] = number = self._drawn.get(name, 0) + 1
        return super().block(name, f"block {number}")

    def uniform(self, name: str, thing: str = "") -> float:
        return self.block(name, thing)[0]


def outcomes(plan: Plan, kind: type[Streams]) -> Floats:
    """What was measured: worlds x arms x outcomes."""
    return np.array(
        [[_row(plan, world, arm, kind) for arm in plan.arms] for world in range(plan.replications)]
    )


def ratios(found: Floats) -> Floats:
    """Variance ratio of each headline outcome (rows) for every pair of arms (columns)."""
    pairs = list(combinations(range(found.shape[1]), 2))
    tally = Tally(found.shape[1], len(OUTCOMES), pairs)
    tally.add(found)
    chosen = [list(OUTCOMES).index(name) for name in HEADLINES]
    return np.array([tally.pairs[pair].variance_ratio[chosen] for pair in pairs]).T


def gain(by_thing: Floats, by_stream: Floats) -> float:
    """Geometric mean of one ratio over the other, over the cells that have both."""
    return exp(float(np.nanmean(np.log(ratios(by_thing) / ratios(by_stream)))))


def tables() -> Iterator[Table]:
    """Both ratios for each headline outcome and pair of arms, and how they compare."""
    worlds = BATCH * BATCHES
    yield _told("arms of the main scenario", main_plan(worlds))
    yield _told(
        "where traffic differs", main_plan(worlds, sets=[SHARING], arms=["consult", "sharing"])
    )


def _told(title: str, plan: Plan) -> Table:
    by_thing, by_stream = outcomes(plan, Streams), outcomes(plan, StreamsByName)
    columns = {name: list(OUTCOMES).index(name) for name in HEADLINES}
    rows = [
        (
            f"{plan.arms[first]} and {plan.arms[second]}",
            OUTCOMES[name].title,
            *(
                _cell(variance_ratio(found[:, first, at], found[:, second, at]))
                for found in (by_thing, by_stream)
            ),
        )
        for first, second in combinations(range(len(plan.arms)), 2)
        for name, at in columns.items()
    ]
    logs = [
        log(gain(*pair))
        for pair in zip(np.split(by_thing, BATCHES), np.split(by_stream, BATCHES), strict=True)
    ]
    mean = float(np.mean(logs))
    low, high = student(mean, float(((np.array(logs) - mean) ** 2).sum()), BATCHES)
    batches = f"{gain(by_thing, by_stream):.2f} ({exp(low):.2f} to {exp(high):.2f} by batches)"
    note = (
        f"{title}, {plan.replications} worlds; - where a difference has no variance. By thing over"
        f" by stream: {batches}."
    )
    return Table(
        header=("arms", "outcome", "by thing", "by stream only"), rows=rows, note=note.capitalize()
    )


def _row(plan: Plan, world: int, arm: str, kind: type[Streams]) -> list[float]:
    streams = kind(plan.seed, world)
    log_ = Session(plan.scenario, seed=plan.seed, replication=world, arm=arm, streams=streams).run()
    found = outcome_values(log_, plan.scenario.arms[arm].setting)
    return [found[name] for name in OUTCOMES]


def _cell(found: VarianceRatio) -> str:
    if np.isnan(found.value):
        return "-"
    return f"{found.value:.2f}" + (
        "" if np.isnan(found.low) else f" ({found.low:.2f} to {found.high:.2f})"
    )
