"""The marks of swim lanes: what happens in a lane in one moment."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from sim.domain.events import (
    Alarm,
    Attack,
    CabinetVote,
    Decision,
    EnvoySent,
    Hesitation,
    HourLearnt,
    Injected,
    Learnt,
    News,
    PatienceExpired,
    Provocation,
    PublicWarning,
    Retaliation,
    StanceRead,
    StandingBy,
    TermAnswered,
    Told,
)
from sim.domain.inputs.injects import INJECT_TYPES
from sim.output.evidence.traced_world import Traced
from sim.output.story.selection import decision as counts
from sim.output.story.sentences.attacks import ALARMED
from sim.output.story.sentences.decisions import choice
from sim.output.story.sentences.vocabulary import READ_AS, plainly

#: What is said in public, without the name of who says it.
_SAID: Final[Mapping[str, str]] = {
    "red": "a public warning against a strike",
    "amber": "public doubts about a strike",
    "green": "a strike is stood by in public",
}


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


def all_marks(world: Traced) -> list[Mark]:
    """Everything that is marked in the lanes of a world."""
    return [
        *_decisions(world),
        *_knowledge(world),
        *_answers(world),
        *_adversary(world),
        *_press(world),
        *_warnings(world),
        *_injects(world),
    ]


def _decisions(world: Traced) -> Iterator[Mark]:
    for t, data in world.all(Decision):
        if counts(world, t, data):
            text = choice(world, t, data)
            yield Mark(lane=data.ally, t=t, what="decision", text=text)
    for t, learnt in world.all(Learnt):
        yield Mark(
            lane="patron",
            t=t,
            what="learnt",
            text=f"learns of the plan ({learnt.how.replace('_', ' ')})",
        )


def _knowledge(world: Traced) -> Iterator[Mark]:
    """When the patron was told at a desk, and when its leader learnt the hour."""
    for t, _ in world.all(Told):
        yield Mark(lane="patron", t=t, what="learnt", text="a desk has word of the strike")
    for t, data in world.all(HourLearnt):
        if not any(at == t for at, _ in world.all(Learnt)):
            text = f"learns the hour ({data.how.replace('_', ' ')})"
            yield Mark(lane="patron", t=t, what="learnt", text=text)


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


#: What the press prints, by what a leak tells.
_IN_PRINT: Final = MappingProxyType(
    {
        "strike": "news of the strike",
        "disagreement": "the disagreement is public",
        "contacts": "a leak of what the allies write",
    }
)


def _press(world: Traced) -> Iterator[Mark]:
    texts = {data.name: data.text for _, data in world.all(Injected)}
    for t, data in world.all(News):
        told = _IN_PRINT.get(data.what)
        yield Mark(
            lane="press", t=t, what="news", text=told or texts.get(data.what) or plainly(data.what)
        )


def _warnings(world: Traced) -> Iterator[Mark]:
    """What is said in public, and that the frontline hesitates there."""
    for t, data in world.all(PublicWarning):
        text = "a strike is threatened" if data.by == "frontline" else _SAID[data.stance]
        yield Mark(lane="press", t=t, what="warning", text=text)
    for t, _ in world.all(Hesitation):
        yield Mark(lane="frontline", t=t, what="hesitation", text="hesitates in public")


def _injects(world: Traced) -> Iterator[Mark]:
    """Those whose type has a mark of its own; the others show by what they lead to."""
    for t, data in world.all(Injected):
        known = INJECT_TYPES[data.event]
        if known.lane is not None:
            text = data.text or known.sentence
            yield Mark(lane=known.lane, t=t, what="inject", text=text, marker=known.marker)
