"""One sentence for each kind of entry: the table that turns a log into a story."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from sim.domain.events import (
    Alarm,
    Alert,
    Answered,
    Asked,
    Attack,
    Begin,
    CeasefireBroken,
    Cleared,
    Concern,
    Concession,
    Decision,
    Delivered,
    DeterrenceChange,
    Drafted,
    DrawnIn,
    End,
    Event,
    Injected,
    Intent,
    Leak,
    Learnt,
    Lost,
    Mediation,
    Meeting,
    News,
    NoReturn,
    PatienceExpired,
    Posted,
    Preparation,
    PressureChange,
    PressureTrack,
    Provocation,
    Queued,
    Read,
    Recall,
    Report,
    Retaliation,
    RungChange,
    Sent,
    StanceGiven,
    StanceRead,
    StandingBy,
    StateChange,
    Strike,
    SupportSuspended,
    TransmissionFailed,
    TrustChange,
    WindowClosed,
    Withdrawal,
)
from sim.output.evidence.traced_world import Traced, of
from sim.output.story.sentences import attacks, crisis_events, decisions, messages

Phrase = Callable[[Traced, float, Event], str]

PHRASES: Final[Mapping[type[Event], Phrase]] = MappingProxyType(
    dict(
        [
            of(Begin, crisis_events.begin),
            of(Report, crisis_events.report),
            of(Provocation, crisis_events.provocation),
            of(RungChange, crisis_events.rungs),
            of(PressureChange, crisis_events.pressure),
            of(DeterrenceChange, crisis_events.deterrence),
            of(TrustChange, crisis_events.trust),
            of(PressureTrack, crisis_events.track),
            of(Concession, crisis_events.concession),
            of(CeasefireBroken, crisis_events.ceasefire),
            of(Concern, crisis_events.concern),
            of(Mediation, crisis_events.mediation),
            of(Withdrawal, crisis_events.withdrawn),
            of(Alert, crisis_events.alert),
            of(Alarm, attacks.alarm),
            of(Attack, attacks.attack),
            of(Injected, crisis_events.inject),
            of(News, crisis_events.news),
            of(Decision, decisions.decision),
            of(StateChange, crisis_events.state),
            of(Posted, messages.posting_sentence),
            of(Drafted, messages.drafting_sentence),
            of(Cleared, messages.clearance_sentence),
            of(Queued, messages.queueing_sentence),
            of(Sent, messages.sending_sentence),
            of(TransmissionFailed, messages.failure_sentence),
            of(Lost, messages.loss_sentence),
            of(Delivered, messages.delivery_sentence),
            of(Read, messages.reading_sentence),
            of(Asked, messages.question_sentence),
            of(PatienceExpired, messages.expiry_sentence),
            of(Answered, messages.answer_sentence),
            of(StanceGiven, messages.stance),
            of(StanceRead, messages.stance_read),
            of(Meeting, messages.meeting),
            of(Leak, crisis_events.leak),
            of(Preparation, crisis_events.prepare),
            of(NoReturn, crisis_events.no_return),
            of(Recall, crisis_events.recall),
            of(Learnt, crisis_events.learnt),
            of(Strike, crisis_events.strike),
            of(Retaliation, crisis_events.retaliation),
            of(SupportSuspended, crisis_events.support),
            of(StandingBy, attacks.standing_by),
            of(DrawnIn, crisis_events.drawn_in),
            of(WindowClosed, crisis_events.window_closed),
            of(Intent, attacks.intent),
            of(End, crisis_events.end),
        ]
    )
)


def phrase(world: Traced, t: float, event: Event) -> str:
    """The sentence of an entry; empty where another entry of the same moment tells it."""
    return PHRASES[type(event)](world, t, event)
