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
from sim.experiment.sensitivity import morris, sobol
from sim.experiment.sensitivity.influence_findings import sensitivity_summary, sentences
from sim.experiment.sensitivity.one_at_a_time import ends, points, swings
from sim.experiment.sensitivity.sensitivity import (
    Sensitivity,
    alone,
    foremost,
    indices,
    response,
    together,
)
from sim.experiment.sensitivity.sensitivity_summary import Method, Steps
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
        method="morris",
        samples=4,
        worlds=8,
        top=2,
        percent=None,
        seed=3,
    )


def simulated(design: Design) -> Floats:
    return responses(design, chunks(design))


def test_an_arm_against_itself_is_zero_everywhere(asked: Sensitivity) -> None:
    itself = replace(asked, against="unilateral")
    first = simulated(alone(itself))
    chosen = foremost(itself, first)
    design, cube = together(itself, chosen)
    summary = sensitivity_summary(itself, first, chosen, cube, simulated(design))
    for name in itself.outcomes:
        moves = [
            getattr(change, part)
            for swing in summary.swings[name].factors.values()
            for change in (swing.down, swing.up, swing.across)
            for part in ("value", "low", "high")
        ]
        found = summary.indices[name]
        sizes = [
            getattr(index, part)
            for index in (*found.factors.values(), found.dummy)
            for part in ("size", "high", "other", "chance")
        ]
        assert set(moves) == set(sizes) == {0.0}
        assert not any(index.shown for index in found.factors.values())
    assert all("all are not distinguishable from zero" in line for line in sentences(summary))


def test_where_the_threat_starts_moves_where_it_ends_and_an_idle_input_moves_nothing(
    asked: Sensitivity,
) -> None:
    first = simulated(alone(asked))
    assert [factor.path for factor in foremost(asked, first)] == [READINESS, COOLING]
    readiness, _, idle = swings(response(asked, first)[:, :, 0], confidence=0.95)
    assert readiness.across.value > 0.1
    assert readiness.across.low > 0.0
    assert readiness.p < 0.01
    assert (idle.reach, idle.p) == (0.0, 1.0)


def test_what_matters_is_said_in_words(asked: Sensitivity) -> None:
    one = replace(asked, outcomes=("threat_end",), samples=6, worlds=10)
    first = simulated(alone(one))
    chosen = foremost(one, first)
    design, cube = together(one, chosen)
    summary = sensitivity_summary(one, first, chosen, cube, simulated(design))
    assert summary.indices["threat_end"].factors[READINESS].shown
    assert summary.indices["threat_end"].factors[READINESS].above, "more than other worlds would do"
    [line] = sentences(summary)
    assert line.startswith(f"threat at the end: {READINESS}")
    assert summary.points == Steps(alone=7, together=6 * 4)
    assert summary.first_world == Steps(alone=0, together=10)


def test_a_difference_is_taken_world_by_world(asked: Sensitivity) -> None:
    values = np.arange(2 * 3 * 2 * 2, dtype=float).reshape(2, 3, 2, 2)
    np.testing.assert_array_equal(
        response(replace(asked, against="consult"), values), values[:, :, 0] - values[:, :, 1]
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
        ({"samples": 3}, "Too few trajectories: 3"),
        ({"samples": 8, "method": "sobol"}, "Too few samples: 8"),
        ({"samples": 100, "method": "sobol"}, "power of two"),
        ({"worlds": 7}, "Too few worlds: 7"),
    ],
)
def test_too_little_is_refused_before_anything_is_simulated(
    asked: Sensitivity, changes: dict[str, object], said: str
) -> None:
    with pytest.raises(UsageError, match=said):
        replace(asked, **changes)  # type: ignore[arg-type]


def test_what_the_findings_depend_on_is_their_identity(asked: Sensitivity) -> None:
    changes: tuple[dict[str, object], ...] = (
        {"top": 1},
        {"samples": 5},
        {"against": "consult"},
        {"percent": 25.0},
    )
    for change in changes:
        assert replace(asked, **change).identity() != asked.identity()  # type: ignore[arg-type]


class Stirring:
    """A made-up model in which no input matters: each only stirs up chance, anew at every value
    that it takes.

    What a value does in a world is the same in both steps of a study, as it is for the engine.
    """

    def __init__(self, worlds: int) -> None:
        self._worlds = worlds
        self._luck: dict[object, Floats] = {}

    def responses(self, design: Design, draws: np.random.Generator) -> Floats:
        values = np.empty((*design.shape[:2], 1, 1))
        for at, (point, start) in enumerate(zip(design.points, design.starts, strict=True)):
            keys = [
                (factor.path, f"{value:.9g}")
                for factor, value in zip(design.factors, point, strict=True)
            ]
            moved = [self._of(key, draws) for key in keys if key[1] != "nan"]
            values[at, :, 0, 0] = sum(moved, self._of("base", draws))[start : start + design.worlds]
        return values

    def _of(self, key: object, draws: np.random.Generator) -> Floats:
        if key not in self._luck:
            self._luck[key] = draws.normal(size=self._worlds)
        return self._luck[key]


def test_being_chosen_first_makes_no_input_stand_out(tiny: Path) -> None:
    """Of many inputs that do nothing the luckiest are chosen; were they tested in the worlds of
    their luck, they would pass.
    """
    found = resolve(tiny)
    factors = all_factors(found, ("unilateral",), Asked())[:60]
    assert len(factors) == 60
    alarms = 0
    for seed in range(100):
        asked = Sensitivity(
            scenario=found.scenario,
            arm="unilateral",
            against=None,
            outcomes=("burden",),
            factors=factors,
            method="morris",
            samples=4,
            worlds=12,
            top=6,
            percent=None,
            seed=seed,
        )
        model, draws = (
            Stirring(asked.worlds * (asked.samples + 2)),
            np.random.default_rng([seed, 1]),
        )
        first = model.responses(alone(asked), draws)
        chosen = foremost(asked, first)
        design, cube = together(asked, chosen)
        summary = sensitivity_summary(asked, first, chosen, cube, model.responses(design, draws))
        alarms += any(index.shown for index in summary.indices["burden"].factors.values())
    assert alarms <= 10, "one study in twenty by chance"


@pytest.mark.parametrize("method", ["morris", "sobol"])
def test_the_second_step_meets_worlds_that_chose_nothing(
    asked: Sensitivity, method: Method
) -> None:
    one = replace(asked, method=method, samples=16)
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


def test_sigma_has_no_interval(asked: Sensitivity) -> None:
    cube = morris.trajectories(2, 4, 3)
    assert all(
        np.isnan(index.other_half) for index in indices(asked, cube, np.zeros((len(cube), 8)))
    )
