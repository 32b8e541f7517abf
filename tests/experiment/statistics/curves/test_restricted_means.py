"""Restricted means against plain averages without censoring, integrals of the curves with it, and
repeated draws.
"""

from __future__ import annotations

import math

import numpy as np
import pytest
from numpy.typing import NDArray

from sim.experiment.statistics.curves.incidence import cumulative_incidence, ends
from sim.experiment.statistics.curves.restricted_means import FREE, _area, _error, restricted_means

Floats = NDArray[np.float64]
NEVER = math.nan


def drawn(
    subjects: int, draws: np.random.Generator, *, censored: bool
) -> tuple[dict[str, Floats], Floats]:
    """Onsets in whole hours, so that many tie, within 100 hours."""
    up, down = (
        np.ceil(draws.exponential(60.0, subjects)),
        np.ceil(draws.exponential(90.0, subjects)),
    )
    watched = (
        np.ceil(draws.uniform(20.0, 160.0, subjects)) if censored else np.full(subjects, 100.0)
    )
    watched[0] = max(watched[0], 100.0)
    return {"up": np.where(up < 150, up, NEVER), "down": down}, watched


def test_by_hand() -> None:
    # Up at 2 of one in four, down at 6 of another: 8/4 hours after the first, 4/4 after the second,
    # of ten.
    found = restricted_means(
        {"up": np.array([2.0, NEVER, NEVER, NEVER]), "down": np.array([NEVER, 6.0, NEVER, NEVER])},
        np.full(4, 10.0),
        10.0,
    )
    assert [found[name].mean for name in ("up", "down", FREE)] == pytest.approx([2.0, 1.0, 7.0])


def test_without_censoring_it_is_the_average_with_its_usual_error() -> None:
    onsets, watched = drawn(200, np.random.default_rng(1), censored=False)
    first = np.fmin(onsets["up"], onsets["down"])
    lost = np.where(
        (np.nan_to_num(onsets["up"], nan=np.inf) <= onsets["down"]) & (first < 80.0),
        80.0 - first,
        0.0,
    )
    found, counted = restricted_means(onsets, watched, 80.0), ends(onsets, watched)
    assert found["up"].mean == pytest.approx(lost.mean())
    assert found[FREE].mean == pytest.approx(np.minimum(first, 80.0).mean())
    assert _error(counted, _area(counted, 0, 80.0)[1]) == pytest.approx(
        lost.std() / math.sqrt(200.0)
    )
    both = -(_area(counted, 0, 80.0)[1] + _area(counted, 1, 80.0)[1])
    assert _error(counted, both) == pytest.approx(np.minimum(first, 80.0).std() / math.sqrt(200.0))


def test_with_censoring_it_is_the_area_under_the_curve() -> None:
    onsets, watched = drawn(300, np.random.default_rng(2), censored=True)
    found = restricted_means(onsets, watched, 90.0)
    curves = cumulative_incidence(onsets, watched).curves
    hours = np.arange(0.0, 90.0)
    for name, curve in curves.items():
        share = np.concatenate(([0.0], curve.share))[
            np.searchsorted(curve.times, hours, side="right")
        ]
        assert found[name].mean == pytest.approx(share.sum())
        assert found[name].low < found[name].mean < found[name].high
    assert sum(area.mean for area in found.values()) == pytest.approx(90.0)


def test_intervals_hold_the_truth_as_often_as_they_say_with_censoring() -> None:
    draws = np.random.default_rng(3)
    truth = restricted_means(*drawn(200_000, draws, censored=False), 90.0)
    tries = [restricted_means(*drawn(120, draws, censored=True), 90.0) for _ in range(400)]
    for name, wanted in truth.items():
        held = np.mean([one[name].low <= wanted.mean <= one[name].high for one in tries])
        assert 0.92 < held < 0.98


def test_where_all_are_alike_there_is_no_interval() -> None:
    found = restricted_means(
        {"up": np.full(3, 10.0), "down": np.full(3, NEVER)}, np.full(3, 40.0), 40.0
    )
    assert [(area.mean, math.isnan(area.low)) for area in found.values()] == [
        (30.0, True),
        (0.0, True),
        (10.0, True),
    ]


@pytest.mark.parametrize("watched", [np.array([NEVER]), np.array([]), np.array([39.0])])
def test_beyond_what_was_watched_nothing_is_known(watched: Floats) -> None:
    with pytest.raises(ValueError, match="nothing is known"):
        restricted_means({"up": np.full(len(watched), NEVER)}, watched, 40.0)
