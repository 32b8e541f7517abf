"""Two runs or scenarios side by side, as text: inputs that differ, what each side says, and the
paired difference.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import nan
from textwrap import wrap
from typing import Final

from sim.experiment.comparison.run_summary import EstimateSummary
from sim.experiment.comparison.summary_parts import ComparisonSummary, Interval
from sim.experiment.comparison.two_runs import PairedRuns
from sim.experiment.outcomes.definitions import Outcome
from sim.experiment.statistics.rounding import interval_decimals
from sim.output.answer.attainable_outcomes import NEVER
from sim.output.text.grid import Grid
from sim.output.verdict_words import difference_words
from sim.output.words import count_text, fixed_text, level_text
from sim.scenario.assumptions.written_inputs import InputDifference

NONE: Final = "-"
#: The outcomes that each side cannot have, as it never asks.
Never = tuple[frozenset[str], frozenset[str]]
_WIDEST: Final = 34


def input_grid(title: str, rows: Sequence[InputDifference]) -> Grid:
    """The inputs in which two arms differ."""
    return Grid(
        title=title,
        header=("input", "A", "B", "what it is"),
        align="llll",
        rows=tuple(
            (one.path, _cell_text(one.first), _cell_text(one.second), _cell_text(one.title))
            for one in rows
        ),
    )


def outcome_grid(
    title: str,
    outcomes: Iterable[Outcome],
    first: Mapping[str, EstimateSummary],
    second: Mapping[str, EstimateSummary],
    never: Never = (frozenset(), frozenset()),
) -> Grid:
    """What each side says by itself, where the worlds are not the same."""
    return Grid(
        title=title,
        header=("", "A", "B"),
        align="lrr",
        rows=tuple(
            (_label(one), *_levels(one, first[one.name], second[one.name], never))
            for one in outcomes
        ),
    )


def paired_grid(
    name: str,
    outcomes: Iterable[Outcome],
    found: PairedRuns,
    never: Never = (frozenset(), frozenset()),
) -> Grid:
    """Both sides, and B less A in the same worlds."""
    cells = [(one, found.differences[name][one.name]) for one in outcomes]
    return Grid(
        title=f"{name}: A, B, and B less A in the same {count_text(found.worlds, 'world')}",
        header=("", "A", "B", "B less A", "interval", "pairs", "p"),
        align="lrrrrrl",
        rows=tuple(
            (
                _label(one),
                *_levels(one, found.first[name][one.name], found.second[name][one.name], never),
                *_difference(one, cell),
                str(cell.pairs),
                difference_words(cell, found.family.alpha),
            )
            for one, cell in cells
        ),
        strong=frozenset(
            at
            for at, (_, cell) in enumerate(cells)
            if cell.p_headline is not None and cell.p_headline < found.family.alpha
        ),
    )


def pairing_note(unpaired: str, found: PairedRuns | None, confidence: float) -> str:
    """Whether world 7 of one is world 7 of the other, and what follows."""
    if found is None:
        return (
            f"The worlds are not paired: {unpaired}. So each side stands by itself, and no"
            " difference is given."
        )
    return (
        "The worlds are paired: same seed, same version, so world 7 of A has the same luck as world"
        f" 7 of B. {level_text(confidence)} intervals, each for itself; p is adjusted for the"
        f" {count_text(found.family.headline, 'comparison')} made here (Holm), * marks p below"
        f" {found.family.alpha:.4g}, and behind it stands what the interval says of the smallest"
        " difference that matters. What only some worlds have is compared in those where both have"
        " it, and not tested."
    )


def _levels(
    outcome: Outcome, first: EstimateSummary, second: EstimateSummary, never: Never
) -> tuple[str, str]:
    decimals = max(_decimals(outcome, one) for one in (first, second))
    one, other = (
        NEVER if outcome.name in cannot else _level(cell, decimals)
        for cell, cannot in zip((first, second), never, strict=True)
    )
    return one, other


def _level(cell: EstimateSummary, decimals: int) -> str:
    if cell.estimate is None:
        return NONE
    inner = f"  {_interval(cell, decimals)}" if cell.low is not None else ""
    return f"{_number(cell.estimate, decimals)}{inner}"


def _difference(outcome: Outcome, cell: ComparisonSummary) -> tuple[str, str]:
    if cell.difference is None:
        return NONE, ""
    decimals = _decimals(outcome, cell)
    return _number(cell.difference, decimals, sign="+"), _interval(cell, decimals, sign="+")


def _interval(cell: Interval, decimals: int, *, sign: str = "") -> str:
    if cell.low is None or cell.high is None:
        return ""
    return f"{_number(cell.low, decimals, sign=sign)} to {_number(cell.high, decimals, sign=sign)}"


def _decimals(outcome: Outcome, cell: Interval) -> int:
    low, high = (nan if end is None else end for end in (cell.low, cell.high))
    return interval_decimals(low, high, share=outcome.kind == "share")


def _number(value: float, decimals: int, *, sign: str = "") -> str:
    rounded = round(value, decimals)
    return fixed_text(rounded, decimals, sign if rounded else "")


def _label(outcome: Outcome) -> str:
    plain = outcome.kind == "share" or _names_unit(outcome)
    return outcome.title if plain else f"{outcome.title}, {outcome.unit}"


def _names_unit(outcome: Outcome) -> bool:
    """Whether the unit is a word of the title, and would be told twice beside it."""
    return outcome.unit in outcome.title.split()


def _cell_text(text: str) -> str:
    return "\n".join(wrap(text, _WIDEST)) or NONE
