"""A run stops where its differences are known as well as wanted: not by luck, not for few worlds,
the same for any chunks.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.errors import UsageError
from sim.experiment.outcomes.definitions import COLUMNS
from sim.experiment.runs.plan import Plan, plan_of
from sim.experiment.runs.stopping import LEAST_HEAVY, Until, Watch, ahead, until
from sim.experiment.statistics import estimates as by
from sim.experiment.statistics.estimates import Floats
from sim.scenario import load
from tests.summaries import sure

SHARE, MEAN = "unilateral_strike", "burden"


@pytest.fixture(scope="module")
def plan(tiny: Path) -> Plan:
    return plan_of(
        load(tiny, sets=["study.precision.unilateral_strike=0.1"]), arms=("unilateral", "consult")
    )


def rule(precision: Mapping[str, float], *, least: int = 30, most: int = 5000) -> Until:
    return Until(precision=precision, least=least, most=most, confidence=0.95)


def worlds(columns: Mapping[str, tuple[Floats, Floats]]) -> Floats:
    """Worlds under two arms, by outcome: the baseline's values, then the other arm's. All other
    columns exist nowhere.
    """
    block = np.full((len(next(iter(columns.values()))[0]), 2, len(COLUMNS)), np.nan)
    for name, arms in columns.items():
        for arm, values in enumerate(arms):
            block[:, arm, COLUMNS.index(name)] = values
    return block


def watched(plan: Plan, asked: Until, block: Floats, *cuts: int) -> Watch:
    watch = Watch(plan, asked)
    for part in np.split(block, sorted(cuts)):
        watch.add(part)
    return watch


def normal(n: int, seed: int = 1, spread: float = 10.0) -> Floats:
    chance = np.random.default_rng(seed)
    return worlds({MEAN: (np.zeros(n), chance.normal(3.0, spread, n))})


def test_it_stops_where_the_half_width_has_been_met_for_long_enough(plan: Plan) -> None:
    block = normal(3000)
    watch = watched(plan, rule({MEAN: 1.0}), block)
    assert watch.stop is not None
    told = watch.outcome_of_watch()
    first = sure(told.met_at)
    assert watch.stop == first + ahead(first)
    difference = block[:, 1, COLUMNS.index(MEAN)]

    def half(n: int) -> float:
        mean = difference[:n].mean()
        low, high = by.student(mean, ((difference[:n] - mean) ** 2).sum(), n)
        return float(high - low) / 2

    assert half(first - 1) > 1.0
    assert all(half(n) <= 1.0 for n in range(first, watch.stop + 1))
    assert told.reached == {MEAN: {"consult": pytest.approx(half(watch.stop))}}
    assert told.met


def test_a_share_stops_by_the_interval_of_paired_shares(plan: Plan) -> None:
    chance = np.random.default_rng(2)
    ones, other = (
        (chance.uniform(size=3000) < 0.6).astype(float),
        (chance.uniform(size=3000) < 0.4).astype(float),
    )
    watch = watched(plan, rule({SHARE: 0.06}), worlds({SHARE: (ones, other)}))
    assert watch.stop is not None
    apart = other[: watch.stop] - ones[: watch.stop]
    low, high = by.tango((apart > 0).sum(), (apart < 0).sum(), watch.stop)
    assert watch.outcome_of_watch().reached[SHARE]["consult"] == pytest.approx(
        float(high - low) / 2
    )
    assert float(high - low) / 2 <= 0.06


def test_one_arm_alone_is_judged_by_its_own_interval(plan: Plan) -> None:
    alone = replace(plan, arms=("consult",), baseline="consult")
    share = (np.random.default_rng(3).uniform(size=2000) < 0.5).astype(float)
    block = worlds({SHARE: (share, share)})[:, :1]
    watch = watched(alone, rule({SHARE: 0.05}), block)
    assert watch.stop is not None
    low, high = by.wilson(share[: watch.stop].sum(), watch.stop)
    assert watch.outcome_of_watch().reached[SHARE]["consult"] == pytest.approx(
        float(high - low) / 2
    )


@given(cuts=st.lists(st.integers(0, 600), max_size=8))
@settings(max_examples=15)
def test_chunks_change_nothing(plan: Plan, cuts: list[int]) -> None:
    whole = watched(plan, rule({MEAN: 1.2}), normal(600))
    assert whole.stop is not None
    assert (
        watched(plan, rule({MEAN: 1.2}), normal(600), *cuts).outcome_of_watch()
        == whole.outcome_of_watch()
    )


def test_every_precision_must_be_met(plan: Plan) -> None:
    block, chance = normal(3000), np.random.default_rng(5)
    for arm in (0, 1):
        block[:, arm, COLUMNS.index(SHARE)] = chance.uniform(size=3000) < 0.5
    alone = [watched(plan, rule(wanted), block).stop for wanted in ({MEAN: 1.0}, {SHARE: 0.05})]
    both = watched(plan, rule({MEAN: 1.0, SHARE: 0.05}), block).stop
    assert None not in alone
    assert both == max(stop for stop in alone if stop is not None)


def test_differences_without_tails_may_stop_after_the_fewest_worlds(plan: Plan) -> None:
    block = worlds({MEAN: (np.zeros(300), np.random.default_rng(1).uniform(0.0, 10.0, 300))})
    assert watched(plan, rule({MEAN: 50.0}), block).outcome_of_watch().met_at == 30


@pytest.mark.parametrize(
    "values",
    [
        np.zeros(300),
        np.random.default_rng(4).lognormal(0.0, 1.5, 300),
        np.random.default_rng(4).standard_t(2.5, 300),
    ],
    ids=["constant", "skewed", "peaked"],
)
def test_heavy_tails_and_constants_take_more(plan: Plan, values: Floats) -> None:
    block = worlds({MEAN: (np.zeros(300), values)})
    assert sure(watched(plan, rule({MEAN: 50.0}), block).outcome_of_watch().met_at) >= LEAST_HEAVY


def test_a_share_that_hardly_varies_takes_more(plan: Plan) -> None:
    block = worlds({SHARE: (np.zeros(300), np.zeros(300))})
    assert watched(plan, rule({SHARE: 0.3}), block).outcome_of_watch().met_at == LEAST_HEAVY


def test_worlds_without_the_outcome_do_not_count(plan: Plan) -> None:
    block = worlds({MEAN: (np.zeros(600), np.random.default_rng(1).uniform(0.0, 10.0, 600))})
    block[::2, 1] = np.nan
    assert watched(plan, rule({MEAN: 50.0}), block).outcome_of_watch().met_at == 60


def test_at_the_most_it_stops_without_having_met(plan: Plan) -> None:
    watch = watched(plan, rule({MEAN: 0.1}, most=200), normal(300))
    assert (watch.stop, watch.met) == (200, False)
    assert sure(watch.outcome_of_watch().reached[MEAN]["consult"]) > 0.1


def test_an_outcome_that_never_exists_is_never_precise(plan: Plan) -> None:
    watch = watched(plan, rule({"strike_h": 5.0}, most=120), normal(200))
    assert watch.stop == 120
    assert watch.outcome_of_watch().reached == {"strike_h": {"consult": None}}


def test_what_the_study_declares_counts(tiny: Path, plan: Plan) -> None:
    assert until(plan).plain_data() == {"precision": {SHARE: 0.1}, "least": 30, "most": 20_000}
    assert until(plan, 10).least == 10
    with pytest.raises(UsageError, match="declares no precision"):
        until(plan_of(load(tiny)))
    with pytest.raises(UsageError, match="Did you mean 'burden'"):
        until(plan_of(load(tiny, sets=["study.precision.burdn=1"])))
