"""Entries of a log written by hand: a test says what it is about, all else is neutral."""

from __future__ import annotations

from typing import Any, Literal, get_args, get_origin, get_type_hints

from sim.domain.events import Cause, Event, Occasion
from sim.domain.events.log import Entry

_NEUTRAL: dict[object, object] = {
    str: "",
    float: 0.0,
    int: 0,
    bool: False,
    Cause: Cause("strike"),
    Occasion: Occasion("meeting", "1"),
}


# A field of an entry may be anything.
def at(time: float, kind: type[Event], **said: Any) -> Entry:  # noqa: ANN401
    """An entry of a kind, with neutral values in the fields of which nothing is said."""
    hints = get_type_hints(kind)
    fields = {name: hint for name, hint in hints.items() if name not in {"kind", "trace_only"}}
    made: Any = kind
    return time, made(**{name: _neutral(hint) for name, hint in fields.items()} | said)


def _neutral(hint: Any) -> object:  # noqa: ANN401 - a type of any kind
    if get_origin(hint) is Literal:
        return get_args(hint)[0]
    if hint in _NEUTRAL:
        return _NEUTRAL[hint]
    return () if get_origin(hint) is tuple else {}
