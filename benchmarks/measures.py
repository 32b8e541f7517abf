"""``hotline measures`` against as many plain replications, turn by turn, and its memory. Goals: 1.1
times, and no growth.

Plain replications are the trial's own arms in the same worlds, simulated by a process that keeps
and sums up nothing. The trial is the whole command, from start to table. Two clocks tell different
things, so both are printed, against the same goal:

* Processor time, one process each: what the trial adds to simulating. What else runs on the machine weighs little on it.
* Wall time, all cores: what somebody waits for, with starting workers, sending results, and what the parent does while they
  have nothing to do. Here ``hotline run`` of as many replications stands beside them, without charts and report as the trial.

What either costs before its first world is shown by two worlds, and weighs less the more worlds
there are: 200 is what the command runs by default. Memory is the peak of the largest process, the
parent of two workers, once a whole block of worlds has been seen.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import NamedTuple

from benchmarks.cases import MAIN, SEED, SMALLEST, main_plan
from benchmarks.figures import Figure, Table, at_most, table
from sim.experiment.runs.plan import Plan
from sim.experiment.statistics.tally import BLOCK
from sim.scenario import resolve
from sim.scenario.loading.measure_regimes import measures_for
from sim.studies.measures import trial_of
from sim.studies.specification import MeasuresSpecification

WORLDS = 16
FEW = 2
#: Worlds for the wall's clock, on which what comes before the first weighs more: all cores work at
#: them.
WALL = 24
ROUNDS = 3
GOAL = 1.1

BARE = """
import sys
from sim.experiment.runs.worker_pool import begin
if sys.argv[2] != "1":
    begin()
from benchmarks.measures import trial_plan
from sim.experiment.runs.executor import finished_chunks, usable_cores
for _ in finished_chunks(trial_plan(int(sys.argv[1])), jobs=int(sys.argv[2]) or usable_cores()):
    pass
"""


class Use(NamedTuple):
    """What a command took: seconds of the processor in its own process, seconds on the wall, peak
    memory of its largest in MB.
    """

    processor: float
    wall: float
    peak: float


def trial_plan(worlds: int) -> Plan:
    """All sets of the measures that ship, on the main scenario."""
    ask = MeasuresSpecification(
        scenario=str(MAIN),
        arm=None,
        measures=(),
        worlds=worlds,
        seed=SEED,
        fraction=False,
        budget=None,
        goal="burden",
        sets=(),
    )
    return trial_of(resolve(MAIN), measures_for(MAIN, ()), ask).plan


def used(command: list[str]) -> Use:
    """Run a command, its output thrown away."""
    began = perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, cwd=Path(__file__).parent.parent)
    _, status, usage = os.wait4(process.pid, 0)
    wall = perf_counter() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, f"failed: {command}"
    return Use(usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss / 1024)


def hotline(*words: str, jobs: int = 1) -> Use:
    """What a command of Hotline uses, its results kept nowhere; 0 jobs for as many as it takes by
    default.
    """
    with TemporaryDirectory() as out:
        quiet = ["--no-charts", "--quiet", "--seed", str(SEED), "--out", out]
        quiet += ["--jobs", str(jobs)] if jobs else []
        return used([sys.executable, "-m", "sim", *words, *quiet])


def trial(worlds: int, jobs: int = 1) -> Use:
    """The whole command."""
    return hotline("measures", str(MAIN), "--worlds", str(worlds), jobs=jobs)


def bare(worlds: int, jobs: int = 1) -> Use:
    """Its arms in as many worlds, and nothing else."""
    return used([sys.executable, "-c", BARE, str(worlds), str(jobs)])


def as_many(worlds: int) -> int:
    """Worlds in which the main scenario's own arms make as many replications as a trial's arms."""
    return -(-len(trial_plan(worlds).arms) * worlds // len(main_plan(1).arms))


def plain(worlds: int) -> Use:
    """``hotline run`` of as many replications, on all cores."""
    return hotline("run", str(MAIN), "-n", str(as_many(worlds)), "--no-report", jobs=0)


def peak(worlds: int) -> float:
    """Peak memory in MB of a trial of one measure in short worlds."""
    short = ("--set", "horizon=6 h", "--set", "follow_up=1 h", "--measures", "crisis_framework")
    return hotline("measures", str(SMALLEST), "--worlds", str(worlds), *short, jobs=2).peak


def by_processor() -> Table:
    """Seconds of the processor, in one process each, with their ratio round by round."""
    arms = len(trial_plan(WORLDS).arms)
    rounds = [
        [one(worlds).processor for worlds in (FEW, WORLDS) for one in (trial, bare)]
        for _ in range(ROUNDS)
    ]
    trial_few, bare_few, whole, alone = map(list, zip(*rounds, strict=True))
    return table(
        [
            Figure(
                what=f"hotline measures: {arms} arms x {FEW} worlds",
                values=trial_few,
                unit=" s",
                digits=1,
            ),
            Figure(
                what=f"the same arms x {FEW} worlds, bare", values=bare_few, unit=" s", digits=1
            ),
            Figure(
                what=f"hotline measures: {arms} arms x {WORLDS} worlds",
                values=whole,
                unit=" s",
                digits=1,
            ),
            Figure(
                what=f"the same arms x {WORLDS} worlds, bare", values=alone, unit=" s", digits=1
            ),
            _ratio(f"processor time, one process: measures to bare, {WORLDS} worlds", whole, alone),
        ],
        note="Processor time, one process.",
    )


def on_the_wall() -> Table:
    """Seconds on the wall, all cores at work, with their ratios round by round."""
    arms, own = len(trial_plan(WALL).arms), len(main_plan(1).arms)
    rounds = [[trial(WALL, 0).wall, bare(WALL, 0).wall, plain(WALL).wall] for _ in range(ROUNDS)]
    whole, alone, run = map(list, zip(*rounds, strict=True))
    return table(
        [
            Figure(
                what=f"hotline measures: {arms} arms x {WALL} worlds",
                values=whole,
                unit=" s",
                digits=1,
            ),
            Figure(what=f"the same arms x {WALL} worlds, bare", values=alone, unit=" s", digits=1),
            Figure(
                what=f"hotline run: {own} arms x {as_many(WALL)} worlds, as many",
                values=run,
                unit=" s",
                digits=1,
            ),
            _ratio(f"wall time, all cores: measures to bare, {WALL} worlds", whole, alone),
            _ratio("wall time, all cores: measures to hotline run", whole, run),
        ],
        note="Wall time, all cores; no charts, no report.",
    )


def _ratio(what: str, these: list[float], those: list[float]) -> Figure:
    return Figure(
        what=what, values=[a / b for a, b in zip(these, those, strict=True)], goal=at_most(GOAL)
    )


def tables() -> Iterator[Table]:
    """Times by both clocks; memory, once."""
    yield by_processor()
    yield on_the_wall()
    small, large = peak(BLOCK), peak(5 * BLOCK)
    yield table(
        [
            Figure(what=f"memory, {BLOCK:,} worlds", values=[small], unit=" MB", digits=0),
            Figure(what=f"memory, {5 * BLOCK:,} worlds", values=[large], unit=" MB", digits=0),
            Figure(what="memory: ratio", values=[large / small], goal=at_most(GOAL)),
        ]
    )
