"""What benchmarks run: the main scenario, or the smallest where short worlds will do."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from sim.experiment.runs.plan import Plan, plan_of
from sim.scenario import load

SCENARIOS = Path(__file__).parent.parent / "scenarios"
MAIN = SCENARIOS / "northern-front.yaml"
SMALLEST = SCENARIOS / "two-desks.yaml"
SEED = 20260302

#: An arm that sends more messages than ``consult`` and is otherwise the same: both allies share
#: changed estimates.
SHARING = "arms.sharing={extends: consult, with: {allies: {frontline: %s, patron: %s}}}".replace(
    "%s", "{intelligence: {shares: true}}"
)


def main_plan(replications: int, *, sets: Sequence[str] = (), arms: Sequence[str] = ()) -> Plan:
    """Arms of the main scenario, all of them unless named."""
    return plan_of(load(MAIN, sets=sets), seed=SEED, replications=replications, arms=arms)
