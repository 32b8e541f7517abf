"""Simulated games: worlds of the same scenario and arm with the rules of the file in all seats, by
their outcomes and by the objectives that they meet.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sim.domain.events import EVENTS
from sim.domain.events.log import Log
from sim.domain.events.predicates import Evidence, evidence
from sim.domain.inputs.exercise import Exercise, Objective
from sim.domain.inputs.setting import Scenario
from sim.engine.session import Session
from sim.experiment.outcomes.definitions import outcome_values
from sim.experiment.outcomes.thresholds import within
from sim.experiment.statistics.estimates import wilson


@dataclass(frozen=True, slots=True, kw_only=True)
class Simulated:
    """Many worlds: the outcomes of each, and of each objective in how many it applies, and is
    met.
    """

    rows: tuple[Mapping[str, float], ...]
    met: Mapping[str, tuple[int, int]]

    def share(self, name: str) -> Share | None:
        """In what share of them an objective is met; none where it applies to none of them."""
        met, of = self.met.get(name, (0, 0))
        if not of:
            return None
        low, high = wilson(met, of)
        return Share(share=met / of, low=float(low), high=float(high), n=of)


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """A share of ``n`` worlds with its interval."""

    share: float
    low: float
    high: float
    n: int


def simulate(
    scenario: Scenario, arm: str, seed: int, number: int, done: Callable[[int], None]
) -> Simulated:
    """The first worlds of an arm; ``done`` takes how many there are."""
    setting = scenario.arms[arm].setting
    measured = {k: one for k, one in scenario.exercise.objectives.items() if one.is_measured}
    full = _needs_all(scenario.exercise)
    counts = dict.fromkeys(measured, (0, 0))
    rows: list[Mapping[str, float]] = []
    for replication in range(number):
        log = Session(scenario, seed=seed, replication=replication, arm=arm, full=full).run()
        values = outcome_values(log, setting)
        rows.append(values)
        for name, objective in measured.items():
            found = verdict(objective, log, values).met
            met, of = counts[name]
            counts[name] = (met + (found is True), of + (found is not None))
        done(replication + 1)
    return Simulated(rows=tuple(rows), met=counts)


def _needs_all(exercise: Exercise) -> bool:
    """Whether an objective looks at entries that only a full log holds."""
    kinds = {one.event for one in exercise.objectives.values()}
    kinds |= {one.within.of for one in exercise.objectives.values() if one.within is not None}
    return any(EVENTS[kind].trace_only for kind in kinds if kind is not None)


def verdict(objective: Objective, log: Log, values: Mapping[str, float]) -> Evidence:
    """Whether a game meets an objective, and which of its entries say so."""
    if objective.outcome:
        low, high = (within(objective.outcome, one) for one in objective.between)
        value = values[objective.outcome]
        return Evidence(met=None if value != value else low <= value <= high)  # noqa: PLR0124 - none
    if objective.within is None:
        return evidence(log, objective)
    return evidence(log, objective, objective.within.of, objective.within.hours)
