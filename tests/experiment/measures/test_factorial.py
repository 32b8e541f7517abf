"""Designs of trials: every set, or a fraction that confounds no main effect with another or with an
interaction of two.
"""

from __future__ import annotations

from itertools import combinations, product

import numpy as np
import pytest

from sim.errors import UsageError
from sim.experiment.design.factorial import GENERATORS, MOST, FactorialDesign, fraction, full
from sim.experiment.measures.contrasts import Contrast, Gap, contrasts

SEVEN = tuple("abcdefg")


def column(
    design: FactorialDesign, *factors: str
) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    """The signs of a product of factors over the runs."""
    signs = [[1.0 if factor in run else -1.0 for factor in factors] for run in design.runs]
    product_of_all: np.ndarray[tuple[int, ...], np.dtype[np.float64]] = np.prod(
        np.array(signs), axis=1
    )
    return product_of_all


def test_a_full_design_has_every_set_once_and_the_empty_one_first() -> None:
    design = full(SEVEN)
    assert design.runs[0] == frozenset()
    assert len(set(design.runs)) == len(design.runs) == 128
    assert design.full
    assert not design.generators
    assert design.aliases("a", "b") == ()


@pytest.mark.parametrize("k", GENERATORS)
def test_a_fraction_keeps_main_effects_apart_from_each_other_and_from_interactions_of_two(
    k: int,
) -> None:
    design = fraction([f"m{at}" for at in range(k)])
    assert frozenset() in design.runs
    assert len(set(design.runs)) == len(design.runs) == 2 ** (k - len(GENERATORS[k]))
    assert design.resolution() >= 4
    for one, other in combinations(design.factors, 2):
        assert column(design, one) @ column(design, other) == 0.0
        for factor in design.factors:
            if factor not in {one, other}:
                assert column(design, factor) @ column(design, one, other) == 0.0


@pytest.mark.parametrize("k", GENERATORS)
def test_the_aliases_are_those_whose_columns_agree(k: int) -> None:
    design = fraction([f"m{at}" for at in range(k)])
    for pair in design.pairs():
        same = [
            other
            for other in design.pairs()
            if other != pair and np.array_equal(column(design, *pair), column(design, *other))
        ]
        assert list(design.aliases(*pair)) == same


def test_the_fraction_of_seven_says_how_it_was_made() -> None:
    design = fraction(SEVEN)
    assert len(design.runs) == 16
    assert design.generators == ("e = a x b x c", "f = b x c x d", "g = a x c x d")
    assert len(design.aliases("a", "b")) == 2


@pytest.mark.parametrize("k", [1, 2, 3, 9])
def test_what_no_fraction_is_made_for(k: int) -> None:
    with pytest.raises(UsageError, match="leave out --fraction"):
        fraction([str(at) for at in range(k)])


def test_more_sets_than_anybody_runs() -> None:
    with pytest.raises(UsageError, match="name at most"):
        full([str(at) for at in range(MOST + 1)])


# contrasts


def linear(
    design: FactorialDesign, effects: dict[tuple[str, ...], float]
) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    """One world in which each product of factors that are present adds its effect."""
    values = [
        sum(size for some, size in effects.items() if run >= set(some)) for run in design.runs
    ]
    return np.array(values)[None, :, None]


def test_a_full_design_finds_effects_alone_on_average_and_with_each_other() -> None:
    design = full(("a", "b", "c"))
    world = linear(design, {(): 5.0, ("a",): 2.0, ("b",): -1.0, ("a", "b"): 4.0})
    found = {key: float(one.per_world(world)[0, 0]) for key, one in contrasts(design).items()}
    assert found["alone", "a", ""] == 2.0
    assert found["average", "a", ""] == 4.0
    assert found["difference", "a", ""] == pytest.approx(2.0 - 14.0 / 3.0)
    assert found["with", "a", ""] == 2.0
    assert found["without", "a", ""] == pytest.approx(14.0 / 3.0)
    assert found["difference", "a", "b"] == 4.0
    assert (found["with", "a", "b"], found["without", "a", "b"]) == (6.0, 2.0)
    assert (found["average", "c", ""], found["difference", "b", "c"]) == (0.0, 0.0)


@pytest.mark.parametrize("k", [4, 5, 6, 7])
def test_a_fraction_finds_the_same_where_its_aliases_are_nothing(k: int) -> None:
    names = SEVEN[:k]
    effects = {(): 3.0, ("a",): 2.0, ("b",): -1.0, ("a", "b"): 4.0}
    part, whole = fraction(names), full(names)
    from_part = {
        key: one.per_world(linear(part, effects))[0, 0] for key, one in contrasts(part).items()
    }
    from_whole = {
        key: one.per_world(linear(whole, effects))[0, 0] for key, one in contrasts(whole).items()
    }
    confounded = {frozenset(pair) for pair in part.aliases("a", "b")}
    for key, value in from_part.items():
        if key[0] == "average" or (key[0] == "difference" and frozenset(key[1:]) not in confounded):
            assert value == pytest.approx(from_whole[key]), key
    assert from_part["with", "a", "b"] == pytest.approx(6.0)


def test_what_a_world_lacks_under_one_set_is_left_out_of_that_pair_only() -> None:
    design = full(("a", "b"))
    world = np.array([[1.0, 3.0, 5.0, np.nan]])[:, :, None]  # none, a, b, both
    found = contrasts(design)
    assert found["average", "a", ""].per_world(world)[0, 0] == 2.0
    assert np.isnan(found["with", "a", "b"].per_world(world)[0, 0])
    assert np.isnan(found["difference", "a", "b"].per_world(world)[0, 0])


def test_a_gap_exists_where_both_sides_do() -> None:
    first, second = (Contrast(np.array([[at, 0]]), np.array([1.0, -1.0])) for at in (1, 2))
    worlds = np.array([[0.0, 1.0, 3.0], [0.0, np.nan, 3.0]])[:, :, None]
    values = Gap(first, second).per_world(worlds)[:, 0]
    assert values[0] == -2.0
    assert np.isnan(values[1])


def test_of_two_measures_no_other_in_place_is_no_further_question() -> None:
    assert not [key for key in contrasts(full(("a", "b"))) if key[0] == "difference" and not key[2]]


def test_a_side_is_taken_only_where_its_difference_is() -> None:
    """In the first world all four arms have the outcome, in the second only those with the other
    measure.
    """
    worlds = np.array([[1.0, 2.0, 5.0, 9.0], [np.nan, 2.0, 5.0, 7.0]])[:, :, None]
    found = {key: one.per_world(worlds)[:, 0] for key, one in contrasts(full(("a", "b"))).items()}
    for key in (("with", "a", "b"), ("without", "a", "b"), ("difference", "a", "b")):
        assert np.isnan(found[key]).tolist() == [False, True]
    assert (
        found["difference", "a", "b"][0]
        == found["with", "a", "b"][0] - found["without", "a", "b"][0]
        == 3.0
    )


def test_every_pair_of_factors_has_an_interaction_once() -> None:
    found = [key for key in contrasts(full(SEVEN)) if key[0] == "difference" and key[2]]
    assert sorted((one, other) for _, one, other in found) == sorted(combinations(SEVEN, 2))
    conditional = {key[1:] for key in contrasts(full(SEVEN)) if key[0] == "with" and key[2]}
    assert conditional == {pair for pair in product(SEVEN, repeat=2) if pair[0] != pair[1]}
