"""Peak memory of a run against that of one ten times as long. The goal is a ratio of at most 1.1.

A real run of short worlds on two cores, from start to table; peak memory as the system counts it, of the largest of its
processes, which is the parent.
"""

from __future__ import annotations

import os
import subprocess
import sys
from tempfile import TemporaryDirectory

from benchmarks.cases import SMALLEST

WORLDS = 3000
GOAL = 1.1


def peak(worlds: int) -> float:
    """Peak memory of a run in MB."""
    with TemporaryDirectory() as out:
        command = [
            *(sys.executable, "-m", "sim", "run", str(SMALLEST), "-n", str(worlds), "--jobs", "2"),
            *("--set", "horizon=6 h", "--set", "follow_up=1 h", "--no-charts", "--quiet", "--out", out),
        ]
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        assert process.returncode == 0, "the run failed"
    return used.ru_maxrss / 1024


def main() -> None:
    """Print both peaks and their ratio."""
    short, long = peak(WORLDS), peak(10 * WORLDS)
    print(
        f"  {WORLDS} worlds {short:.0f} MB, {10 * WORLDS} worlds {long:.0f} MB: ratio {long / short:.3f} (goal: {GOAL:g})"
    )
