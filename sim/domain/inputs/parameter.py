"""How a model input is declared: its value, unit, plausible range, source and meaning stand on one
line.

Inputs are plain dataclass fields. What a reader, a schema, a ledger or a sensitivity study needs to
know about each travels in the field's metadata, so that nothing about an input is written down
twice.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import Field, dataclass, field
from typing import Any, Final

JUDGEMENT: Final = "judgement"

#: Units as a scenario file writes them, with what one unit is in code (hours, per hour, pure
#: number).
UNITS: Final = (
    "time",
    "time of day",
    "moment",
    "rate",
    "number",
    "share",
    "count",
    "weight",
    "portion",
    "law of time",
    "law of shares",
    "amount",
    "",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """What is known about one input.

    ``unit`` is one of ``UNITS``: *time* is hours in code and a quantity such as ``90 min`` in a
    file; *time of day* is hours since midnight and ``08:30``; *moment* is hours since the start and
    ``T+6 h``; *rate* is per hour in code and ``0.5 per d`` in a file; *number* is any finite
    number, *weight* one that is not negative, *portion* likewise and also in per cent, *share* one
    within 0..1, *count* a whole number that is not negative; *amount* is a pure number or a
    duration, negative or not; the two laws are probability laws. ``low`` and ``high`` bound what is
    plausible (not what is allowed), in code units; both ``None`` where no range makes sense.
    ``among`` holds the names that a text may be, where they are those of a table; the table itself,
    so that a row added to it is known.
    """

    unit: str
    meaning: str
    source: str = JUDGEMENT
    low: float | None = None
    high: float | None = None
    among: Collection[str] | None = None


def given(
    default: Any,
    unit: str,
    meaning: str,
    *,
    plausible: tuple[float, float] | None = None,
    source: str = JUDGEMENT,
    among: Collection[str] | None = None,
) -> Any:
    """A dataclass field that declares an input with a default (in code units)."""
    low, high = plausible or (None, None)
    about = Parameter(unit=unit, meaning=meaning, source=source, low=low, high=high, among=among)
    return field(default=default, metadata={"parameter": about})


def required(unit: str, meaning: str) -> Any:
    """A dataclass field that the scenario must give."""
    return field(metadata={"parameter": Parameter(unit=unit, meaning=meaning)})


def part(make: Callable[[], Any], meaning: str) -> Any:
    """A dataclass field that holds a group of inputs, made by ``make`` when the scenario says
    nothing.
    """
    return field(default_factory=make, metadata={"meaning": meaning})


def about(item: Field[Any]) -> Parameter | None:
    """The declaration of a field, or ``None`` for a group."""
    metadata: Mapping[str, Any] = item.metadata
    found = metadata.get("parameter")
    return found if isinstance(found, Parameter) else None
