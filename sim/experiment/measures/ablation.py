"""Why a measure does what it does: its parts switched on one at a time, and switched off one at a
time, in the same worlds.

Each condition of its file is tried on the whole measure as well. A part whose values are those of
the arm is no part of what the measure does: nothing is simulated for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

import numpy as np

from sim.domain.inputs.setting import Scenario, Setting
from sim.experiment.comparison.summary import time_watched_in
from sim.experiment.measures.ablation_summary import (
    AblationSummary,
    ConditionSummary,
    NamedScenario,
    PartEffect,
    PartEffects,
    PartSummary,
)
from sim.experiment.measures.contrasts import Contrast, difference_of
from sim.experiment.measures.recommendation import NOT_MOVED
from sim.experiment.measures.trial import as_plan
from sim.experiment.outcomes.definitions import OUTCOMES
from sim.experiment.runs.plan import Plan
from sim.experiment.statistics.effects import Effect, Effects, holm_adjusted
from sim.experiment.statistics.estimates import Floats
from sim.experiment.statistics.rounding import twelve_digits_or_none

SCHEMA: Final = 2
MOST_OUTCOMES: Final = 6  # beside the expected one
Role = Literal["whole", "alone", "rest", "removed", "where", "change"]
Key = tuple[Role, str]
_ROLES: Final[tuple[Role, ...]] = ("alone", "rest", "removed")
_OF_CONDITIONS: Final[tuple[Role, ...]] = ("where", "change")


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of a measure: the arm's inputs with it alone and with all but it; ``None`` where such
    inputs cannot stand.

    ``as_in_arm`` is whether its values are the arm's own.
    """

    name: str
    alone: Setting | None
    rest: Setting | None
    as_in_arm: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstance:
    """A condition of a measure: the arm's inputs under it, without the measure and with it."""

    title: str
    without: Setting
    with_it: Setting


@dataclass(frozen=True, slots=True, kw_only=True)
class Ablation:
    """A measure taken apart. ``contrasts`` are by role and part.

    *whole*: what the measure does; *alone*: what a part does by itself; *rest*: what all others do
    without it; *removed*: what the measure does less what the rest does, which is what the part
    adds to the others; *where*: what the measure does under a condition; *change*: by how much that
    differs from what it does without.
    """

    arm: str
    measure: str
    outcome: str
    parts: tuple[Part, ...]
    conditions: tuple[Circumstance, ...]
    plan: Plan
    contrasts: Mapping[Key, Contrast]


def planned_ablation(
    scenario: Scenario,
    arm: str,
    whole: tuple[str, str, Setting],
    parts: Sequence[Part],
    conditions: Sequence[Circumstance] = (),
    *,
    replications: int,
    seed: int,
) -> Ablation:
    """An ablation of ``whole``: a measure, the outcome that it is expected to move, the inputs
    under it.
    """
    measure, outcome, setting = whole
    base = scenario.arms[arm].setting
    parts = tuple(replace(one, as_in_arm=one.alone == base or one.rest == setting) for one in parts)
    plan = as_plan(
        scenario, arm, _settings(arm, base, measure, setting, parts, conditions), replications, seed
    )
    place = {name: at for at, name in enumerate(plan.arms)}
    return Ablation(
        arm=arm,
        measure=measure,
        outcome=outcome,
        parts=parts,
        conditions=tuple(conditions),
        plan=plan,
        contrasts={
            ("whole", ""): difference_of(1, 0),
            **_of_parts(parts, place),
            **_of_conditions(conditions, place),
        },
    )


def _settings(
    arm: str,
    base: Setting,
    measure: str,
    whole: Setting,
    parts: Sequence[Part],
    conditions: Sequence[Circumstance],
) -> dict[str, Setting]:
    settings = {arm: base, measure: whole}
    for part in parts:
        if part.alone is not None and not part.as_in_arm:
            settings[f"only {part.name}"] = part.alone
        if part.rest is not None and not part.as_in_arm:
            settings[f"all but {part.name}"] = part.rest
    for one in conditions:
        settings[f"without, {one.title}"], settings[f"with, {one.title}"] = one.without, one.with_it
    return settings


def _of_parts(parts: Sequence[Part], place: Mapping[str, int]) -> dict[Key, Contrast]:
    found: dict[Key, Contrast] = {}
    for part in parts:
        alone, rest = place.get(f"only {part.name}"), place.get(f"all but {part.name}")
        if alone is not None:
            found["alone", part.name] = difference_of(alone, 0)
        if rest is not None:
            found["rest", part.name] = difference_of(rest, 0)
            found["removed", part.name] = difference_of(1, rest)
    return found


def _of_conditions(
    conditions: Sequence[Circumstance], place: Mapping[str, int]
) -> dict[Key, Contrast]:
    found: dict[Key, Contrast] = {}
    for one in conditions:
        pair = place[f"with, {one.title}"], place[f"without, {one.title}"]
        found["where", one.title] = difference_of(*pair)
        found["change", one.title] = Contrast(
            np.array([[*pair, 1, 0]]), np.array([1.0, -1.0, -1.0, 1.0])
        )
    return found


def ablation_summary(ablation: Ablation, blocks: Iterable[Floats]) -> AblationSummary:
    """What an ablation says: the expected outcome and those that the measure or a part of it moved
    most.
    """
    effects = Effects(ablation.contrasts, tuple(OUTCOMES.values()), time_watched_in(ablation.plan))
    for block in blocks:
        effects.add(block)
    study = ablation.plan.scenario.study
    found = effects.estimates(study.confidence)
    alpha = 1.0 - study.confidence
    names = _outcomes(ablation, found, alpha)
    p = holm_adjusted({(key, name): found[key][name].p for key in found for name in names})

    def effects_of(role: Role, name: str) -> PartEffects:
        return _row_summary((role, name), found, names, p, alpha)

    plan = ablation.plan
    return AblationSummary(
        schema=SCHEMA,
        scenario=NamedScenario(name=plan.scenario.name, digest=plan.scenario.digest),
        arm=ablation.arm,
        measure=ablation.measure,
        seed=plan.seed,
        replications=plan.replications,
        confidence=study.confidence,
        outcomes=names,
        whole=effects_of("whole", ""),
        parts=tuple(_part_summary(part, effects_of) for part in ablation.parts),
        conditions=tuple(_condition_summary(one, effects_of) for one in ablation.conditions),
    )


def _part_summary(part: Part, effects_of: Callable[[Role, str], PartEffects]) -> PartSummary:
    return PartSummary(
        part=part.name,
        as_in_arm=part.as_in_arm,
        alone=effects_of("alone", part.name),
        rest=effects_of("rest", part.name),
        removed=effects_of("removed", part.name),
    )


def _condition_summary(
    condition: Circumstance, effects_of: Callable[[Role, str], PartEffects]
) -> ConditionSummary:
    return ConditionSummary(
        condition=condition.title,
        where=effects_of("where", condition.title),
        change=effects_of("change", condition.title),
    )


def _outcomes(
    ablation: Ablation, found: Mapping[Key, Mapping[str, Effect]], alpha: float
) -> tuple[str, ...]:
    """The expected outcome, and those that the measure or a part of it moves most by
    what matters.
    """
    others = [name for name in OUTCOMES if name != ablation.outcome and name not in NOT_MOVED]
    keys = [key for key in found if key[0] in {"whole", "alone"}]
    p = holm_adjusted({(key, name): found[key][name].p for key in keys for name in others})
    reach = {
        name: max(
            (abs(found[key][name].estimate) for key in keys if p[key, name] < alpha), default=0.0
        )
        / OUTCOMES[name].matters
        for name in others
    }
    moved = sorted((name for name in others if reach[name] > 0.0), key=lambda name: -reach[name])
    return (ablation.outcome, *moved[:MOST_OUTCOMES])


def _row_summary(
    key: Key,
    found: Mapping[Key, Mapping[str, Effect]],
    names: Sequence[str],
    p: Mapping[tuple[Key, str], float],
    alpha: float,
) -> PartEffects:
    if key not in found:
        return None
    return {
        name: PartEffect(
            estimate=twelve_digits_or_none(found[key][name].estimate),
            low=twelve_digits_or_none(found[key][name].low),
            high=twelve_digits_or_none(found[key][name].high),
            worlds=found[key][name].worlds,
            p_adjusted=twelve_digits_or_none(p[key, name]),
            shown=bool(p[key, name] < alpha),
        )
        for name in names
    }
