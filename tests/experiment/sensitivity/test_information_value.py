"""What knowing an input is worth: known answers, nothing where there is nothing, and how often the
interval covers.
"""

from __future__ import annotations

import numpy as np
import pytest

from sim.experiment.sensitivity.information_value import worth_of_all, worths
from sim.experiment.statistics.estimates import Floats


def problem(
    draws: int, luck: np.random.Generator, noise: float, worlds: int = 5
) -> tuple[Floats, Floats]:
    """Three arms, three inputs: the first input is worth .0803 (two lines that cross), the second
    .138 (a window of .3), the third nothing.
    """
    cube = (luck.random((3, draws)).argsort(axis=1).T + luck.random((draws, 3))) / draws
    crossing = 0.83 * (cube[:, 0] - 0.5) - 0.05
    window = 0.8 * (np.abs(cube[:, 1] - 0.5) < 0.15) - 0.34
    arms = np.column_stack([np.zeros(draws), crossing, window])
    return cube, arms + noise * luck.normal(size=(draws, worlds, 3)).mean(axis=1)


def test_without_luck_the_worth_is_that_of_the_lines() -> None:
    cube, arms = problem(4000, np.random.default_rng(1), 0.0)
    line, window, nothing = worths(cube, arms, confidence=0.95, seed=1)
    assert line.value == pytest.approx(0.0803, abs=0.006)
    assert window.value == pytest.approx(0.138, abs=0.03)
    assert nothing.value < 0.002
    assert [part.arm for part in line.rule] == [0, 1]
    assert line.rule[0].high == pytest.approx(0.56, abs=0.03)
    assert (line.p, window.p) == (0.005, 0.005)
    assert worth_of_all(arms) > max(line.value, window.value)


def test_of_arms_that_are_alike_nothing_is_worth_knowing() -> None:
    cube, _ = problem(200, np.random.default_rng(1), 0.0)
    for one in worths(cube, np.ones((200, 3)), confidence=0.95, seed=1):
        assert (one.value, one.low, one.high, one.p) == (0.0, 0.0, 0.0, 1.0)
        assert len(one.rule) == 1


@pytest.mark.slow
@pytest.mark.parametrize("noise", [1.0, 3.0])
def test_the_interval_covers_and_an_input_worth_nothing_is_told_in_one_of_twenty(
    noise: float,
) -> None:
    luck, rounds = np.random.default_rng(int(noise)), 100
    covered, told = np.zeros(2), 0
    for seed in range(rounds):
        one = worths(*problem(800, luck, noise), confidence=0.95, seed=seed)
        covered += [one[0].low <= 0.0803 <= one[0].high, one[1].low <= 0.138 <= one[1].high]
        told += one[2].p < 0.05
    assert covered[0] / rounds > 0.9
    assert covered[1] / rounds > 0.65, "a narrow window is smoothed, so its worth comes out low"
    assert told / rounds <= 0.09


@pytest.mark.slow
def test_of_arms_that_differ_by_luck_alone_one_study_in_twenty_tells_of_some_input() -> None:
    luck, rounds = np.random.default_rng(5), 200
    told = 0
    for seed in range(rounds):
        cube, _ = problem(400, luck, 0.0)
        arms = luck.normal(size=(400, 3))
        told += any(one.p < 0.05 for one in worths(cube, arms, confidence=0.95, seed=seed))
    assert told / rounds <= 0.09
