"""Checks on trial: in what share of the worlds an outcome lies where the record, or whoever wrote
the scenario, says.

A check counts only in the worlds where it applies: that no penalty followed says nothing of a world
without a strike. A check that an input decides is counted apart: it tests that input, not the
model.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import nan
from typing import Final

import numpy as np

from sim.domain.inputs.checks import Check
from sim.domain.inputs.setting import Scenario
from sim.experiment.outcomes.outcome_lookup import named_check
from sim.experiment.statistics.estimates import Floats, wilson
from sim.experiment.statistics.mean_intervals import mean_interval
from sim.experiment.statistics.moments import sums_of

#: Below this share of worlds a check is said not to agree, and the assumptions are asked.
MOSTLY: Final = 0.5
#: The name under which all tests of an arm are counted together.
TOGETHER: Final = "all together"

#: What an outcome was in each world of an arm, by arm and outcome.
Columns = Callable[[str, str], Floats]


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """How many worlds of an arm agree with a check, of those where it applies: their share with its
    interval.

    ``median`` is that of the outcome over the worlds where the check applies and the outcome
    exists. What does not exist is NaN: the median of none, the share of no worlds.
    """

    name: str
    arm: str
    tests: bool
    agree: int
    applies: int
    worlds: int
    share: float
    low: float
    high: float
    median: float

    @property
    def doubtful(self) -> bool:
        """Whether it is a test, by itself, with which most worlds where it applies disagree."""
        return self.tests and self.name != TOGETHER and self.share < MOSTLY


def arm_of(scenario: Scenario, check: Check) -> str:
    """The arm that a check looks at."""
    return check.arm or scenario.study.baseline


def by_arm(scenario: Scenario) -> dict[str, dict[str, Check]]:
    """The checks of each arm, by name."""
    arms: dict[str, dict[str, Check]] = {}
    for name, check in scenario.checks.items():
        arms.setdefault(arm_of(scenario, check), {})[name] = named_check(check)
    return arms


def agrees(check: Check, column: Callable[[str], Floats]) -> Floats:
    """1 for each world that agrees, 0 for each other, NaN where the check does not apply;
    ``column`` by outcome.

    A world without the outcome does not agree.
    """
    values = column(check.outcome)
    with np.errstate(invalid="ignore"):
        within: Floats = ((values >= check.low) & (values <= check.high)).astype(np.float64)
    return np.where(_applies(check, column), within, nan)


def _applies(check: Check, column: Callable[[str], Floats]) -> Floats:
    if not check.where:
        return np.ones(len(column(check.outcome)), dtype=np.float64)
    return (np.nan_to_num(column(check.where)) > 0).astype(np.float64)


def agreements(
    scenario: Scenario, columns: Columns, confidence: float, *, drawn: int = 0
) -> list[Agreement]:
    """Each check of a scenario, given its arms' outcomes world by world; after each arm's, its
    tests together. Intervals are over draws where uncertain inputs were ``drawn`` for so many
    worlds each.
    """
    rows: list[Agreement] = []
    for arm, checks in by_arm(scenario).items():

        def column(outcome: str, arm: str = arm) -> Floats:
            return columns(arm, outcome)

        found = {name: agrees(check, column) for name, check in checks.items()}
        rows += [
            _agreement_count(
                name,
                arm,
                worlds,
                confidence,
                check=checks[name],
                median=_median(checks[name], column),
                drawn=drawn,
            )
            for name, worlds in found.items()
        ]
        tests = [worlds for name, worlds in found.items() if checks[name].tests]
        if len(tests) > 1:
            rows.append(_agreement_count(TOGETHER, arm, together(tests), confidence, drawn=drawn))
    return rows


def together(tests: Sequence[Floats]) -> Floats:
    """Whether a world agrees with all tests; where one does not apply it agrees with the record no
    more than elsewhere.
    """
    return np.prod([np.nan_to_num(worlds) for worlds in tests], axis=0)  # type: ignore[no-any-return]


def _agreement_count(
    name: str,
    arm: str,
    worlds: Floats,
    confidence: float,
    *,
    check: Check | None = None,
    median: float = nan,
    drawn: int = 0,
) -> Agreement:
    asked = worlds[~np.isnan(worlds)]
    if drawn:
        low, high = over_draws(worlds.reshape(-1, drawn), confidence)
    else:
        low, high = (float(end) for end in wilson(asked.sum(), len(asked), confidence))
    return Agreement(
        name=name,
        arm=arm,
        tests=check is None or check.tests,
        agree=int(asked.sum()),
        applies=len(asked),
        worlds=len(worlds),
        share=float(asked.mean()) if len(asked) else nan,
        low=low,
        high=high,
        median=median,
    )


def over_draws(worlds: Floats, confidence: float) -> tuple[float, float]:
    """The interval of a share over draws of uncertain inputs (draws x worlds; NaN where it does not
    apply), whose worlds are alike: a ratio of sums, by what each draw adds to it (Cochran 1977).
    """
    many = (~np.isnan(worlds)).sum(axis=1).astype(np.float64)
    found = np.nansum(worlds, axis=1)[many > 0]
    many = many[many > 0]
    if not len(many):
        return nan, nan
    share = found.sum() / many.sum()
    parts = share + (found - share * many) / many.mean()
    low, high = mean_interval(sums_of(parts), (0.0, 1.0), confidence)
    return float(np.fmax(low[0], 0.0)), float(np.fmin(high[0], 1.0))


def _median(check: Check, column: Callable[[str], Floats]) -> float:
    values = column(check.outcome)[_applies(check, column) > 0]
    there = values[~np.isnan(values)]
    return float(np.median(there)) if len(there) else nan


def missed_checks(scenario: Scenario, found: Sequence[Agreement]) -> list[str]:
    """Checks whose whole interval lies below the share that the scenario demands, or that no world
    could meet.
    """
    return [
        one.name
        for one in found
        if one.name in scenario.checks and _is_missed(scenario.checks[one.name], one)
    ]


def _is_missed(check: Check, one: Agreement) -> bool:
    return check.at_least > 0 and (one.applies == 0 or one.high < check.at_least)
