"""Quantities: what is read, what is refused and with which words, and that what is written is read
back bit by bit.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sim.scenario.schema import instants, quantities, quantity_text
from sim.scenario.schema.quantities import Unreadable

HOURS = st.floats(min_value=0, max_value=1e12, allow_subnormal=False)


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("90 min", 1.5),
        ("1 h 30 min", 1.5),
        ("1h30min", 1.5),
        ("3 d", 72.0),
        ("2 wk", 336.0),
        ("45 s", 45 / 3600),
        ("61 min", 61 / 60),
        (" 2 days ", 48.0),
        (".5 h", 0.5),
        ("1e2 h", 100.0),
        ("0 h", 0.0),
        ("1 week 1 hour", 169.0),
    ],
)
def test_durations(text: str, hours: float) -> None:
    assert quantities.read_time(text) == hours


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (90, '"90 min" or "3 d", got 90 without a unit'),
        (0, "without a unit"),
        ("90", "with its unit"),
        ("5 m", "write min"),
        ("1:30", "with its unit"),
        ("-5 min", "cannot be negative"),
        ("1 h -5 min", "cannot be negative"),
        ("5 parsec", '"parsec" is not a unit of time; units are s, min, h, d, wk'),
        ("inf h", "expected a duration"),
        ("nan h", "expected a duration"),
        ("1e400 h", "finite"),
        ("1e308 wk", "finite"),
        ("", "empty"),
        ("  ", "empty"),
        ("soon", "expected a duration"),
        ("3 d!", "expected a duration"),
        (True, "got true"),
        (None, "got nothing"),
        ([1], "got a list"),
        (float("inf"), "without a unit"),
        ("٣ d", "expected a duration"),
        ("9" * 5000 + " h", "expected a duration"),
    ],
)
def test_refused_durations(raw: object, said: str) -> None:
    assert said in _refusal(quantities.read_time, raw)


def _refusal(read: Callable[[Any], Any], raw: object) -> str:
    try:
        value = read(raw)
    except Unreadable as error:
        return str(error)
    pytest.fail(f"{raw!r} was read as {value!r}")


@pytest.mark.parametrize(
    ("text", "per_hour"),
    [
        ("0.75 / d", 0.75 / 24),
        ("0.75 per d", 0.75 / 24),
        ("2/h", 2.0),
        ("once per 12 h", 1 / 12),
        ("twice per wk", 2 / 168),
        ("3 per 2 d", 3 / 48),
        ("0 per d", 0.0),
        ("1 per min", 60.0),
    ],
)
def test_rates(text: str, per_hour: float) -> None:
    assert quantities.read_rate(text) == pytest.approx(per_hour, rel=1e-15)


@pytest.mark.parametrize(
    "raw",
    [
        2,
        "2",
        "2 h",
        "-1 per d",
        "1 per 0 d",
        "1 per",
        "per d",
        "1e308 per s",
        None,
        True,
        "1 per m",
    ],
)
def test_refused_rates(raw: object) -> None:
    with pytest.raises(Unreadable):
        quantities.read_rate(raw)


@pytest.mark.parametrize(
    ("raw", "share"), [(0, 0.0), (1, 1.0), (0.35, 0.35), ("35 %", 0.35), ("100%", 1.0), (-0.0, 0.0)]
)
def test_shares(raw: object, share: float) -> None:
    assert quantities.read_share(raw) == share
    assert str(quantities.read_share(raw)) == str(share)


@pytest.mark.parametrize(
    "raw", [1.2, -0.1, "0.5", "120 %", "-3 %", "many", True, float("nan"), None]
)
def test_refused_shares(raw: object) -> None:
    with pytest.raises(Unreadable):
        quantities.read_share(raw)


@pytest.mark.parametrize(
    ("read", "refused"),
    [
        (quantities.read_number, ["1", True, float("inf"), 10**400]),
        (quantities.read_weight, [-1, float("nan")]),
        (quantities.read_count, [1.0, -1, True, 10**20]),
        (quantities.read_clock, [8, "8", "24:01", "12:60"]),
        (quantities.read_moment, ["6 h", "T+6", "T-6 h", 6]),
    ],
)
def test_refused(read: Callable[[Any], Any], refused: list[object]) -> None:
    assert all(_refusal(read, raw) for raw in refused)


def test_times_of_day_and_moments() -> None:
    assert [
        quantities.read_clock(text) for text in ("08:30", "8:30", "00:00", "24:00", "23:59:30")
    ] == [8.5, 8.5, 0.0, 24.0, 23 + 59 / 60 + 30 / 3600]
    assert quantities.read_moment("T+1 d 6 h") == 30.0


@example(61 / 60)
@example(0.05 / 24)
@example(1 / 3)
@example(1e-9)
@given(HOURS)
def test_a_written_duration_is_read_back_exactly(hours: float) -> None:
    assert quantities.read_time(quantity_text.write_time(hours)) == hours


@example(0.05 / 24)
@example(0.008 / 24)
@given(HOURS)
def test_a_written_rate_is_read_back_exactly(rate: float) -> None:
    assert quantities.read_rate(quantity_text.write_rate(rate)) == rate


@given(st.integers(min_value=0, max_value=24 * 3600))
def test_a_written_time_of_day_is_read_back(seconds: int) -> None:
    hours = quantities.read_clock(quantity_text.write_clock(seconds / 3600))
    assert round(hours * 3600) == seconds


@pytest.mark.parametrize(
    ("text", "utc"),
    [
        ("2026-03-02T06:00+02:00", datetime(2026, 3, 2, 4, tzinfo=UTC)),
        ("2026-03-02T06:00Z", datetime(2026, 3, 2, 6, tzinfo=UTC)),
        ("2026-03-02 06:00:30 Asia/Jerusalem", datetime(2026, 3, 2, 4, 0, 30, tzinfo=UTC)),
        ("2026-07-02T06:00[America/New_York]", datetime(2026, 7, 2, 10, tzinfo=UTC)),
    ],
)
def test_instants(text: str, utc: datetime) -> None:
    assert instants.read_instant(text) == utc
    assert instants.read_instant(instants.write_instant(instants.read_instant(text))) == utc


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        ("2026-03-02T06:00", "without a zone"),
        ("2026-03-02", "expected a date and time"),
        ("2026-13-02T06:00Z", "not a date and time that exists"),
        ("2026-02-30T06:00Z", "not a date and time that exists"),
        ("2026-03-02T06:00+99:00", "expected a date and time with its zone"),
        (
            "2026-03-02T06:00 Asia/Jeruslem",
            (
                'expected an IANA time zone such as "Europe/Paris", got "Asia/Jeruslem"; did you'
                ' mean "Asia/Jerusalem"?'
            ),
        ),
        ("0001-01-01T00:00+14:00", "from 1900 to 2200"),
        ("1400-01-01T00:00Z", "from 1900 to 2200"),
        (20260302, "expected a date and time"),
        (None, "expected a date and time"),
    ],
)
def test_refused_instants(raw: object, said: str) -> None:
    assert said in _refusal(instants.read_instant, raw)


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        ("jerusalem", 'did you mean "Asia/Jerusalem"?'),
        ("America/NewYork", 'did you mean "America/New_York"?'),
        ("Asia/London", 'did you mean "Europe/London"?'),
        ("Teheran", 'did you mean "Asia/Tehran"?'),
        ("Europe/Olso", 'did you mean "Europe/Oslo"?'),
        ("Europe/Roma", 'did you mean "Europe/Rome"?'),
        ("Etc/UTX", 'did you mean "Etc/UTC"?'),
        (
            "America/Washington",
            "such a zone is named after a city, but not every city has one; all names: https://",
        ),
        ("Switzerland/Geneva", "but not every city has one; all names: https://"),
        ("UTC+2", "but not every city has one; all names: https://"),
        ("US/Washington", "of US there are US/Alaska, US/Aleutian,"),
        ("../../etc/passwd", "expected an IANA time zone"),
        ("/etc/localtime", "expected an IANA time zone"),
        ("", "expected an IANA time zone"),
        ("America", "expected an IANA time zone"),
        ("x" * 10_000, "expected an IANA time zone"),
        (3, "expected an IANA time zone"),
    ],
)
def test_refused_zones(raw: object, said: str) -> None:
    assert said in _refusal(instants.read_zone, raw)
