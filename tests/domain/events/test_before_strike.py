"""What the frontline had heard before a strike, as engine and outcomes read it from a log."""

from __future__ import annotations

import pytest

from sim.domain.events import StanceRead, Strike
from sim.domain.events.before_strike import words
from sim.domain.events.log import ByKind, Log


def read(message: str, plan: str, stance: str, *, repaired: bool = False) -> StanceRead:
    return StanceRead(message, plan, "red", stance, 1.0, repaired)


def strike(plan: str) -> Strike:
    return Strike(1, plan, "unilateral", "none", 1.0, 0.5, 0.2, False, False)


LOG: Log = [
    (1.0, read("a", "plan-1", "green")),
    (2.0, read("a", "plan-1", "red", repaired=True)),
    (5.0, strike("plan-1")),
    (6.0, read("b", "plan-1", "red")),
    (7.0, read("c", "plan-2", "amber")),
]


@pytest.mark.parametrize(
    ("until", "heard"),
    [
        (1.5, ["green"]),
        (4.0, ["red"]),  # a reading that was repaired is no longer what was heard
        (6.5, []),  # a no to a strike that has fallen is no word on the next one
        (9.0, ["amber"]),
    ],
)
def test_words_are_of_the_strike_in_question(until: float, heard: list[str]) -> None:
    assert words(ByKind(LOG), until) == heard
