"""A staffed desk: a queue by precedence before some officers, who never put down what they have in
hand.

Written on plain SimPy events and a heap, because a world passes its desks hundreds of times: an
item costs one event when an officer is free and one more when it must wait. Routine traffic, of
which there is ten times as much, costs none at all. It is the lowest class, so it can delay a
message only by the item in hand; hence it need not be simulated as events. When somebody else
arrives, a plain loop serves the routine items that would have begun until then, and the desk stands
exactly as if each had been an event. Tests compare the two, customer by customer.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from heapq import heappop, heappush, heapreplace
from itertools import chain, count
from math import inf
from typing import Any, Protocol

from simpy import Event

from sim.domain.communication.calendar import ALWAYS, Calendar
from sim.engine.scheduler import Kernel

#: More than any precedence.
AHEAD = 100
_NEVER = inf, 0.0


class Customer(Protocol):
    """Who stands in a line."""

    # Each kind of line tells something else.
    def begin(self, hours: float, value: Any) -> None:  # noqa: ANN401
        """The service begins now and lasts ``hours``; ``value`` is what the line says of it."""


class _Ticket:
    """A customer for whom a SimPy event fires when the service is over."""

    __slots__ = ("_env", "over")

    def __init__(self, env: Kernel) -> None:
        self._env = env
        self.over = Event(env.simpy)

    def begin(self, hours: float, value: Any) -> None:  # noqa: ANN401 - as for any customer
        """Let the service begin now and last ``hours``."""
        self._env.fire(self.over, hours, value)


class Line(ABC):
    """One line before several places. Higher precedence first, then first come; nothing is
    interrupted.
    """

    def __init__(self, env: Kernel, places: int) -> None:
        if places < 1:
            raise ValueError(f"a line leads to at least one place, not to {places}")
        self._env = env
        self._free = [env.now] * places  # heap: when each place is free again
        self._line: list[tuple[int, int, float, float, Customer]] = []
        self._order = count()
        self.begun = 0
        self.waited = 0.0
        self._hours = 0.0  # of service begun

    @property
    def queue_length(self) -> int:
        """How many stand in the line now."""
        return len(self._line)

    # By place, `ahead` reads well.
    def join(self, precedence: int, hours: float, ahead: bool = False) -> Event:  # noqa: FBT001, FBT002
        """Stand in line for ``hours`` of service; ``ahead`` goes before every precedence.

        The event fires when the service is over.
        """
        ticket = _Ticket(self._env)
        self.admit(ticket, precedence + AHEAD if ahead else precedence, hours)
        return ticket.over

    def admit(self, customer: Customer, rank: int, hours: float) -> None:
        """Let a customer stand in line; the higher ``rank`` goes first. It is told when its service
        begins.
        """
        now = self._env.now
        ready = self._ready(now)
        if ready <= now and not self._line:
            customer.begin(*self._take(now, now, hours))
            return
        heappush(self._line, (-rank, next(self._order), now, hours, customer))
        if len(self._line) == 1:
            self._wake(ready)

    def busy_hours(self, now: float) -> float:
        """Hours of service given so far, over all places."""
        self._ready(now)
        return self._hours - sum(free - now for free in self._free if free > now)

    def _vacate(self, now: float) -> None:
        """Free all places at once: what was in service is over."""
        self._hours = self.busy_hours(now)
        self._free = [min(free, now) for free in self._free]
        if self._line:
            self._wake(self._ready(now))

    @abstractmethod
    def _ready(self, now: float) -> float:
        """When the next in the line may begin, as far as is known now."""

    @abstractmethod
    def _begin(self, now: float, hours: float) -> tuple[float, Any]:
        """When a service begun now will be over, and what its event shall say."""

    def _take(self, asked: float, now: float, hours: float) -> tuple[float, Any]:
        """Begin a service at the place that is free: how long it lasts and what its event says."""
        over, value = self._begin(now, hours)
        lasts = over - now
        heapreplace(self._free, now + lasts)
        self.begun += 1
        self.waited += now - asked
        self._hours += lasts
        return lasts, value

    def _wake(self, time: float) -> None:
        self._env.later(time - self._env.now, self._call)

    def _call(self) -> None:
        """Let those begin for whom there is a place, and sleep (again, if rounding woke early)
        until there is one.
        """
        now = self._env.now
        while self._line:
            ready = self._ready(now)
            if ready > now:
                self._wake(ready)
                return
            *_, asked, hours, customer = heappop(self._line)
            customer.begin(*self._take(asked, now, hours))


class Desk(Line):
    """Officers of one office. Off duty they work at ``off_rate`` (0 to 1) and begin nothing
    routine.
    """

    def __init__(
        self,
        env: Kernel,
        *,
        staff: int,
        calendar: Calendar = ALWAYS,
        off_rate: float = 1.0,
        routine: Iterator[tuple[float, float]] | None = None,
    ) -> None:
        """``routine`` gives (hour of arrival, hours of work) in order of arrival."""
        super().__init__(env, staff)
        self._calendar = calendar
        self._off_rate = off_rate
        self._routine = iter(()) if routine is None else routine
        self._next = next(self._routine, _NEVER)
        self._stretch = calendar.stretch(env.now)
        self.routine_begun = 0
        self.routine_waited = 0.0

    # By place, `ahead` reads well.
    def serve(self, precedence: int, work: float, ahead: bool = False) -> Event:  # noqa: FBT001, FBT002
        """Ask for ``work`` hours of an officer; the event fires when they are done, with the time
        they began.
        """
        return self.join(precedence, work, ahead)

    def arrived(self, now: float) -> list[tuple[float, float]]:
        """The routine items that have arrived and not been begun, out of the list that they come
        from.
        """
        waiting: list[tuple[float, float]] = []
        while self._next[0] <= now:
            waiting.append(self._next)
            self._next = next(self._routine, _NEVER)
        return waiting

    def turn(
        self, waiting: list[tuple[float, float]], later: Iterator[tuple[float, float]]
    ) -> None:
        """What has arrived stays; what is later comes by other chance."""
        self._routine = chain(waiting, later)
        self._next = next(self._routine, _NEVER)

    def _begin(self, now: float, hours: float) -> tuple[float, float]:
        opens, closes = self._stretch
        over = now + hours
        if (
            now < opens or over > closes
        ):  # not plainly within the stretch of duty that was looked up last
            over = self._calendar.finish(now, hours, self._off_rate)
        return over, now

    def _ready(self, now: float) -> float:
        if not self._line and self._next[0] < now and self._free[0] < now:
            self._catch_up(now)
        return self._free[0]

    def _catch_up(self, now: float) -> None:
        """Begin the routine items that begin before ``now``. No message waits, so nothing comes
        before them.
        """
        free, following = self._free, self._routine
        arrival, work = self._next
        opens, closes = self._stretch
        begun, waited, hours = 0, 0.0, 0.0
        while True:
            # max() takes twice as long, and it counts.
            start = free[0] if free[0] > arrival else arrival  # noqa: FURB136
            if start >= now:
                break
            if start >= closes:
                opens, closes = self._calendar.stretch(start)
            if start < opens:
                if opens >= now:
                    break
                start = opens
            over = start + work
            if over > closes:
                over = self._calendar.finish(start, work, self._off_rate)
            heapreplace(free, over)
            begun += 1
            waited += start - arrival
            hours += over - start
            arrival, work = next(following, _NEVER)
        self._next, self._stretch = (arrival, work), (opens, closes)
        self._count(begun, waited, hours)

    def _count(self, begun: int, waited: float, hours: float) -> None:
        self.routine_begun += begun
        self.routine_waited += waited
        self._hours += hours
