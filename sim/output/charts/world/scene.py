"""One world as a scene: in which lane something lies from when to when, the ways of messages, and
what happens beside them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from sim.domain.communication.messages import ON_CHANNEL, WITH_SENDER
from sim.domain.events import (
    Alarm,
    Asked,
    Attack,
    Begin,
    CabinetVote,
    Cleared,
    Decision,
    Drafted,
    End,
    EnvoySent,
    Event,
    Injected,
    Learnt,
    News,
    OfMessage,
    PatienceExpired,
    Preparation,
    Provocation,
    Recall,
    Retaliation,
    RungChange,
    StanceRead,
    StandingBy,
    Strike,
    TermAnswered,
)
from sim.domain.inputs.injects import INJECT_TYPES
from sim.output.evidence.delay_budget import exchanges
from sim.output.evidence.traced_world import Journey, Traced
from sim.output.story.selection import decision as counts
from sim.output.story.sentences.attacks import ALARMED
from sim.output.story.sentences.decisions import chosen_course, chosen_stance
from sim.output.story.sentences.vocabulary import READ_AS, plainly

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
class Mark:
    """Something that happens in a lane in one moment; ``marker`` where its kind does
    not decide it.
    """

    lane: str
    t: float
    what: str
    text: str
    size: float = 1.0
    marker: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """All that swim lanes show of a world between two hours."""

    start: float
    end: float
    lanes: dict[str, str]
    boxes: tuple[Box, ...]
    crossings: tuple[Crossing, ...]
    marks: tuple[Mark, ...]
    rungs: tuple[tuple[float, int], ...]


def scene(world: Traced, start: float, end: float) -> Scene:
    """What happens in a world between two hours since its start."""
    boxes = [*_stages(world), *_thoughts(world), *_preparations(world)]
    marks = [
        *_decisions(world),
        *_answers(world),
        *_adversary(world),
        *_press(world),
        *_injects(world),
    ]
    return Scene(
        start=start,
        end=end,
        lanes=_lanes(world),
        boxes=tuple(box for box in boxes if box.start < end and box.end > start),
        crossings=tuple(one for one in _crossings(world) if one.start < end and one.end > start),
        marks=tuple(mark for mark in marks if start <= mark.t <= end),
        rungs=_rungs(world),
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


def _decisions(world: Traced) -> Iterator[Mark]:
    for t, data in world.all(Decision):
        if counts(world, t, data):
            text = chosen_stance(data) if data.asks == "stance" else chosen_course(world, t, data)
            yield Mark(lane=data.ally, t=t, what="decision", text=text)
    for t, learnt in world.all(Learnt):
        yield Mark(
            lane="patron",
            t=t,
            what="learnt",
            text=f"learns of the plan ({learnt.how.replace('_', ' ')})",
        )


def _answers(world: Traced) -> Iterator[Mark]:
    for t, data in world.all(StanceRead):
        wrong = " (a misreading)" if data.read != data.given else ""
        yield Mark(lane="frontline", t=t, what="read", text=f"reads {READ_AS[data.read]}{wrong}")
    for t, _ in world.all(EnvoySent):
        yield Mark(lane="frontline", t=t, what="read", text="an envoy goes")
    for t, term in world.all(TermAnswered):
        promised = "promises to wait" if term.taken else "does not promise to wait"
        yield Mark(lane="frontline", t=t, what="read", text=promised)
    for t, vote in world.all(CabinetVote):
        yield Mark(lane="frontline", t=t, what="decision", text=f"votes {vote.ayes} to {vote.noes}")
    for t, _ in world.all(PatienceExpired):
        yield Mark(lane="frontline", t=t, what="read", text="patience is over")


def _adversary(world: Traced) -> Iterator[Mark]:
    for t, data in world.all(Provocation):
        yield Mark(lane="adversary", t=t, what="provocation", text="", size=data.severity)
    for t, _ in world.all(Retaliation):
        yield Mark(lane="adversary", t=t, what="retaliation", text="retaliation")
    for t, _ in world.all(Attack):
        yield Mark(lane="adversary", t=t, what="attack", text="attacks")
    for t, alarm in world.all(Alarm):
        yield Mark(lane="adversary", t=t, what="learnt", text=ALARMED[alarm.cause.kind])
    for t, word in world.all(StandingBy):
        text = "stands by its ally" if word.stands else "does not stand by its ally"
        yield Mark(lane="patron", t=t, what="standing_by", text=text)


def _press(world: Traced) -> Iterator[Mark]:
    texts = {data.name: data.text for _, data in world.all(Injected)}
    for t, data in world.all(News):
        told = {"strike": "news of the strike", "disagreement": "the disagreement is public"}.get(
            data.what
        )
        yield Mark(
            lane="press", t=t, what="news", text=told or texts.get(data.what) or plainly(data.what)
        )


def _injects(world: Traced) -> Iterator[Mark]:
    """Those whose type has a mark of its own; the others show by what they lead to."""
    for t, data in world.all(Injected):
        known = INJECT_TYPES[data.event]
        if known.lane is not None:
            text = data.text or known.sentence
            yield Mark(lane=known.lane, t=t, what="inject", text=text, marker=known.marker)


def _rungs(world: Traced) -> tuple[tuple[float, int], ...]:
    begin = world.all(Begin)[0]
    return ((begin[0], begin[1].rung), *((t, data.after) for t, data in world.all(RungChange)))
