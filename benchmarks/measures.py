"""``hotline measures`` against as many plain replications, turn by turn, and its memory. Goals: 1.1 times, and no growth.

Plain replications are the trial's own arms in the same worlds, simulated by a process that keeps and sums up nothing. The trial
is the whole command, from start to table. Both run in one process each, and what counts is the processor's time: what
else runs on the machine weighs less on that than on the clock. What either costs before its first world is shown by
two worlds, and weighs less the more worlds there are: 200 is what the command runs by default. Memory is the peak of the
largest process, the parent of two workers, once a whole block of worlds has been seen.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.cases import MAIN, SEED, SMALLEST
from benchmarks.figures import Figure, Table, at_most, table
from sim.cli.measures import Ask, trial_of
from sim.experiment.plan import Plan
from sim.experiment.tally import BLOCK
from sim.scenario import resolved
from sim.scenario.regimes import measures_for

WORLDS = 16
FEW = 2
ROUNDS = 3
GOAL = 1.1

BARE = """
import sys
from benchmarks.measures import trial_plan
from sim.experiment.executor import finished
for _ in finished(trial_plan(int(sys.argv[1])), jobs=1):
    pass
"""


def trial_plan(worlds: int) -> Plan:
    """All sets of the measures that ship, on the main scenario."""
    ask = Ask(
        path=str(MAIN), arm=None, measures=(), worlds=worlds, seed=SEED, fraction=False, budget=None, goal="burden", sets=()
    )  # fmt: skip
    return trial_of(resolved(MAIN), measures_for(MAIN, ()), ask).plan


def used(command: list[str]) -> tuple[float, float]:
    """Seconds of the processor that a command takes in its own process, and the peak memory of its largest in MB."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, cwd=Path(__file__).parent.parent)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, f"failed: {command}"
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def hotline(*words: str, jobs: str = "1") -> tuple[float, float]:
    """What a command of Hotline uses, its results kept nowhere."""
    with TemporaryDirectory() as out:
        quiet = ("--jobs", jobs, "--no-charts", "--quiet", "--seed", str(SEED), "--out", out)
        return used([sys.executable, "-m", "sim", *words, *quiet])


def once(worlds: int) -> tuple[float, float]:
    """The processor's seconds for the trial, and for its bare arms."""
    trial, _ = hotline("measures", str(MAIN), "--worlds", str(worlds))
    bare, _ = used([sys.executable, "-c", BARE, str(worlds)])
    return trial, bare


def peak(worlds: int) -> float:
    """Peak memory in MB of a trial of one measure in short worlds."""
    short = ("--set", "horizon=6 h", "--set", "follow_up=1 h", "--measures", "crisis_framework")
    return hotline("measures", str(SMALLEST), "--worlds", str(worlds), *short, jobs="2")[1]


def tables() -> Iterator[Table]:
    """Times with their ratio, round by round; memory with its ratio, once."""
    arms = len(trial_plan(WORLDS).arms)
    rounds = [(*once(FEW), *once(WORLDS)) for _ in range(ROUNDS)]
    trial_few, bare_few, trial, bare = ([one[at] for one in rounds] for at in range(4))
    yield table([
        Figure(what=f"hotline measures: {arms} arms x {FEW} worlds", values=trial_few, unit=" s", digits=1),
        Figure(what=f"the same arms x {FEW} worlds, bare", values=bare_few, unit=" s", digits=1),
        Figure(what=f"hotline measures: {arms} arms x {WORLDS} worlds", values=trial, unit=" s", digits=1),
        Figure(what=f"the same arms x {WORLDS} worlds, bare", values=bare, unit=" s", digits=1),
        Figure(what=f"ratio, {WORLDS} worlds", values=[a / b for a, b in zip(trial, bare, strict=True)], goal=at_most(GOAL)),
    ])  # fmt: skip
    small, large = peak(BLOCK), peak(5 * BLOCK)
    yield table([
        Figure(what=f"memory, {BLOCK:,} worlds", values=[small], unit=" MB", digits=0),
        Figure(what=f"memory, {5 * BLOCK:,} worlds", values=[large], unit=" MB", digits=0),
        Figure(what="ratio", values=[large / small], goal=at_most(GOAL)),
    ])  # fmt: skip
