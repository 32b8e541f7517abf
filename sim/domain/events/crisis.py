"""Entries about the crisis itself: its beginning and end, what the adversary, the region and the
public do.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Literal

from sim.domain.actors.trust import TrustCause
from sim.domain.decisions.views import Role
from sim.domain.events.base import Cause, DeskUse, Event, RungCause, TrackCause

#: What a facilitator may rule, beside all that an inject brings about.
Ruling = Literal["rung_up", "rung_down", "trust"]


@dataclass(frozen=True, slots=True)
class Begin(Event):
    """A world begins; ``readiness`` (0 to 1) is the adversary's true one, ``fronts`` those with a
    ceasefire.
    """

    kind: ClassVar[str] = "begin"
    arm: str
    replication: int
    seed: int
    protocol: str
    rung: int
    readiness: float
    fronts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Provocation(Event):
    """An attack below the red line, of a severity from 0 to 1."""

    kind: ClassVar[str] = "provocation"
    number: str
    severity: float


@dataclass(frozen=True, slots=True)
class RungChange(Event):
    """The crisis climbs or cools from one rung of the ladder to another."""

    kind: ClassVar[str] = "rung"
    before: int
    after: int
    cause: RungCause


@dataclass(frozen=True, slots=True)
class PressureChange(Event):
    """Domestic pressure on the frontline (0 to 1) is now ``value``."""

    kind: ClassVar[str] = "pressure"
    trace_only: ClassVar[bool] = True
    value: float
    cause: Cause


@dataclass(frozen=True, slots=True)
class DeterrenceChange(Event):
    """The credibility of the frontline's deterrence (0 to 1) is now ``value``."""

    kind: ClassVar[str] = "deterrence"
    trace_only: ClassVar[bool] = True
    value: float
    cause: Cause


@dataclass(frozen=True, slots=True)
class TrustChange(Event):
    """The trust of ``ally`` in the other (0 to 1) is now ``value``, by a word kept or broken."""

    kind: ClassVar[str] = "trust"
    trace_only: ClassVar[bool] = True
    ally: Role
    value: float
    cause: TrustCause


@dataclass(frozen=True, slots=True)
class PressureTrack(Event):
    """Sanctions and diplomatic pressure are now run by these allies."""

    kind: ClassVar[str] = "track"
    allies: tuple[Role, ...]
    cause: TrackCause


@dataclass(frozen=True, slots=True)
class Concession(Event):
    """The adversary gives way to diplomatic pressure; its true readiness (0 to 1) after it."""

    kind: ClassVar[str] = "concession"
    readiness: float


@dataclass(frozen=True, slots=True)
class CeasefireBroken(Event):
    """The ceasefire on a front breaks."""

    kind: ClassVar[str] = "ceasefire"
    front: str
    cause: Cause


@dataclass(frozen=True, slots=True)
class Concern(Event):
    """A regional partner states its concern."""

    kind: ClassVar[str] = "concern"
    trace_only: ClassVar[bool] = True
    partner: str


@dataclass(frozen=True, slots=True)
class Mediation(Event):
    """Mediators of a partner are at work until an hour."""

    kind: ClassVar[str] = "mediation"
    partner: str
    until: float


@dataclass(frozen=True, slots=True)
class Withdrawal(Event):
    """A partner that was not told of a strike withdraws its support."""

    kind: ClassVar[str] = "withdrawn"
    partner: str


@dataclass(frozen=True, slots=True)
class Alert(Event):
    """The alertness of the adversary (0 to 1) is now ``value``."""

    kind: ClassVar[str] = "alert"
    trace_only: ClassVar[bool] = True
    value: float
    cause: Cause


@dataclass(frozen=True, slots=True)
class Alarm(Event):
    """The adversary fears to be struck first: it saw a strike being prepared, or read of it."""

    kind: ClassVar[str] = "alarm"
    cause: Cause


@dataclass(frozen=True, slots=True)
class Attack(Event):
    """The adversary attacks, and nobody struck it for this; its true readiness (0 to 1), and the
    rung to which the crisis climbs.
    """

    kind: ClassVar[str] = "attack"
    number: int
    readiness: float
    rung: int


@dataclass(frozen=True, slots=True)
class Intent(Event):
    """Whether the adversary meant to attack, and each ally's probability of that at the end; noted
    at the end, where there are two kinds of crisis.
    """

    kind: ClassVar[str] = "intent"
    meant: bool
    believed: Mapping[Role, float]


@dataclass(frozen=True, slots=True)
class Injected(Event):
    """The scenario brings something in; ``text`` is what players are told."""

    kind: ClassVar[str] = "inject"
    name: str
    event: str
    to: Literal["frontline", "patron", "both"]
    text: str


@dataclass(frozen=True, slots=True)
class Ruled(Event):
    """The facilitator of a game rules by hand: the crisis is one rung up or down, or the trust of
    ``ally`` in the other is another; ``value`` is what it is now. Why stands in the journal.
    """

    kind: ClassVar[str] = "ruled"
    effect: Ruling
    ally: Literal["frontline", "patron", ""]
    value: float


@dataclass(frozen=True, slots=True)
class News(Event):
    """Something is in the news: the strike, a plan, the disagreement, or an inject by its name."""

    kind: ClassVar[str] = "news"
    what: str


@dataclass(frozen=True, slots=True)
class PublicWarning(Event):
    """A stance on a strike that is said in public, of a strength from 0 to 1, by an ally or a
    partner.
    """

    kind: ClassVar[str] = "warning"
    name: str
    by: str
    stance: str
    strength: float


@dataclass(frozen=True, slots=True)
class Hesitation(Event):
    """The disagreement of the allies comes out while the frontline holds; how public it now is
    (0 to 1).
    """

    kind: ClassVar[str] = "hesitation"
    value: float
    cause: Cause


@dataclass(frozen=True, slots=True)
class WindowClosed(Event):
    """No first strike can be decided from now on."""

    kind: ClassVar[str] = "window_closed"


@dataclass(frozen=True, slots=True)
class End(Event):
    """A world ends: its states (0 to 1 but for the rung), the use of its desks, and how many events
    it took.
    """

    kind: ClassVar[str] = "end"
    readiness: float
    trust_frontline: float
    trust_patron: float
    deterrence: float
    pressure: float
    rung: int
    desks: tuple[DeskUse, ...]
    events: int
