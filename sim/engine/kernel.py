"""SimPy's clock with a quick loop, and with calls beside its events.

Most of what happens in a world is one function that is called at one time. As a SimPy event that costs an object, a list of
callbacks and two calls; here it is an entry of the same queue, in the same order, and costs one. Processes and events work
as everywhere in SimPy. The loop says what ``Environment.run`` and ``Environment.step`` say, without a call for each event.
"""

from __future__ import annotations

from collections.abc import Callable
from heapq import heappop, heappush
from typing import Any, Final

from simpy import Environment, Event
from simpy.events import NORMAL

_LAST: Final = NORMAL + 1  # after what SimPy and the model schedule for the same time


class Kernel(Environment):
    """The clock of one world. ``now`` is read some thousand times a world: a plain attribute here, not a property."""

    now: float = 0.0

    def __init__(self) -> None:
        super().__init__()
        self.halted = False
        self._due: list[Any] = self._queue  # entries as SimPy has them, but of events and of functions to call

    def later(self, hours: float, act: Callable[[], None]) -> None:
        """Call ``act`` after some hours."""
        heappush(self._due, (self.now + hours, NORMAL, next(self._eid), act))

    def beside(self, hour: float, act: Callable[[], None]) -> None:
        """Call ``act`` at an hour, after all else that happens then, without counting it: for who looks and changes nothing."""
        heappush(self._due, (hour, _LAST, 0, act))

    def proceed(self) -> None:
        """Let time pass until something sets ``halted``; the event that does so is finished first."""
        queue = self._due
        while not self.halted:
            self.now, _, _, due = heappop(queue)
            self._now = self.now
            if isinstance(due, Event):
                _process(due)
            else:
                due()

    def scheduled(self) -> int:
        """How many events there were, those still to come included; the count itself moves on by one."""
        return next(self._eid)


def _process(event: Event) -> None:
    """Tell all who wait for an event; a process that failed, and for which nobody waits, fails the world."""
    callbacks, event.callbacks = event.callbacks, None  # type: ignore[assignment]
    for callback in callbacks:
        callback(event)
    if not event._ok and not event.defused:  # noqa: SLF001 - as Environment.step does
        raise event._value  # noqa: SLF001
