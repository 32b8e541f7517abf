"""Values that differ are told differently, in no more digits than that takes."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sim.experiment.design.factors import Factor
from sim.experiment.sweeps.levers import levers
from sim.scenario.schema.input_paths import digits_apart, find_input, value_text
from tests.engine.worlds import busy

PATIENCE = "terms.patience.base"


def test_values_of_a_lever_never_read_alike() -> None:
    (lever,) = levers({"a": busy()}, [f"{PATIENCE}=61.92h,62h,5d"])
    words = [lever.value_text(value) for value in lever.values]
    assert len(set(words)) == 3, words
    assert lever.plain_data().told == tuple(words)


def test_values_that_differ_enough_have_three_digits() -> None:
    (lever,) = levers({"a": busy()}, [f"{PATIENCE}=60.5h,3.123d"])
    assert [lever.value_text(value) for value in lever.values] == ["2.52 d", "3.12 d"]


@given(st.lists(st.floats(1e-3, 1e4), min_size=2, max_size=6))
def test_any_values_are_told_apart(values: list[float]) -> None:
    form = find_input(busy(), PATIENCE).form
    digits = digits_apart(form, values, like=values[0])
    texts = {value_text(form, value, like=values[0], digits=digits) for value in set(values)}
    assert len(texts) == len(set(values)) or digits == 17


def test_the_ends_of_a_range_are_told_apart() -> None:
    place = find_input(busy(), PATIENCE)
    factor = Factor(
        target=place.path,
        arms=("a",),
        path=place.path,
        form=place.form,
        meaning="",
        value=62.0,
        low=61.92,
        high=62.1,
    )
    ends = factor.plain_data().told
    assert len({ends.value, ends.low, ends.high}) == 3
