"""Paths are what was seen, to half a per cent, whatever the chunks; only the first worlds of a run
keep theirs.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.engine.probes import STATES
from sim.engine.session import Session
from sim.experiment.outcomes import paths
from sim.experiment.runs.plan import Plan, plan_of
from sim.experiment.runs.replication import simulate, world
from sim.scenario import load


@pytest.fixture(scope="module")
def plan(tiny: Path) -> Plan:
    return plan_of(load(tiny), seed=7, replications=6)


@given(st.integers(0, 2**32 - 1), st.sampled_from([0.0, 0.001, 1.0]))
def test_packing_loses_no_more_than_half_a_step(seed: int, spread: float) -> None:
    draws = np.random.default_rng(seed)
    told = draws.uniform(0.5 - spread / 2, 0.5 + spread / 2, (2, paths.LOOKS, len(STATES)))
    told[:, :, 0] = draws.integers(0, 7, told.shape[:2])
    found = paths.unpack(paths.pack(told.reshape(2, -1).tolist()), 2)
    assert found.shape == (1, 2, len(STATES), paths.LOOKS)
    off = np.abs(
        found[0].transpose(0, 2, 1) / np.array([1, *[paths.STEPS] * len(paths.SHARES)]) - told
    )
    assert off.max() <= 0.5 / paths.STEPS + 1e-12
    assert not off[:, :, 0].any()


def test_no_world_packs_to_nothing() -> None:
    assert paths.pack([]) == b""
    assert paths.unpack(b"", 3).shape == (0, 3, len(STATES), paths.LOOKS)


def test_the_chunks_of_a_run_change_no_path(plan: Plan) -> None:
    whole = paths.unpack(simulate(plan, 0, 6).paths, len(plan.arms))
    parts = [
        paths.unpack(simulate(plan, *span).paths, len(plan.arms))
        for span in ((0, 1), (1, 4), (4, 6))
    ]
    assert np.array_equal(np.concatenate(parts), whole)


def test_a_path_is_that_of_its_world_and_arm(plan: Plan) -> None:
    found = paths.unpack(simulate(plan, 4, 5).paths, len(plan.arms))
    for at, arm in enumerate(plan.arms):
        hours = paths.hours(plan.scenario.arms[arm].setting)
        seen = Session(plan.scenario, seed=plan.seed, replication=4, arm=arm).looked_at(hours)
        assert found[0, at, 0].tolist() == seen[:: len(STATES)]
        assert found[0, at, 1].tolist() == [
            round(paths.STEPS * trust) for trust in seen[1 :: len(STATES)]
        ]


def test_only_the_first_worlds_keep_paths(plan: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paths, "WORLDS", 2)
    assert len(paths.unpack(simulate(plan, 0, 4).paths, len(plan.arms))) == 2
    assert simulate(plan, 2, 4).paths == b""
    assert [
        paths.worlds_with_paths(0, 4),
        paths.worlds_with_paths(1, 4),
        paths.worlds_with_paths(2, 4),
        paths.worlds_with_paths(0, 1),
    ] == [2, 1, 0, 1]


def test_what_is_measured_is_the_same_with_and_without_paths(
    plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_paths = simulate(plan, 0, 6)
    monkeypatch.setattr(paths, "WORLDS", 0)
    assert simulate(plan, 0, 6).packed == with_paths.packed
    seen: list[list[float]] = []
    assert repr(world(plan.scenario, 7, 3, plan.arms, seen)) == repr(
        world(plan.scenario, 7, 3, plan.arms)
    )
    assert len(seen) == len(plan.arms)
