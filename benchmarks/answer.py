"""Time to an answer that a decision can rest on: all arms, half-width .03 on the share of strikes
made alone.

One command, from its start to its last chart: worlds are added until the paired difference of every
arm to the baseline is known as well as that. How many worlds arms would take that had met different
ones is worked out from the shares found.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from math import ceil
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from benchmarks.cases import MAIN, SEED
from benchmarks.figures import Figure, Table, table
from sim.experiment.runs.executor import usable_cores
from sim.output.storage.run_folder import RunFolder, open_run

OUTCOME = "unilateral_strike"
HALF_WIDTH = 0.03
NAME = "answer"


def answered(out: str) -> float:
    """Wall time of the command."""
    begun = perf_counter()
    command = [
        *(
            sys.executable,
            "-m",
            "sim",
            "run",
            str(MAIN),
            "--seed",
            str(SEED),
            "--out",
            out,
            "--name",
            NAME,
            "--quiet",
        ),
        *("--until-precise", "--set", f"study.precision.{OUTCOME}={HALF_WIDTH}"),
    ]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return perf_counter() - begun


def unpaired(folder: RunFolder) -> int:
    """Worlds for the same half-width if every arm had met worlds of its own."""
    shares = {arm: float(folder.column(arm, OUTCOME).mean()) for arm in folder.arms}
    spreads = {arm: share * (1 - share) for arm, share in shares.items()}
    widest = (
        max(spread for arm, spread in spreads.items() if arm != folder.baseline)
        + spreads[folder.baseline]
    )
    return ceil(1.96**2 * widest / HALF_WIDTH**2)


def tables() -> Iterator[Table]:
    """How many worlds it took and how long; once."""
    with TemporaryDirectory() as out:
        seconds = answered(out)
        folder = open_run(next(Path(out).glob(f"*/{NAME}")))
        worlds, apart = folder.replications, unpaired(folder)
    yield table(
        [
            Figure(what="worlds, paired", values=[worlds], digits=0),
            Figure(what="worlds, if arms were not paired (computed)", values=[apart], digits=0),
            Figure(
                what=f"from start to last chart, {usable_cores()} cores",
                values=[seconds],
                unit=" s",
                digits=1,
            ),
        ]
    )
