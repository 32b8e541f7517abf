"""An arm's inputs made ready for many worlds: samplers, calendars and routes, worked out once and
never changed.

Preparation costs milliseconds, a world little more; so the same arm is prepared once per process.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

from sim.domain.actors.allies import Ally
from sim.domain.communication.calendar import Calendar, Duty, Meetings
from sim.domain.communication.channels import Channel, Outage, cell_link, usable
from sim.domain.communication.messages import Handling, Precedence, Sensitivity
from sim.domain.communication.offices import ANY, Hours, Office, Routine, chain
from sim.domain.decisions.protocols import PROTOCOLS, Protocol
from sim.domain.decisions.views import ROLES, Role
from sim.domain.distributions.families import Sampler, sampler
from sim.domain.inputs.effective_inputs import in_force
from sim.domain.inputs.setting import Setting
from sim.engine.valuations import Eyes, eyes

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True, slots=True)
class ReadyOffice:
    """An office with its sampler and calendar; ``meetings`` where it is a cabinet."""

    name: str
    staff: int
    work: Sampler
    calendar: Calendar
    meetings: Meetings | None
    off_rate: float
    routine: Routine


class Stop(NamedTuple):
    """A desk on the way of a message: where, how long for, by which draw, and which stages of the
    way it makes.
    """

    desk: tuple[Role, str]
    work: Sampler
    meetings: Meetings | None
    draw: str
    queue: str
    stage: str


@dataclass(frozen=True, slots=True)
class ReadyAlly:
    """An ally with its offices, chains and samplers.

    ``reports`` stands for all that its own reports depend on besides chance: equal in two arms when
    that is equal.
    """

    role: Role
    offices: Mapping[str, ReadyOffice]
    outgoing: Mapping[str, tuple[str, ...]]
    incoming: Mapping[str, tuple[str, ...]]
    clearance: Mapping[str, tuple[Stop, ...]]
    inbound: Mapping[str, tuple[Stop, ...]]
    drafting: Sampler
    attempts: int
    reading: Sampler
    deliberation: Sampler
    nights: Calendar
    night_rate: float
    reports: Any
    eyes: Eyes


@dataclass(frozen=True, slots=True)
class ReadyChannel:
    """A channel with its sampler and calendar, and the desks of its own chain, by ally, if it has
    one.
    """

    name: str
    latency: Sampler
    calendar: Calendar
    capacity: int
    outage: Outage
    security: float
    fidelity: float
    timeout: float
    clearance: Mapping[Role, tuple[Stop, ...]] | None
    inbound: Mapping[Role, tuple[Stop, ...]] | None


@dataclass(frozen=True, slots=True)
class ReadyKind:
    """How a kind of message is handled, and the channels that may carry it, in order.

    ``own`` is the link of a liaison cell that may carry it; ``by_cell`` the order in which a cell
    on duty tries.
    """

    precedence: Precedence
    sensitivity: Sensitivity
    council: bool
    answered: bool
    route: tuple[str, ...]
    own: str | None
    by_cell: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Prepared:
    """All that a world needs of one arm."""

    setting: Setting
    protocol: Protocol
    allies: Mapping[Role, ReadyAlly]
    channels: Mapping[str, ReadyChannel]
    kinds: Mapping[str, ReadyKind]
    cell_hours: Calendar
    officers: Mapping[Role, int]
    cell_handling: Sampler


@dataclass(frozen=True, eq=False, slots=True)
class _Key:
    """Identity of a setting: settings hold maps and have no hash of their own."""

    setting: Setting

    def __hash__(self) -> int:
        return id(self.setting)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and other.setting is self.setting


def compiled_setting(setting: Setting) -> Prepared:
    """The setting made ready; the same object gives the same result without new work."""
    return _compile_setting(_Key(setting))


@lru_cache(maxsize=1024)  # more than the arms of any run: worlds go round all of them
def _compile_setting(key: _Key) -> Prepared:
    setting = in_force(key.setting)
    liaison = setting.liaison
    zone = setting.allies.frontline.zone
    allies = {role: _ally(role, getattr(setting.allies, role), setting) for role in ROLES}
    return Prepared(
        setting=setting,
        protocol=PROTOCOLS[setting.protocol],
        allies=allies,
        channels={
            name: _channel(name, channel, zone, setting.start, allies)
            for name, channel in setting.channels.items()
        },
        kinds={kind: _kind(kind, handling, setting) for kind, handling in setting.messages.items()},
        cell_hours=_calendar(liaison.hours, zone, setting.start),
        officers={"frontline": liaison.frontline_officers, "patron": liaison.patron_officers},
        cell_handling=sampler(liaison.handling),
    )


@lru_cache(maxsize=4096)
def token(*_inputs: object) -> object:
    """One object for equal inputs: a key that is found at once, where the inputs themselves are
    slow to compare.
    """
    return object()


def _calendar(hours: Hours, zone: str, start: datetime) -> Calendar:
    return Calendar(Duty(opens=hours.opens, closes=hours.closes, days=_days(hours)), zone, start)


def _days(hours: Hours) -> frozenset[int]:
    return frozenset(DAYS.index(day) for day in hours.days)


def _ally(role: Role, ally: Ally, setting: Setting) -> ReadyAlly:
    kinds = setting.messages
    leader = ally.leader
    sleep = leader.asleep
    awake = Calendar(
        Duty(opens=sleep.opens, closes=sleep.closes, days=_days(sleep)),
        ally.zone,
        setting.start,
        outside=True,
    )
    offices = {
        name: _office(name, office, ally.zone, setting.start)
        for name, office in ally.offices.items()
    }
    outgoing = {
        kind: () if kind in ally.precleared else chain(ally.outgoing, kind) for kind in kinds
    }
    incoming = {kind: chain(ally.incoming, kind) for kind in kinds}
    return ReadyAlly(
        role=role,
        offices=offices,
        outgoing=outgoing,
        incoming=incoming,
        clearance={
            kind: _stops("clearance", role, offices, names) for kind, names in outgoing.items()
        },
        inbound={kind: _stops("inbound", role, offices, names) for kind, names in incoming.items()},
        drafting=sampler(ally.drafting),
        attempts=ally.attempts,
        reading=sampler(leader.reading),
        deliberation=sampler(leader.deliberation),
        nights=awake,
        night_rate=1.0 / leader.asleep_factor,
        reports=_report_token(role, ally, setting),
        eyes=eyes(ally.outlook, setting),
    )


def _report_token(role: Role, ally: Ally, setting: Setting) -> object:
    """One object for all that decides when reports come and when its leader has weighed them."""
    law, leader = ally.intelligence, ally.leader
    thought = (leader.deliberation, leader.asleep, leader.asleep_factor)
    return token("reports", role, law.interval, law.noise, *thought, ally.zone, setting.start)


def _stops(
    stage: str, role: Role, offices: Mapping[str, ReadyOffice], names: Iterable[str]
) -> tuple[Stop, ...]:
    staffed = [offices[name] for name in names]
    return tuple(
        Stop(
            (role, office.name),
            office.work,
            office.meetings,
            f"{stage}/{role}/{office.name}",
            f"{stage}_queue",
            stage,
        )
        for office in staffed
    )


def _office(name: str, office: Office, zone: str, start: datetime) -> ReadyOffice:
    hours = office.hours
    return ReadyOffice(
        name=name,
        staff=office.staff,
        work=sampler(office.work),
        calendar=_calendar(hours, zone, start),
        meetings=Meetings(hours.meets, _days(hours), zone, start) if hours.meets else None,
        off_rate=1.0 / office.off_duty_factor,
        routine=office.routine,
    )


def _channel(
    name: str, channel: Channel, zone: str, start: datetime, allies: Mapping[Role, ReadyAlly]
) -> ReadyChannel:
    return ReadyChannel(
        name=name,
        latency=sampler(channel.latency),
        calendar=_calendar(channel.hours, zone, start),
        capacity=channel.capacity,
        outage=channel.outage,
        security=channel.security,
        fidelity=channel.fidelity,
        timeout=channel.timeout,
        clearance=_own_chain("clearance", channel.from_, allies),
        inbound=_own_chain("inbound", channel.to, allies),
    )


def _own_chain(
    stage: str, office: str | None, allies: Mapping[Role, ReadyAlly]
) -> Mapping[Role, tuple[Stop, ...]] | None:
    if office is None:
        return None
    return {role: _stops(stage, role, ally.offices, (office,)) for role, ally in allies.items()}


def _kind(kind: str, handling: Handling, setting: Setting) -> ReadyKind:
    sensitivity = Sensitivity[handling.sensitivity.upper()]
    first = setting.routes[kind] if kind in setting.routes else setting.routes[ANY]
    route = usable(setting.channels, first, sensitivity)
    own = cell_link(setting.channels, setting.liaison, sensitivity)
    return ReadyKind(
        precedence=Precedence[handling.precedence.upper()],
        sensitivity=sensitivity,
        council=handling.council,
        answered=handling.answered,
        route=route,
        own=own,
        by_cell=(own, *(name for name in route if name != own)) if own else (),
    )
