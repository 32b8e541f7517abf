"""What is measured is what is said: the same hours on both sides, more traffic where it says more,
the bytes that travel.
"""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass

import numpy as np
import pytest

from benchmarks import desks, features, measures, mechanisms, memory, scaling
from benchmarks.answer import HALF_WIDTH, unpaired
from benchmarks.cases import main_plan
from benchmarks.desks import CASES, Engine, Manual, compared
from sim.experiment.outcomes.definitions import COLUMNS
from sim.experiment.outcomes.paths import WORLDS
from sim.experiment.runs.plan import Plan
from sim.experiment.runs.replication import world
from sim.experiment.statistics.estimates import Floats


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_desks_tell_the_same_hours_by_the_manual_and_by_the_engine(case: desks.Case) -> None:
    messages = case.messages()
    hours = Engine(case, messages).run()
    assert hours == Manual(case, messages).run()
    assert len(hours) > 300


def test_desks_that_tell_other_hours_are_not_timed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Manual, "run", lambda _: [0.0])
    with pytest.raises(AssertionError, match="tell different hours"):
        compared(CASES[0], rounds=1)


def test_more_routine_traffic_loads_the_desks() -> None:
    def load(plan: Plan) -> float:
        return float(
            np.mean(
                [
                    row[COLUMNS.index("desk_load")]
                    for _, _, row in world(plan.scenario, 1, 0, plan.arms)
                ]
            )
        )

    plan = main_plan(1)
    none, once, twice = (load(scaling.loaded(plan, factor)) for factor in (0.0, 1.0, 2.0))
    assert once == load(plan)
    assert none < once < twice


def test_every_mechanism_that_is_left_out_makes_another_world() -> None:
    whole = main_plan(1)
    for name, sets in mechanisms.GROUPS.items():
        setting = main_plan(1, sets=sets).scenario.arms["consult"].setting
        assert setting != whole.scenario.arms["consult"].setting, name
    fewest = min(mechanisms.events(main_plan(1, sets=mechanisms.ALL), 1))
    assert fewest > 100


def test_every_variant_is_another_plan() -> None:
    plan = main_plan(scaling.WORLDS)
    assert all(other != plan for other in scaling.variants().values())


def test_later_worlds_send_less_for_they_keep_no_paths() -> None:
    plan = main_plan(0)
    first, later = features.sent(plan, 0), features.sent(plan, WORLDS)
    assert later < first
    assert later <= features.GOAL_BYTES


def test_memory_is_that_of_the_command_and_not_of_who_asks() -> None:
    ballast = b"\x01" * 200_000_000
    command = [sys.executable, "-c", memory.ASK, sys.executable, "-c", "pass"]
    asked = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    assert 1 < int(asked.stdout) / 1024 < 100
    assert len(ballast) == 200_000_000


def test_a_command_that_fails_is_not_measured() -> None:
    command = [sys.executable, "-c", memory.ASK, sys.executable, "-c", "raise SystemExit(3)"]
    assert subprocess.run(command, check=False, stdout=subprocess.DEVNULL).returncode == 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Shares:
    """Two arms in which the outcome comes in half and in a tenth of the worlds."""

    arms: tuple[str, ...] = ("one", "other")
    baseline: str = "one"

    def column(self, arm: str, _: str) -> Floats:
        return np.array([0.0, 1.0] * 5) if arm == "one" else np.array([1.0] + [0.0] * 9)


def test_worlds_of_unpaired_arms_are_those_of_two_independent_shares() -> None:
    expected = 1.96**2 * (0.25 + 0.09) / HALF_WIDTH**2
    worlds = unpaired(Shares())  # type: ignore[arg-type] # what it asks of a folder
    assert worlds == pytest.approx(expected, abs=1.0)


@pytest.mark.slow
def test_a_trial_is_timed_by_both_clocks_each_against_as_many_replications(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Processor time alone hides what somebody waits for."""
    monkeypatch.setattr(
        measures, "trial", lambda worlds, *_: measures.Use(3.0 * worlds, 5.0 * worlds, 0.0)
    )
    monkeypatch.setattr(
        measures, "bare", lambda worlds, *_: measures.Use(2.0 * worlds, 4.0 * worlds, 0.0)
    )
    monkeypatch.setattr(measures, "plain", lambda worlds: measures.Use(1.0, 2.5 * worlds, 0.0))
    rows = {
        row[0]: row
        for table in (measures.by_processor(), measures.on_the_wall())
        for row in table.rows
    }
    found = {what: row[1] for what, row in rows.items() if row[-1]}
    assert found == {
        f"processor time, one process: measures to bare, {measures.WORLDS} worlds": "1.50",
        f"wall time, all cores: measures to bare, {measures.WALL} worlds": "1.25",
        "wall time, all cores: measures to hotline run": "2.00",
    }
    own, arms = len(main_plan(1).arms), len(measures.trial_plan(2).arms)
    assert 0 <= own * measures.as_many(measures.WALL) - arms * measures.WALL < own
