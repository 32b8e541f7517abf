"""What only some worlds have: no test compares arms there, hours over all worlds do not depend on
which worlds strike together, and means over pairs have worlds as clusters.
"""

from __future__ import annotations

from math import isnan, nan
from pathlib import Path

import numpy as np
import pytest

from sim.experiment.comparison.only_asking import OF_ANSWERS, OF_PROMISES
from sim.experiment.comparison.summary import HEADLINES, run_summary, run_tally
from sim.experiment.measures.contrasts import Contrast, Gap
from sim.experiment.outcomes.definitions import COLUMNS, OUTCOMES
from sim.experiment.runs.plan import Plan, plan_of
from sim.experiment.statistics import estimates as by
from sim.experiment.statistics.effects import Effects
from sim.experiment.statistics.estimates import Floats
from sim.experiment.statistics.ratios import RatioSums
from sim.scenario import load

HORIZON = 1000.0


@pytest.fixture(name="plan", scope="module")
def _plan(tiny: Path) -> Plan:
    return plan_of(load(tiny), replications=60)


def block_of(hours: Floats) -> Floats:
    """Worlds x arms x columns in which only strikes differ (NaN: none)."""
    block = np.zeros((*hours.shape, len(COLUMNS)))
    place = {name: at for at, name in enumerate(COLUMNS)}
    block[:, :, place["strike_h"]] = hours
    block[:, :, place["unstruck_h"]] = np.where(np.isnan(hours), HORIZON, hours)
    return block


def test_hours_of_a_strike_are_compared_over_all_worlds_and_apart_without_a_test(
    plan: Plan,
) -> None:
    draws = np.random.default_rng(1)
    hours = draws.uniform(100, 200, (60, len(plan.arms))) + 300.0 * np.arange(len(plan.arms))
    hours[draws.random(hours.shape) < 0.3] = nan
    found = run_summary(plan, run_tally(plan, [block_of(hours)]))
    arm = next(iter(found.comparisons))
    whole, apart = found.comparisons[arm]["unstruck_h"], found.comparisons[arm]["strike_h"]
    assert whole.pairs == 60
    assert whole.p_headline is not None
    assert 10 <= apart.pairs < 60
    assert apart.low is not None
    assert (apart.p, apart.p_headline, apart.p_all, apart.shown) == (None, None, None, False)
    assert apart.verdict == "not compared"
    always = {name for name in HEADLINES if OUTCOMES[name].exists == "always"}
    members = [
        {name for name in always if told[name].verdict != "not compared"}
        for told in found.comparisons.values()
    ]
    assert found.family.headline == sum(map(len, members))
    assert all(always - one <= OF_ANSWERS | OF_PROMISES for one in members)
    assert found.family.all < sum(map(len, found.comparisons.values()))
    few = np.full_like(hours, nan)
    few[:9] = 100.0 + np.arange(9.0)[:, None]
    rare = run_summary(plan, run_tally(plan, [block_of(few)])).comparisons[arm]["strike_h"]
    assert (rare.pairs, rare.low, rare.high) == (9, None, None)


def test_which_worlds_strike_together_moves_the_mean_of_both_struck_and_not_that_of_all() -> None:
    """The same two arms, once with their strikes in the same worlds and once apart."""
    n = 1200
    early, late = np.linspace(50, 350, n), np.linspace(40, 380, n)
    first = np.where(np.arange(n) < 800, early, nan)
    other = np.where(np.arange(n) < 700, late, nan)
    whole, struck = [], []
    for turned in (first, np.roll(first, 500)):
        cut = [np.where(np.isnan(hours), HORIZON, hours) for hours in (turned, other)]
        whole.append((cut[0] - cut[1]).mean())
        apart = turned - other
        struck.append(apart[~np.isnan(apart)].mean())
    assert whole[0] == pytest.approx(whole[1])
    assert abs(struck[0] - struck[1]) > 25.0


def pairs_of(seed: int, worlds: int) -> tuple[Floats, Floats]:
    """Sums and numbers of pairs: where there are many the difference is above zero, where there is
    one below it.
    """
    draws = np.random.default_rng(seed)
    many = draws.random(worlds) < 0.4
    number = np.where(many, 8.0, 1.0)
    mean = np.where(many, 20.0, -25.0) + draws.normal(0.0, 12.0, worlds)
    return (mean * number)[:, None], number[:, None]


TRUE = (0.4 * 8 * 20.0 - 0.6 * 25.0) / (0.4 * 8 + 0.6)


def test_a_mean_over_pairs_is_the_ratio_of_sums_with_worlds_as_clusters() -> None:
    total, number = pairs_of(1, 50)
    whole = RatioSums(1, [1.0])
    whole.add([(total[:20], number[:20])])
    whole.add([(total[20:], number[20:])])
    t = total.sum() / number.sum()
    assert whole.estimate[0] == pytest.approx(t)
    variance = 50 / 49 * ((total - t * number) ** 2).sum() / number.sum() ** 2
    low, high = by.student(whole.estimate, whole.squares, whole.n)
    half = (high - low)[0] / 2
    assert half == pytest.approx(2.0095752 * np.sqrt(variance), rel=1e-6)
    assert whole.pairs[0] == number.sum()


def test_a_world_without_pairs_is_no_cluster_and_alike_pairs_have_no_spread() -> None:
    sums = RatioSums(2, [1.0])
    numbers = np.array([[2.0, 0.0], [1.0, 0.0], [0.0, 0.0]])
    sums.add([(numbers * 0.1, numbers)])
    assert sums.n.tolist() == [2, 0]
    assert sums.estimate[0] == pytest.approx(0.1)
    assert isnan(sums.estimate[1])
    assert sums.squares.tolist() == [0.0, 0.0]


def test_effects_weigh_every_pair_alike_whatever_world_it_is_from() -> None:
    """Two sets: in the first world both pairs exist, in the second one of them."""
    outcome = OUTCOMES["strike_h"]
    block = np.array([[10.0, 0.0, 10.0, 0.0], [100.0, 0.0, nan, 0.0]])[:, :, None]
    contrast = Contrast(np.array([[0, 1], [2, 3]]), np.array([1.0, -1.0]))
    effects = Effects({"one": contrast}, [outcome])
    effects.add(block)
    found = effects.estimates(0.95)["one"]["strike_h"]
    assert found.estimate == pytest.approx(40.0), "not 55, the mean of the means of worlds"
    assert (found.pairs, found.were) == (3, 4)
    first, second = (Contrast(np.array([pair]), np.array([1.0, -1.0])) for pair in ([0, 1], [2, 3]))
    gap = Effects({"gap": Gap(first, second)}, [outcome])
    gap.add(block)
    assert gap.estimates(0.95)["gap"]["strike_h"].estimate == 0.0, "only the first world has both"
    alone = Effects({"one": first, "other": second}, [outcome, OUTCOMES["burden"]])
    alone.add(np.concatenate([block, block], axis=2))
    of = alone.estimates(0.95)
    assert [of[key]["strike_h"].pairs for key in ("one", "other")] == [2, 1]
    assert of["one"]["burden"].pairs == of["one"]["burden"].were == 2


@pytest.mark.slow
@pytest.mark.parametrize("worlds", [30, 100, 400])
def test_the_interval_over_pairs_covers_what_it_names(worlds: int) -> None:
    """By pairs +13, by worlds -7: 2,000 rounds tell .95 from .93."""
    held = 0
    for seed in range(2000):
        total, number = pairs_of(seed, worlds)
        sums = RatioSums(1, [1.0])
        sums.add([(total, number)])
        low, high = by.student(sums.estimate, sums.squares, sums.n)
        held += bool(low[0] <= TRUE <= high[0])
    assert held / 2000 >= 0.93
