"""SimPy's clock with a quick loop, and with calls beside its events.

Most of what happens in a world is one function that is called at one time. As a SimPy event that costs an object, a list of
callbacks and two calls; here it is an entry of the same queue, in the same order, and costs one. Processes and events live
in the environment ``simpy`` and work as everywhere in SimPy. The loop says what ``Environment.run`` and ``Environment.step``
say, without a call for each event.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from heapq import heappop, heappush
from math import inf
from typing import Any, Final

from simpy import Environment, Event, Timeout
from simpy.events import NORMAL, Process

_LAST: Final = NORMAL + 1  # after what SimPy and the model schedule for the same time
_NORMAL: Final[int] = NORMAL


class Kernel:
    """The clock of one world. ``now`` is read some thousand times a world: an attribute of its own, not SimPy's property."""

    __slots__ = ("_count", "_due", "halted", "now", "simpy")

    def __init__(self) -> None:
        self.now: float = 0.0
        self.halted: bool = False
        self.simpy: Environment = Environment()
        # Entries as SimPy has them, but of events and of functions to call; and SimPy's count of them.
        self._due: list[Any] = self.simpy._queue  # noqa: SLF001 - one queue for both
        self._count: Iterator[int] = self.simpy._eid  # noqa: SLF001

    def later(self, hours: float, act: Callable[[], None]) -> None:
        """Call ``act`` after some hours."""
        heappush(self._due, (self.now + hours, _NORMAL, next(self._count), act))

    def beside(self, hour: float, act: Callable[[], None]) -> None:
        """Call ``act`` at an hour, after all else that happens then, without counting it: for who looks and changes nothing."""
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
        """Let time pass until something sets ``halted`` (the event that does so is finished first) or nothing is left."""
        queue, simpy = self._due, self.simpy
        while queue and not self.halted:
            now, _, _, due = heappop(queue)
            self.now = now
            simpy._now = now  # noqa: SLF001
            if isinstance(due, Event):
                _process(due)
            else:
                due()

    def run(self, until: float = inf) -> None:
        """Let time pass until an hour, or until nothing is left."""
        self.halted = False
        if until < inf:
            self.beside(until, self._halt)
        self.proceed()

    def scheduled(self) -> int:
        """How many events there were, those still to come included; the count itself moves on by one."""
        return next(self._count)

    def _halt(self) -> None:
        self.halted = True


def _process(event: Event) -> None:
    """Tell all who wait for an event; a process that failed, and for which nobody waits, fails the world."""
    callbacks, event.callbacks = event.callbacks, None  # type: ignore[assignment]
    for callback in callbacks:
        callback(event)
    if not event._ok and not event.defused:  # noqa: SLF001 - as Environment.step does
        raise event._value  # noqa: SLF001
