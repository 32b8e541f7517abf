"""Entries about the allies: what they believe and decide, the strike that they prepare, and what
follows from it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from sim.domain.decisions.states import State, StateEvent
from sim.domain.decisions.views import Asks, Basis, Role
from sim.domain.events.base import Cause, Course, Event, Learning


@dataclass(frozen=True, slots=True)
class Report(Event):
    """An intelligence report on readiness (logit) with its error variance, and the belief (mean,
    variance) after it.
    """

    kind: ClassVar[str] = "report"
    trace_only: ClassVar[bool] = True
    ally: Role
    number: int
    observed: float
    error: float
    shared: bool
    mean: float
    variance: float


@dataclass(frozen=True, slots=True)
class AssessmentHeld(Event):
    """Analysts of both allies have met: the distance of the two estimates (logit) before and
    after.
    """

    kind: ClassVar[str] = "assessment"
    number: int
    before: float
    after: float


@dataclass(frozen=True, slots=True)
class Decision(Event):
    """A leader decides: on what, because of what, the worth of each option, both estimates (logit),
    the true readiness.
    """

    kind: ClassVar[str] = "decision"
    ally: Role
    asks: Asks
    trigger: str
    state: State
    option: str
    reason: str
    values: Mapping[str, float]
    means: Mapping[Role, float]
    stance: str
    readiness: float
    basis: Basis


@dataclass(frozen=True, slots=True)
class StateChange(Event):
    """The frontline goes from one state of its protocol to another."""

    kind: ClassVar[str] = "state"
    before: State
    event: StateEvent
    after: State


@dataclass(frozen=True, slots=True)
class Preparation(Event):
    """A strike begins to be prepared, on what stance and course; it can be called off until
    ``no_return_at``.
    """

    kind: ClassVar[str] = "prepare"
    plan: str
    stance: str
    course: Course
    strike_at: float
    no_return_at: float
    under_fire: bool


@dataclass(frozen=True, slots=True)
class NoReturn(Event):
    """A plan has passed its point of no return."""

    kind: ClassVar[str] = "no_return"
    plan: str


@dataclass(frozen=True, slots=True)
class Recall(Event):
    """A plan is called off."""

    kind: ClassVar[str] = "recall"
    plan: str
    trigger: str


@dataclass(frozen=True, slots=True)
class Learnt(Event):
    """The patron learns of a plan: told, found_out, leak or news."""

    kind: ClassVar[str] = "learnt"
    plan: str
    how: Learning


@dataclass(frozen=True, slots=True)
class HourLearnt(Event):
    """The patron's leader learns when a planned strike falls, or has fallen: told, found_out or
    news.
    """

    kind: ClassVar[str] = "hour"
    plan: str
    how: Learning


@dataclass(frozen=True, slots=True)
class Strike(Event):
    """The strike: its ``effect`` on readiness (logit), and true readiness (0 to 1) before and after
    it.
    """

    kind: ClassVar[str] = "strike"
    number: int
    plan: str
    course: Course
    stance: str
    effect: float
    readiness_before: float
    readiness_after: float
    surprised_region: bool
    supported: bool


@dataclass(frozen=True, slots=True)
class Retaliation(Event):
    """The adversary hits back for a strike, and the crisis climbs by some rungs."""

    kind: ClassVar[str] = "retaliation"
    strike: int
    rungs: int


@dataclass(frozen=True, slots=True)
class Judgement(Event):
    """The patron judges a strike to which it did not agree: what it knew in time, what of its word
    had been heard (red, amber or none), the strike's worth to it, the size of the broken word in
    losses of trust, and the chance that support is withheld.
    """

    kind: ClassVar[str] = "judgement"
    strike: int
    knew: str
    heard: str
    worth: float
    size: float
    chance: float


@dataclass(frozen=True, slots=True)
class SupportSuspended(Event):
    """The patron suspends its support until an hour."""

    kind: ClassVar[str] = "support"
    suspended: bool
    until: float


@dataclass(frozen=True, slots=True)
class StandingBy(Event):
    """The patron stands by the frontline after a blow, or does not."""

    kind: ClassVar[str] = "standing_by"
    stands: bool
    cause: Cause


@dataclass(frozen=True, slots=True)
class DrawnIn(Event):
    """The patron is drawn into the fighting by the retaliation for a strike."""

    kind: ClassVar[str] = "drawn_in"
    strike: int
