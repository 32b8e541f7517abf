"""Why a measure does what it does: its parts switched on one at a time, and switched off one at a time, in the same worlds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

import numpy as np

from sim.domain.setting import Scenario, Setting
from sim.experiment.contrasts import Contrast, difference_of
from sim.experiment.effects import Effect, Effects, adjusted
from sim.experiment.outcomes import OUTCOMES
from sim.experiment.plan import Plan
from sim.experiment.statistics import Floats
from sim.experiment.trial import as_plan

SCHEMA: Final = 1
MOST_OUTCOMES: Final = 6  # beside the expected one
Role = Literal["whole", "alone", "rest", "removed"]
Key = tuple[Role, str]
_ROLES: Final[tuple[Role, ...]] = ("alone", "rest", "removed")


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of a measure: the arm's inputs with it alone and with all but it; ``None`` where such inputs cannot stand."""

    name: str
    alone: Setting | None
    rest: Setting | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ablation:
    """A measure taken apart. ``contrasts`` are by role and part.

    *whole*: what the measure does; *alone*: what a part does by itself; *rest*: what all others do without it; *removed*: what
    the measure does less what the rest does, which is what the part adds to the others.
    """

    arm: str
    measure: str
    outcome: str
    parts: tuple[Part, ...]
    plan: Plan
    contrasts: Mapping[Key, Contrast]


def planned_ablation(
    scenario: Scenario,
    arm: str,
    whole: tuple[str, str, Setting],
    parts: Sequence[Part],
    *,
    replications: int,
    seed: int,
) -> Ablation:
    """An ablation of ``whole``: a measure, the outcome that it is expected to move, the inputs under it."""
    measure, outcome, setting = whole
    settings = {arm: scenario.arms[arm].setting, measure: setting}
    for part in parts:
        if part.alone is not None:
            settings[f"only {part.name}"] = part.alone
        if part.rest is not None:
            settings[f"all but {part.name}"] = part.rest
    plan = as_plan(scenario, arm, settings, replications, seed)
    contrasts = {
        ("whole", ""): difference_of(1, 0),
        **_contrasts(parts, {name: at for at, name in enumerate(plan.arms)}),
    }
    return Ablation(arm=arm, measure=measure, outcome=outcome, parts=tuple(parts), plan=plan, contrasts=contrasts)


def _contrasts(parts: Sequence[Part], place: Mapping[str, int]) -> dict[Key, Contrast]:
    found: dict[Key, Contrast] = {}
    for part in parts:
        alone, rest = place.get(f"only {part.name}"), place.get(f"all but {part.name}")
        if alone is not None:
            found["alone", part.name] = difference_of(alone, 0)
        if rest is not None:
            found["rest", part.name] = difference_of(rest, 0)
            found["removed", part.name] = difference_of(1, rest)
    return found


def ablated(ablation: Ablation, blocks: Iterable[Floats]) -> dict[str, Any]:
    """What an ablation says, as plain data: the expected outcome and those that the measure or a part of it moved most."""
    effects = Effects(ablation.contrasts, tuple(OUTCOMES.values()))
    for block in blocks:
        effects.add(block)
    study = ablation.plan.scenario.study
    found = effects.found(study.confidence)
    alpha = 1.0 - study.confidence
    names = _outcomes(ablation, found, alpha)
    p = adjusted({(key, name): found[key][name].p for key in found for name in names})
    return {
        "schema": SCHEMA,
        "scenario": {"name": ablation.plan.scenario.name, "digest": ablation.plan.scenario.digest},
        "arm": ablation.arm,
        "measure": ablation.measure,
        "seed": ablation.plan.seed,
        "replications": ablation.plan.replications,
        "confidence": study.confidence,
        "outcomes": list(names),
        "whole": _told(("whole", ""), found, names, p, alpha),
        "parts": [
            {"part": part.name} | {role: _told((role, part.name), found, names, p, alpha) for role in _ROLES}
            for part in ablation.parts
        ],
    }


def _outcomes(ablation: Ablation, found: Mapping[Key, Mapping[str, Effect]], alpha: float) -> tuple[str, ...]:
    """The expected outcome, and those that the measure or a part of it moves most by what matters."""
    others = [name for name in OUTCOMES if name not in {ablation.outcome, "cost"} and not name.startswith("delay_")]
    keys = [key for key in found if key[0] in {"whole", "alone"}]
    p = adjusted({(key, name): found[key][name].p for key in keys for name in others})
    reach = {
        name: max((abs(found[key][name].estimate) for key in keys if p[key, name] < alpha), default=0.0)
        / OUTCOMES[name].matters
        for name in others
    }
    moved = sorted((name for name in others if reach[name] > 0.0), key=lambda name: -reach[name])
    return (ablation.outcome, *moved[:MOST_OUTCOMES])


def _told(
    key: Key, found: Mapping[Key, Mapping[str, Effect]], names: Sequence[str], p: Mapping[tuple[Key, str], float], alpha: float
) -> dict[str, Any] | None:  # fmt: skip
    if key not in found:
        return None
    return {
        name: {
            "estimate": _number(found[key][name].estimate), "low": _number(found[key][name].low),
            "high": _number(found[key][name].high), "worlds": found[key][name].worlds,
            "p_adjusted": _number(p[key, name]), "shown": bool(p[key, name] < alpha),
        }
        for name in names
    }  # fmt: skip


def _number(value: float) -> float | None:
    return None if np.isnan(value) else float(f"{value:.12g}") + 0.0
