"""What happened, in sentences that lead to their entries: in short, turning points, all of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from sim.domain.events import (
    Answered,
    Asked,
    Attack,
    DrawnIn,
    End,
    Event,
    Learnt,
    NoReturn,
    PatienceExpired,
    Preparation,
    Recall,
    Retaliation,
    StanceGiven,
    StanceRead,
    Strike,
    SupportSuspended,
)
from sim.output.evidence.traced_world import Traced
from sim.output.story.sentences.dates import since
from sim.output.story.sentences.phrases import phrase
from sim.output.story.summary import in_short
from sim.tabletop.debrief.action_report.account import Noted
from sim.tabletop.debrief.action_report.sourced_text import Linked

#: What turns a game.
_TURNING: Final[tuple[type[Event], ...]] = (
    Asked,
    StanceGiven,
    StanceRead,
    PatienceExpired,
    Preparation,
    Learnt,
    Recall,
    NoReturn,
    Strike,
    Retaliation,
    Attack,
    DrawnIn,
    SupportSuspended,
)
#: What the summary in short is made from.
_IN_SHORT: Final[tuple[type[Event], ...]] = (
    Asked,
    Answered,
    Recall,
    Strike,
    Attack,
    Retaliation,
    SupportSuspended,
    DrawnIn,
)


def summary(account: Noted) -> Linked:
    """The game in a few sentences."""
    found = [place for place, _, _ in account.places.kinds(*_IN_SHORT)]
    return Linked(text=in_short(account.world), entries=tuple(found))


def turning_points(account: Noted) -> Iterator[Linked]:
    """What turned the game, in order, each with its hour."""
    for place, at, event in account.places.kinds(*_TURNING):
        told = phrase(account.world, at, event)
        if told:
            yield Linked(text=f"{since(at)}: {told}", entries=(place,))


def all_events(account: Noted) -> Iterator[tuple[int, str, str, str]]:
    """Every entry that has words: its place, its hour, both clocks, and what happened."""
    world = account.world
    there = replace(world.clocks, frontline=world.clocks.patron)
    for place, (at, event) in enumerate(account.log):
        if not isinstance(event, End):
            told = phrase(world, at, event) or f"({event.kind})"
            dates = f"{world.clocks.date(at)}; {there.date(at)}"
            yield place, since(at), dates, told


def clocks_text(world: Traced) -> str:
    """Of which capitals the dates are."""
    return f"{world.name('frontline')}; {world.name('patron')}"
