"""``hotline --help`` against ``python -c pass``, turn by turn. The goal is a ratio of at most 5."""

from __future__ import annotations

import subprocess
import sys
from statistics import median
from time import perf_counter

ROUNDS = 25
GOAL = 5.0


def seconds(*command: str) -> float:
    """Wall time of one call."""
    begun = perf_counter()
    subprocess.run([sys.executable, *command], check=True, stdout=subprocess.DEVNULL)
    return perf_counter() - begun


def main() -> None:
    """Print the median ratio over the rounds."""
    bare, full = ("-c", "pass"), ("-m", "sim", "--help")
    rounds = [(seconds(*full), seconds(*bare)) for _ in range(ROUNDS)]
    ratio = median(help_ / pass_ for help_, pass_ in rounds)
    help_ms, pass_ms = (1000 * median(times) for times in zip(*rounds, strict=True))
    print(f"  --help {help_ms:.0f} ms, pass {pass_ms:.0f} ms: ratio {ratio:.2f} (goal: at most {GOAL:g})")
