"""Duty hours in local time, with real time zones: when an office is on duty and when work begun now
is done.

Times are hours since the start of the scenario. An office opens at the first instant at which the
clock on its wall has reached the opening hour, and closes likewise. So it opens late where the
clock jumps over its hour, and a night shift is an hour longer or shorter when the clocks change.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from math import inf
from typing import Final
from zoneinfo import ZoneInfo

from sim.domain.communication.time_zones import zone as zone_named

#: As files and pages write them, whatever the language of the machine.
MONTHS: Final = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
EVERY_DAY: Final = frozenset(range(7))
_DAY: Final = timedelta(days=1)
#: How far ahead duty is worked out. No crisis lasts longer; a delay that does is finished as if
#: nobody went home.
_SPAN: Final = timedelta(days=5 * 365)
_SECOND: Final = timedelta(seconds=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """Opening and closing hour on the clock (0 to 24), and the days on which the office opens (0 is
    Monday).

    A closing hour that is not after the opening hour lies on the next day: 22 to 6 is a night
    shift, equal hours are a whole day.
    """

    opens: float = 0.0
    closes: float = 0.0
    days: frozenset[int] = EVERY_DAY

    def __post_init__(self) -> None:
        _check((self.opens, self.closes), self.days)

    @property
    def length(self) -> float:
        """Hours from opening to closing, as the clock shows them."""
        return (self.closes - self.opens) % 24 or 24.0

    @property
    def always(self) -> bool:
        """Whether the office never closes."""
        return self.length == 24 and self.days == EVERY_DAY


class Calendar:
    """The stretches of duty of an office, worked out as far ahead as they are asked for."""

    __slots__ = (
        "_closes",
        "_day",
        "_duty",
        "_ended",
        "_last",
        "_opens",
        "_outside",
        "_start",
        "_zone",
        "always",
    )

    def __init__(self, duty: Duty, zone: str, start: datetime, *, outside: bool = False) -> None:
        """``start`` is the instant of hour 0, with its zone; ``zone`` is where the office is.

        With ``outside`` the calendar holds the hours outside the duty, such as those outside sleep.
        """
        self.always = duty.always
        self._duty = duty
        self._zone = zone_named(zone)
        self._start = start.astimezone(UTC)
        self._day = _eve(self._start, self._zone)
        self._last = self._day + _SPAN
        self._outside = outside
        self._ended = -inf
        self._opens: list[float] = []
        self._closes: list[float] = []

    def stretch(self, t: float) -> tuple[float, float]:
        """The stretch of duty that holds ``t``, or the next one: (opens, closes) with ``closes``
        after ``t``.
        """
        if self.always:
            return -inf, inf
        at = bisect_right(self._closes, t)
        if at == len(self._closes):
            at = self._at(t)
        return self._opens[at], self._closes[at]

    def on(self, t: float) -> bool:
        """Whether the office is on duty at ``t``."""
        return self.always or self._opens[self._at(t)] <= t

    def next_open(self, t: float) -> float:
        """The first time from ``t`` on at which the office is on duty."""
        return t if self.always else max(t, self._opens[self._at(t)])

    def finish(self, t: float, work: float, off_rate: float) -> float:
        """When ``work`` hours begun at ``t`` are done, at rate 1 on duty and ``off_rate`` (0 to 1)
        off duty.
        """
        if self.always or off_rate == 1 or work <= 0:
            return t + work
        at = bisect_right(self._closes, t)
        while True:
            if at == len(self._closes):
                at = self._at(t)
            opens, closes = self._opens[at], self._closes[at]
            if t < opens:
                done = (opens - t) * off_rate
                if done >= work:
                    return t + work / off_rate
                t, work = opens, work - done
            if t + work <= closes:
                return t + work
            t, work = closes, work - (closes - t)
            at += 1

    def _at(self, t: float) -> int:
        """Index of the first stretch that closes after ``t``; those that are in demand look first
        whether it is known.
        """
        closes = self._closes
        while not closes or closes[-1] <= t:
            if self._day > self._last:
                self._opens.append(closes[-1] if closes else 0.0)
                closes.append(inf)
            else:
                self._add_day()
        return bisect_right(closes, t)

    def _add_day(self) -> None:
        day, self._day = self._day, self._day + _DAY
        if day.weekday() not in self._duty.days:
            return
        opens = _hours_to(self._start, day, self._duty.opens, self._zone)
        closes = _hours_to(self._start, day, self._duty.opens + self._duty.length, self._zone)
        if opens < closes:  # not so where the clock jumps over the whole of it
            self._add(opens, closes)

    def _add(self, opens: float, closes: float) -> None:
        if self._outside:
            opens, closes, self._ended = self._ended, opens, closes
        if opens < closes:
            self._opens.append(opens)
            self._closes.append(closes)


class Meetings:
    """The times at which a cabinet meets, worked out as far ahead as they are asked for."""

    __slots__ = ("_day", "_days", "_hours", "_start", "_times", "_zone")

    def __init__(
        self, hours: tuple[float, ...], days: frozenset[int], zone: str, start: datetime
    ) -> None:
        """``hours`` are hours of the day on the clock of ``zone``; ``start`` is the instant of hour
        0.
        """
        _check(hours, days)
        if not hours:
            raise ValueError("a cabinet that meets needs at least one hour of meeting")
        self._hours = tuple(sorted(hours))
        self._days = days
        self._zone = zone_named(zone)
        self._start = start.astimezone(UTC)
        self._day = _eve(self._start, self._zone)
        self._times: list[float] = []

    def next_meeting(self, t: float) -> float:
        """The first meeting at or after ``t``."""
        times = self._times
        while not times or times[-1] < t:
            day, self._day = self._day, self._day + _DAY
            if day.weekday() in self._days:
                times.extend(_hours_to(self._start, day, hour, self._zone) for hour in self._hours)
        return times[bisect_left(times, t)]


def _check(hours: tuple[float, ...], days: frozenset[int]) -> None:
    for hour in hours:
        if not 0 <= hour <= 24:
            raise ValueError(f"an hour of the day lies between 0 and 24, not at {hour:g}")
    if not days or not days <= EVERY_DAY:
        raise ValueError(f"days of duty are some of 0 (Monday) to 6 (Sunday), not {sorted(days)}")


def _eve(start: datetime, zone: ZoneInfo) -> date:
    """A day whose night shift ends before the start."""
    return start.astimezone(zone).date() - 2 * _DAY


def _hours_to(start: datetime, day: date, hour: float, zone: ZoneInfo) -> float:
    """Hours from the start to the first instant at which the clock shows at least this hour of this
    day.
    """
    # What the clock on the wall shows, which has no zone yet.
    wall = datetime(day.year, day.month, day.day) + timedelta(hours=hour)  # noqa: DTZ001
    return (_first_instant(wall, zone) - start).total_seconds() / 3600


def _first_instant(wall: datetime, zone: ZoneInfo) -> datetime:
    first = wall.replace(tzinfo=zone).astimezone(UTC)
    if _local_time(first, zone) == wall:
        return first
    # The clock jumps over this hour: read with fold 1 it lies before the jump, with fold 0 after
    # it.
    before = wall.replace(tzinfo=zone, fold=1).astimezone(UTC)
    while first - before > _SECOND:
        middle = before + (first - before) // 2
        before, first = (before, middle) if _local_time(middle, zone) >= wall else (middle, first)
    return first.replace(microsecond=0)


def _local_time(instant: datetime, zone: ZoneInfo) -> datetime:
    return instant.astimezone(zone).replace(tzinfo=None)


#: Never closed.
ALWAYS: Final = Calendar(Duty(), "UTC", datetime(2000, 1, 1, tzinfo=UTC))
