"""A row depends on scenario, seed, replication and arm, and on nothing else."""

from __future__ import annotations

import pickle
import struct
from math import inf, nan
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.domain.inputs.setting import Scenario
from sim.errors import RunError, UsageError
from sim.experiment.outcomes import paths
from sim.experiment.outcomes.definitions import COLUMNS
from sim.experiment.runs import replication as replicate
from sim.experiment.runs.executor import chunk_size
from sim.experiment.runs.plan import plan_of
from sim.experiment.runs.replication import Chunk, simulate, world
from sim.scenario import load


@pytest.fixture(scope="module")
def scenario(tiny: Path) -> Scenario:
    return load(tiny)


def bits(rows: list[replicate.Row]) -> list[tuple[str, int, bytes]]:
    """Rows that can be compared: NaN equals itself."""
    return [
        (arm, replication, struct.pack(f"<{len(row)}d", *row)) for arm, replication, row in rows
    ]


def test_a_row_for_each_arm_with_all_columns(scenario: Scenario) -> None:
    rows = world(scenario, 7, 3, ("unilateral", "consult"))
    assert [(arm, replication) for arm, replication, _ in rows] == [
        ("unilateral", 3),
        ("consult", 3),
    ]
    assert {len(row) for _, _, row in rows} == {len(COLUMNS)}
    assert all(type(value) is float for _, _, row in rows for value in row)


def test_other_arms_and_their_order_change_nothing(scenario: Scenario) -> None:
    together = bits(world(scenario, 7, 3, ("unilateral", "consult", "joint")))
    assert bits(world(scenario, 7, 3, ("joint", "consult", "unilateral"))) == together[::-1]
    assert [row for arm in scenario.arms for row in bits(world(scenario, 7, 3, (arm,)))] == together


def test_other_worlds_differ(scenario: Scenario) -> None:
    here = world(scenario, 7, 3, ("consult",))[0][2]
    assert here != world(scenario, 7, 4, ("consult",))[0][2]
    assert here != world(scenario, 8, 3, ("consult",))[0][2]


def test_a_chunk_is_its_worlds_one_after_the_other(scenario: Scenario) -> None:
    plan = plan_of(scenario, seed=7, replications=9)
    chunk = simulate(plan, 4, 6)
    rows = [bits(world(scenario, 7, replication, plan.arms)) for replication in (4, 5)]
    assert (chunk.start, chunk.stop) == (4, 6)
    assert chunk.values == b"".join(packed for found in rows for _, _, packed in found)


@given(st.lists(st.floats() | st.sampled_from([0.0, -0.0, 1.0, nan, inf, 5e-324])))
def test_packing_loses_no_bit(values: list[float]) -> None:
    chunk = pickle.loads(pickle.dumps(Chunk.of(0, 1, values)))  # noqa: S301 - what was just packed
    assert chunk.values == struct.pack(f"<{len(values)}d", *values)


def test_what_a_worker_sends_is_small(root: Path) -> None:
    """Over a run of the main example, all that travels included, in bytes a world and arm: the
    first worlds keep paths.
    """
    plan = plan_of(load(root / "scenarios" / "northern-front.yaml"))
    size, assumed = chunk_size(len(plan.arms)), 1000
    early, late = (simulate(plan, start, start + size) for start in (0, paths.WORLDS))
    rows = size * len(plan.arms)
    sent = (
        paths.WORLDS * len(pickle.dumps(early)) + (assumed - paths.WORLDS) * len(pickle.dumps(late))
    ) / assumed
    assert sent <= 250 * rows
    assert late.paths == b""
    assert len(early.values) == len(late.values) == 8 * len(COLUMNS) * rows


def test_a_fault_says_in_which_world_it_lies(
    scenario: Scenario, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> dict[str, float]:
        raise KeyError("theta")

    monkeypatch.setattr(replicate, "outcome_values", broken)
    with pytest.raises(
        RunError, match=r"scenario tiny, arm consult, seed 7, replication 3: KeyError: 'theta'"
    ):
        world(scenario, 7, 3, ("consult",))


def test_a_plan_takes_from_the_study_what_is_not_asked_for(scenario: Scenario) -> None:
    plan = plan_of(scenario)
    assert (plan.seed, plan.replications) == (scenario.study.seed, scenario.study.replications)
    assert (plan.arms, plan.baseline, plan.whole) == (
        ("unilateral", "consult", "joint"),
        "unilateral",
        True,
    )


def test_arms_keep_the_order_of_the_scenario(scenario: Scenario) -> None:
    plan = plan_of(scenario, arms=["joint", "consult"])
    assert (plan.arms, plan.baseline, plan.whole) == (("consult", "joint"), "consult", False)


def test_an_unknown_arm_is_refused_with_the_nearest(scenario: Scenario) -> None:
    with pytest.raises(UsageError, match=r"no arm 'consul'\. Did you mean 'consult'"):
        plan_of(scenario, arms=["consul"])
    with pytest.raises(UsageError, match="There are: unilateral, consult, joint"):
        plan_of(scenario, arms=["xyz"])


def test_a_longer_run_begins_with_the_same_worlds(scenario: Scenario) -> None:
    assert (
        plan_of(scenario, replications=10).identity()
        == plan_of(scenario, replications=90).identity()
    )
    assert plan_of(scenario, seed=8).identity() != plan_of(scenario, seed=9).identity()
