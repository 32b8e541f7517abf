"""Studies of which inputs matter as tables of text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from math import floor, log10
from typing import Final

from sim.experiment.sensitivity.sensitivity_summary import (
    BandSummary,
    ChangeSummary,
    IndexSummary,
    SensitivitySummary,
    Verdict,
)
from sim.output.text.grid import Grid
from sim.output.text.study_table import digits, plainly, signed_number
from sim.output.words import count_text, many_text

#: Rows of a table: what comes after is in the summary and in the chart's numbers.
MOST: Final = 15
Numbers = Callable[[IndexSummary], tuple[float | None, ...]]

WORDS: Final[Mapping[Verdict, str]] = {
    "matters": "matters *",
    "may be small": "shown, may be small *",
    "cannot be told": "cannot be told",
    "too rare": "too rare to tell",
}


def _size(index: IndexSummary) -> tuple[float | None, ...]:
    return (index.size,)


def _interval(index: IndexSummary) -> tuple[float | None, ...]:
    return index.low, index.high


def _other(index: IndexSummary) -> tuple[float | None, ...]:
    return (index.other,)


def _other_interval(index: IndexSummary) -> tuple[float | None, ...]:
    return index.other_low, index.other_high


#: What is printed of Sobol's indices, by its heading: a number, or both ends of an interval.
INDEX: Final[Mapping[str, Numbers]] = {
    "total": _size,
    "interval": _interval,
    "first": _other,
    "its interval": _other_interval,
}


def sensitivity_heading(summary: SensitivitySummary) -> list[str]:
    """What was studied."""
    points, factors = summary.points, len(summary.factors)
    first = (
        f"{count_text(factors, 'input')} alone ({count_text(points.alone, 'point')} x"
        f" {count_text(summary.replications, 'world')})"
    )
    if summary.method == "bands":
        worlds = next(iter(summary.screening.values())).power.worlds
        second = (
            f"then all drawn together ({many_text(points.together, 'draw')},"
            f" {many_text(worlds, 'world')} under"
            f" {count_text(len(summary.sampled_arms), 'arm')})"
        )
    else:
        second = (
            f"then {len(summary.together)} together ({count_text(points.together, 'point')} x"
            f" {count_text(summary.replications, 'world')})"
        )
    return [summary.scenario.heading, f"{summary.response}: {first}, {second}, seed {summary.seed}"]


def sensitivity_grids(summary: SensitivitySummary) -> list[Grid]:
    """Outcome by outcome: the inputs together, then what each does alone."""
    first = [_bands(summary, name) for name in summary.screening]
    first += [_shares(summary, name) for name in summary.indices]
    return [
        grid
        for name, one in zip(summary.swings, first, strict=True)
        for grid in (one, _alone(summary, name))
    ]


def information_grids(summary: SensitivitySummary) -> list[Grid]:
    """What knowing an input is worth before an arm is chosen, where it is worth anything."""
    found = summary.information
    if found is None or not any(one.value for one in found.factors.values()):
        return []
    places = max(0, 1 - floor(log10(found.matters)))
    rows = tuple(
        (
            path,
            plainly(one.value, places),
            _between(one.low, one.high, places),
            "; ".join(f"{part.arm} {part.told}" for part in one.rule),
            "shown *" if one.shown else "cannot be told",
        )
        for path, one in list(found.factors.items())[:MOST]
        if one.value
    )
    return [
        Grid(
            title=(
                f"What it is worth to know an input before choosing an arm, {found.unit}: for"
                f" {found.goal} (not knowing: {found.best}; all inputs together: at most"
                f" {plainly(found.together, places)})"
            ),
            header=("", "worth", "interval", "then choose", ""),
            align="lrrll",
            rows=rows,
        )
    ]


def _title(summary: SensitivitySummary, name: str) -> str:
    outcome = summary.outcomes[name]
    return f"{outcome.title}, {outcome.unit}: {summary.response}"


def _bands(summary: SensitivitySummary, name: str) -> Grid:
    outcome, found = summary.outcomes[name], summary.screening[name]
    places = digits(outcome)
    rows = tuple(
        (
            path,
            summary.factors[path].told.low,
            summary.factors[path].told.high,
            plainly(one.effect, places),
            _between(one.low, one.high, places),
            _strip(one, places),
            one.course,
            WORDS[one.verdict],
        )
        for path, one in list(found.factors.items())[:MOST]
    )
    return Grid(
        title=f"{_title(summary, name)}, all inputs drawn (mean {plainly(found.here, places)})",
        header=("", "low", "high", "effect", "interval", "means in six bands", "", ""),
        align="lrrrrlll",
        rows=rows,
    )


def _strip(one: BandSummary, places: int) -> str:
    """The means of the bands, from the low end of the range to the high one."""
    return " ".join(plainly(mean, places) for mean in one.means)


def _between(low: float | None, high: float | None, places: int) -> str:
    if low is None:
        return "-"
    return f"{plainly(low, places)} to {'any' if high is None else plainly(high, places)}"


def _alone(summary: SensitivitySummary, name: str) -> Grid:
    outcome, found = summary.outcomes[name], summary.swings[name]
    places = digits(outcome)
    rows = tuple(
        (
            path,
            *summary.factors[path].moved,
            *(_change(change, places) for change in (swing.down, swing.up)),
            "moves it *" if swing.shown else "cannot be told",
        )
        for path, swing in list(found.factors.items())[:MOST]
    )
    return Grid(
        title=f"{_title(summary, name)}, one input moved (as it is: {plainly(found.here, places)})",
        header=("", "low", "high", "at low", "at high", ""),
        align="lrrrrl",
        rows=rows,
    )


def _change(change: ChangeSummary, places: int) -> str:
    return signed_number(change.value, places)


def _shares(summary: SensitivitySummary, name: str) -> Grid:
    found = summary.indices[name]
    rows = [
        (
            path,
            summary.factors[path].told.low,
            summary.factors[path].told.high,
            *_index(index, INDEX.values()),
            _verdict(index),
        )
        for path, index in list(found.factors.items())[:MOST]
    ]
    dummy = ("(chance: other worlds)", "", "", *_index(found.dummy, INDEX.values()), "")
    return Grid(
        title=f"{_title(summary, name)}, shares of the variance",
        header=("", "low", "high", *INDEX, ""),
        align=f"lrr{len(INDEX) * 'r'}l",
        rows=(*rows, dummy),
    )


def _index(index: IndexSummary, columns: Iterable[Numbers]) -> Iterator[str]:
    """An index as ``columns`` of ``INDEX`` say; a dash where there is none."""
    for numbers in columns:
        values = numbers(index)
        yield (
            "-"
            if None in values
            else " to ".join(plainly(value, 2) for value in values if value is not None)
        )


def _verdict(index: IndexSummary) -> str:
    if not index.shown:
        return "cannot be told"
    return "matters *" if index.above else "shown, may be small *"
