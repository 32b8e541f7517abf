"""Peak memory of a run against that of one ten times as long. The goal is a ratio of at most 1.1.

A real run of short worlds on two cores, from start to table; peak memory as the system counts it,
of the largest of its processes, which is the parent. A process of its own starts it and asks: the
count begins with the memory of whoever starts.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from tempfile import TemporaryDirectory

from benchmarks.cases import SMALLEST
from benchmarks.figures import Figure, Table, at_most, table

WORLDS = 2000
GOAL = 1.1

ASK = """
import os, subprocess, sys
process = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL)
_, status, used = os.wait4(process.pid, 0)
print(used.ru_maxrss)
sys.exit(os.waitstatus_to_exitcode(status))
"""


def peak(worlds: int) -> float:
    """Peak memory of a run in MB."""
    with TemporaryDirectory() as out:
        command = [
            *(sys.executable, "-m", "sim", "run", str(SMALLEST), "-n", str(worlds), "--jobs", "2"),
            *(
                "--set",
                "horizon=6 h",
                "--set",
                "follow_up=1 h",
                "--no-charts",
                "--no-report",
                "--quiet",
                "--out",
                out,
            ),
        ]
        asked = subprocess.run(
            [sys.executable, "-c", ASK, *command], check=True, stdout=subprocess.PIPE, text=True
        )
    return int(asked.stdout) / 1024


def tables() -> Iterator[Table]:
    """Both peaks and their ratio; once, for memory hardly varies."""
    short, long = peak(WORLDS), peak(10 * WORLDS)
    yield table(
        [
            Figure(what=f"{WORLDS:,} worlds", values=[short], unit=" MB", digits=0),
            Figure(what=f"{10 * WORLDS:,} worlds", values=[long], unit=" MB", digits=0),
            Figure(what="ratio", values=[long / short], digits=3, goal=at_most(GOAL)),
        ]
    )
