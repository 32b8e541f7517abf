"""Offices and channels of one world as it went: how busy each desk was, how long messages waited,
what each channel bore.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sim.domain.events import Delivered, End, Sent, TransmissionFailed
from sim.domain.inputs.setting import Setting
from sim.experiment.outcomes.shares import percent
from sim.output.charts.base import style
from sim.output.charts.base.chart import Cell, Chart, Evidence, Missing, Table
from sim.output.charts.run import network, network_desks
from sim.output.charts.run.network_desks import ROLES, Desk
from sim.output.charts.world.choice import shown_world, source
from sim.output.evidence.traced_world import Traced
from sim.output.story.sentences.vocabulary import plainly
from sim.output.words import count_text

_LEAST: Final = 0.05  # hours: what rounds to none is no wait


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """What a desk or channel bore: share of its staff's hours that was busy, messages, hours waited
    or on the way, failures.
    """

    busy: float
    messages: int
    hours: float
    failures: int = 0


def draw(evidence: Evidence, width: float) -> Chart | Missing:
    world = shown_world(evidence)
    return world if isinstance(world, Missing) else of_world(world, width)


def of_world(world: Traced, width: float) -> Chart | Missing:
    """The network of a world with the load on each desk, over all of its time."""
    desks, channels = _of_desks(world), _of_channels(world)
    if not desks and not any(one.messages or one.failures for one in channels.values()):
        return Missing(
            reason="in the world that was kept there is no office, and no message was sent"
        )
    columns = {role: _offices(world.setting, role, desks) for role in ROLES}
    links = [_link(name, found) for name, found in channels.items()]
    figure = style.sheet(
        source(world),
        width,
        network.height(columns, links, width),
        title=f"Who was busy, and where it waited, under {world.title}",
        reading=(
            "Bar at the foot of an office: share of its staff's hours on duty and off that was"
            " busy, routine included. Below its name: messages of the crisis that it began, and how"
            " long each waited for it. Middle: messages that each channel delivered, mean time"
            " under way, failures."
        ),
    )
    network.laid_out(figure.add_subplot(), world.setting, columns, links, width)
    return Chart(
        figure=figure,
        alt=_alt(world, columns, links),
        numbers=_table(world, desks, channels),
        says=_says(world, desks),
    )


def _says(world: Traced, desks: dict[tuple[str, str], Load]) -> str:
    """The desk that was busiest, and the one at which messages waited longest."""
    if not desks:
        return ""
    busiest = max(desks, key=lambda desk: desks[desk].busy)
    queued = max(desks, key=lambda desk: desks[desk].hours / max(1, desks[desk].messages))
    each = desks[queued].hours / max(1, desks[queued].messages)
    said = (
        f"Under {world.title} the busiest desk was {plainly(busiest[1])}"
        f" ({percent(desks[busiest].busy)} of its staff's hours)"
    )
    if each < _LEAST:
        return f"{said}; no message waited."
    return f"{said}; messages waited longest at {plainly(queued[1])}, {each:.1f} h each."


def _of_desks(world: Traced) -> dict[tuple[str, str], Load]:
    """By ally and office, as the last entry of the log has it."""
    _, said = world.all(End)[-1]
    return {
        (use.ally, use.desk): Load(busy=use.busy, messages=use.messages, hours=use.waited)
        for use in said.desks
    }


def _of_channels(world: Traced) -> dict[str, Load]:
    """By channel: messages that it delivered, hours that they were under way on it, attempts that
    failed.
    """
    sent = {(data.message, data.channel): data.at for _, data in world.all(Sent)}
    found = dict.fromkeys(world.setting.channels, Load(busy=0.0, messages=0, hours=0.0))
    for t, data in world.all(Delivered):
        name = data.channel
        before = found.get(name, Load(busy=0.0, messages=0, hours=0.0))
        hours = before.hours + t - sent.get((data.message, name), t)
        found[name] = Load(busy=0.0, messages=before.messages + 1, hours=hours)
    failed = [data.channel for _, data in world.all(TransmissionFailed)]
    return {
        name: Load(busy=0.0, messages=one.messages, hours=one.hours, failures=failed.count(name))
        for name, one in found.items()
    }


def _offices(setting: Setting, role: str, loads: dict[tuple[str, str], Load]) -> list[Desk]:
    """The offices of an ally in the order in which the network has them, with their load instead of
    their inputs.
    """
    by_name = {plainly(name): found for (where, name), found in loads.items() if where == role}
    return [
        Desk(
            name=desk.name,
            lines=_borne(by_name[desk.name]),
            sends=desk.sends,
            receives=desk.receives,
            busy=by_name[desk.name].busy,
        )
        for desk in network_desks.desks(setting, role)
        if desk.name in by_name
    ]


def _borne(found: Load) -> tuple[str, ...]:
    said = f"busy {percent(found.busy)}", count_text(found.messages, "message")
    if not found.messages:
        return said
    each = found.hours / found.messages
    return *said, f"waited {each:.1f} h each" if each >= _LEAST else "no wait"


def _link(name: str, found: Load) -> Desk:
    lines = [f"delivered {count_text(found.messages, 'message')}"]
    if found.messages:
        lines.append(f"{found.hours / found.messages:.1f} h under way each")
    lines.append(count_text(found.failures, "failure") if found.failures else "no failure")
    return Desk(name=plainly(name), lines=tuple(lines))


def _alt(world: Traced, columns: dict[str, list[Desk]], links: list[Desk]) -> str:
    parts = [f"Load on offices and channels in one world under {world.title}."]
    parts += [
        f"{world.name(role)}: {'; '.join(map(network.desk_text, columns[role]))}." for role in ROLES
    ]
    return " ".join([*parts, "Channels: " + "; ".join(map(network.desk_text, links)) + "."])


def _table(world: Traced, desks: dict[tuple[str, str], Load], channels: dict[str, Load]) -> Table:
    rows: list[tuple[Cell, ...]] = [
        (world.arm, role, plainly(name), one.busy, one.messages, one.hours, one.failures)
        for (role, name), one in desks.items()
    ]
    nowhere = float("nan")
    rows += [
        (world.arm, "channel", plainly(name), nowhere, one.messages, one.hours, one.failures)
        for name, one in channels.items()
    ]
    return Table(
        header=("arm", "where", "name", "busy_share", "messages", "hours", "failures"),
        rows=tuple(rows),
    )
