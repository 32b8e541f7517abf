"""Which outcomes an arm can have at all: a share of none in one that never asks is no success."""

from __future__ import annotations

from typing import Final

from sim.experiment.comparison.only_asking import OF_PROMISES, arm_record
from sim.experiment.comparison.run_summary import RunSummary

#: What stands in the place of a share that an arm cannot have.
NEVER: Final = "never asks"


def can_have(summary: RunSummary, arm: str, name: str) -> bool:
    """Whether the worlds of an arm can show an outcome that hangs on a word of the patron: its
    protocol asks, its log can hold it unasked, or they showed it.
    """
    most = summary.estimates[arm][name].estimate or 0.0
    return name in OF_PROMISES or arm_record(summary.arms[arm], {name: most}).can_have(name)


def asks(summary: RunSummary, arm: str) -> bool:
    """Whether an arm ever asks the patron."""
    return arm_record(summary.arms[arm], {}).has_of_itself("struck_on_silence")
