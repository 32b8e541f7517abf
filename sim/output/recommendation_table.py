"""The recommendation table: one row a measure, as text for a terminal and as cells for a CSV file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from textwrap import wrap
from typing import Any, Final

from sim.output.charts.chart import Cell, Outcome, Table
from sim.output.charts.words import MINUS, POINTS, decimals, factor, listed, percent, signed, told_unit
from sim.output.table import Grid, plain

Summary = Mapping[str, Any]
Found = Mapping[str, Any]

NONE: Final = "-"
MOST_MOVED: Final = 5
MOST_RIVALS: Final = 8
HEADER: Final = ("", "expected", "alone", "on average", "as exp.", "contrary", "cost", "per unit", "verdict")


def outcome_of(summary: Summary, name: str) -> Outcome:
    """An outcome as the summary describes it."""
    return Outcome(**summary["outcomes"][name])


def lines(summary: Summary, width: int) -> Iterator[str]:
    """The whole recommendation as text; the table itself may be wider than ``width``."""
    about, trial = summary["scenario"], summary["measures"]
    worlds = f"{summary['replications']} worlds, seed {summary['seed']}, digest {about['digest'][:12]}"
    yield about["title"] or about["name"]
    yield f"measures added to {trial['arm']}, {_design(trial['design'])}, {worlds}"
    yield ""
    yield from plain(_grid(summary))
    yield ""
    for row in trial["rows"]:
        for paragraph in _paragraphs(summary, row):
            yield from wrap(paragraph, width, subsequent_indent="  ")
    if trial["portfolio"]:
        yield ""
        for paragraph in portfolio_told(trial["portfolio"], summary["confidence"]):
            yield from wrap(paragraph, width, subsequent_indent="  ")
    yield ""
    for paragraph in (*_confounded(trial["design"]), *notes(summary)):
        yield from wrap(paragraph, width)


def _design(design: Found) -> str:
    if design["kind"] == "full":
        return f"all {design['runs']} sets"
    return f"{design['runs']} sets, a fraction of resolution {_ROMAN[design['resolution']]}"


_ROMAN: Final = {4: "IV", 5: "V"}


def _confounded(design: Found) -> Iterator[str]:
    if design["generators"]:
        yield f"Generators of the fraction: {'; '.join(design['generators'])}."
    for one in design["aliases"]:
        others = " or ".join(" x ".join(pair) for pair in one["with"])
        yield f"Not told apart: {' x '.join(one['measures'])} from {others}."


def notes(summary: Summary) -> list[str]:
    """How to read the table."""
    level = f"{100 * summary['confidence']:.4g} %"
    how = (
        f"Intervals are {level} each for itself, from world to world; shown means a p below {summary['measures']['alpha']:.4g} "
        "after Holm's adjustment in its family. As exp., contrary: share of worlds in which the outcome moved as expected, or "
        "against it. Cost in millions a year; per unit of the average effect, a percentage point where the outcome is a share."
    )
    rules = [f"{rule[0].upper()}{rule[1:]}" for rule in summary["measures"]["rules"]]
    return [*rules, how, "What follows from the scenario's assumptions, not a forecast."]


def _grid(summary: Summary) -> Grid:
    rows = summary["measures"]["rows"]
    strong = frozenset(at for at, row in enumerate(rows) if row["verdict"] == "supported")
    return Grid(
        title="Recommendation",
        header=HEADER,
        align="llrrrrrrl",
        rows=tuple(_cells(summary, row) for row in rows),
        strong=strong,
    )


def _cells(summary: Summary, row: Found) -> tuple[str, ...]:
    outcome = outcome_of(summary, row["expected"]["outcome"])
    average, up = row["average"], row["expected"]["direction"] == "higher"
    wanted, contrary = ("higher", "lower") if up else ("lower", "higher")
    return (
        row["measure"],
        f"{outcome.title}\n{row['expected']['direction']}, {told_unit(outcome)}",
        told(row["alone"], outcome),
        f"{told(average, outcome)}\n{told_interval(average, outcome)}",
        NONE if average["worlds"] == 0 else percent(average[wanted]),
        NONE if average["worlds"] == 0 else percent(average[contrary]),
        f"{row['cost']:g}",
        NONE if row["cost_per_unit"] is None else f"{row['cost_per_unit']:.2g}",
        row["verdict"],
    )


def told(effect: Found | None, outcome: Outcome) -> str:
    """An estimate in the unit of its outcome, without it."""
    if effect is None or effect["estimate"] is None:
        return NONE
    return signed(effect["estimate"] * factor(outcome), decimals(outcome)).replace(MINUS, "-")


def told_interval(effect: Found, outcome: Outcome) -> str:
    """Its interval."""
    if effect["low"] is None or effect["high"] is None:
        return NONE
    ends = (signed(effect[end] * factor(outcome), decimals(outcome)) for end in ("low", "high"))
    return " to ".join(ends).replace(MINUS, "-")


def _paragraphs(summary: Summary, row: Found) -> Iterator[str]:
    yield f"{row['measure']}: {row['verdict']}: {row['because']}. Expected: {row['expected']['text']}."
    moved = list(moved_told(summary, row))
    if moved:
        more = len(row["moved"]) - len(moved)
        yield f"  also moved: {'; '.join(moved)}" + (f"; and {more} more" if more > 0 else "")


def moved_told(summary: Summary, row: Found, most: int = MOST_MOVED) -> Iterator[str]:
    """What else a measure moved on average, each in a few words."""
    for one in row["moved"][:most]:
        outcome = outcome_of(summary, one["outcome"])
        unit = (
            f" {POINTS}"
            if told_unit(outcome) == POINTS
            else ""
            if outcome.unit in outcome.title
            else f" {outcome.unit}"
        )
        yield f"{outcome.title} {told(one, outcome)}{unit}"


def _range(best: Mapping[str, Any]) -> str:
    """The interval of a gain; a few worlds that are all alike have none."""
    if best["low"] is None or best["high"] is None:
        return "no interval: too few worlds, all alike"
    return f"{best['low']:.3g} to {best['high']:.3g}; not allowing for having been chosen"


def portfolio_told(found: Found, confidence: float) -> Iterator[str]:
    """The best set in sentences."""
    within = "at any cost" if found["budget"] is None else f"within {found['budget']:g} million a year"
    best = next(one for one in found["sets"] if one["measures"] == found["chosen"])
    level = f"{100 * confidence:.4g} %"
    if found["chosen"] and [] in [list(one) for one in found["within_noise"]]:
        yield f"No set is shown to be better than no measure at all for {found['goal']['title']}; by its estimate alone:"
    yield (
        f"Best set for {found['goal']['title']} {within}: {named(found['chosen'])} at {best['cost']:g} million a year, "
        f"gaining {best['gain']:.3g} {found['goal']['unit']} ({_range(best)})."
    )
    short = found["short_of_best_at_most"]
    rivals = found["within_noise"]
    if not rivals:
        yield f"With {level} confidence it is the best of all sets that the budget allows."
        return
    some = "; ".join(named(one) for one in rivals[:MOST_RIVALS])
    more = f"; and {len(rivals) - MOST_RIVALS} more" if len(rivals) > MOST_RIVALS else ""
    yield f"Within noise of it: {some}{more}."
    yield (
        f"With {level} confidence the best set is among these {len(rivals) + 1}, and the one chosen falls short of it by at "
        f"most {short:.3g} {found['goal']['unit']}."
    )


def named(measures: Sequence[str]) -> str:
    """A set of measures in words."""
    return listed(list(measures)) if measures else "no measure"


def recommendation(summary: Summary) -> Table:
    """The table as numbers, effects in the unit of their outcome (shares from 0 to 1)."""
    header = (
        "measure", "title", "expected", "outcome", "unit", "direction", "alone", "alone_low", "alone_high", "average", "low",
        "high", "p_adjusted", "worlds", "share_higher", "share_lower", "cost", "cost_per_unit", "verdict", "because", "moved",
    )  # fmt: skip
    return Table(header=header, rows=tuple(_row(summary, row) for row in summary["measures"]["rows"]))


def _row(summary: Summary, row: Found) -> tuple[Cell, ...]:
    alone, average, expected = row["alone"] or {}, row["average"], row["expected"]
    alone_numbers = [_cell(alone.get(key)) for key in ("estimate", "low", "high")]
    keys = ("estimate", "low", "high", "p_adjusted", "worlds", "higher", "lower")
    return (
        row["measure"], row["title"], expected["text"], expected["outcome"], expected["unit"], expected["direction"],
        *alone_numbers, *(_cell(average[key]) for key in keys), row["cost"], _cell(row["cost_per_unit"]), row["verdict"],
        row["because"], "; ".join(moved_told(summary, row, len(row["moved"]))),
    )  # fmt: skip


def sets_of(summary: Summary) -> Table:
    """Every set of measures with its cost and what it gains towards the goal."""
    header = (
        "measures",
        "cost",
        "gain",
        "low",
        "high",
        "affordable",
        "efficient",
        "may_be_best",
        "behind_best_low",
        "behind_best_high",
    )
    rows = [
        (
            "+".join(one["measures"]), one["cost"], *(_cell(one[key]) for key in ("gain", "low", "high")), int(one["affordable"]),
            int(one["efficient"]), int(one["retained"]), *(_cell(end) for end in one["behind_best"] or (None, None)),
        )
        for one in summary["measures"]["portfolio"]["sets"]
    ]  # fmt: skip
    return Table(header=header, rows=tuple(rows))


def _cell(value: float | None) -> Cell:
    return float("nan") if value is None else value
