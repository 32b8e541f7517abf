"""Whether inputs that can be read make sense together: what is named exists, and a world could run
on it.

Each check yields findings, a path and a sentence; where the path stands in a file is looked up
once, at the end.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from itertools import groupby
from typing import Final, NamedTuple, get_args

from sim.domain.actors.allies import Ally
from sim.domain.communication.channels import Channel, usable
from sim.domain.communication.messages import Handling, Kind, Level, Sensitivity
from sim.domain.communication.offices import ANY, Hours
from sim.domain.decisions.protocols import PROTOCOLS
from sim.domain.decisions.rules import Human
from sim.domain.inputs.injects import INJECT_TYPES, Condition, Inject
from sim.domain.inputs.setting import Setting
from sim.scenario.checks.bounds import out_of_bounds
from sim.scenario.schema.instants import read_zone
from sim.scenario.schema.leaves import nearest, one_of
from sim.scenario.schema.quantities import Unreadable
from sim.scenario.text.tree import Path

KINDS: Final[tuple[str, ...]] = get_args(Kind)
DAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class Finding(NamedTuple):
    """Something that does not make sense, at a path of one arm's inputs."""

    path: Path
    message: str
    hint: str = ""


def arm_findings(setting: Setting) -> Iterator[Finding]:
    """What does not make sense in one arm."""
    for check in CHECKS:
        yield from check(setting)
    for path, message in out_of_bounds(setting):
        yield Finding(path, message)


def unknown(path: Path, what: str, name: str, known: Collection[str]) -> Finding:
    there_are = f"there are {one_of(known)}" if known else f"there is no {what} at all"
    return Finding(path, f'there is no {what} "{name[:64]}"', nearest(name, known) or there_are)


def _protocol(setting: Setting) -> Iterator[Finding]:
    if setting.protocol not in PROTOCOLS:
        yield unknown(("protocol",), "protocol", setting.protocol, PROTOCOLS)


def _zones(setting: Setting) -> Iterator[Finding]:
    for role, ally in _allies(setting):
        try:
            read_zone(ally.zone)
        except Unreadable as error:
            yield Finding(("allies", role, "zone"), str(error))


def _allies(setting: Setting) -> tuple[tuple[str, Ally], ...]:
    return (("frontline", setting.allies.frontline), ("patron", setting.allies.patron))


def _hours(setting: Setting) -> Iterator[Finding]:
    for path, hours in _all_hours(setting):
        for index, day in enumerate(hours.days):
            if day not in DAYS:
                yield unknown((*path, "days", index), "day", day, DAYS)
        if not hours.days:
            yield Finding((*path, "days"), "at least one day is needed")


def _all_hours(setting: Setting) -> Iterator[tuple[Path, Hours]]:
    for role, ally in _allies(setting):
        yield ("allies", role, "leader", "asleep"), ally.leader.asleep
        for name, office in ally.offices.items():
            yield ("allies", role, "offices", name, "hours"), office.hours
    for name, channel in setting.channels.items():
        yield ("channels", name, "hours"), channel.hours
    yield ("liaison", "hours"), setting.liaison.hours


def _kinds(setting: Setting) -> Iterator[Finding]:
    for kind in setting.messages:
        if kind not in KINDS:
            yield unknown(("messages", kind), "kind of message", kind, KINDS)
    for kind in KINDS:
        if kind not in setting.messages:
            yield Finding(
                ("messages",),
                f'the kind "{kind}" cannot be taken away; a route or a rule decides whether it is'
                " used",
            )
    for role, ally in _allies(setting):
        for index, kind in enumerate(ally.precleared):
            if kind not in KINDS:
                yield unknown(("allies", role, "precleared", index), "kind of message", kind, KINDS)


def _chains(setting: Setting) -> Iterator[Finding]:
    for role, ally in _allies(setting):
        for direction, chains in (("outgoing", ally.outgoing), ("incoming", ally.incoming)):
            path = ("allies", role, direction)
            yield from _by_kind(path, chains)
            for kind, names in chains.items():
                for index, name in enumerate(names):
                    if name not in ally.offices:
                        yield unknown((*path, kind, index), "office", name, ally.offices)


def _by_kind(path: Path, entries: Mapping[str, object]) -> Iterator[Finding]:
    """A map by kind of message holds known kinds, and says what holds for any other."""
    for kind in entries:
        if kind not in (*KINDS, ANY):
            yield unknown((*path, kind), "kind of message", kind, (*KINDS, ANY))
    if ANY not in entries:
        yield Finding(
            path, f"`{ANY}` is missing: what holds for all kinds of message that are not named"
        )


def _routes(setting: Setting) -> Iterator[Finding]:
    yield from _by_kind(("routes",), setting.routes)
    named: list[tuple[Path, str | None]] = [
        (("routes", kind), name) for kind, name in setting.routes.items()
    ]
    named += [
        (("channels", name, "fallback"), channel.fallback)
        for name, channel in setting.channels.items()
    ]
    named += [
        (("liaison", "link"), setting.liaison.link),
        (("liaison", "terminal"), setting.liaison.terminal),
    ]
    for path, name in named:
        if name is not None and name not in setting.channels:
            yield unknown(path, "channel", name, setting.channels)


def _own_chains(setting: Setting) -> Iterator[Finding]:
    """A channel's own chain runs either way: both allies have the office."""
    for name, channel in setting.channels.items():
        for field, office in (("from", channel.from_), ("to", channel.to)):
            for role, ally in _allies(setting):
                if office is not None and office not in ally.offices:
                    found = unknown(("channels", name, field), "office", office, ally.offices)
                    yield found._replace(message=f"{found.message} of the {role}")


def _cycles(setting: Setting) -> Iterator[Finding]:
    """Fallbacks that lead back to where they started, each told once, at its first
    channel by name.
    """
    for name in setting.channels:
        ring = _ring(setting.channels, name)
        if ring and name == min(ring):
            yield Finding(
                ("channels", name, "fallback"),
                f"fallbacks go round in a circle: {' > '.join((*ring, name))}",
            )


def _ring(channels: Mapping[str, Channel], start: str) -> tuple[str, ...]:
    ring: list[str] = []
    name: str | None = start
    while name in channels and name not in ring:
        assert name is not None
        ring.append(name)
        name = channels[name].fallback
    return tuple(ring) if name == start else ()


def _carriage_findings(setting: Setting) -> Iterator[Finding]:
    """Each kind of message has a channel that may carry it, by the route it takes or by
    a fallback.
    """
    stuck = sorted(
        (_first(setting, kind), kind)
        for kind, how in setting.messages.items()
        if _stuck(setting, kind, how)
    )
    for first, kinds in groupby(stuck, key=lambda pair: pair[0]):
        names = [kind for _, kind in kinds]
        needed = max((setting.messages[kind].sensitivity for kind in names), key=_secrecy)
        verb = "is" if len(names) == 1 else "are"
        message = (
            f'{", ".join(names)} {verb} too sensitive for the channel "{first}" and for its'
            " fallbacks: no way is left"
        )
        yield Finding(
            ("channels", first, "rating"),
            message,
            f"Write rating: {needed}, add a fallback that has it, or route elsewhere.",
        )


def _secrecy(level: Level) -> int:
    return Sensitivity[level.upper()]


def _first(setting: Setting, kind: str) -> str:
    return setting.routes.get(kind) or setting.routes.get(ANY, "")


def _stuck(setting: Setting, kind: str, how: Handling) -> bool:
    """False also where the route or a fallback names no channel: that is told elsewhere."""
    first = _first(setting, kind)
    if first not in setting.channels or not _all_closed(setting.channels):
        return False
    return not usable(setting.channels, first, Sensitivity[how.sensitivity.upper()])


def _all_closed(channels: Mapping[str, Channel]) -> bool:
    return all(
        channel.fallback is None or channel.fallback in channels for channel in channels.values()
    )


def _injects(setting: Setting) -> Iterator[Finding]:
    for name, inject in setting.injects.items():
        path: Path = ("injects", name)
        if (inject.at is None) == (inject.when is None):
            yield Finding(path, "exactly one of `at` and `when` is needed")
        for said, condition in (("when", inject.when), ("unless", inject.unless)):
            if condition == Condition():
                yield Finding(
                    (*path, said), "a condition needs at least one bound, such as rung_at_least: 3"
                )
        yield from _inject_names(setting, path, inject)


def _inject_names(setting: Setting, path: Path, inject: Inject) -> Iterator[Finding]:
    for needed in INJECT_TYPES[inject.event].needs:
        if getattr(inject, needed) is None:
            yield Finding(path, f"an inject of the kind {inject.event} needs its `{needed}`")
    if inject.event == "warning":
        yield from _warning_findings(setting, path, inject)
    for field, known in (("front", setting.region.fronts), ("channel", setting.channels)):
        name = getattr(inject, field)
        if name is not None and name not in known:
            yield unknown((*path, field), field, name, known)


def _warning_findings(setting: Setting, path: Path, inject: Inject) -> Iterator[Finding]:
    speakers = ("patron", "frontline", *setting.region.partners)
    if inject.from_ not in speakers:
        yield unknown((*path, "from"), "ally or partner", inject.from_, speakers)
    elif not inject.public and inject.from_ != "patron":
        yield Finding(
            (*path, "public"),
            f'only the patron warns by the post; "{inject.from_}" does so in public',
        )


def _people(setting: Setting) -> Iterator[Finding]:
    for role, ally in _allies(setting):
        if isinstance(ally.leader.rule, Human):
            said = (
                "this seat waits for a person, and worlds that are run by themselves have nobody"
                " in it"
            )
            yield Finding(
                ("allies", role, "leader", "rule"),
                said,
                "Give it a rule, such as quantal_response. A person sits there in a game:"
                f" hotline play SCENARIO --seat {role}.",
            )


CHECKS: Final[tuple[Callable[[Setting], Iterator[Finding]], ...]] = (
    _protocol,
    _zones,
    _hours,
    _kinds,
    _chains,
    _routes,
    _own_chains,
    _cycles,
    _carriage_findings,
    _injects,
    _people,
)
