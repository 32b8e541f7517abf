"""One traced world: its full log, the way of each message, and the names by which a story calls
things.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final, TypeVar, cast

from sim.domain.communication.offices import chain
from sim.domain.decisions.protocols import PROTOCOLS, Protocol
from sim.domain.decisions.views import Role
from sim.domain.events import (
    Begin,
    Cleared,
    Event,
    Lost,
    OfMessage,
    Posted,
    Read,
    Sent,
    Stages,
    StanceGiven,
    TransmissionFailed,
)
from sim.domain.events.log import ByKind, Log
from sim.domain.inputs.setting import Scenario, Setting
from sim.output.story.sentences.dates import Clocks

E = TypeVar("E", bound=Event)
M = TypeVar("M", bound=OfMessage)
R = TypeVar("R")

OTHER: Final[Mapping[Role, Role]] = {"frontline": "patron", "patron": "frontline"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Journey:
    """The way of one message. ``tried`` holds (channel, hour at which it was over), the last one
    the one that delivered it.

    Times are hours since the start; ``None`` for what did not happen before the world ended.
    """

    key: str
    kind: str
    sender: Role
    about: str
    precedence: int
    sensitivity: int
    posted: float
    tried: tuple[tuple[str, float], ...]
    failures: int
    read: float | None
    lost: float | None
    stages: Stages
    desks: tuple[str, ...]

    @property
    def receiver(self) -> Role:
        """The ally to whom it goes."""
        return OTHER[self.sender]

    @property
    def channel(self) -> str:
        """The channel that delivered it, or was tried last."""
        return self.tried[-1][0] if self.tried else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Traced:
    """A world as its narrator knows it: everything, which is more than anyone in it knows."""

    scenario: Scenario
    arm: str
    seed: int
    replication: int
    setting: Setting
    log: Log
    found: ByKind
    journeys: Mapping[str, Journey]
    clocks: Clocks
    _firsts: dict[type[OfMessage], Mapping[str, tuple[float, OfMessage]]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    @property
    def title(self) -> str:
        """What people call its arm."""
        return self.scenario.arms[self.arm].title

    @classmethod
    def of(cls, scenario: Scenario, arm: str, log: Log) -> Traced:
        """A world from its full log."""
        found = ByKind(log)
        begin = found.all(Begin)[0][1]
        setting = scenario.arms[arm].setting
        return cls(
            scenario=scenario,
            arm=arm,
            seed=begin.seed,
            replication=begin.replication,
            setting=setting,
            log=log,
            found=found,
            journeys=_journeys(found),
            clocks=Clocks.of(setting),
        )

    def all(self, kind: type[E]) -> list[tuple[float, E]]:
        """The entries of a kind."""
        return self.found.all(kind)

    def about(self, kind: type[M], message: str) -> tuple[float, M] | None:
        """The first entry of a kind that belongs to a message; looked up, for a world of years has
        many thousand.
        """
        if kind not in self._firsts:
            self._firsts[kind] = _first(self.found, kind)
        # looked up by its own class, which a mapping's type cannot say
        return cast("tuple[float, M] | None", self._firsts[kind].get(message))

    def name(self, role: str) -> str:
        """The display name of who sits there."""
        if role in ("adversary", "region"):
            return self.adversary if role == "adversary" else "the region"
        allies = self.setting.allies
        return allies.frontline.name if role == "frontline" else allies.patron.name

    @property
    def adversary(self) -> str:
        """The display name of the other side, in the plural."""
        return self.setting.adversary.name

    @property
    def protocol(self) -> Protocol:
        """The protocol of the arm."""
        return PROTOCOLS[self.setting.protocol]

    @property
    def rules(self) -> str:
        """What the protocol of the arm asks of the allies, in a sentence."""
        return self.protocol.rules.format(
            frontline=self.name("frontline"), patron=self.name("patron")
        )

    def answer_to(self, question: str) -> Journey | None:
        """The message in which the patron's stance on a question went out."""
        answers = (self.journeys.get(data.message) for _, data in self.all(StanceGiven))
        return next(
            (answer for answer in answers if answer is not None and answer.about == question), None
        )

    def inbound_desks(self, journey: Journey) -> tuple[str, ...]:
        """The receiver's offices that handled a message; none where a liaison cell
        handed it over.
        """
        allies = self.setting.allies
        ally = allies.frontline if journey.receiver == "frontline" else allies.patron
        desks = chain(ally.incoming, journey.kind)
        return desks if sum(stage == "inbound" for stage, _ in journey.stages) == len(desks) else ()


def _journeys(found: ByKind) -> dict[str, Journey]:
    read, cleared, lost = _first(found, Read), _first(found, Cleared), _first(found, Lost)
    tried: dict[str, list[tuple[str, float]]] = {}
    for t, data in found.all(Sent):
        tried.setdefault(data.message, []).append((data.channel, t))
    failures = Counter(data.message for _, data in found.all(TransmissionFailed))
    return {
        (key := data.message): Journey(
            key=key,
            kind=data.message_kind,
            sender=data.sender,
            about=data.about,
            precedence=data.precedence,
            sensitivity=data.sensitivity,
            posted=t,
            tried=tuple(tried.get(key, ())),
            failures=failures[key],
            read=read[key][0] if key in read else None,
            lost=lost[key][0] if key in lost else None,
            stages=read[key][1].stages if key in read else (),
            desks=cleared[key][1].desks if key in cleared else (),
        )
        for t, data in found.all(Posted)
    }


def _first(found: ByKind, kind: type[M]) -> dict[str, tuple[float, M]]:
    """The first entry of a kind for each message."""
    entries: dict[str, tuple[float, M]] = {}
    for t, data in found.all(kind):
        entries.setdefault(data.message, (t, data))
    return entries


def of(
    kind: type[E], tell: Callable[[Traced, float, E], R]
) -> tuple[type[Event], Callable[[Traced, float, Event], R]]:
    """A row of a table by kind of entry: what stands there is called with entries of that kind
    alone.
    """
    return kind, cast("Callable[[Traced, float, Event], R]", tell)
