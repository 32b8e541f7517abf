"""When a message will be read, or a question answered, as far as its sender can tell: a range.

The range is that of many messages like it, sent now, by draws that are no part of the world. It
knows the hours of desks and leaders, the laws of each stage, how often an officer is at routine
work and how often a channel is down; it leaves out whatever the sender does not know: who else has
written just now, and how desks and channels stand in this world.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from math import inf
from random import Random
from typing import Final, NamedTuple

from sim.domain.communication.calendar import Calendar
from sim.domain.communication.channels import usable
from sim.domain.decisions.protocols import PreparationLaw
from sim.domain.decisions.views import Role
from sim.domain.distributions.families import sampler
from sim.domain.distributions.variates import frailty
from sim.engine.compiled import Prepared, ReadyAlly, ReadyChannel, Stop
from sim.engine.usual_queue import usual_queue

_DRAWS: Final = 200
#: How many draws lie before a range, and after it, so that eight of ten things come within it. Of
#: messages and answers fewer, as worlds hold more than their sender can tell (a test counts them).
_OF_MESSAGES: Final = _DRAWS * 8 // 100
_OF_PREPARATIONS: Final = _DRAWS * 10 // 100
_OTHER: Final[dict[Role, Role]] = {"frontline": "patron", "patron": "frontline"}
_ANSWER: Final = "concurrence"


class Between(NamedTuple):
    """Hours since the start between which eight of ten such things happen, and before which half of
    them do.
    """

    early: float
    late: float
    middle: float


def reading_range(prepared: Prepared, sender: Role, kind: str, channel: str, now: float) -> Between:
    """When the other leader will have read a message that is begun now and goes by a channel."""
    way = _Way(prepared, f"{kind} {channel}")  # the same for the same question
    return way.range(lambda: way.is_read(now, sender, kind, channel))


def delivered_range(
    prepared: Prepared, sender: Role, kind: str, channel: str, sent: float
) -> Between:
    """When the other leader will have read a message that a channel has carried by now."""
    way = _Way(prepared, f"{kind} {channel}")
    return way.range(lambda: way.is_read_once_delivered(sent, sender, kind, channel))


def answer_range(prepared: Prepared, kind: str, now: float) -> Between:
    """When the answer to a question of the frontline that is put now will have been read."""
    way = _Way(prepared, kind)
    council = sampler(prepared.setting.allies.patron.council)
    there, back = (first_channel(prepared, one) for one in (kind, _ANSWER))

    def answered() -> float:
        patron = prepared.allies["patron"]
        hour = way.is_read(now, "frontline", kind, there)
        if prepared.kinds[kind].council:
            hour = patron.nights.finish(hour, council(way.luck()), patron.night_rate)
        hour = patron.nights.finish(hour, patron.deliberation(way.luck()), patron.night_rate)
        return way.is_read(hour, "patron", _ANSWER, back)

    return way.range(answered)


def preparation_range(
    prepared: Prepared,
    now: float,
    *,
    under_fire: bool,
    waited: float = 0.0,
    blows: Sequence[float] = (),
) -> Between:
    """When a strike would fall that is begun to be prepared now, after so many hours in which an
    answer was ``waited`` for, and after ``blows`` at hours that it answers: from each it takes its
    time to act. How slow this world's preparations are the seat cannot tell.
    """
    law = prepared.setting.allies.frontline.preparation
    hours, way = sampler(law.duration), _Way(prepared, "preparation")
    factor = prepared.setting.ladder.exchange.preparation if under_fire else 1.0

    def falls() -> float:
        drawn = hours(way.luck()) * factor * frailty(way.luck(), law.frailty)
        ready = now + max(law.no_return, drawn - law.parallel * waited)
        return max(ready, _ready_to_act(law, blows, way))

    return way.range(falls, _OF_PREPARATIONS)


def _ready_to_act(law: PreparationLaw, blows: Sequence[float], way: _Way) -> float:
    """When blows at some hours are ready to be answered: a clock that runs is not begun anew, but
    one that ends earlier takes its place.
    """
    ready, clock = -inf, sampler(law.time_to_act)
    slow = frailty(way.luck(), law.time_to_act_frailty) if law.time_to_act_frailty > 0.0 else 1.0
    for at in blows:
        then = at + clock(way.luck()) * slow
        ready = min(then, ready) if ready > at else then
    return ready


def first_channel(prepared: Prepared, kind: str) -> str:
    """The channel that a kind of message takes first; empty where none may carry it."""
    ready = prepared.kinds[kind]
    return next(iter(ready.route or ready.by_cell), "")


class _Way:
    """Messages like one, with luck of their own: the numbers of each stage lie evenly (a Latin
    hypercube), so that the ends of a range hang little on which they are.
    """

    __slots__ = ("_at", "_columns", "_message", "_prepared", "_random")

    def __init__(self, prepared: Prepared, name: str) -> None:
        self._prepared = prepared
        self._random = Random(name)
        self._columns: list[list[float]] = []
        self._message = self._at = 0

    def range(self, draw: Callable[[], float], outside: int = _OF_MESSAGES) -> Between:
        """Between which hours such things happen."""
        hours: list[float] = []
        for self._message in range(_DRAWS):
            self._at = 0
            hours.append(draw())
        hours.sort()
        return Between(hours[outside], hours[-1 - outside], hours[_DRAWS // 2])

    def luck(self) -> float:
        """A uniform number inside (0, 1)."""
        if self._at == len(self._columns):
            column = [
                (number + (self._random.random() or 0.5)) / _DRAWS for number in range(_DRAWS)
            ]
            self._random.shuffle(column)
            self._columns.append(column)
        self._at += 1
        return self._columns[self._at - 1][self._message]

    def is_read(self, now: float, sender: Role, kind: str, channel: str) -> float:
        """When it has been read, if every desk and the channel are free."""
        prepared = self._prepared
        ours = prepared.allies[sender]
        own = None if _is_precleared(prepared, sender, kind) else prepared.channels.get(channel)
        now += ours.drafting(self.luck())
        now = self._past(now, ours, _own(own, "clearance", sender) or ours.clearance[kind])
        if channel:
            sensitivity = prepared.kinds[kind].sensitivity
            route = usable(prepared.setting.channels, channel, sensitivity) or (channel,)
            now, channel = self._carry(now, route)
        return self.is_read_once_delivered(now, sender, kind, channel)

    def _carry(self, now: float, route: Sequence[str]) -> tuple[float, str]:
        """When a channel has carried it, and which: what is shut or down for longer than one waits
        is left for the next.
        """
        for name in route:
            link = self._prepared.channels[name]
            wait = max(link.calendar.next_open(now) - now, self._outage(link))
            if wait <= link.timeout or name == route[-1]:
                return now + wait + link.latency(self.luck()), name
            now += link.timeout
        raise AssertionError("the last of a route is waited for")

    def _outage(self, link: ReadyChannel) -> float:
        """For how long a channel is still down: at any hour it is so for its share of all time."""
        up, down = link.outage.up, link.outage.down
        if up is None or down is None:
            return 0.0
        is_down = self.luck() < down.mean / (up.mean + down.mean)
        return sampler(down)(self.luck()) * self.luck() if is_down else 0.0

    def is_read_once_delivered(self, now: float, sender: Role, kind: str, channel: str) -> float:
        """When it has been read, if every desk there is free."""
        other = _OTHER[sender]
        theirs = self._prepared.allies[other]
        link = self._prepared.channels.get(channel)
        now = self._past(now, theirs, _own(link, "inbound", other) or theirs.inbound[kind])
        return theirs.nights.finish(now, theirs.reading(self.luck()), theirs.night_rate)

    def _past(self, now: float, ally: ReadyAlly, stops: Iterable[Stop]) -> float:
        for stop in stops:
            office = ally.offices[stop.desk[1]]
            if stop.meetings is not None:
                now = stop.meetings.next_meeting(now)
            calendar: Calendar = office.calendar
            queue = usual_queue(self._prepared, ally.role, office.name)
            now = queue.free_from(now, self.luck())
            now = calendar.finish(now, stop.work(self.luck()), office.off_rate)
        return now


def _is_precleared(prepared: Prepared, sender: Role, kind: str) -> bool:
    """Whether a kind is cleared by its own desks, whichever way it goes."""
    allies = prepared.setting.allies
    ally = allies.patron if sender == "patron" else allies.frontline
    return kind in ally.precleared


def _own(link: ReadyChannel | None, which: str, role: Role) -> tuple[Stop, ...] | None:
    """The chain of a channel that has one of its own."""
    if link is None:
        return None
    own = link.clearance if which == "clearance" else link.inbound
    return None if own is None else own[role]
