"""The few steps of a world that one sees beside those of another arm, each in a few words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from sim.domain.actors.escalation import RUNGS, STRIKE_RUNG
from sim.domain.decisions.states import STATES
from sim.domain.events import (
    Alarm,
    Asked,
    Attack,
    CabinetVote,
    CeasefireBroken,
    Concession,
    Decision,
    DrawnIn,
    EnvoySent,
    Event,
    Intent,
    Leak,
    Learnt,
    Meeting,
    NoReturn,
    PatienceExpired,
    Preparation,
    PublicWarning,
    Read,
    Recall,
    Retaliation,
    RungChange,
    StanceRead,
    StandingBy,
    StateChange,
    Strike,
    SupportSuspended,
    TermAnswered,
    TermEnded,
)
from sim.output.evidence.traced_world import Traced, of
from sim.output.story.selection import held_back_again
from sim.output.story.sentences import alliance_events, attacks, crisis_events, restraint, strikes
from sim.output.story.sentences.dates import duration_text, since
from sim.output.story.sentences.decisions import leads_to
from sim.output.story.sentences.grounds import rests_on
from sim.output.story.sentences.restraint import motion_is_pending
from sim.output.story.sentences.vocabulary import READ_AS, sentence

Step = Callable[[Traced, float, Event], str]


#: What the frontline tells the patron, as one speaks of it when it is read.
_TOLD: Final[Mapping[str, str]] = {
    "consultation_request": "the request",
    "joint_plan": "the request",
    "notification": "the notice",
    "announcement": "that it has struck",
}


def _decision(world: Traced, t: float, data: Decision) -> str:
    who = sentence(world.name(data.ally))
    if data.asks == "stance":
        return f"{who} gives {READ_AS[data.option]}"
    if data.option == "pressure":
        return f"{who} turns to diplomatic pressure"
    if data.option == "strike":
        return _wish(world, t, data)
    if data.state == "preparing":
        return ""  # the recall is told
    answered = data.ally == "frontline" and data.trigger in ("answer", "objection", "silence")
    return f"{who} gives the strike up for now" if answered else ""


def _wish(world: Traced, t: float, data: Decision) -> str:
    if data.state == "preparing" or held_back_again(world, t, data):
        return ""
    who = sentence(world.name("frontline"))
    pending = motion_is_pending(world, t)
    bound = " but is bound not to" if leads_to(world, t) is None and not pending else ""
    return f"{who} wishes to strike{bound}"


def _state(world: Traced, _t: float, data: StateChange) -> str:
    if data.event == "override":
        return f"{sentence(world.name('frontline'))} overrides the agreement"
    if data.event in crisis_events.OWN_MOTION:
        name = sentence(world.name("frontline"))
        return f"{name} {crisis_events.OWN_MOTION[data.event]}"
    if data.event == "refused":
        return f"{sentence(world.name('patron'))} does not join"
    names = {"frontline": world.name("frontline"), "patron": world.name("patron")}
    return sentence(STATES[data.after].story.step.format(**names))


def _asking_step(_world: Traced, _t: float, data: Asked) -> str:
    return f"It asks; patience lasts {duration_text(data.patience)}"


def _expiry_step(_world: Traced, _t: float, _data: PatienceExpired) -> str:
    return "Patience ends without an answer"


def _reading_step(world: Traced, t: float, data: Read) -> str:
    if data.message_kind not in _TOLD:
        return ""
    hours = duration_text(t - world.journeys[data.message].posted)
    return f"{sentence(world.name('patron'))} reads {_TOLD[data.message_kind]} after {hours}"


def _meeting(_world: Traced, _t: float, data: Meeting) -> str:
    return "The leaders speak about it" if data.question else ""


def _stance_read(world: Traced, _t: float, data: StanceRead) -> str:
    if data.repaired:
        return f"It learns what was meant: {READ_AS[data.given]}"
    mistaken = "" if data.read == data.given else f" [meant: {READ_AS[data.given]}]"
    return f"{sentence(world.name('frontline'))} reads {READ_AS[data.read]}{mistaken}"


def _envoy_step(world: Traced, _t: float, _data: EnvoySent) -> str:
    return f"{sentence(world.name('frontline'))} sends an envoy"


def _prepare(world: Traced, t: float, data: Preparation) -> str:
    joint = data.course == "joint"
    how = f"together with {world.name('patron')}" if joint else rests_on(world, t, data.stance)
    beyond = ", beyond the time watched" if strikes.is_beyond(world, data.strike_at) else ""
    return f"It prepares {how}; strike set for {since(data.strike_at)}{beyond}"


def _learnt(world: Traced, _t: float, data: Learnt) -> str:
    how = {
        "found_out": "finds out",
        "leak": "learns of it by a leak",
        "news": "learns of it from the news",
    }
    return f"{sentence(world.name('patron'))} {how[data.how]}" if data.how in how else ""


def _rung(_world: Traced, _t: float, data: RungChange) -> str:
    if max(data.before, data.after) < STRIKE_RUNG - 1:
        return ""
    return f"{'Up' if data.after > data.before else 'Down'} to {RUNGS[data.after]}"


def _no_return(_world: Traced, _t: float, _data: NoReturn) -> str:
    return "Point of no return"


def _strike(world: Traced, _t: float, _data: Strike) -> str:
    return f"{sentence(world.name('frontline'))} STRIKES"


def _retaliation(_world: Traced, _t: float, _data: Retaliation) -> str:
    return "RETALIATION"


def _attack(_world: Traced, _t: float, _data: Attack) -> str:
    return "ATTACK by the other side"


def _support(world: Traced, t: float, data: SupportSuspended) -> str:
    return f"{sentence(world.name('patron'))} suspends support for {duration_text(data.until - t)}"


def _recall(world: Traced, _t: float, _data: Recall) -> str:
    return f"{sentence(world.name('frontline'))} calls the strike off"


MILESTONES: Final[Mapping[type[Event], Step]] = MappingProxyType(
    dict(
        [
            of(Decision, _decision),
            of(StateChange, _state),
            of(Asked, _asking_step),
            of(Read, _reading_step),
            of(PatienceExpired, _expiry_step),
            of(Meeting, _meeting),
            of(StanceRead, _stance_read),
            of(EnvoySent, _envoy_step),
            of(TermAnswered, restraint.promise_step),
            of(TermEnded, restraint.term_end_step),
            of(CabinetVote, restraint.vote_step),
            of(Preparation, _prepare),
            of(Recall, _recall),
            of(NoReturn, _no_return),
            of(Learnt, _learnt),
            of(Strike, _strike),
            of(Retaliation, _retaliation),
            of(Attack, _attack),
            of(Alarm, attacks.alarm),
            of(StandingBy, attacks.standing_by),
            of(Intent, attacks.intent),
            of(RungChange, _rung),
            of(CeasefireBroken, crisis_events.ceasefire),
            of(SupportSuspended, _support),
            of(DrawnIn, crisis_events.drawn_in),
            of(Concession, crisis_events.concession),
            of(Leak, crisis_events.leak),
            of(PublicWarning, alliance_events.warning),
        ]
    )
)
