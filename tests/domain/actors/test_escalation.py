"""The ladder: who is likelier to be hit back, and how fast it cools."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.domain.actors.adversary import sigma
from sim.domain.actors.escalation import (
    RUNGS,
    STRIKE_RUNG,
    TOP,
    Cooling,
    Ladder,
    RetaliationLaw,
    cooling_bound,
    cooling_rate,
    retaliation_probability,
)

LAW = RetaliationLaw()
_share = st.floats(0.0, 1.0)


@st.composite
def laws(draw: st.DrawFn) -> RetaliationLaw:
    """Any law within its plausible ranges."""
    return RetaliationLaw(
        base=draw(st.floats(-2.0, 2.0)),
        lone=draw(st.floats(0.0, 2.0)),
        surprise=draw(st.floats(0.0, 1.5)),
        joint=draw(st.floats(-2.0, 0.0)),
        deterrence=draw(st.floats(-3.0, 0.0)),
    )


@given(law=laws(), deterrence=_share, surprised=st.booleans())
def test_the_more_company_the_less_retaliation(
    law: RetaliationLaw, deterrence: float, surprised: bool
) -> None:
    lone, supported, joint = (
        retaliation_probability(
            law, lone=alone, joint=together, surprised=surprised, deterrence=deterrence
        )
        for alone, together in ((True, False), (False, False), (False, True))
    )
    assert 0.0 < joint <= supported <= lone < 1.0


@given(law=laws(), lone=st.booleans(), low=_share, high=_share)
def test_surprise_provokes_and_deterrence_deters(
    law: RetaliationLaw, lone: bool, low: float, high: float
) -> None:
    low, high = sorted((low, high))
    told, surprised, deterred = (
        retaliation_probability(
            law, lone=lone, joint=False, surprised=surprise, deterrence=deterrence
        )
        for surprise, deterrence in ((False, low), (True, low), (False, high))
    )
    assert deterred <= told <= surprised


def test_retaliation_by_hand() -> None:
    alone = retaliation_probability(LAW, lone=True, joint=False, surprised=True, deterrence=0.5)
    assert alone == pytest.approx(sigma(-0.2 + 0.9 + 0.4 - 0.5))
    together = retaliation_probability(LAW, lone=False, joint=True, surprised=False, deterrence=0.5)
    assert together == pytest.approx(sigma(-0.2 - 0.7 - 0.5))


@given(rate=st.floats(0.0, 1.0), mediation=st.floats(0.0, 5.0), dialogue=st.floats(0.0, 5.0))
def test_the_bound_on_cooling_is_never_exceeded(
    rate: float, mediation: float, dialogue: float
) -> None:
    law = Cooling(rate=rate, mediation=mediation, dialogue=dialogue)
    rates = [
        cooling_rate(law, mediated=m, in_dialogue=d) for m, d in product((False, True), repeat=2)
    ]
    assert rates[0] == law.rate
    assert max(rates) == cooling_bound(law)
    assert rates[0] <= min(rates[1:])


def test_mediators_and_dialogue_help_each_by_its_share() -> None:
    law = Cooling(rate=0.01, mediation=0.7, dialogue=1.2)
    assert cooling_rate(law, mediated=True, in_dialogue=False) == pytest.approx(0.017)
    assert cooling_rate(law, mediated=False, in_dialogue=True) == pytest.approx(0.022)
    assert cooling_rate(law, mediated=True, in_dialogue=True) == pytest.approx(0.029)


def test_the_rungs_are_named_and_a_strike_has_its_place() -> None:
    assert len(RUNGS) == TOP + 1 == len(set(RUNGS))
    assert RUNGS[STRIKE_RUNG] == "limited strikes"
    assert 0 <= Ladder().start < STRIKE_RUNG
    for number, name in enumerate(RUNGS):
        assert f"{number} {name}" in " ".join((Ladder.__doc__ or "").split())
