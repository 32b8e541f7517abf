"""Luck and choice add up to the outcome, are told apart by what is known of a world, and say with
what doubt.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from sim.errors import UsageError
from sim.tabletop.debrief.luck_and_choice import (
    Apart,
    Moved,
    apart,
    expect_told_apart,
    places_of,
    turns_of,
)
from sim.tabletop.debrief.replay_text import luck_text
from sim.tabletop.game.game import Played, read_game
from sim.tabletop.game.journal import Record
from tests.tabletop.games import answer, begun, go_on, write

ACTS = (go_on(), write("dialogue", "frontline"), answer("hold"), go_on(), answer("strike"), go_on())


@pytest.fixture(scope="module")
def played(tiny: Path, tmp_path_factory: pytest.TempPathFactory) -> Played:
    return read_game(begun(tiny, tmp_path_factory.mktemp("games"), *ACTS, arm="unilateral"))


def parts(found: Apart) -> float:
    steps = sum(one.chance.value + one.choice.value for one in found.steps)
    return found.start.value + steps + found.rest.value


def test_what_a_seat_does_at_one_moment_is_one_turn(played: Played) -> None:
    assert turns_of(ACTS) == [range(1, 3), range(4, 5)]
    assert turns_of((answer("hold"), answer("red", "patron"))) == [range(1), range(1, 2)]
    assert turns_of(()) == []
    assert places_of(played).after == (0, 1, 3, 4, 5)


def test_luck_and_choice_add_up_to_the_outcome_exactly(played: Played) -> None:
    done: list[int] = []
    found = apart(played, ("struck", "burden"), 12, done.append)
    assert done[-1] == 12 * 5
    for one in found:
        assert parts(one) == pytest.approx(one.end.value, abs=1e-12)
        assert one.start.value + one.choice.value + one.chance.value == pytest.approx(
            one.end.value, abs=1e-12
        )
    struck, _ = found
    assert struck.n == 12
    held, struck_then = struck.steps
    assert held.before.value < struck_then.before.value == 1.0
    assert struck_then.chance.low > 0.0, "what came between made the strike certain"
    assert struck_then.choice.value == 0.0, "so that to choose it added nothing"
    assert struck.end.value in {0.0, 1.0} or not played.table.session.over
    again = apart(played, ("struck",), 12, done.append)
    assert again == [struck]


def test_what_the_facilitator_did_to_the_world_is_not_called_chance(played: Played) -> None:
    (found,) = apart(played, ("struck",), 2, lambda _: None)
    ruled = Record(n=90, do="rule", data={"effect": "rung_up", "value": 1.0})
    brought = Record(n=91, do="bring", data={})
    for acts, words in (
        ((), "what chance brought by"),
        ((ruled,), "what chance and the facilitator's rulings brought by"),
        ((ruled, brought), "chance, the facilitator's injects and the facilitator's rulings"),
    ):
        told = " ".join(luck_text(replace(played, standing=(*played.standing, *acts)), found, 999))
        assert words in " ".join(told.split())


def test_a_share_has_the_interval_of_one_and_a_change_that_of_pairs() -> None:
    sure = Moved.level(np.ones(10), share=True)
    assert (sure.value, sure.high) == (1.0, 1.0)
    assert sure.low == pytest.approx(0.722, abs=0.001), "Wilson: ten of ten leave doubt"
    still = Moved.change(np.zeros(10), share=True)
    assert still.low < 0.0 < still.high
    assert not still.is_told_apart
    moved = Moved.change(np.repeat([1.0, 0.0], [30, 10]), share=True)
    assert 0.5 < moved.low < moved.value == 0.75 < moved.high < 0.9
    assert moved.is_told_apart
    alike = Moved.change(np.full(5, 2.5), share=False)
    assert (alike.low, alike.high) == (2.5, 2.5)


def test_an_outcome_that_not_every_world_has_is_refused() -> None:
    with pytest.raises(UsageError, match="not every world has it"):
        expect_told_apart("strike_h")
    expect_told_apart("struck")
