"""A sweep as text: where arms stop or start to pay, and the paired differences at every value of
the levers.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from textwrap import wrap
from typing import Final

from sim.errors import ResultsError
from sim.experiment.sweeps.sweep_summary import (
    BreakEvenSummary,
    ComparisonRows,
    LeverSummary,
    SweepSummary,
)
from sim.output.charts.sweeps.sweep_evidence import in_lines
from sim.output.text.grid import Grid, plain
from sim.output.words import digits_apart, level_text

WIDTH: Final = 100
PATH: Final = 20  # columns that a line of a lever's path takes
#: Rows that a reader will look through; beyond them the charts and the CSV are better.
MOST_ROWS: Final = 60
#: Worlds from which on a bootstrap interval is told.
FEWEST: Final = 30


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
        yield from (*plain(_grid(summary, name)), "")
    yield from wrap(_notes(summary), WIDTH)


def sentence(summary: SweepSummary, found: BreakEvenSummary) -> str:
    """A break-even in words."""
    lever, base = summary.levers[0], summary.baseline
    outcome = summary.outcomes[found.outcome].title
    who = f"{found.arm}{_where(summary, found)}"
    span, doubt = f"{lever.told[0]} to {lever.told[-1]}", _few(summary)
    match found.verdict:
        case "stops" | "starts" as verb:
            said = (
                f"{who} {verb} beating {base} in '{outcome}' at {lever.path} = {found.told.value}"
            )
            said += f"{doubt or f' ({_interval(summary, found)})'}."
        case "better throughout":
            said = f"{who} beats {base} in '{outcome}' at {_reach(summary, found)}{doubt}."
        case "not better anywhere":
            said = (
                f"{who} is shown to beat {base} in '{outcome}' nowhere in {lever.path} ="
                f" {span}{doubt}"
            )
            said += f"{_open(summary, found)}."
        case _:
            said = (
                f"{who} against {base} in '{outcome}': these worlds cannot tell where in {span} it"
                " would break even."
            )
    return (
        said
        if found.monotone
        else said + " The difference does not run one way: look at the curve."
    )


def ends(summary: SweepSummary, found: BreakEvenSummary) -> tuple[str | None, str | None]:
    """Both ends of the interval as they are told; ``None`` for one beyond the range, or that too
    few worlds stand behind.
    """
    told = found.told
    return (None, None) if too_few(summary) else (told.low, told.high)


def too_few(summary: SweepSummary) -> bool:
    """Whether a bootstrap over these worlds would draw the same few again and again, and call that
    an interval.
    """
    return summary.replications < FEWEST


def _reach(summary: SweepSummary, found: BreakEvenSummary) -> str:
    """How far an arm is better that is so throughout by its estimate: to where the interval of the
    break-even begins.

    An interval that begins at the last value tells that nothing is shown there: what is shown ends
    one value before.
    """
    lever, (low, high) = summary.levers[0], ends(summary, found)
    least, told = least_told(summary, found), lever.told
    if low:
        shown = told[-2] if low == told[-1] else low
        return (
            f"{lever.path} = {told[0]} up to {shown}; beyond, no difference is shown (least by"
            f" {least})"
        )
    if high:
        shown = told[1] if high == told[0] else high
        return (
            f"{lever.path} = {shown} up to {told[-1]}; below, no difference is shown (least by"
            f" {least})"
        )
    return f"all of {lever.path} = {told[0]} to {told[-1]}, least by {least}"


def least_told(summary: SweepSummary, found: BreakEvenSummary) -> str:
    """The least benefit by its estimate, and where that is."""
    lever, curve = summary.levers[0], [value or 0.0 for value in found.curve]
    outcome = summary.outcomes[found.outcome]
    at = curve.index(min(curve))
    size = (
        f"{100 * curve[at]:.3g} points"
        if outcome.kind == "share"
        else f"{curve[at]:.3g} {outcome.unit}"
    )
    return f"{size} at {lever.told[at]}"


def _few(summary: SweepSummary) -> str:
    why = f"no interval: {summary.replications} worlds, fewer than {FEWEST}"
    return f", by its estimate alone ({why})" if too_few(summary) else ""


def _where(summary: SweepSummary, found: BreakEvenSummary) -> str:
    if found.at is None:
        return ""
    second = summary.levers[1]
    return f" at {second.path} = {value_told(second, found.at)}"


def _interval(summary: SweepSummary, found: BreakEvenSummary) -> str:
    lever, told = summary.levers[0], found.told
    low = told.low or f"below {lever.told[0]}"
    high = told.high or f"above {lever.told[-1]}"
    return f"{level_text(summary.confidence)} interval {low} to {high}"


def _open(summary: SweepSummary, found: BreakEvenSummary) -> str:
    """Where an arm that is not shown to be better may be so all the same."""
    low, high = ends(summary, found)
    if not (low or high):
        return ""
    inside = f"from {low} on" if low else f"up to {high}"
    return f"; {inside}, these worlds cannot tell"


def _heading(summary: SweepSummary) -> Iterator[str]:
    scenario = summary.scenario
    yield scenario.heading
    over = " and ".join(f"{lever.path} (as it is: {lever.now_told})" for lever in summary.levers)
    yield from wrap(
        f"sweep of {over}: {len(summary.points)} points, {summary.replications} worlds at each, the"
        f" same ones, under {len(summary.arms)} arms; scenario {scenario.name}, digest"
        f" {scenario.digest[:12]}, seed {summary.seed}",
        WIDTH,
    )
    yield ""


def _grid(summary: SweepSummary, name: str) -> Grid:
    outcome, arms = summary.outcomes[name], list(summary.comparisons)
    shown = range(min(len(summary.points), MOST_ROWS))
    columns = [
        _cells(summary.estimates[summary.baseline][name].estimate, shown),
        *(_differences(summary.comparisons[arm][name], shown) for arm in arms),
    ]
    rows = [(*_place(summary, at), *(column[at] for column in columns)) for at in shown]
    levers = [in_lines(lever.path, PATH) for lever in summary.levers]
    more = len(summary.points) - MOST_ROWS
    return Grid(
        title=(
            f"{outcome.title}, {outcome.unit}: {summary.baseline}, and each arm less it in the same"
            " worlds"
        )
        + (f" (the first {MOST_ROWS} of {MOST_ROWS + more} points)" if more > 0 else ""),
        header=(*levers, summary.baseline, *arms),
        align="r" * (len(levers) + 1 + len(arms)),
        rows=tuple(rows),
    )


def value_told(lever: LeverSummary, value: float | None) -> str:
    """One of a lever's values with its unit; a value that is none of them is a damaged folder's."""
    if value not in lever.values:
        raise ResultsError(f"the summary is damaged: {lever.path} has no value {value}")
    return lever.told[lever.values.index(value)]


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


def _differences(cells: ComparisonRows, shown: range) -> list[str]:
    """A column of differences, in the same digits, with a mark at those that are shown."""
    column = [cells.difference[at] for at in shown]
    digits = digits_apart(column)
    return [
        "-" if value is None else f"{value:+.{digits}g}{' *' if cells.shown[at] else '  '}"
        for at, value in zip(shown, column, strict=True)
    ]


def _notes(summary: SweepSummary) -> str:
    cells = summary.family.cells
    alpha = 1 - summary.confidence
    return (
        f"* marks p below {alpha:.4g}, adjusted for the {cells} comparisons of an outcome over all"
        " points and arms (Holm). The interval of a break-even is a bootstrap over worlds, told"
        f" from {FEWEST} worlds on, and does not know what lies between the values of the lever."
        " What follows from the scenario's assumptions, not a forecast."
    )
