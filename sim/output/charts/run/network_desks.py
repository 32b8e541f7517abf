"""What the picture of a network says of each office and channel."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sim.domain.communication.channels import Channel
from sim.domain.communication.offices import ROUND_THE_CLOCK, Hours, Office
from sim.domain.distributions.families import Law
from sim.domain.inputs.setting import Setting
from sim.output.story.sentences.vocabulary import plainly

ROLES: Final = ("frontline", "patron")


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """A box of the picture: its name and what is said of it; ``busy`` is the share of it that is
    filled, if any.
    """

    name: str
    lines: tuple[str, ...]
    sends: bool = False
    receives: bool = False
    busy: float = 0.0


def desks(setting: Setting, role: str) -> list[Desk]:
    """The offices of an ally, those of the ordinary chain first, and its leader below them."""
    ally = setting.allies.frontline if role == "frontline" else setting.allies.patron
    out, into = ally.outgoing.get("any", ()), ally.incoming.get("any", ())
    order = [*dict.fromkeys((*into, *out, *ally.offices))]
    found = [_desk(name, ally.offices[name], out, into) for name in order if name in ally.offices]
    leader = f"reads {_hours(ally.leader.reading)}, thinks {_hours(ally.leader.deliberation)}"
    council = (f"council {_hours(setting.allies.patron.council)}",) if role == "patron" else ()
    return [*found, Desk(name="leader", lines=(leader, *council))]


def _desk(name: str, office: Office, out: tuple[str, ...], into: tuple[str, ...]) -> Desk:
    chains = [
        f"{word} {chain.index(name) + 1}"
        for word, chain in (("in", into), ("out", out))
        if name in chain
    ]
    staff = f"{office.staff} on duty, {duty(office.hours)}"
    return Desk(
        name=plainly(name),
        lines=(staff, ", ".join([f"work {_hours(office.work)}", *chains])),
        sends=name in out[-1:],
        receives=name in into[:1],
    )


def channels(setting: Setting) -> list[Desk]:
    """The channels, and the liaison cell where there is one."""
    found = [
        Desk(name=plainly(name), lines=_link(setting, name, one))
        for name, one in setting.channels.items()
    ]
    cell = setting.liaison
    if cell.frontline_officers and cell.patron_officers:
        own = f"own link: {plainly(cell.link)}" if cell.link else "no link of its own"
        many = f"{cell.frontline_officers} and {cell.patron_officers} officers, {duty(cell.hours)}"
        found.append(Desk(name="liaison cell", lines=(many, own)))
    return found


def _link(setting: Setting, name: str, channel: Channel) -> tuple[str, ...]:
    first = [plainly(kind) for kind, route in setting.routes.items() if route == name]
    lines = [
        f"{_hours(channel.latency)}, up to {plainly(channel.rating)}",
        f"{channel.capacity} at a time, {duty(channel.hours)}",
    ]
    if channel.outage.up is not None and channel.outage.down is not None:
        lines.append(f"down {_hours(channel.outage.down)} every {_hours(channel.outage.up)}")
    ways = [f"first for {', '.join(first)}"] if first else []
    ways += [f"else {plainly(channel.fallback)}"] if channel.fallback else []
    return (*lines, "; ".join(ways)) if ways else tuple(lines)


def duty(hours: Hours) -> str:
    """Duty hours in short."""
    if hours.meets:
        return "meets " + ", ".join(map(_clock, hours.meets))
    days = "" if len(set(hours.days)) == 7 else f", {len(set(hours.days))} days a week"
    if hours.opens == hours.closes:
        return "round the clock" if hours == ROUND_THE_CLOCK or not days else f"all day{days}"
    return f"{_clock(hours.opens)}-{_clock(hours.closes)}{days}"


def _clock(hour: float) -> str:
    minutes = round(hour * 60.0)
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _hours(law: Law) -> str:
    """The median of a law of time as one would say it."""
    hours = law.quantile(0.5)
    return (
        f"{round(60.0 * hours)} min"
        if hours < 1.5
        else f"{hours:.1f} h"
        if hours < 48.0
        else f"{hours / 24.0:.1f} days"
    )
