"""Shares as they are told: whole per cent, and of what is rare enough to say how rare."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.experiment.outcomes.shares import percent


@pytest.mark.parametrize(
    ("share", "told"),
    [
        (0.0, "0 %"),
        (0.000003, "0.0003 %"),
        (0.00018, "0.02 %"),
        (0.0004, "0.04 %"),
        (0.0025, "0.2 %"),
        (0.005, "0.5 %"),
        (0.0099, "1.0 %"),
        (0.01, "1 %"),
        (0.5, "50 %"),
        (0.99, "99 %"),
        (0.991, "99.1 %"),
        (0.999, "99.9 %"),
        (0.99999, "99.999 %"),
        (1.0, "100 %"),
        (sum([0.1] * 10), "100 %"),
        (math.nan, "nan %"),
    ],
)
def test_what_is_rare_is_told_by_its_first_digit(share: float, told: str) -> None:
    assert percent(share) == told


@given(st.integers(2, 10**7), st.data())
def test_zero_and_all_are_told_only_of_zero_and_all(worlds: int, data: st.DataObject) -> None:
    count = data.draw(st.integers(1, worlds - 1))
    told = float(percent(count / worlds).removesuffix(" %"))
    assert 0.0 < told < 100.0
    assert told == pytest.approx(100.0 * count / worlds, abs=0.5)
    assert math.isclose(told, 100.0 * count / worlds, rel_tol=0.5), (
        "within half of itself, however rare"
    )
