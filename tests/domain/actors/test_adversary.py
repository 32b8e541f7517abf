"""The threat: logistic growth in closed form, a strike that entrenchment blunts, and a bound for
thinning.
"""

from __future__ import annotations

from dataclasses import replace
from math import exp

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import solve_ivp

from sim.domain.actors.adversary import (
    Provocations,
    Threat,
    logit,
    provocation_bound,
    provocation_rate,
    sigma,
    strike_effect,
)

_share = st.floats(0.0, 1.0)


@given(x=st.floats(-30.0, 30.0))
def test_logit_undoes_sigma(x: float) -> None:
    assert sigma(x) + sigma(-x) == pytest.approx(1.0)
    if abs(x) < 15.0:
        assert logit(sigma(x)) == pytest.approx(x, abs=1e-8)


@given(x=st.floats(allow_nan=False))
def test_sigma_takes_any_number_without_overflow(x: float) -> None:
    assert 0.0 <= sigma(x) <= 1.0


def test_a_constant_drift_of_x_is_logistic_growth_of_readiness() -> None:
    """The closed form against the differential equation theta' = g theta (1 - theta)."""
    growth, hours = 0.06 / 24, 720.0
    solved = solve_ivp(
        lambda _, y: growth * y * (1.0 - y), (0.0, hours), [0.25], rtol=1e-10, atol=1e-12
    )
    assert sigma(logit(0.25) + growth * hours) == pytest.approx(float(solved.y[0, -1]), rel=1e-8)


@given(low=_share, high=_share, bonus=st.floats(0.0, 1.0), alertness=_share, k=st.floats(0.0, 2.0))
def test_entrenched_is_harder(
    low: float, high: float, bonus: float, alertness: float, k: float
) -> None:
    law = Threat(entrenchment=k)
    low, high = sorted((low, high))
    before, after = (
        strike_effect(law, theta, bonus=bonus, alertness=alertness) for theta in (low, high)
    )
    assert before >= after >= 0.0


@given(theta=_share, less=_share, more=_share)
def test_support_helps_and_warning_harms(theta: float, less: float, more: float) -> None:
    less, more = sorted((less, more))
    law = Threat()
    assert strike_effect(law, theta, bonus=less, alertness=0.0) <= strike_effect(
        law, theta, bonus=more, alertness=0.0
    )
    assert strike_effect(law, theta, bonus=0.0, alertness=less) >= strike_effect(
        law, theta, bonus=0.0, alertness=more
    )


def test_a_strike_on_an_open_adversary_by_hand() -> None:
    law = Threat(effect=2.0, entrenchment=0.5, alert_loss=0.4)
    assert strike_effect(law, 0.0, bonus=0.0, alertness=0.0) == 2.0
    assert strike_effect(law, 0.75, bonus=0.0, alertness=0.0) == pytest.approx(1.0)
    assert strike_effect(law, 0.75, bonus=0.4, alertness=0.5) == pytest.approx(1.0 * 1.4 * 0.8)
    assert strike_effect(law, 1.0, bonus=1.0, alertness=0.0) == 0.0


@st.composite
def laws(draw: st.DrawFn) -> Provocations:
    """Any law that the door lets in."""
    return Provocations(
        rate=draw(st.floats(0.0, 1.0)),
        per_readiness=draw(st.floats(0.0, 10.0)),
        per_deterrence=draw(_share),
        per_broken_ceasefire=draw(st.floats(0.0, 5.0)),
    )


@given(law=laws(), theta=_share, deterrence=_share, fronts=st.integers(0, 6), data=st.data())
def test_the_bound_for_thinning_is_never_exceeded(
    law: Provocations, theta: float, deterrence: float, fronts: int, data: st.DataObject
) -> None:
    broken = data.draw(st.integers(0, fronts))
    rate = provocation_rate(law, theta, deterrence, broken)
    assert 0.0 <= rate <= provocation_bound(law, fronts)


@given(law=laws(), theta=_share, more=_share)
def test_provocations_speed_up_with_readiness_and_slow_with_deterrence(
    law: Provocations, theta: float, more: float
) -> None:
    low, high = sorted((theta, more))
    assert provocation_rate(law, low, 0.5, 0) <= provocation_rate(law, high, 0.5, 0)
    assert provocation_rate(law, 0.5, low, 0) >= provocation_rate(law, 0.5, high, 0)
    assert provocation_rate(law, theta, 0.5, 1) >= provocation_rate(law, theta, 0.5, 0)


def test_the_bound_is_reached_and_so_wastes_no_more_than_it_must() -> None:
    law = Provocations()
    assert provocation_rate(law, 1.0, 0.0, 2) == provocation_bound(law, 2)


def test_provocations_can_be_switched_off() -> None:
    assert provocation_bound(replace(Provocations(), rate=0.0), 3) == 0.0


def test_sigma_is_the_logistic_function() -> None:
    assert sigma(0.0) == 0.5
    assert sigma(1.3) == pytest.approx(1.0 / (1.0 + exp(-1.3)))
    assert sigma(-1.3) == pytest.approx(1.0 / (1.0 + exp(1.3)))
