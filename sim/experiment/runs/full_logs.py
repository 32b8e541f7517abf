"""One world of a plan once more, under every arm and with its log in full: what a story is told
from.
"""

from __future__ import annotations

from sim.domain.events.log import Log
from sim.experiment.runs.plan import Plan


def full_logs(plan: Plan, replication: int) -> dict[str, Log]:
    """The full log of a world by arm."""
    from sim.engine.session import Session

    return {
        arm: Session(
            plan.scenario, seed=plan.seed, replication=replication, arm=arm, full=True
        ).run()
        for arm in plan.arms
    }
