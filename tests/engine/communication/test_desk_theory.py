"""The desk against queueing theory: long runs, fixed seeds, and intervals that must hold the
textbook's value.

Sources: Erlang (1917) for several officers; Pollaczek (1930) and Khinchine (1932) for any law of
work; Cobham (1954) for priorities without interruption. Intervals are by batch means at 99.9 %.
"""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass, field
from heapq import merge
from itertools import islice, pairwise
from math import exp, factorial, fsum
from typing import Any

import numpy as np
import pytest
from scipy import stats
from simpy import Event

from sim.domain.communication.messages import Precedence
from sim.domain.distributions.families import Exponential, Fixed, Gamma, Law, Lognormal, Mixture
from sim.engine.communication.desk import Desk
from sim.engine.random_streams import Streams
from sim.engine.scheduler import Kernel

FLASH, PRIORITY = Precedence.FLASH, Precedence.PRIORITY
BATCHES = 30
LENGTHS = [60_000, pytest.param(1_000_000, marks=pytest.mark.slow)]
HOUR = Exponential(mean=1.0)


@dataclass(frozen=True)
class Class:
    """Customers of one precedence: how many an hour, and how much work each is."""

    precedence: int
    rate: float
    work: Law

    @property
    def load(self) -> float:
        return self.rate * self.work.mean

    @property
    def residual(self) -> float:
        """Hours of work in hand that an arrival finds, of this class."""
        return self.rate * (self.work.sd**2 + self.work.mean**2) / 2


@dataclass
class Seen:
    """Waits by precedence, in order of service, and the desk afterwards."""

    desk: Desk
    end: float = 0.0
    waits: dict[int, list[float]] = field(default_factory=dict)

    def serve(self, precedence: int, work: float, now: float) -> None:
        """Let somebody come now."""
        waits = self.waits.setdefault(precedence, [])
        self.desk.serve(precedence, work).callbacks.append(
            lambda event: waits.append(_begun(event) - now)
        )

    def interval(self, precedence: int) -> tuple[float, float]:
        """Interval of the mean wait; the first batch is left out, because the desk begins empty."""
        return interval(self.waits[precedence])


def _begun(event: Event) -> float:
    assert isinstance(event.value, float)
    return event.value


def interval(values: list[float]) -> tuple[float, float]:
    means = [float(np.mean(batch)) for batch in np.array_split(np.array(values), BATCHES)][1:]
    half = float(stats.t.ppf(0.9995, len(means) - 1) * np.std(means, ddof=1) / np.sqrt(len(means)))
    return float(np.mean(means)) - half, float(np.mean(means)) + half


def watch(
    classes: list[Class], count: int, staff: int = 1, routine: Class | None = None, seed: int = 1
) -> Seen:
    """Let about ``count`` customers come to a desk that also has routine traffic."""
    env, streams = Kernel(), Streams(seed, 0)
    traffic = streams.routine("desk", routine.rate, routine.work) if routine else None
    seen = Seen(Desk(env, staff=staff, routine=traffic))
    hours = count / fsum(each.rate for each in classes)
    arrivals = merge(*(_arrivals(streams, each, hours) for each in classes))

    def come() -> Generator[Event, Any, None]:
        for asked, precedence, work in arrivals:
            yield env.timeout(asked - env.now)
            seen.serve(precedence, work, env.now)

    env.process(come())
    env.run()
    seen.end = env.now
    return seen


def _arrivals(streams: Streams, each: Class, hours: float) -> list[tuple[float, int, float]]:
    found = islice(
        streams.routine(f"class {each.precedence}", each.rate, each.work), int(each.rate * hours)
    )
    return [(arrival, each.precedence, work) for arrival, work in found]


def holds(bounds: tuple[float, float], value: float, count: int) -> None:
    """The interval holds the value, and is as narrow as so many customers allow."""
    low, high = bounds
    assert low <= value <= high
    assert high - low < 110 / count**0.5 * value


def erlang_c(load: float, staff: int) -> float:
    """Chance to wait, with exponential work; the load is that of all officers together, in
    officers.
    """
    full = load**staff / factorial(staff) / (1 - load / staff)
    return full / (sum(load**n / factorial(n) for n in range(staff)) + full)


@pytest.mark.parametrize("count", LENGTHS)
def test_one_officer_and_exponential_work_is_m_m_1(count: int) -> None:
    seen = watch([Class(PRIORITY, 0.6, HOUR)], count)
    holds(seen.interval(PRIORITY), 0.6 / (1 - 0.6), count)
    longer = [float(wait > 2) for wait in seen.waits[PRIORITY]]
    holds(interval(longer), 0.6 * exp(-2 * (1 - 0.6)), count)
    assert seen.desk.busy_hours(seen.end) / seen.end == pytest.approx(0.6, rel=0.04)


@pytest.mark.parametrize("count", LENGTHS)
@pytest.mark.parametrize("staff", [2, 5])
def test_several_officers_are_erlang_c(staff: int, count: int) -> None:
    load = 0.75 * staff
    seen = watch([Class(PRIORITY, load, HOUR)], count, staff)
    waits = erlang_c(load, staff)
    holds(seen.interval(PRIORITY), waits / (staff - load), count)
    holds(interval([float(wait > 0) for wait in seen.waits[PRIORITY]]), waits, count)


@pytest.mark.parametrize("count", LENGTHS)
@pytest.mark.parametrize(
    "work",
    [
        Fixed(value=1.0),
        Gamma(shape=3, scale=0.4),
        Lognormal(median=0.9, sigma=0.65),
        Mixture(parts=((0.8, Exponential(mean=0.5)), (0.2, Exponential(mean=3)))),
    ],
    ids=lambda law: type(law).__name__,
)
def test_any_law_of_work_is_pollaczek_khinchine(work: Law, count: int) -> None:
    each = Class(PRIORITY, 0.6 / work.mean, work)
    holds(watch([each], count).interval(PRIORITY), each.residual / (1 - each.load), count)


def cobham(classes: list[Class]) -> list[float]:
    """Mean waits at one officer, highest class first."""
    residual = fsum(each.residual for each in classes)
    loads = [fsum(each.load for each in classes[:n]) for n in range(len(classes) + 1)]
    return [residual / (1 - above) / (1 - own) for above, own in pairwise(loads)]


CABLES = [
    Class(Precedence.FLASH, 0.05, Lognormal(median=0.5, sigma=0.6)),
    Class(Precedence.IMMEDIATE, 0.15, Lognormal(median=1.2, sigma=0.65)),
    Class(Precedence.PRIORITY, 0.2, Exponential(mean=0.8)),
]
REGISTRY = Class(-1, 0.35, Lognormal(median=0.9, sigma=0.65))


@pytest.mark.parametrize("count", LENGTHS)
def test_priorities_over_routine_traffic_are_cobhams(count: int) -> None:
    seen = watch(CABLES, count, routine=REGISTRY)
    expected = cobham([*CABLES, REGISTRY])
    for each, wait in zip(CABLES, expected, strict=False):
        holds(seen.interval(each.precedence), wait, count)
    # The desk sums up the routine items' waits: one number a run, so runs make the interval.
    seen.desk.busy_hours(seen.end)
    runs = [watch(CABLES, count // 20, routine=REGISTRY, seed=seed) for seed in range(2, 32)]
    for run in runs:
        run.desk.busy_hours(run.end)
    means = [run.desk.routine_waited / run.desk.routine_begun for run in runs]
    holds(interval(means), expected[-1], count)
    assert seen.desk.busy_hours(seen.end) / seen.end == pytest.approx(
        fsum(each.load for each in [*CABLES, REGISTRY]), rel=0.04
    )


@pytest.mark.parametrize("count", LENGTHS)
def test_priorities_before_several_officers_over_routine_traffic(count: int) -> None:
    """With one exponential law for all, Cobham's formula holds for several officers too."""
    staff = 3
    classes = [Class(FLASH, 0.5, HOUR), Class(PRIORITY, 1.0, HOUR)]
    seen = watch(classes, count, staff, routine=Class(-1, 0.9, HOUR))
    found_busy = erlang_c(2.4, staff) / staff
    holds(seen.interval(FLASH), found_busy / (1 - 0.5 / staff), count)
    holds(seen.interval(PRIORITY), found_busy / (1 - 0.5 / staff) / (1 - 1.5 / staff), count)


@pytest.mark.parametrize("count", LENGTHS)
def test_routine_waits_without_bound_as_load_nears_one_and_flash_does_not(count: int) -> None:
    work = Lognormal(median=0.9, sigma=0.65)
    second_moment = work.sd**2 + work.mean**2
    routine_waits = []
    for load in (0.5, 0.8, 0.95, 1.0, 1.3):
        flash = Class(FLASH, 0.05, work)
        seen = watch([flash], count // 8, routine=Class(-1, load / work.mean - flash.rate, work))
        # A flash finds at most the rest of one item in hand, and those few that came before it.
        bound = second_moment / (2 * work.mean) / (1 - flash.load)
        assert seen.interval(FLASH)[0] < bound
        assert np.mean(seen.waits[FLASH]) < 1.15 * bound
        seen.desk.busy_hours(seen.end)
        routine_waits.append(seen.desk.routine_waited / seen.desk.routine_begun)
    assert all(2 * less < more for less, more in pairwise(routine_waits))
    assert routine_waits[-1] > 100 * routine_waits[0]


def test_an_overloaded_desk_falls_behind_by_what_it_cannot_do() -> None:
    """At load 1.5 the wait of the last item grows by a third of an hour each hour: the
    fluid limit.
    """
    env = Kernel()
    desk = Desk(env, staff=1, routine=Streams(4, 0).routine("desk", 1.5, HOUR))
    env.run(until=20_000)
    assert desk.busy_hours(env.now) == pytest.approx(env.now, rel=1e-3)
    assert desk.routine_waited / desk.routine_begun == pytest.approx(env.now / 6, rel=0.05)
