"""A trial of three measures whose effects are known: one that works, one that works only with it,
and one that does nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime

import numpy as np

from sim.domain.inputs.setting import Arm, Scenario, Setting, Study
from sim.domain.preparedness.measures import Expectation, Measure
from sim.experiment.design.factorial import FactorialDesign, full
from sim.experiment.measures.measures_summary import TrialSummary
from sim.experiment.measures.portfolio import goal_of
from sim.experiment.measures.trial import Trial, planned_trial, run_name
from sim.experiment.measures.trial_summary import Wish, trial_summary
from sim.experiment.outcomes.definitions import COLUMNS
from sim.experiment.runs.plan import Plan
from sim.experiment.statistics.estimates import Floats

SETTING = Setting(start=datetime(2026, 3, 2, 6, tzinfo=UTC))
ARM = "consult"
TESTED = {
    "cells": ("desk_wait_h", "lower"),
    "drills": ("burden", "lower"),
    "posters": ("struck", "lower"),
    "links": ("deescalation_h", "lower"),
}
COSTS = {"cells": 4.0, "drills": 2.0, "posters": 1.0}


def measure(name: str, conditions: Mapping[str, str] | None = None) -> Measure:
    outcome, direction = TESTED.get(name, ("burden", "lower"))
    expected = Expectation(
        text=f"less of {outcome}",
        outcome=outcome,
        direction="lower" if direction == "lower" else "higher",
    )
    return Measure(
        name=name,
        title=name.capitalize(),
        purpose="",
        expected=expected,
        cost=COSTS.get(name, 1.0),
        conditions=conditions or {},
    )


def scenario() -> Scenario:
    arms = {ARM: Arm(name=ARM, title=ARM, setting=SETTING)}
    return Scenario(
        name="planted",
        title="Planted",
        purpose="",
        sources=(),
        arms=arms,
        digest="0123456789abcdef",
        study=Study(baseline=ARM),
    )


def trial(
    names: tuple[str, ...] = ("cells", "drills", "posters"),
    make: Callable[[tuple[str, ...]], FactorialDesign] = full,
    conditions: Mapping[str, str] | None = None,
) -> Trial:
    """The trial of these measures; the last of them may have conditions."""
    measures = [measure(name, conditions if name == names[-1] else None) for name in names]
    return planned_trial(
        scenario(), ARM, measures, make(names), lambda *_: SETTING, replications=120, seed=7
    )


def worlds(found: Trial, n: int = 120, seed: int = 5) -> Floats:
    """Worlds x arms x columns: half of the worlds have no strike, and so no time to
    de-escalation.
    """
    draws = np.random.default_rng(seed)
    block = np.zeros((n, len(found.plan.arms), len(COLUMNS)))
    crisis, luck = draws.normal(300.0, 60.0, n), draws.uniform(size=n)
    place = {name: at for at, name in enumerate(COLUMNS)}
    for at, arm in enumerate(found.plan.arms):
        cells, drills = "cells" in arm, "drills" in arm
        waited = 45.0 - 9.0 * cells + draws.normal(0.0, 1.0, n)
        block[:, at, [place["round_trip_h"], place["desk_wait_h"]]] = waited[:, None]
        block[:, at, place["burden"]] = (
            crisis - 50.0 * (cells and drills) + draws.normal(0.0, 5.0, n)
        )
        block[:, at, place["struck"]] = luck < 0.5
        block[:, at, place["deescalation_h"]] = np.where(
            luck < 0.5, 100.0 - 30.0 * ("links" in arm) + draws.normal(0.0, 5.0, n), np.nan
        )
    return block


def summary(
    found: Trial | None = None, goal: str = "burden", budget: float | None = None
) -> TrialSummary:
    planted = found or trial()
    return trial_summary(planted, [worlds(planted)], Wish(goal=goal_of(goal), budget=budget))


__all__ = ["ARM", "Plan", "measure", "run_name", "scenario", "summary", "trial", "worlds"]
