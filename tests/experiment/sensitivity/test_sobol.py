"""Sobol's indices find what is known of the Ishigami function, nothing where there is nothing, and
chance where it is chance.
"""

from __future__ import annotations

from math import pi

import numpy as np
import pytest

from sim.errors import UsageError
from sim.experiment.sensitivity import sobol
from sim.experiment.sensitivity.joint_randomisation import tossed_signs
from sim.experiment.statistics.estimates import Floats
from sim.experiment.statistics.null_reference import by_chance, mean_square


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


def test_the_dummy_does_nothing_where_worlds_do_not_differ() -> None:
    rows = sobol.radial(2, 16, 3)
    same = np.tile(rows[:, :1], (1, 10))
    assert sobol.variance_shares(2, same, confidence=0.95, seed=0)[-1].total == 0.0


def test_nothing_that_varies_gives_zero_everywhere() -> None:
    rows = sobol.radial(3, 16, 3)
    shares = sobol.variance_shares(3, np.zeros((len(rows), 10)), confidence=0.95, seed=0)
    assert {(one.first, one.total, one.chance.p) for one in shares} == {(0.0, 0.0, 1.0)}


def test_all_of_a_row_meet_the_same_worlds_but_for_the_dummy() -> None:
    rows = sobol.radial(2, 4, 1).reshape(4, 5, 2)
    assert (rows[:, 3] == rows[:, 0]).all()
    assert sobol.worlds_apart(2, 2, 10) == (0, 0, 0, 10, 0, 0, 0, 0, 20, 0)


@pytest.mark.parametrize("samples", [0, 1, 3, 100])
def test_sobol_needs_a_power_of_two(samples: int) -> None:
    with pytest.raises(UsageError, match="power of two"):
        sobol.radial(2, samples, 1)


def noisy(starts: tuple[int, ...], rows: Floats, weight: float, seed: int) -> Floats:
    """The first input counts ``weight``; the second only stirs up chance: worlds differ, and differ
    anew when it moves.
    """
    draws, worlds = np.random.default_rng(seed), 12
    base = {start: draws.normal(size=worlds) for start in dict.fromkeys(starts)}
    stirred = {value: draws.normal(size=worlds) for value in np.unique(rows[:, 1])}
    return np.array(
        [
            weight * row[0] + base[start] + stirred[row[1]]
            for row, start in zip(rows, starts, strict=True)
        ]
    )


@pytest.mark.slow
def test_signs_tossed_for_all_inputs_tell_what_matters_from_what_stirs_up_chance() -> None:
    told = np.zeros(2)
    rounds = 400
    for seed in range(rounds):
        rows = sobol.radial(2, 16, seed)
        values = noisy(sobol.worlds_apart(2, 16, 12), rows, 2.0 * (seed % 2), seed)
        moved = sobol.differences(2, values)
        p = tossed_signs(moved[:-1], np.ones(2), seed=seed)
        told += [p[0] < 0.05 and seed % 2, p[1] < 0.05]
    assert told[0] > 0.95 * rounds / 2
    assert told[1] <= 0.075 * rounds, "one in twenty by chance"


def test_tossing_signs_of_a_few_worlds_is_exact() -> None:
    """Of five worlds that all agree, all signs alike come up once in sixteen."""
    effects = np.ones((1, 3, 5))
    [p] = tossed_signs(effects, np.ones(1), seed=1)
    assert p == pytest.approx(1 / 16, abs=0.02)
    [p] = tossed_signs(np.ones((1, 3, 12)), np.ones(1), seed=1)
    assert p < 0.01


def test_chance_tosses_the_same_coin_for_all_pairs_of_a_world() -> None:
    one = np.random.default_rng(1).normal(size=(1, 12))
    five, alone = (
        by_chance(np.repeat(one, 5, axis=0), mean_square, seed=1),
        by_chance(one, mean_square, seed=1),
    )
    assert five.level == pytest.approx(alone.level)
    assert five.p == alone.p
