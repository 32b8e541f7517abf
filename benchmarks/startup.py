"""``hotline --help`` against ``python -c pass``, turn by turn. The goal is a ratio of at most 5."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from time import perf_counter

from benchmarks.figures import Figure, Table, at_most, table

ROUNDS = 25
GOAL = 5.0


def seconds(*command: str) -> float:
    """Wall time of one call."""
    begun = perf_counter()
    subprocess.run([sys.executable, *command], check=True, stdout=subprocess.DEVNULL)
    return perf_counter() - begun


def tables() -> Iterator[Table]:
    """Both, and the ratio."""
    bare, full = ("-c", "pass"), ("-m", "sim", "--help")
    rounds = [(1000 * seconds(*full), 1000 * seconds(*bare)) for _ in range(ROUNDS)]
    yield table(
        [
            Figure(
                what="hotline --help", values=[help_ for help_, _ in rounds], unit=" ms", digits=0
            ),
            Figure(
                what="python -c pass", values=[pass_ for _, pass_ in rounds], unit=" ms", digits=0
            ),
            Figure(
                what="ratio", values=[help_ / pass_ for help_, pass_ in rounds], goal=at_most(GOAL)
            ),
        ]
    )
