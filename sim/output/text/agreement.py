"""Agreement with what a scenario declares, as tables and in sentences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import isnan
from typing import Final

from sim.domain.inputs.checks import Check
from sim.domain.inputs.setting import Scenario
from sim.experiment.checks.agreement import Agreement, agreements, arm_of
from sim.experiment.checks.decisive_inputs import DecisiveInput, Under
from sim.experiment.outcomes.definitions import OUTCOMES
from sim.experiment.outcomes.outcome_lookup import outcome_name
from sim.output.storage.run_folder import RunFolder
from sim.output.text.comparison_table import NONE
from sim.output.text.grid import Grid
from sim.scenario.schema.quantity_text import write_amount

_HEADER: Final = ("", "outcome", "agrees", "median", "worlds", "share", "interval")
#: So many assumptions are named that raise a check beside the first.
_ALSO: Final = 3


def folder_agreements(scenario: Scenario, folder: RunFolder) -> list[Agreement]:
    """The checks of a run's scenario whose arm took part in the run."""
    present = {
        name: check
        for name, check in scenario.checks.items()
        if arm_of(scenario, check) in folder.arms
    }
    doubt = folder.summary.doubt
    return agreements(
        replace(scenario, checks=present),
        folder.column,
        scenario.study.confidence,
        drawn=0 if doubt is None else doubt.worlds,
    )


def grids(scenario: Scenario, found: Sequence[Agreement]) -> list[Grid]:
    """For each arm the checks that test the model, then those that inputs decide: what agrees, and
    how often the worlds do.
    """
    level = f"{scenario.study.confidence * 100:g} %"
    tables: list[Grid] = []
    for arm in dict.fromkeys(one.arm for one in found):
        here = [one for one in found if one.arm == arm]
        titles = {
            True: (
                f"Agreement with what is declared, {arm}: worlds of those where it applies, {level}"
                " interval"
            ),
            False: f"Given by inputs, not a test, {arm}",
        }
        for tests, title in titles.items():
            rows = tuple(_row(scenario, one) for one in here if one.tests == tests)
            tables += (
                [Grid(title=title, header=_HEADER, align="lllrrrr", rows=rows)] if rows else []
            )
    return tables


def _row(scenario: Scenario, one: Agreement) -> tuple[str, ...]:
    check = scenario.checks.get(one.name)
    if check is None:
        return one.name, "", "", "", *agreement_cells(one)
    outcome = OUTCOMES[outcome_name(check.outcome)]
    return (
        one.name,
        outcome.title,
        between(check),
        amount(one.median, timed=outcome.unit == "h"),
        *agreement_cells(one),
    )


def agreement_cells(one: Agreement) -> tuple[str, str, str]:
    """How many worlds agree of those where it applies, their share, its interval."""
    worlds = f"{one.agree} of {one.applies}"
    return (
        (worlds, f"{one.share:.2f}", f"{one.low:.2f} to {one.high:.2f}")
        if one.applies
        else (worlds, NONE, "")
    )


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


def check_descriptions(scenario: Scenario) -> list[str]:
    """What the record says, check by check; where the check applies, and what gives those that are
    no test.
    """
    return [
        line
        for name, check in scenario.checks.items()
        if (line := _check_description(name, check)) != name
    ]


def _check_description(name: str, check: Check) -> str:
    where = f" (where {OUTCOMES[outcome_name(check.where)].title})" if check.where else ""
    given = f"Given, not a test: {check.given_by}" if check.given_by else ""
    text = ". ".join(part for part in (check.says, given) if part)
    return f"{name}{where}: {text}" if text else f"{name}{where}"


def sentence(check: str, rows: Sequence[DecisiveInput]) -> str:
    """On which assumption the disagreement with a check hangs, as far as it can be told from
    chance.
    """
    tried = [one for one in rows if one.check == check]
    if not tried:
        return f"{check}: most worlds disagree, and the scenario declares no uncertainties to ask."
    raising = [one for one in tried if one.raises]
    return _raising_text(check, raising) if raising else _not_told_apart(check, tried)


def otherwise(check: str, own: str, rows: Sequence[Under]) -> str:
    """What other protocols than the arm's ``own`` give for a check; empty where they were not
    asked.
    """
    tried = [one for one in rows if one.check == check]
    if not tried:
        return ""
    counts = ", ".join(f"{one.agree} of {one.applies} under {one.protocol}" for one in tried)
    return (
        f"The protocol, {own}, is set and has no range; of the same worlds, all else as it is,"
        f" there agree {counts}."
    )


def _raising_text(check: str, raising: Sequence[DecisiveInput]) -> str:
    best, *others = raising
    names = list(
        dict.fromkeys(one.factor.path for one in others if one.factor.path != best.factor.path)
    )
    more = f" and {len(names) - _ALSO} more" if len(names) > _ALSO else ""
    also = f" Also told apart: {', '.join(names[:_ALSO])}{more}." if names else ""
    return (
        f"{check}: most worlds disagree. What raises it most is {best.factor.path}: at"
        f" {best.factor.value_text(best.value)} instead of"
        f" {best.factor.value_text(best.factor.value)}, {best.moved:.2f} agree instead of"
        f" {best.own:.2f} of the {best.pairs} worlds where it applies both ways"
        f" ({_difference(best)}; p {_p(best.p)}, Holm over {best.family} comparisons).{also}"
    )


def _not_told_apart(check: str, tried: Sequence[DecisiveInput]) -> str:
    factors, most = len({one.factor.path for one in tried}), tried[0]
    moved = f"{factors} input{'s' if factors != 1 else ''}"
    pairs = max(one.pairs for one in tried)
    if pairs < (needed := most.fewest_pairs):
        return (
            f"{check}: most worlds disagree. Which assumption that hangs on cannot be asked: it"
            f" applies both ways in at most {pairs} of the {most.worlds} worlds, and fewer than"
            f" {needed} can show nothing among {most.family} comparisons."
        )
    seen = (
        f"the most that was seen is {most.factor.path} at {most.factor.value_text(most.value)}:"
        f" {_difference(most)}, n = {most.pairs}, p {_p(most.p)}"
        if most.gain > 0
        else f"none raised it at all, n = {pairs}"
    )
    return (
        f"{check}: most worlds disagree. No assumption is told apart from chance: {moved}, each by"
        f" itself at the ends of its range, Holm over {most.family} comparisons; {seen}."
    )


def _difference(one: DecisiveInput) -> str:
    return f"{one.gain:+.2f}, {one.low:+.2f} to {one.high:+.2f}"


def _p(p: float) -> str:
    return "< .001" if p < 0.001 else f"= {p:.3f}".replace("0.", ".", 1)
