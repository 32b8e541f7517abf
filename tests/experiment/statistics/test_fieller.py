"""Fieller's interval of a ratio of means: it covers the ratio as often as it says, agrees with the
delta method where the denominator is known well, and has no end where that may be zero.
"""

from __future__ import annotations

from math import inf, isinf, isnan

import numpy as np
import pytest

from sim.experiment.statistics.fieller import ratio_of_means


def test_it_covers_the_ratio_as_often_as_it_says() -> None:
    draws, covered, many = np.random.default_rng(3), 0, 2000
    for _ in range(many):
        below = draws.normal(1.0, 2.0, 60)
        above = 3.0 + 0.8 * (below - 1.0) + draws.normal(0.0, 3.0, 60)
        found = ratio_of_means(above, below, 0.95)
        covered += found.low <= 3.0 <= found.high
    assert covered / many == pytest.approx(0.95, abs=0.015)


def test_a_denominator_that_is_known_well_gives_the_delta_method() -> None:
    draws = np.random.default_rng(5)
    below, above = draws.normal(10.0, 0.5, 4000), draws.normal(30.0, 4.0, 4000)
    found = ratio_of_means(above, below, 0.95)
    residual = (above - found.value * below).std(ddof=1)
    half = 1.96 * residual / np.sqrt(4000) / below.mean()
    assert (found.high - found.low) / 2.0 == pytest.approx(half, rel=0.01)


def test_a_denominator_that_may_be_zero_leaves_an_end_open() -> None:
    below = np.array([1.0, 0.0, 0.0, 0.0, 0.0, 0.0])
    found = ratio_of_means(np.linspace(9.0, 11.0, 6), below, 0.95)
    assert found.value == pytest.approx(60.0)
    assert isinf(found.high)
    assert 0.0 < found.low < found.value


def test_nothing_is_known_of_one_world_or_where_nothing_differs() -> None:
    for above, below in ((np.ones(1), np.ones(1)), (np.ones(9), np.zeros(9))):
        found = ratio_of_means(above, below, 0.95)
        assert isnan(found.value)
        assert (found.low, found.high) == (-inf, inf)


def test_worlds_without_either_are_left_out() -> None:
    above, below = np.array([2.0, np.nan, 4.0, 3.0]), np.array([1.0, 5.0, 2.0, np.nan])
    assert ratio_of_means(above, below, 0.95).value == pytest.approx(2.0)
