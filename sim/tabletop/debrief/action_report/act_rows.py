"""What was done beside answering questions: by those in the seats, and by the facilitator."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from sim.output.story.sentences.dates import since
from sim.output.words import with_full_stop
from sim.tabletop.debrief.action_report.account import Account
from sim.tabletop.debrief.action_report.sourced_text import Linked
from sim.tabletop.debrief.control_text import control_text, is_control
from sim.tabletop.debrief.replay_text import act_text
from sim.tabletop.game.acts import Act
from sim.tabletop.game.control_acts import FACILITATOR
from sim.tabletop.game.journal import Record


def acts_of_seats(account: Account) -> Iterator[Linked]:
    """Messages, questions asked early and whatever else a seat did unasked, with its words."""
    for before, record in _in_order(account):
        if is_control(record) or record.seat is None or record.do == "answer":
            continue
        name = account.world.name(record.seat)
        act = Act(do=record.do, data=record.data)
        hand = ", by the facilitator's hand" if record.by == FACILITATOR else ""
        yield _act_text(account, before, record, f"{name}: {act_text(act)}{hand}")


def acts_of_control(account: Account) -> Iterator[Linked]:
    """What the facilitator did."""
    for before, record in _in_order(account):
        if is_control(record):
            told = control_text(record, account.world.name)
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


def _in_order(account: Account) -> Iterator[tuple[Record | None, Record]]:
    """Each act with the one before it."""
    yield from pairwise((None, *account.played.standing))


def _act_text(account: Account, before: Record | None, record: Record, told: str) -> Linked:
    """What was done and said, with what it led to at once."""
    words = account.played.words_of(record)
    said = with_full_stop(f"{since(record.at)}: {told}{f': “{words}”' if words else ''}")
    first = record.entries if before is None else before.entries
    return Linked(text=said, entries=tuple(range(first, record.entries)))
