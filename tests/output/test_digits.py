"""Values of a column that differ print differently, in no more digits than that takes."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sim.output.charts.base.words import signed_number
from sim.output.words import digits_apart, fixed_text


def texts(values: list[float]) -> set[str]:
    digits = digits_apart(values)
    return {f"{value:.{digits}g}" for value in values}


def test_three_digits_where_they_do() -> None:
    assert texts([0.5, 0.25, 12.0]) == {"0.5", "0.25", "12"}
    assert texts([0.1231, 0.1234]) == {"0.1231", "0.1234"}
    assert digits_apart([None, 1.0, None]) == 3
    assert digits_apart([]) == 3


@given(st.lists(st.decimals(0, 10**6, allow_nan=False, places=5).map(float), max_size=8))
def test_what_differs_reads_differently(values: list[float]) -> None:
    assert len(texts(values)) == len(set(values))


def test_what_is_huge_is_told_by_its_size() -> None:
    assert fixed_text(1e300, 2) == "1e+300"
    assert fixed_text(-1.5e300, 0, "+") == "-1.5e+300"
    assert fixed_text(1234.56, 1, ",") == "1,234.6"
    assert fixed_text(-0.001, 2) == "0.00"
    assert len(signed_number(-1e300, 2)) < 10
