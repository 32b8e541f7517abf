"""The way of a message, stage by stage: drafted, cleared, queued, sent, delivered, read.

Every stage leaves a mark, so that every hour of a message lies in exactly one of them. Draws belong to the message: slots
of its block, or of a block named by the desk as well. A liaison cell on duty saves hours only on a link of its own that is
rated for the content; a channel that is down or fails is waited for and then left for the next in the order of fallback.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping
from math import inf
from typing import Any

from simpy import Event, Timeout

from sim.domain.channels import may_carry
from sim.domain.views import Role
from sim.engine.desk import Desk
from sim.engine.link import Link, Outages
from sim.engine.message import Message, stage_hours
from sim.engine.prepared import ReadyAlly, ReadyChannel, ReadyOffice
from sim.engine.streams import Block
from sim.engine.world import Process, World

Attempt = Generator[Event, Any, bool]
_OTHER: Mapping[Role, Role] = {"frontline": "patron", "patron": "frontline"}
#: Transmissions of one message that may fail before it counts as lost.
_MOST_FAILURES = 4


class Post:
    """Desks, links and leaders' trays of both allies, and the messages under way."""

    __slots__ = ("_last_read", "_world", "desks", "links", "trays")

    def __init__(self, world: World) -> None:
        self._world = world
        ready = world.prepared
        self.desks: dict[tuple[Role, str], Desk] = {
            (role, office.name): self._desk(role, office)
            for role, ally in ready.allies.items()
            for office in ally.offices.values()
        }
        self.trays: dict[Role, Desk] = {
            role: Desk(world.env, staff=1, calendar=ally.nights, off_rate=ally.night_rate)
            for role, ally in ready.allies.items()
        }
        self.links: dict[str, Link] = {}
        for name, channel in ready.channels.items():
            outage = channel.channel.outage
            outages = Outages(world.streams, name, outage.up, outage.down)
            self.links[name] = Link(
                world.env, capacity=channel.channel.capacity, outages=outages, calendar=channel.calendar
            )
        self._last_read: dict[Role, float] = {"frontline": -inf, "patron": -inf}

    def _desk(self, role: Role, office: ReadyOffice) -> Desk:
        routine = office.routine
        items: Iterator[tuple[float, float]] | None = None
        if routine.rate > 0.0:
            items = self._world.streams.routine(f"{role}/{office.name}", routine.rate, routine.work)
        return Desk(
            self._world.env, staff=office.staff, calendar=office.calendar, off_rate=office.off_rate, routine=items
        )

    # what others ask

    def post(
        self,
        kind: str,
        sender: Role,
        cause: str,
        *,
        about: str = "",
        plan: str = "",
        content: Mapping[str, Any] | None = None,
    ) -> Message:
        """Begin to draft a message; ``cause`` names the thing that it belongs to. It is on its way from now on."""
        world = self._world
        message = self._message(kind, sender, f"{sender}:{cause}", about, plan, content or {})
        key, handling = message.key, world.prepared.kinds[kind]
        world.note("posted", {
            "message": key, "kind": kind, "sender": sender, "about": about,
            "precedence": int(handling.precedence), "sensitivity": int(handling.sensitivity),
        })  # fmt: skip
        world.env.process(self._way(message))
        return message

    def spoken(self, kind: str, question: Message, content: Mapping[str, Any]) -> Message:
        """An answer said face to face: it needs no way, and is understood as it is meant."""
        return self._message(kind, question.receiver, f"{question.receiver}:said {question.key}", question.key,
                             question.plan, content)  # fmt: skip

    def _message(self, kind: str, sender: Role, key: str, about: str, plan: str, content: Mapping[str, Any]) -> Message:
        handling = self._world.prepared.kinds[kind]
        return Message(key, kind, sender, _OTHER[sender], handling.precedence, handling.sensitivity, self._world.env.now,
                       about, plan, content)  # fmt: skip

    def in_dialogue(self) -> bool:
        """Whether each ally has read something from the other within the dialogue's memory."""
        since = self._world.env.now - self._world.prepared.setting.ladder.cooling.dialogue_memory
        return min(self._last_read.values()) >= since

    def spoke(self) -> None:
        """The leaders have spoken: each has heard the other."""
        self._last_read = dict.fromkeys(self._last_read, self._world.env.now)

    def cell_on_duty(self) -> bool:
        """Whether the liaison cell is manned now."""
        ready = self._world.prepared
        return ready.cell_manned and ready.cell_hours.on(self._world.env.now)

    # the way

    def _way(self, message: Message) -> Process:
        luck = self._world.streams.block("message", message.key)
        route = self._route(message)
        message.by_cell = self._by_cell(route)
        skipped = self._world.prepared.setting.liaison.authority if message.by_cell else 0.0
        yield from self._clear(message, luck, 1.0 - skipped)
        if not (yield from self._transmit(message, luck, route)):
            self._world.note("lost", {"message": message.key})
            return
        yield from self._receive(message, luck)
        yield from self._tray(message, luck)
        self._read(message)

    def _route(self, message: Message) -> tuple[str, ...]:
        """The channels in the order in which they are tried; a manned cell tries its own first."""
        setting = self._world.prepared.setting
        route = self._world.prepared.kinds[message.kind].route
        own = setting.liaison.link
        if own is None or not self.cell_on_duty() or not may_carry(setting.channels[own], message.sensitivity):
            return route
        return (own, *(name for name in route if name != own))

    def _by_cell(self, route: tuple[str, ...]) -> bool:
        own = self._world.prepared.setting.liaison.link
        return own is not None and route[:1] == (own,) and self.cell_on_duty()

    def _clear(self, message: Message, luck: Block, share: float) -> Process:
        """Drafting and each clearance desk; ``share`` of the work is left to do where the cell has authority."""
        env = self._world.env
        ally = self._world.prepared.allies[message.sender]
        if share > 0.0:
            yield Timeout(env, ally.drafting(luck[0]) * share)
        message.mark("drafting", env.now)
        self._trace(message, "drafted", {})
        offices = ally.outgoing[message.kind] if share > 0.0 else ()
        for name in offices:
            yield from self._desk_work(message, ally, name, share, "clearance")
        self._trace(message, "cleared", {"desks": offices})

    def _desk_work(self, message: Message, ally: ReadyAlly, name: str, share: float, stage: str) -> Process:
        env = self._world.env
        office = ally.offices[name]
        if office.meetings is not None:
            yield Timeout(env, office.meetings.next_meeting(env.now) - env.now)
        work = office.work(self._world.streams.uniform(f"{stage}/{ally.role}/{name}", message.key)) * share
        started = yield self.desks[ally.role, name].serve(message.precedence, work)
        message.mark(stage + "_queue", started)
        message.mark(stage, env.now)

    def _transmit(self, message: Message, luck: Block, route: tuple[str, ...]) -> Attempt:
        """Try the channels in order until one delivers; whether one did."""
        env, at, failures = self._world.env, 0, 0
        while route and failures < _MOST_FAILURES:
            link, channel = self.links[route[at]], self._world.prepared.channels[route[at]]
            further = min(at + 1, len(route) - 1)
            waits = link.next_open(env.now) - env.now
            if waits > 0.0:
                limit = channel.channel.timeout if further > at else inf
                yield Timeout(env, min(waits, limit))
                message.mark("channel_wait", env.now)
                at = at if waits <= limit else further
                continue
            if (yield from self._attempt(message, channel, luck, failures)):
                return True
            yield Timeout(env, channel.channel.timeout)
            message.mark("channel_wait", env.now)
            at, failures = further, failures + 1
        return False

    def _attempt(self, message: Message, channel: ReadyChannel, luck: Block, number: int) -> Attempt:
        """One transmission; whether it was delivered. A repeated one has luck of its own."""
        world, name = self._world, channel.name
        self._trace(message, "queued", {"channel": name})
        chance = luck[1] if number == 0 else world.streams.uniform("attempt", f"{message.key}/{number}")
        began, delivered = yield self.links[name].transmit(message.precedence, channel.latency(chance))
        message.mark("channel_queue", began)
        message.mark("transmission", world.env.now)
        world.note("sent", {"message": message.key, "channel": name, "at": began})
        if not delivered:
            world.note("failed", {"message": message.key, "channel": name})
            return False
        message.channel, message.fidelity = name, channel.channel.fidelity
        self._trace(message, "delivered", {"channel": name})
        self._expose(message, channel.channel.security, luck[5])
        return True

    def _expose(self, message: Message, security: float, chance: float) -> None:
        """Everyone who handles a message may talk: the desks of both chains, drafter and reader."""
        allies = self._world.prepared.allies
        desks = 0 if message.by_cell else len(allies[message.sender].outgoing[message.kind])
        desks += 0 if message.by_cell else len(allies[message.receiver].incoming[message.kind])
        self._world.press.handled(message, desks + 2, security, chance)

    def _receive(self, message: Message, luck: Block) -> Process:
        """The receiver's desks, or the cell's hands where it owns the link and is on duty."""
        ally = self._world.prepared.allies[message.receiver]
        message.read_by_cell = self.cell_on_duty()
        if message.by_cell and message.read_by_cell and message.channel == self._world.prepared.setting.liaison.link:
            yield Timeout(self._world.env, self._world.prepared.cell_handling(luck[6]))
            message.mark("inbound", self._world.env.now)
            return
        message.by_cell = False
        for name in ally.incoming[message.kind]:
            yield from self._desk_work(message, ally, name, 1.0, "inbound")

    def _tray(self, message: Message, luck: Block) -> Process:
        """The leader reads: answers handed over by the cell go ahead of the queue (ad referendum)."""
        reading = self._world.prepared.allies[message.receiver].reading(luck[2])
        yield self.trays[message.receiver].serve(message.precedence, reading, message.by_cell)
        message.mark("reading", self._world.env.now)

    def _read(self, message: Message) -> None:
        world = self._world
        self._last_read[message.receiver] = world.env.now
        world.note("read", {
            "message": message.key, "kind": message.kind, "sender": message.sender,
            "stages": stage_hours(message.posted, message.marks),
        })  # fmt: skip
        receiver = world.patron if message.receiver == "patron" else world.frontline
        receiver.read(message)

    def _trace(self, message: Message, kind: str, data: dict[str, Any]) -> None:
        if self._world.full:
            self._world.note(kind, {"message": message.key, **data})
