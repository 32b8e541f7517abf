"""Cumulative incidence against a table worked by hand, Kaplan-Meier, Greenwood, and plain counting
without censoring.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.stats import CensoredData, ecdf

from sim.experiment.statistics.curves.incidence import cumulative_incidence

NEVER = np.nan


def hours(*values: float) -> NDArray[np.float64]:
    return np.array(values, dtype=np.float64)


def test_a_table_worked_by_hand() -> None:
    # subject:          a    b      c    d      e    f
    escalated = hours(2.0, NEVER, NEVER, 6.0, NEVER, NEVER)
    settled = hours(NEVER, 3.0, NEVER, NEVER, 7.0, NEVER)
    watched = hours(10.0, 10.0, 4.0, 10.0, 10.0, 10.0)
    found = cumulative_incidence({"up": escalated, "down": settled}, watched)
    # free of both: 1, 5/6, 4/6; c leaves at 4, so three remain at 6: 4/6 * 2/3 = 4/9
    np.testing.assert_allclose(found.curves["up"].times, [2, 3, 6, 7])
    np.testing.assert_allclose(
        found.curves["up"].share, [1 / 6, 1 / 6, 1 / 6 + 2 / 9, 1 / 6 + 2 / 9]
    )
    np.testing.assert_allclose(found.curves["down"].share, [0, 1 / 6, 1 / 6, 1 / 6 + 2 / 9])
    np.testing.assert_array_equal(
        found.at_risk(hours(0, 2, 2.5, 4, 4.5, 7, 8, 11)), [6, 6, 5, 4, 3, 2, 1, 0]
    )


def test_the_earlier_end_counts_and_a_tie_goes_to_the_first_named() -> None:
    found = cumulative_incidence({"up": hours(5, 3), "down": hours(4, 3)}, hours(9, 9))
    np.testing.assert_allclose(found.curves["up"].share, [0.5, 0.5])
    np.testing.assert_allclose(found.curves["down"].share, [0.0, 0.5])


def test_an_onset_after_the_end_of_observation_was_not_seen() -> None:
    found = cumulative_incidence({"up": hours(5, 3)}, hours(4, 9))
    np.testing.assert_allclose(found.curves["up"].times, [3])
    np.testing.assert_allclose(found.curves["up"].share, [0.5])


def test_who_was_not_watched_is_not_counted() -> None:
    found = cumulative_incidence({"up": hours(1, 1, NEVER)}, hours(NEVER, 9, 9))
    assert found.subjects == 2
    np.testing.assert_allclose(found.curves["up"].share, [0.5])


@pytest.mark.parametrize("watched", [hours(), hours(NEVER, NEVER), hours(3, 4)])
def test_where_nothing_happened_the_curves_are_empty(watched: NDArray[np.float64]) -> None:
    onsets = np.full(len(watched), NEVER)
    found = cumulative_incidence({"up": onsets, "down": onsets}, watched)
    assert found.subjects == np.count_nonzero(~np.isnan(watched))
    assert [len(curve.share) for curve in found.curves.values()] == [0, 0]


def test_all_at_once_reaches_one_without_a_warning() -> None:
    curve = cumulative_incidence({"up": hours(2, 2, 2)}, hours(9, 9, 9)).curves["up"]
    np.testing.assert_allclose(curve.share, [1])
    assert np.isnan([curve.low, curve.high]).all(), "the method gives no interval to a share of one"


def sample(seed: int, *, subjects: int = 60) -> tuple[Any, Any, Any]:
    """Whole hours, so that ties occur."""
    draws = np.random.default_rng(seed)
    onset = np.ceil(draws.exponential(30.0, subjects))
    other = np.ceil(draws.exponential(50.0, subjects))
    return onset, other, np.ceil(draws.uniform(1.0, 80.0, subjects))


@pytest.mark.filterwarnings(
    "ignore:The confidence interval is undefined:RuntimeWarning"
)  # scipy's, where all are met
@given(seed=st.integers(0, 10**6))
def test_a_single_risk_is_the_complement_of_kaplan_meier_with_greenwoods_variance(
    seed: int,
) -> None:
    onset, _, watched = sample(seed)
    seen = onset <= watched
    left = np.minimum(onset, watched)
    survival = ecdf(CensoredData(uncensored=left[seen], right=left[~seen])).sf
    curve = cumulative_incidence({"up": onset}, watched).curves["up"]
    at = np.searchsorted(survival.quantiles, curve.times)
    np.testing.assert_allclose(curve.share, 1.0 - survival.probabilities[at], atol=1e-12)
    greenwood = survival.confidence_interval(method="log-log")
    inside = (curve.share > 0.0) & (curve.share < 1.0 - 1e-9)
    np.testing.assert_allclose(
        curve.low[inside], 1.0 - greenwood.high.probabilities[at][inside], atol=1e-9
    )
    np.testing.assert_allclose(
        curve.high[inside], 1.0 - greenwood.low.probabilities[at][inside], atol=1e-9
    )


@given(seed=st.integers(0, 10**6))
def test_without_censoring_it_is_plain_counting(seed: int) -> None:
    up, down, _ = sample(seed)
    found = cumulative_incidence({"up": up, "down": down}, np.full(len(up), 10.0**6))
    curve = found.curves["down"]
    counted = [np.mean((down <= time) & (down < up)) for time in curve.times]
    np.testing.assert_allclose(curve.share, counted, atol=1e-12)
    binomial = curve.share * (1.0 - curve.share) / len(up)
    inside = binomial > 0.0
    wide = np.log(np.log1p(-curve.high[inside]) / np.log1p(-curve.low[inside])) / 2.0
    hazard = -np.log1p(-curve.share[inside])
    error = wide / 1.959963984540054 * (1.0 - curve.share[inside]) * hazard
    np.testing.assert_allclose(error**2, binomial[inside], rtol=1e-6)


@given(seed=st.integers(0, 10**6))
def test_shares_of_all_risks_and_of_the_free_add_up(seed: int) -> None:
    up, down, watched = sample(seed)
    found = cumulative_incidence({"up": up, "down": down}, watched)
    either = cumulative_incidence({"either": np.minimum(up, down)}, watched)
    total = found.curves["up"].share + found.curves["down"].share
    np.testing.assert_allclose(total, either.curves["either"].share, atol=1e-12)
    for curve in found.curves.values():
        assert np.all(np.diff(curve.share) >= 0.0)
        inside = ~np.isnan(curve.low)
        np.testing.assert_array_equal(inside, (curve.share > 0.0) & (curve.share < 1.0 - 1e-9))
        low, share, high = curve.low[inside], curve.share[inside], curve.high[inside]
        assert np.all((low >= 0.0) & (low <= share) & (share <= high) & (high <= 1.0))
