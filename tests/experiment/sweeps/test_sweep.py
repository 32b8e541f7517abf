"""Levers are read as they are written or refused with a reason; all points of a sweep meet the same
worlds.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from sim.domain.inputs.setting import Setting
from sim.errors import UsageError
from sim.experiment.design.designs import MANY, chunks, responses
from sim.experiment.outcomes.definitions import COLUMNS
from sim.experiment.runs.executor import finished_chunks
from sim.experiment.runs.plan import Plan, plan_of
from sim.experiment.sweeps.break_even_answers import break_evens
from sim.experiment.sweeps.levers import levers
from sim.experiment.sweeps.refinement import searches
from sim.experiment.sweeps.sweep import (
    Sweep,
    evaluated_points,
    expect_comparable,
    kept_outcomes,
    pieces,
    sweep_summary,
)
from sim.experiment.sweeps.sweep_summary import Cells
from sim.scenario import ledger, load, resolve
from tests.summaries import sure

CABLE = "channels.cable.latency.median"


@pytest.fixture(scope="module")
def plan(tiny: Path) -> Plan:
    return plan_of(load(tiny), seed=7, replications=3)


@pytest.fixture(scope="module")
def settings(plan: Plan) -> Mapping[str, Setting]:
    return {name: arm.setting for name, arm in plan.scenario.arms.items()}


def values(settings: Mapping[str, Setting], text: str) -> tuple[float, ...]:
    return levers(settings, [text])[0].values


def test_a_list_is_sorted_and_said_once(settings: Mapping[str, Setting]) -> None:
    assert values(settings, f"{CABLE}=3 h, 90 min,1h,60 min") == (1.0, 1.5, 3.0)


def test_a_range_over_decades_runs_in_ratios(settings: Mapping[str, Setting]) -> None:
    [lever] = levers(settings, [f"{CABLE}=15min..24h:5"])
    ratios = np.diff(np.log(lever.values))
    assert lever.log
    assert (lever.values[0], lever.values[-1], len(lever.values)) == (0.25, 24.0, 5)
    assert np.allclose(ratios, ratios[0])
    assert lever.factor.path == "channels.cable.latency.lognormal.median"


def test_a_shorter_range_runs_in_even_steps(settings: Mapping[str, Setting]) -> None:
    assert values(settings, "terms.patience.base=1d..3d:3") == (24.0, 48.0, 72.0)
    assert len(values(settings, "terms.patience.base=1d..3d")) == 9


def test_the_spacing_may_be_said(settings: Mapping[str, Setting]) -> None:
    assert values(settings, f"{CABLE}=1h..101h:3:even") == (1.0, 51.0, 101.0)
    assert values(settings, f"{CABLE}=1h..4h:3:log") == (1.0, 2.0, 4.0)


def test_counts_stay_whole(settings: Mapping[str, Setting]) -> None:
    assert values(settings, "channels.cable.capacity=1..3:9") == (1.0, 2.0, 3.0)


@pytest.mark.parametrize(
    ("span", "told"),
    [
        ("12h,1d,2d,4d,8d", ["12 h", "24 h", "48 h", "96 h", "192 h"]),
        ("1d,3d,5d", ["1 d", "3 d", "5 d"]),
        ("0h,30min,45min,3h", ["0 min", "30 min", "45 min", "180 min"]),
    ],
)
def test_all_values_of_a_lever_are_told_in_one_unit(
    settings: Mapping[str, Setting], span: str, told: list[str]
) -> None:
    (lever,) = levers(settings, [f"terms.patience.base={span}"])
    said = lever.plain_data()
    assert said.told == tuple(told)
    assert said.now_told.split()[1] == told[0].split()[1]
    assert lever.value_text(lever.values[1] * 1.01).split()[1] == told[0].split()[1], (
        "a break-even between them, too"
    )


def test_every_number_that_can_be_a_lever_says_what_it_is(tiny: Path) -> None:
    found = resolve(str(tiny))
    for arm, written in found.settings.items():
        for row in ledger(found.scenario.arms[arm].setting, written):
            assert row.meaning != row.path.rpartition(".")[2], (
                f"{row.path} on an axis would be called {row.meaning}"
            )


def test_two_levers_give_all_combinations(plan: Plan, settings: Mapping[str, Setting]) -> None:
    found = levers(settings, [f"{CABLE}=1h,2h", "terms.patience.base=1d,2d,3d"])
    sweep = Sweep(plan=plan, levers=found, outcomes=("struck",))
    assert sweep.points[:4] == ((1.0, 24.0), (1.0, 48.0), (1.0, 72.0), (2.0, 24.0))
    assert len(sweep.points) == 6


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("channels.cabel.latency.median=1h..2h", 'did you mean "cable"'),
        ("channels.cable.latency=1h..2h", "law, not a number"),
        (f"{CABLE}=2h..1h", "reversed"),
        (f"{CABLE}=2h..2h", "empty"),
        (f"{CABLE}=", "expected PATH="),
        (f"{CABLE}", "expected PATH="),
        (f"{CABLE}=1h", "varies nothing"),
        (f"{CABLE}=1h,,2h", "a value is missing"),
        (f"{CABLE}=1h..", "a value is missing"),
        (f"{CABLE}=1..2", "without a unit"),
        (f"{CABLE}=1h..-2h", "cannot be negative"),
        (f"{CABLE}=1h..2h:1", "a range has two values at the least"),
        (f"{CABLE}=1h..2h:many", "neither a number of values"),
        (f"{CABLE}=0h..2h:5:log", "above zero"),
        (f"{CABLE}=0h..2h", "the low end"),
        ("channels.cable.security=0..2", "share within 0 and 1"),
        ("arms.nobody.terms.patience.base=1d..2d", 'no arm "nobody"'),
        ("start=1..2", "not a number"),
    ],
)
def test_what_cannot_vary_is_told(settings: Mapping[str, Setting], text: str, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        levers(settings, [text])


def test_a_million_points_need_a_yes(settings: Mapping[str, Setting]) -> None:
    both = [f"{CABLE}=1h..2h:1001", "terms.patience.base=1d..2d:1000"]
    with pytest.raises(UsageError, match=r"1,001,000 points.*--yes"):
        levers(settings, both)
    with pytest.raises(UsageError, match="too many"):
        levers(settings, [f"{CABLE}=1h..2h:99999999999"], yes=True)
    assert len(levers(settings, [f"{CABLE}=1h..2h:{MANY + 1}"], yes=True)[0].values) == MANY + 1


def test_one_or_two_levers_and_not_the_same_twice(settings: Mapping[str, Setting]) -> None:
    with pytest.raises(UsageError, match="one or two"):
        levers(settings, [])
    with pytest.raises(UsageError, match="varied twice"):
        levers(settings, [f"{CABLE}=1h,2h", "channels.cable.latency.lognormal.median=3h,4h"])


def test_arms_that_differ_in_a_lever_are_noticed(tiny: Path) -> None:
    scenario = load(tiny, sets=["arms.consult.with.terms.promise=2"])
    settings = {name: arm.setting for name, arm in scenario.arms.items()}
    promise, alone = (
        levers(settings, [f"{path}=1,2"])[0]
        for path in ("terms.promise", "arms.consult.terms.promise")
    )
    assert promise.plain_data().differs
    assert (
        promise.plain_data().now_told
        == f"{promise.value_text(promise.factor.value)}, not in all arms"
    )
    assert not alone.plain_data().differs
    assert alone.plain_data().now_told == alone.value_text(alone.factor.value)
    assert alone.factor.arms == ("consult",)


def test_outcomes_are_known_and_fit_for_a_break_even(
    plan: Plan, settings: Mapping[str, Setting]
) -> None:
    assert kept_outcomes(["burden"], ["unilateral_strike"]) == ("unilateral_strike", "burden")
    assert len(kept_outcomes(["all"], [])) > len(kept_outcomes([], []))
    with pytest.raises(UsageError, match="Did you mean 'burden'"):
        kept_outcomes(["burdn"], [])
    found = levers(settings, [f"{CABLE}=1h,2h"])
    for name, said in (("struck", "neither direction"), ("strike_h", "exists only in worlds")):
        with pytest.raises(UsageError, match=said):
            expect_comparable(Sweep(plan=plan, levers=found, outcomes=(name,), break_even=(name,)))
    lone = Plan(
        scenario=plan.scenario, seed=1, replications=2, arms=("consult",), baseline="consult"
    )
    with pytest.raises(UsageError, match="between two arms"):
        expect_comparable(
            Sweep(plan=lone, levers=found, outcomes=("burden",), break_even=("burden",))
        )


def test_no_break_even_in_what_one_of_two_arms_cannot_have(
    plan: Plan, settings: Mapping[str, Setting]
) -> None:
    found = levers(settings, [f"{CABLE}=1h,2h"])
    name = "struck_on_silence"
    asked = Sweep(plan=plan, levers=found, outcomes=(name,), break_even=(name,))
    with pytest.raises(UsageError, match="one of joint and unilateral never asks"):
        expect_comparable(asked)
    other = replace(asked, plan=replace(plan, baseline="consult"))
    expect_comparable(other)
    values = np.ones((2, 40, len(plan.arms)))
    values[:, :, plan.arms.index("unilateral")] = 0.0
    alone, joint = break_evens(other, searches(other, {name: values}))
    assert (alone.arm, alone.verdict, alone.tried) == ("unilateral", "not compared", ())
    assert (joint.arm, joint.verdict) == ("joint", "not better anywhere")


def test_where_a_lever_stands_as_in_the_scenario_the_worlds_are_those_of_a_run(
    plan: Plan, settings: Mapping[str, Setting]
) -> None:
    [lever] = levers(settings, ["terms.patience.base=1h,5d"])
    now = lever.factor.value
    sweep = Sweep(
        plan=plan,
        levers=levers(settings, [f"terms.patience.base=1h,{now} h"]),
        outcomes=("burden", "threat_end"),
    )
    found = responses(sweep.design(), chunks(sweep.design()))
    run = np.frombuffer(b"".join(chunk.values for chunk in finished_chunks(plan))).reshape(
        3, 3, len(COLUMNS)
    )
    assert np.array_equal(found[1, :, :, 0], run[:, :, COLUMNS.index("burden")])
    assert np.array_equal(found[1, :, :, 1], run[:, :, COLUMNS.index("threat_end")])
    assert not np.array_equal(found[0], found[1])


def test_blocks_are_cut_where_a_point_ends() -> None:
    blocks = [np.arange(4.0).reshape(4, 1, 1), np.arange(4.0, 10.0).reshape(6, 1, 1)]
    cut = [(point, block.ravel().tolist()) for point, block in pieces(blocks, 3)]
    assert cut == [(0, [0, 1, 2]), (1, [3]), (1, [4, 5]), (2, [6, 7, 8]), (3, [9])]


def test_p_values_are_adjusted_over_all_cells_of_an_outcome(
    plan: Plan, settings: Mapping[str, Setting]
) -> None:
    sweep = Sweep(plan=plan, levers=levers(settings, [f"{CABLE}=1h,2h"]), outcomes=("burden",))
    chance = np.random.default_rng(3)
    cells = chance.normal(0.0, 1.0, (2, 40, 3, 1)) + np.array([0.0, 0.0, 3.0])[None, None, :, None]
    summary = sweep_summary(sweep, evaluated_points(sweep, enumerate(cells)), [])
    assert summary.family == Cells(method="holm", cells=4)
    assert summary.comparisons["joint"]["burden"].shown == (True, True)
    assert summary.comparisons["consult"]["burden"].shown == (False, False)
    assert min(map(sure, summary.comparisons["consult"]["burden"].p)) > 0.05
