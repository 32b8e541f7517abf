"""Entries as plain data and back: the one place that knows how a file spells them.

Keys follow the fields of a class in order. What a file spells otherwise than the class holds it
stands in the tables here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields
from types import MappingProxyType
from typing import Any, Final, cast, get_args

from sim.domain.decisions.views import Basis
from sim.domain.events import EVENTS
from sim.domain.events.base import Cause, CauseKind, DeskUse, Event, Occasion, Stages
from sim.domain.events.crisis import (
    Alarm,
    Alert,
    Begin,
    CeasefireBroken,
    DeterrenceChange,
    End,
    Hesitation,
    PressureChange,
    PressureTrack,
)
from sim.domain.events.decisions import Decision, StandingBy
from sim.domain.events.messages import Answered, Cleared, Meeting, Posted, Read

_CAUSES: Final = frozenset(get_args(CauseKind))

#: Fields that have another key in files, where ``kind`` would be the entry's own.
_KEYS: Final[Mapping[type[Event], Mapping[str, str]]] = MappingProxyType(
    {Posted: {"message_kind": "kind"}, Read: {"message_kind": "kind"}}
)


def _desks(uses: tuple[DeskUse, ...]) -> dict[str, tuple[float, int, float]]:
    return {f"{use.ally}/{use.desk}": (use.busy, use.messages, use.waited) for use in uses}


def _key(thing: Cause | Occasion) -> str:
    return thing.key


#: Fields that files hold as something plainer.
_WRITTEN: Final[Mapping[type[Event], Mapping[str, Callable[[Any], object]]]] = MappingProxyType(
    {
        PressureChange: {"cause": _key},
        DeterrenceChange: {"cause": _key},
        CeasefireBroken: {"cause": _key},
        Alarm: {"cause": _key},
        Alert: {"cause": _key},
        StandingBy: {"cause": _key},
        Hesitation: {"cause": _key},
        Meeting: {"meeting": _key},
        End: {"desks": _desks},
    }
)
#: Fields that files do not hold.
_UNWRITTEN: Final[Mapping[type[Event], frozenset[str]]] = MappingProxyType(
    {Decision: frozenset({"basis"})}
)


def _field_names(kind: type[Event]) -> tuple[tuple[str, str], ...]:
    keys, left_out = _KEYS.get(kind, {}), _UNWRITTEN.get(kind, frozenset())
    # every kind is a dataclass; its common base, which has no fields, is not
    names = [field.name for field in fields(cast("Any", kind)) if field.name not in left_out]
    return tuple((name, keys.get(name, name)) for name in names)


#: For each kind of entry the (field, key) of all that files hold of it.
_SPELLINGS: Final = MappingProxyType({kind: _field_names(kind) for kind in EVENTS.values()})
#: For each kind of entry the keys that files hold, in order.
KEYS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {name: tuple(key for _, key in _SPELLINGS[kind]) for name, kind in EVENTS.items()}
)


def plain_data(event: Event) -> dict[str, object]:
    """An entry as plain data, key by key in the order of its fields."""
    kind = type(event)
    plainer = _WRITTEN.get(kind, {})
    return {key: plainer.get(name, _same)(getattr(event, name)) for name, key in _SPELLINGS[kind]}


def _same(value: object) -> object:
    return value


def cause(text: str) -> Cause:
    """A cause from its name in files: its kind, and after the first hyphen which one it was."""
    kind, _, number = text.partition("-")
    if kind not in _CAUSES:
        raise ValueError(f"{text!r} is no cause of anything")
    return Cause(cast("CauseKind", kind), number)


def _occasion(text: str) -> Occasion:
    kind, _, number = text.partition(" ")
    return Occasion("call" if kind == "call" else "meeting", number)


def _use(place: str, figures: tuple[float, int, float]) -> DeskUse:
    ally, _, desk = place.partition("/")
    return DeskUse(ally, desk, *figures)


def _uses(desks: Mapping[str, tuple[float, int, float]]) -> tuple[DeskUse, ...]:
    return tuple(_use(place, figures) for place, figures in desks.items())


def _stages(spans: list[tuple[str, float]]) -> Stages:
    return tuple((stage, hours) for stage, hours in spans)


#: How fields are read that files hold as something plainer.
_READ: Final[Mapping[type[Event], Mapping[str, Callable[[Any], object]]]] = MappingProxyType(
    {
        Begin: {"fronts": tuple},
        PressureTrack: {"allies": tuple},
        Cleared: {"desks": tuple},
        Read: {"stages": _stages},
        Answered: {"stages": _stages},
        PressureChange: {"cause": cause},
        DeterrenceChange: {"cause": cause},
        CeasefireBroken: {"cause": cause},
        Alarm: {"cause": cause},
        Alert: {"cause": cause},
        StandingBy: {"cause": cause},
        Hesitation: {"cause": cause},
        Meeting: {"meeting": _occasion},
        End: {"desks": _uses},
    }
)


def event(kind: str, data: Mapping[str, Any]) -> Event:
    """An entry from plain data; what its kind does not have is left aside. KeyError where something
    is missing.
    """
    made = EVENTS[kind]
    richer = _READ.get(made, {})
    values = {name: richer.get(name, _same)(data[key]) for name, key in _SPELLINGS[made]}
    if made is Decision:
        values["basis"] = basis(data["option"], data["reason"])
    return made(**values)


def basis(option: str, reason: str) -> Basis:
    """On what a choice rested, by the reason that a rule gave for it: files hold no more of it."""
    by_worth = reason.startswith(("nothing beats it", f"{option} ")) and "scripted" not in reason
    return "worth" if by_worth else "rule"
