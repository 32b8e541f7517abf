"""Hours of the crisis from whatever a list of events says of time: T+, D+, dates, serial numbers.

A date without a zone is one on the clock that the list names, else on the frontline's. What two
people could read differently is refused with what would be clear.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from math import isfinite
from typing import Final

from sim.domain.communication.calendar import MONTHS
from sim.domain.communication.time_zones import zone_names
from sim.scenario.schema.instants import read_instant
from sim.scenario.schema.quantities import Unreadable, read_time
from sim.tabletop.exercise.msel.lines import UNLESS
from sim.tabletop.exercise.msel.sheets import Value

#: Serial numbers of dates between about 1982 and 2119, by the calendar of 1900.
_SERIALS: Final = (30_000.0, 80_000.0)
_FIRST_DAY: Final = datetime(1899, 12, 30)  # noqa: DTZ001 - a wall clock's
_NO_HOUR: Final = frozenset(
    {"by hand", "as needed", "as required", "on request", "tbd", "tba", "n/a", "-", "contingency"}
)
_CLOCK: Final = re.compile(r"([01]?\d|2[0-4])[:.]?([0-5]\d)(?::([0-5]\d))?\s*(?:h|hrs|hours)?")
_DAY: Final = re.compile(r"(?:d\s*\+?\s*(\d{1,3})|day\s+(\d{1,3}))(?:[\s,]+(.*))?", re.IGNORECASE)
_SINCE: Final = re.compile(r"(?:t\s*\+|\+)\s*(.+)", re.IGNORECASE)
_HOURS_MINUTES: Final = re.compile(r"(\d{1,4}):([0-5]\d)")
_ISO: Final = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[ T]+(\d{1,2}:\d{2}(?::\d{2})?)(.*))?")
_NAMED: Final = re.compile(
    r"(?:[a-z]{3,9},?\s+)?(\d{1,2})\.?\s+([a-z]{3,9})\.?,?\s+(\d{4})(?:,?\s+(\d{1,2}:\d{2})(.*))?",
    re.IGNORECASE,
)
_GROUP: Final = re.compile(r"(\d{2})(\d{2})(\d{2})\s*Z\s*([A-Z]{3})\s*(\d{2}|\d{4})", re.IGNORECASE)
_CONDITION: Final = re.compile(r"(?:when|once|if)\s.*", re.IGNORECASE)
_SLASHED: Final = re.compile(r"\d{1,4}[/.]\d{1,2}[/.]\d{1,4}.*")
_MONTHS: Final = tuple(name[:3].lower() for name in MONTHS)
_EXPECTED: Final = 'expected an hour such as "T+36 h", "D+1 09:00" or "2026-03-03 09:00"'


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """The clock by which a list is read: when the crisis starts, in which zone, and from where
    dates count that are numbers.
    """

    start: datetime
    zone: str
    epoch: datetime | None = None

    def in_zone(self, heading: str) -> Calendar:
        """The same in the zone that a heading names in brackets, if it does."""
        found = re.search(r"\(([^)]*)\)", heading)
        named = found[1].strip() if found else ""
        known = {"z": "UTC", "utc": "UTC", "gmt": "UTC", "zulu": "UTC"}.get(named.lower(), named)
        if known not in zone_names():
            return self
        return Calendar(start=self.start, zone=known, epoch=self.epoch)


def hour_of(value: Value, calendar: Calendar) -> float | None:
    """Hours since the start; none where no hour is given. ``Unreadable`` says what is expected."""
    match value:
        case None | "":
            return None
        case bool() | time():
            raise Unreadable(f"{_EXPECTED}, got {value} without a day")
        case datetime():
            return _since_start(value.isoformat(timespec="seconds"), calendar)
        case date():
            raise Unreadable(f"{_EXPECTED}, got the day {value} without an hour")
        case timedelta():
            return _not_before(value / timedelta(hours=1), str(value))
        case int() | float():
            return _of_number(float(value), calendar)
        case _:
            return _of_text(value, calendar)


def unless_of(text: str) -> str:
    """What leaves an inject out, as it stands behind its hour; empty where nothing does."""
    return text.partition(UNLESS)[2]


def clock_of(value: Value) -> time | None:
    """A time of day; none where it is something else."""
    if isinstance(value, time):
        return value
    found = _CLOCK.fullmatch(value.strip()) if isinstance(value, str) else None
    if found is None or int(found[1]) > 23:
        return None
    return time(int(found[1]), int(found[2]), int(found[3] or 0))


def on_day(day: Value, clock: time, calendar: Calendar) -> float | None:
    """The hour at which the clock shows a time on a day that stands in another cell; none where
    that cell holds no day.
    """
    if isinstance(day, datetime):
        day = day.date()
    if (
        isinstance(day, int | float)
        and not isinstance(day, bool)
        and _SERIALS[0] < day < _SERIALS[1]
    ):
        day = (_first_day(calendar) + timedelta(days=int(day))).date()
    if isinstance(day, date):
        return _since_start(f"{day}T{clock:%H:%M:%S}", calendar)
    if isinstance(day, str) and day.strip():
        return hour_of(f"{day.strip()} {clock:%H:%M}", calendar)
    return None


def _since_start(wall: str, calendar: Calendar, beyond: str = "") -> float:
    """From what a clock shows, with its zone or the list's."""
    where = beyond.strip() or calendar.zone
    separator = "" if re.match(r"[+-]\d|Z$", where) else " "
    when = read_instant(f"{wall}{separator}{where}")
    return _not_before((when - calendar.start) / timedelta(hours=1), wall)


def _not_before(hours: float, said: str) -> float:
    if hours < 0:
        raise Unreadable(f"{said} is before the crisis begins")
    return hours + 0.0


def _first_day(calendar: Calendar) -> datetime:
    return calendar.epoch or _FIRST_DAY


def _of_number(number: float, calendar: Calendar) -> float:
    if not isfinite(number) or not _SERIALS[0] < number < _SERIALS[1]:
        raise Unreadable(
            f"{_EXPECTED}, got the number {number:g}; hours are written T+{number:g} h"
        )
    seconds = round(number * 86_400.0)
    wall = _first_day(calendar) + timedelta(seconds=seconds)
    return _since_start(wall.isoformat(timespec="seconds"), calendar)


def _of_text(text: str, calendar: Calendar) -> float | None:
    said = " ".join(text.split()).partition(UNLESS)[0]  # what leaves it out stays as it is
    if said.lower() in _NO_HOUR:
        return None
    for pattern, read in _READERS:
        found = pattern.fullmatch(said)
        if found is not None:
            return read(found, calendar)
    try:
        number = float(said)
    except ValueError:
        raise Unreadable(f"{_EXPECTED}, got {said[:60]!r}") from None
    return _of_number(number, calendar)


def _of_since(found: re.Match[str], _calendar: Calendar) -> float:
    rest = found[1]
    clock = _HOURS_MINUTES.fullmatch(rest)
    if clock is not None:
        return int(clock[1]) + int(clock[2]) / 60.0
    return read_time(f"{rest} h" if re.fullmatch(r"0+(?:\.0*)?", rest) else rest)


def _of_day(found: re.Match[str], calendar: Calendar) -> float:
    """D+0 is the day on which the crisis begins, and so is day 1."""
    from sim.domain.communication.time_zones import zone

    number = int(found[1]) if found[1] is not None else int(found[2]) - 1
    clock = clock_of(found[3] or "")
    if clock is None or number < 0:
        raise Unreadable(
            f'expected a day with its time of day such as "D+1 09:00", got {found[0]!r}'
        )
    day = calendar.start.astimezone(zone(calendar.zone)).date() + timedelta(days=number)
    return _since_start(f"{day}T{clock:%H:%M:%S}", calendar)


def _of_iso(found: re.Match[str], calendar: Calendar) -> float:
    if found[2] is None:
        raise Unreadable(f"{_EXPECTED}, got the day {found[1]} without an hour")
    return _since_start(f"{found[1]}T{found[2].zfill(5)}", calendar, found[3])


def _of_named(found: re.Match[str], calendar: Calendar) -> float:
    month = found[2][:3].lower()
    if month not in _MONTHS or found[4] is None:
        raise Unreadable(f"{_EXPECTED}, got {found[0]!r}")
    day = f"{found[3]}-{_MONTHS.index(month) + 1:02}-{int(found[1]):02}"
    return _since_start(f"{day}T{found[4].zfill(5)}", calendar, found[5])


def _of_group(found: re.Match[str], calendar: Calendar) -> float:
    """A date-time group as signals have it: day, hour, minute, Z, month, year."""
    month = found[4].lower()
    if month not in _MONTHS:
        raise Unreadable(f"{_EXPECTED}, got {found[0]!r}")
    year = found[5] if len(found[5]) == 4 else f"20{found[5]}"
    day = f"{year}-{_MONTHS.index(month) + 1:02}-{found[1]}"
    return _since_start(f"{day}T{found[2]}:{found[3]}", calendar, "Z")


def _of_slashed(found: re.Match[str], _calendar: Calendar) -> float:
    raise Unreadable(
        f"{found[0][:40]!r} may be read as day and month or as month and day; write it as"
        " 2026-03-04 09:00"
    )


def _of_condition(_found: re.Match[str], _calendar: Calendar) -> float:
    raise Unreadable("a condition is not read from a list: write it as injects.NAME.when")


_READERS: Final = (
    (_CONDITION, _of_condition),
    (_SINCE, _of_since),
    (_DAY, _of_day),
    (_ISO, _of_iso),
    (_NAMED, _of_named),
    (_GROUP, _of_group),
    (_SLASHED, _of_slashed),
)
