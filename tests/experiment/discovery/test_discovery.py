"""Discovery: planted conditions come out in words, regret is what it says, and an arm is never
worse than itself.
"""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from sim.domain.distributions.formulas import Lognormal
from sim.errors import UsageError
from sim.experiment.design.designs import Design, space_filling_places
from sim.experiment.design.factors import Asked, all_factors
from sim.experiment.discovery.discovery import (
    Discovery,
    Unacceptable,
    Worse,
    design,
    fresh_design,
    points,
    questions,
    unacceptable,
)
from sim.experiment.discovery.discovery_summary import DiscoverySummary
from sim.experiment.discovery.fresh_worlds import Region, region
from sim.experiment.discovery.prim import box_between
from sim.experiment.discovery.regret import regrets, table
from sim.experiment.outcomes.definitions import OUTCOMES
from sim.experiment.statistics.estimates import Floats
from sim.output.storage.studies.design_study import Part
from sim.output.text.condition_sentences import condition_sentence
from sim.scenario import load, resolve
from sim.studies.discovery import summary_of
from tests.summaries import sure

ARMS = ("unilateral", "consult", "joint")
GROWTH, PATIENCE = "adversary.threat.growth", "terms.patience.base"


def asked(tiny: Path, *about: Worse | Unacceptable, samples: int = 200) -> Discovery:
    found = resolve(tiny)
    factors = all_factors(found, ARMS, Asked(paths=(GROWTH, PATIENCE)))
    return Discovery(
        scenario=found.scenario,
        arms=ARMS,
        outcomes=("burden",),
        factors=factors,
        questions=about,
        samples=samples,
        worlds=2,
        fill="latin",
        seed=1,
    )


def responses(one: Discovery, made: Design) -> Floats:
    """What ``planted`` says at the points of any design of the study, under its arms."""
    values = np.random.default_rng(len(made.points)).normal(
        size=(len(made.points), made.worlds, 3, 1)
    )
    low, high = np.array([[f.low, f.high] for f in one.factors]).T
    growth, patience = ((np.array(made.points) - low) / (high - low)).T
    consult = np.where((growth > 0.6) & (patience < 0.5), 300.0, 150.0)
    means = np.stack([np.full_like(consult, 200.0), consult, np.full_like(consult, 100.0)], axis=1)
    whole: Floats = values + means[:, None, :, None]
    return whole[:, :, [ARMS.index(arm) for arm in made.arms]]


def findings(one: Discovery) -> DiscoverySummary:
    """The study of planted responses, fresh worlds included."""

    def part(name: str, made: Design) -> Part:
        assert name in ("samples", *(f"fresh-{at + 1}" for at in range(len(one.questions))))
        return Part(design=made, values=responses(one, made))

    return summary_of(one, part)


def test_a_planted_condition_is_confirmed_and_comes_out_in_words(tiny: Path) -> None:
    one = asked(tiny, Worse(arm="consult", against="unilateral", outcome="burden"))
    study = findings(one)
    [found] = study.questions
    said = condition_sentence(found, study)
    assert found.verdict == "told"
    assert found.share == pytest.approx(0.2, abs=0.05)
    box, fresh = sure(found.box), sure(found.fresh)
    limits = {limit.path: limit for limit in box.shown_limits}
    assert sure(limits[GROWTH].low) * 24 == pytest.approx(0.09, abs=0.006)
    assert limits[PATIENCE].high == pytest.approx(12 + 0.5 * 156, abs=5.0)
    assert box.coverage > 0.9
    assert not box.downward
    assert (fresh.worlds, fresh.first_world, fresh.points) == (200, 2, 4)
    assert fresh.space == pytest.approx(0.2, abs=0.02)
    assert fresh.inside.low > 90.0
    assert fresh.outside.high < 0.0
    assert said.startswith(
        "consult does worse than unilateral on escalation burden, by 40 rung-hours or more: in "
    )
    told = "In 200 fresh worlds at fresh samples consult was worse by "
    assert re.search(f"{told}(99|100) rung-hours ", said)
    assert f"{GROWTH} is at least 0.0" in said
    assert f"{PATIENCE} is at most 3." in said
    assert "and better by" in said
    assert "That is more than the 40 rung-hours that matter." in said


def test_what_a_condition_comes_to_contradicts_neither_its_interval_nor_its_worlds(
    tiny: Path,
) -> None:
    study = findings(asked(tiny, Worse(arm="consult", against="unilateral", outcome="burden")))
    [found] = study.questions

    def said(outcome: str, low: float, high: float) -> str:
        fresh = sure(found.fresh)
        side = replace(fresh.inside, mean=(low + high) / 2, low=low, high=high)
        told = replace(found, outcome=outcome, fresh=replace(fresh, inside=side))
        return condition_sentence(told, study)

    assert "That may be less than the 40 rung-hours that matter. So" in said("burden", 5.0, 30.0)
    assert "That is less than the 0.030 trust that matter." in said("trust_of_patron", 0.01, 0.02)
    assert (
        "That may be less than the 40 rung-hours that matter. The interval, which is two-sided,"
        " holds none; the test is one-sided." in said("burden", -1.0, 30.0)
    )


def test_where_worse_is_the_rule_the_exception_is_told(tiny: Path) -> None:
    one = asked(tiny, Worse(arm="unilateral", against="consult", outcome="burden"))
    study = findings(one)
    [found] = study.questions
    said = condition_sentence(found, study)
    assert sure(found.box).downward
    assert "unilateral was worse by" in said
    assert ", except when " in said
    assert re.search(r": there better by (9\d|100) rung-hours \(", said)


def test_an_arm_is_never_worse_than_itself(tiny: Path) -> None:
    one = asked(tiny, Worse(arm="consult", against="consult", outcome="burden"))
    study = findings(one)
    [found] = study.questions
    said = condition_sentence(found, study)
    assert (found.cases, found.box, found.fresh) == (0, None, None)
    assert said.endswith("Never in what was sampled.")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("burden > 1000", "Never in what was sampled."),
        ("burden > 0", "No condition sets these samples apart."),
    ],
)
def test_never_and_always_need_no_condition(tiny: Path, text: str, said: str) -> None:
    one = asked(tiny, unacceptable(text, "joint"))
    study = findings(one)
    [found] = study.questions
    sentence = condition_sentence(found, study)
    assert found.verdict in ("never", "none", "not confirmed")
    assert sentence.endswith((said, "so none is told."))


def test_luck_is_not_told_as_a_condition(tiny: Path) -> None:
    one = asked(tiny, unacceptable("burden > 200", "unilateral"))
    [found] = findings(one).questions
    assert 0.3 < found.share < 0.7
    assert found.verdict in ("none", "not confirmed")


def test_fresh_worlds_were_not_met_before_and_only_arms_asked_about_are_run(tiny: Path) -> None:
    one = asked(tiny, Worse(arm="joint", against="unilateral", outcome="burden"))
    part = Region(at=(0,), low=np.array([0.5]), high=np.array([1.0]))
    made = fresh_design(one, 0, part, 3)
    assert made.arms == ("unilateral", "joint")
    assert made.starts == (2, 2, 2, 3, 3, 3, 4, 4, 4), "the search met worlds 0 and 1"
    middle = (one.factors[0].low + one.factors[0].high) / 2
    above = np.array(made.points)[:, 0] > middle
    np.testing.assert_array_equal(above, [True, False, False] * 3)


def test_a_box_has_its_exact_share_of_the_space_by_whatever_law(tiny: Path) -> None:
    growth, patience = asked(tiny).factors
    skewed = replace(growth, law=Lognormal(median=0.05, sigma=0.5))
    counted = replace(patience, form=replace(patience.form, reads="count"), low=1.0, high=4.0)
    box = box_between(np.zeros((1, 2)), np.zeros(1), np.array([0.05, 2.0]), np.array([np.inf, 3.0]))
    part = region((skewed, counted), box)
    assert part.low == pytest.approx([0.5, 0.25], abs=1e-9)
    assert part.high == pytest.approx([1.0, 0.75], abs=1e-9)
    assert part.share == pytest.approx(0.25)


def test_a_limit_is_read() -> None:
    assert unacceptable("burden>=400", "consult") == Unacceptable(
        arm="consult", outcome="burden", sign=">=", limit=400.0
    )
    assert (
        unacceptable("settled < 0.5", "consult").rule
        == "settled of consult is below 50 in a hundred worlds"
    )
    for text in ("burden", "burden >", "burden > high", "", "burden = 4"):
        with pytest.raises(UsageError, match="expected an outcome, a sign and a number"):
            unacceptable(text, "consult")


def test_each_arm_is_asked_about_unless_one_is_named(tiny: Path) -> None:
    scenario = resolve(tiny).scenario
    pairs = [(one.arm, one.against) for one in questions(scenario, None, None, ("burden",), ())]
    assert pairs == [("consult", "unilateral"), ("joint", "unilateral")]
    assert [
        (one.arm, one.against) for one in questions(scenario, "consult", "joint", ("burden",), ())
    ] == [("consult", "joint")]
    assert [one.arm for one in questions(scenario, None, None, ("burden",), ("burden > 4",))] == [
        *ARMS,
        "consult",
        "joint",
    ]
    assert len(questions(scenario, None, None, (), ("burden > 4",))) == 3
    both = questions(scenario, "consult", "joint", (), ("threat_end > 0.4",))
    assert [one.rule for one in both] == [
        "threat at the end of consult is above 0.4 readiness",
        "consult does worse than joint on escalation burden, by 40 rung-hours or more",
    ]


def test_where_neither_way_is_better_no_arm_does_worse(tiny: Path) -> None:
    with pytest.raises(UsageError, match="Of struck neither way is better"):
        asked(tiny, Worse(arm="consult", against="unilateral", outcome="struck"))
    with pytest.raises(UsageError, match="Too few samples: 20"):
        asked(tiny, samples=20)


def test_in_what_only_asking_brings_no_arm_does_worse_than_one_that_never_asks(tiny: Path) -> None:
    name, scenario = "struck_on_silence", load(tiny)
    with pytest.raises(UsageError, match="one of consult and unilateral never asks"):
        asked(tiny, Worse(arm="consult", against="unilateral", outcome=name))
    found = questions(scenario, None, "consult", (name,), ())
    assert [one.arm for one in found] == ["joint"]


def test_regret_is_the_distance_to_the_best_arm_of_a_sample() -> None:
    burden, trust = OUTCOMES["burden"], OUTCOMES["trust_of_patron"]
    means = np.array([[100.0, 130.0, 250.0], [300.0, 200.0, 240.0]])
    np.testing.assert_array_equal(regrets(burden, means), [[0, 30, 150], [100, 0, 40]])
    np.testing.assert_array_equal(regrets(trust, means), [[150, 120, 0], [0, 100, 60]])
    first, second, third = table(burden, means)
    assert (first.worst, first.mean, first.satisfactory, first.best) == (100.0, 50.0, 0.5, 0.5)
    assert (second.worst, second.satisfactory, second.best) == (30.0, 1.0, 0.5), (
        "within what matters of the best"
    )
    assert (third.worst, third.satisfactory, third.best) == (150.0, 0.5, 0.0), (
        "exactly what matters still is"
    )
    assert third.ninety == pytest.approx(139.0)


def test_samples_depend_on_the_seed_alone(tiny: Path) -> None:
    one = asked(tiny)
    np.testing.assert_array_equal(points(design(one)), points(design(one)))
    assert not np.array_equal(space_filling_places(2, 50, 1), space_filling_places(2, 50, 2))
