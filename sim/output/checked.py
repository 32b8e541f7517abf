"""Agreement with what a scenario declares, as a table and in sentences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import isnan
from typing import Final

from sim.domain.checks import Check
from sim.domain.setting import Scenario
from sim.experiment.checks import Agreement, Lever, agreements, arm_of
from sim.experiment.outcomes import OUTCOMES
from sim.output.store import RunFolder
from sim.output.table import NONE, Grid
from sim.scenario.quantities import write_amount

#: An assumption that moves the share by less than this is not said to matter.
_MATTERS: Final = 0.05


def agreed(scenario: Scenario, folder: RunFolder) -> list[Agreement]:
    """The checks of a run's scenario whose arm took part in the run."""
    present = {name: check for name, check in scenario.checks.items() if arm_of(scenario, check) in folder.arms}
    columns = {name: folder.column(arm_of(scenario, check), check.outcome) for name, check in present.items()}
    return agreements(replace(scenario, checks=present), columns, scenario.study.confidence)


def grid(scenario: Scenario, found: Sequence[Agreement]) -> Grid:
    """One row a check: what agrees, and how often the worlds do."""
    rows = tuple(_row(scenario, one) for one in found)
    level = f"{scenario.study.confidence * 100:g} %"
    return Grid(
        title=f"Agreement with what is declared, share of worlds with {level} interval",
        header=("", "arm", "outcome", "agrees", "median", "share", "interval"),
        align="lllrrrr",
        rows=rows,
    )


def _row(scenario: Scenario, one: Agreement) -> tuple[str, ...]:
    check = scenario.checks.get(one.name)
    share = f"{one.share:.2f}", f"{one.low:.2f} to {one.high:.2f}"
    if check is None:
        return one.name, one.arm, "", "", "", *share
    timed = OUTCOMES[check.outcome].unit == "h"
    return one.name, one.arm, OUTCOMES[check.outcome].title, between(check), amount(one.median, timed=timed), *share


def between(check: Check) -> str:
    """The values that agree, in words; one where there is but one."""
    ends = [f"{end.number:g}" if not end.unit else str(write_amount(end)) for end in check.between]
    return ends[0] if ends[0] == ends[1] else " to ".join(ends)


def amount(value: float, *, timed: bool) -> str:
    """A median in words: hours, or days where there are many."""
    if isnan(value):
        return NONE
    if not timed:
        return f"{value:.3g}"
    return f"{value / 24:.1f} d" if abs(value) >= 72 else f"{value:.1f} h"


def said(scenario: Scenario) -> list[str]:
    """What the record says, check by check."""
    return [f"{name}: {check.says}" for name, check in scenario.checks.items() if check.says]


def sentence(check: str, levers: Sequence[Lever]) -> str:
    """Which assumption the disagreement with a check hangs on most."""
    best = next((one for one in levers if one.check == check), None)
    if best is None:
        return f"{check}: most worlds disagree, and the scenario declares no uncertainties to ask."
    if best.gain < _MATTERS:
        return (
            f"{check}: most worlds disagree, and no single assumption within its declared range changes that "
            f"(the best raises {best.own:.2f} to {best.best:.2f})."
        )
    factor = best.factor
    return (
        f"{check}: most worlds disagree. What matters most is {factor.path}: at {factor.told(best.value)} instead of "
        f"{factor.told(factor.value)}, {best.best:.2f} of the worlds agree instead of {best.own:.2f}."
    )
