"""A whole world against a bare SimPy model with the same number of events, in one run, turn by turn.

The bare model has what any SimPy model of this shape has and nothing else: processes that wait in a loop, processes that
pass four staffed desks with hand-written heap queues, and fixed delays. No belief, no decision, no draw, no log, no outcome.
"""

from __future__ import annotations

from collections.abc import Generator
from heapq import heappop, heappush
from itertools import count
from pathlib import Path
from statistics import median
from time import process_time
from typing import Any

from simpy import Environment, Event, Timeout

Process = Generator[Event, Any, None]
SCENARIO = Path(__file__).parent.parent / "scenarios" / "northern-front.yaml"
#: Desks that a bare message passes, and the events that it costs: start, a wait and a service at each desk, end.
DESKS = 4
EVENTS_PER_MESSAGE = 2 + 2 * DESKS
#: Share of a world's events that belong to messages; the rest are loops that wait.
MESSAGE_SHARE = 0.5


class BareDesk:
    """A staffed desk with a priority heap, as one writes it by hand."""

    def __init__(self, env: Environment, staff: int) -> None:
        self.env, self.free, self.line, self.order = env, staff, [], count()  # type: ignore[var-annotated]

    def serve(self, precedence: int, hours: float) -> Event:
        """An event that fires when the service is over."""
        done = Event(self.env)
        if self.free:
            self.free -= 1
            self._begin(done, hours)
        else:
            heappush(self.line, (-precedence, next(self.order), hours, done))
        return done

    def _begin(self, done: Event, hours: float) -> None:
        done.callbacks.append(self._over)
        done._ok, done._value = True, self.env.now  # noqa: SLF001 - what succeed() does, later
        self.env.schedule(done, delay=hours)

    def _over(self, _event: Event) -> None:
        if self.line:
            _, _, hours, done = heappop(self.line)
            self._begin(done, hours)
        else:
            self.free += 1


def bare(events: int) -> None:
    """A model of that many events."""
    env = Environment()
    desks = [BareDesk(env, 2) for _ in range(8)]
    messages = int(events * MESSAGE_SHARE / EVENTS_PER_MESSAGE)
    loops, waits = 8, int(events * (1.0 - MESSAGE_SHARE) / 8)
    for number in range(loops):
        env.process(_loop(env, waits, 7.0 + number))
    env.process(_source(env, desks, messages))
    env.run()


def _loop(env: Environment, waits: int, hours: float) -> Process:
    for _ in range(waits):
        yield Timeout(env, hours)


def _source(env: Environment, desks: list[BareDesk], messages: int) -> Process:
    for number in range(messages):
        env.process(_message(env, desks[number % 4 : number % 4 + DESKS], number % 4))
        yield Timeout(env, 20.0)


def _message(env: Environment, desks: list[BareDesk], precedence: int) -> Process:
    for desk in desks:
        yield Timeout(env, 1.0)
        yield desk.serve(precedence, 1.5)
