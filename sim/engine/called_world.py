"""What names a world: an arm that there is, a seed and a number."""

from __future__ import annotations

from collections.abc import Mapping
from numbers import Integral
from typing import Any

from sim.domain.inputs.setting import Scenario
from sim.errors import UsageError


def expect_world(scenario: Scenario, arm: str, seed: int, replication: int) -> None:
    """An arm that there is, and numbers that name a world."""
    if arm not in scenario.arms:
        raise UsageError(f"there is no arm {arm!r}: there are {', '.join(scenario.arms)}")
    numbers: Mapping[str, Any] = {"seed": seed, "replication": replication}  # of whoever calls
    for name, number in numbers.items():
        if not isinstance(number, Integral) or number < 0:
            raise UsageError(f"{name}: expected a whole number from 0 on, got {number!r}")
