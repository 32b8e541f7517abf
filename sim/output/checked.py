"""Agreement with what a scenario declares, as a table and in sentences."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from sim.domain.setting import Scenario
from sim.experiment.checks import Agreement, Lever, agreements, arm_of
from sim.experiment.outcomes import OUTCOMES
from sim.output.store import RunFolder
from sim.output.table import Grid
from sim.scenario.quantities import write_amount

#: An assumption that moves the share by less than this is not said to matter.
_MATTERS: Final = 0.05


def agreed(scenario: Scenario, folder: RunFolder) -> list[Agreement]:
    """The checks of a run's scenario whose arm took part in the run."""
    present = {name: check for name, check in scenario.checks.items() if arm_of(scenario, check) in folder.arms}
    columns = {name: folder.column(arm_of(scenario, check), check.outcome) for name, check in present.items()}
    taking_part = scenario if len(present) == len(scenario.checks) else _with_checks(scenario, present)
    return agreements(taking_part, columns, scenario.study.confidence)


def _with_checks(scenario: Scenario, checks: dict[str, Any]) -> Scenario:
    from dataclasses import replace

    return replace(scenario, checks=checks)


def grid(scenario: Scenario, found: Sequence[Agreement]) -> Grid:
    """One row a check: what agrees, and how often the worlds do."""
    rows = tuple(_row(scenario, one) for one in found)
    level = f"{scenario.study.confidence * 100:g} %"
    return Grid(
        title=f"Agreement with what is declared, share of worlds with {level} interval",
        header=("", "arm", "outcome", "between", "agree", "interval"),
        align="lllrrr",
        rows=rows,
    )


def _row(scenario: Scenario, one: Agreement) -> tuple[str, ...]:
    check = scenario.checks.get(one.name)
    between = " to ".join(str(write_amount(amount)) for amount in check.between) if check else ""
    outcome = OUTCOMES[check.outcome].title if check else ""
    return one.name, one.arm, outcome, between, f"{one.share:.2f}", f"{one.low:.2f} to {one.high:.2f}"


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
