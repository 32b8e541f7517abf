"""Quantities written as a scenario would say them."""

from __future__ import annotations

from sim.domain.inputs.checks import Amount
from sim.scenario.schema.quantities import (
    DAY,
    HOUR,
    MINUTE,
    SECOND,
    WEEK,
    read_amount,
    read_rate,
    read_time,
)


def write_time(hours: float) -> str:
    """The shortest text that ``read_time`` reads as exactly these hours."""
    if hours == 0:
        return "0 h"
    texts = (
        f"{_short(unit.rate(hours))} {unit.name}" for unit in (HOUR, DAY, MINUTE, SECOND, WEEK)
    )
    return _shortest([text for text in texts if read_time(text) == hours], f"{hours!r} h")


def write_rate(per_hour: float) -> str:
    """The shortest text that ``read_rate`` reads as exactly this rate."""
    if per_hour == 0:
        return "0 per d"
    texts = (
        f"{_short(unit.hours(per_hour))} per {unit.name}"
        for unit in (DAY, HOUR, WEEK, MINUTE, SECOND)
    )
    return _shortest([text for text in texts if read_rate(text) == per_hour], f"{per_hour!r} per h")


def _shortest(exact: list[str], otherwise: str) -> str:
    return min(exact, key=len) if exact else otherwise


def _short(number: float) -> str:
    """A number in at most twelve digits: whether that is still exact is tried by
    reading it back.
    """
    return f"{number:.12g}"


def write_clock(hours: float) -> str:
    """``08:30``, from 8.5."""
    seconds = round(hours * 3600)
    text = f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}"
    return f"{text}:{seconds % 60:02d}" if seconds % 60 else text


def write_moment(hours: float) -> str:
    """``T+6 h``, from 6.0."""
    return f"T+{write_time(hours)}"


def write_amount(amount: Amount) -> float | str:
    """``-4 h``, from minus four hours; ``20 %`` where it was given so; a pure number as it is."""
    if amount.unit == "%":
        text = f"{_short(100 * amount.number)} %"
        return text if read_amount(text) == amount else amount.number
    if not amount.unit:
        return amount.number
    return f"{'-' if amount.number < 0 else ''}{write_time(abs(amount.number))}"
