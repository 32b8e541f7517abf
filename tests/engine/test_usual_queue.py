"""How long a message usually waits for the item in hand: against what queueing theory knows."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from statistics import fmean

import pytest

from sim.domain.communication.calendar import ALWAYS
from sim.domain.communication.offices import Routine
from sim.domain.distributions.families import Fixed
from sim.engine.compiled import ReadyOffice, compiled_setting
from sim.engine.usual_queue import UsualQueue
from tests.engine.worlds import busy


def office(rate: float, staff: int = 1) -> ReadyOffice:
    """An office that is always on duty, with items of two hours."""
    some = next(iter(compiled_setting(busy()).allies["patron"].offices.values()))
    routine = Routine(rate=rate, work=Fixed(value=2.0))
    return replace(some, staff=staff, calendar=ALWAYS, routine=routine)


def mean_wait(one: ReadyOffice) -> float:
    queue, luck = UsualQueue(one, "office"), Random(2)
    return fmean(queue.free_from(now, luck.random()) - now for now in range(200, 1900))


def test_the_wait_is_what_is_left_of_the_item_in_hand() -> None:
    """Of the highest class before one server: rate times the mean square of the work, halved."""
    assert mean_wait(office(0.2)) == pytest.approx(0.2 * 4.0 / 2.0, rel=0.1)
    assert mean_wait(office(0.2, staff=3)) < 0.1, "one of three is free nearly always"
    assert mean_wait(office(0.0)) == 0.0


def test_how_far_ahead_somebody_has_asked_does_not_show() -> None:
    """How long a game lasts is for nobody to know, by the hours of a card no more than else."""
    asked, fresh = (UsualQueue(office(0.4), "office") for _ in range(2))
    asked.free_from(5000.0, 0.5)
    hours = range(0, 300, 7)
    assert [asked.free_from(h, 0.5) for h in hours] == [fresh.free_from(h, 0.5) for h in hours]
