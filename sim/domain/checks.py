"""Checks: what a scenario declares that its worlds should show, such as what is documented of a case.

A check is one outcome and the values that agree with the record. It changes nothing in a world.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from sim.domain.parameter import given, required


class Amount(NamedTuple):
    """A number as a check gives it: hours where ``unit`` is "h", else a pure number. It may be negative."""

    number: float
    unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One check. A world in which the outcome does not exist does not agree."""

    outcome: str = required("", "the outcome that is looked at")
    between: tuple[Amount, ...] = required("amount", "lowest and highest value that agree, such as [-4 h, 1 h]")
    says: str = given("", "", "what the record says, in words")
    arm: str = given("", "", "the arm that is looked at; the baseline when empty")
    at_least: float = given(0.0, "share", "share of worlds that must agree; a run that shows fewer ends with status 3")

    @property
    def low(self) -> float:
        """The lowest value that agrees, in the outcome's unit."""
        return self.between[0].number

    @property
    def high(self) -> float:
        """The highest value that agrees, in the outcome's unit."""
        return self.between[1].number
