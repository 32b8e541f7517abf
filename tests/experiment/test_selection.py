"""Selecting the best: the guarantee holds as often as it says, for correlated, unequal and skewed scores, ties included."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from sim.experiment.selection import Scores, Selection, selected
from sim.experiment.statistics import Floats

Worlds = Callable[[np.random.Generator, Floats, int], Floats]
TRUE = np.array([0.0, 0.1, 0.1, -0.3, 0.05, 0.4, 0.38, -1.0])


def correlated(draws: np.random.Generator, means: Floats, n: int) -> Floats:
    """A common shock that the arms feel unequally, and unequal noise of their own."""
    feel, noise = np.linspace(0.2, 2.0, len(means)), np.linspace(1.0, 0.1, len(means))
    return means + draws.normal(size=(n, 1)) * feel + draws.normal(size=(n, len(means))) * noise


def skewed(draws: np.random.Generator, means: Floats, n: int) -> Floats:
    """Rare large losses that strike most arms together."""
    common, own = draws.exponential(1.0, (n, 1)), draws.exponential(0.5, (n, len(means)))
    return means - (common - 1.0) - (own - 0.5)


def shares(draws: np.random.Generator, means: Floats, n: int) -> Floats:
    """Zeros and ones: an arm with a higher mean spares some of the worlds that others do not."""
    luck = draws.uniform(size=(n, 1)) * 0.8 + draws.uniform(size=(n, len(means))) * 0.2
    scores: Floats = (luck < 0.5 + 0.3 * means).astype(float)
    return scores


def choice(worlds: Floats, confidence: float = 0.95) -> Selection:
    scores = Scores(worlds.shape[1])
    scores.add(worlds)
    return selected(scores.means, scores.standard_errors(), scores.n, confidence)


def operating(worlds: Worlds, means: Floats, n: int, rounds: int) -> tuple[float, float]:
    """How often the best was retained, and how often all intervals held at once."""
    draws = np.random.default_rng(11)
    truth = worlds(np.random.default_rng(5), means, 200_000).mean(axis=0) if worlds is shares else means
    against = np.array([truth[at] - np.delete(truth, at).max() for at in range(len(truth))])
    kept = held = 0
    for _ in range(rounds):
        found = choice(worlds(draws, means, n))
        kept += bool(found.retained[int(truth.argmax())])
        held += bool(((found.low <= against + 1e-9) & (against - 1e-9 <= found.high)).all())
    return kept / rounds, held / rounds


@pytest.mark.parametrize("worlds", [correlated, skewed, shares])
def test_the_best_is_retained_and_all_intervals_hold_as_often_as_promised(worlds: Worlds) -> None:
    kept, held = operating(worlds, TRUE, 80, 400)
    assert kept >= 0.95 - 0.025
    assert held >= 0.95 - 0.025


@pytest.mark.slow
@pytest.mark.parametrize("worlds", [correlated, skewed, shares])
@pytest.mark.parametrize("means", [TRUE, np.zeros(8), np.append(np.zeros(30), 0.05)], ids=["spread", "equal", "many"])
def test_the_guarantee_over_many_rounds(worlds: Worlds, means: Floats) -> None:
    kept, held = operating(worlds, means, 120, 3000)
    assert kept >= 0.94
    assert held >= 0.94


def test_with_enough_worlds_only_the_best_is_left() -> None:
    found = choice(correlated(np.random.default_rng(3), TRUE, 20_000))
    assert found.best == 5
    assert list(np.flatnonzero(found.retained)) in ([5], [5, 6])
    assert choice(correlated(np.random.default_rng(3), np.array([0.0, 0.3, 1.0]), 20_000)).short == 0.0


def test_arms_that_never_differ_are_all_retained_and_fall_short_by_nothing() -> None:
    worlds = np.repeat(np.random.default_rng(1).normal(size=(50, 1)), 4, axis=1)
    found = choice(worlds)
    assert found.retained.all()
    assert found.short == 0.0


def test_an_arm_that_is_worse_by_the_same_in_every_world_is_never_retained() -> None:
    base = np.random.default_rng(1).normal(size=(10, 1))
    found = choice(np.hstack([base, base - 1e-3]))
    assert list(found.retained) == [True, False]


def test_what_the_chosen_one_falls_short_by_covers_the_truth() -> None:
    draws, short = np.random.default_rng(2), 0
    for _ in range(300):
        found = choice(correlated(draws, TRUE, 40))
        short += bool(TRUE.max() - TRUE[found.best] <= found.short + 1e-12)
    assert short / 300 >= 0.93


def test_one_arm_alone_is_the_best_and_one_world_tells_nothing() -> None:
    assert choice(np.ones((5, 1))).retained.all()
    assert choice(np.array([[1.0, 2.0]])).retained.all()


def test_sums_of_blocks_are_those_of_the_whole() -> None:
    worlds = correlated(np.random.default_rng(4), TRUE, 60) + 1e6
    parts = Scores(len(TRUE))
    for start in range(0, 60, 7):
        parts.add(worlds[start : start + 7])
    gaps = worlds[:, :, None] - worlds[:, None, :]
    assert parts.means == pytest.approx(worlds.mean(axis=0))
    assert parts.standard_errors() == pytest.approx(gaps.std(axis=0, ddof=1) / np.sqrt(60), abs=1e-8)
