"""Where an arm stops to pay: known roots are found, in either direction, and their intervals hold
what they promise.
"""

from __future__ import annotations

import tracemalloc
from math import inf, isnan

import numpy as np
import pytest

from sim.errors import UsageError
from sim.experiment.statistics.estimates import Floats
from sim.experiment.sweeps.break_even import _bootstrap_means, benefit, break_even, finite

X = (1.0, 2.0, 3.0, 4.0, 5.0)


def worlds(
    means: list[float], *, n: int = 400, spread: float = 1.0, own: float = 0.3, seed: int = 5
) -> Floats:
    """Benefits of worlds that share their luck over the values of the lever, with a little of each
    value's own.
    """
    chance = np.random.default_rng(seed)
    shared = chance.normal(0.0, spread, (n, 1)) + chance.normal(0.0, own, (n, len(means)))
    found: Floats = shared - shared.mean(axis=0) + np.array(means)
    return found


def test_it_lies_where_the_line_between_two_values_meets_zero() -> None:
    found = break_even(X, worlds([2.0, 1.0, 0.5, -0.5, -1.0]), log=False)
    assert found.value == pytest.approx(3.5)
    assert (found.low, found.high) == (3.0, 4.0), "values that were tried"
    assert found.monotone


def test_over_ratios_the_line_runs_over_logarithms() -> None:
    found = break_even((0.25, 24.0), worlds([1.0, -1.0]), log=True)
    assert found.value == pytest.approx((0.25 * 24.0) ** 0.5)


def test_a_rising_benefit_starts_to_pay() -> None:
    found = break_even(X, worlds([-2.0, -1.0, 1.0, 2.0, 3.0]), log=False)
    assert found.value == pytest.approx(2.5)


def test_an_arm_that_is_always_better_has_none() -> None:
    found = break_even(X, worlds([5.0, 4.0, 4.0, 3.0, 2.0]), log=False)
    assert isnan(found.value)
    assert (found.low, found.high) == (inf, inf)
    assert finite(found.low) is None


def test_an_arm_that_is_never_better_has_none() -> None:
    falling = break_even(X, worlds([-1.0, -1.5, -2.0, -3.0, -4.0]), log=False)
    rising = break_even(X, worlds([-4.0, -3.0, -2.0, -1.5, -1.0]), log=False)
    assert (falling.low, falling.high) == (-inf, -inf)
    assert (rising.low, rising.high) == (inf, inf)


def test_an_arm_that_does_just_the_same_is_not_better() -> None:
    found = break_even(X, np.zeros((50, 5)), log=False)
    assert (found.low, found.high) == (-inf, -inf)


def test_what_is_all_chance_cannot_be_told() -> None:
    found = break_even(X, worlds([0.01, -0.01, 0.02, 0.0, -0.01], n=60, own=1.0), log=False)
    assert (found.low, found.high) == (-inf, inf)


def test_an_end_that_lies_beyond_the_range_is_open() -> None:
    found = break_even(X, worlds([2.0, 1.5, 1.0, 0.5, 0.05], n=100), log=False)
    assert found.low < 5.0
    assert found.high == inf


def test_a_curve_that_turns_back_is_said_to_do_so() -> None:
    assert not break_even(X, worlds([2.0, -1.0, 2.0, -1.0, -2.0], own=0.1), log=False).monotone


def test_the_same_worlds_give_the_same_interval() -> None:
    benefit = worlds([2.0, 1.0, 0.5, -0.5, -1.0])
    assert break_even(X, benefit, log=False) == break_even(X, benefit, log=False)


def test_better_is_above_zero_whichever_way_an_outcome_is_better() -> None:
    ones = np.ones((2, 2))
    assert (benefit("unilateral_strike", ones) == -1).all()
    assert (benefit("trust_of_patron", ones) == 1).all()
    with pytest.raises(UsageError, match="neither direction"):
        benefit("struck", ones)


@pytest.mark.slow
def test_the_interval_holds_the_true_value_as_often_as_it_says() -> None:
    """Shares that differ in few worlds, as strikes do: 300 studies of 150 worlds whose true
    break-even is 3.2.
    """
    held, chance = 0, np.random.default_rng(11)
    falls = 0.3 * (3.2 - np.array(X)) / 2.2
    for study in range(300):
        luck = chance.uniform(size=(150, 1))
        benefit = (luck < np.maximum(falls, 0)).astype(float) - (luck > 1 + np.minimum(falls, 0))
        benefit += np.where(
            chance.uniform(size=benefit.shape) < 0.1, chance.choice([-1.0, 1.0], benefit.shape), 0.0
        )
        found = break_even(X, benefit, log=False, share=True, seed=study, draws=800)
        held += found.low <= 3.2 <= found.high
    assert held / 300 >= 0.93


def rare(n: int, *pairs: tuple[int, int]) -> Floats:
    """Shares that differ in few worlds: at each value of the lever so many that are better, and so
    many that are worse.
    """
    benefit = np.zeros((n, len(pairs)))
    for at, (up, down) in enumerate(pairs):
        benefit[:up, at] = 1.0
        benefit[n - down :, at] = -1.0
    return benefit


NOTHING = (-inf, inf)


@pytest.mark.parametrize(
    ("pairs", "ends"),
    [
        (((0, 1),) * 5, NOTHING),  # exact McNemar: p = 1
        (((4, 0),) * 5, NOTHING),  # p = 0.125, though Tango's interval leaves out zero
        (((0, 5),) * 5, NOTHING),
        (((0, 6),) * 5, (-inf, -inf)),
        (((20, 0),) * 5, (inf, inf)),
        # the same in every world where it is not worse
        (((0, 0), (0, 0), (0, 0), (0, 0), (0, 1)), (-inf, -inf)),
    ],
)
def test_signs_that_no_world_had_are_not_taken_for_impossible(
    pairs: tuple[tuple[int, int], ...], ends: tuple[float, float]
) -> None:
    found = break_even(X, rare(100, *pairs), log=False, share=True)
    assert (found.low, found.high) == ends


@pytest.mark.parametrize(("differing", "ends"), [(4, NOTHING), (40, (inf, inf))])
def test_a_mean_that_few_worlds_make_is_not_shown_by_them(
    differing: int, ends: tuple[float, float]
) -> None:
    """Student's test alone would show that four worlds in a hundred, all alike, make the arm
    better.
    """
    found = break_even(X, 50.0 * rare(100, *((differing, 0),) * 5), log=False)
    assert (found.low, found.high) == ends


def test_an_end_lies_at_most_one_value_beyond_what_is_shown() -> None:
    """Clearly better at first; then better in four worlds, which is nothing; the bootstrap alone
    would be sure to the end.
    """
    found = break_even(
        X, rare(100, (50, 0), (40, 0), (4, 0), (4, 0), (4, 0)), log=False, share=True
    )
    assert (found.low, found.high) == (3.0, inf)
    rising = break_even(
        X, rare(100, (4, 0), (4, 0), (4, 0), (40, 0), (50, 0)), log=False, share=True
    )
    assert (rising.low, rising.high) == (-inf, 3.0)


def test_a_break_even_needs_evidence_on_both_sides() -> None:
    """It stops at the last value, where one world is worse: that may as well be beyond
    the range.
    """
    found = break_even(
        X, rare(100, (40, 0), (40, 0), (40, 0), (40, 0), (0, 1)), log=False, share=True
    )
    assert (found.low, found.high) == (4.0, inf)


def test_one_world_shows_nothing() -> None:
    found = break_even(X, np.ones((1, 5)), log=False)
    assert (found.low, found.high) == NOTHING


def test_draws_in_parts_are_the_same_draws_and_hold_little() -> None:
    benefit = np.random.default_rng(2).normal(size=(20_000, 5))
    whole = (
        np.random.default_rng(3).multinomial(20_000, np.full(20_000, 1 / 20_000), size=120)
        @ benefit
        / 20_000
    )
    tracemalloc.start()
    try:
        parts = _bootstrap_means(benefit, 3, 120)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    np.testing.assert_allclose(parts, whole, rtol=1e-12, atol=1e-15)
    assert most < 24e6, "all at once would hold 38 MB"
