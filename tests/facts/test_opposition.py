"""Facts about punishment, warnings and the first decision, on seeds that served no tuning."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from sim.domain.decisions.protocols import PROTOCOLS
from tests.facts.worlds import QUIET, World, difference, plain, reference, share, worlds

pytestmark = pytest.mark.slow

#: Without what the reference says in public itself: warnings are put one by one.
UNWARNED = "public.opposition.disagreement.warning=0.5"
PUNISHING = (
    "allies.patron.punishment={}",
    "allies.patron.suspends=1",
    "allies.patron.suspension={lognormal: {median: 70 d, sigma: 2}}",
)


def struck(world: World) -> bool:
    return world["struck"] == 1.0


# What this program is for: some move ahead though they were warned, and some objections come late


@pytest.mark.parametrize("arm", ["unilateral", "consult"])
def test_in_the_reference_some_are_overridden_and_most_are_not(arm: str) -> None:
    """The patron's no was heard before the point of no return, by whichever path, and the strike
    fell all the same; and some of its words were read too late to stop one.
    """
    found = worlds(reference(), (arm,), 200)[arm]
    over = share(found, "overridden")
    assert over.low > 0.02
    assert over.high < 0.5
    assert sum(world["public_warnings"] > 1.0 for world in found) > 20
    late = share(found, "objection_in_time", struck)
    assert 0.0 < late.value < 1.0


# Punishment: surprise costs no less trust than telling


def test_surprise_costs_at_least_as_much_trust_as_telling() -> None:
    scenario = reference(*PUNISHING, "terms.notice=30 h")
    found = worlds(scenario, ("unilateral", "notify"), 300)
    both = [
        (alone, told)
        for alone, told in zip(found["unilateral"], found["notify"], strict=True)
        if struck(alone) and struck(told)
    ]
    alone, told = ([pair[at] for pair in both] for at in (0, 1))
    trust = difference(told, alone, "trust_of_patron")
    assert trust.n > 100
    assert trust.low > 0.0


def test_what_telling_costs_it_costs_by_leaks() -> None:
    """Everything by default, and a notice that comes too late for most to be read."""
    sealed, leaky = (told_and_alone(sets) for sets in (("public.leak_rate=0",), ()))
    assert difference(*sealed, "trust_of_patron").low > -0.005
    assert difference(*sealed, "withheld").high < 0.01
    assert difference(*leaky, "trust_of_patron").low > -0.05
    assert difference(*leaky, "trust_of_patron").high < 0.0


def told_and_alone(sets: Sequence[str]) -> tuple[list[World], list[World]]:
    """The worlds in which both struck."""
    found = worlds(plain(*sets), ("unilateral", "notify"), 400)
    both = [
        (told, alone)
        for alone, told in zip(found["unilateral"], found["notify"], strict=True)
        if struck(alone) and struck(told)
    ]
    return [told for told, _ in both], [alone for _, alone in both]


def test_support_is_withheld_without_a_no_too() -> None:
    found = worlds(reference(*PUNISHING), ("unilateral",), 200)["unilateral"]
    withheld = share(found, "withheld", struck)
    assert withheld.low > 0.15
    assert withheld.high < 0.6
    assert share(found, "withheld_unasked", struck).value > 0.5 * withheld.value


# Warnings in public


def warned(times: int, leverage: float) -> Sequence[str]:
    """The patron warns every other day from the second on, and says nothing else unasked."""
    words = [
        f"injects.said_{at}={{event: warning, at: T+{48 * (at + 1)} h, stance: red}}"
        for at in range(times)
    ]
    return [*words, f"allies.patron.leverage={leverage}", *QUIET]


@pytest.fixture(scope="module")
def strikes() -> dict[tuple[float, int], list[World]]:
    return {
        (leverage, times): worlds(reference(*warned(times, leverage)), ("unilateral",), 250)[
            "unilateral"
        ]
        for leverage in (0.25, 1.75)
        for times in (0, 1, 2, 4)
    }


@pytest.mark.parametrize(("fewer", "more"), [(0, 1), (1, 2), (2, 4)])
def test_each_further_warning_prevents_and_delays_strikes_where_leverage_is_high(
    strikes: dict[tuple[float, int], list[World]], fewer: int, more: int
) -> None:
    """Delays: by the hours of the window without a strike, all of it where there was none."""
    after, before = strikes[1.75, more], strikes[1.75, fewer]
    assert difference(after, before, "struck").high < 0.0
    assert difference(after, before, "unstruck_h").low > 12.0


def test_a_warning_delays_strikes_that_it_does_not_prevent(
    strikes: dict[tuple[float, int], list[World]],
) -> None:
    pairs = zip(strikes[1.75, 4], strikes[1.75, 0], strict=True)
    both = [(warned_of, not_) for warned_of, not_ in pairs if struck(warned_of) and struck(not_)]
    after, before = ([pair[at] for pair in both] for at in (0, 1))
    later = difference(after, before, "strike_h")
    assert later.n > 50
    assert later.low > 24.0


def test_and_does_little_where_it_is_low(strikes: dict[tuple[float, int], list[World]]) -> None:
    change = difference(strikes[0.25, 4], strikes[0.25, 0], "struck")
    assert change.low > -0.12
    assert change.high < 0.05


def test_whoever_strikes_all_the_same_was_not_unheard(
    strikes: dict[tuple[float, int], list[World]],
) -> None:
    four = strikes[0.25, 4]
    assert share(four, "overridden", struck).low > 0.3
    assert share(four, "unheard", struck).high < share(strikes[0.25, 0], "unheard", struck).low


def test_hesitation_in_public_costs_deterrence() -> None:
    hold = "allies.frontline.leader.rule={scripted: {moves: [{at: T+0 h, option: hold}]}}"
    free, dear = (
        worlds(
            reference(*warned(4, 1.0), hold, f"public.opposition.disagreement.deterrence={cost}"),
            ("unilateral",),
            60,
        )["unilateral"]
        for cost in (0.0, 0.15)
    )
    assert difference(dear, free, "deterrence").high < 0.0


# The first decision


def test_the_first_decision_is_the_same_under_every_protocol() -> None:
    """As long as the protocol has not come to bear, in every world."""
    arms = tuple(PROTOCOLS)
    found = worlds(reference("terms.foreseen=false"), arms, 100)
    for arm in arms[1:]:
        wishes = difference(found[arm], found["unilateral"], "first_decision_h")
        assert wishes.n > 60
        assert (wishes.low, wishes.high) == (0.0, 0.0), arm
