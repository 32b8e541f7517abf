"""How a world ended: its outcomes, as the comparison of regimes counts them."""

from __future__ import annotations

from math import floor, isnan, log10
from typing import Final

from sim.experiment.outcomes.definitions import OUTCOMES, Outcome, outcome_values
from sim.output.evidence.traced_world import Traced
from sim.output.story.layout import WIDTH, columns, heading, paragraph, table
from sim.output.story.sentences.vocabulary import percent

_HALF: Final = (WIDTH - 3) // 2
_SHARES: Final = frozenset({"readiness", "load"})
_COUNTS: Final = frozenset({"per world", "rung"})
#: Units that say no more than the title does.
_BARE: Final = frozenset({"logit", "trust", "credibility"})
_NOTHING: Final = "-"


def outcome_text(world: Traced, *, everything: bool) -> list[str]:
    """The outcomes of a world as text. Without ``everything`` the delays stage by stage, told
    elsewhere, are left out.
    """
    values = outcome_values(world.log, world.setting)
    chosen = [outcome for outcome in OUTCOMES.values() if everything or outcome.group != "delay"]
    rows = [
        (outcome.title, value(outcome, values[outcome.name]))
        for outcome in chosen
        if not isnan(values[outcome.name])
    ]
    absent = [outcome.title for outcome in chosen if isnan(values[outcome.name])]
    middle = -(-len(rows) // 2)
    sides = [table(half, "lr", "") if half else [] for half in (rows[:middle], rows[middle:])]
    lines = [
        *heading("Outcomes of this world"),
        *("  " + line for line in columns(sides[0], sides[1], _HALF - 3)),
    ]
    if absent and everything:
        lines += ["", *paragraph(f"Not defined in this world: {', '.join(absent)}.")]
    return lines


def value(outcome: Outcome, figure: float) -> str:
    """One outcome of one world: yes or no where it is a share, else a number with its unit."""
    if isnan(figure):
        return _NOTHING
    if outcome.kind == "share":
        return percent(figure) if figure not in (0.0, 1.0) else "yes" if figure else "no"
    if outcome.unit in _SHARES:
        return percent(figure)
    digits = 0 if outcome.unit in _COUNTS else max(0, min(2, 1 - floor(log10(outcome.matters))))
    unit = "" if outcome.unit in _COUNTS | _BARE else f" {outcome.unit}"
    return f"{figure:.{digits}f}{unit}"


def differing_outcomes(first: Traced, second: Traced) -> list[tuple[str, str, str, str]]:
    """(title, value, value, which is better) of the outcomes in which two worlds differ visibly."""
    before, after = (
        outcome_values(first.log, first.setting),
        outcome_values(second.log, second.setting),
    )
    rows = []
    for name, outcome in OUTCOMES.items():
        told_values = value(outcome, before[name]), value(outcome, after[name])
        if told_values[0] != told_values[1] and outcome.group != "delay":
            rows.append(
                (
                    outcome.title,
                    *told_values,
                    _better(outcome, before[name], after[name], first.arm, second.arm),
                )
            )
    return rows


def _better(outcome: Outcome, first: float, second: float, *arms: str) -> str:
    if outcome.better == "neither" or isnan(first) or isnan(second):
        return ""
    return arms[int((second < first) == (outcome.better == "lower"))]
