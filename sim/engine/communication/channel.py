"""A channel as time sees it: a line before its capacity, outages, opening hours.

Outages are no events. They alternate with working times by two laws, worked out as far ahead as
somebody asks, so a channel that nobody uses costs nothing and changes nothing.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from math import inf
from typing import Any

from sim.domain.communication.calendar import ALWAYS, Calendar
from sim.domain.distributions.families import Law, sampler
from sim.engine.communication.desk import Line
from sim.engine.random_streams import Streams
from sim.engine.scheduler import Kernel

#: Transmissions under way that are remembered before those that are over are forgotten.
_MANY = 16
#: Working times that are drawn for one that is known to last a while.
_TRIES = 1000


class Outages:
    """When a channel is down: an alternating renewal process that begins with a working time, and
    cuts besides.
    """

    __slots__ = ("_cuts", "_down", "_ends", "_name", "_starts", "_streams", "_up")

    def __init__(
        self, streams: Streams, name: str, up: Law | None = None, down: Law | None = None
    ) -> None:
        """Without either law the channel never fails by itself."""
        if up is not None and up.mean <= 0:
            raise ValueError(
                f"{name} would never be up: the mean time between outages must be above zero"
            )
        self._streams = streams
        self._name = name
        self._up = None if up is None or down is None else sampler(up)
        self._down = None if up is None or down is None else sampler(down)
        self._starts: list[float] = []
        self._ends: list[float] = []
        self._cuts: list[tuple[float, float]] = []

    @property
    def never(self) -> bool:
        """Whether there are none, so far as is known."""
        return self._up is None and not self._cuts

    def up(self, t: float) -> bool:
        """Whether the channel works at ``t``."""
        return self.next_up(t) == t

    def next_up(self, t: float) -> float:
        """The first time from ``t`` on at which the channel works."""
        while ends := [end for start, end in self._after(t) if start <= t]:
            t = max(ends)
        return t

    def next_down(self, t: float) -> float:
        """The first time from ``t`` on at which the channel is down; infinite when it never is."""
        return min((max(start, t) for start, _ in self._after(t)), default=inf)

    def begin_outage(self, start: float, hours: float) -> None:
        """Put the channel out of service from ``start`` on: what a scenario brings in, besides
        chance.
        """
        self._cuts.append((start, start + hours))

    def turn(self, now: float) -> None:
        """Outages to come are drawn anew; one that has begun stays. A working time under way is
        drawn until one is longer than what has passed of it.
        """
        known = bisect_right(self._starts, now)
        if known == len(self._starts):
            return
        del self._starts[known:], self._ends[known:]
        if self._up is None or self._down is None or (self._ends and self._ends[-1] > now):
            return
        since = self._ends[-1] if self._ends else 0.0
        name = f"working time under way of {self._name}"
        tried = (self._up(u) for u in self._streams.numbers(name, _TRIES)[:_TRIES])
        lasts = next((hours for hours in tried if since + hours > now), now - since)
        repair = self._streams.numbers(f"repair times of {self._name}", known + 1)[known]
        self._starts.append(since + lasts)
        self._ends.append(since + lasts + max(self._down(repair), 0.0))

    def _after(self, t: float) -> list[tuple[float, float]]:
        """The cuts and the one outage by chance that end after ``t`` and may come first."""
        outages = [cut for cut in self._cuts if cut[1] > t] if self._cuts else []
        if self._up is not None:
            while not self._ends or self._ends[-1] <= t:
                self._add()
            at = bisect_right(self._ends, t)
            outages.append((self._starts[at], self._ends[at]))
        return outages

    def _add(self) -> None:
        assert self._up is not None
        assert self._down is not None
        number = len(self._ends)
        lasts = self._streams.numbers(f"working times of {self._name}", number + 1)[number]
        repair = self._streams.numbers(f"repair times of {self._name}", number + 1)[number]
        start = (self._ends[-1] if self._ends else 0.0) + max(self._up(lasts), 0.0)
        self._starts.append(start)
        self._ends.append(start + max(self._down(repair), 0.0))


class _Transmission:
    """One transmission: it waits for capacity, is under way, and tells once whether it was
    delivered.
    """

    __slots__ = ("_began", "_delivered", "_env", "_on_end", "over", "under_way")

    def __init__(self, env: Kernel, on_end: Callable[[float, bool], None]) -> None:
        self._env = env
        self._on_end = on_end
        self.under_way = False
        self.over = False

    def begin(self, hours: float, value: Any) -> None:  # noqa: ANN401 - as for any customer
        """It is on its way for ``hours`` from now; ``value`` is when it began and whether it will
        be delivered.
        """
        self._began, self._delivered = value
        self.under_way = True
        self._env.later(hours, self._over)

    def fail_now(self) -> None:
        """It fails now, instead of at its end."""
        self.under_way, self.over = False, True
        self._env.later(0.0, self._fail)

    def _over(self) -> None:
        if self.under_way:
            self.under_way, self.over = False, True
            self._on_end(self._began, self._delivered)

    def _fail(self) -> None:
        self._on_end(self._began, False)


class Link(Line):
    """A channel: ``capacity`` transmissions at once, begun only while it is up and open, failed by
    an outage.

    Closing hours do not stop what is on its way; an outage does.
    """

    def __init__(
        self, env: Kernel, *, capacity: int, outages: Outages, calendar: Calendar = ALWAYS
    ) -> None:
        super().__init__(env, capacity)
        self.outages = outages
        self.calendar = calendar
        self._entrusted: list[_Transmission] = []

    def transmit(
        self, precedence: int, hours: float, on_end: Callable[[float, bool], None]
    ) -> None:
        """Send something that takes ``hours``; ``on_end`` hears, at its end, when it began and
        whether it was delivered.
        """
        transmission = _Transmission(self._env, on_end)
        self.admit(transmission, precedence, hours)
        if len(self._entrusted) > _MANY:
            self._entrusted = [other for other in self._entrusted if not other.over]
        self._entrusted.append(transmission)

    def next_open(self, t: float) -> float:
        """The first time from ``t`` on at which the channel is up and open."""
        if self.calendar.always and self.outages.never:
            return t
        while True:
            ready = self.outages.next_up(self.calendar.next_open(t))
            if self.calendar.on(ready):
                return ready
            t = ready

    def take_out_of_service(self, hours: float) -> None:
        """Put the channel out of service from now on; what is on its way fails now."""
        now = self._env.now
        self.outages.begin_outage(now, hours)
        for transmission in self._entrusted:
            if transmission.under_way:
                transmission.fail_now()
        self._vacate(now)

    def _ready(self, now: float) -> float:
        free = self._free[0]
        return self.next_open(max(now, free))

    def _begin(self, now: float, hours: float) -> tuple[float, tuple[float, bool]]:
        over, down = now + hours, self.outages.next_down(now)
        return min(over, down), (now, over <= down)
