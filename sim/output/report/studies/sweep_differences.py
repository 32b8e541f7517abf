"""The differences of a sweep as a table of a page: at every point, with what may be said of each by
its size.
"""

from __future__ import annotations

from typing import Final

from sim.experiment.sweeps.sweep_summary import ComparisonRows, SweepSummary
from sim.output.charts.base.chart import Outcome
from sim.output.charts.base.words import decimals, factor, interval, signed_number, told_unit
from sim.output.report.study_account import PageTable
from sim.output.text.break_even_text import value_told
from sim.output.text.sweep_table import less_it
from sim.output.verdict_words import size_words

_SAME: Final = "the same worlds (* stands after Holm; what the words mean stands below)"
_SELECTED: Final = (
    "the worlds where both have it, so many of {n} in brackets: selected groups, nothing is tested"
)


def differences(summary: SweepSummary, name: str) -> PageTable:
    outcome, arms = summary.outcomes[name], list(summary.comparisons)
    base = summary.estimates[summary.baseline][name].estimate

    whole = outcome.exists == "always"

    def row(at: int) -> tuple[str, ...]:
        here = base[at]
        own = "-" if here is None else f"{here * factor(outcome):.{decimals(outcome)}f}"
        cells = (summary.comparisons[arm][name] for arm in arms)
        return (
            *place(summary, at),
            own,
            *(difference(one, at, outcome) + _beside(one, at, whole=whole) for one in cells),
        )

    unit = told_unit(outcome)
    return PageTable(
        caption=(
            f"{outcome.title}, {unit}: {summary.baseline}"
            f"{less_it(_SAME if whole else _SELECTED, summary)}"
        ),
        header=(*(lever.path for lever in summary.levers), summary.baseline, *arms),
        rows=tuple(map(row, range(len(summary.points)))),
        folded=True,
    )


def _beside(cells: ComparisonRows, at: int, *, whole: bool) -> str:
    """What stands behind a difference: its star and its size, or in how many worlds both have
    it.
    """
    if not whole:
        return f" ({cells.pairs[at]})"
    star = cells.shown[at]
    words = size_words(cells.said[at], shown=star) if cells.said else ""
    return (" *" if star else "") + (f" {words}" if words else "")


def place(summary: SweepSummary, at: int) -> list[str]:
    levers, point = summary.levers, summary.points[at]
    return [value_told(lever, value) for lever, value in zip(levers, point, strict=True)]


def difference(cell: ComparisonRows, at: int, outcome: Outcome) -> str:
    estimate, low, high = cell.difference[at], cell.low[at], cell.high[at]
    if estimate is None:
        return "-"
    if low is None or high is None:
        return signed_number(estimate * factor(outcome), decimals(outcome))
    return interval(estimate, low, high, outcome)
