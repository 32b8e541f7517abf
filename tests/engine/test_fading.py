"""A state that fades: half of its distance from the baseline is gone after each half-life, however
often it is read.
"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.engine.world import Fading

_share = st.floats(0.0, 1.0)


def faded_state(value: float, baseline: float, hours: float, half_life: float) -> float:
    return Fading(value, baseline, half_life).at(hours)


@given(value=_share, baseline=_share, hours=st.floats(0.0, 1e5), half_life=st.floats(1.0, 1e4))
def test_what_fades_stays_between_itself_and_its_baseline(
    value: float, baseline: float, hours: float, half_life: float
) -> None:
    now = faded_state(value, baseline, hours, half_life)
    assert min(value, baseline) - 1e-12 <= now <= max(value, baseline) + 1e-12


def test_half_the_distance_is_gone_after_a_half_life() -> None:
    assert faded_state(0.2, 0.6, 100.0, 100.0) == pytest.approx(0.4)
    assert faded_state(0.2, 0.6, 300.0, 100.0) == pytest.approx(0.55)
    assert faded_state(0.2, 0.6, 0.0, 100.0) == 0.2


@given(first=st.floats(0.0, 500.0), second=st.floats(0.0, 500.0))
def test_fading_in_two_steps_is_fading_in_one(first: float, second: float) -> None:
    """So it may be evaluated whenever it is read, and reading it changes nothing."""
    twice = faded_state(faded_state(0.9, 0.3, first, 96.0), 0.3, second, 96.0)
    assert twice == pytest.approx(faded_state(0.9, 0.3, first + second, 96.0))


def test_a_change_counts_from_its_hour() -> None:
    state = Fading(0.9, 0.3, 96.0)
    assert state.at(96.0) == pytest.approx(0.6)
    state.become(0.7, 96.0)
    assert state.at(96.0) == pytest.approx(0.7)
    assert state.at(192.0) == pytest.approx(0.5)
    state.become(0.3, 200.0)
    assert state.at(200.0) == state.at(1e6) == 0.3
