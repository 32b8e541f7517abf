"""Dates with a time and a zone, and the names of zones."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from difflib import get_close_matches
from functools import cache
from typing import Final
from zoneinfo import ZoneInfo, available_timezones

from sim.scenario.quantities import Unreadable, shown

_INSTANT: Final = re.compile(r"(\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2})?)\s*(.*)", re.ASCII)
_OFFSET: Final = re.compile(r"Z|[-+]\d{2}:\d{2}", re.ASCII)
_CLOSE: Final = 0.8  # "geneva" is as close to "general" as 0.77
_NEAR: Final = 0.65  # within the region that was named, where few are alike: "washington" is to "dawson" as 0.63
_FEW: Final = 12
NAMES: Final = "https://en.wikipedia.org/wiki/List_of_tz_database_time_zones"
EXPECTED: Final = 'a date and time with its zone, such as "2026-03-02T06:00+02:00" or "2026-03-02T06:00 Asia/Jerusalem"'


def read_instant(raw: object) -> datetime:
    """A date and time, with an offset from UTC or the name of a zone."""
    found = _INSTANT.fullmatch(raw.strip()) if isinstance(raw, str) else None
    if found is None:
        raise Unreadable(f"expected {EXPECTED}, got {shown(raw)}")
    text, place = found[1], found[2].removeprefix("[").removesuffix("]")
    try:
        when = datetime.fromisoformat(text + place if _OFFSET.fullmatch(place) else text)
        if when.tzinfo is None:
            when = when.replace(tzinfo=ZoneInfo(read_zone(place))) if place else when
        moved = when.astimezone(UTC)
    except Unreadable:  # of the zone, not of the date
        raise
    except (ValueError, OverflowError) as error:
        raise Unreadable(f"{shown(raw)} is not a date and time that exists: {error}") from error
    if when.tzinfo is None:
        raise Unreadable(f"expected {EXPECTED}, got {shown(raw)} without a zone")
    if not 1900 <= moved.year <= 2200:
        raise Unreadable(f"expected a year from 1900 to 2200, got {shown(raw)}")
    return when


def write_instant(when: datetime) -> str:
    """Text that ``read_instant`` reads as the same instant."""
    return when.isoformat(timespec="minutes" if not when.second else "seconds")


@cache
def zones() -> frozenset[str]:
    """All zones that this machine knows."""
    return frozenset(available_timezones())


def read_zone(raw: object) -> str:
    """The name of a time zone."""
    if isinstance(raw, str) and _exists(raw):
        return raw
    near = nearest_zones(raw)
    hint = f'did you mean "{near[0]}"?' if near else _where_zones_are(raw)
    raise Unreadable(f'expected an IANA time zone such as "Europe/Paris", got {shown(raw)}; {hint}')


def _where_zones_are(raw: object) -> str:
    """The zones of the region that was named where they are few, else where to find the names of all."""
    region = raw.partition("/")[0] if isinstance(raw, str) else ""
    there = sorted(zone for zone in zones() if zone.startswith(f"{region}/"))
    if 0 < len(there) <= _FEW:
        return f"of {region} there are {', '.join(there)}"
    return f"such a zone is named after a city, but not every city has one; all names: {NAMES}"


def _exists(name: str) -> bool:
    """Asks for one zone first: listing all of them reads the whole disk directory."""
    if not re.fullmatch(r"[A-Za-z][A-Za-z0-9_+/-]{0,63}", name, re.ASCII):
        return False
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return False
    return True


def nearest_zones(raw: object) -> list[str]:
    """Zones of the city that is spelt so or almost so, those of its region first; none for what is a number of hours."""
    if not isinstance(raw, str) or len(raw) > 80 or re.search(r"\d", raw):
        return []
    region, slash, city = raw.strip().replace(" ", "_").lower().rpartition("/")
    there = [zone for zone in zones() if slash and zone.lower().startswith(f"{region}/")]
    found = _alike(city, zones(), _CLOSE) or _alike(city, there, _NEAR)
    return sorted(found, key=lambda zone: (not zone.lower().startswith(region), zone))


def _alike(city: str, among: Iterable[str], cutoff: float) -> list[str]:
    """Zones of the city among these whose name is most like it."""
    cities = {zone: zone.rpartition("/")[2].lower() for zone in among}
    near = get_close_matches(city, sorted(set(cities.values())), n=1, cutoff=cutoff)
    return [zone for zone, name in cities.items() if name in near]
