"""Dates of a story where no calendar reaches, and lengths that nobody counts in days."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.output.story.sentences.dates import Clocks, duration_text, far

CLOCKS = Clocks(
    start=datetime(2026, 3, 2, 6, tzinfo=UTC),
    frontline="Pacific/Kiritimati",
    patron="America/New_York",
)


def test_a_time_past_the_calendar_is_told_in_hours() -> None:
    assert CLOCKS.date(1e9) == "T+1e9 h"
    assert CLOCKS.second(1.25e12) == "T+1.25e12 h"
    assert CLOCKS.lines(1e9) == "no date"
    assert "9999" in CLOCKS.day(1e9)
    assert CLOCKS.columns(1e9, "T+1.0").split() == ["--:--", "---", "--:--", "T+1.0"]


def test_a_time_within_it_has_its_date() -> None:
    assert CLOCKS.date(0.0) == "Mon 2 Mar 20:00"
    assert CLOCKS.lines(0.0) == "Mon 2 Mar\n20:00"
    assert CLOCKS.day(0.0) == "Monday 2 March 2026"


@given(st.floats(0.0, 1e300))
def test_every_time_can_be_told(hours: float) -> None:
    assert all(
        (
            CLOCKS.date(hours),
            CLOCKS.day(hours),
            CLOCKS.second(hours),
            CLOCKS.lines(hours),
            far(hours),
        )
    )
    assert CLOCKS.columns(hours, "x")
    assert len(duration_text(hours)) < 20


@pytest.mark.parametrize(
    ("hours", "words"), [(1e9, "1e9 h"), (2.5e12, "2.5e12 h"), (240.0, "10 days"), (0.5, "30 min")]
)
def test_a_length_is_told_in_its_unit(hours: float, words: str) -> None:
    assert duration_text(hours).replace("\N{NO-BREAK SPACE}", " ") == words
