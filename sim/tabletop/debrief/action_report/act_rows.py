"""What was done beside answering questions: by those in the seats, and by the facilitator."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import pairwise
from types import MappingProxyType
from typing import Final

from sim.output.story.sentences.dates import since
from sim.output.words import with_full_stop
from sim.tabletop.debrief.action_report.account import Account
from sim.tabletop.debrief.action_report.sourced_text import Linked
from sim.tabletop.debrief.replay_text import act_text
from sim.tabletop.game.acts import Act
from sim.tabletop.game.control_acts import CONTROL_ACTS, FACILITATOR
from sim.tabletop.game.journal import Record

#: What the facilitator did, by act.
SAID: Final[Mapping[str, str]] = MappingProxyType(
    {
        "lead": "who answers for {seat} is now: {policy}",
        "rule_answers": "the rule of the file answers for {seat}",
        "inject": "the inject {name}: {what}",
        "postpone": "the inject {name} comes {hours:g} h later",
        "postpone_all": "all injects to come: {hours:g} h later, times {factor:g}",
        "bring": "brought in for {to}: {event}",
        "plan": "set for {to}, in {hours:g} h: {event}",
        "edit": "the inject {name} is changed",
        "turn": "chance is another from here on",
        "broadcast": "said to {to}",
    }
)
#: By these a world is another than that of the file.
_MOVES_THE_WORLD: Final = frozenset({"inject", "postpone", "postpone_all", "bring", "plan", "edit"})


def acts_of_seats(account: Account) -> Iterator[Linked]:
    """Messages, questions asked early and whatever else a seat did unasked, with its words."""
    for before, record in _in_order(account):
        if record.do in CONTROL_ACTS or record.seat is None or record.do == "answer":
            continue
        name = account.world.name(record.seat)
        act = Act(do=record.do, data=record.data)
        hand = ", by the facilitator's hand" if record.by == FACILITATOR else ""
        yield _act_text(account, before, record, f"{name}: {act_text(act)}{hand}")


def acts_of_control(account: Account) -> Iterator[Linked]:
    """What the facilitator did."""
    for before, record in _in_order(account):
        if record.do in CONTROL_ACTS:
            seat = account.world.name(record.seat) if record.seat else ""
            told = SAID[record.do].format_map({**record.data, "seat": seat})
            yield _act_text(account, before, record, f"The facilitator: {told}")


def notes(account: Account) -> Iterator[Linked]:
    """What the facilitator noted, with ratings; each leads to the last that had happened then."""
    objectives = account.scenario.exercise.objectives
    for record in account.records:
        if record.do == "note":
            of = objectives.get(str(record.data.get("objective", "")))
            rated = (str(record.data.get("rating", "")), "" if of is None else of.says)
            head = ": ".join(filter(None, (since(record.at), ", ".join(filter(None, rated)))))
            words = account.played.words_of(record)
            said = with_full_stop(f"{head}{f': “{words}”' if words else ''}")
            yield Linked(text=said, entries=(record.entries - 1,) if record.entries else ())


def stops(account: Account) -> Iterator[Linked]:
    """When play stopped for something real, and when it went on."""
    for record in account.records:
        if record.do == "blank":
            began = record.data.get("blank") is True
            told = "play stops for something real" if began else "pages show again what they did"
            yield _act_text(account, None, replace(record, entries=0), f"The facilitator: {told}")


def moved_by_control(account: Account) -> bool:
    """Whether what was brought in is not what the file says."""
    return any(record.do in _MOVES_THE_WORLD for record in account.played.standing)


def _in_order(account: Account) -> Iterator[tuple[Record | None, Record]]:
    """Each act with the one before it."""
    yield from pairwise((None, *account.played.standing))


def _act_text(account: Account, before: Record | None, record: Record, told: str) -> Linked:
    """What was done and said, with what it led to at once."""
    words = account.played.words_of(record)
    said = with_full_stop(f"{since(record.at)}: {told}{f': “{words}”' if words else ''}")
    first = record.entries if before is None else before.entries
    return Linked(text=said, entries=tuple(range(first, record.entries)))
