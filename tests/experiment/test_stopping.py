"""A run stops where its differences are known as well as wanted: not by luck, not for few worlds,
the same for any chunks.
"""

from __future__ import annotations

import math
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
from sim.experiment.runs.stopping import FEWEST, LOOK, Until, Watch, until, watched_bounds
from sim.experiment.statistics import estimates as by
from sim.experiment.statistics.estimates import Floats
from sim.experiment.statistics.mean_intervals import mean_interval
from sim.experiment.statistics.moments import sums_of
from sim.experiment.statistics.verdicts import UNSEEN
from sim.scenario import load
from tests.summaries import sure

SHARE, MEAN = "unilateral_strike", "burden"


@pytest.fixture(scope="module")
def plan(tiny: Path) -> Plan:
    return plan_of(
        load(tiny, sets=["study.precision.unilateral_strike=0.1"]), arms=("unilateral", "consult")
    )


def rule(
    precision: Mapping[str, float],
    *,
    fewest: int = FEWEST,
    most: int = 5000,
    always_valid: bool = False,
) -> Until:
    return Until(
        precision=precision,
        fewest=dict.fromkeys(precision, fewest),
        most=most,
        confidence=0.95,
        always_valid=always_valid,
    )


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


def test_it_stops_at_the_first_look_at_which_the_half_width_is_met(plan: Plan) -> None:
    block = normal(3000)
    watch = watched(plan, rule({MEAN: 1.0}), block)
    assert watch.stop is not None
    told = watch.outcome_of_watch()
    assert told.met_at == watch.stop
    assert watch.stop % LOOK == 0
    gaps = block[:, 1, COLUMNS.index(MEAN)]

    def half(n: int) -> float:
        low, high = mean_interval(sums_of(gaps[:n]), watched_bounds(plan, MEAN))
        return float(high[0] - low[0]) / 2

    assert all(half(n) > 1.0 for n in range(FEWEST, watch.stop, LOOK))
    assert told.reached == {MEAN: {"consult": pytest.approx(half(watch.stop))}}
    assert half(watch.stop) <= 1.0
    assert told.met
    assert told.always_valid is None


def test_a_share_stops_by_the_interval_of_paired_shares(plan: Plan) -> None:
    chance = np.random.default_rng(2)
    ones, other = (
        (chance.uniform(size=3000) < 0.6).astype(float),
        (chance.uniform(size=3000) < 0.4).astype(float),
    )
    watch = watched(plan, rule({SHARE: 0.06}), worlds({SHARE: (ones, other)}))
    assert watch.stop is not None
    apart = other[: watch.stop] - ones[: watch.stop]
    low, high = by.paired_shares((apart > 0).sum(), (apart < 0).sum(), watch.stop)
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


def test_worlds_that_could_have_missed_what_moves_the_mean_are_too_few(tiny: Path) -> None:
    asked = plan_of(load(tiny, sets=["study.precision.burden=500"]))
    low, high = watched_bounds(asked, MEAN)
    need = until(asked).fewest[MEAN]
    assert need == max(FEWEST, math.ceil(UNSEEN * high / 500))
    assert low == -high
    block = worlds({MEAN: (np.zeros(3000), np.random.default_rng(1).uniform(0.0, 10.0, 3000))})
    guarded = rule({MEAN: 50.0}, fewest=need + LOOK)
    first = -(-(need + LOOK) // LOOK) * LOOK
    assert watched(asked_two(asked), guarded, block).stop == first


def asked_two(plan: Plan) -> Plan:
    return replace(plan, arms=("unilateral", "consult"), baseline="unilateral")


def test_what_hardly_ever_differs_does_not_stop_a_run(plan: Plan) -> None:
    rare = np.zeros(2000)
    rare[::200] = 1.0  # recalls of up to 20: ten of 2,000
    block = worlds({"recalls": (np.zeros(2000), rare)})
    watch = watched(plan, rule({"recalls": 0.02}, most=900), block)
    assert not watch.met  # t's half-width at 100 worlds is .02 already


def test_worlds_without_the_outcome_do_not_count(plan: Plan) -> None:
    block = worlds({MEAN: (np.zeros(600), np.random.default_rng(1).uniform(0.0, 10.0, 600))})
    block[::2, 1] = np.nan
    assert watched(plan, rule({MEAN: 50.0}), block).outcome_of_watch().met_at == 200


def test_intervals_that_hold_at_every_look_are_wider_and_are_kept(plan: Plan) -> None:
    block = normal(5000, spread=3000.0)
    usual = watched(plan, rule({MEAN: 500.0}), block).stop
    watch = watched(plan, rule({MEAN: 500.0}, always_valid=True), block, 7, 480, 1003)
    assert usual is not None
    assert watch.stop is not None
    assert watch.stop > 2 * usual
    low, high = sure(watch.outcome_of_watch().always_valid)[MEAN]["consult"]
    assert (high - low) / 2 <= 500.0
    gaps = block[: watch.stop, 1, COLUMNS.index(MEAN)]
    assert low < gaps.mean() < high


def test_at_the_most_it_stops_without_having_met(plan: Plan) -> None:
    watch = watched(plan, rule({MEAN: 0.1}, most=200), normal(300))
    assert (watch.stop, watch.met) == (200, False)
    assert sure(watch.outcome_of_watch().reached[MEAN]["consult"]) > 0.1


def test_an_outcome_that_never_exists_is_never_precise(plan: Plan) -> None:
    watch = watched(plan, rule({"strike_h": 5.0}, most=120), normal(200))
    assert watch.stop == 120
    assert watch.outcome_of_watch().reached == {"strike_h": {"consult": None}}


def test_what_the_study_declares_counts(tiny: Path, plan: Plan) -> None:
    assert until(plan).plain_data() == {"precision": {SHARE: 0.1}, "least": 100, "most": 20_000}
    assert until(plan, 10).least == 10
    with pytest.raises(UsageError, match="declares no precision"):
        until(plan_of(load(tiny)))
    with pytest.raises(UsageError, match="Did you mean 'burden'"):
        until(plan_of(load(tiny, sets=["study.precision.burdn=1"])))
