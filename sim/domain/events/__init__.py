"""The kinds of log entry: one frozen class each, and ``EVENTS``, the table of all of them by the name that files use."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from sim.domain.events.base import (
    Cause,
    CauseKind,
    Course,
    DeskUse,
    Event,
    Learning,
    Occasion,
    OfMessage,
    RungCause,
    Stages,
    TrackCause,
)
from sim.domain.events.crisis import (
    Alert,
    Begin,
    CeasefireBroken,
    Concern,
    Concession,
    DeterrenceChange,
    End,
    Injected,
    Mediation,
    News,
    PressureChange,
    PressureTrack,
    Provocation,
    RungChange,
    TrustChange,
    WindowClosed,
    Withdrawal,
)
from sim.domain.events.decisions import (
    Decision,
    DrawnIn,
    Learnt,
    NoReturn,
    Preparation,
    Recall,
    Report,
    Retaliation,
    StateChange,
    Strike,
    SupportSuspended,
)
from sim.domain.events.messages import (
    Answered,
    Asked,
    Cleared,
    Delivered,
    Drafted,
    Leak,
    Lost,
    Meeting,
    PatienceExpired,
    Posted,
    Queued,
    Read,
    Sent,
    StanceGiven,
    StanceRead,
    TransmissionFailed,
)

#: Every kind of entry, by its name in files.
EVENTS: Final[Mapping[str, type[Event]]] = MappingProxyType(
    {
        "begin": Begin,
        # intelligence and belief
        "report": Report,
        # the crisis
        "provocation": Provocation,
        "rung": RungChange,
        "pressure": PressureChange,
        "deterrence": DeterrenceChange,
        "trust": TrustChange,
        "track": PressureTrack,
        "concession": Concession,
        "ceasefire": CeasefireBroken,
        "concern": Concern,
        "mediation": Mediation,
        "withdrawn": Withdrawal,
        "alert": Alert,
        "inject": Injected,
        "news": News,
        # decisions of the leaders
        "decision": Decision,
        "state": StateChange,
        # messages: transport, questions, exchanges
        "posted": Posted,
        "drafted": Drafted,
        "cleared": Cleared,
        "queued": Queued,
        "sent": Sent,
        "failed": TransmissionFailed,
        "lost": Lost,
        "delivered": Delivered,
        "read": Read,
        "asked": Asked,
        "expired": PatienceExpired,
        "answered": Answered,
        "stance": StanceGiven,
        "stance_read": StanceRead,
        "meeting": Meeting,
        "leak": Leak,
        # the strike and what follows
        "prepare": Preparation,
        "no_return": NoReturn,
        "recall": Recall,
        "learnt": Learnt,
        "strike": Strike,
        "retaliation": Retaliation,
        "support": SupportSuspended,
        "drawn_in": DrawnIn,
        "window_closed": WindowClosed,
        "end": End,
    }
)

__all__ = [
    "EVENTS", "Alert", "Answered", "Asked", "Begin", "Cause", "CauseKind", "CeasefireBroken",
    "Cleared", "Concern", "Concession", "Course", "Decision", "Delivered", "DeskUse",
    "DeterrenceChange", "Drafted", "DrawnIn", "End", "Event", "Injected", "Leak", "Learning",
    "Learnt", "Lost", "Mediation", "Meeting", "News", "NoReturn", "Occasion", "OfMessage",
    "PatienceExpired", "Posted", "Preparation", "PressureChange", "PressureTrack", "Provocation",
    "Queued", "Read", "Recall", "Report", "Retaliation", "RungCause", "RungChange", "Sent",
    "Stages", "StanceGiven", "StanceRead", "StateChange", "Strike", "SupportSuspended",
    "TrackCause", "TransmissionFailed", "TrustChange", "WindowClosed", "Withdrawal",
]  # fmt: skip
