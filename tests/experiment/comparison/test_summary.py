"""The summary: adjusted over two families, None where nothing is known, and the same from any
chunks.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from sim.experiment.comparison.summary import HEADLINES, run_summary, run_tally
from sim.experiment.outcomes.definitions import COLUMNS, OUTCOMES
from sim.experiment.runs.plan import Plan, plan_of
from sim.experiment.statistics.estimates import Floats, holm
from sim.output.storage.codec import plain
from sim.scenario import load
from tests.summaries import sure

WORLDS = 50


@pytest.fixture(scope="module")
def plan(tiny: Path) -> Plan:
    return plan_of(load(tiny), seed=7, replications=WORLDS)


@pytest.fixture
def block(plan: Plan) -> Floats:
    """Made-up worlds: shares are 0 or 1, means spread, round trips never exist."""
    rng = np.random.default_rng(3)
    found = rng.normal(size=(WORLDS, len(plan.arms), len(COLUMNS)))
    for number, outcome in enumerate(OUTCOMES.values()):
        if outcome.kind == "share":
            found[:, :, number] = found[:, :, number] > 0
    found[:, :, list(OUTCOMES).index("round_trip_h")] = np.nan
    return found


def test_headlines_are_outcomes() -> None:
    assert set(HEADLINES) <= set(OUTCOMES)
    assert len(HEADLINES) == len(set(HEADLINES)) == 15


def test_all_outcomes_of_all_arms_are_there(plan: Plan, block: Floats) -> None:
    summary = run_summary(plan, run_tally(plan, [block]))
    assert list(summary.estimates) == list(plan.arms)
    assert list(summary.comparisons) == ["consult", "joint"]
    assert all(list(found) == list(OUTCOMES) for found in summary.estimates.values())
    json.dumps(plain(summary), allow_nan=False)


def test_families_hold_what_could_be_compared(plan: Plan, block: Floats) -> None:
    summary = run_summary(plan, run_tally(plan, [block]))
    always = {name for name, one in OUTCOMES.items() if one.exists == "always"}
    assert summary.family.headline == 2 * len(always & set(HEADLINES))
    # The yearly cost is the same in every world.
    assert summary.family.all == 2 * (len(always) - 1)
    cells = [found[name] for found in summary.comparisons.values() for name in HEADLINES]
    expected = holm([np.nan if cell.p is None else cell.p for cell in cells])
    assert [cell.p_headline for cell in cells] == [
        None if np.isnan(p) else pytest.approx(p, rel=1e-9) for p in expected
    ]
    assert all(
        cell.shown == (cell.p_headline is not None and cell.p_headline < 0.05) for cell in cells
    )


def test_what_does_not_exist_is_null(plan: Plan, block: Floats) -> None:
    summary = run_summary(plan, run_tally(plan, [block]))
    cell = summary.comparisons["joint"]["round_trip_h"]
    assert cell.pairs == 0
    assert {
        getattr(cell, key)
        for key in ("difference", "low", "high", "p", "p_all", "p_headline", "better")
    } == {None}
    assert summary.estimates["joint"]["round_trip_h"].estimate is None
    assert cell.shown is False


def test_a_large_difference_is_shown_and_none_is_not(plan: Plan, block: Floats) -> None:
    burden = list(OUTCOMES).index("burden")
    block[:, 1, burden] = block[:, 0, burden] - 5 + 0.1 * block[:, 1, burden]
    block[:, 2] = block[:, 0]
    summary = run_summary(plan, run_tally(plan, [block]))
    found = summary.comparisons["consult"]["burden"]
    assert found.shown is True
    assert sure(found.better).share == 1.0
    assert found.difference == pytest.approx(-5, abs=0.2)
    same = summary.comparisons["joint"]
    assert {cell.difference for cell in same.values()} == {0.0, None}
    assert not any(cell.shown for cell in same.values())


def test_the_baseline_may_stand_anywhere(plan: Plan, block: Floats, tiny: Path) -> None:
    turned = plan_of(load(tiny, sets=["study.baseline=joint"]), seed=7, replications=WORLDS)
    forth = run_summary(plan, run_tally(plan, [block])).comparisons["joint"]["burden"]
    back = run_summary(turned, run_tally(turned, [block])).comparisons["unilateral"]["burden"]
    assert back.difference == -sure(forth.difference)
    assert back.better == forth.worse
