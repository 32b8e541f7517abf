"""Dates with a zone: only zones of the packaged database, and only hours that a clock there shows
once.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from sim.domain.communication.time_zones import zone, zone_names
from sim.scenario.schema.instants import misleading_zone, read_instant, read_zone, write_instant
from sim.scenario.schema.quantities import Unreadable


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "2026-03-27T02:30 Asia/Jerusalem",
            "write 2026-03-27T01:30+02:00 or 2026-03-27T03:30+03:00",
        ),
        ("2026-03-29T02:00:01 Europe/Paris", "does not exist in Europe/Paris"),
        ("2011-12-30T06:00 Pacific/Apia", "write 2011-12-29T06:00-10:00 or 2011-12-31T06:00+14:00"),
        (
            "1993-08-21T12:00 Pacific/Kwajalein",
            "write 1993-08-20T12:00-12:00 or 1993-08-22T12:00+12:00",
        ),
        (
            "2026-10-04T02:15 Australia/Lord_Howe",
            "write 2026-10-04T01:45+10:30 or 2026-10-04T02:45+11:00",
        ),
        ("2026-10-25T01:30 Asia/Jerusalem", "exists twice in Asia/Jerusalem"),
        (
            "2026-10-25T01:30 [Asia/Jerusalem]",
            "write 2026-10-25T01:30+02:00 or 2026-10-25T01:30+03:00",
        ),
        ("2026-03-27T02:30+02:00 Asia/Jerusalem", "does not exist"),
        (
            "2026-05-04T06:00+02:00[Asia/Jerusalem]",
            "shows 2026-05-04T07:00+03:00; write 2026-05-04T06:00+03:00",
        ),
        ("2026-10-25T01:30+04:00 Asia/Jerusalem", "the offset contradicts the zone"),
        ("0001-01-01T00:00 Asia/Jerusalem", "a year from 1900 to 2200"),
        ("9999-12-31T23:59 America/New_York", "a year from 1900 to 2200"),
        ("9999-12-31T23:59-23:00", "a year from 1900 to 2200"),
        ("2026-05-04T06:00 etc/gmt+3", 'did you mean "Etc/GMT+3"?'),
    ],
)
def test_an_hour_that_no_clock_shows_once_is_asked_about(text: str, said: str) -> None:
    with pytest.raises(Unreadable) as caught:
        read_instant(text)
    assert said in str(caught.value)


@pytest.mark.parametrize(
    ("text", "utc"),
    [
        ("2026-10-25T01:30+03:00 Asia/Jerusalem", datetime(2026, 10, 24, 22, 30, tzinfo=UTC)),
        ("2026-10-25T01:30+02:00[Asia/Jerusalem]", datetime(2026, 10, 24, 23, 30, tzinfo=UTC)),
        ("2026-03-27T03:00 Asia/Jerusalem", datetime(2026, 3, 27, 0, 0, tzinfo=UTC)),
        ("2026-03-27T01:59:59 Asia/Jerusalem", datetime(2026, 3, 26, 23, 59, 59, tzinfo=UTC)),
        ("2026-05-04T06:00Z UTC", datetime(2026, 5, 4, 6, tzinfo=UTC)),
        ("2026-05-04T06:00\u00a0Asia/Jerusalem", datetime(2026, 5, 4, 3, tzinfo=UTC)),
    ],
)
def test_an_hour_that_a_clock_shows_once_is_read(text: str, utc: datetime) -> None:
    assert read_instant(text) == utc


@pytest.mark.parametrize(
    "text",
    [
        "2026-05-04T06:00Zulu",
        "2026-05-04T06:00:00.123Z",
        "2026-05-04T06:00+0300",
        "2026-05-04T06:00+25:00",
        "2026-05-04T06:00+03:00:30",
    ],
)
def test_what_follows_a_time_at_once_is_not_taken_for_a_zone(text: str) -> None:
    with pytest.raises(Unreadable) as caught:
        read_instant(text)
    assert str(caught.value).startswith("expected a date and time with its zone")


def test_a_local_mean_time_is_written_so_that_it_can_be_read() -> None:
    when = read_instant("1900-01-02T00:00 Europe/Amsterdam")
    assert read_instant(write_instant(when)) == when


def test_hours_are_added_to_a_start_as_hours_whatever_the_clock_does() -> None:
    start = read_instant("2026-03-26T06:00 Asia/Jerusalem")
    assert write_instant(start) == "2026-03-26T06:00+02:00"
    assert start.tzinfo is not None
    assert start.tzinfo.utcoffset(datetime(2026, 7, 1)) == start.utcoffset(), (  # noqa: DTZ001
        "an offset, not a zone"
    )


@pytest.mark.parametrize(
    "name",
    [
        "localtime",
        "posixrules",
        "Factory",
        "posix/Europe/Paris",
        "right/Europe/Paris",
        "europe/paris",
        "../Europe/Paris",
        "/usr/share/zoneinfo/Europe/Paris",
        "Europe/../Europe/Paris",
        "Europe/",
        "Europe",
        "tzdata.zi",
        "zone.tab",
        " UTC",
    ],
)
def test_only_named_zones_are_zones(name: str) -> None:
    with pytest.raises(Unreadable):
        read_zone(name)
    with pytest.raises(KeyError):
        zone(name)


def test_every_zone_can_be_read_and_sent() -> None:
    assert len(zone_names()) > 400
    for name in zone_names():
        assert pickle.loads(pickle.dumps(zone(name))) is zone(name)  # noqa: S301 - our own bytes


def test_no_variable_and_no_file_of_the_machine_changes_a_zone(tmp_path: Path) -> None:
    (tmp_path / "Asia").mkdir()
    (tmp_path / "Asia" / "Jerusalem").write_bytes(_bytes_of("Asia/Tokyo"))
    code = (
        "from sim.scenario.schema.instants import *;"
        " print(write_instant(read_instant('2026-05-04T06:00 Asia/Jerusalem')))"
    )
    env = {**os.environ, "PYTHONTZPATH": str(tmp_path), "TZ": "Asia/Tokyo"}
    done = subprocess.run(
        [sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True
    )
    assert done.stdout == "2026-05-04T06:00+03:00\n"


def _bytes_of(name: str) -> bytes:
    from importlib.resources import files

    return files("tzdata").joinpath("zoneinfo", *name.split("/")).read_bytes()


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        ("Etc/GMT+3", "3 hours behind UTC, that is -03:00"),
        ("2026-05-04T06:00 Etc/GMT-3", "3 hours ahead of UTC, that is +03:00"),
        ("MST", "MST has no summer time"),
        ("2026-05-04T06:00 [EST]", "EST has no summer time"),
        ("Etc/GMT0", ""),
        ("Etc/UTC", ""),
        ("2026-05-04T06:00+03:00", ""),
        ("Asia/Jerusalem", ""),
        (None, ""),
    ],
)
def test_zones_whose_names_mislead(raw: object, said: str) -> None:
    told = misleading_zone(raw)
    assert said in told
    assert bool(told) == bool(said)


@pytest.mark.parametrize("offset", ["+14:30", "+14:01", "-12:01", "-13:00", "+23:59"])
def test_an_offset_that_no_place_keeps_is_refused(offset: str) -> None:
    with pytest.raises(Unreadable, match="offsets lie within -12:00 and"):
        read_instant(f"2026-03-02T06:00{offset}")


@pytest.mark.parametrize("offset", ["+14:00", "-12:00", "+05:45", "-00:00", "Z"])
def test_an_offset_that_some_place_keeps_is_taken(offset: str) -> None:
    assert read_instant(f"2026-03-02T06:00{offset}").utcoffset() is not None
