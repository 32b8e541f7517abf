"""The belief filter against the textbook recursion in matrices, written here a second time and
independently.
"""

from __future__ import annotations

from math import sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from sim.domain.actors.perception import Belief, belief_after_strike, prediction, update

Array = NDArray[np.float64]
GROWTH, PROCESS = 0.06 / 24, 0.02 / 24

_x = st.floats(-5.0, 5.0)
_variance = st.floats(1e-4, 4.0)


def textbook(prior: Belief, reports: list[tuple[float, float, float]]) -> tuple[float, float]:
    """X and its drift as one state vector, the drift known: x' = F x, P' = F P F' + Q, K = P H' /
    S, Joseph's form.
    """
    state: Array = np.array([[prior.m], [GROWTH]])
    covariance: Array = np.array([[prior.v, 0.0], [0.0, 0.0]])
    look: Array = np.array([[1.0, 0.0]])
    clock = prior.t
    for time, seen, noise in reports:
        step: Array = np.array([[1.0, time - clock], [0.0, 1.0]])
        clock = time
        state = step @ state
        covariance = step @ covariance @ step.T + np.diag([PROCESS * (step[0, 1]), 0.0])
        gain = covariance @ look.T @ np.linalg.inv(look @ covariance @ look.T + noise)
        state = state + gain @ (np.array([[seen]]) - look @ state)
        keep = np.eye(2) - gain @ look
        covariance = keep @ covariance @ keep.T + noise * gain @ gain.T
    return float(state[0, 0]), float(covariance[0, 0])


@given(
    m=_x,
    v=_variance,
    reports=st.lists(st.tuples(st.floats(0.0, 100.0), _x, _variance), max_size=20),
)
def test_the_filter_is_the_textbook_recursion(
    m: float, v: float, reports: list[tuple[float, float, float]]
) -> None:
    prior = Belief(m, v, 3.0)
    times = np.cumsum([gap for gap, _, _ in reports]) + prior.t
    dated = [
        (float(time), seen, noise) for time, (_, seen, noise) in zip(times, reports, strict=True)
    ]
    belief = prior
    for time, seen, noise in dated:
        belief = update(prediction(belief, time, GROWTH, PROCESS), seen, noise)
    assert (belief.m, belief.v) == pytest.approx(textbook(prior, dated), rel=1e-9, abs=1e-9)


def test_regular_reports_bring_the_variance_to_riccatis_root() -> None:
    """After a report every h hours: p = prediction variance solves p^2 - q h p - q h r = 0, then v
    = p - q h.
    """
    noise, every = 0.45**2, 12.0
    gained = PROCESS * every
    root = (gained + sqrt(gained**2 + 4.0 * gained * noise)) / 2.0
    for start in (1e-6, 0.25, 4.0):
        belief = Belief(0.0, start, 0.0)
        for number in range(1, 400):
            belief = update(prediction(belief, number * every, 0.0, PROCESS), 0.0, noise)
        assert belief.v == pytest.approx(root - gained, rel=1e-9)


def test_without_process_noise_later_reports_count_less_and_less() -> None:
    """N equal reports on a flat prior are a mean of n: v = r / n."""
    belief = Belief(0.0, 1e12, 0.0)
    for number, seen in enumerate((1.0, 2.0, 3.0, 6.0), start=1):
        belief = update(belief, seen, 0.2)
        assert belief.v == pytest.approx(0.2 / number)
    assert belief.m == pytest.approx(3.0)


@given(m=_x, v=_variance, seen=_x, noise=_variance)
def test_a_report_pulls_towards_itself_and_makes_surer(
    m: float, v: float, seen: float, noise: float
) -> None:
    after = update(Belief(m, v, 0.0), seen, noise)
    assert min(m, seen) - 1e-12 <= after.m <= max(m, seen) + 1e-12
    assert after.v < min(v, noise)


@given(first=_x, second=_x, noise=_variance)
def test_the_order_of_simultaneous_reports_does_not_matter(
    first: float, second: float, noise: float
) -> None:
    prior = Belief(0.3, 0.25, 0.0)
    one = update(update(prior, first, noise), second, 0.1)
    other = update(update(prior, second, 0.1), first, noise)
    assert (one.m, one.v) == pytest.approx((other.m, other.v), abs=1e-12)


@given(early=st.floats(0.0, 500.0), late=st.floats(0.0, 500.0))
def test_looking_ahead_in_two_steps_is_looking_ahead_in_one(early: float, late: float) -> None:
    prior = Belief(-1.0, 0.25, 0.0)
    twice = prediction(prediction(prior, early, GROWTH, PROCESS), early + late, GROWTH, PROCESS)
    once = prediction(prior, early + late, GROWTH, PROCESS)
    assert (twice.m, twice.v, twice.t) == pytest.approx((once.m, once.v, once.t))


@pytest.mark.parametrize("v", [0.0, 0.25])
def test_a_report_without_noise_is_believed(v: float) -> None:
    after = update(Belief(0.0, v, 0.0), 1.5, 0.0)
    assert (after.m, after.v) == (1.5, 0.0)


def test_a_certain_mind_is_not_moved_by_noise() -> None:
    assert update(Belief(0.4, 0.0, 0.0), 1.5, 0.2) == Belief(0.4, 0.0, 0.0)


def test_an_unknown_bias_stays_in_the_belief() -> None:
    """Many reports of x + bias bring the mean to x + bias, not to x: why allies with opposite
    biases diverge.
    """
    belief = Belief(0.0, 0.25, 0.0)
    for _ in range(2000):
        belief = update(belief, 0.7 + 0.35, 0.2)
    assert belief.m == pytest.approx(1.05, abs=1e-3)


def test_a_strike_lowers_the_mean_and_adds_doubt() -> None:
    after = belief_after_strike(Belief(0.5, 0.1, 7.0), 2.0, 0.05)
    assert (after.m, after.v, after.t) == pytest.approx((-1.5, 0.15, 7.0))
