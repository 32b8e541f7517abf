"""What a run costs before its first world: a whole ``hotline run`` of next to nothing against bare
imports, turn by turn.

The run reads the main scenario, starts two workers and writes its folder, of worlds of a few hours;
bare imports are those of the libraries that it needs. The goal is at most one second more.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from tempfile import TemporaryDirectory
from time import perf_counter

from benchmarks.cases import MAIN
from benchmarks.figures import Figure, Table, at_most, table

ROUNDS = 7
GOAL = 1.0
WORLDS = 12  # two chunks, one for each worker
BARE = "import click, numpy, pydantic, pyarrow.parquet, scipy.special, simpy, yaml"


def seconds(*words: str) -> float:
    """Wall time of one call."""
    began = perf_counter()
    subprocess.run([sys.executable, *words], check=True, stdout=subprocess.DEVNULL)
    return perf_counter() - began


def run(out: str) -> float:
    """Wall time of a run of next to nothing."""
    return seconds(
        *("-m", "sim", "run", str(MAIN), "-n", str(WORLDS), "--jobs", "2", "--out", out),
        *(
            "--set",
            "horizon=6 h",
            "--set",
            "follow_up=1 h",
            "--no-charts",
            "--no-report",
            "--quiet",
        ),
    )


def tables() -> Iterator[Table]:
    """Both, and the difference."""
    with TemporaryDirectory() as out:
        run(out)
        turns = [(run(out), seconds("-c", BARE)) for _ in range(ROUNDS)]
    more = [whole - bare for whole, bare in turns]
    yield table(
        [
            Figure(
                what=f"hotline run, {WORLDS} short worlds, 2 workers",
                values=[whole for whole, _ in turns],
                unit=" s",
            ),
            Figure(what="bare imports", values=[bare for _, bare in turns], unit=" s"),
            Figure(what="fixed cost: the difference", values=more, unit=" s", goal=at_most(GOAL)),
        ]
    )
