"""Levers: on which assumption a disagreement with a check hangs.

The inputs that a scenario calls uncertain go to the ends of their ranges, one at a time, in the
same worlds. Each move is tested against no change, pair by pair, and all moves of an arm are one
family: the largest of many moves is always large.

The protocol has no range and is no such input, though it may decide a check alone. Where hardly any
world agrees the same worlds are run under the other protocols, and what they give is counted.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import ceil, log2
from typing import Final

import numpy as np

from sim.domain.decisions.protocols import PROTOCOLS
from sim.domain.inputs.checks import Check
from sim.domain.inputs.setting import Arm, Scenario
from sim.errors import UsageError
from sim.experiment.checks.agreement import Agreement, agrees, by_arm
from sim.experiment.design.factors import Asked, Factor, uncertain
from sim.experiment.design.feasibility import setting_with_values
from sim.experiment.outcomes.definitions import COLUMNS
from sim.experiment.runs.executor import finished_chunks
from sim.experiment.runs.plan import Plan
from sim.experiment.statistics import estimates as by
from sim.experiment.statistics.estimates import Floats
from sim.scenario import Resolved

#: Worlds in which each assumption is moved; of a shorter run, as many as it has.
WORLDS: Final = 100
_OWN: Final = "own"
#: Below this share of worlds a check agrees in hardly any.
HARDLY: Final = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisiveInput:
    """What one end of one assumption's range does to one check.

    Over the ``pairs`` of worlds in which the check applies both as the file has it and with
    ``value``: the shares that agree and the interval of their difference (Tango), the p-value of no
    difference (exact McNemar), adjusted by Holm over the ``family`` of all moves that were tried.
    NaN where there are no pairs. ``worlds`` is in how many it was moved.
    """

    factor: Factor
    value: float
    check: str
    worlds: int
    pairs: int
    own: float
    moved: float
    low: float
    high: float
    p: float
    family: int
    confidence: float

    @property
    def gain(self) -> float:
        """How much more often the worlds agree; NaN where there are no pairs."""
        return self.moved - self.own

    @property
    def fewest_pairs(self) -> int:
        """Pairs below which no move could be told apart, even if every one of them came
        to agree.
        """
        return ceil(log2(2 * max(self.family, 1) / (1 - self.confidence)))

    @property
    def raises(self) -> bool:
        """Whether more worlds agree, beyond what chance does among so many moves."""
        return self.gain > 0 and self.p < 1 - self.confidence


def levers(
    found: Resolved,
    arm: str,
    names: Sequence[str],
    *,
    seed: int,
    worlds: int = WORLDS,
    jobs: int = 1,
) -> list[DecisiveInput]:
    """What each uncertain input does to the named checks of an arm, the largest gain first; none
    where none is declared.
    """
    scenario = found.scenario
    checks = _chosen_checks(scenario, arm, names)
    try:
        factors = uncertain(found, (arm,), Asked())
    except UsageError:
        return []
    moves = [
        (factor, end)
        for factor in factors
        for end in (factor.low, factor.high)
        if end != factor.value
    ]
    setting = scenario.arms[arm].setting
    settings = {_OWN: setting} | {
        str(at): setting_with_values(setting, arm, [move]) for at, move in enumerate(moves)
    }
    arms = {name: Arm(name=name, title=name, setting=one) for name, one in settings.items()}
    plan = Plan(
        scenario=replace(scenario, arms=arms),
        seed=seed,
        replications=worlds,
        arms=tuple(arms),
        baseline=_OWN,
    )
    shown = _agreeing_worlds(plan, checks, jobs)
    return _adjust_family(list(_compare_moves(moves, shown, scenario.study.confidence)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Under:
    """How many worlds agree with a check under another protocol, of those where it applies."""

    protocol: str
    check: str
    agree: int
    applies: int


def hardly(found: Sequence[Agreement]) -> list[str]:
    """The checks with which hardly any world agrees, of those with which most worlds disagree."""
    return [one.name for one in found if one.doubtful and one.share < HARDLY]


def under_others(
    found: Resolved,
    arm: str,
    names: Sequence[str],
    *,
    seed: int,
    worlds: int = WORLDS,
    jobs: int = 1,
) -> list[Under]:
    """What the other protocols give for the named checks of an arm, all else as it is, in the
    worlds of ``levers``.
    """
    scenario = found.scenario
    checks = _chosen_checks(scenario, arm, names)
    if not checks:
        return []
    setting = scenario.arms[arm].setting
    others = [name for name in PROTOCOLS if name != setting.protocol]
    arms = {
        name: Arm(name=name, title=name, setting=replace(setting, protocol=name)) for name in others
    }
    changed_scenario = replace(scenario, arms=arms)
    plan = Plan(
        scenario=changed_scenario,
        seed=seed,
        replications=worlds,
        arms=tuple(arms),
        baseline=others[0],
    )
    shown = _agreeing_worlds(plan, checks, jobs)
    return [
        Under(
            protocol=name,
            check=check,
            agree=int(np.nansum(one)),
            applies=int((~np.isnan(one)).sum()),
        )
        for name in others
        for check, one in shown[name].items()
    ]


def _chosen_checks(scenario: Scenario, arm: str, names: Sequence[str]) -> dict[str, Check]:
    """The named checks of an arm, by name."""
    return {name: check for name, check in by_arm(scenario).get(arm, {}).items() if name in names}


def _agreeing_worlds(
    plan: Plan, checks: Mapping[str, Check], jobs: int
) -> dict[str, dict[str, Floats]]:
    """Which worlds agree with each check, for each arm of the plan."""
    blocks = [
        np.frombuffer(chunk.values, dtype="<f8") for chunk in finished_chunks(plan, jobs=jobs)
    ]
    values = np.concatenate(blocks).reshape(plan.replications, len(plan.arms), len(COLUMNS))
    shown: dict[str, dict[str, Floats]] = {}
    for at, arm in enumerate(plan.arms):

        def column(outcome: str, at: int = at) -> Floats:
            return values[:, at, COLUMNS.index(outcome)]

        shown[arm] = {name: agrees(check, column) for name, check in checks.items()}
    return shown


def _compare_moves(
    moves: Sequence[tuple[Factor, float]],
    shown: Mapping[str, Mapping[str, Floats]],
    confidence: float,
) -> Iterator[DecisiveInput]:
    """Each move and check, with the p-value of that comparison alone."""
    for at, (factor, value) in enumerate(moves):
        for name, own in shown[_OWN].items():
            yield _lever(factor, value, name, own, shown[str(at)][name], confidence)


def _lever(
    factor: Factor, value: float, check: str, own: Floats, moved: Floats, confidence: float
) -> DecisiveInput:
    worlds, both = len(own), ~np.isnan(own) & ~np.isnan(moved)
    own, moved = own[both], moved[both]
    n, up, down = len(own), float((moved > own).sum()), float((moved < own).sum())
    low, high = by.paired_shares(up, down, n, confidence)
    return DecisiveInput(
        factor=factor,
        value=value,
        check=check,
        worlds=worlds,
        pairs=n,
        own=_share(own),
        moved=_share(moved),
        low=float(low),
        high=float(high),
        p=float(by.mcnemar_exact_p(up, down)) if n else np.nan,
        family=1,
        confidence=confidence,
    )


def _share(worlds: Floats) -> float:
    return float(worlds.mean()) if len(worlds) else np.nan


def _adjust_family(rows: Sequence[DecisiveInput]) -> list[DecisiveInput]:
    """All comparisons as one family, the largest gain first."""
    adjusted = by.holm([one.p for one in rows])
    family = int((~np.isnan(adjusted)).sum())
    told = [replace(one, p=float(p), family=family) for one, p in zip(rows, adjusted, strict=True)]
    return sorted(told, key=lambda one: -np.nan_to_num(one.gain, nan=-np.inf))
