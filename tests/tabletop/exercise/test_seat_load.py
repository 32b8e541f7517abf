"""What a game would ask of each seat is counted, and a seat that has nothing to do is seen."""

from __future__ import annotations

import pytest

from sim.tabletop.exercise.seat_load import seat_loads
from tests.engine.worlds import busy, scenario, still


def test_both_seats_are_counted() -> None:
    frontline, patron = seat_loads(scenario(arm=busy({"protocol": "consult"})), "arm")
    assert (frontline.seat, patron.seat) == ("frontline", "patron")
    for seat in (frontline, patron):
        assert seat.read >= seat.busiest > 1
        assert 0.0 < seat.silence < 144.0 + 96.0
    assert frontline.questions > patron.questions > 0


def test_a_seat_without_anything_to_do_is_seen() -> None:
    """Nothing happens but for news at hour 0 and a strike 240 hours later, which the patron is not
    asked about.
    """
    frontline, patron = seat_loads(scenario(arm=still()), "arm")
    assert (frontline.questions, patron.questions) == (1, 0)
    assert frontline.silence == pytest.approx(2160.0), (
        "from the strike to the end of what is watched"
    )
    assert patron.silence >= frontline.silence
