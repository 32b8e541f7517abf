"""The first blow: hazards, what is believed of them, and how an ally learns what is meant."""

from __future__ import annotations

from dataclasses import replace
from math import exp, inf, isinf, log

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import quad

from sim.domain.actors.adversary import Threat, logit, sigma
from sim.domain.actors.attack import (
    AttackLaw,
    Danger,
    IntentLaw,
    Kinds,
    attack_bound,
    by_readiness,
    circumstances,
    is_possible,
    kinds_of,
    log_odds,
    odds_after_attack,
    odds_after_report,
    odds_after_survival,
    readiness_hours,
)

TWO = AttackLaw(rate=0.005 / 24, intent=IntentLaw(share=0.08, rate=0.05 / 24))


def test_the_mean_over_both_kinds_is_the_rate() -> None:
    kinds = kinds_of(TWO)
    assert kinds.meant == pytest.approx(10)
    assert 0.08 * kinds.meant + 0.92 * kinds.otherwise == pytest.approx(1)
    assert kinds.otherwise == pytest.approx((1 - 0.08 * 10) / 0.92)


def test_one_kind_is_one_hazard() -> None:
    assert kinds_of(replace(TWO, intent=IntentLaw(share=0.0))) == Kinds(1.0, 1.0)
    assert kinds_of(AttackLaw(rate=0.0, intent=TWO.intent)) == Kinds(1.0, 1.0)
    assert kinds_of(AttackLaw(rate=0.1, intent=IntentLaw(share=1.0, rate=0.1))) == Kinds(1.0, 0.0)


def test_nobody_attacks_without_a_rate_or_from_a_building_site() -> None:
    assert not is_possible(AttackLaw(rate=0.0), Threat())
    assert is_possible(TWO, Threat())
    assert not is_possible(TWO, Threat(kind="construction"))


def test_the_hazard_in_its_circumstances() -> None:
    plain = circumstances(TWO, broken=0, deterrence=0.5, unity=0.0, diplomacy=0.0)
    assert plain == by_readiness(0.5) == 1.0
    assert circumstances(TWO, broken=2, deterrence=0.5, unity=0, diplomacy=0) == pytest.approx(1.8)
    assert circumstances(TWO, broken=0, deterrence=1, unity=1, diplomacy=1) == pytest.approx(
        exp(-0.5 - 0.5 - 0.5)
    )


@given(
    theta=st.floats(0.0, 1.0),
    alarm=st.floats(0.0, 1.0),
    broken=st.integers(0, 3),
    deterrence=st.floats(0.0, 1.0),
    unity=st.floats(-1.0, 1.0),
    diplomacy=st.floats(0.0, 1.0),
)
def test_the_bound_is_never_exceeded(
    theta: float, alarm: float, broken: int, deterrence: float, unity: float, diplomacy: float
) -> None:
    for kind in kinds_of(TWO):
        hazard = TWO.rate * kind * by_readiness(theta) * (1 + TWO.per_alarm * alarm)
        hazard *= circumstances(
            TWO, broken=broken, deterrence=deterrence, unity=unity, diplomacy=diplomacy
        )
        assert hazard <= attack_bound(TWO, kind, 3) * (1 + 1e-12)


@given(
    x=st.floats(-6, 6),
    growth=st.floats(-0.01, 0.01).filter(lambda rate: abs(rate) > 1e-9),
    hours=st.floats(1, 1440),
)
def test_believed_readiness_is_integrated_exactly(x: float, growth: float, hours: float) -> None:
    exact, _ = quad(lambda u: by_readiness(sigma(x + growth * u)), 0, hours, epsabs=1e-11)
    assert readiness_hours(x, growth, hours) == pytest.approx(exact, rel=1e-6, abs=1e-6)


def test_without_growth_the_integral_is_the_product() -> None:
    assert readiness_hours(logit(0.3), 0.0, 100.0) == pytest.approx(100 * 4 * 0.09)
    assert readiness_hours(0.2, 1e-3, 0.0) == 0.0


def test_the_chance_of_an_attack_is_a_mixture() -> None:
    kinds = Kinds(10.0, 0.25)
    danger = Danger(rate=0.002, meant=0.3, kinds=kinds, calmed=1.0)
    expected = 0.3 * (1 - exp(-0.002 * 10 * 50)) + 0.7 * (1 - exp(-0.002 * 0.25 * 50))
    assert danger.chance(50.0) == pytest.approx(expected)
    one = Danger(rate=0.002, meant=0.0, kinds=Kinds(1.0, 1.0), calmed=1.0)
    assert one.chance(50.0) == pytest.approx(1 - exp(-0.1))


def test_what_survival_tells_is_the_rule_of_bayes() -> None:
    kinds, share, hours = kinds_of(TWO), 0.08, 40 * 24.0
    odds = odds_after_survival(log_odds(share, 0.0), kinds, TWO.rate * hours)
    meant = share * exp(-TWO.rate * kinds.meant * hours)
    otherwise = (1 - share) * exp(-TWO.rate * kinds.otherwise * hours)
    assert sigma(odds) == pytest.approx(meant / (meant + otherwise))


def test_reports_and_attacks_move_the_odds_by_their_likelihood() -> None:
    law = IntentLaw(share=0.1, indications=0.2, false_indications=0.1)
    assert odds_after_report(law, 0.0, indication=True) == pytest.approx(log(2))
    assert odds_after_report(law, 0.0, indication=False) == pytest.approx(log(0.8 / 0.9))
    assert odds_after_attack(Kinds(8.0, 0.5), -1.0) == pytest.approx(log(16) - 1)


def test_what_only_one_kind_can_bring_decides() -> None:
    assert odds_after_attack(Kinds(8.0, 0.0), -1.0) == inf
    never = IntentLaw(share=0.1, indications=1.0, false_indications=0.3)
    assert odds_after_report(never, 3.0, indication=False) == -inf
    assert odds_after_report(replace(never, false_indications=1.0), 3.0, indication=False) == 3.0
    assert sigma(inf) == 1.0
    assert sigma(-inf) == 0.0


def test_a_bias_is_in_odds() -> None:
    assert log_odds(0.08, 0.7) == pytest.approx(logit(0.08) + 0.7)
    assert isinf(log_odds(0.0, 0.7))
    assert sigma(log_odds(1.0, -0.7)) == 1.0
