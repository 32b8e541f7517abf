"""``hotline measures`` against as many plain replications, turn by turn, and its memory. Goals: 1.1 times, and no growth.

Plain replications are the trial's own arms in the same worlds, simulated on as many cores by a process that plans and keeps
nothing, and, for those who would ask the same of an arm at a time, ``hotline run`` of the arm without measures with as many
replications. Whole commands, from start to table. Memory is the peak of the largest process, the parent, once all of a
block of worlds has been seen.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from benchmarks.cases import MAIN, SEED, SMALLEST
from benchmarks.figures import Figure, Table, at_most, table
from sim.cli.measures import Ask, trial_of
from sim.experiment.executor import usable_cores
from sim.experiment.plan import Plan
from sim.experiment.tally import BLOCK
from sim.scenario import resolved
from sim.scenario.regimes import measures_for

WORLDS = 8
ROUNDS = 3
GOAL = 1.1
JOBS = str(usable_cores())

BARE = """
import sys
from benchmarks.measures import trial_plan
from sim.experiment.executor import finished
for _ in finished(trial_plan(int(sys.argv[1])), jobs=int(sys.argv[2])):
    pass
"""


def trial_plan(worlds: int) -> Plan:
    """All sets of the measures that ship, on the main scenario."""
    ask = Ask(
        path=str(MAIN), arm=None, measures=(), worlds=worlds, seed=SEED, fraction=False, budget=None, goal="burden", sets=()
    )  # fmt: skip
    return trial_of(resolved(MAIN), measures_for(MAIN, ()), ask).plan


def used(command: list[str]) -> tuple[float, float]:
    """Seconds that a command takes, and the peak memory of its largest process in MB."""
    begun = perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, cwd=Path(__file__).parent.parent)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, f"failed: {command}"
    return perf_counter() - begun, usage.ru_maxrss / 1024


def hotline(*words: str) -> tuple[float, float]:
    """What a command of Hotline uses, its results kept nowhere."""
    with TemporaryDirectory() as out:
        quiet = ("--jobs", JOBS, "--no-charts", "--quiet", "--seed", str(SEED), "--out", out)
        return used([sys.executable, "-m", "sim", *words, *quiet])


def once(arms: int) -> tuple[float, float, float]:
    """Seconds of the trial, of its bare arms, and of a run of one arm."""
    trial, _ = hotline("measures", str(MAIN), "--worlds", str(WORLDS))
    bare, _ = used([sys.executable, "-c", BARE, str(WORLDS), JOBS])
    run, _ = hotline("run", str(MAIN), "--arms", "consult", "-n", str(WORLDS * arms), "--no-report")
    return trial, bare, run


def peak(worlds: int) -> float:
    """Peak memory in MB of a trial of one measure in short worlds."""
    short = ("--set", "horizon=6 h", "--set", "follow_up=1 h", "--measures", "crisis_framework")
    return hotline("measures", str(SMALLEST), "--worlds", str(worlds), *short)[1]


def tables() -> Iterator[Table]:
    """Times with their ratios, round by round; memory with its ratio, once."""
    arms = len(trial_plan(WORLDS).arms)
    rounds = [once(arms) for _ in range(ROUNDS)]
    trial, bare, run = ([one[at] for one in rounds] for at in range(3))
    yield table([
        Figure(what=f"hotline measures: {arms} arms x {WORLDS} worlds", values=trial, unit=" s", digits=1),
        Figure(what="the same arms, bare", values=bare, unit=" s", digits=1),
        Figure(what="hotline run: one arm, as many replications", values=run, unit=" s", digits=1),
        Figure(what="ratio to bare arms", values=[a / b for a, b in zip(trial, bare, strict=True)], goal=at_most(GOAL)),
        Figure(what="ratio to hotline run", values=[a / b for a, b in zip(trial, run, strict=True)], goal=at_most(GOAL)),
    ])  # fmt: skip
    small, large = peak(BLOCK), peak(5 * BLOCK)
    yield table([
        Figure(what=f"memory, {BLOCK:,} worlds", values=[small], unit=" MB", digits=0),
        Figure(what=f"memory, {5 * BLOCK:,} worlds", values=[large], unit=" MB", digits=0),
        Figure(what="ratio", values=[large / small], goal=at_most(GOAL)),
    ])  # fmt: skip
