"""Checks on trial: in what share of the worlds an outcome lies where the record, or whoever wrote the scenario, says.

Where the worlds mostly disagree, the inputs that the scenario calls uncertain are moved one at a time to the ends of their
ranges, in the same worlds: that shows which assumption the disagreement hangs on.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import nan
from typing import Final

import numpy as np

from sim.domain.checks import Check
from sim.domain.setting import Arm, Scenario
from sim.errors import Problem, ScenarioError, UsageError
from sim.experiment.executor import finished
from sim.experiment.factors import Asked, Factor, changed, uncertain
from sim.experiment.outcomes import COLUMNS, OUTCOMES
from sim.experiment.plan import Plan
from sim.experiment.statistics import Floats, wilson
from sim.scenario import Resolved
from sim.scenario.leaves import nearest
from sim.scenario.problems import placed

#: Below this share of worlds a check is said not to agree, and the assumptions are asked.
MOSTLY: Final = 0.5
#: Worlds in which each assumption is moved; of a shorter run, as many as it has.
WORLDS: Final = 60
#: The name under which all checks of an arm are counted together.
TOGETHER: Final = "all of these together"


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """How often the worlds of an arm agree with a check: the share with its interval.

    ``median`` is that of the outcome over the worlds that have it; NaN where none has.
    """

    name: str
    arm: str
    share: float
    low: float
    high: float
    worlds: int
    median: float

    @property
    def mostly(self) -> bool:
        """Whether more worlds agree than do not."""
        return self.share >= MOSTLY


@dataclass(frozen=True, slots=True, kw_only=True)
class Lever:
    """What one assumption does to one check: the share that agrees with it at either end of its range."""

    factor: Factor
    check: str
    own: float
    at_low: float
    at_high: float

    @property
    def best(self) -> float:
        """The share at the better end."""
        return max(self.at_low, self.at_high)

    @property
    def gain(self) -> float:
        """How much more often the worlds agree at the better end."""
        return self.best - self.own

    @property
    def value(self) -> float:
        """The better end."""
        return self.factor.low if self.at_low >= self.at_high else self.factor.high


def expect_known(found: Resolved) -> None:
    """Every check names an outcome and speaks in its unit; raises ``ScenarioError`` with all that do not."""
    problems = tuple(_problems(found))
    if problems:
        raise ScenarioError(problems)


def _problems(found: Resolved) -> Iterator[Problem]:
    for name, check in found.scenario.checks.items():
        outcome = OUTCOMES.get(check.outcome)
        if outcome is None:
            hint = nearest(check.outcome, OUTCOMES) or "`hotline list outcomes` names them"
            text = f'there is no outcome "{check.outcome[:64]}"'
            yield placed(found.base, ("checks", name, "outcome"), text, hint, found.files[0])
        elif any(amount.unit != ("h" if outcome.unit == "h" else "") for amount in check.between if amount.number):
            expected = "hours, such as [-4 h, 1 h]" if outcome.unit == "h" else "pure numbers, such as [0, 1]"
            text = f"{check.outcome} is measured in {outcome.unit}: expected {expected}"
            yield placed(found.base, ("checks", name, "between"), text, "", found.files[0])


def arm_of(scenario: Scenario, check: Check) -> str:
    """The arm that a check looks at."""
    return check.arm or scenario.study.baseline


def agrees(check: Check, values: Floats) -> Floats:
    """1 for each world that agrees, 0 for each other; one without the outcome does not agree."""
    with np.errstate(invalid="ignore"):
        within: Floats = ((values >= check.low) & (values <= check.high)).astype(np.float64)
    return within


def by_check(checks: Mapping[str, Check], columns: Mapping[str, Floats]) -> dict[str, Floats]:
    """Which worlds agree with each check, and with all of them; ``columns`` holds the checks' values by name."""
    found = {name: agrees(check, columns[name]) for name, check in checks.items()}
    if len(found) > 1:
        found[TOGETHER] = np.prod(list(found.values()), axis=0)
    return found


def agreements(scenario: Scenario, columns: Mapping[str, Floats], confidence: float) -> list[Agreement]:
    """Each check of a scenario, given what its outcome was in each world of its arm; at last, all of each arm together."""
    rows: list[Agreement] = []
    for arm, checks in _by_arm(scenario).items():
        for name, worlds in by_check(checks, columns).items():
            low, high = wilson(worlds.sum(), len(worlds), confidence)
            rows.append(Agreement(name=name, arm=arm, share=float(worlds.mean()), low=float(low), high=float(high),
                                  worlds=len(worlds), median=_median(columns.get(name))))  # fmt: skip
    return rows


def _median(values: Floats | None) -> float:
    found = np.array([]) if values is None else values[~np.isnan(values)]
    return float(np.median(found)) if len(found) else nan


def _by_arm(scenario: Scenario) -> dict[str, dict[str, Check]]:
    arms: dict[str, dict[str, Check]] = {}
    for name, check in scenario.checks.items():
        arms.setdefault(arm_of(scenario, check), {})[name] = check
    return arms


def missed(scenario: Scenario, found: Sequence[Agreement]) -> list[str]:
    """Checks whose whole interval lies below the share that the scenario demands."""
    return [one.name for one in found if one.name in scenario.checks and one.high < scenario.checks[one.name].at_least]


def levers(found: Resolved, arm: str, *, seed: int, worlds: int = WORLDS, jobs: int = 1) -> list[Lever]:
    """What each uncertain input does to each check of an arm, the most helpful first; none where none is declared."""
    scenario = found.scenario
    checks = _by_arm(scenario).get(arm, {})
    try:
        factors = uncertain(found, (arm,), Asked())
    except UsageError:
        return []
    setting = scenario.arms[arm].setting
    settings = {"own": setting}
    for at, factor in enumerate(factors):
        settings[f"{at}-low"] = changed(setting, arm, [(factor, factor.low)])
        settings[f"{at}-high"] = changed(setting, arm, [(factor, factor.high)])
    arms = {name: Arm(name=name, title=name, setting=one) for name, one in settings.items()}
    plan = Plan(scenario=replace(scenario, arms=arms), seed=seed, replications=worlds, arms=tuple(arms), baseline="own")
    shares = _shares(plan, checks, jobs)
    rows = [
        Lever(factor=factor, check=name, own=own, at_low=shares[f"{at}-low"][name], at_high=shares[f"{at}-high"][name])
        for at, factor in enumerate(factors)
        for name, own in shares["own"].items()
    ]
    return sorted(rows, key=lambda one: -one.gain)


def _shares(plan: Plan, checks: Mapping[str, Check], jobs: int) -> dict[str, dict[str, float]]:
    """The share of worlds that agrees with each check, for each arm of the plan."""
    blocks = [np.frombuffer(chunk.values, dtype="<f8") for chunk in finished(plan, jobs=jobs)]
    values = np.concatenate(blocks).reshape(plan.replications, len(plan.arms), len(COLUMNS))
    shares: dict[str, dict[str, float]] = {}
    for at, arm in enumerate(plan.arms):
        columns = {name: values[:, at, COLUMNS.index(check.outcome)] for name, check in checks.items()}
        shares[arm] = {name: float(worlds.mean()) for name, worlds in by_check(checks, columns).items()}
    return shares
