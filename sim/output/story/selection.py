"""What a reader needs of a world, and what is folded into a line at the end of a chapter."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping, Sequence
from operator import itemgetter
from types import MappingProxyType
from typing import Final

from sim.domain.actors.trust import BROKEN
from sim.domain.decisions.states import STATES
from sim.domain.events import (
    Alert,
    CalledBack,
    Cleared,
    Decision,
    Delivered,
    DeterrenceChange,
    Drafted,
    Event,
    Hesitation,
    HourLearnt,
    Leak,
    Learnt,
    Lost,
    Meeting,
    OfMessage,
    Posted,
    PressureChange,
    Provocation,
    PublicWarning,
    Queued,
    Read,
    Report,
    RungChange,
    Sent,
    StateChange,
    TransmissionFailed,
    TrustChange,
)
from sim.domain.events.log import Entry
from sim.output.evidence.traced_world import Traced, of
from sim.output.story.sentences.dates import since
from sim.output.story.sentences.decisions import estimate, leads_to
from sim.output.story.sentences.messages import dialogue
from sim.output.story.sentences.restraint import motion_is_pending
from sim.output.story.sentences.vocabulary import percent, sentence, times
from sim.output.words import as_list, count_text

Shown = Callable[[Traced, float, Event], bool]

#: Triggers after which a leader who holds back has said nothing new.
_EVERYDAY: Final = frozenset({"report", "provocation", "news", "assessment"})
#: Messages that are told when they are read, and when they go out if nothing else says so.
_TOLD: Final = frozenset({"notification", "announcement", "clarification", "clarified"})
_TELLING: Final = frozenset({"override", "refused", "defies", "withdraws"})
_QUIET: Final = frozenset({"report", "dialogue"})


def always(_world: Traced, _t: float, _data: Event) -> bool:
    return True


def never(_world: Traced, _t: float, _data: Event) -> bool:
    return False


def provocation(world: Traced, t: float, data: Provocation) -> bool:
    """It was grave enough to end a leader's pause while there was something to decide, or it raised
    the rung.
    """
    grave: bool = data.severity >= world.setting.allies.frontline.leader.red_line_event
    rungs = world.all(RungChange)
    at_once = rungs[
        bisect_left(rungs, t, key=itemgetter(0)) : bisect_right(rungs, t, key=itemgetter(0))
    ]
    raised = any(change.cause == "provocation" for _, change in at_once)
    answered = grave and world.setting.ladder.exchange.provocations
    return raised or answered or (grave and t <= world.setting.horizon)


def decision(world: Traced, t: float, data: Decision) -> bool:
    """It decided something, or it answers something that was read."""
    if data.asks == "stance":
        return True
    if data.option == "hold":
        return data.ally == "frontline" and data.trigger not in _EVERYDAY
    return not held_back_again(world, t, data)


def held_back_again(world: Traced, t: float, data: Decision) -> bool:
    """A wish to strike that the agreement forbids, as it forbade the one before."""
    if data.option != "strike" or data.state != "watching" or leads_to(world, t) is not None:
        return False
    earlier = [
        (at, other)
        for at, other in world.all(Decision)
        if at < t and other.option == "strike" and other.ally == data.ally
    ]
    return (
        bool(earlier)
        and earlier[-1][1].stance == data.stance
        and leads_to(world, earlier[-1][0]) is None
    )


def state(_world: Traced, _t: float, data: StateChange) -> bool:
    return data.event in _TELLING or STATES[data.after].before_force


def shows_posting(_world: Traced, _t: float, data: Posted) -> bool:
    return data.message_kind in _TOLD


def shows_reading(_world: Traced, _t: float, data: Read) -> bool:
    return data.message_kind not in _QUIET


def loud(world: Traced, _t: float, data: OfMessage) -> bool:
    """A failure of a message that matters by itself."""
    return world.journeys[data.message].kind not in _QUIET


def meeting(_world: Traced, _t: float, data: Meeting) -> bool:
    """A question was put in it."""
    return bool(data.question)


def learnt(_world: Traced, _t: float, data: Learnt) -> bool:
    otherwise: bool = data.how != "told"
    return otherwise


def hour(world: Traced, t: float, data: HourLearnt) -> bool:
    """Of a notice the desk and the reading are told, and of a plan that was found out, that."""
    return data.how == "news" and not any(at == t for at, _ in world.all(Learnt))


def hesitation(world: Traced, t: float, _data: Hesitation) -> bool:
    """Where a warning or a leak of the same moment is told, that says it."""
    kinds: tuple[type[Event], ...] = (PublicWarning, Leak)
    return not any(at == t for kind in kinds for at, _ in world.all(kind))


def trust(_world: Traced, _t: float, data: TrustChange) -> bool:
    """A broken word; kept ones change little and are told at the end."""
    return data.cause in BROKEN or data.cause in ("assurance_delivered", "joint_action", "ruling")


#: Whether an entry stands in the short story. Kinds that are not here always do.
SHORT: Final[Mapping[type[Event], Shown]] = MappingProxyType(
    dict(
        [
            of(Report, never),
            of(Provocation, provocation),
            of(PressureChange, never),
            of(DeterrenceChange, never),
            of(TrustChange, trust),
            of(Alert, never),
            of(Decision, decision),
            of(StateChange, state),
            of(Posted, shows_posting),
            of(Drafted, never),
            of(Cleared, never),
            of(Queued, never),
            of(Sent, never),
            of(Delivered, never),
            of(TransmissionFailed, loud),
            of(Lost, loud),
            of(CalledBack, loud),
            of(Read, shows_reading),
            of(Learnt, learnt),
            of(HourLearnt, hour),
            of(Hesitation, hesitation),
            of(Meeting, meeting),
        ]
    )
)


def is_shown(world: Traced, entry: Entry) -> bool:
    """Whether the short story tells an entry."""
    t, event = entry
    return SHORT.get(type(event), always)(world, t, event)


def meanwhile(world: Traced, entries: Sequence[Entry]) -> list[str]:
    """The sentences that stand for the entries of a chapter that are not told one by one."""
    folded = [entry for entry in entries if not is_shown(world, entry)]
    told = (
        _reports(world, folded),
        _provocations(folded),
        _dialogue(world, folded),
        _meetings(folded),
    )
    things = [text for text in told if text]
    sentences = [f"{as_list(things)}."] if things else []
    return [*sentences, *_restraint_sentences(world, folded), *_estimates(world, folded)]


def _reports(world: Traced, folded: Sequence[Entry]) -> str:
    allies = [event.ally for _, event in folded if isinstance(event, Report)]
    if not allies:
        return ""
    if len(set(allies)) == 1:
        return f"{count_text(len(allies), 'intelligence report')} to {world.name(allies[0])}"
    shares = [
        f"{allies.count(role)} to {world.name(role)}"
        for role in ("frontline", "patron")
        if role in allies
    ]
    return f"{count_text(len(allies), 'intelligence report')} ({', '.join(shares)})"


def _provocations(folded: Sequence[Entry]) -> str:
    severities = [event.severity for _, event in folded if isinstance(event, Provocation)]
    if not severities:
        return ""
    worst = f"{'the worst ' if severities[1:] else ''}of severity {max(severities):.2f}"
    return f"{count_text(len(severities), 'other provocation')} ({worst})"


def _dialogue(world: Traced, folded: Sequence[Entry]) -> str:
    return dialogue(world, folded)


def _meetings(folded: Sequence[Entry]) -> str:
    number = sum(isinstance(event, Meeting) for _, event in folded)
    return f"{count_text(number, 'meeting')} of the leaders" if number else ""


def _restraint_sentences(world: Traced, folded: Sequence[Entry]) -> list[str]:
    """How often the frontline's leader thought about it and held back, and how close it came to a
    strike.
    """
    thought = [
        (t, event)
        for t, event in folded
        if isinstance(event, Decision) and event.ally == "frontline"
    ]
    held = [(t, data) for t, data in thought if data.option == "hold"]
    wished = [t for t, data in thought if data.option != "hold"]
    bound = sum(not motion_is_pending(world, t) for t in wished)
    name = sentence(world.name("frontline"))
    sentences = (
        [f"{name} wished to strike {count_text(bound, 'more time')} and was bound not to."]
        if bound
        else []
    )
    if not held:
        return sentences
    text = f"{name} thought about it {times(len(held))} and held back"
    close = [
        (data.values["strike"] - data.values["hold"], t)
        for t, data in held
        if "strike" in data.values
    ]
    if close:
        gap, t = max(close)
        text += (
            f", most narrowly at {since(t)}, when a strike was worth {abs(gap):.2f}"
            f" {'less than' if gap < 0 else 'more than'} holding back"
        )
        if gap > 0.0:
            text += " and all the same not chosen"
    return [*sentences, f"{text}."]


def _estimates(world: Traced, folded: Sequence[Entry]) -> list[str]:
    """How both estimates and the truth moved over what is folded: of what is told the story says it
    where it tells it.

    A chapter that ends where two arms part lacks the decision by which they do; what is folded in
    it is the same.
    """
    decisions = [event for _, event in folded if isinstance(event, Decision)]
    if len(decisions) < 2:
        return []
    first, last = decisions[0], decisions[-1]
    moves = [
        f"{world.name(role)} {percent(estimate(first, role))} to {percent(estimate(last, role))}"
        for role in ("frontline", "patron")
    ]
    truth = f"{percent(first.readiness)} to {percent(last.readiness)}"
    return [f"Estimates of readiness: {', '.join(moves)} [in truth {truth}]."]
