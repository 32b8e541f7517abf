"""Trust falls faster than it recovers, stays within its bounds and drifts back to its baseline."""

from __future__ import annotations

from dataclasses import fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.domain.actors.trust import (
    BROKEN,
    KEPT,
    Trust,
    trust_after_broken_word,
    trust_after_kept_word,
)
from sim.domain.inputs.parameter import about

LAW = Trust()
_share = st.floats(0.0, 1.0)


def range_of(name: str) -> tuple[float, float]:
    declared = next(about(item) for item in fields(Trust) if item.name == name)
    assert declared is not None
    assert declared.low is not None
    assert declared.high is not None
    return declared.low, declared.high


@st.composite
def laws(draw: st.DrawFn) -> Trust:
    """Any law of trust with a plausible gain and loss."""
    return Trust(gain=draw(st.floats(*range_of("gain"))), loss=draw(st.floats(*range_of("loss"))))


@given(law=laws(), tau=_share)
def test_a_breach_costs_more_than_a_kept_word_gives_above_the_balance(
    law: Trust, tau: float
) -> None:
    balance = law.gain / (law.gain + law.loss)
    risen, fallen = trust_after_kept_word(law, tau) - tau, tau - trust_after_broken_word(law, tau)
    if tau > balance + 1e-9:
        assert fallen > risen
    elif tau < balance - 1e-9:
        assert fallen < risen


@given(tau=st.floats(0.25, 1.0))
def test_it_takes_more_than_one_kept_word_to_mend_a_breach(tau: float) -> None:
    assert trust_after_kept_word(LAW, trust_after_broken_word(LAW, tau)) < tau


def test_mending_a_breach_at_the_start_values_takes_a_handful_of_kept_words() -> None:
    """From .6 a breach leads to .42; the missing .58 shrinks by 8 % a word and is .40 again after
    4.5 words.
    """
    tau, words = trust_after_broken_word(LAW, LAW.start), 0
    assert tau == pytest.approx(0.42)
    while tau < LAW.start:
        tau, words = trust_after_kept_word(LAW, tau), words + 1
    assert words == 5


@given(law=laws(), words=st.lists(st.booleans(), max_size=200), tau=_share)
def test_trust_stays_a_share_whatever_happens(law: Trust, words: list[bool], tau: float) -> None:
    for held in words:
        tau = trust_after_kept_word(law, tau) if held else trust_after_broken_word(law, tau)
        assert 0.0 <= tau <= 1.0


@given(law=laws(), low=_share, high=_share)
def test_more_trust_before_is_more_trust_after(law: Trust, low: float, high: float) -> None:
    low, high = sorted((low, high))
    assert trust_after_kept_word(law, low) <= trust_after_kept_word(law, high)
    assert trust_after_broken_word(law, low) <= trust_after_broken_word(law, high)


def test_a_word_that_changes_nothing_can_be_had() -> None:
    deaf = Trust(gain=0.0, loss=0.0)
    assert trust_after_kept_word(deaf, 0.6) == trust_after_broken_word(deaf, 0.6) == 0.6


def test_no_word_is_both_kept_and_broken() -> None:
    assert not set(KEPT) & set(BROKEN)
