"""The recommendation table: one row a measure, as text for a terminal and as cells for
a CSV file.
"""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import wrap
from typing import Final

from sim.experiment.comparison.summary_parts import Estimated, Interval
from sim.experiment.measures.measures_summary import (
    DependenceSummary,
    DesignSummary,
    EffectSummary,
    RowSummary,
    TrialSummary,
)
from sim.experiment.outcomes.shares import percent
from sim.output.charts.base.chart import Outcome
from sim.output.charts.base.words import (
    MINUS,
    decimals,
    factor,
    folded_text,
    signed_number,
    told_unit,
)
from sim.output.text.comparison_table import grids
from sim.output.text.comparison_table import notes as comparison_notes
from sim.output.text.grid import Grid, plain
from sim.output.text.measures.measure_reasons import brief, reason
from sim.output.text.measures.portfolio_table import missing_told, portfolio_told
from sim.output.verdict_words import old_results
from sim.output.words import count_text, level_text

NONE: Final = "-"
MOST_MOVED: Final = 5
VERDICT: Final = 20  # columns
NAMES: Final = 22
HEADER: Final = (
    "",
    "expected",
    "alone",
    "on average",
    "as exp.",
    "contrary",
    "cost",
    "per unit",
    "verdict",
)


def outcome_of(summary: TrialSummary, name: str) -> Outcome:
    """An outcome as the summary describes it."""
    return summary.outcomes[name]


def lines(summary: TrialSummary, width: int) -> Iterator[str]:
    """The whole recommendation as text; the table itself may be wider than ``width``."""
    about, trial = summary.scenario, summary.measures
    worlds = (
        f"{count_text(summary.replications, 'world')}, seed {summary.seed}, digest"
        f" {about.digest[:12]}"
    )
    yield about.heading
    yield f"measures added to {trial.arm}, {_design(trial.design)}, {worlds}"
    yield ""
    yield from plain(_grid(summary))
    yield ""
    told = [paragraph for row in trial.rows for paragraph in _paragraphs(summary, row)]
    for paragraph in (*told, *pairs_told(summary)):
        yield from wrap(paragraph, width, subsequent_indent="  ")
    if any(row.conditions for row in trial.rows):
        yield ""
        yield from _what_changes(summary, width)
    yield ""
    for paragraph in _best_set(summary):
        yield from wrap(paragraph, width, subsequent_indent="  ")
    if summary.baseline != trial.arm:
        yield ""
        for grid in grids(summary, width=width):
            yield from (*plain(grid), "")
        yield from comparison_notes(summary, width=width)
    yield ""
    for paragraph in (*_confounding_notes(trial.design), *notes(summary)):
        yield from wrap(paragraph, width)


def _best_set(summary: TrialSummary) -> Iterator[str]:
    trial = summary.measures
    if trial.portfolio:
        yield from portfolio_told(trial.portfolio, summary.confidence)
    else:
        yield missing_told(trial.no_portfolio or "")


def _what_changes(summary: TrialSummary, width: int) -> Iterator[str]:
    """Everything that is shown to change the effect of a measure, with both sides; and the
    conditions that are not.
    """
    rows = summary.measures.rows
    found = [(row, one) for row in rows for one in row.conditions if one.shown]
    if found:
        header = ("measure", "X", "effect with X", "effect without X", "difference", "worlds")
        cells = tuple(
            _changed_cells(summary, row, one, first=row is not before)
            for (row, one), before in zip(found, [None, *(row for row, _ in found)], strict=False)
        )
        yield from plain(
            Grid(
                title="What is shown to change the effect",
                header=header,
                align="llrrrr",
                rows=cells,
            )
        )
    else:
        yield "Nothing is shown to change the effect of a measure: no other measure, no condition."
    for text in quiet_told(summary):
        yield from wrap(text, width, subsequent_indent="  ")


def pairs_told(summary: TrialSummary) -> Iterator[str]:
    """On how many pairs of arms effects rest on outcomes that only some worlds have."""
    for row in summary.measures.rows:
        rests = row.rests_on
        if rests is not None and rests.of:
            outcome = outcome_of(summary, row.expected.outcome)
            yield (
                f"{row.measure}: {outcome.title} exists only in worlds with a {outcome.exists}, so"
                f" its effect rests on {rests.pairs} of {rests.of} pairs of arms"
                f" ({percent(rests.pairs / rests.of)}), those in which both have it: a selected"
                " group, which depends on the arms, so that nothing is tested in it."
            )


def quiet_told(summary: TrialSummary) -> Iterator[str]:
    """For each measure the conditions that are not shown to change its effect."""
    for row in summary.measures.rows:
        quiet = [one for one in row.conditions if one.kind == "condition" and not one.shown]
        if quiet and row.verdict != "not tested":
            outcome = outcome_of(summary, row.expected.outcome)
            some = "; ".join(f"{one.on} {_both(one.difference, outcome)}" for one in quiet)
            worlds = quiet[0].difference.worlds
            yield (
                f"{row.measure}: tried in {worlds} worlds, and not shown to change the effect"
                f" ({told_unit(outcome)}): {some}."
            )


def _changed_cells(
    summary: TrialSummary, row: RowSummary, one: DependenceSummary, *, first: bool
) -> tuple[str, ...]:
    outcome = outcome_of(summary, row.expected.outcome)
    what = " or ".join((one.on, *one.aliases))
    sides = (_side(side, outcome, f"{side.says}  ") for side in (one.with_, one.without))
    measure = (
        f"{row.measure}\n" + folded_text(f"{outcome.title}, {told_unit(outcome)}", NAMES)
        if first
        else ""
    )
    return (
        measure,
        folded_text(what, NAMES),
        *sides,
        _side(one.difference, outcome),
        str(one.difference.worlds),
    )


def _side(effect: EffectSummary, outcome: Outcome, says: str = "") -> str:
    """An estimate above its interval; what is zero in every world has none."""
    if effect.higher == effect.lower == 0.0 and effect.worlds:
        return f"{says}0\nin every world"
    return f"{says}{effect_text(effect, outcome)}\n{told_interval(effect, outcome)}"


def _both(effect: EffectSummary, outcome: Outcome) -> str:
    """An estimate with its interval, on one line."""
    return f"{effect_text(effect, outcome)} ({told_interval(effect, outcome)})"


def _design(design: DesignSummary) -> str:
    if design.kind == "full":
        return f"all {design.runs} sets"
    return f"{design.runs} sets, a fraction of resolution {_ROMAN[design.resolution or 0]}"


_ROMAN: Final = {4: "IV", 5: "V"}


def _confounding_notes(design: DesignSummary) -> Iterator[str]:
    if design.generators:
        yield f"Generators of the fraction: {'; '.join(design.generators)}."
    for one in design.aliases:
        others = " or ".join(" x ".join(pair) for pair in one.with_)
        yield f"Not told apart: {' x '.join(one.measures)} from {others}."


def notes(summary: TrialSummary) -> list[str]:
    """How to read the table."""
    level = level_text(summary.confidence)
    sides = level_text(summary.measures.confidence_of_sides)
    how = (
        f"Intervals are {level} each for itself, from world to world; shown means a p below"
        f" {summary.measures.alpha:.4g} after Holm's adjustment in its family: effects on average,"
        " differences made by X, what else moved. Effects with and without X come from the arms"
        f" and worlds of their difference, with {sides} intervals, which allow for looking at them"
        " only where a difference is shown (Benjamini and Yekutieli). As exp., contrary: share of"
        " worlds in which the outcome moved as expected, or against it. Cost in millions a year;"
        " per unit of the average effect, a percentage point where the outcome is a share."
    )
    rules = [f"{rule[0].upper()}{rule[1:]}" for rule in summary.measures.rules]
    forecast = "What follows from the scenario's assumptions, not a forecast."
    return [*old_results(summary), *rules, how, forecast]


def _grid(summary: TrialSummary) -> Grid:
    rows = summary.measures.rows
    strong = frozenset(at for at, row in enumerate(rows) if row.verdict == "supported")
    return Grid(
        title="Recommendation",
        header=HEADER,
        align="llrrrrrrl",
        rows=tuple(_cells(summary, row) for row in rows),
        strong=strong,
    )


def _cells(summary: TrialSummary, row: RowSummary) -> tuple[str, ...]:
    outcome = outcome_of(summary, row.expected.outcome)
    return (
        row.measure,
        f"{outcome.title}\n{row.expected.direction}, {told_unit(outcome)}",
        effect_text(row.alone, outcome),
        f"{effect_text(row.average, outcome)}\n{told_interval(row.average, outcome)}",
        *percent_told(row),
        f"{row.cost:g}",
        NONE if row.cost_per_unit is None else f"{row.cost_per_unit:.2g}",
        verdict_told(row),
    )


def percent_told(row: RowSummary) -> tuple[str, str]:
    """The shares of worlds in which the expected outcome moved as expected, and against it, on
    average.
    """
    average = row.average
    if average.worlds == 0:
        return NONE, NONE
    higher, lower = average.higher or 0.0, average.lower or 0.0
    wanted, contrary = (higher, lower) if row.expected.direction == "higher" else (lower, higher)
    return percent(wanted), percent(contrary)


def verdict_told(row: RowSummary) -> str:
    """The verdict, and on what it depends or where the measure harms, in a few lines."""
    return "\n".join(folded_text(part, VERDICT) for part in (row.verdict, brief(row)) if part)


def effect_text(effect: Estimated | None, outcome: Outcome) -> str:
    """An estimate in the unit of its outcome, without it."""
    if effect is None or effect.estimate is None:
        return NONE
    return signed_number(effect.estimate * factor(outcome), decimals(outcome)).replace(MINUS, "-")


def told_interval(effect: Interval, outcome: Outcome) -> str:
    """Its interval."""
    if effect.low is None or effect.high is None:
        return NONE
    ends = (
        signed_number(end * factor(outcome), decimals(outcome)) for end in (effect.low, effect.high)
    )
    return " to ".join(ends).replace(MINUS, "-")


def _paragraphs(summary: TrialSummary, row: RowSummary) -> Iterator[str]:
    yield f"{row.measure}: {row.verdict}: {reason(row)}. Expected: {row.expected.text}."
    moved = list(moved_told(summary, row))
    if moved:
        more = len(row.moved) - len(moved)
        yield f"  also moved: {'; '.join(moved)}" + (f"; and {more} more" if more > 0 else "")


def moved_told(summary: TrialSummary, row: RowSummary, most: int = MOST_MOVED) -> Iterator[str]:
    """What else a measure moved on average, each in a few words, always with its unit."""
    for one in row.moved[:most]:
        outcome = outcome_of(summary, one.outcome)
        yield f"{outcome.title} {effect_text(one, outcome)} {told_unit(outcome)}"
