"""Discovery: planted conditions come out in words, regret is what it says, and an arm is never
worse than itself.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from sim.errors import UsageError
from sim.experiment.design.designs import space_filling_places
from sim.experiment.design.factors import Asked, all_factors
from sim.experiment.discovery.box_findings import discovery_summary
from sim.experiment.discovery.discovery import (
    Discovery,
    Unacceptable,
    Worse,
    design,
    points,
    questions,
    unacceptable,
)
from sim.experiment.discovery.regret import regrets, table
from sim.experiment.outcomes.definitions import OUTCOMES
from sim.experiment.statistics.estimates import Floats
from sim.scenario import resolve
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


def planted(one: Discovery) -> tuple[Floats, Floats]:
    """Samples in which ``consult`` costs 100 more than ``unilateral`` where growth is high and
    patience short, else 50 less.
    """
    x = points(design(one))
    growth, patience = (x - x.min(axis=0)).T / np.ptp(x, axis=0)[:, None]
    consult = np.where((growth > 0.6) & (patience < 0.5), 300.0, 150.0)
    means = np.stack([np.full(len(x), 200.0), consult, np.full(len(x), 100.0)], axis=1)
    noise = np.random.default_rng(1).normal(size=(len(x), 2, 3, 1))
    return x, means[:, None, :, None] + noise


def test_a_planted_condition_comes_out_in_words(tiny: Path) -> None:
    one = asked(tiny, Worse(arm="consult", against="unilateral", outcome="burden"))
    [found] = discovery_summary(one, *planted(one)).questions
    assert found.share == pytest.approx(0.2, abs=0.05)
    limits = {limit.path: limit for limit in sure(found.box).limits}
    assert sure(limits[GROWTH].low) * 24 == pytest.approx(0.09, abs=0.006)
    assert limits[PATIENCE].high == pytest.approx(12 + 0.5 * 156, abs=5.0)
    assert limits[GROWTH].reproduced == limits[PATIENCE].reproduced == 1.0
    assert sure(found.box).coverage > 0.9
    assert sure(found.box).elsewhere.density > 0.8
    assert found.sentence.startswith(
        "consult does worse than unilateral on escalation burden, by 40 rung-hours or more: in "
    )
    assert f"{GROWTH} is at least 0.0" in found.sentence
    assert f"{PATIENCE} is at most 3." in found.sentence
    assert "not to be relied on" not in found.sentence


def test_an_arm_is_never_worse_than_itself(tiny: Path) -> None:
    one = asked(tiny, Worse(arm="consult", against="consult", outcome="burden"))
    [found] = discovery_summary(one, *planted(one)).questions
    assert (found.cases, found.box) == (0, None)
    assert found.sentence.endswith("Never in what was sampled.")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("burden > 1000", "Never in what was sampled."),
        ("burden > 0", "Hardly a condition is needed for it."),
    ],
)
def test_never_and_always_need_no_condition(tiny: Path, text: str, said: str) -> None:
    one = asked(tiny, unacceptable(text, "consult"))
    [found] = discovery_summary(one, *planted(one)).questions
    assert found.box is None
    assert found.sentence.endswith(said)


def test_luck_is_not_told_as_a_condition(tiny: Path) -> None:
    one = asked(tiny, unacceptable("burden > 200", "unilateral"))
    [found] = discovery_summary(one, *planted(one)).questions
    assert 0.3 < found.share < 0.7
    assert found.sentence.endswith(
        ("No condition sets these samples apart.", "not to be relied on.")
    )


LUCK = (
    "Fewer than 20 worlds, the same in every sample: this may be their luck, which the other half"
    " shares."
)


def test_the_luck_of_few_worlds_holds_in_the_other_half_too_and_a_sentence_warns_of_it(
    tiny: Path,
) -> None:
    """In each world growth moves ``consult`` up or down by chance, in all together not at all."""
    few = asked(tiny, Worse(arm="consult", against="unilateral", outcome="burden"))
    many = replace(few, worlds=400)
    x = points(design(few))
    growth = (x[:, 0] - x[:, 0].min()) / np.ptp(x[:, 0])
    luck = np.random.default_rng(4).normal(0.0, 200.0, many.worlds)
    luck = np.sort(luck - luck.mean())[::-1]
    consult = growth[:, None] * luck
    values = np.stack([np.zeros_like(consult), consult, np.zeros_like(consult)], axis=2)[..., None]
    [found] = discovery_summary(few, x, values[:, : few.worlds]).questions
    assert sure(found.box).elsewhere.density > 0.9, (
        "trying it on other samples of the same worlds shows nothing"
    )
    assert "samples of 2 worlds each" in found.sentence
    assert found.sentence.endswith(LUCK)
    [none] = discovery_summary(many, x, values).questions
    assert none.cases == 0
    assert none.sentence.endswith(
        "in 0 of 200 samples of 400 worlds each (0 %). Never in what was sampled."
    )


def test_twenty_worlds_a_sample_carry_no_warning(tiny: Path) -> None:
    """One world of them moves a share by no more than what matters of it."""
    one = asked(tiny, Worse(arm="consult", against="unilateral", outcome="burden"))
    for worlds, warned in ((2, True), (19, True), (20, False)):
        [found] = discovery_summary(replace(one, worlds=worlds), *planted(one)).questions
        assert found.sentence.endswith(LUCK) is warned
    assert 1 / 20 <= OUTCOMES["unilateral_strike"].matters < 1 / 19


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
    assert [
        one.arm for one in questions(scenario, None, None, ("burden",), ("burden > 4",))
    ] == list(ARMS)


def test_where_neither_way_is_better_no_arm_does_worse(tiny: Path) -> None:
    with pytest.raises(UsageError, match="Of struck neither way is better"):
        asked(tiny, Worse(arm="consult", against="unilateral", outcome="struck"))
    with pytest.raises(UsageError, match="Too few samples: 20"):
        asked(tiny, samples=20)


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
