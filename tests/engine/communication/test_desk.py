"""The desk as small stories, and customer by customer against two desks written in other ways."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from simpy import Event

from sim.domain.communication.calendar import ALWAYS, Calendar, Duty
from sim.domain.communication.messages import Precedence
from sim.engine.communication.desk import Desk
from sim.engine.scheduler import Kernel
from tests.oracle import idiomatic, plain
from tests.oracle.idiomatic import ROUTINE_ITEM, Customer, Served

ROUTINE, PRIORITY, IMMEDIATE, FLASH = Precedence
MONDAY = datetime(2024, 6, 10, tzinfo=UTC)
NINE_TO_FIVE = Calendar(Duty(opens=9, closes=17, days=frozenset(range(5))), "UTC", MONDAY)


@dataclass
class Story:
    """A desk and those who come to it; ``log`` says who was done when, and when begun."""

    desk: Desk
    env: Kernel
    log: list[tuple[str, float, float]] = field(default_factory=list)
    asked: dict[str, float] = field(default_factory=dict)

    def comes(
        self, name: str, at: float, precedence: int, work: float, *, ahead: bool = False
    ) -> None:
        self.asked[name] = at
        self.env.process(self._visit(name, at, precedence, work, ahead))

    def _visit(
        self, name: str, at: float, precedence: int, work: float, ahead: bool
    ) -> Generator[Event, Any, None]:
        yield self.env.timeout(at)
        begun = yield self.desk.serve(precedence, work, ahead)
        self.log.append((name, begun, self.env.now))


def story(
    staff: int = 1,
    calendar: Calendar = ALWAYS,
    off_rate: float = 1.0,
    routine: Iterator[tuple[float, float]] | None = None,
) -> Story:
    env = Kernel()
    return Story(Desk(env, staff=staff, calendar=calendar, off_rate=off_rate, routine=routine), env)


def test_a_free_officer_begins_at_once() -> None:
    told = story()
    told.comes("cable", 2, PRIORITY, 1.5)
    told.env.run()
    assert told.log == [("cable", 2, 3.5)]


def test_the_more_urgent_overtakes_who_waits_but_not_who_is_served() -> None:
    told = story()
    told.comes("first", 0, ROUTINE, 4)
    told.comes("second", 1, PRIORITY, 1)
    told.comes("flash", 2, FLASH, 1)
    told.comes("third", 3, PRIORITY, 1)
    told.env.run()
    assert told.log == [("first", 0, 4), ("flash", 4, 5), ("second", 5, 6), ("third", 6, 7)]


def test_who_comes_as_the_bell_rings_does_not_jump_the_line() -> None:
    told = story()
    told.comes("in hand", 0, PRIORITY, 4)
    told.comes("waits", 1, PRIORITY, 1)
    told.comes("at the bell", 4, PRIORITY, 1)
    told.env.run()
    assert told.log == [("in hand", 0, 4), ("waits", 4, 5), ("at the bell", 5, 6)]


def test_what_goes_ahead_goes_before_every_precedence() -> None:
    told = story()
    told.comes("in hand", 0, ROUTINE, 4)
    told.comes("flash", 1, FLASH, 1)
    told.comes("answer", 2, PRIORITY, 1, ahead=True)
    told.comes("urgent answer", 3, IMMEDIATE, 1, ahead=True)
    told.env.run()
    assert [name for name, _, _ in told.log] == ["in hand", "urgent answer", "answer", "flash"]


def test_two_officers_work_side_by_side() -> None:
    told = story(staff=2)
    for name, work in (("a", 3), ("b", 1), ("c", 1), ("d", 2)):
        told.comes(name, 0, PRIORITY, work)
    told.env.run()
    assert told.log == [("b", 0, 1), ("c", 1, 2), ("a", 0, 3), ("d", 2, 4)]


def test_off_duty_work_is_slower() -> None:
    told = story(calendar=NINE_TO_FIVE, off_rate=0.5)
    told.comes("by night", 1, FLASH, 2)
    told.comes("till morning", 8, FLASH, 1.5)
    told.env.run()
    assert told.log == [("by night", 1, 5), ("till morning", 8, 10)]


def test_a_routine_item_in_hand_delays_even_a_flash_but_one_that_waits_does_not() -> None:
    told = story(routine=iter([(1, 3), (1.5, 10)]))
    told.comes("flash", 2, FLASH, 1)
    told.comes("priority", 3, PRIORITY, 1)
    told.comes("later", 10, PRIORITY, 1)
    told.env.run()
    assert told.log == [("flash", 4, 5), ("priority", 5, 6), ("later", 16, 17)]


def test_routine_waits_for_the_morning() -> None:
    told = story(calendar=NINE_TO_FIVE, off_rate=0.5, routine=iter([(1, 6), (2, 3), (3, 1)]))
    told.comes("by night", 4, PRIORITY, 1)
    told.comes("at noon", 12, PRIORITY, 1)
    told.comes("in the evening", 17.5, PRIORITY, 1)
    told.env.run()
    # The second item is begun at 16, after the message, and held through the evening: one hour on
    # duty, two off.
    assert told.log == [("by night", 4, 6), ("at noon", 15, 16), ("in the evening", 21, 23)]
    assert told.desk.busy_hours(24) == pytest.approx(2 + 6 + 1 + 5 + 2)
    assert told.desk.routine_begun == 2
    assert told.desk.routine_waited == pytest.approx((9 - 1) + (16 - 2))
    assert told.desk.busy_hours(34) == pytest.approx(2 + 6 + 1 + 5 + 2 + 1)


def test_hours_of_work_are_counted_up_to_now() -> None:
    told = story(staff=2, routine=iter([(1, 3), (1, 3), (1, 3)]))
    told.comes("cable", 3, FLASH, 2)
    told.env.run(until=3.5)
    assert told.desk.busy_hours(3.5) == 5
    told.env.run(until=5)
    assert told.desk.busy_hours(5) == 2 * 4
    assert told.desk.busy_hours(20) == 3 * 3 + 2
    assert (told.desk.begun, told.desk.waited) == (1, 1)
    assert (told.desk.routine_begun, told.desk.routine_waited) == (3, 3)


def test_asking_for_the_load_changes_nothing() -> None:
    logs = []
    for asks in (False, True):
        told = story(routine=iter([(0.5 * n, 0.4) for n in range(40)]))
        for n in range(15):
            told.comes(str(n), 1.3 * n + 0.01, n % 4, 0.5)
        for hour in range(1, 20):
            told.env.run(until=hour + 0.007)
            if asks:
                told.desk.busy_hours(told.env.now)
        told.env.run()
        logs.append(told.log)
    assert logs[0] == logs[1]


@pytest.mark.parametrize("seed", range(10))
def test_an_item_costs_one_event_and_one_more_when_it_waits(seed: int) -> None:
    told = story(staff=2, routine=((n / 10, 0.09) for n in range(2000)))
    random = Random(seed)
    for n in range(200):
        told.comes(str(n), random.uniform(0, 100), n % 4, random.expovariate(0.8))
    told.env.run()
    own = 3 * 200  # a process begins, waits for its hour and ends
    assert told.desk.begun == 200
    assert told.desk.waited > 20
    waited = sum(begun > told.asked[name] for name, begun, _ in told.log)
    assert next(told.env._count) == own + 200 + waited


def test_a_desk_without_officers_is_refused() -> None:
    with pytest.raises(ValueError, match="a line leads to at least one place, not to 0"):
        story(staff=0)


def world(seed: int, load: float, staff: int, off_rate: float) -> list[Customer]:
    """Messages of all classes and routine items, in a random order of arrival, with no two times
    alike.
    """
    random = Random(seed)
    messages = [
        (random.uniform(0, 60), random.randrange(4), random.lognormvariate(-0.3, 0.8))
        for _ in range(40)
    ]
    arrival, items = 0.0, []
    while arrival < 80:
        arrival += random.expovariate(max(load * staff * (1 + off_rate) / 2, 0.01))
        items.append((arrival, ROUTINE_ITEM, random.expovariate(1.0)))
    return messages + items


def by_desk(
    customers: list[Customer], staff: int, calendar: Calendar, off_rate: float
) -> tuple[Served, Desk]:
    """Serve the messages by processes and the routine items as virtual workload."""
    env, served = Kernel(), Served()
    routine = sorted(
        (asked, work) for asked, precedence, work in customers if precedence == ROUTINE_ITEM
    )
    desk = Desk(env, staff=staff, calendar=calendar, off_rate=off_rate, routine=iter(routine))

    def visit(
        number: int, asked: float, precedence: int, work: float
    ) -> Generator[Event, Any, None]:
        yield env.timeout(asked)
        served.begun[number] = yield desk.serve(precedence, work)
        served.done[number] = env.now

    for number, (asked, precedence, work) in enumerate(customers):
        if precedence != ROUTINE_ITEM:
            env.process(visit(number, asked, precedence, work))
    env.run()
    return served, desk


def assert_same(customers: list[Customer], served: Served, desk: Desk, oracle: Served) -> None:
    """Each message alike; and the routine items begun until the end alike in number, waiting and
    hours of work.
    """
    for number in served.begun:
        assert served.begun[number] == pytest.approx(oracle.begun[number], abs=1e-9)
        assert served.done[number] == pytest.approx(oracle.done[number], abs=1e-9)
    end = max(oracle.done.values()) + 1
    busy = sum(oracle.done[number] - begun for number, begun in oracle.begun.items())
    assert desk.busy_hours(end) == pytest.approx(busy)
    items = [number for number, customer in enumerate(customers) if customer[1] == ROUTINE_ITEM]
    assert desk.routine_begun == len(items)
    assert desk.routine_waited == pytest.approx(
        sum(oracle.begun[number] - customers[number][0] for number in items)
    )


seeds = st.integers(min_value=0, max_value=10**9)
staffs = st.integers(min_value=1, max_value=4)


@given(seed=seeds, staff=staffs, load=st.floats(0, 1.3))
def test_each_customer_is_served_as_by_simpys_priority_resource(
    seed: int, staff: int, load: float
) -> None:
    customers = world(seed, load, staff, 1.0)
    served, desk = by_desk(customers, staff, ALWAYS, 1.0)
    assert_same(customers, served, desk, idiomatic.serve(customers, staff))


@given(
    seed=seeds,
    staff=staffs,
    load=st.floats(0, 0.8),
    off_rate=st.sampled_from([0.0, 0.3, 1.0]),
    opens=st.integers(0, 23),
    closes=st.integers(0, 23),
)
def test_with_duty_hours_each_customer_is_served_as_by_the_rule_book(
    seed: int, staff: int, load: float, off_rate: float, opens: int, closes: int
) -> None:
    calendar = Calendar(Duty(opens=opens, closes=closes), "UTC", MONDAY)
    customers = world(seed, load, staff, off_rate)
    served, desk = by_desk(customers, staff, calendar, off_rate)
    assert_same(customers, served, desk, plain.serve(customers, staff, calendar, off_rate))


def test_the_two_oracles_agree() -> None:
    customers = world(1, 0.7, 2, 1.0)
    by_events, by_rule_book = idiomatic.serve(customers, 2), plain.serve(customers, 2, ALWAYS, 1.0)
    assert by_events.begun == pytest.approx(by_rule_book.begun)


def test_the_comparison_can_fail() -> None:
    customers = world(1, 0.7, 2, 1.0)
    served, desk = by_desk(customers, 2, ALWAYS, 1.0)
    with pytest.raises(AssertionError):
        assert_same(customers, served, desk, idiomatic.serve(customers, 3))
