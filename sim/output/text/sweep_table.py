"""A sweep as text: where arms stop or start to pay, and the paired differences at every value of
the levers.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from textwrap import wrap
from typing import Final

from sim.experiment.sweeps.sweep_summary import ComparisonRows, SweepSummary
from sim.output.charts.sweeps.sweep_evidence import in_lines
from sim.output.text.break_even_text import FEWEST, sentence, value_told
from sim.output.text.grid import Grid, plain
from sim.output.verdict_words import LEGEND, size_words
from sim.output.words import count_text, digits_apart

WIDTH: Final = 100
_SELECTED: Final = "the worlds where both have it, (n) of {n}: a selected group, not tested"
PATH: Final = 20  # columns that a line of a lever's path takes
#: Rows that a reader will look through; beyond them the charts and the CSV are better.
MOST_ROWS: Final = 60


def lines(summary: SweepSummary) -> Iterator[str]:
    """All that is printed of a sweep."""
    yield from _heading(summary)
    for found in summary.break_even:
        yield from wrap(sentence(summary, found), WIDTH)
    if summary.break_even:
        yield ""
    names = (
        list(dict.fromkeys(found.outcome for found in summary.break_even))
        or list(summary.outcomes)[:4]
    )
    for name in names:
        yield from (*_table(summary, name), "")
    yield from wrap(_notes(summary), WIDTH)


def _table(summary: SweepSummary, name: str) -> list[str]:
    """The table of an outcome: with words beside the differences where the lines have room."""
    title, *table = plain(_grid(summary, name))
    if max(map(len, table)) > WIDTH:
        bare = {
            arm: {**rows, name: replace(rows[name], said=())}
            for arm, rows in summary.comparisons.items()
        }
        title, *table = plain(_grid(replace(summary, comparisons=bare), name))
    return [*wrap(title, WIDTH), *table]


def _heading(summary: SweepSummary) -> Iterator[str]:
    scenario = summary.scenario
    yield scenario.heading
    over = " and ".join(f"{lever.path} (as it is: {lever.now_told})" for lever in summary.levers)
    yield from wrap(
        f"sweep of {over}: {count_text(len(summary.points), 'point')},"
        f" {count_text(summary.replications, 'world')} at each, the"
        f" same ones, under {count_text(len(summary.arms), 'arm')}; scenario"
        f" {scenario.name}, digest"
        f" {scenario.digest[:12]}, seed {summary.seed}",
        WIDTH,
    )
    yield ""


def _grid(summary: SweepSummary, name: str) -> Grid:
    outcome, arms = summary.outcomes[name], list(summary.comparisons)
    shown = range(min(len(summary.points), MOST_ROWS))
    whole = outcome.exists == "always"
    columns = [
        _cells(summary.estimates[summary.baseline][name].estimate, shown),
        *(_differences(summary.comparisons[arm][name], shown, whole=whole) for arm in arms),
    ]
    rows = [(*_place(summary, at), *(column[at] for column in columns)) for at in shown]
    levers = [in_lines(lever.path, PATH) for lever in summary.levers]
    more = len(summary.points) - MOST_ROWS
    return Grid(
        title=(
            f"{outcome.title}, {outcome.unit}: {summary.baseline}"
            f"{less_it('the same worlds' if whole else _SELECTED, summary)}"
        )
        + (f" (the first {MOST_ROWS} of {MOST_ROWS + more} points)" if more > 0 else ""),
        header=(*levers, summary.baseline, *arms),
        align="r" * (len(levers) + 1 + len(arms)),
        rows=tuple(rows),
    )


def less_it(where: str, summary: SweepSummary) -> str:
    """That the columns beside the baseline are differences; of one arm there is no other column."""
    if not summary.comparisons:
        return ""
    return f", and each arm less it in {where.format(n=summary.replications)}"


def _place(summary: SweepSummary, at: int) -> Sequence[str]:
    levers, point = summary.levers, summary.points[at]
    return [
        ("as it is: " if value == lever.now and not lever.differs else "")
        + value_told(lever, value)
        for lever, value in zip(levers, point, strict=True)
    ]


def _cells(values: Sequence[float | None], shown: range) -> list[str]:
    """A column of estimates, in the same digits."""
    column = [values[at] for at in shown]
    digits = digits_apart(column)
    return ["-" if value is None else f"{value:.{digits}g}" for value in column]


def _differences(cells: ComparisonRows, shown: range, *, whole: bool) -> list[str]:
    """A column of differences, in the same digits, with a mark at those that are shown and what may
    be said of each by its size, in one width; of what not the ``whole`` of the worlds have, in how
    many both arms have it.
    """
    column = [cells.difference[at] for at in shown]
    digits = digits_apart(column)
    words = [_words(cells, at) if whole else f" ({cells.pairs[at]})" for at in shown]
    width = max(map(len, words), default=0)
    return [
        "-" if value is None else f"{value:+.{digits}g}{word.ljust(width)}"
        for value, word in zip(column, words, strict=True)
    ]


def _words(cells: ComparisonRows, at: int) -> str:
    """The mark of a difference that is shown, and the verdict; nothing where it cannot be told."""
    mark = " *" if cells.shown[at] else "  "
    said = size_words(cells.said[at], shown=cells.shown[at]) if cells.said else ""
    return f"{mark} {said}" if said else mark


def _notes(summary: SweepSummary) -> str:
    alpha = 1 - summary.confidence
    if not summary.comparisons:
        return "What follows from the scenario's assumptions, not a forecast."
    return (
        f"* marks p below {alpha:.4g}, adjusted for the {tested_text(summary)} (Holm); {LEGEND}."
        f"{selected_note(summary)}{_break_even_note(summary)}"
        " What follows from the scenario's assumptions, not a forecast."
    )


def tested_text(summary: SweepSummary) -> str:
    """How many comparisons of an outcome are adjusted for one another: fewer where an arm is not
    compared in it.
    """
    cells = summary.family.cells
    many = {
        one.title: sum(p is not None for rows in summary.comparisons.values() for p in rows[name].p)
        for name, one in summary.outcomes.items()
        if one.exists == "always"
    }
    fewer = [f"{count} of '{title}'" for title, count in many.items() if count < cells]
    but = f" ({', '.join(fewer)}, in which not every arm is compared)" if fewer else ""
    return f"{cells} comparisons of an outcome over all points and arms{but}"


def selected_note(summary: SweepSummary) -> str:
    """That what only some worlds have is not tested, where it was kept."""
    if all(one.exists == "always" for one in summary.outcomes.values()):
        return ""
    return (
        " An outcome that only some worlds have is compared where both arms have it: a selected"
        " group, which depends on the arms themselves, so that nothing is tested in it. Hours"
        " without a strike (unstruck_h) and hours until settled (unsettled_h) are over all worlds."
    )


def _break_even_note(summary: SweepSummary) -> str:
    """How sure break-evens are, and what they cannot see."""
    if not summary.break_even:
        return ""
    tried = sum(value.fresh for one in summary.break_even for value in one.tried)
    narrowed = f" {tried} tests in fresh worlds narrowed them." if tried else ""
    return (
        f" What is said of a break-even holds for all values at once, for each arm"
        f"{' and row' if len(summary.levers) > 1 else ''} by itself.{narrowed} Between two"
        " neighbouring values nothing is known: an arm may change sides twice there unseen. An"
        " interval for a difference that runs one way is a bootstrap over worlds, told from"
        f" {FEWEST} worlds on."
    )
