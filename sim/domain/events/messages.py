"""Entries about messages: their transport, the questions and answers that they carry, meetings and
leaks.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from sim.domain.decisions.views import Role
from sim.domain.events.base import Event, Occasion, OfMessage, Stages


@dataclass(frozen=True, slots=True)
class Posted(OfMessage):
    """A message begins to be drafted; ``about`` is the key of the one that it answers, or empty."""

    kind: ClassVar[str] = "posted"
    message_kind: str
    sender: Role
    about: str
    precedence: int
    sensitivity: int


@dataclass(frozen=True, slots=True)
class Drafted(OfMessage):
    """Its draft is done."""

    kind: ClassVar[str] = "drafted"
    trace_only: ClassVar[bool] = True


@dataclass(frozen=True, slots=True)
class Cleared(OfMessage):
    """It is cleared, by these desks in order."""

    kind: ClassVar[str] = "cleared"
    trace_only: ClassVar[bool] = True
    desks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Queued(OfMessage):
    """It is handed to a channel."""

    kind: ClassVar[str] = "queued"
    trace_only: ClassVar[bool] = True
    channel: str


@dataclass(frozen=True, slots=True)
class Sent(OfMessage):
    """Its transmission, begun at the hour ``at``, is over."""

    kind: ClassVar[str] = "sent"
    channel: str
    at: float


@dataclass(frozen=True, slots=True)
class TransmissionFailed(OfMessage):
    """The channel failed with it on its way."""

    kind: ClassVar[str] = "failed"
    channel: str


@dataclass(frozen=True, slots=True)
class Lost(OfMessage):
    """It is given up: no channel may carry it, or too many transmissions failed."""

    kind: ClassVar[str] = "lost"


@dataclass(frozen=True, slots=True)
class CalledBack(OfMessage):
    """Its sender called it back before it had gone out: nobody reads it."""

    kind: ClassVar[str] = "called_back"


@dataclass(frozen=True, slots=True)
class Delivered(OfMessage):
    """It has reached the receiver's desks by a channel."""

    kind: ClassVar[str] = "delivered"
    trace_only: ClassVar[bool] = True
    channel: str


@dataclass(frozen=True, slots=True)
class Read(OfMessage):
    """The receiving leader has read it; ``stages`` hold all hours since it was posted."""

    kind: ClassVar[str] = "read"
    message_kind: str
    sender: Role
    stages: Stages


@dataclass(frozen=True, slots=True)
class Asked(OfMessage):
    """The frontline asks the patron, and will wait for ``patience`` hours."""

    kind: ClassVar[str] = "asked"
    patience: float


@dataclass(frozen=True, slots=True)
class PatienceExpired(OfMessage):
    """Patience has ended without an answer to this question."""

    kind: ClassVar[str] = "expired"


@dataclass(frozen=True, slots=True)
class Answered(OfMessage):
    """The answer to a question is read, ``hours`` after the decision to ask; ``late`` if patience
    was over.
    """

    kind: ClassVar[str] = "answered"
    answer: str
    hours: float
    late: bool
    stages: Stages


@dataclass(frozen=True, slots=True)
class StanceGiven(OfMessage):
    """The patron gives its stance on a plan in a message, of a strength (clarity) from 0 to 1."""

    kind: ClassVar[str] = "stance"
    plan: str
    given: str
    strength: float


@dataclass(frozen=True, slots=True)
class StanceRead(OfMessage):
    """The frontline reads a stance as ``read``; ``repaired`` where asking again has cleared up what
    was meant.
    """

    kind: ClassVar[str] = "stance_read"
    plan: str
    given: str
    read: str
    strength: float
    repaired: bool


@dataclass(frozen=True, slots=True)
class Told(OfMessage):
    """The first manned desk of the patron has the frontline's word of a strike, whenever its leader
    reads it.
    """

    kind: ClassVar[str] = "told"
    plan: str


@dataclass(frozen=True, slots=True)
class EnvoySent(OfMessage):
    """An envoy goes to hear what was meant by an answer; he will be heard at the hour ``until``."""

    kind: ClassVar[str] = "envoy"
    until: float


@dataclass(frozen=True, slots=True)
class EnvoyBack(OfMessage):
    """He is back; how he takes the answer is told by the reading that follows."""

    kind: ClassVar[str] = "envoy_back"


@dataclass(frozen=True, slots=True)
class Meeting(Event):
    """The leaders speak; ``question`` is the key of the one that is put, or empty."""

    kind: ClassVar[str] = "meeting"
    meeting: Occasion
    question: str


@dataclass(frozen=True, slots=True)
class Leak(OfMessage):
    """A message (or an inject) is in print: who leaked it, and whether that tells of a plan, of the
    disagreement, or only of contacts.
    """

    kind: ClassVar[str] = "leak"
    side: Role
    what: str
