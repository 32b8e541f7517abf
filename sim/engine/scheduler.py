"""SimPy's clock with a quick loop, and with calls beside its events.

Most of what happens in a world is one function that is called at one time. As a SimPy event that
costs an object, a list of callbacks and two calls; here it is an entry of the queue, and costs one.
Processes and events live in the environment ``simpy``, whose events take their turn in the same
queue and work as everywhere in SimPy. The loop says what ``Environment.run`` and
``Environment.step`` say, without two calls for each event.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from functools import partial
from heapq import heapify, heappop, heappush
from itertools import count
from math import inf
from typing import Any, Final

from simpy import Environment, Event, Timeout
from simpy.events import NORMAL, Process

_NORMAL: Final[int] = NORMAL
_LAST: Final = _NORMAL + 1  # after what SimPy and the model schedule for the same time
_END: Final = _LAST + 1


class _Environment(Environment):
    """SimPy's environment, which keeps no clock and no queue of its own: both are the kernel's."""

    def __init__(self, kernel: Kernel) -> None:
        super().__init__()
        self._kernel = kernel

    @property
    def now(self) -> float:
        return self._kernel.now

    def schedule(self, event: Event, priority: int = NORMAL, delay: float = 0) -> None:
        self._kernel.queue(delay, priority, partial(_process, event))


class Kernel:
    """The clock of one world. ``now`` is read some thousand times a world: a plain attribute."""

    __slots__ = ("_count", "_due", "halted", "now", "simpy")

    def __init__(self) -> None:
        self.now = 0.0
        self.halted = False
        self.simpy = _Environment(self)
        self._due: list[
            tuple[float, int, int, Callable[[], None]]
        ] = []  # a heap: when, priority, number, what to call
        self._count = count()

    def later(self, hours: float, act: Callable[[], None]) -> None:
        """Call ``act`` after some hours."""
        heappush(self._due, (self.now + hours, _NORMAL, next(self._count), act))

    def drop(self, act: Callable[[], None]) -> None:
        """Forget all calls of ``act`` that are still to come."""
        self._due[:] = [entry for entry in self._due if entry[3] != act]
        heapify(self._due)

    def queue(self, hours: float, priority: int, act: Callable[[], None]) -> None:
        """Call ``act`` after some hours; of calls at the same time those of the lower number go
        first.
        """
        heappush(self._due, (self.now + hours, priority, next(self._count), act))

    def beside(self, hour: float, act: Callable[[], None]) -> None:
        """Call ``act`` at an hour, after all else that happens then, without counting it: for who
        looks and changes nothing.
        """
        heappush(self._due, (hour, _LAST, 0, act))

    def process(self, generator: Generator[Event, Any, Any]) -> Process:
        """Start a SimPy process now."""
        return self.simpy.process(generator)

    def timeout(self, hours: float) -> Timeout:
        """A SimPy event that fires after some hours."""
        return Timeout(self.simpy, hours)

    def fire(self, event: Event, hours: float, value: object) -> None:
        """Let a SimPy event fire after some hours: what ``succeed`` does, later."""
        event._ok = True  # noqa: SLF001
        event._value = value  # noqa: SLF001
        self.simpy.schedule(event, NORMAL, hours)

    def proceed(self) -> None:
        """Let time pass until something sets ``halted`` (what does so is finished first) or nothing
        is left.
        """
        due = self._due
        while due and not self.halted:
            self.now, _, _, act = heappop(due)
            act()

    def advance(self, hour: float) -> None:
        """Let time pass until an hour, all that is due by then included, or until something sets
        ``halted`` before. Nothing is put into the queue for it, so a later call finds the same.
        """
        due = self._due
        while due and not self.halted and due[0][0] <= hour:
            self.now, _, _, act = heappop(due)
            act()
        if not self.halted and self.now < hour < inf:
            self.now = hour

    def next_at(self) -> float:
        """The hour of what is due next; infinite where nothing is."""
        return self._due[0][0] if self._due else inf

    def run(self, until: float = inf) -> None:
        """Let time pass until an hour, or until nothing is left."""
        self.halted = False
        if until < inf:
            heappush(self._due, (until, _END, 0, self._halt))
        self.proceed()

    def event_count(self) -> int:
        """How many events there were, those still to come included; the count itself moves on by
        one.
        """
        return next(self._count)

    def _halt(self) -> None:
        self.halted = True


def _process(event: Event) -> None:
    """Tell all who wait for an event; a process that failed, and for which nobody waits, fails the
    world.
    """
    callbacks, event.callbacks = event.callbacks, None  # type: ignore[assignment]
    for callback in callbacks:
        callback(event)
    if not event._ok and not event.defused:  # noqa: SLF001 - as Environment.step does
        raise event._value  # noqa: SLF001
