"""Selecting the best: the guarantee holds as often as it says, for correlated, unequal and skewed
scores, ties included.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from scipy.stats import binom, t

from sim.experiment.measures.portfolio import goal_of
from sim.experiment.statistics.estimates import Floats
from sim.experiment.statistics.mean_intervals import mean_interval
from sim.experiment.statistics.moments import sums_of
from sim.experiment.statistics.selection import Scores, level_of_each
from tools.selection import CASES, Case, choice, correlated, operating
from tools.selection import SPREAD as TRUE

PROMISED = {name: case for name, case in CASES.items() if case.promised}


def many(arms: int) -> Case:
    """One of many arms is a little better."""
    means = np.append(np.zeros(arms - 1), 0.05)
    return Case(what="many", worlds=lambda draws, n: correlated(draws, means, n), truth=means)


@pytest.mark.parametrize("name", PROMISED)
def test_the_guarantee_holds_as_often_as_promised(name: str) -> None:
    """Rarely differing shares included: before their standard error had a floor these failed in 38
    rounds of 100.
    """
    for n in (60, 100):
        found = operating(PROMISED[name], n, 300)
        assert min(found.kept, found.held, found.covered) >= 0.95 - 0.025, (n, found)


@pytest.mark.slow
@pytest.mark.parametrize("case", [*PROMISED.values(), many(30)], ids=[*PROMISED, "many"])
@pytest.mark.parametrize("n", [120, 400])
def test_the_guarantee_over_many_rounds(case: Case, n: int) -> None:
    found = operating(case, n, 3000)
    assert min(found.kept, found.held, found.covered) >= 0.94


def test_what_is_added_for_worlds_not_seen_goes_to_nothing() -> None:
    """Where all worlds differ there is nothing to add, and where some do it fades with their
    number.
    """
    draws = np.random.default_rng(6)
    ordinary = Scores(8)
    ordinary.add(worlds := correlated(draws, TRUE, 300))
    gaps = worlds[:, :, None] - worlds[:, None, :]
    assert ordinary.standard_errors(0.99) == pytest.approx(
        gaps.std(axis=0, ddof=1) / np.sqrt(300), abs=1e-8
    )
    for n, most in ((100, 1.5), (1000, 1.2), (10_000, 1.06)):
        some = Scores(2)
        some.add(shares := (draws.uniform(size=(n, 2)) < [0.5, 0.6]).astype(float))
        plain = (shares[:, 0] - shares[:, 1]).std(ddof=1) / np.sqrt(n)
        assert 1.0 < some.standard_errors(0.99, 1.0)[0, 1] / plain < most


@pytest.mark.parametrize("n", [30, 100, 400])
@pytest.mark.parametrize("arms", [2, 128])
def test_no_share_of_worlds_in_which_two_arms_differ_breaks_the_guarantee(
    n: int, arms: int
) -> None:
    """Exactly, over all numbers of worlds in which one of them alone has the event: how often its
    bounds hold the truth.
    """
    level = level_of_each(arms, 0.95)
    ends = []
    for found in range(n + 1):
        scores = Scores(2)
        scores.add(np.hstack([np.zeros((n, 1)), (np.arange(n)[:, None] < found).astype(float)]))
        room = t.ppf(level, n - 1) * scores.standard_errors(level, 1.0)[0, 1]
        ends.append((found / n - room, found / n + room))
    for share in np.linspace(0.0, 1.0, 201):
        chances = binom.pmf(np.arange(n + 1), n, share)
        low = sum(p for p, (end, _) in zip(chances, ends, strict=True) if end > share + 1e-12)
        high = sum(p for p, (_, end) in zip(chances, ends, strict=True) if end < share - 1e-12)
        assert max(low, high) <= 1.25 * (1.0 - level), share


def test_shares_that_are_alike_in_all_worlds_may_still_differ_by_what_none_of_so_many_allows() -> (
    None
):
    """No world of 100 in which they differ: at 95 % in at most 3 of 100 they do (the rule of
    three).
    """
    found = choice(np.zeros((100, 2)), goal_of("drawn_in").reach)
    assert found.retained.all()
    assert 0.03 <= found.short <= 0.05


def test_with_enough_worlds_only_the_best_is_left() -> None:
    found = choice(correlated(np.random.default_rng(3), TRUE, 20_000))
    assert found.best == 5
    assert list(np.flatnonzero(found.retained)) in ([5], [5, 6])
    assert (
        choice(correlated(np.random.default_rng(3), np.array([0.0, 0.3, 1.0]), 20_000)).short == 0.0
    )


def test_arms_that_never_differ_are_all_retained() -> None:
    found = choice(np.repeat(np.random.default_rng(1).normal(size=(50, 1)), 4, axis=1))
    assert found.retained.all()
    assert found.short > 0.0


def test_an_arm_that_is_worse_by_the_same_in_every_world_goes_when_the_worlds_are_many() -> None:
    """In ten worlds that is no proof: each other world might put it right."""
    base = np.random.default_rng(1).normal(size=(1000, 1))
    worlds = np.hstack([base, base - 0.05])
    assert list(choice(worlds[:10]).retained) == [True, True]
    assert list(choice(worlds).retained) == [True, False]


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
    """The first few arms differ in some of the worlds only."""
    draws = np.random.default_rng(4)
    worlds = correlated(draws, TRUE, 60) + 1e6
    worlds[:, :4] = worlds[:, :1] - 3.0 * (draws.uniform(size=(60, 4)) < 0.2)
    parts, whole = Scores(len(TRUE)), Scores(len(TRUE))
    for start in range(0, 60, 7):
        parts.add(worlds[start : start + 7])
    whole.add(worlds)
    assert parts.means == pytest.approx(worlds.mean(axis=0))
    assert parts.standard_errors(0.99) == pytest.approx(whole.standard_errors(0.99), abs=1e-6)


def lognormal_best(draws: np.random.Generator, n: int) -> Floats:
    """Eight arms; the gain of the best is lognormal of sigma 1.5, the others gain 3 % less."""
    gains = draws.lognormal(0.0, 1.5, (n, 1))
    return np.hstack([gains, np.repeat(0.97 * np.exp(1.125), 7)[None, :] * np.ones((n, 1))])


def rare_best(draws: np.random.Generator, n: int) -> Floats:
    """Eight arms that are the same, but for 20 more in 2 % of worlds under one; worlds as such
    range over some 40.
    """
    event = 20.0 * (draws.uniform(size=(n, 1)) < 0.02)
    return draws.normal(0.0, 10.0, (n, 1)) + np.hstack([event, np.zeros((n, 7))])


@pytest.mark.slow
@pytest.mark.parametrize(
    ("worlds", "truth"),
    [
        (lognormal_best, np.append(np.exp(1.125), np.full(7, 0.97 * np.exp(1.125)))),
        (rare_best, np.append(0.4, np.zeros(7))),
    ],
    ids=["lognormal", "rare"],
)
@pytest.mark.parametrize("n", [50, 100])
def test_skewed_gains_keep_the_guarantee(
    worlds: Callable[[np.random.Generator, int], Floats], truth: Floats, n: int
) -> None:
    """Student's bounds retain the best lognormal arm in .873 and .919, and hold for the rare one in
    .622 and .861; 1,500 rounds tell .95 from .93.
    """
    draws = np.random.default_rng(n)
    kept = held = 0
    for _ in range(1500):
        found = choice(worlds(draws, n))
        kept += bool(found.retained[int(truth.argmax())])
        held += bool((truth.max() - truth <= -found.low + 1e-9).all())
    assert kept / 1500 >= 0.94
    assert held / 1500 >= 0.95


def test_skewness_widens_the_bounds_on_its_side() -> None:
    """As Hall's interval of the difference itself has it."""
    draws = np.random.default_rng(8)
    worlds = np.hstack([draws.lognormal(0.0, 1.0, (80, 1)), draws.normal(size=(80, 1))])
    scores = Scores(2)
    scores.add(worlds[:30])
    scores.add(worlds[30:])
    low, high = mean_interval(sums_of(worlds[:, 0] - worlds[:, 1]), (-np.inf, np.inf), 0.95)
    ends = scores.upper_ends(0.975)
    assert ends[0, 1] == pytest.approx(float(high[0]), rel=1e-6)
    assert -ends[1, 0] == pytest.approx(float(low[0]), rel=1e-6)
