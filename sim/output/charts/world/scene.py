"""One world as a scene: in which lane something lies from when to when, the ways of messages, and
what happens beside them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from sim.domain.communication.messages import ON_CHANNEL, WITH_SENDER
from sim.domain.events import (
    Asked,
    Begin,
    Cleared,
    Drafted,
    End,
    Event,
    NoReturn,
    OfMessage,
    Preparation,
    Recall,
    RungChange,
    Strike,
)
from sim.output.charts.world.marks import Mark, all_marks
from sim.output.evidence.delay_budget import exchanges
from sim.output.evidence.traced_world import Journey, Traced

#: Messages that have no part in the question of a strike are left out.
LEFT_OUT: Final = frozenset({"report", "mediation", "dialogue"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """Something in hand in a lane, from hour to hour; ``what`` is a stage, or what the frontline
    does meanwhile.
    """

    lane: str
    start: float
    end: float
    what: str
    message: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Crossing:
    """A message on its way between two lanes."""

    kind: str
    sender: str
    start: float
    end: float
    above: str
    below: str
    lost: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """All that swim lanes show of a world between two hours; ``moments`` cut through all lanes."""

    start: float
    end: float
    lanes: dict[str, str]
    boxes: tuple[Box, ...]
    crossings: tuple[Crossing, ...]
    marks: tuple[Mark, ...]
    rungs: tuple[tuple[float, int], ...]
    moments: tuple[tuple[float, str], ...]


def scene(world: Traced, start: float, end: float) -> Scene:
    """What happens in a world between two hours since its start."""
    boxes = [*_stages(world), *_thoughts(world), *_preparations(world)]
    return Scene(
        start=start,
        end=end,
        lanes=_lanes(world),
        boxes=tuple(box for box in boxes if box.start < end and box.end > start),
        crossings=tuple(one for one in _crossings(world) if one.start < end and one.end > start),
        marks=tuple(mark for mark in all_marks(world) if start <= mark.t <= end),
        rungs=_rungs(world),
        moments=tuple(one for one in _moments(world) if start <= one[0] <= end),
    )


def has_cell(world: Traced) -> bool:
    """Whether a liaison cell is posted."""
    cell = world.setting.liaison
    return cell.frontline_officers > 0 and cell.patron_officers > 0


def _lanes(world: Traced) -> dict[str, str]:
    """Lanes from top to bottom with their names."""
    first, second = world.name("frontline"), world.name("patron")
    lanes = {
        "frontline": f"{first}: leader",
        "frontline_offices": f"{first}: offices",
        "liaison": "liaison cell",
        "channels": "channels",
        "patron_offices": f"{second}: offices",
        "patron": f"{second}: leader",
        "adversary": world.adversary,
        "rung": "escalation rung",
        "press": "press",
    }
    return {lane: name for lane, name in lanes.items() if lane != "liaison" or has_cell(world)}


def _journeys_to_draw(world: Traced) -> Iterator[Journey]:
    return (journey for journey in world.journeys.values() if journey.kind not in LEFT_OUT)


def _stages(world: Traced) -> Iterator[Box]:
    for journey in _journeys_to_draw(world):
        until = journey.posted
        handed = has_cell(world) and not world.inbound_desks(journey)
        for stage, hours in journey.stages:
            if stage != "transmission":
                lane = "liaison" if handed and stage == "inbound" else _lane(journey, stage)
                yield Box(
                    lane=lane, start=until, end=until + hours, what=stage, message=journey.key
                )
            until += hours
        if not journey.stages:
            yield from _unread(world, journey)


def _unread(world: Traced, journey: Journey) -> Iterator[Box]:
    """What was in hand of a message that was never read, as far as the log tells it."""
    until = journey.posted
    kinds: tuple[tuple[type[OfMessage], str], ...] = ((Drafted, "drafting"), (Cleared, "clearance"))
    for kind, stage in kinds:
        done = world.about(kind, journey.key)
        if done is not None:
            lane = f"{journey.sender}_offices"
            yield Box(lane=lane, start=until, end=done[0], what=stage, message=journey.key)
            until = done[0]


def _lane(journey: Journey, stage: str) -> str:
    if stage in ON_CHANNEL:
        return "channels"
    if stage in WITH_SENDER:
        return f"{journey.sender}_offices"
    return journey.receiver if stage == "reading" else f"{journey.receiver}_offices"


def _thoughts(world: Traced) -> Iterator[Box]:
    """Councils and deliberations on a question."""
    for exchange in exchanges(world):
        for span in exchange.spans:
            if span.stage in ("council", "deliberation") and span.ally:
                start = span.until - span.seconds / 3600.0
                yield Box(
                    lane=span.ally,
                    start=start,
                    end=span.until,
                    what=span.stage,
                    message=exchange.question.key,
                )


def _preparations(world: Traced) -> Iterator[Box]:
    """From the decision to the strike, or to what called it off; and how long patience lasts."""
    kinds: tuple[type[Event], ...] = (Strike, Recall, End)
    ends = sorted(t for kind in kinds for t, _ in world.all(kind))
    for t, data in world.all(Preparation):
        done = next((end for end in ends if end > t), data.strike_at)
        yield Box(lane="frontline", start=t, end=done, what="preparing")
    for t, question in world.all(Asked):
        yield Box(lane="frontline", start=t, end=t + question.patience, what="patience")


def _crossings(world: Traced) -> Iterator[Crossing]:
    for journey in _journeys_to_draw(world):
        sent, delivered = _flight(journey)
        if sent is not None:
            yield Crossing(
                kind=journey.kind,
                sender=journey.sender,
                start=sent,
                end=delivered,
                lost=journey.read is None,
                above=f"{journey.sender}_offices",
                below=f"{journey.receiver}_offices",
            )


def _flight(journey: Journey) -> tuple[float | None, float]:
    """When a message left its sender's hands and when it came into the receiver's, or was lost."""
    until = journey.posted
    for stage, hours in journey.stages:
        if stage == "transmission":
            return until, until + hours
        until += hours
    left = journey.tried[-1][1] if journey.tried else None
    gone = journey.lost if journey.lost is not None else left
    return (left if left is not None else gone), (gone if gone is not None else 0.0)


def _moments(world: Traced) -> list[tuple[float, str]]:
    """What cuts through all lanes, in order: points of no return and strikes."""
    kinds: tuple[tuple[type[Event], str], ...] = (
        (NoReturn, "point of no return"),
        (Strike, "strike"),
    )
    return sorted((t, name) for kind, name in kinds for t, _ in world.all(kind))


def _rungs(world: Traced) -> tuple[tuple[float, int], ...]:
    begin = world.all(Begin)[0]
    return ((begin[0], begin[1].rung), *((t, data.after) for t, data in world.all(RungChange)))
