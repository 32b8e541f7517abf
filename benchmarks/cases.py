"""What benchmarks run: the main scenario, or the smallest where short worlds will do."""

from __future__ import annotations

from pathlib import Path

from sim.experiment.plan import Plan, planned
from sim.scenario import load

SCENARIOS = Path(__file__).parent.parent / "scenarios"
MAIN = SCENARIOS / "northern-front.yaml"
SMALLEST = SCENARIOS / "two-desks.yaml"
SEED = 20260302


def main_plan(replications: int) -> Plan:
    """All arms of the main scenario."""
    return planned(load(MAIN), seed=SEED, replications=replications)
