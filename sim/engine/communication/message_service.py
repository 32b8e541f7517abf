"""The post of the two allies: their desks, the links between them, their leaders' trays."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from math import inf
from typing import Final

from sim.domain.decisions.views import Role
from sim.domain.events import Posted, Told
from sim.engine.communication.channel import Link, Outages
from sim.engine.communication.delivery import Delivery
from sim.engine.communication.desk import Desk
from sim.engine.communication.message import Content, Message, Wish
from sim.engine.compiled import ReadyOffice, Stop
from sim.engine.world import World

_OTHER: Mapping[Role, Role] = {"frontline": "patron", "patron": "frontline"}


#: Messages that tell the patron of a strike: to come, or past.
_TELLING: Final = frozenset({"notification", "announcement"})
#: Messages that answer a question.
_ANSWERING: Final = ("concurrence", "counter_offer", "objection")


class MessageService:
    """Desks, links and leaders' trays of both allies, and the messages under way."""

    __slots__ = ("_last_read", "_unaware", "_world", "cells", "desks", "links", "trays")

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
        self.cells: dict[Role, Desk] = {
            role: Desk(world.env, staff=max(officers, 1), calendar=ready.cell_hours)
            for role, officers in ready.officers.items()
        }
        self.links: dict[str, Link] = {}
        for name, channel in ready.channels.items():
            outages = Outages(world.streams, name, channel.outage.up, channel.outage.down)
            self.links[name] = Link(
                world.env, capacity=channel.capacity, outages=outages, calendar=channel.calendar
            )
        self._unaware: set[str] = set()
        self._last_read: dict[Role, float] = {"frontline": -inf, "patron": -inf}

    def _desk(self, role: Role, office: ReadyOffice) -> Desk:
        return Desk(
            self._world.env,
            staff=office.staff,
            calendar=office.calendar,
            off_rate=office.off_rate,
            routine=self._routine(role, office),
        )

    def _routine(self, role: Role, office: ReadyOffice) -> Iterator[tuple[float, float]]:
        """The routine items of an office, as (hour of arrival, hours of work)."""
        routine = office.routine
        if routine.rate <= 0.0:
            return iter(())
        return self._world.streams.routine(f"{role}/{office.name}", routine.rate, routine.work)

    def turn(self, branch: str) -> None:
        """From now on chance is that of a branch: routine work and outages to come are others."""
        world = self._world
        now, ready = world.env.now, world.prepared.allies
        waiting = {place: desk.arrived(now) for place, desk in self.desks.items()}
        world.streams.turn(branch)
        for (role, name), desk in self.desks.items():
            later = self._routine(role, ready[role].offices[name])
            desk.turn(waiting[role, name], ((now + at, work) for at, work in later))
        for link in self.links.values():
            link.outages.turn(now)

    # what others ask

    def post(
        self,
        kind: str,
        sender: Role,
        cause: str,
        *,
        about: str = "",
        plan: str = "",
        content: Content = None,
        wish: Wish | None = None,
    ) -> Message:
        """Begin to draft a message; ``cause`` names the thing that it belongs to. It is on its way
        from now on. How its kind is handled yields to the ``wish`` of a person who writes it.
        """
        world = self._world
        message = self._message(kind, sender, f"{sender}:{cause}", about, plan, content)
        if wish is not None:
            message.precedence, message.by_wish = wish.precedence, wish.route
        rank, secrecy = int(message.precedence), int(message.sensitivity)
        world.note(Posted(message.key, kind, sender, about, rank, secrecy))
        Delivery(self, world, message)
        return message

    def spoken_answer(self, kind: str, question: Message, content: Content) -> Message:
        """An answer said face to face: it needs no way, and is understood as it is meant."""
        return self._message(
            kind,
            question.receiver,
            f"{question.receiver}:said {question.key}",
            question.key,
            question.plan,
            content,
        )

    def _message(
        self, kind: str, sender: Role, key: str, about: str, plan: str, content: Content
    ) -> Message:
        handling = self._world.prepared.kinds[kind]
        return Message(
            key,
            kind,
            sender,
            _OTHER[sender],
            handling.precedence,
            handling.sensitivity,
            self._world.env.now,
            about,
            plan,
            content,
        )

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
        return min(ready.officers.values()) > 0 and ready.cell_hours.on(self._world.env.now)

    # what a message asks on its way

    def route(self, message: Message) -> tuple[tuple[str, ...], bool]:
        """The channels in the order in which they are tried, and whether the cell sends: its own
        link goes first.
        """
        kind = self._world.prepared.kinds[message.kind]
        if message.by_wish:
            return message.by_wish, False
        if kind.own is None or not self.cell_on_duty():
            return kind.route, False
        return kind.by_cell, True

    def clearance(self, message: Message, channel: str) -> tuple[Stop, ...]:
        """The desks that clear a message for a channel: the channel's own, or those of its kind."""
        ready = self._world.prepared
        chain = ready.allies[message.sender].clearance[message.kind]
        own = ready.channels[channel].clearance if channel else None
        if own is None or self._is_precleared(message):
            return chain
        return own[message.sender]

    def _is_precleared(self, message: Message) -> bool:
        allies = self._world.prepared.setting.allies
        ally = allies.patron if message.sender == "patron" else allies.frontline
        return message.kind in ally.precleared

    def inbound(self, message: Message) -> tuple[Stop, ...]:
        """The desks that a message passes on arrival: those of its channel, or of its kind."""
        ready = self._world.prepared
        own = ready.channels[message.channel].inbound
        chain = ready.allies[message.receiver].inbound[message.kind]
        return chain if own is None else own[message.receiver]

    def can_be_answered(self, question: Message) -> bool:
        """Whether no answer can only mean that the other gave none: the question has come through,
        and a line works by which an answer could come.
        """
        if not question.channel:
            return False
        kinds, now = self._world.prepared.kinds, self._world.env.now
        ways = [name for kind in _ANSWERING for name in (*kinds[kind].route, *kinds[kind].by_cell)]
        return any(self.links[name].outages.up(now) for name in ways)

    def expose(self, message: Message, security: float, chance: float) -> None:
        """Everyone who handles a message may talk: drafter, reader and the desks that it passes.

        A cell that hands it over spares the receiver's desks; the sender's only where it may do all
        of their work itself. A sealed report has no other handler than its channel.
        """
        setting = self._world.prepared.setting
        by_cell = (
            message.by_cell and message.channel == self._world.prepared.kinds[message.kind].own
        )
        spared = by_cell and setting.liaison.authority >= 1.0
        desks = 0 if spared else len(self.clearance(message, message.channel))
        desks += 0 if by_cell else len(self.inbound(message))
        allies = setting.allies
        ally = allies.patron if message.sender == "patron" else allies.frontline
        sealed = message.kind == "report" and ally.intelligence.sealed
        self._world.press.draw_leak(message, 1 if sealed else desks + 2, security, chance)

    def was_delivered(self, message: Message) -> None:
        """Of a strike the patron is told when the first desk that is manned has the word, or its
        leader has read it, whichever comes first.
        """
        if message.kind not in _TELLING:
            return
        self._unaware.add(message.key)
        now, ally = self._world.env.now, self._world.prepared.allies[message.receiver]
        desks = [ally.offices[stop.desk[1]] for stop in self.inbound(message)]
        manned = [now] if message.by_cell else [desk.calendar.next_open(now) for desk in desks]
        if manned:
            self._world.later(min(manned) - now, partial(self._make_aware, message))

    def _make_aware(self, message: Message) -> None:
        if message.key in self._unaware:
            self._unaware.remove(message.key)
            self._world.note(Told(message.key, message.plan))

    def was_read(self, message: Message) -> None:
        """The leader has read it."""
        world = self._world
        self._last_read[message.receiver] = world.env.now
        self._make_aware(message)
        receiver = world.patron if message.receiver == "patron" else world.frontline
        receiver.receive(message)
