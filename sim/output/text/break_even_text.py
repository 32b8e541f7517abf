"""A break-even in words: between which values an arm changes sides, where no side is shown, and
where it breaks even if its difference runs one way.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Final

from sim.errors import ResultsError
from sim.experiment.sweeps.sweep_summary import (
    BreakEvenSummary,
    CellSummary,
    LeverSummary,
    Sign,
    SweepSummary,
)
from sim.output.words import as_list, level_text

#: Worlds from which on a bootstrap interval is told.
FEWEST: Final = 30
#: In which order what was found at values is told.
_SIGNS: Final[dict[Sign, str]] = {
    "better": "better",
    "worse": "worse",
    "the same": "the same in every world",
    "not shown": "no difference shown",
}


def sentence(summary: SweepSummary, found: BreakEvenSummary) -> str:
    """A break-even in words."""
    lever, base = summary.levers[0], summary.baseline
    outcome = summary.outcomes[found.outcome].title
    who = f"{found.arm}{_where(summary, found)}"
    if found.verdict == "not compared":
        return (
            f"{who} is not compared with {base} in '{outcome}': not both can have it of themselves."
        )
    span = f"{lever.path} = {lever.told[0]} to {lever.told[-1]}"
    match found.verdict:
        case "stops" | "starts":
            said = f"{who} {_turns(summary, found)}"
        case "changes sides several times":
            said = f"{who} {_turns(summary, found)}: at least {len(found.cells)} break-evens"
        case "better throughout":
            said = f"{who} beats {base} in '{outcome}' at all values of {span}"
            said += f", least by {least_told(summary, found)}"
        case "better in part":
            said = f"{who} beats {base} in '{outcome}' in a part of {span}"
            said += f" ({_signs_told(found)}); no change of side is shown"
        case "not better anywhere":
            said = f"{who} is shown to beat {base} in '{outcome}' nowhere in {span}"
            said += f" ({_signs_told(found)})"
        case _:
            said = (
                f"{who} against {base} in '{outcome}': these worlds cannot tell at any value of"
                f" {span} which is better"
            )
    return f"{said}{_one_way_clause(summary, found)}." + _curve_note(found)


def one_way_told(
    summary: SweepSummary, found: BreakEvenSummary
) -> tuple[str | None, str | None, str | None]:
    """The break-even of a curve that runs one way, and both ends of its interval; ``None`` for one
    beyond the range, that too few worlds stand behind, or where the curve does not run one way.
    """
    told = found.told
    if too_few(summary) or not found.monotone:
        return None, None, None
    return told.value, told.low, told.high


def too_few(summary: SweepSummary) -> bool:
    """Whether a bootstrap over these worlds would draw the same few again and again, and call that
    an interval.
    """
    return summary.replications < FEWEST


def cell_text(cell: CellSummary) -> str:
    """Between which values a break-even lies."""
    return f"between {cell.low_told} and {cell.high_told}"


def value_told(lever: LeverSummary, value: float | None) -> str:
    """One of a lever's values with its unit; a value that is none of them is a damaged folder's."""
    if value not in lever.values:
        raise ResultsError(f"the summary is damaged: {lever.path} has no value {value}")
    return lever.told[lever.values.index(value)]


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


def _turns(summary: SweepSummary, found: BreakEvenSummary) -> str:
    """The changes of side, in the order of the lever, with what lies undecided in each."""
    outcome, path = summary.outcomes[found.outcome].title, summary.levers[0].path
    first, *rest = found.cells
    said = [f"{first.turn} beating {summary.baseline} in '{outcome}' at {path}"]
    said[0] += f" {cell_text(first)}"
    return as_list([*said, *(f"{cell.turn} again {cell_text(cell)}" for cell in rest)])


def _signs_told(found: BreakEvenSummary) -> str:
    return "; ".join(_stretches(found))


def _stretches(found: BreakEvenSummary) -> Iterator[str]:
    """What was found at neighbouring values alike."""
    for sign, members in groupby(found.tried, key=lambda one: one.sign):
        values = [one.told for one in members]
        where = values[0] if len(values) == 1 else f"{values[0]} to {values[-1]}"
        yield f"{_SIGNS[sign]} at {where}"


def _one_way_clause(summary: SweepSummary, found: BreakEvenSummary) -> str:
    """Where the arm breaks even if its difference runs one way, where that says more."""
    value, low, high = one_way_told(summary, found)
    if value is None or not _says_more(found):
        return ""
    lever = summary.levers[0]
    ends = f"{low or f'below {lever.told[0]}'} to {high or f'above {lever.told[-1]}'}"
    level = level_text(summary.confidence)
    return f"; if the difference runs one way only, at {value} ({level} interval {ends})"


def _says_more(found: BreakEvenSummary) -> bool:
    """Whether the interval of a curve that runs one way is narrower than the cell that is shown."""
    if len(found.cells) != 1:
        return not found.cells
    ends = (found.cells[0].low, found.cells[0].high, found.low, found.high)
    match [end for end in ends if end is not None]:
        case [shown_from, shown_to, low, high]:
            return high - low < shown_to - shown_from
        case _:
            return False


def _curve_note(found: BreakEvenSummary) -> str:
    return "" if found.monotone else " The difference does not run one way: look at the curve."


def _where(summary: SweepSummary, found: BreakEvenSummary) -> str:
    if found.at is None:
        return ""
    second = summary.levers[1]
    return f" at {second.path} = {value_told(second, found.at)}"
