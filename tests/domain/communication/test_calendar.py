"""Duty hours against a clock on the wall that is read minute by minute, also where the clocks
change.
"""

from __future__ import annotations

import pickle
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.domain.communication.calendar import ALWAYS, EVERY_DAY, Calendar, Duty, Meetings

WEEKDAYS = frozenset(range(5))
OFFICE = Duty(opens=9, closes=17, days=WEEKDAYS)

#: The weekends around the four changes of the clocks in 2024, and an ordinary one.
STARTS = [
    ("America/New_York", datetime(2024, 3, 8, 17, tzinfo=UTC)),
    ("America/New_York", datetime(2024, 11, 1, 3, tzinfo=UTC)),
    ("Asia/Jerusalem", datetime(2024, 3, 28, 1, tzinfo=UTC)),
    ("Asia/Jerusalem", datetime(2024, 10, 26, 11, tzinfo=UTC)),
    ("Asia/Jerusalem", datetime(2024, 6, 14, 11, tzinfo=UTC)),
]

quarters = st.integers(min_value=0, max_value=96).map(lambda n: n / 4)
some_days = st.frozensets(st.integers(min_value=0, max_value=6), min_size=1)
duties = st.builds(Duty, opens=quarters, closes=quarters, days=some_days)
rates = st.floats(min_value=0, max_value=1)
times = st.floats(min_value=0, max_value=96)


BEFORE = 3 * 24 * 60  # minutes for which the porter looks at the clock before the start


@lru_cache
def shown(zone: str, start: datetime, hours: int) -> list[datetime]:
    """What the clock on the wall shows, minute by minute."""
    first, minutes = start - timedelta(minutes=BEFORE), BEFORE + hours * 60
    clock = (first + timedelta(minutes=minute) for minute in range(minutes))
    return [now.astimezone(ZoneInfo(zone)).replace(tzinfo=None) for now in clock]


class Wall:
    """Minutes on duty, by a porter who looks at the clock each minute.

    He opens when the clock has reached the opening hour of a working day, and closes when it has
    reached the closing hour that follows.
    """

    def __init__(self, duty: Duty, zone: str, start: datetime, hours: int) -> None:
        clock = shown(zone, start, hours)
        on = [False] * len(clock)
        day = datetime(clock[0].year, clock[0].month, clock[0].day)  # noqa: DTZ001 - on the wall
        while day < clock[-1]:
            if day.weekday() in duty.days:
                opens = day + timedelta(hours=duty.opens)
                began, ended = (
                    next((minute for minute, now in enumerate(clock) if now >= reached), len(clock))
                    for reached in (opens, opens + timedelta(hours=duty.length))
                )
                on[began:ended] = [True] * (ended - began)
            day += timedelta(days=1)
        self.on = on[BEFORE:]

    def finish(self, minute: int, work: float, off_rate: float) -> float:
        """Hour at which work begun at this minute is done, minute by minute."""
        left = work * 60
        while True:
            rate = 1.0 if self.on[minute] else off_rate
            if rate >= left:
                return (minute + left / rate) / 60
            left -= rate
            minute += 1


@pytest.mark.parametrize(("zone", "start"), STARTS, ids=str)
@given(duty=duties)
def test_duty_is_what_the_clock_on_the_wall_says(zone: str, start: datetime, duty: Duty) -> None:
    calendar = Calendar(duty, zone, start)
    wall = Wall(duty, zone, start, 96)
    assert [calendar.on(minute / 60 + 1e-6) for minute in range(96 * 60)] == wall.on


@pytest.mark.parametrize(("zone", "start"), STARTS, ids=str)
@given(
    duty=duties,
    minute=st.integers(min_value=0, max_value=48 * 60),
    work=st.floats(0.01, 20),
    rate=rates,
)
def test_work_goes_on_as_long_as_somebody_does_it(
    zone: str, start: datetime, duty: Duty, minute: int, work: float, rate: float
) -> None:
    off_rate = max(0.3, rate)  # with less it could last beyond what the porter saw
    done = Calendar(duty, zone, start).finish(minute / 60, work, off_rate)
    assert done == pytest.approx(
        Wall(duty, zone, start, 120).finish(minute, work, off_rate), abs=1e-6
    )


@pytest.mark.parametrize(("zone", "start"), STARTS, ids=str)
@given(duty=duties, t=times, later=times, work=st.floats(0, 30), more=st.floats(0, 30), rate=rates)
def test_work_done_in_two_parts_takes_as_long_as_in_one(
    zone: str,
    start: datetime,
    duty: Duty,
    t: float,
    later: float,
    work: float,
    more: float,
    rate: float,
) -> None:
    calendar = Calendar(duty, zone, start)
    half = calendar.finish(t, work, rate)
    assert half >= t + work - 1e-9
    assert calendar.finish(half, more, rate) == pytest.approx(
        calendar.finish(t, work + more, rate), abs=1e-6
    )
    if t <= later:
        assert half <= calendar.finish(later, work, rate) + 1e-9


def on_hours(calendar: Calendar, since: float, until: float) -> float:
    """Hours on duty between two times, stretch by stretch."""
    hours = 0.0
    while since < until:
        opens, closes = calendar.stretch(since)
        hours += max(min(closes, until) - max(opens, since), 0.0)
        since = closes
    return hours


@pytest.mark.parametrize(("zone", "start"), STARTS, ids=str)
@given(duty=duties, t=times, span=times)
def test_hours_on_duty_add_up(
    zone: str, start: datetime, duty: Duty, t: float, span: float
) -> None:
    calendar = Calendar(duty, zone, start)
    hours = on_hours(calendar, t, t + span)
    assert -1e-9 <= hours <= span + 1e-9
    assert hours == pytest.approx(
        on_hours(calendar, t, t + span / 3) + on_hours(calendar, t + span / 3, t + span)
    )
    opens = calendar.next_open(t)
    assert calendar.on(opens)
    assert on_hours(calendar, t, opens) == pytest.approx(0, abs=1e-9)


@given(duty=duties, order=st.permutations([3.0, 2000.0, 40.0, 41.5, 700.0]))
def test_it_does_not_matter_what_was_asked_before(duty: Duty, order: list[float]) -> None:
    zone, start = STARTS[0]
    used = Calendar(duty, zone, start)
    for t in order:
        assert used.stretch(t) == Calendar(duty, zone, start).stretch(t)


def hours_of(calendar: Calendar, count: int) -> list[tuple[float, float]]:
    found: list[tuple[float, float]] = []
    while len(found) < count:
        found.append(calendar.stretch(found[-1][1] if found else 0.0))
    return found


def test_a_night_shift_is_shorter_when_the_clocks_go_forward_and_longer_when_they_go_back() -> None:
    night = Duty(opens=22, closes=6)
    spring = hours_of(Calendar(night, "America/New_York", datetime(2024, 3, 9, 12, tzinfo=UTC)), 2)
    autumn = hours_of(Calendar(night, "America/New_York", datetime(2024, 11, 2, 12, tzinfo=UTC)), 2)
    assert [closes - opens for opens, closes in spring] == [7, 8]
    assert [closes - opens for opens, closes in autumn] == [9, 8]


def test_an_hour_that_the_clock_skips_opens_at_the_jump() -> None:
    start = datetime(
        2024, 3, 10, 5, tzinfo=UTC
    )  # midnight in New York; 2:00 becomes 3:00 two hours later
    assert Calendar(Duty(opens=2.5, closes=9), "America/New_York", start).stretch(0) == (2, 8)
    # Opening and closing fall into the skipped hour: the office stays closed until the next day.
    assert Calendar(Duty(opens=2.25, closes=2.75), "America/New_York", start).stretch(0) == (
        25.25,
        25.75,
    )


def test_an_hour_that_comes_twice_counts_the_first_time() -> None:
    start = datetime(
        2024, 11, 3, 4, tzinfo=UTC
    )  # midnight in New York; 2:00 becomes 1:00 two hours later
    assert Calendar(Duty(opens=1.5, closes=9), "America/New_York", start).stretch(0) == (1.5, 10)


def test_where_the_clocks_change_at_midnight() -> None:
    start = datetime(2024, 4, 25, 20, tzinfo=UTC)  # Cairo: midnight becomes 1:00 at 22:00 UTC
    assert Calendar(Duty(days=frozenset({4})), "Africa/Cairo", start).stretch(0) == (2, 25)


def test_an_office_keeps_local_hours_whatever_the_zone_of_the_start() -> None:
    start = datetime(
        2024, 6, 14, 8, tzinfo=ZoneInfo("Asia/Jerusalem")
    )  # a Friday; 1:00 in New York
    calendar = Calendar(OFFICE, "America/New_York", start)
    assert calendar.stretch(0) == (8, 16)
    assert calendar.stretch(16) == (80, 88)
    assert [calendar.on(t) for t in (7.9, 8, 15.9, 16)] == [False, True, True, False]
    assert [calendar.next_open(t) for t in (0, 9, 16)] == [8, 9, 80]


def test_work_waits_for_the_morning_where_nobody_works_at_night() -> None:
    calendar = Calendar(OFFICE, "UTC", datetime(2024, 6, 13, 9, tzinfo=UTC))  # a Thursday
    assert calendar.finish(7, 1, 0) == 8  # to the last minute
    assert calendar.finish(7, 2, 0) == 25
    assert (
        calendar.finish(7, 10, 0) == 24 + 8 + 64 + 1
    )  # one hour today, eight on Friday, one on Monday
    assert calendar.finish(7, 2, 0.5) == 10
    assert calendar.finish(10, 0, 0) == 10


def test_round_the_clock_is_never_off_duty() -> None:
    for duty in (Duty(), Duty(opens=6, closes=6), Duty(opens=0, closes=24)):
        calendar = Calendar(duty, "Asia/Jerusalem", STARTS[0][1])
        assert calendar.always
        assert calendar.on(1e6)
        assert calendar.next_open(3.3) == 3.3
        assert calendar.finish(3, 2.5, 0) == 5.5
        assert on_hours(calendar, 2, 7) == 5
    assert not Calendar(Duty(days=WEEKDAYS), "UTC", STARTS[0][1]).always
    assert ALWAYS.always


def test_a_calendar_travels_between_processes() -> None:
    calendar = Calendar(OFFICE, *STARTS[0])
    calendar.next_open(50)
    copy: Calendar = pickle.loads(pickle.dumps(calendar))  # noqa: S301 - our own bytes
    assert copy.stretch(900) == calendar.stretch(900)


def test_a_cabinet_meets_by_the_clock_on_its_wall() -> None:
    start = datetime(
        2024, 3, 8, 12, tzinfo=UTC
    )  # a Friday, 7:00 in New York; the clocks change on Sunday
    meetings = Meetings((18, 10), EVERY_DAY, "America/New_York", start)
    assert [meetings.next_meeting(t) for t in (0, 3, 3.01, 12, 50.5)] == [3, 3, 11, 27, 58]
    assert Meetings((9.5,), WEEKDAYS, "America/New_York", start).next_meeting(3) == 73.5
    assert meetings.next_meeting(5000) == Meetings(
        (10, 18), EVERY_DAY, "America/New_York", start
    ).next_meeting(5000)


@pytest.mark.parametrize(
    ("hours", "days", "sentence"),
    [
        ((25.0,), EVERY_DAY, "an hour of the day lies between 0 and 24, not at 25"),
        ((-1.0,), EVERY_DAY, "an hour of the day lies between 0 and 24, not at -1"),
        ((9.0,), frozenset({7}), "days of duty are some of"),
        ((9.0,), frozenset[int](), "days of duty are some of"),
        ((), EVERY_DAY, "a cabinet that meets needs at least one hour"),
    ],
)
def test_hours_that_no_clock_shows_are_refused(
    hours: tuple[float, ...], days: frozenset[int], sentence: str
) -> None:
    with pytest.raises(ValueError, match=sentence):
        Meetings(hours, days, "UTC", STARTS[0][1])
    if hours:
        with pytest.raises(ValueError, match=sentence):
            Duty(opens=hours[0], closes=9, days=days)


@pytest.mark.parametrize("work", [24e6, 1e300])
def test_work_without_an_end_needs_no_calendar_without_an_end(work: float) -> None:
    """A law may give a million days: the calendar stops looking after some years instead of walking
    to the end of time.
    """
    office = Calendar(
        Duty(opens=8.0, closes=20.0), "Asia/Jerusalem", datetime(2026, 3, 2, 6, tzinfo=UTC)
    )
    done = office.finish(5.0, work, 0.5)
    assert work * 0.99 <= done <= work * 1.01
    assert office.on(done)


def test_the_hours_outside_sleep_are_those_that_are_left() -> None:
    """Asleep from 22 to 6 on Saturdays only: awake at all other hours of the week."""
    start = datetime(2026, 3, 2, 0, tzinfo=UTC)  # a Monday
    awake = Calendar(Duty(opens=22.0, closes=6.0, days=frozenset({5})), "UTC", start, outside=True)
    assert on_hours(awake, 0.0, 168.0) == 160.0
    assert awake.on(5 * 24 + 21.5)
    assert not awake.on(5 * 24 + 22.5)
    assert awake.next_open(5 * 24 + 23.0) == 6 * 24 + 6.0
