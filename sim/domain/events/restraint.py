"""Entries about what stands between a wish to strike and a strike: an early question, a term to
wait for, a cabinet.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

from sim.domain.events.base import Event, OfMessage

#: Why a term ended: it is over or broken; the rung has risen or news has come; the patron agreed;
#: an attack came.
TermEnd = Literal["over", "broken", "rung", "news", "green", "plan", "attack"]


@dataclass(frozen=True, slots=True)
class ThreatFound(Event):
    """The frontline puts its question before it wishes to strike: at a set hour, or because its
    estimate has passed a line.
    """

    kind: ClassVar[str] = "threat_found"
    why: Literal["hour", "belief"]


@dataclass(frozen=True, slots=True)
class TermAsked(OfMessage):
    """With an answer the patron asks the frontline to wait for so many ``hours``."""

    kind: ClassVar[str] = "term_asked"
    hours: float


@dataclass(frozen=True, slots=True)
class TermAnswered(OfMessage):
    """The frontline promises to wait until an hour, or does not."""

    kind: ClassVar[str] = "term_answered"
    taken: bool
    until: float


@dataclass(frozen=True, slots=True)
class TermEnded(Event):
    """A term that was taken has ended."""

    kind: ClassVar[str] = "term_ended"
    why: TermEnd


@dataclass(frozen=True, slots=True)
class MotionPut(Event):
    """The leader puts a strike to the cabinet, which meets at the hour ``meets``."""

    kind: ClassVar[str] = "motion"
    meets: float


@dataclass(frozen=True, slots=True)
class CabinetVote(Event):
    """The cabinet votes on it; a tie holds and is put again."""

    kind: ClassVar[str] = "vote"
    ayes: int
    noes: int
