"""Roles exchanged for all inputs together: exact for few worlds, one false study in twenty, and
what changes every world is shown whatever the number of inputs.
"""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from sim.experiment.sensitivity.joint_randomisation import exchanged_roles, fewest_worlds
from sim.experiment.statistics.estimates import Floats
from sim.experiment.statistics.null_reference import arrangements, shows_nothing


def flips(share: float, inputs: int, worlds: int, luck: np.random.Generator) -> Floats:
    return (luck.random((inputs, worlds)) < share).astype(float)


def test_it_is_the_share_of_all_arrangements_for_few_worlds() -> None:
    """Two worlds, one input that changes both at its high end: of the nine places of the two
    changes three agree.
    """
    [p] = exchanged_roles(np.zeros((1, 2)), np.zeros(2), np.ones((1, 2)), seed=1)
    agree = sum(a == b for a, b in product(range(3), repeat=2)) / 9
    assert p == pytest.approx(agree, abs=0.03)


def test_an_input_that_changes_every_world_is_shown_from_six_worlds_on() -> None:
    luck = np.random.default_rng(2)
    for inputs, worlds in ((15, 6), (59, 6), (220, 8)):
        low, high = (flips(0.1, inputs, worlds, luck) for _ in range(2))
        low[0], high[0] = 0.0, 1.0
        assert exchanged_roles(low, np.zeros(worlds), high, seed=3)[0] < 0.05
        assert fewest_worlds(inputs) <= worlds
    assert (fewest_worlds(59), fewest_worlds(60)) == (6, 8)


def test_a_stricter_level_has_more_arrangements_and_worlds_so_that_something_can_be_shown() -> None:
    assert arrangements(1999, 0.05) == 1999
    assert arrangements(199, 0.01) == 199
    assert arrangements(999, 0.01, 11) == 4399
    assert (fewest_worlds(15, 0.01), fewest_worlds(15, 0.0005)) == (6, 9)
    worlds = fewest_worlds(15, 0.0005)
    low, high = np.zeros((15, worlds)), np.zeros((15, worlds))
    high[0] = 1.0
    assert exchanged_roles(low, np.zeros(worlds), high, seed=3, alpha=0.0005)[0] < 0.0005
    assert not shows_nothing(0.0001)
    assert shows_nothing(0.00005)


def test_what_moves_nothing_has_a_p_of_one() -> None:
    still = np.tile(np.arange(6.0), (3, 1))
    assert exchanged_roles(still, np.arange(6.0), still, seed=1).tolist() == [1.0, 1.0, 1.0]


@pytest.mark.slow
@pytest.mark.parametrize(("inputs", "worlds"), [(15, 6), (15, 20), (60, 20)])
def test_of_inputs_that_only_stir_up_chance_one_is_shown_in_one_of_twenty_studies(
    inputs: int, worlds: int
) -> None:
    luck, rounds = np.random.default_rng([inputs, worlds]), 400
    told = 0
    for seed in range(rounds):
        own, low, high = (luck.normal(size=(1 if at == 0 else inputs, worlds)) for at in range(3))
        told += bool((exchanged_roles(low, own[0], high, seed=seed) < 0.05).any())
    assert told <= 0.08 * rounds


@pytest.mark.slow
@pytest.mark.parametrize(("inputs", "worlds"), [(15, 6), (60, 6), (220, 8)])
def test_what_changes_every_world_is_shown_among_inputs_that_change_a_tenth(
    inputs: int, worlds: int
) -> None:
    luck, rounds = np.random.default_rng([inputs, worlds, 1]), 40
    shown = 0
    for seed in range(rounds):
        low, high = (flips(0.1, inputs, worlds, luck) for _ in range(2))
        low[0], high[0] = 0.0, 1.0
        shown += exchanged_roles(low, np.zeros(worlds), high, seed=seed)[0] < 0.05
    assert shown / rounds > 0.95
