"""What all entries of the log share: a kind, whether only a full trace holds it, and the things
that several kinds name.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal, NamedTuple

CauseKind = Literal[
    "provocation",
    "inject",
    "retaliation",
    "strike",
    "assurance",
    "pressure track",
    "leak",
    "escalation",
    "attack",
    "preparation",
]
RungCause = Literal["strike", "provocation", "retaliation", "cooling", "attack", "ruling"]
TrackCause = Literal["decision", "agreement", "counter_offer"]
#: With whom a strike is: alone, with a green in hand, or together.
Course = Literal["unilateral", "approved", "joint"]
#: How the patron learns of a plan.
Learning = Literal["told", "found_out", "leak", "news"]
#: Hours that lie in a stage of a message or an exchange, in order.
Stages = tuple[tuple[str, float], ...]


class Event:
    """What happened, without its time. Times in the fields are hours since the start."""

    __slots__ = ()
    #: Its name in files.
    kind: ClassVar[str]
    #: Written only in a full trace; no outcome depends on it.
    trace_only: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class OfMessage(Event):
    """What happened to a message, or by it; ``message`` is its key."""

    message: str


class Cause(NamedTuple):
    """Because of what something changed: what kind of thing, and which one where there
    are several.
    """

    kind: CauseKind
    id: str = ""

    @property
    def key(self) -> str:
        """Its name in files and in the names of draws."""
        return f"{self.kind}-{self.id}" if self.id else self.kind


class Occasion(NamedTuple):
    """On what occasion the leaders speak: as scheduled, or on call about a question."""

    kind: Literal["meeting", "call"]
    id: str

    @property
    def key(self) -> str:
        """Its name in files."""
        return f"{self.kind} {self.id}"


class DeskUse(NamedTuple):
    """How a desk was used: share of its staff hours that were busy, messages served, hours that
    these waited.
    """

    ally: str
    desk: str
    busy: float
    messages: int
    waited: float
