"""What pairing saves has an interval: by leaving out each world in turn, and none where few
differ.
"""

from __future__ import annotations

from math import exp, isnan, log, sqrt

import numpy as np
import pytest
from scipy.stats import t

from sim.experiment.statistics.estimates import Floats
from sim.experiment.statistics.variance_ratios import LEAST, variance_ratio


def pair(n: int, chance: np.random.Generator) -> tuple[Floats, Floats]:
    """Arms correlated .5, so that the ratio is 2."""
    shared = chance.normal(size=n)
    return shared + chance.normal(size=n), shared + chance.normal(size=n)


def test_it_is_a_jackknife_of_the_logarithm() -> None:
    one, other = pair(40, np.random.default_rng(1))

    def ratio(keep: list[int]) -> float:
        apart = one[keep] - other[keep]
        return float((one[keep].var(ddof=1) + other[keep].var(ddof=1)) / apart.var(ddof=1))

    logs = np.array([log(ratio([at for at in range(40) if at != left])) for left in range(40)])
    reach = t.ppf(0.975, 39) * sqrt(39 / 40 * float(((logs - logs.mean()) ** 2).sum()))
    found = variance_ratio(one, other)
    whole = ratio(list(range(40)))
    assert found.value == pytest.approx(whole)
    assert (found.low, found.high) == pytest.approx((whole / exp(reach), whole * exp(reach)))


def test_worlds_that_lack_a_value_are_left_out_and_few_that_differ_give_no_interval() -> None:
    one, other = np.zeros(100), np.zeros(100)
    one[: LEAST - 1] = 1.0
    few = variance_ratio(one, other)
    assert few.value == pytest.approx(1.0)
    assert isnan(few.low)
    one[LEAST - 1] = 1.0
    assert not isnan(variance_ratio(one, other).low)
    one[50:] = np.nan
    assert variance_ratio(one, other) == variance_ratio(one[:50], other[:50])
    assert isnan(variance_ratio(other, other).value)


@pytest.mark.slow
def test_it_covers() -> None:
    chance = np.random.default_rng(5)
    found = [variance_ratio(*pair(100, chance)) for _ in range(1000)]
    assert np.mean([one.low <= 2.0 <= one.high for one in found]) >= 0.93
