"""The way of one message, stage by stage: drafted, cleared, queued, sent, delivered, read.

Every stage leaves a mark, so that every hour of a message lies in exactly one of them. Draws belong
to the message: slots of its block, or numbers named by message and office. A liaison cell on duty
saves hours only on a link of its own that is rated for the content; a channel that is down or fails
is waited for and then left for the next in the order of fallback.

A message passes a dozen stages and a world sends dozens of messages: each step therefore asks the
clock for the next one, and no process waits in between.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Final

from sim.domain.distributions.families import Fixed
from sim.domain.events import (
    CalledBack,
    Cleared,
    Delivered,
    Drafted,
    Lost,
    Queued,
    Read,
    Sent,
    TransmissionFailed,
)
from sim.engine.communication.desk import AHEAD
from sim.engine.communication.message import Message, stage_hours
from sim.engine.compiled import ReadyChannel, Stop
from sim.engine.world import World

if TYPE_CHECKING:
    from sim.engine.communication.message_service import MessageService

#: The hands of the receiving side's liaison officers as a desk on the way.
_CELL: Final = Stop(
    desk=("frontline", ""),
    work=Fixed(value=0.0).quantile,
    meetings=None,
    draw="",
    queue="inbound_queue",
    stage="inbound",
)
#: The leader's tray as a desk on the way: waiting there is part of the reading.
_TRAY: Final = Stop(
    desk=("frontline", ""),
    work=Fixed(value=0.0).quantile,
    meetings=None,
    draw="",
    queue="",
    stage="reading",
)
#: Which of the eight numbers of a message decides what.
_DRAFTING, _FIRST_ATTEMPT, _READING, _LEAK, _CELL_WORK = 0, 1, 2, 5, 6


class Delivery:
    """A message under way. It is the customer of the desks that it passes: they tell it when its
    turn has come.
    """

    __slots__ = (
        "_after_desks",
        "_channel",
        "_cleared",
        "_desks",
        "_draws",
        "_env",
        "_failures",
        "_hop",
        "_message",
        "_route",
        "_service",
        "_stop",
        "_stops",
        "_uniform",
        "_work_left",
        "_world",
    )

    _channel: ReadyChannel
    _cleared: tuple[Stop, ...]
    _stop: Stop
    _stops: Iterator[Stop]
    _after_desks: Callable[[], None]

    def __init__(self, post: MessageService, world: World, message: Message) -> None:
        self._service = post
        self._world = world
        self._env = world.env
        self._uniform = world.streams.uniform
        self._desks = post.desks
        self._message = message
        self._draws = world.streams.block("message", message.key)
        self._hop = 0
        self._failures = 0
        self._route, message.by_cell = post.route(message)
        self._work_left = 1.0 - world.prepared.setting.liaison.authority if message.by_cell else 1.0
        world.env.later(
            world.prepared.allies[message.sender].drafting(self._draws[_DRAFTING])
            * self._work_left,
            self._on_drafted,
        )

    def _on_drafted(self) -> None:
        """Now each clearance desk, with what work is left where the cell has authority."""
        message = self._message
        message.mark("drafting", self._env.now)
        if self._world.full:
            self._world.note(Drafted(message.key))
        self._cleared = self._clearance()
        self._pass(self._cleared if self._work_left > 0.0 else (), self._on_cleared)

    def _clearance(self) -> tuple[Stop, ...]:
        """The desks that clear it for the channel that it is about to take."""
        name = self._route[self._hop] if self._route else ""
        return self._service.clearance(self._message, name)

    def _on_cleared(self) -> None:
        message = self._message
        if self._world.full:
            desks = tuple(stop.desk[1] for stop in self._cleared) if self._work_left > 0.0 else ()
            self._world.note(Cleared(message.key, desks))
        self._transmit()

    # desks

    def _pass(self, stops: tuple[Stop, ...], then: Callable[[], None]) -> None:
        """Pass some desks, one after the other."""
        self._stops, self._after_desks = iter(stops), then
        self._next_desk()

    def _next_desk(self) -> None:
        stop = next(self._stops, None)
        if stop is None:
            self._after_desks()
            return
        self._stop = stop
        if stop.meetings is None:
            self._join()
        else:
            now = self._env.now
            self._env.later(stop.meetings.next_meeting(now) - now, self._join)

    def _join(self) -> None:
        stop, message = self._stop, self._message
        work = stop.work(self._uniform(stop.draw, message.key)) * self._work_left
        self._desks[stop.desk].admit(self, message.precedence, work)

    def begin(self, hours: float, begun: float) -> None:
        """An officer begins to work on it, or the leader to read."""
        if self._stop.queue:
            self._message.mark(self._stop.queue, begun)
        self._env.later(hours, self._on_served)

    def _on_served(self) -> None:
        self._message.mark(self._stop.stage, self._env.now)
        self._next_desk()

    # channels

    def _transmit(self) -> None:
        """Try the channels in order, until one delivers."""
        message = self._message
        if message.called_back:
            self._world.note(CalledBack(message.key))
            return
        attempts = self._world.prepared.allies[message.sender].attempts
        if not self._route or self._failures >= attempts:
            self._world.note(Lost(message.key))
            return
        name, now = self._route[self._hop], self._env.now
        link = self._service.links[name]
        channel = self._channel = self._world.prepared.channels[name]
        waits = link.next_open(now) - now
        if (
            waits <= 0.0
            and self._work_left < 1.0
            and name != self._world.prepared.kinds[self._message.kind].own
        ):
            self._do_spared_work()
        elif waits <= 0.0 and (missing := self._desks_to_clear()):
            self._cleared += missing
            self._pass(missing, self._transmit)
        elif waits <= 0.0:
            self._send()
        elif waits > channel.timeout and self._hop < len(self._route) - 1:
            self._hop += 1
            self._env.later(channel.timeout, self._on_wait_over)
        else:
            self._env.later(waits, self._on_wait_over)

    def _desks_to_clear(self) -> tuple[Stop, ...]:
        """Desks of the chain of this channel that have not seen it: it was cleared for another one
        with a chain of its own.
        """
        chain = self._clearance()
        if chain is self._cleared:
            return ()
        return tuple(stop for stop in chain if stop not in self._cleared)

    def _do_spared_work(self) -> None:
        """On another's channel the message takes the chain: the work that the cell's authority
        spared is done now.
        """
        message = self._message
        ally = self._world.prepared.allies[message.sender]
        message.by_cell, self._work_left = False, 1.0 - self._work_left
        self._env.later(
            ally.drafting(self._draws[_DRAFTING]) * self._work_left, self._on_spared_work_done
        )

    def _on_spared_work_done(self) -> None:
        message = self._message
        message.mark("drafting", self._env.now)
        self._cleared = self._clearance()
        self._pass(self._cleared, self._on_chain_passed)

    def _on_chain_passed(self) -> None:
        self._work_left = 1.0
        self._transmit()

    def _on_wait_over(self) -> None:
        self._message.mark("channel_wait", self._env.now)
        self._transmit()

    def _send(self) -> None:
        """One transmission. A repeated one has luck of its own."""
        message, channel, number = self._message, self._channel, self._failures
        if self._world.full:
            self._world.note(Queued(message.key, channel.name))
        chance = (
            self._draws[_FIRST_ATTEMPT]
            if number == 0
            else self._world.streams.uniform("attempt", f"{message.key}/{number}")
        )
        self._service.links[channel.name].transmit(
            message.precedence, channel.latency(chance), self._on_sent
        )

    # A channel tells when it began and whether the message came through.
    def _on_sent(self, began: float, delivered: bool) -> None:  # noqa: FBT001
        message, channel = self._message, self._channel
        message.mark("channel_queue", began)
        message.mark("transmission", self._env.now)
        self._world.note(Sent(message.key, channel.name, began))
        if delivered:
            self._on_delivered()
            return
        self._world.note(TransmissionFailed(message.key, channel.name))
        self._failures += 1
        self._hop = min(self._hop + 1, len(self._route) - 1)
        self._env.later(channel.timeout, self._on_wait_over)

    def _on_delivered(self) -> None:
        message, channel = self._message, self._channel
        message.channel, message.fidelity = channel.name, channel.fidelity
        if self._world.full:
            self._world.note(Delivered(message.key, channel.name))
        self._service.expose(message, channel.security, self._draws[_LEAK])
        self._receive()
        self._service.was_delivered(message)

    # the receiver

    def _receive(self) -> None:
        """The receiver's desks, or the cell's hands where it owns the link and is on duty."""
        message, ready = self._message, self._world.prepared
        message.read_by_cell = self._service.cell_on_duty()
        if (
            message.by_cell
            and message.read_by_cell
            and message.channel == ready.kinds[message.kind].own
        ):
            self._stop, self._stops, self._after_desks = _CELL, iter(()), self._await_reading
            self._service.cells[message.receiver].admit(
                self, message.precedence, ready.cell_handling(self._draws[_CELL_WORK])
            )
            return
        message.by_cell = False
        self._work_left = 1.0
        self._pass(self._service.inbound(message), self._await_reading)

    def _await_reading(self) -> None:
        """Wait in the leader's tray: answers handed over by the cell go ahead of the queue (ad
        referendum).
        """
        message = self._message
        self._stop, self._stops, self._after_desks = _TRAY, iter(()), self._on_read
        reading = self._world.prepared.allies[message.receiver].reading(self._draws[_READING])
        rank = message.precedence + AHEAD if message.by_cell else message.precedence
        self._service.trays[message.receiver].admit(self, rank, reading)

    def _on_read(self) -> None:
        message = self._message
        stages = stage_hours(message.posted, message.marks)
        self._world.note(Read(message.key, message.kind, message.sender, stages))
        self._service.was_read(message)
