"""Sensitivity: an arm against itself is zero everywhere, what plainly matters is found, what does
nothing moves nothing.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from sim.errors import UsageError
from sim.experiment.design.designs import Design, chunks, responses
from sim.experiment.design.factors import Asked, all_factors
from sim.experiment.design.uncertain_sample import arms_without_people, everywhere
from sim.experiment.sensitivity import sobol
from sim.experiment.sensitivity.influence_findings import sensitivity_summary
from sim.experiment.sensitivity.influence_sentences import prospect, sentences
from sim.experiment.sensitivity.one_at_a_time import ends, points, swings
from sim.experiment.sensitivity.sensitivity import (
    Sensitivity,
    alone,
    foremost,
    indices,
    response,
    sample,
    together,
)
from sim.experiment.sensitivity.sensitivity_summary import SensitivitySummary, Steps
from sim.experiment.statistics.estimates import Floats
from sim.scenario import resolve
from tests.summaries import sure

READINESS, COOLING, IDLE = "adversary.threat.readiness", "ladder.cooling.rate", "practice.half_life"


@pytest.fixture(scope="module")
def asked(tiny: Path) -> Sensitivity:
    # Nothing drives the frontline to strike, so the threat grows as it will.
    found = resolve(
        tiny,
        [
            f"allies.frontline.outlook.weights.{name}=0"
            for name in ("threat", "deterrence", "pressure")
        ],
    )
    factors = all_factors(found, ("unilateral", "consult"), Asked(paths=(READINESS, COOLING, IDLE)))
    return Sensitivity(
        scenario=found.scenario,
        arm="unilateral",
        against=None,
        outcomes=("threat_end", "burden"),
        factors=factors,
        method="bands",
        samples=60,
        worlds=8,
        top=2,
        percent=None,
        seed=3,
        sampled_arms=("unilateral", "consult"),
    )


def studied(asked: Sensitivity) -> SensitivitySummary:
    first = simulated(alone(asked))
    design, cube = sample(asked)
    return sensitivity_summary(asked, first, asked.factors, cube, simulated(design))


def simulated(design: Design) -> Floats:
    return responses(design, chunks(design))


def test_an_arm_against_itself_is_zero_everywhere(asked: Sensitivity) -> None:
    summary = studied(replace(asked, against="unilateral"))
    for name in asked.outcomes:
        moves = [
            change
            for swing in summary.swings[name].factors.values()
            for change in (swing.down, swing.up, swing.across)
        ]
        found = summary.screening[name].factors.values()
        assert {one.value for one in moves} == {one.effect for one in found} == {0.0}
        if name == "unilateral_strike":
            end = pytest.approx(2 * (1 - 0.05 ** (1 / asked.worlds)))
            assert all(one.high == end for one in moves), "the rule of three"
        assert {one.verdict for one in found} == {"too rare"}
        assert {one.high for one in found} > {0.0} or all(one.high != 0.0 for one in found), (
            "that nothing was seen does not make it impossible"
        )
    assert all("too few draws differ to tell anything" in line for line in sentences(summary))


def test_where_the_threat_starts_moves_where_it_ends_and_an_idle_input_moves_nothing(
    asked: Sensitivity,
) -> None:
    first = simulated(alone(asked))
    assert [factor.path for factor in foremost(asked, first)] == [READINESS, COOLING]
    readiness, _, idle = swings(response(asked, first)[:, :, 0], confidence=0.95, seed=1)
    assert readiness.across.value > 0.1
    assert readiness.across.low > 0.0
    assert readiness.p < 0.01
    assert (idle.reach, idle.p) == (0.0, 1.0)


def test_what_matters_is_said_in_words(asked: Sensitivity) -> None:
    summary = studied(replace(asked, outcomes=("threat_end",)))
    found = summary.screening["threat_end"]
    best = found.factors[READINESS]
    assert next(iter(found.factors)) == READINESS
    assert (best.verdict, best.course) == ("matters", "rises")
    assert best.low > summary.outcomes["threat_end"].matters
    assert len(best.means) == 6
    assert found.factors[IDLE].verdict == "cannot be told"
    [line] = sentences(summary)
    assert line.startswith(f"threat at the end: {READINESS} matters")
    assert "300 worlds show a range of" in line
    assert "in 8 of 10 such studies" in line
    assert summary.points == Steps(alone=7, together=60)
    assert summary.first_world == Steps(alone=0, together=8)
    assert found.doubt.low > 0.0, "where the threat starts is in doubt, and so is where it ends"
    assert sure(found.doubt.additive) > 0.5


def test_what_will_be_shown_is_said_before(asked: Sensitivity) -> None:
    said = prospect(asked, simulated(alone(asked)))
    assert said.startswith("300 worlds of 3 inputs will show, in 8 of 10 such studies, a range of:")
    assert "threat at the end 0." in said
    assert "escalation burden" in said


def test_a_difference_is_taken_world_by_world(asked: Sensitivity) -> None:
    values = np.arange(2 * 3 * 2 * 2, dtype=float).reshape(2, 3, 2, 2)
    np.testing.assert_array_equal(
        response(replace(asked, against="consult"), values), values[:, :, 0] - values[:, :, 1]
    )
    np.testing.assert_array_equal(
        response(replace(asked, against="consult"), values, ("consult", "unilateral")),
        values[:, :, 1] - values[:, :, 0],
    )
    np.testing.assert_array_equal(response(asked, values), values[:, :, 0])


def test_alone_each_input_goes_to_both_ends_and_the_rest_stay(asked: Sensitivity) -> None:
    where = np.array(points(asked.factors, None))
    assert where.shape == (7, 3)
    assert np.isnan(where[0]).all()
    assert (np.isfinite(where[1:]).sum(axis=1) == 1).all()
    np.testing.assert_allclose(where[1:3, 0], [asked.factors[0].low, asked.factors[0].high])


def test_a_quarter_either_way_stops_where_a_file_could_not_say_it(tiny: Path) -> None:
    found = resolve(tiny, ["allies.patron.assures=0.9"])
    paths = (
        "allies.patron.assures",
        "terms.patience.base",
        "ladder.retaliation.deterrence",
        "liaison.patron_officers",
    )
    assures, patience, deterrence, officers = all_factors(found, ("consult",), Asked(paths=paths))
    assert ends(assures, 25.0) == pytest.approx((0.675, 1.0))
    assert ends(patience, 25.0) == (46.5, 77.5)
    assert ends(deterrence, 25.0) == (-1.25, -0.75), "low is the smaller value, whatever its sign"
    assert ends(officers, 25.0) == (0.0, 0.0), "a quarter of nothing is nothing"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"samples": 59}, "Too few draws: 59"),
        ({"samples": 8, "method": "sobol"}, "Too few samples: 8"),
        ({"samples": 100, "method": "sobol"}, "power of two"),
        ({"worlds": 5}, "Too few worlds: 5. With 3 inputs at least 6"),
        ({"worlds": 8, "scenario": 0.9995}, "Too few worlds: 8. With 3 inputs at least 9"),
        ({"scenario": 0.99999}, "at 0.99999 no input could be told from chance"),
        (
            {"arm": "consult", "against": "unilateral", "outcomes": ("struck_on_silence",)},
            "struck_on_silence: one of consult and unilateral never asks",
        ),
        (
            {"sampled_arms": ("joint", "unilateral"), "goal": (("past_promise", 1.0),)},
            "past_promise: one of joint and unilateral never binds itself",
        ),
    ],
)
def test_too_little_is_refused_before_anything_is_simulated(
    asked: Sensitivity, changes: dict[str, object], said: str
) -> None:
    if "scenario" in changes:
        study = replace(asked.scenario.study, confidence=changes["scenario"])  # type: ignore[arg-type]
        changes = {**changes, "scenario": replace(asked.scenario, study=study)}
    with pytest.raises(UsageError, match=said):
        replace(asked, **changes)  # type: ignore[arg-type]


def test_what_the_findings_depend_on_is_their_identity(asked: Sensitivity) -> None:
    changes: tuple[dict[str, object], ...] = (
        {"top": 1},
        {"samples": 61},
        {"sampled_arms": ("unilateral",)},
        {"against": "consult"},
        {"percent": 25.0},
    )
    for change in changes:
        assert replace(asked, **change).identity() != asked.identity()  # type: ignore[arg-type]


def test_many_inputs_need_more_worlds(tiny: Path, asked: Sensitivity) -> None:
    factors = all_factors(resolve(tiny), ("unilateral",), Asked())[:60]
    with pytest.raises(UsageError, match=r"7\. With 60 inputs at least 8 are needed"):
        replace(asked, factors=factors, worlds=7)
    assert replace(asked, factors=factors[:59], worlds=6).worlds == 6


def test_each_draw_meets_worlds_that_no_other_point_meets(asked: Sensitivity) -> None:
    design, cube = sample(asked)
    assert design.starts == tuple(range(8, 8 + 5 * 60, 5))
    assert design.arms == ("unilateral", "consult")
    assert design.worlds == 5
    strata = np.sort(np.floor(cube * 60), axis=0)
    np.testing.assert_array_equal(strata, np.tile(np.arange(60)[:, None], 3))


def test_other_arms_move_with_those_that_are_asked_about_where_they_have_the_same_value(
    tiny: Path,
) -> None:
    found = resolve(tiny, ["arms.joint.with.terms.patience.base=3 d"])
    arms = arms_without_people(found.scenario)
    assert arms == ("unilateral", "consult", "joint")
    asked = Asked(paths=("terms.patience.base", READINESS, "arms.consult.terms.promise"))
    base, readiness, promise = everywhere(
        all_factors(found, ("unilateral", "consult"), asked), found.scenario, arms
    )
    assert base.arms == ("unilateral", "consult"), "joint has a value of its own, and keeps it"
    assert readiness.arms == arms
    assert promise.arms == ("consult",)


def test_sobol_meets_worlds_that_chose_nothing(asked: Sensitivity) -> None:
    one = replace(asked, method="sobol", samples=16)
    design, _ = together(one, one.factors)
    assert set(alone(one).starts) == {0}
    assert min(design.starts) == one.worlds
    steps = len(design.points) // one.samples
    dummies = [start for start in design.starts if start != one.worlds]
    assert dummies == [(walk + 2) * one.worlds for walk in range(one.samples)]
    assert len(dummies) * steps == len(design.points)


def test_the_first_order_of_sobol_keeps_its_interval(asked: Sensitivity) -> None:
    one = replace(asked, method="sobol", samples=16, outcomes=("threat_end",))
    cube = sobol.radial(2, 16, one.seed)
    values = cube[:, :1] + 0.1 * np.random.default_rng(1).normal(size=(len(cube), one.worlds))
    shares = sobol.variance_shares(2, values, confidence=0.95, seed=one.seed)
    found = indices(one, cube, values)
    assert [index.other_half for index in found] == [share.first_half for share in shares]
    assert found[0].other_half > 0.0
    first = np.zeros((7, one.worlds, 1, 1))
    summary = sensitivity_summary(one, first, one.factors[:2], cube, values[:, :, None, None])
    readiness = summary.indices["threat_end"].factors[READINESS]
    low, here, high = map(sure, (readiness.other_low, readiness.other, readiness.other_high))
    assert low < here < high
    assert high - here == pytest.approx(found[0].other_half)
    assert readiness.change > 0.1, "what its share of the variance comes to, in readiness"
    assert readiness.shown
    assert readiness.above
