"""One traced world: its full log, the way of each message, and the names by which a story calls things."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from sim.domain.log import Log, by_kind
from sim.domain.offices import chain
from sim.domain.protocols import PROTOCOLS, Protocol
from sim.domain.setting import Scenario, Setting
from sim.domain.views import Role
from sim.output.story.when import Clocks

Data = dict[str, Any]
Found = dict[str, list[tuple[float, Data]]]
Stages = tuple[tuple[str, float], ...]

OTHER: Final[Mapping[Role, Role]] = {"frontline": "patron", "patron": "frontline"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Journey:
    """The way of one message. ``tried`` holds (channel, hour at which it was over), the last one the one that delivered it.

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
    found: Found
    journeys: Mapping[str, Journey]
    clocks: Clocks

    @classmethod
    def of(cls, scenario: Scenario, arm: str, log: Log) -> Traced:
        """A world from its full log."""
        found = by_kind(log)
        begin = found["begin"][0][1]
        setting = scenario.arms[arm].setting
        return cls(
            scenario=scenario, arm=arm, seed=begin["seed"], replication=begin["replication"], setting=setting, log=log,
            found=found, journeys=_journeys(found), clocks=Clocks.of(setting),
        )  # fmt: skip

    def all(self, kind: str) -> list[tuple[float, Data]]:
        """The entries of a kind."""
        return self.found.get(kind, [])

    def about(self, kind: str, message: str) -> tuple[float, Data] | None:
        """The first entry of a kind that belongs to a message."""
        return next(((t, data) for t, data in self.all(kind) if data["message"] == message), None)

    def name(self, role: str) -> str:
        """The display name of an ally."""
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
        return self.protocol.rules.format(frontline=self.name("frontline"), patron=self.name("patron"))

    def answer_to(self, question: str) -> Journey | None:
        """The message in which the patron's stance on a question went out."""
        answers = (self.journeys.get(data["message"]) for _, data in self.all("stance"))
        return next((answer for answer in answers if answer is not None and answer.about == question), None)

    def inbound_desks(self, journey: Journey) -> tuple[str, ...]:
        """The receiver's offices that handled a message; none where a liaison cell handed it over."""
        allies = self.setting.allies
        ally = allies.frontline if journey.receiver == "frontline" else allies.patron
        desks = chain(ally.incoming, journey.kind)
        return desks if sum(stage == "inbound" for stage, _ in journey.stages) == len(desks) else ()


def _journeys(found: Found) -> dict[str, Journey]:
    read = _first(found, "read")
    cleared, lost = _first(found, "cleared"), _first(found, "lost")
    tried: dict[str, list[tuple[str, float]]] = {}
    for t, data in found.get("sent", []):
        tried.setdefault(data["message"], []).append((data["channel"], t))
    failures = [data["message"] for _, data in found.get("failed", [])]
    return {
        (key := data["message"]): Journey(
            key=key, kind=data["kind"], sender=data["sender"], about=data["about"], precedence=data["precedence"],
            sensitivity=data["sensitivity"], posted=t, tried=tuple(tried.get(key, ())), failures=failures.count(key),
            read=read[key][0] if key in read else None, lost=lost[key][0] if key in lost else None,
            stages=tuple(tuple(span) for span in read[key][1]["stages"]) if key in read else (),
            desks=tuple(cleared[key][1]["desks"]) if key in cleared else (),
        )
        for t, data in found.get("posted", [])
    }  # fmt: skip


def _first(found: Found, kind: str) -> dict[str, tuple[float, Data]]:
    """The first entry of a kind for each message."""
    entries: dict[str, tuple[float, Data]] = {}
    for t, data in found.get(kind, []):
        entries.setdefault(data["message"], (t, data))
    return entries
