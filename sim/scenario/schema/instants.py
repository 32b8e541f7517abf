"""Dates with a time and a zone, and the names of zones."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta, timezone
from difflib import get_close_matches
from typing import Final
from zoneinfo import ZoneInfo

from sim.characters import plain_spaces
from sim.domain.communication.time_zones import EARLIEST, LATEST, zone_names
from sim.domain.communication.time_zones import zone as zone_named
from sim.scenario.schema.quantities import Unreadable, quotation

_INSTANT: Final = re.compile(
    r"(\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2})?)"
    # what follows the time or the offset at once is no name of a zone: a fraction, "+0300", "Zulu"
    r"(?:\s*(Z|[-+](?:[01]\d|2[0-3]):[0-5]\d)(?![\w:.]))?(?:\s+([^\s\d+-].*)|(\[.*\]))?",
    re.ASCII,
)
_CLOSE: Final = 0.8  # "geneva" is as close to "general" as 0.77
#: Within the region that was named, where few are alike: "washington" is to "dawson" as 0.63.
_NEAR: Final = 0.65
_FEW: Final = 12
NAMES: Final = "https://en.wikipedia.org/wiki/List_of_tz_database_time_zones"
EXPECTED: Final = (
    'a date and time with its zone, such as "2026-03-02T06:00+02:00" or "2026-03-02T06:00'
    ' Asia/Jerusalem"'
)
_HOURS_OFF: Final = re.compile(r"Etc/GMT([-+])(\d{1,2})", re.ASCII)
_NO_SUMMER: Final = {"EST": "America/New_York", "MST": "America/Denver", "HST": "Pacific/Honolulu"}


def read_instant(raw: object) -> datetime:
    """A date and time, with an offset from UTC, the name of a zone, or both where they agree. The
    offset is what is kept.
    """
    found = _INSTANT.fullmatch(plain_spaces(raw).strip()) if isinstance(raw, str) else None
    if found is None:
        raise Unreadable(f"expected {EXPECTED}, got {quotation(raw)}")
    if not 1900 <= int(found[1][:4]) <= 2200:
        raise Unreadable(f"expected a year from 1900 to 2200, got {quotation(raw)}")
    text, offset = found[1], found[2] or ""
    _expect_offset(offset)
    place = _place(found)
    try:
        when = datetime.fromisoformat(text + offset)
        if place:
            when = _in_zone(when, zone_named(read_zone(place)))
    except Unreadable:  # of the zone, not of the date
        raise
    except ValueError as error:
        raise Unreadable(f"{quotation(raw)} is not a date and time that exists: {error}") from error
    if when.tzinfo is None:
        raise Unreadable(f"expected {EXPECTED}, got {quotation(raw)} without a zone")
    return when


def _expect_offset(said: str) -> None:
    """An offset is one that some place on earth keeps."""
    ahead = datetime.strptime(said, "%z").utcoffset() if said not in {"", "Z"} else None
    if ahead is not None and not EARLIEST <= ahead <= LATEST:
        raise Unreadable(f"no clock is {said} from UTC: offsets lie within -12:00 and +14:00")


def _place(found: re.Match[str]) -> str:
    """The name of a zone behind a date and time, in brackets or not."""
    return (found[3] or found[4] or "").removeprefix("[").removesuffix("]")


def _in_zone(when: datetime, zone: ZoneInfo) -> datetime:
    """The instant at which the clock of a zone shows this, with its offset then. It must show it
    once, or the offset say when.
    """
    wall = when.replace(tzinfo=None)
    readings = [
        wall.replace(tzinfo=zone, fold=fold).astimezone(UTC).astimezone(zone) for fold in (0, 1)
    ]
    showing = [_with_fixed_offset(one) for one in readings if one.replace(tzinfo=None) == wall]
    meant = [one for one in showing if when.tzinfo is None or one.utcoffset() == when.utcoffset()]
    if len({one.utcoffset() for one in meant}) == 1:
        return meant[0]
    said, instead = (
        wall.isoformat(timespec="minutes"),
        " or ".join(sorted({write_instant(one) for one in readings})),
    )
    if not showing:
        raise Unreadable(
            f"{said} does not exist in {zone.key}, where the clock jumps over it; write {instead}"
        )
    if when.tzinfo is None:
        raise Unreadable(
            f"{said} exists twice in {zone.key}, where the clock is set back; write {instead}"
        )
    also = write_instant(_with_fixed_offset(when.astimezone(zone)))
    raise Unreadable(
        f"the offset contradicts the zone: at {write_instant(when)} the clock of {zone.key} shows"
        f" {also}; write {instead}, or leave out the zone"
    )


def _with_fixed_offset(when: datetime) -> datetime:
    """With the offset in place of the zone: arithmetic on it is that of hours, whatever clocks do,
    and it can be pickled.
    """
    return when.replace(tzinfo=timezone(when.utcoffset() or timedelta()), fold=0)


def write_instant(when: datetime) -> str:
    """Text that ``read_instant`` reads as the same instant. Local mean times, which had seconds,
    are written in UTC.
    """
    offset = when.utcoffset() or timedelta()
    told = when.astimezone(UTC) if offset % timedelta(minutes=1) else when
    return told.isoformat(timespec="minutes" if not told.second else "seconds")


def misleading_zone(raw: object) -> str:
    """What a reader may get wrong about a zone, or about the one that a date is given in; nothing
    of most.
    """
    found = _INSTANT.fullmatch(plain_spaces(raw).strip()) if isinstance(raw, str) else None
    name = _place(found) if found else str(raw)
    if name in _NO_SUMMER:
        return (
            f"{name} has no summer time, all year long; a city that has it is in {_NO_SUMMER[name]}"
        )
    reverse = _HOURS_OFF.fullmatch(name)
    if reverse is None or reverse[2] == "0":
        return ""
    behind, other = ("behind", "-") if reverse[1] == "+" else ("ahead of", "+")
    hours, swapped = int(reverse[2]), "-" if reverse[1] == "+" else "+"
    return (
        f"{name} is {hours} {'hour' if hours == 1 else 'hours'} {behind} UTC, that is"
        f" {other}{hours:02d}:00: the sign in these names is reversed. Name a city, such as"
        f" Europe/Paris, or write Etc/GMT{swapped}{hours}"
    )


def read_zone(raw: object) -> str:
    """The name of a time zone."""
    if isinstance(raw, str) and raw in zone_names():
        return raw
    near = nearest_zones(raw)
    hint = f'did you mean "{near[0]}"?' if near else _where_zones_are(raw)
    raise Unreadable(
        f'expected an IANA time zone such as "Europe/Paris", got {quotation(raw)}; {hint}'
    )


def _where_zones_are(raw: object) -> str:
    """The zones of the region that was named where they are few, else where to find the names of
    all.
    """
    region = raw.partition("/")[0] if isinstance(raw, str) else ""
    there = sorted(zone for zone in zone_names() if zone.startswith(f"{region}/"))
    if 0 < len(there) <= _FEW:
        return f"of {region} there are {', '.join(there)}"
    return f"such a zone is named after a city, but not every city has one; all names: {NAMES}"


def nearest_zones(raw: object) -> list[str]:
    """Zones of the city that is spelt so or almost so, those of its region first; none for what is
    a number of hours.
    """
    if not isinstance(raw, str) or len(raw) > 80:
        return []
    if same := [zone for zone in zone_names() if zone.lower() == raw.strip().lower()]:
        return same
    if re.search(r"\d", raw):
        return []
    region, slash, city = raw.strip().replace(" ", "_").lower().rpartition("/")
    there = [zone for zone in zone_names() if slash and zone.lower().startswith(f"{region}/")]
    found = _alike(city, zone_names(), _CLOSE) or _alike(city, there, _NEAR)
    return sorted(found, key=lambda zone: (not zone.lower().startswith(region), zone))


def _alike(city: str, among: Iterable[str], cutoff: float) -> list[str]:
    """Zones of the city among these whose name is most like it."""
    cities = {zone: zone.rpartition("/")[2].lower() for zone in among}
    near = get_close_matches(city, sorted(set(cities.values())), n=1, cutoff=cutoff)
    return [zone for zone, name in cities.items() if name in near]
