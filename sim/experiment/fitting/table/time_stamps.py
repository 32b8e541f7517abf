"""Points in time as spreadsheets write them, for waits given by their start and their end.

The day stands before the month or behind it by the country. Where no date of the two columns shows
which, it is asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta, timezone
from typing import Final

from sim.domain.communication.calendar import MONTHS
from sim.domain.communication.time_zones import EARLIEST, LATEST
from sim.errors import UsageError
from sim.experiment.fitting.table.numbers import plain

ORDERS: Final = ("day-first", "month-first")

_MONTHS: Final = tuple(name[:3].lower() for name in MONTHS)
_ISO: Final = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})", re.ASCII)
_COMPACT: Final = re.compile(r"(\d{4})(\d\d)(\d\d)(?=T)", re.ASCII)
_SHORT: Final = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})(?!\d)", re.ASCII)
_DAY_NAMED: Final = re.compile(
    r"(\d{1,2})\.?[-\s]?([A-Za-z]{3,9})\.?[-\s,]*(\d{4}|\d{2})(?!\d)", re.ASCII
)
_MONTH_NAMED: Final = re.compile(r"([A-Za-z]{3,9})\.?\s+(\d{1,2}),?\s+(\d{4})", re.ASCII)
_CLOCK: Final = re.compile(
    r"(?:T|,?\s+)(\d{1,2}):?(\d{2})(?::?(\d{2})(?:[.,](\d{1,9}))?)?\s*([AaPp])?\.?(?(5)[Mm])\.?\s*"
    r"(Z|UTC|GMT|[-+]\d{2}(?::?\d{2})?)?",
    re.ASCII | re.IGNORECASE,
)
_SERIAL: Final = re.compile(r"\d{5}([.,]\d+)?", re.ASCII)


def order_of(cells: Iterable[tuple[str, str]], asked: str) -> str:
    """Whether the day or the month comes first in dates such as 3/4/2024, given with the place of
    each.
    """
    if asked and asked not in ORDERS:
        raise UsageError(f"--dates {asked}: expected {' or '.join(ORDERS)}.")
    shown: dict[str, tuple[str, str]] = {}
    for place, cell in cells:
        found = _SHORT.match(plain(cell))
        if found:
            shown.setdefault(_date_text(int(found[1]), int(found[3]), found[2]), (place, found[0]))
    if asked:
        return asked
    if "day-first" in shown and "month-first" in shown:
        (place, date), (other, against) = shown["day-first"], shown["month-first"]
        raise UsageError(
            f"{place}: in {date} the day comes first, and the month in {against} ({other})."
        )
    clear = next((order for order in ORDERS if order in shown), "")
    if not clear and "either" in shown:
        place, date = shown["either"]
        raise UsageError(
            f"{place}: in {date} the day or the month may come first: say which with --dates"
            f" {' or '.join(ORDERS)}."
        )
    return clear or "day-first"


def _date_text(first: int, second: int, sign: str) -> str:
    if first > 12:
        return "day-first"
    if second > 12:
        return "month-first"
    return "dotted" if sign == "." else "same" if first == second else "either"


def stamp(cell: str, order: str) -> datetime | None:
    """The point in time that a cell says, with its zone if it has one; ``None`` if it says none."""
    text = plain(cell)
    for form, parts in (
        (_ISO, "ymd"),
        (_COMPACT, "ymd"),
        (_SHORT, order),
        (_DAY_NAMED, "dmy"),
        (_MONTH_NAMED, "mdy"),
    ):
        found = form.match(text)
        if found:
            return _date_of(_date(found, parts), text[found.end() :])
    return None


def _date(found: re.Match[str], parts: str) -> tuple[int, int, int]:
    """Year, month and day; no month is zero."""
    if parts == "ymd":
        return int(found[1]), int(found[2]), int(found[3])
    if parts in {"dmy", "mdy"}:
        day, month = (found[1], found[2]) if parts == "dmy" else (found[2], found[1])
        known = month[:3].casefold()
        return _year(found[3]), _MONTHS.index(known) + 1 if known in _MONTHS else 0, int(day)
    day, month = (found[1], found[3]) if parts == "day-first" else (found[3], found[1])
    return _year(found[4]), int(month), int(day)


def _year(text: str) -> int:
    """Of two digits, the year within a century about the present, as POSIX takes it."""
    return int(text) if len(text) == 4 else int(text) + (1900 if int(text) >= 69 else 2000)


def _date_of(date: tuple[int, int, int], rest: str) -> datetime | None:
    found = _CLOCK.fullmatch(rest) if rest else None
    if rest and found is None:
        return None
    try:
        day = datetime(*date)  # noqa: DTZ001 - the zone, if any, is set below
        return day if found is None else _at(day, found)
    except (ValueError, OverflowError):
        return None


def _at(day: datetime, found: re.Match[str]) -> datetime:
    hour, minute, second = int(found[1]), int(found[2]), int(found[3] or 0)
    if found[5]:
        if not 1 <= hour <= 12:
            raise ValueError("no hour of a clock of twelve")
        hour = hour % 12 + (12 if found[5] in "pP" else 0)
    if minute > 59 or second > 59 or hour > 24 or (hour == 24 and minute + second):
        raise ValueError("no time of a day")
    micro = int((found[4] or "0")[:6].ljust(6, "0"))
    at = day + timedelta(hours=hour, minutes=minute, seconds=second, microseconds=micro)
    return at.replace(tzinfo=_zone(found[6])) if found[6] else at


def _zone(text: str) -> timezone:
    if text[0] not in "+-":
        return UTC
    minutes = int(text[3:].lstrip(":") or 0)
    ahead = timedelta(hours=int(text[1:3]), minutes=minutes) * (-1 if text[0] == "-" else 1)
    if minutes > 59 or not EARLIEST <= ahead <= LATEST:
        raise ValueError("no offset of any clock")
    return timezone(ahead)


def why_no_stamp(cell: str) -> str:
    """What a cell that is no point in time seems to be, as a hint."""
    if _SERIAL.fullmatch(plain(cell)):
        return (
            "it looks like a spreadsheet's own count of days: show the column as date and time and"
            " save again"
        )
    return "such as 2024-05-01 14:30, 2024-05-01T14:30:00+02:00, 1.5.2024 14:30 or 5/1/2024 2:30 PM"
