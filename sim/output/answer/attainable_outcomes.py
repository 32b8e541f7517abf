"""Which outcomes an arm can have at all: a share of none in one that never asks is no success."""

from __future__ import annotations

from typing import Final

from sim.experiment.comparison.only_asking import OF_PROMISES, ArmRecord
from sim.experiment.comparison.run_summary import RunSummary

#: What stands in the place of a share that an arm cannot have.
NEVER: Final = "never asks"


def can_have(summary: RunSummary, arm: str, name: str) -> bool:
    """Whether the worlds of an arm can show an outcome that only asking brings: its protocol asks,
    or they showed it.
    """
    most = summary.estimates[arm][name].estimate or 0.0
    hearing = ArmRecord(protocol=summary.arms[arm].protocol, most={name: most})
    return name in OF_PROMISES or hearing.can_have(name)


def asks(summary: RunSummary, arm: str) -> bool:
    """Whether an arm ever asks the patron."""
    return ArmRecord(protocol=summary.arms[arm].protocol, most={}).has_of_itself(
        "struck_on_silence"
    )
