"""Amounts that are set against an outcome: bounds of a check, half-widths, limits. They lie within
what the outcome can be.

An outcome within 0 and 1 takes a percentage, one in hours a duration; a bare number is in the unit
of the outcome.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import inf, isfinite
from typing import Final

from sim.domain.inputs.checks import Amount
from sim.experiment.outcomes.definitions import OUTCOMES, Outcome
from sim.scenario.schema.quantities import Unreadable, read_amount, read_weight
from sim.scenario.schema.quantity_text import write_amount

#: What a comparison with a limit says of everything within the bounds, where it says the same of
#: all.
_SETTLED: Final[Mapping[str, Callable[[float, Outcome], str]]] = {
    ">": lambda limit, one: "never" if limit >= one.high else "always" if limit < one.low else "",
    ">=": lambda limit, one: "never" if limit > one.high else "always" if limit <= one.low else "",
    "<": lambda limit, one: "never" if limit <= one.low else "always" if limit > one.high else "",
    "<=": lambda limit, one: "never" if limit < one.low else "always" if limit >= one.high else "",
}


def amount_from(text: str) -> Amount:
    """An amount from a command line: ``0.5``, ``50 %``, ``12 h``."""
    try:
        number = float(text)
    except ValueError:
        return read_amount(text)
    if not isfinite(number):
        raise Unreadable(f"expected a finite number, got {text.strip()}")
    return Amount(number + 0.0, "")


def weight_from(text: str) -> float:
    """A weight above zero from a command line: ``2`` or ``40 %``."""
    number = amount_from(text)
    if number.unit == "h" or read_weight(number.number) == 0:
        raise Unreadable(f"a weight is a number above zero, got {text.strip()}")
    return number.number


def within(name: str, amount: Amount) -> float:
    """The amount in the unit of the outcome, if the outcome can be so; else ``Unreadable`` with the
    range and what would do.
    """
    outcome = OUTCOMES[name]
    _expect_unit(outcome, amount)
    if not outcome.low <= amount.number <= outcome.high:
        raise Unreadable(
            f"{_range(outcome)}, got {_amount_text(amount)}; {_instead(outcome, amount)}"
        )
    return amount.number


def half_width(name: str, amount: Amount) -> float:
    """The half-width of an interval, if an interval of this outcome could be wider."""
    outcome = OUTCOMES[name]
    _expect_unit(outcome, amount)
    if amount.number >= outcome.high - outcome.low:
        said = _amount_text(amount)
        raise Unreadable(
            f"{_range(outcome)}, so no half-width is as wide as {said};"
            f" {_narrower(outcome, amount)}"
        )
    return amount.number


def limit(name: str, sign: str, amount: Amount) -> float:
    """The limit of a comparison that may hold or not."""
    number, outcome = within(name, amount), OUTCOMES[name]
    settled = _SETTLED[sign](number, outcome)
    if settled:
        holds = "is never so" if settled == "never" else "is always so"
        raise Unreadable(f"{_range(outcome)}: {sign} {_amount_text(amount)} {holds}")
    return number


def _expect_unit(outcome: Outcome, amount: Amount) -> None:
    if amount.unit == "%" and not outcome.proportion:
        raise Unreadable(
            f"{outcome.name} is measured in {outcome.unit}, which is no share: % has no meaning"
            " here"
        )
    if amount.unit == "h" and outcome.unit != "h":
        raise Unreadable(
            f"{outcome.name} is measured in {outcome.unit}: expected pure numbers, not a time"
        )


def _range(outcome: Outcome) -> str:
    what = "a share" if outcome.unit == "share" else f"{outcome.title} ({outcome.unit})"
    if isfinite(outcome.high):
        return f"{what} lies within {outcome.low:g} and {outcome.high:g}"
    return f"{what} is not below {outcome.low:g}"


def _instead(outcome: Outcome, amount: Amount) -> str:
    if outcome.proportion and not amount.unit and 2 <= amount.number <= 100:
        return f"write {amount.number / 100:.12g}, or {amount.number:.12g} %"
    nearest = outcome.low if amount.number < outcome.low else outcome.high
    return f"the nearest is {_amount_text(Amount(nearest, amount.unit))}"


def _narrower(outcome: Outcome, amount: Amount) -> str:
    """What was probably meant: a percentage without its sign; else any half-width that would do."""
    if outcome.proportion and not amount.unit and amount.number < 100:
        return f"write {amount.number / 100:.12g}, or {amount.number:.12g} %"
    return f"write a smaller one, such as {outcome.matters:g}"


def _amount_text(amount: Amount) -> str:
    return str(write_amount(amount)) if amount.unit else f"{amount.number:.12g}"


def bounds(outcome: Outcome) -> str:
    """What an outcome can be, in words."""
    low, high = ("" if abs(end) == inf else f"{end:g}" for end in (outcome.low, outcome.high))
    return f"{low} to {high}" if low and high else f"from {low}" if low else "any number"
