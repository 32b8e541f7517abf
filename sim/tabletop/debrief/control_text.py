"""What the facilitator of a game did, in words, for every debrief and for people at a terminal."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Final

from sim.output.story.sentences.vocabulary import plainly
from sim.tabletop.game.control_acts import CONTROL_ACTS
from sim.tabletop.game.journal import Record

#: What the facilitator did, by act.
SAID: Final[Mapping[str, str]] = MappingProxyType(
    {
        "lead": "who decides for {seat}: {policy}",
        "rule_answers": "the rule of the file answers for {seat}",
        "inject": "the inject {name} {what}",
        "postpone": "the inject {name} comes {hours:g} h later",
        "postpone_all": "all injects to come: {hours:g} h later, times {factor:g}",
        "bring": "brought in for {to}: {event}",
        "plan": "set for {to}, in {hours:g} h: {event}",
        "edit": "the inject {name} is changed",
        "rule": "ruled: {ruling}",
        "turn": "chance is another from here on",
        "broadcast": "said to {to}",
    }
)
#: How a seat is led, as pages call it.
LED: Final[Mapping[str, str]] = MappingProxyType(
    {
        "stop": "its people, and the clock stands for them",
        "open": "its people, and the clock runs on",
        "rule": "the rule of the file",
    }
)
#: What is done to an inject.
DONE_TO: Final[Mapping[str, str]] = MappingProxyType(
    {
        "fire": "is fired by hand",
        "hold": "is held back",
        "release": "is released",
        "skip": "is left out",
    }
)
#: What a facilitator rules.
RULED: Final[Mapping[str, str]] = MappingProxyType(
    {
        "rung_up": "the crisis is one rung up",
        "rung_down": "the crisis is one rung down",
        "trust": "the trust of {seat} is {value:g}",
    }
)
#: By these a world is another than that of the file.
_MOVES_THE_WORLD: Final = frozenset({"inject", "postpone", "postpone_all", "bring", "plan", "edit"})


def is_control(record: Record) -> bool:
    """Whether it is an act of the facilitator, who also acts upon a seat (how it is led)."""
    return record.do in CONTROL_ACTS


def control_text(record: Record, name: Callable[[str], str]) -> str:
    """An act of the facilitator, by the names of the seats."""
    seat = name(record.seat) if record.seat else ""
    policy = LED.get(str(record.data.get("policy", "")), "")
    ruling = RULED.get(str(record.data.get("effect", "")), "")
    found = {**record.data, "seat": seat, "policy": policy}
    found["what"] = DONE_TO.get(str(record.data.get("what", "")), "")
    found |= {key: plainly(str(found[key])) for key in ("name", "event") if key in found}
    return SAID[record.do].format_map({**found, "ruling": ruling.format_map(found)})


def moved_by_control(standing: Sequence[Record]) -> bool:
    """Whether what was brought in is not what the file says."""
    return any(record.do in _MOVES_THE_WORLD for record in standing)


def ruled_by_control(standing: Sequence[Record]) -> bool:
    """Whether something was so because the facilitator ruled it."""
    return any(record.do == "rule" for record in standing)
