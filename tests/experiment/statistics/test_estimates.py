"""Intervals and p-values against SciPy, published tables and simulation."""

from __future__ import annotations

from math import isnan, sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.experiment.statistics.estimates import (
    Interval,
    holm,
    mcnemar_exact_p,
    mcnemar_p,
    paired_shares,
    student,
    student_p,
    tango,
    wilson,
)


def one(interval: Interval) -> tuple[float, float]:
    return float(interval[0]), float(interval[1])


@pytest.mark.parametrize("level", [0.8, 0.95, 0.99])
@pytest.mark.parametrize(
    ("k", "n"), [(0, 1), (1, 1), (0, 30), (3, 30), (29, 30), (30, 30), (512, 1000)]
)
def test_wilson_is_that_of_scipy(k: int, n: int, level: float) -> None:
    from scipy.stats import binomtest

    expected = binomtest(k, n).proportion_ci(level, method="wilson")
    assert one(wilson(k, n, level)) == pytest.approx((expected.low, expected.high), abs=1e-12)


def test_wilson_ends_at_the_borders() -> None:
    assert one(wilson(0, 30))[0] == 0.0
    assert one(wilson(30, 30))[1] == 1.0


def test_too_little_says_nothing() -> None:
    assert all(map(isnan, one(wilson(0, 0))))
    assert all(map(isnan, one(tango(0, 0, 0))))
    assert all(map(isnan, one(student(1.0, 0.0, 1))))
    assert isnan(float(student_p(1.0, 0.0, 1)))
    assert isnan(float(student_p(np.nan, 0.0, 0)))


@given(st.lists(st.floats(-1e3, 1e3), min_size=2, max_size=40).filter(lambda x: np.std(x) > 1e-3))
def test_student_is_that_of_scipy(values: list[float]) -> None:
    from scipy.stats import ttest_1samp

    x = np.array(values)
    squares = float(((x - x.mean()) ** 2).sum())
    expected = ttest_1samp(x, 0.0)
    limits = expected.confidence_interval(0.9)
    assert one(student(x.mean(), squares, len(x), 0.9)) == pytest.approx(
        (limits.low, limits.high), rel=1e-9, abs=1e-9
    )
    assert float(student_p(x.mean(), squares, len(x))) == pytest.approx(
        expected.pvalue, rel=1e-9, abs=1e-12
    )


def test_values_that_are_all_the_same_leave_no_doubt() -> None:
    assert one(student(2.5, 0.0, 90)) == (2.5, 2.5)
    assert float(student_p(2.5, 0.0, 90)) == 0.0
    assert float(student_p(0.0, 0.0, 9)) == 1.0


def test_a_few_values_that_are_all_the_same_prove_nothing() -> None:
    assert all(np.isnan(one(student(2.5, 0.0, 9))))
    assert np.isnan(float(student_p(2.5, 0.0, 9)))


# First: airway hyper-responsiveness before and after stem cell transplantation (Fagerland, Lydersen
# and Laake 2014, Statistics in Medicine 33:2850, tables 1 and 5). Second: without discordant pairs
# the limits are z2 / (n + z2).
@pytest.mark.parametrize(
    ("up", "down", "n", "low", "high"), [(1, 7, 21, -0.517, -0.026), (0, 0, 100, -0.037, 0.037)]
)
def test_tango_gives_published_limits(up: int, down: int, n: int, low: float, high: float) -> None:
    assert one(tango(up, down, n)) == pytest.approx((low, high), abs=0.0006)


counts = st.tuples(st.integers(0, 60), st.integers(0, 60), st.integers(0, 200)).filter(
    lambda c: sum(c) > 0
)


@given(counts)
def test_tango_holds_its_laws(cells: tuple[int, int, int]) -> None:
    up, down, equal = cells
    n = up + down + equal
    low, high = one(tango(up, down, n))
    assert -1 <= low <= (up - down) / n <= high <= 1
    assert one(tango(down, up, n)) == pytest.approx((-high, -low), abs=1e-12)


@given(counts)
def test_the_interval_leaves_out_zero_where_the_test_rejects_it(
    cells: tuple[int, int, int],
) -> None:
    up, down, equal = cells
    low, high = one(tango(up, down, up + down + equal))
    p = float(mcnemar_p(up, down))
    if abs(p - 0.05) > 1e-9:
        assert (p < 0.05) == (low > 0 or high < 0)


@pytest.mark.parametrize("level", [0.8, 0.95, 0.999, 0.9995, 0.99999, 1 - 1e-7])
def test_a_paired_interval_leaves_out_zero_where_the_exact_test_does(level: float) -> None:
    up, down = (grid.ravel() for grid in np.meshgrid(np.arange(41), np.arange(41)))
    for n in (82, 400):
        low, high = paired_shares(up, down, n, level)
        shown = mcnemar_exact_p(up, down) < 1 - level
        np.testing.assert_array_equal(shown, (low > 0) | (high < 0))
        assert ((low <= (up - down) / n + 1e-12) & ((up - down) / n - 1e-12 <= high)).all()
    low, high = paired_shares(12, 0, 120, 0.9995)
    assert float(low) == pytest.approx(0.1 * (2 * 0.00025 ** (1 / 12) - 1), abs=1e-12)
    np.testing.assert_allclose(paired_shares(0, 12, 120, 0.9995), (-high, -low))


def test_mcnemar_is_the_score_test() -> None:
    from scipy.stats import norm

    assert float(mcnemar_p(25, 10)) == pytest.approx(2 * norm.sf(15 / sqrt(35)))
    assert float(mcnemar_p(0, 0)) == 1.0


def test_holm_gives_the_values_of_the_textbook() -> None:
    # By hand: 4 x .01, 3 x .02 (.06), 2 x .03 (.06, not less than the one before), 1 x .04
    # likewise.
    assert holm([0.04, 0.01, 0.03, 0.02]) == pytest.approx([0.06, 0.04, 0.06, 0.06])
    assert holm([0.5, np.nan, 0.9])[[0, 2]] == pytest.approx([1.0, 1.0])
    assert np.isnan(holm([0.5, np.nan])[1])
    assert len(holm([])) == 0


@given(st.lists(st.floats(0, 1), min_size=1, max_size=30))
def test_holm_keeps_the_order_and_never_lowers_p(p: list[float]) -> None:
    adjusted = holm(p)
    assert (adjusted >= np.array(p) - 1e-15).all()
    assert (adjusted <= 1).all()
    assert (np.diff(adjusted[np.argsort(p, kind="stable")]) >= 0).all()


@pytest.mark.slow
@pytest.mark.parametrize(("p12", "p21"), [(0.3, 0.1), (0.05, 0.05), (0.6, 0.02), (0.02, 0.0)])
def test_tango_covers_the_truth(p12: float, p21: float) -> None:
    n, trials = 200, 20_000
    cells = np.random.default_rng(20260302).multinomial(n, [p12, p21, 1 - p12 - p21], size=trials)
    low, high = tango(cells[:, 0], cells[:, 1], n)
    covered = ((low <= p12 - p21) & (p12 - p21 <= high)).mean()
    assert 0.93 <= covered <= 0.98, covered  # few discordant pairs make it jump about the level


@pytest.mark.slow
@pytest.mark.parametrize("p", [0.02, 0.3, 0.98])
def test_wilson_covers_the_truth(p: float) -> None:
    k = np.random.default_rng(20260303).binomial(400, p, size=20_000)
    low, high = wilson(k, 400)
    assert 0.935 <= ((low <= p) & (p <= high)).mean() <= 0.975


@pytest.mark.slow
def test_student_covers_the_truth() -> None:
    x = np.random.default_rng(20260304).normal(3.0, 2.0, size=(20_000, 30))
    mean = x.mean(axis=1)
    low, high = student(mean, ((x.T - mean) ** 2).sum(axis=0), 30)
    assert 0.945 <= ((low <= 3.0) & (high >= 3.0)).mean() <= 0.955


@pytest.mark.slow
def test_holm_keeps_false_alarms_in_the_family_rare() -> None:
    p = np.random.default_rng(20260305).uniform(size=(4_000, 50))
    alarms = np.array([(holm(family) < 0.05).any() for family in p])
    assert 0.035 <= alarms.mean() <= 0.06
