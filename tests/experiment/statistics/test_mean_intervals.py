"""Intervals of means that few worlds decide: exact values by hand, and what must hold of all."""

from __future__ import annotations

from collections.abc import Callable
from math import exp, isnan, log, sqrt
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.stats import t as student_law

from sim.experiment.comparison.comparison import estimates
from sim.experiment.outcomes.bounds import Watched, difference_bounds, outcome_bounds
from sim.experiment.outcomes.definitions import OUTCOMES
from sim.experiment.statistics.dust import without_dust
from sim.experiment.statistics.mean_intervals import (
    least_departures,
    mean_interval,
    mean_p,
    one_sided_p,
    too_rare,
)
from sim.experiment.statistics.moments import Moments, sums_of
from sim.experiment.statistics.value_table import PLACES

ALPHA = 0.05


def ends(values: list[float], reach: float = 20.0, level: float = 0.95) -> tuple[float, float]:
    low, high = mean_interval(sums_of(values), (-reach, reach), level)
    return float(low[0]), float(high[0])


def test_the_least_departures_are_those_of_a_sign_test() -> None:
    assert [least_departures(level) for level in (0.9, 0.95, 0.99, 0.999)] == [5, 6, 8, 11]
    # Of five worlds that all differ, half of 2^-4 would be the two-sided p-value.
    assert 2.0 ** (1 - 6) <= ALPHA < 2.0 ** (1 - 5)


def test_nothing_seen_leaves_the_rule_of_three() -> None:
    low, high = ends([0.0] * 30)
    assert (low, high) == pytest.approx(
        (-20 * (1 - ALPHA ** (1 / 30)), 20 * (1 - ALPHA ** (1 / 30)))
    )
    assert high == pytest.approx(20 * 3.0 / 30, rel=0.06)


def test_one_in_a_hundred_is_too_rare_and_its_bound_is_that_of_likelihood() -> None:
    values = [1.0] + [0.0] * 99
    sums = sums_of(values)
    assert bool(too_rare(sums, 0.95)[0])
    assert float(mean_p(sums)[0]) == 1.0
    c = log(1 / ALPHA)
    expected = 20.0 - exp(-c / 100) * 20.0 ** (99 / 100) * 19.0 ** (1 / 100)
    assert ends(values)[1] == pytest.approx(expected)


def test_symmetric_values_get_students_interval() -> None:
    values = [-2.0, -1.0, -0.5, 0.0, 0.5, 1.0, 2.0, -3.0, 3.0]
    half = student_law.ppf(0.975, 8) * np.std(values, ddof=1) / 3.0
    assert ends(values) == pytest.approx((-half, half))


def test_skewed_values_reach_as_far_as_hall_says() -> None:
    x = np.exp(np.random.default_rng(5).normal(size=40))
    n, error = 40, np.std(x, ddof=1) / sqrt(40)
    g = float(np.mean((x - x.mean()) ** 3) / np.var(x) ** 1.5)
    q = float(student_law.ppf(0.975, n - 1))
    lean = g / sqrt(n)

    def inverse(z: float) -> float:
        return 3 / lean * (float(np.cbrt(1 + lean * (z - lean / 6))) - 1)

    low, high = ends(x.tolist(), 1e3)
    assert low == pytest.approx(x.mean() - max(q, inverse(q)) * error)
    assert high == pytest.approx(x.mean() - min(-q, inverse(-q)) * error)
    assert high > x.mean() + q * error  # the long tail is allowed for


values_seen = st.lists(
    st.sampled_from([0.0, 0.0, 0.0, 0.0, 1.0, -1.0, 2.5, 7.0]) | st.floats(-9, 9),
    min_size=2,
    max_size=60,
)


@given(values_seen, st.sampled_from([0.9, 0.95, 0.99]), st.floats(-5, 5))
def test_an_interval_leaves_out_what_its_p_value_rejects(
    values: list[float], level: float, at: float
) -> None:
    sums = sums_of(values)
    low, high = (float(end[0]) for end in mean_interval(sums, (-20, 20), level))
    if not too_rare(sums, level)[0]:
        p = float(mean_p(sums, level, at)[0])
        if abs(p - (1 - level)) > 1e-9:
            assert (p < 1 - level) == (at < low or at > high)
    or_less, or_more = (float(p[0]) for p in one_sided_p(sums, at, (-20, 20), level))
    edges = (abs(2 * or_less - 1 + level), abs(2 * or_more - 1 + level))
    if min(edges) > 1e-7 and min(abs(at - low), abs(at - high)) > 1e-7:
        assert (2 * or_less < 1 - level) == (low > at)
        assert (2 * or_more < 1 - level) == (high < at)


@given(values_seen, st.integers(1, 59))
def test_blocks_leave_the_same_sums_as_worlds_at_once(values: list[float], cut: int) -> None:
    whole, parts = sums_of(values), Moments(1)
    for block in (values[:cut], values[cut:]):
        parts.add(np.array(block).reshape(-1, 1))
    found = parts.sums
    assert found.departures[0] == whole.departures[0]
    for name in ("mean", "squares", "cubes", "least", "most"):
        one, other = float(getattr(found, name)[0]), float(getattr(whole, name)[0])
        assert one == pytest.approx(other, rel=1e-9, abs=1e-7)


def test_departures_are_exact_while_they_are_few_and_many_when_the_table_is_full() -> None:
    rng = np.random.default_rng(2)
    few = np.where(np.arange(5000) % 1000 == 3, rng.normal(size=5000), 4.0)
    assert int(sums_of(few).departures[0]) == 5
    many = rng.normal(size=500)
    assert int(sums_of(many).departures[0]) >= PLACES


def test_tables_of_two_parts_are_one() -> None:
    values = [0.0, 0.0, 1.0, 0.0, 2.0, 0.0, 1.0, 0.0]
    first, second = sums_of(values[:3]).table, sums_of(values[3:]).table
    first.merge(second)
    assert int(first.departures[0]) == 3
    assert first.values[0, :3].tolist() == [0.0, 1.0, 2.0]


def test_dust_is_a_millionth_of_what_matters() -> None:
    assert without_dust([3e-5, 5e-5, -3e-5, np.nan], 40.0).tolist()[:3] == [0.0, 5e-5, 0.0]
    assert isnan(without_dust([np.nan], 1.0)[0])
    # Values that differ by rounding alone are the same value.
    assert int(sums_of([0.3, 0.1 + 0.2, 0.3], grain=1e-8).departures[0]) == 0


def test_one_world_says_nothing() -> None:
    assert all(map(isnan, ends([3.0])))
    assert isnan(float(mean_p(sums_of([3.0]))[0]))


def test_an_interval_stays_within_what_can_be_and_takes_in_what_was_seen() -> None:
    seen = sums_of([0.0] * 20 + [30.0])
    low, high = mean_interval(seen, (0.0, 20.0))
    assert float(low[0]) == 0.0
    assert float(high[0]) == float(mean_interval(seen, (0.0, 30.0))[1][0])
    assert 30.0 / 21 < float(high[0]) < 30.0


WATCHED = Watched(window=700.0, follow_up=300.0, whole=1000.0)


def test_every_outcome_has_bounds() -> None:
    for outcome in OUTCOMES.values():
        low, high = outcome_bounds(outcome, WATCHED)
        assert -np.inf < low < high < np.inf or outcome.constant
    assert outcome_bounds(OUTCOMES["notice_h"], WATCHED) == (-1000.0, 1000.0)
    lows, highs = difference_bounds([OUTCOMES["burden"], OUTCOMES["struck"]], WATCHED)
    assert (lows.tolist(), highs.tolist()) == ([-6000.0, -1.0], [6000.0, 1.0])


def test_hours_that_are_cut_end_where_they_are_cut() -> None:
    """Few worlds without a strike: their mean cannot be more than the window."""
    assert outcome_bounds(OUTCOMES["unstruck_h"], WATCHED) == (0.0, 700.0)
    assert outcome_bounds(OUTCOMES["unsettled_h"], WATCHED) == (0.0, 300.0)
    assert outcome_bounds(OUTCOMES["deescalation_h"], WATCHED) == (0.0, 300.0)
    assert outcome_bounds(OUTCOMES["attack_h"], WATCHED) == (0.0, 1000.0)
    seen = Moments(1)
    seen.add(np.array([[700.0], [700.0], [600.0]]))
    [told] = estimates([OUTCOMES["unstruck_h"]], seen, 0.95, WATCHED)
    assert told.low < 500.0
    assert told.high == 700.0


Draw = Callable[[np.random.Generator, tuple[int, int]], NDArray[Any]]

FAMILIES: dict[str, tuple[Draw, float, float]] = {
    "normal": (lambda rng, size: rng.normal(size=size), 0.0, 100.0),
    "count in 1 %": (lambda rng, size: (rng.random(size) < 0.01) * 1.0, 0.01, 20.0),
    "count in 10 %": (lambda rng, size: (rng.random(size) < 0.1) * 1.0, 0.1, 20.0),
    "hours in 5 %": (
        lambda rng, size: (rng.random(size) < 0.05) * rng.exponential(150.0, size),
        7.5,
        5000.0,
    ),
    "lognormal 1": (lambda rng, size: np.exp(rng.normal(size=size)), exp(0.5), 1000.0),
    "two parts": (lambda rng, size: np.where(rng.random(size) < 0.02, 300.0, 30.0), 35.4, 1000.0),
}


@pytest.mark.slow
@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("n", [30, 100, 400])
def test_intervals_cover_at_least_93_in_100(family: str, n: int) -> None:
    """3,000 rounds tell .93 from .95 by more than four standard errors."""
    draw, truth, reach = FAMILIES[family]
    sums = sums_of(draw(np.random.default_rng(n), (n, 3000)))
    low, high = mean_interval(sums, (-reach, reach))
    covered = float(((low <= truth) & (truth <= high)).mean())
    assert covered >= 0.926
    if family == "normal":
        half = student_law.ppf(0.975, n - 1) * sums.error
        assert covered <= 0.97
        assert float(np.median((high - low) / (2 * half))) < 1.05


@pytest.mark.slow
@pytest.mark.parametrize("n", [30, 100, 400])
def test_no_difference_is_starred_in_more_than_one_of_twenty(n: int) -> None:
    """Rare differences either way alike: no more than the level of stars, and as t's where many
    differ.
    """
    rng = np.random.default_rng(n)
    for share, size in ((0.02, 1.0), (0.03, 20.0), (0.05, 150.0)):
        u = rng.random((n, 3000))
        values = size * ((u < share).astype(float) - (u > 1 - share))
        assert float((mean_p(sums_of(values)) < ALPHA).mean()) <= 0.062
