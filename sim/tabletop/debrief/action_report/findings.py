"""Strengths and areas for improvement, as far as the log shows them: from objectives, from what was
lost, misread or too late.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sim.domain.events import Lost, PatienceExpired, Posted, StanceRead, TransmissionFailed
from sim.output.story.sentences.vocabulary import READ_AS
from sim.output.words import count_text
from sim.tabletop.debrief.action_report.account import Noted
from sim.tabletop.debrief.action_report.hours import Budget
from sim.tabletop.debrief.action_report.objectives import Result
from sim.tabletop.debrief.action_report.sourced_text import Linked


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """An area for improvement: what was seen, which capability it is of, by which name a lesson may
    take it up.
    """

    name: str
    seen: Linked
    capability: str


def strengths(found: Sequence[Result], hours: Sequence[Budget]) -> Iterator[Linked]:
    """What went well."""
    for one in found:
        if one.met:
            yield Linked(
                text=f"Objective met: {one.says}. {_beside(one)}".rstrip(), entries=one.entries
            )
    for budget in hours:
        if budget.spare is not None and budget.spare >= 0:
            yield budget.told


def _beside(one: Result) -> str:
    return f"Among simulated games it is {one.simulated}." if one.simulated else ""


def areas(account: Noted, found: Sequence[Result], hours: Sequence[Budget]) -> Iterator[Area]:
    """What is to be improved: objectives first, then what the log shows beside them."""
    for one in found:
        if one.met is False:
            seen = Linked(
                text=f"Objective not met: {one.says}. {_beside(one)}".rstrip(), entries=one.entries
            )
            yield Area(name=one.name, seen=seen, capability=one.capability)
    for number, budget in enumerate(hours, start=1):
        if budget.spare is not None and budget.spare < 0:
            yield Area(name=f"late_{number}", seen=budget.told, capability="")
            yield Area(name=f"bottleneck_{number}", seen=budget.bottleneck, capability="")
    yield from _of_messages(account)


def _of_messages(account: Noted) -> Iterator[Area]:
    world, places = account.world, account.places
    expired = [place for place, _, _ in places.kinds(PatienceExpired)]
    if expired:
        times = count_text(len(expired), "time")
        text = f"Patience ended {times} without an answer having been read."
        yield Area(name="patience", seen=Linked(text=text, entries=tuple(expired)), capability="")
    failed = [place for place, _, _ in places.kinds(TransmissionFailed, Lost)]
    if failed:
        times = count_text(len(failed), "time")
        text = f"A channel failed with a message on its way, or a message was given up, {times}."
        yield Area(name="channels", seen=Linked(text=text, entries=tuple(failed)), capability="")
    for place, _, event in places.kinds(StanceRead):
        if isinstance(event, StanceRead) and event.read != event.given:
            text = (
                f"{world.name('frontline')} read {READ_AS[event.read]} where"
                f" {world.name('patron')} had given {READ_AS[event.given]}."
            )
            given = _posting(account, event.message)
            seen = Linked(text=text, entries=(*given, place))
            yield Area(name=f"misread_{place}", seen=seen, capability="")


def _posting(account: Noted, message: str) -> tuple[int, ...]:
    return tuple(
        place
        for place, _, event in account.places.kinds(Posted)
        if isinstance(event, Posted) and event.message == message
    )
