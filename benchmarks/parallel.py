"""A run on two cores against two processes that know nothing of each other, each with half of the
worlds, turn by turn.

The two processes are the ceiling: they share nothing, send nothing and wait for no one. Starting
the pool counts, starting the two processes does not. The goal is an efficiency of at least .9.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from time import perf_counter

from benchmarks.cases import main_plan
from benchmarks.figures import Figure, Table, at_least, table
from sim.experiment.runs.executor import chunk_size, finished_chunks
from sim.experiment.runs.plan import Plan
from sim.experiment.runs.replication import simulate

WORLDS = 120
ROUNDS = 5
GOAL = 0.9

HALF = """
import sys
from benchmarks.cases import main_plan
from sim.experiment.runs.replication import simulate
plan = main_plan(0)
simulate(plan, 0, 1)
print("ready", flush=True)
sys.stdin.readline()
simulate(plan, int(sys.argv[1]), int(sys.argv[2]))
"""


def apart(worlds: int) -> float:
    """Seconds that two processes take for half of the worlds each, once both are ready."""
    borders = ((0, worlds // 2), (worlds // 2, worlds))
    halves = [
        subprocess.Popen(
            [sys.executable, "-c", HALF, *map(str, border)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for border in borders
    ]
    for half in halves:
        assert half.stdout is not None
        half.stdout.readline()
    begun = perf_counter()
    for half in halves:
        assert half.stdin is not None
        half.stdin.write("go\n")
        half.stdin.flush()
    for half in halves:
        half.communicate()
    return perf_counter() - begun


def together(plan: Plan) -> float:
    """Seconds that a run on two cores takes, start of the pool included."""
    begun = perf_counter()
    for _ in finished_chunks(plan, jobs=2):
        pass
    return perf_counter() - begun


def chunk_time(plan: Plan) -> float:
    """Milliseconds that a chunk takes in one process."""
    begun = perf_counter()
    simulate(plan, 0, chunk_size(len(plan.arms)))
    return 1000 * (perf_counter() - begun)


def tables() -> Iterator[Table]:
    """What a chunk takes, and the efficiency."""
    plan = main_plan(WORLDS)
    chunk_time(plan)
    chunks = [chunk_time(plan) for _ in range(ROUNDS)]
    rounds = [(apart(WORLDS), together(plan)) for _ in range(ROUNDS)]
    size = f"{chunk_size(len(plan.arms))} worlds x {len(plan.arms)} arms"
    yield table(
        [
            Figure(what=f"a chunk of {size}", values=chunks, unit=" ms", digits=0),
            Figure(
                what=f"{WORLDS} worlds, two processes apart",
                values=[ceiling for ceiling, _ in rounds],
                unit=" s",
            ),
            Figure(
                what=f"{WORLDS} worlds, a run on two cores",
                values=[pool for _, pool in rounds],
                unit=" s",
            ),
            Figure(
                what="efficiency",
                values=[ceiling / pool for ceiling, pool in rounds],
                goal=at_least(GOAL),
            ),
        ]
    )
