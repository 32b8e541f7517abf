"""When a message will be read, or a question answered, as far as its sender can tell: a range.

The range is that of many messages like it, sent now, by draws that are no part of the world. It
knows the hours of desks and leaders and the laws of each stage; it leaves out queues, outages and
whatever the sender does not know.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from random import Random
from typing import Final, NamedTuple

from sim.domain.communication.calendar import Calendar
from sim.domain.decisions.views import Role
from sim.domain.distributions.families import sampler
from sim.domain.distributions.variates import frailty
from sim.engine.compiled import Prepared, ReadyAlly, ReadyChannel, Stop

_DRAWS: Final = 200
#: Eight of ten are read in the range.
_EARLY: Final = _DRAWS // 10
_LATE: Final = _DRAWS - _EARLY - 1
_OTHER: Final[dict[Role, Role]] = {"frontline": "patron", "patron": "frontline"}
_ANSWER: Final = "concurrence"


class Between(NamedTuple):
    """Hours since the start between which eight of ten such things happen."""

    early: float
    late: float


def reading_range(prepared: Prepared, sender: Role, kind: str, channel: str, now: float) -> Between:
    """When the other leader will have read a message that is begun now and goes by a channel."""
    way = _Way(prepared, Random(f"{kind} {channel}"))  # the same for the same question
    return _range(lambda: way.is_read(now, sender, kind, channel))


def delivered_range(
    prepared: Prepared, sender: Role, kind: str, channel: str, sent: float
) -> Between:
    """When the other leader will have read a message that a channel has carried by now."""
    way = _Way(prepared, Random(f"{kind} {channel}"))
    return _range(lambda: way.is_read_once_delivered(sent, sender, kind, channel))


def answer_range(prepared: Prepared, kind: str, now: float) -> Between:
    """When the answer to a question of the frontline that is put now will have been read."""
    way = _Way(prepared, Random(kind))
    council = sampler(prepared.setting.allies.patron.council)
    there, back = (first_channel(prepared, one) for one in (kind, _ANSWER))

    def answered() -> float:
        patron = prepared.allies["patron"]
        hour = way.is_read(now, "frontline", kind, there)
        if prepared.kinds[kind].council:
            hour = patron.nights.finish(hour, council(way.luck()), patron.night_rate)
        hour = patron.nights.finish(hour, patron.deliberation(way.luck()), patron.night_rate)
        return way.is_read(hour, "patron", _ANSWER, back)

    return _range(answered)


def preparation_range(
    prepared: Prepared, now: float, *, under_fire: bool, waited: float = 0.0
) -> Between:
    """When a strike would fall that is begun to be prepared now, after so many hours in which an
    answer was ``waited`` for. How slow this world's preparations are the seat cannot tell.
    """
    law = prepared.setting.allies.frontline.preparation
    hours, way = sampler(law.duration), _Way(prepared, Random("preparation"))
    factor = prepared.setting.ladder.exchange.preparation if under_fire else 1.0

    def falls() -> float:
        drawn = hours(way.luck()) * factor * frailty(way.luck(), law.frailty)
        return now + max(law.no_return, drawn - law.parallel * waited)

    return _range(falls)


def first_channel(prepared: Prepared, kind: str) -> str:
    """The channel that a kind of message takes first; empty where none may carry it."""
    ready = prepared.kinds[kind]
    return next(iter(ready.route or ready.by_cell), "")


def _range(draw: Callable[[], float]) -> Between:
    hours = sorted(draw() for _ in range(_DRAWS))
    return Between(hours[_EARLY], hours[_LATE])


class _Way:
    """Messages like one, with luck of their own."""

    __slots__ = ("_prepared", "_random")

    def __init__(self, prepared: Prepared, random: Random) -> None:
        self._prepared = prepared
        self._random = random

    def luck(self) -> float:
        """A uniform number inside (0, 1)."""
        return self._random.random() or 0.5

    def is_read(self, now: float, sender: Role, kind: str, channel: str) -> float:
        """When it has been read, if every desk and the channel are free."""
        ours = self._prepared.allies[sender]
        link = self._prepared.channels.get(channel)
        now += ours.drafting(self.luck())
        now = self._past(now, ours, _own(link, "clearance", sender) or ours.clearance[kind])
        if link is not None:
            now = link.calendar.next_open(now) + link.latency(self.luck())
        return self.is_read_once_delivered(now, sender, kind, channel)

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
            now = calendar.finish(now, stop.work(self.luck()), office.off_rate)
        return now


def _own(link: ReadyChannel | None, which: str, role: Role) -> tuple[Stop, ...] | None:
    """The chain of a channel that has one of its own."""
    if link is None:
        return None
    own = link.clearance if which == "clearance" else link.inbound
    return None if own is None else own[role]
