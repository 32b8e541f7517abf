"""A message on its way, with the times at which its stages ended."""

from __future__ import annotations

from dataclasses import dataclass, field

from sim.domain.communication.messages import Precedence, Sensitivity
from sim.domain.decisions.views import Role
from sim.domain.events import Stages

Mark = tuple[str, float]


@dataclass(frozen=True, slots=True)
class SharedReport:
    """A report of the sender's own, sanitised: observed readiness (logit), its error variance, the
    hour of it.
    """

    number: int
    observed: float
    variance: float
    at: float


@dataclass(frozen=True, slots=True)
class Word:
    """What may come beside an answer, or alone: an assurance, and an offer to press together."""

    assurance: bool
    counter_offer: bool


@dataclass(frozen=True, slots=True)
class Answer(Word):
    """The patron's stance on a plan, how clear it is (0 to 1), whether it takes part, and for how
    many hours it asks to wait (0 for no term).
    """

    stance: str
    strength: float
    joins: bool
    term: float


@dataclass(frozen=True, slots=True)
class Wish:
    """How a person wishes a message to be handled: its precedence, and the channels to try in
    order.
    """

    precedence: Precedence
    route: tuple[str, ...]


#: What a message says, where its kind alone does not say it.
Content = SharedReport | Word | None


@dataclass(slots=True)
class Message:
    """One message. ``key`` names what it belongs to and so its luck: the same in every arm that
    sends it.

    ``marks`` hold (stage, hour at which that stage ended), without gaps from ``posted`` on: every
    hour lies in one stage. ``plan`` is the key of the plan that it is about, if any.
    """

    key: str
    kind: str
    sender: Role
    receiver: Role
    precedence: Precedence
    sensitivity: Sensitivity
    posted: float
    about: str
    plan: str
    content: Content
    marks: list[Mark] = field(default_factory=list)
    channel: str = ""
    fidelity: float = 1.0
    by_cell: bool = False
    read_by_cell: bool = False
    by_wish: tuple[str, ...] = ()
    called_back: bool = False

    def mark(self, stage: str, until: float) -> None:
        """A stage ended; stages of no length are left out."""
        if until > (self.marks[-1][1] if self.marks else self.posted):
            self.marks.append((stage, until))


def stage_hours(since: float, marks: list[Mark]) -> Stages:
    """Hours per stage, in order, from marks that begin at ``since``."""
    spans: list[tuple[str, float]] = []
    for stage, until in marks:
        spans.append((stage, until - since))
        since = until
    return tuple(spans)
