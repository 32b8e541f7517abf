"""Morris and Sobol find what is known of the Ishigami function, nothing where there is nothing, and
chance where it is chance.
"""

from __future__ import annotations

from math import pi

import numpy as np
import pytest

from sim.errors import UsageError
from sim.experiment.sensitivity import morris, sobol
from sim.experiment.statistics.estimates import Floats
from sim.experiment.statistics.null_reference import absolute, by_chance


def ishigami(cube: Floats) -> Floats:
    """Ishigami and Homma (1990) with a = 7 and b = 0.1, on the unit cube, in ten worlds that all
    agree.
    """
    x = pi * (2 * cube - 1)
    value: Floats = (
        np.sin(x[:, 0]) + 7 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])
    )
    return np.tile(value[:, None], (1, 10))


def test_sobol_finds_the_shares_of_ishigami() -> None:
    found = sobol.variance_shares(3, ishigami(sobol.radial(3, 1024, 1)), confidence=0.95, seed=0)
    for one, first, total in zip(
        found, (0.3139, 0.4424, 0.0), (0.5576, 0.4424, 0.2437), strict=False
    ):
        assert one.first == pytest.approx(first, abs=1.5 * one.first_half)
        assert one.total == pytest.approx(total, abs=1.5 * one.total_half)
        assert one.total_half < 0.1
        assert one.chance.p < 0.01


def test_morris_sees_that_the_third_input_acts_only_through_the_first() -> None:
    first, second, third, _ = morris.screening(
        cube := morris.trajectories(3, 100, 1), ishigami(cube), confidence=0.95, seed=0
    )
    # Exact over the four levels: 7.875 (7 sin^2 between its levels) and nothing that changes it.
    assert second.mu_star == pytest.approx(7.875)
    assert second.high - second.low == pytest.approx(0.0)
    assert abs(second.mu) < 0.3 * second.mu_star
    assert third.sigma > third.mu_star > 3.0
    assert abs(third.mu) < third.mu_star
    assert first.mu == pytest.approx(first.mu_star)


def test_the_dummy_does_nothing_where_worlds_do_not_differ() -> None:
    cube = morris.trajectories(2, 5, 3)
    assert (
        morris.screening(cube, np.tile(cube[:, :1], (1, 10)), confidence=0.95, seed=0)[-1].mu_star
        == 0.0
    )
    rows = sobol.radial(2, 16, 3)
    assert (
        sobol.variance_shares(2, np.tile(rows[:, :1], (1, 10)), confidence=0.95, seed=0)[-1].total
        == 0.0
    )


def test_nothing_that_varies_gives_zero_everywhere() -> None:
    cube = morris.trajectories(3, 6, 3)
    walked = morris.screening(cube, np.zeros((len(cube), 10)), confidence=0.95, seed=0)
    assert {(one.mu_star, one.low, one.high, one.sigma, one.chance.p) for one in walked} == {
        (0.0, 0.0, 0.0, 0.0, 1.0)
    }
    rows = sobol.radial(3, 16, 3)
    shares = sobol.variance_shares(3, np.zeros((len(rows), 10)), confidence=0.95, seed=0)
    assert {(one.first, one.total, one.chance.p) for one in shares} == {(0.0, 0.0, 1.0)}


def test_in_a_walk_one_input_moves_at_a_time_and_the_dummy_last() -> None:
    cube = morris.trajectories(4, 3, 1).reshape(3, 6, 4)
    moved = np.diff(cube, axis=1) != 0
    assert (moved[:, :4].sum(axis=2) == 1).all(), "one input a step"
    assert (moved[:, :4].sum(axis=1) == 1).all(), "each input once"
    assert not moved[:, 4].any(), "the dummy moves no input"
    assert morris.worlds_apart(4, 2, 10) == (0, 0, 0, 0, 0, 10, 0, 0, 0, 0, 0, 20)


def test_all_of_a_row_meet_the_same_worlds_but_for_the_dummy() -> None:
    rows = sobol.radial(2, 4, 1).reshape(4, 5, 2)
    assert (rows[:, 3] == rows[:, 0]).all()
    assert sobol.worlds_apart(2, 2, 10) == (0, 0, 0, 10, 0, 0, 0, 0, 20, 0)


@pytest.mark.parametrize("samples", [0, 1, 3, 100])
def test_sobol_needs_a_power_of_two(samples: int) -> None:
    with pytest.raises(UsageError, match="power of two"):
        sobol.radial(2, samples, 1)


def noisy(cube: Floats, starts: tuple[int, ...], weight: float, worlds: int, seed: int) -> Floats:
    """The first input counts ``weight``; the second only stirs up chance: worlds differ, and differ
    anew when it moves.
    """
    draws = np.random.default_rng(seed)
    base = {start: draws.normal(size=worlds) for start in dict.fromkeys(starts)}
    stirred = {value: draws.normal(size=worlds) for value in np.unique(cube[:, 1])}
    return np.array(
        [
            weight * row[0] + base[start] + stirred[row[1]]
            for row, start in zip(cube, starts, strict=True)
        ]
    )


def test_an_input_that_only_stirs_up_chance_is_not_told_from_it() -> None:
    shown = [0, 0, 0]
    for seed in range(100, 200):
        cube = morris.trajectories(2, 8, seed)
        values = noisy(cube, morris.worlds_apart(2, 8, 16), 1.0, 16, seed)
        found = morris.screening(cube, values, confidence=0.95, seed=seed)
        shown = [count + (one.chance.p < 0.05) for count, one in zip(shown, found, strict=True)]
    assert shown[0] == 100, "what matters is found in the same worlds, however much these differ"
    assert shown[1] <= 11, "one in twenty by chance"
    assert shown[2] <= 11, "the dummy likewise"


def test_chance_tosses_the_same_coin_for_all_pairs_of_a_world() -> None:
    one = np.random.default_rng(1).normal(size=(1, 12))
    five, alone = (
        by_chance(np.repeat(one, 5, axis=0), absolute, seed=1),
        by_chance(one, absolute, seed=1),
    )
    assert five.level == pytest.approx(alone.level)
    assert five.p == alone.p
