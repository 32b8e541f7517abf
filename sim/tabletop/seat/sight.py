"""What a seat may know: one table, kind of entry by relation to it, with the fields that it sees.

What is not listed is not seen. Keys of the log would tell more than they should (how many reports
the other has had, how many plans there were), so messages and plans have numbers of the seat's own.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, Literal, NamedTuple

from sim.domain.decisions.views import ROLES, Role, Seat
from sim.domain.events import (
    Alarm,
    Alert,
    Answered,
    Asked,
    AssessmentHeld,
    Attack,
    Begin,
    CabinetVote,
    CalledBack,
    CeasefireBroken,
    Concern,
    Concession,
    Decision,
    DeterrenceChange,
    DrawnIn,
    End,
    EnvoyBack,
    EnvoySent,
    Event,
    HourLearnt,
    Injected,
    Learnt,
    Mediation,
    Meeting,
    MotionPut,
    News,
    NoReturn,
    OfMessage,
    PatienceExpired,
    Posted,
    Preparation,
    PressureChange,
    PressureTrack,
    Provocation,
    PublicWarning,
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
    TermAnswered,
    TermAsked,
    TermEnded,
    ThreatFound,
    TransmissionFailed,
    TrustChange,
    WindowClosed,
    Withdrawal,
)
from sim.domain.events.log import Entry

#: What makes an entry a seat's: all see it, or who sits there does; it is about the ally itself; it
#: is the sender's or the receiver's of a message; it is addressed to the seat.
Relation = Literal[
    "all",
    "allies",
    "frontline",
    "patron",
    "adversary",
    "region",
    "own",
    "sender",
    "receiver",
    "addressed",
]

_ROWS: Final[dict[type[Event], dict[Relation, tuple[str, ...]]]] = {
    Begin: {
        "allies": ("protocol", "rung", "fronts"),
        "adversary": ("rung", "fronts", "readiness"),
        "region": ("rung", "fronts"),
    },
    Report: {"own": ("observed", "shared", "mean", "variance")},
    AssessmentHeld: {"allies": ("before", "after")},
    # in public
    Provocation: {"all": ("severity",)},
    RungChange: {"all": ("before", "after")},
    PressureTrack: {"all": ("allies",)},
    CeasefireBroken: {"all": ("front",)},
    Concern: {"all": ("partner",)},
    Mediation: {"all": ("partner",)},
    Withdrawal: {"all": ("partner",)},
    Attack: {"all": (), "adversary": ("readiness",)},
    News: {"all": ("what",)},
    PublicWarning: {"all": ("by", "stance")},
    Strike: {
        "all": (),
        "frontline": ("course", "stance"),
        "adversary": ("readiness_before", "readiness_after"),
    },
    Retaliation: {"all": ("rungs",)},
    StandingBy: {"all": ("stands",)},
    DrawnIn: {"all": ()},
    SupportSuspended: {"allies": ("suspended",), "patron": ("suspended", "until")},
    Meeting: {"allies": ("question",)},
    End: {"all": ("rung",)},
    # to whom it is told
    Injected: {"addressed": ("text",)},
    # one's own
    Decision: {"own": ("asks", "trigger", "option")},
    TrustChange: {"own": ("value", "cause")},
    PressureChange: {"frontline": ("value",)},
    DeterrenceChange: {"frontline": ("value",)},
    # the frontline's
    StateChange: {"frontline": ("before", "event", "after")},
    ThreatFound: {"frontline": ("why",)},
    MotionPut: {"frontline": ("meets",)},
    CabinetVote: {"frontline": ("ayes", "noes")},
    TermAnswered: {"frontline": ("taken", "until")},
    TermEnded: {"frontline": ("why",)},
    Asked: {"frontline": ("message", "patience")},
    PatienceExpired: {"frontline": ("message",)},
    Answered: {"frontline": ("message", "answer", "hours", "late")},
    StanceRead: {"frontline": ("message", "read", "repaired")},
    EnvoySent: {"frontline": ("message", "until")},
    EnvoyBack: {"frontline": ("message",)},
    Preparation: {"frontline": ("plan", "stance", "course", "strike_at", "no_return_at")},
    NoReturn: {"frontline": ("plan",)},
    Recall: {"frontline": ("plan",)},
    WindowClosed: {"frontline": ()},
    # the patron's
    StanceGiven: {"patron": ("message", "given")},
    TermAsked: {"patron": ("message", "hours")},
    Learnt: {"patron": ("plan", "how")},
    HourLearnt: {"patron": ("plan", "how")},
    # the adversary's
    Alarm: {"adversary": ()},
    Alert: {"adversary": ("value",)},
    Concession: {"adversary": ("readiness",)},
    # of messages
    Posted: {"sender": ("message", "message_kind", "precedence", "about")},
    Sent: {"sender": ("message", "channel")},
    CalledBack: {"sender": ("message",)},
    TransmissionFailed: {"sender": ("message", "channel")},
    Read: {"receiver": ("message", "message_kind")},
}
#: Kind of entry -> relation -> the fields that are seen. No other kind is seen by anybody.
SEEN: Final[Mapping[type[Event], Mapping[Relation, tuple[str, ...]]]] = MappingProxyType(_ROWS)

#: What the facilitator says to those who sit at the table; it is in no log.
BROADCAST: Final = "broadcast"
#: News by a name that says what happened; others are injects, whose text says it.
_IN_PRINT: Final = frozenset({"strike", "plan", "disagreement", "contacts"})
#: Injects that entries of their own tell, in public at once and else when the message is read.
_WARNING: Final = "warning"
_MESSAGES: Final = frozenset({"message", "about", "answer", "question"})


class Seen(NamedTuple):
    """Something that a seat has seen: when, what kind, and the fields that it may know."""

    at: float
    kind: str
    data: Mapping[str, object]


class Feed:
    """All that one seat has seen, in order, with numbers of its own for messages and plans."""

    __slots__ = ("_hours", "_keys", "_letters", "_plans", "_senders", "seat", "seen", "written")

    def __init__(self, seat: Seat) -> None:
        self.seat = seat
        self.seen: list[Seen] = []
        #: The messages that people wrote themselves, by key.
        self.written: set[str] = set()
        self._senders: dict[str, Role] = {}
        self._letters: dict[str, int] = {}
        self._keys: list[str] = []
        self._plans: dict[str, int] = {}
        self._hours: dict[str, float] = {}

    def take(self, entry: Entry) -> None:
        """Let the seat see what it may of an entry."""
        at, event = entry
        self._note(event)
        fields = self._fields(event)
        if fields is not None:
            data = {name: self._value(name, getattr(event, name)) for name in fields}
            if isinstance(event, HourLearnt) and event.plan in self._hours:
                data["strike_at"] = self._hours[event.plan]
            if isinstance(event, Posted) and event.message in self.written:
                data["by_hand"] = True
            self.seen.append(Seen(at, event.kind, data))

    def letter(self, key: str) -> int | None:
        """The seat's number of a message; none of one that it does not know of."""
        return self._letters.get(key)

    def key(self, number: object) -> str:
        """The message of one of the seat's numbers; empty where there is none."""
        if isinstance(number, int) and 1 <= number <= len(self._keys) and number is not True:
            return self._keys[number - 1]
        return ""

    def _number(self, key: str) -> int:
        if key not in self._letters:
            self._keys.append(key)
            self._letters[key] = len(self._keys)
        return self._letters[key]

    def _note(self, event: Event) -> None:
        """What the table must know to tell whose an entry is, and which hour is meant."""
        if isinstance(event, Posted):
            self._senders[event.message] = event.sender
        elif isinstance(event, Preparation):
            self._hours[event.plan] = event.strike_at
        elif isinstance(event, Recall | Strike):
            self._hours.pop(event.plan, None)

    def _fields(self, event: Event) -> tuple[str, ...] | None:
        rows = SEEN.get(type(event), {})
        if isinstance(event, News) and event.what not in _IN_PRINT:
            return None
        if isinstance(event, Injected) and (not event.text or event.event == _WARNING):
            return None
        found = [fields for relation, fields in rows.items() if self._is(relation, event)]
        return max(found, key=len, default=None)

    def _is(self, relation: Relation, event: Event) -> bool:
        match relation:
            case "all":
                return True
            case "allies":
                return self.seat in ROLES
            case "own":
                return getattr(event, "ally", None) == self.seat
            case "addressed":
                addressed = (self.seat, "both") if self.seat in ROLES else (self.seat,)
                return isinstance(event, Injected) and event.to in addressed
            case "sender" | "receiver" if self.seat not in ROLES:
                return False
            case "sender" | "receiver":
                sender = self._senders.get(event.message) if isinstance(event, OfMessage) else None
                return sender is not None and (sender == self.seat) == (relation == "sender")
            case _:
                return relation == self.seat

    def _value(self, name: str, value: object) -> object:
        """A field as the seat knows it: keys become its own numbers."""
        if name in _MESSAGES:
            key = str(value)
            return self._number(key) if key else 0
        if name == "plan":
            return self._plans.setdefault(str(value), len(self._plans) + 1)
        return value
