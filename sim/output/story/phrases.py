"""One sentence for each kind of entry: the table that turns a log into a story."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from sim.domain.events import (
    Alert,
    Answered,
    Asked,
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
    StateChange,
    Strike,
    SupportSuspended,
    TransmissionFailed,
    TrustChange,
    WindowClosed,
    Withdrawal,
)
from sim.output.story import deciding, events, exchange
from sim.output.story.traced import Traced, of

Phrase = Callable[[Traced, float, Event], str]

PHRASES: Final[Mapping[type[Event], Phrase]] = MappingProxyType(
    dict(
        [
            of(Begin, events.begin),
            of(Report, events.report),
            of(Provocation, events.provocation),
            of(RungChange, events.rungs),
            of(PressureChange, events.pressure),
            of(DeterrenceChange, events.deterrence),
            of(TrustChange, events.trust),
            of(PressureTrack, events.track),
            of(Concession, events.concession),
            of(CeasefireBroken, events.ceasefire),
            of(Concern, events.concern),
            of(Mediation, events.mediation),
            of(Withdrawal, events.withdrawn),
            of(Alert, events.alert),
            of(Injected, events.inject),
            of(News, events.news),
            of(Decision, deciding.decision),
            of(StateChange, events.state),
            of(Posted, exchange.posting_sentence),
            of(Drafted, exchange.drafting_sentence),
            of(Cleared, exchange.clearance_sentence),
            of(Queued, exchange.queueing_sentence),
            of(Sent, exchange.sending_sentence),
            of(TransmissionFailed, exchange.failure_sentence),
            of(Lost, exchange.loss_sentence),
            of(Delivered, exchange.delivery_sentence),
            of(Read, exchange.reading_sentence),
            of(Asked, exchange.question_sentence),
            of(PatienceExpired, exchange.expiry_sentence),
            of(Answered, exchange.answer_sentence),
            of(StanceGiven, exchange.stance),
            of(StanceRead, exchange.stance_read),
            of(Meeting, exchange.meeting),
            of(Leak, events.leak),
            of(Preparation, events.prepare),
            of(NoReturn, events.no_return),
            of(Recall, events.recall),
            of(Learnt, events.learnt),
            of(Strike, events.strike),
            of(Retaliation, events.retaliation),
            of(SupportSuspended, events.support),
            of(DrawnIn, events.drawn_in),
            of(WindowClosed, events.window_closed),
            of(End, events.end),
        ]
    )
)


def phrase(world: Traced, t: float, event: Event) -> str:
    """The sentence of an entry; empty where another entry of the same moment tells it."""
    return PHRASES[type(event)](world, t, event)
