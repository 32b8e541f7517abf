"""How a patron takes a strike: a table of cases, and worlds that go by it."""

from __future__ import annotations

from math import exp, log

import pytest

from sim.domain.actors.punishment import (
    Grievance,
    Punishment,
    broken_word,
    grievance,
    withholding_chance,
)
from sim.domain.actors.trust import Trust, trust_after_broken_word
from sim.domain.events.before_strike import Heard, Knowledge

LAW = Punishment()
HEARD = {
    "nothing": Heard(asked=False, word=False, red=False, amber=False),
    "doubts": Heard(asked=True, word=True, red=False, amber=True),
    "a no": Heard(asked=True, word=True, red=True, amber=False),
    "a no and doubts": Heard(asked=True, word=True, red=True, amber=True),
}
#: The patron's own value of the strike, in half-widths of its band, with the share held against it.
WRONG, EVEN, RIGHT = (-3.0, 1 / (1 + exp(-3))), (0.0, 0.5), (3.0, 1 / (1 + exp(3)))


# What it knew, what had been heard, worth; surprise and defiance, size and chance.
@pytest.mark.parametrize(
    ("knew", "heard", "worth", "surprise", "defiance", "size", "chance"),
    [
        ("hour", "nothing", EVEN, 0.0, 0.0, 0.200, 0.0601),
        ("intent", "nothing", EVEN, 0.5, 0.0, 0.500, 0.1192),
        ("nothing", "nothing", EVEN, 1.0, 0.0, 0.800, 0.2227),
        ("nothing", "nothing", WRONG, 1.0, 0.0, 0.981, 0.3610),
        ("nothing", "nothing", RIGHT, 1.0, 0.0, 0.619, 0.1269),
        ("intent", "doubts", EVEN, 0.5, 0.4, 0.740, 0.2315),
        ("intent", "a no", EVEN, 0.5, 1.0, 1.100, 0.5000),
        ("intent", "a no", WRONG, 0.5, 1.0, 1.281, 0.6635),
        ("hour", "a no", WRONG, 0.0, 1.0, 0.981, 0.4822),
        ("nothing", "a no and doubts", WRONG, 1.0, 1.0, 1.500, 0.8067),
    ],
)  # fmt: skip
def test_the_table_of_cases(
    knew: Knowledge,
    heard: str,
    worth: tuple[float, float],
    surprise: float,
    defiance: float,
    size: float,
    chance: float,
) -> None:
    held = grievance(LAW, knew, HEARD[heard], 0.09 * worth[0], 0.09)
    assert held == pytest.approx(Grievance(surprise, defiance, worth[1]))
    assert broken_word(LAW, held) == pytest.approx(size, abs=5e-4)
    assert withholding_chance(LAW, held) == pytest.approx(chance, abs=5e-4)


def test_surprise_costs_no_less_than_telling_and_a_no_that_was_read_more_than_no_answer() -> None:
    def cost(knew: Knowledge, heard: str) -> tuple[float, float]:
        held = grievance(LAW, knew, HEARD[heard], 0.0, 0.09)
        return broken_word(LAW, held), withholding_chance(LAW, held)

    for heard in HEARD:
        assert cost("hour", heard) < cost("intent", heard) < cost("nothing", heard)
    knowledge: tuple[Knowledge, ...] = ("hour", "intent", "nothing")
    for knew in knowledge:
        assert cost(knew, "nothing") < cost(knew, "doubts") < cost(knew, "a no")


def test_without_a_band_its_own_value_is_a_yes_or_a_no() -> None:
    shares = [grievance(LAW, "hour", HEARD["nothing"], worth, 0.0).worth for worth in (-0.1, 0.1)]
    assert shares == pytest.approx([1.0, 0.0])


def test_no_broken_word_takes_more_trust_than_there_is() -> None:
    assert trust_after_broken_word(Trust(loss=0.3), 0.5, 1.5) == pytest.approx(0.5 * 0.55)
    assert trust_after_broken_word(Trust(loss=0.9), 0.5, 1.5) == 0.0
    assert trust_after_broken_word(Trust(loss=0.3), 0.5) == pytest.approx(0.35)


def test_the_odds_add_up() -> None:
    chance = withholding_chance(LAW, Grievance(1.0, 1.0, 1.0))
    assert log(chance / (1.0 - chance)) == pytest.approx(-3.5 + 1.5 + 2 + 1.5)
