"""Sums over blocks of worlds, and what they say: against plain NumPy, at the edges, and independent
of how blocks come.
"""

from __future__ import annotations

from dataclasses import replace
from math import isnan

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from sim.experiment.comparison.comparison import Comparison, comparisons, estimates
from sim.experiment.outcomes.bounds import Watched
from sim.experiment.outcomes.definitions import OUTCOMES, Outcome
from sim.experiment.statistics.estimates import Floats, tango
from sim.experiment.statistics.mean_intervals import mean_interval
from sim.experiment.statistics.moments import Moments, sums_of
from sim.experiment.statistics.tally import Pairing, Tally

SHARE = replace(OUTCOMES["unilateral_strike"], better="lower")
MEAN = replace(OUTCOMES["burden"], better="lower")
KINDS: list[Outcome] = [SHARE, MEAN]
HOURS = 1000.0
WATCHED = Watched(window=600.0, follow_up=400.0, whole=HOURS)

values = st.one_of(st.just(float("nan")), st.floats(-1e3, 1e3).map(lambda x: round(x, 3)))


def moments(*blocks: Floats) -> Moments:
    found = Moments(blocks[0].shape[1])
    for block in blocks:
        found.add(block)
    return found


def pair(first: Floats, second: Floats) -> Pairing:
    found = Pairing(first.shape[1])
    found.add(first, second)
    return found


def compared(first: list[float], second: list[float], outcome: Outcome = MEAN) -> Comparison:
    [found] = comparisons([outcome], pair(np.array([first]).T, np.array([second]).T), 0.95, WATCHED)
    return found


@given(arrays(np.float64, (17, 3), elements=values), st.integers(1, 16))
def test_sums_over_blocks_are_those_of_the_whole(table: Floats, border: int) -> None:
    found = moments(table[:border], table[border:])
    for column in range(3):
        x = table[:, column][~np.isnan(table[:, column])]
        assert found.n[column] == len(x)
        assert found.mean[column] == pytest.approx(
            x.mean() if len(x) else np.nan, nan_ok=True, abs=1e-9
        )
        expected = x.var(ddof=1) if len(x) > 1 else np.nan
        assert found.variance[column] == pytest.approx(expected, nan_ok=True, rel=1e-9, abs=1e-9)


def test_a_constant_has_no_deviations_however_it_is_rounded() -> None:
    found = moments(np.full((1000, 1), 0.1), np.full((999, 1), 0.1))
    assert found.squares[0] == 0.0
    assert found.mean[0] == 0.1


@given(arrays(np.float64, (9, 2), elements=values))
def test_an_arm_compared_with_itself_differs_by_exactly_zero(table: Floats) -> None:
    for found in comparisons(KINDS, pair(table, table), 0.95, WATCHED):
        assert isnan(found.difference) if found.pairs == 0 else found.difference == 0.0
        if found.pairs:
            assert (found.higher.value, found.lower.value, found.equal.value) == (0.0, 0.0, 1.0)
            assert found.tests.zero == 1.0 or found.pairs == 1
            assert isnan(found.variance_ratio)


@given(arrays(np.float64, (9, 2), elements=values), arrays(np.float64, (9, 2), elements=values))
def test_turning_a_comparison_round_turns_its_signs(first: Floats, second: Floats) -> None:
    forth, back = pair(first, second), pair(second, first)
    for a, b in zip(
        comparisons([MEAN] * 2, forth, 0.95, WATCHED),
        comparisons([MEAN] * 2, back, 0.95, WATCHED),
        strict=True,
    ):
        assert (a.difference, a.low, a.tests.zero) == pytest.approx(
            (-b.difference, -b.high, b.tests.zero), nan_ok=True, abs=1e-9
        )
        assert (a.pairs, a.equal) == (b.pairs, b.equal) or a.pairs == 0


def test_pairs_are_the_worlds_in_which_both_exist() -> None:
    nan = float("nan")
    found = compared([1.0, 2.0, nan, 4.0], [0.0, nan, 3.0, 1.0])
    assert found.pairs == 2
    assert found.difference == 2.0


def test_shares_of_worlds_better_follow_the_direction() -> None:
    found = compared([1.0, 1.0, 2.0, 5.0], [2.0, 2.0, 2.0, 1.0])
    assert (found.lower.value, found.equal.value, found.higher.value) == (0.5, 0.25, 0.25)
    assert found.better("lower") == found.worse("higher") == found.lower
    assert found.better("higher") == found.worse("lower") == found.higher
    assert found.better("neither") is found.worse("neither") is None


def test_shares_are_compared_as_pairs_of_shares() -> None:
    found = compared([1.0] * 7 + [0.0] * 14, [0.0] * 6 + [1.0] * 2 + [0.0] * 13, SHARE)
    assert found.difference == pytest.approx(5 / 21)
    # Six of seven that differ: 2 (1 + 7) / 2^7 by the exact test.
    assert found.tests.zero == pytest.approx(0.125)
    assert found.low < 0 < found.high


def test_an_end_that_only_the_score_puts_beyond_zero_is_moved_there() -> None:
    found = compared([1.0] * 4 + [0.0] * 96, [0.0] * 100, SHARE)
    assert found.tests.zero == pytest.approx(0.125)
    assert float(tango(4, 0, 100)[0]) > 0.0
    assert found.low == 0.0
    assert found.high == pytest.approx(float(tango(4, 0, 100)[1]))


def test_pairing_saves_what_the_arms_share() -> None:
    rng = np.random.default_rng(1)
    world, own = rng.normal(size=(2000, 1)), rng.normal(size=(2, 2000, 1))
    found = pair(2 * world + own[0], 2 * world + own[1])
    assert found.variance_ratio[0] == pytest.approx((4 + 1 + 4 + 1) / 2, rel=0.1)


def test_one_world_gives_values_and_no_intervals() -> None:
    found = compared([3.0], [1.0])
    assert (found.difference, found.pairs) == (2.0, 1)
    assert all(map(isnan, (found.low, found.high, found.variance_ratio)))
    assert found.tests.zero == 1.0, "it is compared, and nothing can be shown"
    [estimate] = estimates([MEAN], moments(np.array([[3.0]])), 0.95, WATCHED)
    assert (estimate.value, estimate.n) == (3.0, 1)
    assert isnan(estimate.low)


def test_what_never_exists_says_nothing() -> None:
    nan = float("nan")
    found = compared([nan, nan], [1.0, nan])
    assert found.pairs == 0
    assert all(
        map(isnan, (found.difference, found.low, found.high, found.tests.zero, found.equal.value))
    )
    [share, mean] = estimates(KINDS, moments(np.full((2, 2), nan)), 0.95, WATCHED)
    assert share.n == mean.n == 0
    assert isnan(share.value)
    assert isnan(mean.low)


def test_rounding_is_no_difference() -> None:
    third = [0.1 + 0.2, 0.3, 0.7 + 0.1]
    found = Pairing(1, 0.03)
    found.add(np.array([third]).T, np.array([[0.3, 0.1 + 0.2, 0.8]]).T)
    assert (found.up[0], found.down[0], found.difference.squares[0]) == (0, 0, 0.0)


def test_what_an_arms_inputs_say_has_a_value_and_no_interval() -> None:
    found = compared([5.0] * 20, [3.0] * 20, OUTCOMES["cost"])
    assert found.difference == 2.0
    assert all(map(isnan, (found.low, found.high, found.tests.zero)))


def test_a_share_has_wilsons_interval_and_a_mean_that_of_skewed_means() -> None:
    from scipy.stats import binomtest

    x = np.array([0.0, 1.0, 1.0, 0.0, 1.0, 1.0, 1.0, 0.0])
    [share, mean] = estimates(KINDS, moments(np.array([x, x]).T), 0.95, WATCHED)
    wilson = binomtest(5, 8).proportion_ci(method="wilson")
    means = mean_interval(sums_of(x), (0.0, 6 * HOURS))
    assert (share.low, share.high) == pytest.approx((wilson.low, wilson.high))
    assert (mean.low, mean.high) == pytest.approx((float(means[0][0]), float(means[1][0])))


def test_a_tally_keeps_arms_and_pairs_apart() -> None:
    block = np.arange(24.0).reshape(4, 3, 2) ** 1.5
    tally = Tally(3, 2, [(2, 0)])
    tally.add(block[:1])
    tally.add(block[1:])
    assert tally.arms[1].mean == pytest.approx(block[:, 1].mean(axis=0))
    assert tally.pairs[2, 0].difference.mean == pytest.approx(
        (block[:, 2] - block[:, 0]).mean(axis=0)
    )
    assert list(tally.pairs) == [(2, 0)]
