"""Checks: what a scenario declares that its worlds should show, such as what is documented of a
case.

A check is one outcome and the values that agree with the record. It changes nothing in a world. One
that an input restates says nothing of the model and is declared with *given_by*; one that would
hold without the event that it is about is declared with *where*.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from sim.domain.inputs.parameter import given, required


class Amount(NamedTuple):
    """A number as a check gives it: hours where ``unit`` is "h", else a pure number, which was
    given in per cent where it is "%". It may be negative.
    """

    number: float
    unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One check. A world in which the outcome does not exist does not agree; one to which it does
    not apply is not asked.
    """

    outcome: str = required("", "the outcome that is looked at")
    between: tuple[Amount, ...] = required(
        "amount", "lowest and highest value that agree, such as [-4 h, 1 h]"
    )
    says: str = given("", "", "what the record says, in words")
    arm: str = given("", "", "the arm that is looked at; the baseline when empty")
    where: str = given(
        "",
        "",
        "an event that must have happened for it to apply, such as struck; always when empty",
    )
    given_by: str = given(
        "",
        "",
        "the input that decides it: then it is shown and is no test; empty where it tests the"
        " model",
    )
    at_least: float = given(
        0.0,
        "share",
        "share of the worlds where it applies that must agree; a run that shows fewer ends with"
        " status 3",
    )

    @property
    def low(self) -> float:
        """The lowest value that agrees, in the outcome's unit."""
        return self.between[0].number

    @property
    def high(self) -> float:
        """The highest value that agrees, in the outcome's unit."""
        return self.between[1].number

    @property
    def tests(self) -> bool:
        """Whether it could speak against the model, as nothing that was put in decides it."""
        return not self.given_by
