"""Time to an answer that a decision can rest on: five arms, half-width .03 on the share of strikes made alone.

How many worlds that takes is found first, by the paired differences against the baseline; then one run of so many, from
the start of the command to its last chart.
"""

from __future__ import annotations

import subprocess
import sys
from math import ceil
from tempfile import TemporaryDirectory
from time import perf_counter

import numpy as np

from benchmarks.cases import MAIN, SEED, main_plan
from sim.experiment.compare import comparisons
from sim.experiment.executor import finished, usable_cores
from sim.experiment.outcomes import COLUMNS, OUTCOMES
from sim.experiment.plan import Plan
from sim.experiment.statistics import Floats
from sim.experiment.tally import Pairing

OUTCOME = "unilateral_strike"
HALF_WIDTH = 0.03
FEWEST, MOST = 100, 10_000


def needed(plan: Plan) -> tuple[int, int]:
    """Worlds until every arm's half-width is met: paired, and what unpaired arms would take instead."""
    base, found = plan.arms.index(plan.baseline), np.empty((0, len(plan.arms)))
    for chunk in finished(plan, jobs=usable_cores()):
        values = np.frombuffer(chunk.values).reshape(-1, len(plan.arms), len(COLUMNS))
        found = np.concatenate([found, values[:, :, COLUMNS.index(OUTCOME)]])
        if len(found) >= FEWEST and max(_half_widths(found, base)) <= HALF_WIDTH:
            break
    shares = found.mean(axis=0)
    widest = max(shares * (1 - shares)) + shares[base] * (1 - shares[base])
    return len(found), ceil(1.96**2 * widest / HALF_WIDTH**2)


def _half_widths(found: Floats, base: int) -> list[float]:
    widths = []
    for arm in set(range(found.shape[1])) - {base}:
        pairing = Pairing(1)
        pairing.add(found[:, arm, None], found[:, base, None])
        [compared] = comparisons([OUTCOMES[OUTCOME]], pairing, 0.95)
        widths.append((compared.high - compared.low) / 2)
    return widths


def main() -> None:
    """Print how many worlds it takes and how long they take."""
    worlds, unpaired = needed(main_plan(MOST))
    with TemporaryDirectory() as out:
        begun = perf_counter()
        command = [
            sys.executable,
            "-m",
            "sim",
            "run",
            str(MAIN),
            "-n",
            str(worlds),
            "--seed",
            str(SEED),
            "--out",
            out,
            "--quiet",
        ]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        seconds = perf_counter() - begun
    print(f"  half-width {HALF_WIDTH:g} on {OUTCOME}: {worlds} worlds paired (about {unpaired} unpaired)")
    print(f"  {seconds:.1f} s from start to last chart, on {usable_cores()} cores")
