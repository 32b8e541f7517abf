"""What a game would ask of each seat is counted, and a seat that has nothing to do is seen."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sim.domain.decisions.views import SEATS
from sim.tabletop.exercise.game_length import WORLDS, game_length, length_lines
from sim.tabletop.exercise.seat_load import play_by_rules, seat_loads
from sim.tabletop.game.table import Opening
from sim.tabletop.seat.capital import Capital
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


def test_the_length_of_a_game_is_told_from_other_worlds_than_the_one_that_is_played() -> None:
    played = scenario(arm=busy({"protocol": "consult"}))
    opening = Opening(seed=7, replication=3, arm="arm", seats=SEATS, asks="news")
    length = game_length(played, opening)
    setting = played.arms["arm"].setting
    assert length.end == setting.horizon + setting.follow_up
    others = [replace(opening, replication=3 + number) for number in range(1, WORLDS + 1)]
    counts = [play_by_rules(played, one)[1] for one in others]
    for seat, (least, middle, most) in length.asked.items():
        asked = sorted(one[seat] for one in counts)
        assert (least, middle, most) == (asked[0], asked[(WORLDS - 1) // 2], asked[-1])
    assert length.asked["frontline"][1] > 1
    end, asked_text = length_lines(length, Capital("patron", setting), 240.0)
    assert "of the room at 240 an hour" in end
    assert all(f"the {seat} is asked about" in asked_text for seat in SEATS)
