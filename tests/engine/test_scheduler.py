"""The kernel: SimPy's clock in all but the speed, with calls in the same queue as its events."""

from __future__ import annotations

from collections.abc import Generator
from functools import partial
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from simpy import Environment, Event

from sim.engine.scheduler import Kernel

Process = Generator[Event, Any, None]
delays = st.lists(st.sampled_from([0.0, 0.5, 1.0, 1.5, 2.0]), max_size=20)


def stop(kernel: Kernel, at: float) -> None:
    """Let the kernel halt at a time, after all that was asked for before."""
    kernel.later(at, lambda: setattr(kernel, "halted", True))


def waiting(
    env: Environment | Kernel, told: list[tuple[str, float]], name: str, hours: float
) -> Process:
    """Wait, say so, and wait as long again."""
    for _ in range(2):
        yield env.timeout(hours)
        told.append((name, env.now))


def _tell(
    told: list[tuple[float, int]], kernel: Kernel, number: int, _event: Event | None = None
) -> None:
    told.append((kernel.now, number))


@given(delays)
def test_processes_run_as_in_simpy(hours: list[float]) -> None:
    told: dict[type, list[tuple[str, float]]] = {Environment: [], Kernel: []}
    simpy, kernel = Environment(), Kernel()
    for env in (simpy, kernel):
        for number, each in enumerate(hours):
            env.process(waiting(env, told[type(env)], str(number), each))
    stop(kernel, 9.0)
    simpy.run()
    kernel.proceed()
    assert told[Kernel] == told[Environment]


@given(delays)
def test_calls_and_events_of_one_time_come_in_the_order_in_which_they_were_asked_for(
    hours: list[float],
) -> None:
    kernel = Kernel()
    told: list[tuple[float, int]] = []
    for number, each in enumerate(hours):
        tell = partial(_tell, told, kernel, number)
        if number % 2:
            kernel.later(each, tell)
        else:
            kernel.timeout(each).callbacks.append(tell)
    stop(kernel, 9.0)
    kernel.proceed()
    assert told == sorted(zip(hours, range(len(hours)), strict=True))


def test_a_process_that_fails_is_heard() -> None:
    def failing(env: Kernel) -> Process:
        yield env.timeout(1.0)
        raise RuntimeError("lost")

    kernel = Kernel()
    kernel.process(failing(kernel))
    with pytest.raises(RuntimeError, match="lost"):
        kernel.proceed()
    assert kernel.now == 1.0


def test_it_halts_after_the_event_that_says_so_and_goes_on_from_there() -> None:
    kernel = Kernel()
    told: list[float] = []
    stop(kernel, 1.0)
    kernel.later(1.0, lambda: told.append(kernel.now))
    stop(kernel, 2.0)
    kernel.proceed()
    assert (kernel.now, told) == (1.0, [])
    kernel.halted = False
    kernel.proceed()
    assert (kernel.now, told) == (2.0, [1.0])


@given(delays, st.sampled_from([0.0, 0.5, 1.25, 9.0]))
def test_a_run_until_an_hour_is_as_in_simpy_and_goes_on_from_there(
    hours: list[float], until: float
) -> None:
    told: dict[type, list[tuple[str, float]]] = {Environment: [], Kernel: []}
    kernel, simpy = Kernel(), Environment()
    for env in (simpy, kernel):
        for number, each in enumerate(hours):
            env.process(waiting(env, told[type(env)], str(number), each + 0.1))
    simpy.run(until=until + 0.05)
    kernel.run(until=until + 0.05)
    assert told[Kernel] == told[Environment]
    assert kernel.now == simpy.now
    simpy.run()
    kernel.run()
    assert told[Kernel] == told[Environment]


def test_an_event_fires_after_some_hours_with_its_value() -> None:
    kernel = Kernel()
    told: list[tuple[float, object]] = []
    event = Event(kernel.simpy)
    event.callbacks.append(lambda fired: told.append((kernel.now, fired.value)))
    kernel.fire(event, 2.5, "done")
    kernel.run()
    assert told == [(2.5, "done")]
