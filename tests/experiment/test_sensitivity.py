"""Sensitivity: an arm against itself is zero everywhere, what plainly matters is found, what does nothing moves nothing."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from sim.errors import UsageError
from sim.experiment.designs import Design, chunks, responses
from sim.experiment.factors import Asked, everything
from sim.experiment.sensitivity import Sensitivity, alone, foremost, response, sentences, summarised, together
from sim.experiment.statistics import Floats
from sim.experiment.swings import ends, points, swings
from sim.scenario import resolved

READINESS, COOLING, IDLE = "adversary.threat.readiness", "ladder.cooling.rate", "practice.half_life"


@pytest.fixture(scope="module")
def asked(tiny: Path) -> Sensitivity:
    # Nothing drives the frontline to strike, so the threat grows as it will.
    found = resolved(
        tiny, [f"allies.frontline.outlook.weights.{name}=0" for name in ("threat", "deterrence", "pressure")]
    )
    factors = everything(found, ("unilateral", "consult"), Asked(paths=(READINESS, COOLING, IDLE)))
    return Sensitivity(
        scenario=found.scenario, arm="unilateral", against=None, outcomes=("threat_end", "burden"), factors=factors,
        method="morris", samples=4, worlds=8, top=2, percent=None, seed=3,
    )  # fmt: skip


def simulated(design: Design) -> Floats:
    return responses(design, chunks(design))


def test_an_arm_against_itself_is_zero_everywhere(asked: Sensitivity) -> None:
    itself = replace(asked, against="unilateral")
    first = simulated(alone(itself))
    chosen = foremost(itself, first)
    design, cube = together(itself, chosen)
    summary = summarised(itself, first, chosen, cube, simulated(design))
    for name in itself.outcomes:
        moves = [
            swing[end][part] for swing in summary["swings"][name]["factors"].values() for end in ("down", "up", "across")
            for part in ("value", "low", "high")
        ]  # fmt: skip
        found = summary["indices"][name]
        sizes = [
            index[part]
            for index in (*found["factors"].values(), found["dummy"])
            for part in ("size", "high", "other", "chance")
        ]
        assert set(moves) == set(sizes) == {0.0}
        assert not any(index["shown"] for index in found["factors"].values())
    assert all("all are not distinguishable from zero" in line for line in sentences(summary))


def test_where_the_threat_starts_moves_where_it_ends_and_an_idle_input_moves_nothing(asked: Sensitivity) -> None:
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
    summary = summarised(one, first, chosen, cube, simulated(design))
    assert summary["indices"]["threat_end"]["factors"][READINESS]["shown"]
    assert summary["indices"]["threat_end"]["factors"][READINESS]["above"], "more than other worlds would do"
    [line] = sentences(summary)
    assert line.startswith(f"threat at the end: {READINESS}")
    assert summary["points"] == {"alone": 7, "together": 6 * 4}


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
    found = resolved(tiny, ["allies.patron.assures=0.9"])
    paths = ("allies.patron.assures", "terms.patience.base", "ladder.retaliation.deterrence", "liaison.patron_officers")
    assures, patience, deterrence, officers = everything(found, ("consult",), Asked(paths=paths))
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
    changes: tuple[dict[str, object], ...] = ({"top": 1}, {"samples": 5}, {"against": "consult"}, {"percent": 25.0})
    for change in changes:
        assert replace(asked, **change).identity() != asked.identity()  # type: ignore[arg-type]
