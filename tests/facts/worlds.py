"""Paired worlds for the stylised facts: fresh seeds, the shipped reference scenario, and its delays
slowed or hastened.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from math import isnan
from pathlib import Path
from typing import TypeVar

import numpy as np

from sim.domain.actors.allies import Ally
from sim.domain.inputs.setting import Arm, Scenario, Setting
from sim.engine.random_streams import Streams
from sim.engine.session import Session
from sim.experiment.outcomes.definitions import outcome_values
from sim.experiment.statistics.estimates import student, wilson
from sim.scenario import load
from tests.conftest import ROOT

#: Never used for tuning, which was done on seeds 1, 5 and 99.
FRESH_SEED = 20_261_122
REFERENCE = ROOT / "scenarios" / "northern-front.yaml"
PLAIN = Path(__file__).parent / "plain.yaml"

#: What the patron of the reference scenario says unasked, in public and in private, taken away.
QUIET = tuple(f"injects.{one}_warning=null" for one in ("public", "private", "second", "third"))
#: The reference scenario without the warnings that reach one who does not ask, and without an
#: adversary that may strike first: facts of asking and of measures are looked at by themselves.
UNWARNED = (
    *QUIET,
    "adversary.attack.rate=0 / d",
    "adversary.attack.intent.share=0",
    "adversary.threat.readiness=0.25",
)
#: The same at the reference's own readiness, and no provocation counts as a blow, which would
#: halve patience and hasten preparation until it is answered.
UNHURRIED = (*UNWARNED, "adversary.threat.readiness=0.35", "ladder.exchange.provocations=false")

World = dict[str, float]
A = TypeVar("A", bound=Ally)


def reference(*sets: str) -> Scenario:
    """The reference scenario, with inputs set as on the command line."""
    return load(REFERENCE, sets=sets)


def plain(*sets: str) -> Scenario:
    """All defaults, with inputs set as on the command line."""
    return load(PLAIN, sets=sets)


def worlds(
    scenario: Scenario, arms: Sequence[str], n: int, seed: int = FRESH_SEED
) -> dict[str, list[World]]:
    """``n`` worlds under each arm, measured; the k-th of every arm is the same world."""
    found: dict[str, list[World]] = {arm: [] for arm in arms}
    for replication in range(n):
        streams = Streams(seed, replication)
        for arm in arms:
            session = Session(
                scenario, seed=seed, replication=replication, arm=arm, streams=streams
            )
            found[arm].append(outcome_values(session.run(), scenario.arms[arm].setting))
    return found


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure with its 95 % interval."""

    value: float
    low: float
    high: float
    n: int


def difference(first: list[World], second: list[World], outcome: str) -> Estimate:
    """Mean paired difference, over the worlds in which both arms have the outcome."""
    pairs = [a[outcome] - b[outcome] for a, b in zip(first, second, strict=True)]
    values = np.array([value for value in pairs if not isnan(value)])
    mean = values.mean()
    low, high = student(mean, ((values - mean) ** 2).sum(), len(values))
    return Estimate(float(mean), float(low), float(high), len(values))


def share(
    found: list[World], outcome: str, where: Callable[[World], bool] = lambda _: True
) -> Estimate:
    """Share of the chosen worlds that have the outcome."""
    values = [world[outcome] for world in found if where(world) and not isnan(world[outcome])]
    low, high = wilson(sum(values), len(values))
    return Estimate(sum(values) / len(values), float(low), float(high), len(values))


def mean(found: list[World], outcome: str) -> float:
    """Mean over the worlds that have the outcome."""
    values = [world[outcome] for world in found if not isnan(world[outcome])]
    return sum(values) / len(values)


def slowed(scenario: Scenario, arm: str, factor: float) -> Scenario:
    """The scenario with one arm whose whole chain (drafting, desks, council) takes ``factor`` times
    as long.
    """
    setting = scenario.arms[arm].setting
    allies = setting.allies
    patron = replace(_slowed(allies.patron, factor), council=allies.patron.council.scaled(factor))
    changed: Setting = replace(
        setting, allies=replace(allies, frontline=_slowed(allies.frontline, factor), patron=patron)
    )
    return replace(scenario, arms={arm: Arm(name=arm, title=arm, setting=changed)})


def _slowed(ally: A, factor: float) -> A:
    offices = {
        name: replace(office, work=office.work.scaled(factor))
        for name, office in ally.offices.items()
    }
    return replace(ally, drafting=ally.drafting.scaled(factor), offices=offices)
