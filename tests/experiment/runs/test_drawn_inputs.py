"""Uncertain inputs of a run: keyed draws that all arms share, tables over draws, luck and doubt
told apart.
"""

from __future__ import annotations

from dataclasses import replace
from math import sqrt
from pathlib import Path

import numpy as np
import pytest

from sim.domain.distributions.families import Lognormal
from sim.domain.inputs.setting import Scenario
from sim.errors import RunError, UsageError
from sim.experiment.comparison.draws import draw_means, paired_means, whole_draws
from sim.experiment.comparison.fitted_law_summary import fitted_law_summary
from sim.experiment.comparison.summary import summary_of_worlds
from sim.experiment.design.feasibility import setting_with_values
from sim.experiment.outcomes.definitions import COLUMNS, OUTCOMES
from sim.experiment.runs.drawn_inputs import WORLDS, Doubt, drawn_scenario, drawn_values
from sim.experiment.runs.plan import Plan, plan_of
from sim.experiment.runs.replication import simulate
from sim.experiment.statistics.estimates import Floats
from sim.scenario import Resolved, resolve
from sim.studies.execution.drawn_inputs import drawn_inputs
from sim.studies.specification import RunSpecification

DECLARED = """\
uncertainties:
  terms.patience.base: {low: 12 h, high: 5 d, source: judgement}
  adversary.threat.growth: {low: 0.02 / d, high: 0.1 / d, source: judgement}
"""


@pytest.fixture(scope="module")
def found(tiny: Path, tmp_path_factory: pytest.TempPathFactory) -> Resolved:
    path = tmp_path_factory.mktemp("uncertain") / "tiny.yaml"
    path.write_text(tiny.read_text(encoding="utf-8") + DECLARED, encoding="utf-8")
    return resolve(path)


@pytest.fixture(scope="module")
def plan(found: Resolved) -> Plan:
    plan = plan_of(found.scenario, seed=7, replications=15)
    return replace(plan, doubt=drawn_inputs(found, plan))


def doubt_of(plan: Plan) -> Doubt:
    assert plan.doubt is not None
    return plan.doubt


def patience(scenario: Scenario, arm: str) -> float:
    return float(scenario.arms[arm].setting.terms.patience.base)


def test_a_draw_is_keyed_and_the_same_in_all_arms(plan: Plan) -> None:
    doubt = doubt_of(plan)
    first, second = (
        drawn_scenario(plan.scenario, plan.arms, doubt, plan.seed, draw) for draw in (0, 1)
    )
    assert patience(first, "consult") == patience(first, "joint")
    assert patience(first, "consult") != patience(second, "consult")
    fewer = Doubt(factors=doubt.factors[:1])
    assert drawn_values(fewer, 7, 3)[0] == drawn_values(doubt, 7, 3)[0], "whatever else is drawn"
    assert drawn_values(doubt, 8, 3) != drawn_values(doubt, 7, 3)
    places = [drawn_values(doubt, 1, draw)[0][1] for draw in range(400)]
    low, high = doubt.factors[0].low, doubt.factors[0].high
    assert low <= min(places) < max(places) <= high
    assert np.mean(places) == pytest.approx((low + high) / 2, abs=4 * (high - low) / sqrt(4800))


def test_worlds_are_those_of_the_scenario_with_the_values_of_their_draw(plan: Plan) -> None:
    doubt = doubt_of(plan)
    third = drawn_scenario(plan.scenario, plan.arms, doubt, plan.seed, 1)
    alone = simulate(replace(plan, scenario=third, doubt=None), 5, 7)
    assert simulate(plan, 5, 7).values == alone.values
    whole = simulate(plan, 3, 7).values
    assert whole == simulate(plan, 3, 5).values + alone.values, "however they are cut"
    assert plan.identity() != replace(plan, doubt=None).identity()


def test_values_that_cannot_be_together_are_named(plan: Plan) -> None:
    doubt = doubt_of(plan)
    severity = "adversary.provocations.severity.uniform.low"
    bad = replace(doubt.factors[0], target=severity, low=40.0, high=50.0)
    with pytest.raises(RunError, match=r"low <= high.*draw 0: terms\.patience\.base = 4"):
        drawn_scenario(plan.scenario, plan.arms, Doubt(factors=(bad,)), plan.seed, 0)


def test_tables_are_over_means_of_draws(plan: Plan) -> None:
    chance = np.random.default_rng(3)
    worlds = planted_worlds(plan, chance, draws=40, tau=0.5)
    found = summary_of_worlds(replace(plan, replications=200), [worlds[:7], worlds[7:]])
    column = COLUMNS.index("trust_of_patron")
    apart = (worlds[:, 1, column] - worlds[:, 0, column]).reshape(40, WORLDS)
    cell = found.comparisons["consult"]["trust_of_patron"]
    assert cell.pairs == 40
    assert cell.difference == pytest.approx(apart.mean())
    assert found.doubt is not None
    split = found.doubt.differences["consult"]["trust_of_patron"]
    means, within = apart.mean(axis=1), apart.var(axis=1, ddof=1)
    assert split.tau == pytest.approx(sqrt(means.var(ddof=1) - within.mean() / WORLDS))
    assert split.luck == pytest.approx(2.0227 * means.std(ddof=1) / sqrt(40), rel=1e-4)
    assert split.together == pytest.approx(sqrt(split.luck**2 + (1.959964 * split.tau) ** 2))
    assert split.shown
    share = found.estimates["consult"]["unilateral_strike"]
    assert share.n == 40, "a share of worlds is a mean of draws too"


def test_what_is_not_compared_does_not_split(plan: Plan) -> None:
    worlds = planted_worlds(plan, np.random.default_rng(3), draws=12, tau=0.5)
    worlds[:, plan.arms.index(plan.baseline), COLUMNS.index("struck_on_silence")] = 0.0
    found = summary_of_worlds(replace(plan, replications=60), [worlds])
    assert found.doubt is not None
    for arm, split in found.doubt.differences.items():
        assert found.comparisons[arm]["struck_on_silence"].verdict == "not compared"
        assert "struck_on_silence" not in split
        assert {"burden", "unilateral_strike"} <= set(split)


def test_what_only_some_worlds_have_is_compared_where_both_have_it() -> None:
    nan = np.nan
    first = np.array([[[1.0], [3.0], [nan]], [[nan], [nan], [nan]]])
    second = np.array([[[0.0], [nan], [5.0]], [[1.0], [1.0], [1.0]]])
    np.testing.assert_array_equal(draw_means(first), [[2.0], [nan]])
    one, other = paired_means(first, second)
    np.testing.assert_array_equal(one, [[1.0], [nan]])
    np.testing.assert_array_equal(other, [[0.0], [nan]])


def test_draws_are_whole_however_blocks_are_cut() -> None:
    worlds = np.arange(24.0).reshape(12, 1, 2)
    cut = list(whole_draws([worlds[:2], worlds[2:4], worlds[4:]], 3))
    np.testing.assert_array_equal(np.concatenate(cut), worlds.reshape(4, 3, 1, 2))


@pytest.mark.parametrize(("worlds", "said"), [(12, "-n 15 at the least"), (17, "-n 15 or 20")])
def test_numbers_of_worlds_that_make_no_draws_are_refused(
    found: Resolved, plan: Plan, worlds: int, said: str
) -> None:
    with pytest.raises(UsageError, match=said):
        drawn_inputs(found, replace(plan, replications=worlds))


def test_what_cannot_be_drawn_is_said(tiny: Path, tmp_path: Path, plan: Plan) -> None:
    with pytest.raises(UsageError, match="declares nothing"):
        drawn_inputs(resolve(tiny), plan)
    path = tmp_path / "tiny.yaml"
    said = (
        "uncertainties: {channels.cable.latency.median: {low: 1 h, high: 2 h, source: judgement},"
        " laws.channels.cable.latency: {low: 2, high: 3, source: judgement}}\n"
    )
    path.write_text(tiny.read_text(encoding="utf-8") + said, encoding="utf-8")
    found = resolve(path, sets=("arms.consult.with.channels.cable.latency.lognormal.median=5 h",))
    with pytest.raises(UsageError, match="the arms differ in it"):
        drawn_inputs(found, replace(plan, scenario=found.scenario))
    doubt = drawn_inputs(resolve(path), plan)
    values = [(one, one.low) for one in doubt.factors]
    now = plan.scenario.arms["consult"].setting.channels["cable"].latency
    assert isinstance(now, Lognormal)
    sigma = now.sigma
    for order in (values, values[::-1]):
        law = setting_with_values(plan.scenario.arms["consult"].setting, "consult", order)
        assert law.channels["cable"].latency == Lognormal(median=2.0, sigma=sigma), (
            "the multiplier scales the median that was drawn"
        )
    with pytest.raises(UsageError, match="fixed before"):
        RunSpecification(scenario="x.yaml", uncertain=True, until_precise=True)


def test_a_fitted_law_is_drawn_by_draw_and_scaled_by_its_multiplier(
    tiny: Path, tmp_path: Path
) -> None:
    text = tiny.read_text(encoding="utf-8")
    law = "{lognormal: {median: 2 h, sigma: 0.5}, source: x, fitted: {rows: 12}}"
    path = tmp_path / "tiny.yaml"
    path.write_text(f"{text}channels: {{cable: {{latency: {law}}}}}\n", encoding="utf-8")
    found = resolve(path)
    plan = plan_of(found.scenario, seed=7, replications=15)
    doubt = drawn_inputs(found, plan)
    assert doubt.factors == ()

    def drawn(doubt: Doubt, draw: int, arm: str = "consult") -> Lognormal:
        there = drawn_scenario(found.scenario, plan.arms, doubt, 7, draw)
        law = there.arms[arm].setting.channels["cable"].latency
        assert isinstance(law, Lognormal)
        return law

    laws = [drawn(doubt, draw) for draw in range(3)]
    assert len(set(laws)) == 3
    assert laws == [drawn(doubt, draw, plan.baseline) for draw in range(3)], "the same in all arms"
    more = "uncertainties: {laws.channels.cable.latency: {low: 2, high: 3, source: x}}\n"
    path.write_text(path.read_text(encoding="utf-8") + more, encoding="utf-8")
    both = drawn_inputs(resolve(path), plan)
    ((_, factor),) = drawn_values(both, 7, 1)
    assert drawn(both, 1).median == pytest.approx(factor * laws[1].median)
    assert drawn(both, 1).sigma == laws[1].sigma
    summary = fitted_law_summary(doubt.fitted[0])
    assert 1.0 < summary.low < 2.0 == summary.value < summary.high < 4.0
    assert Doubt(factors=both.factors).identity().keys() == {"inputs", "worlds"}, "as before"


def planted_worlds(plan: Plan, chance: np.random.Generator, *, draws: int, tau: float) -> Floats:
    """Worlds x arms x columns, in which the second arm's trust differs from the first's by what its
    draw says.
    """
    worlds = chance.random((draws * WORLDS, len(plan.arms), len(COLUMNS)))
    at, strike = COLUMNS.index("trust_of_patron"), COLUMNS.index("unilateral_strike")
    worlds[:, 1, at] = worlds[:, 0, at] + np.repeat(chance.normal(0.0, tau, draws), WORLDS)
    worlds[:, 1, at] += chance.normal(0.0, 0.3, draws * WORLDS)
    worlds[:, :, strike] = worlds[:, :, strike] < np.repeat(chance.random(draws), WORLDS)[:, None]
    return worlds


@pytest.mark.slow
def test_the_interval_over_draws_covers_and_the_doubt_is_found(plan: Plan) -> None:
    """200 runs of 60 draws; taking worlds for independent the interval would cover .68."""
    chance, rounds = np.random.default_rng(11), 200
    plan = replace(plan, replications=60 * WORLDS, arms=plan.arms[:2])
    held = tau = naive = 0
    column = COLUMNS.index("trust_of_patron")
    for _ in range(rounds):
        worlds = planted_worlds(plan, chance, draws=60, tau=0.5)
        found = summary_of_worlds(plan, [worlds])
        cell = found.comparisons["consult"]["trust_of_patron"]
        assert cell.low is not None
        assert cell.high is not None
        held += cell.low <= 0.0 <= cell.high
        apart = worlds[:, 1, column] - worlds[:, 0, column]
        naive += abs(apart.mean()) <= 1.96 * apart.std(ddof=1) / sqrt(len(apart))
        assert found.doubt is not None
        split = found.doubt.differences["consult"]["trust_of_patron"]
        tau += split.tau_low <= 0.5 <= split.tau_high
    assert held / rounds >= 0.92
    assert tau / rounds >= 0.9
    assert naive / rounds == pytest.approx(0.68, abs=0.1)


def test_every_outcome_of_a_run_is_there(plan: Plan) -> None:
    worlds = planted_worlds(plan, np.random.default_rng(1), draws=3, tau=0.1)
    found = summary_of_worlds(plan, [worlds])
    assert set(found.comparisons["joint"]) == set(OUTCOMES)
    assert found.doubt is not None
    assert [one.path for one in found.doubt.inputs] == [
        "terms.patience.base",
        "adversary.threat.growth",
    ]
