"""What a page says of a sensitivity study: which inputs drive the outcome, and which cannot be told
from chance.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from sim.experiment.comparison.summary_parts import FactorSummary
from sim.experiment.sensitivity.sensitivity import WORDS
from sim.experiment.sensitivity.sensitivity_summary import IndexSummary, SensitivitySummary
from sim.output.report.common_words import OF_ALL, Data
from sim.output.report.findings import Tab, Told, several, tab
from sim.output.text.study_table import digits, plainly, sensitivity_grids, sensitivity_notes
from sim.output.words import listing

#: What lies in the folder of such a study.
DATA: Final[Data] = (
    (
        "alone-design.csv, alone.parquet",
        "the points at which one input was moved, and what came of each world",
    ),
    (
        "together-design.csv, together.parquet",
        "the points at which several were, and what came of each world",
    ),
    *OF_ALL,
)
FIRST: Final = ("burden", "peak_rung", "unilateral_strike")
_METHODS: Final = {"morris": "Morris's elementary effects", "sobol": "Sobol's indices"}

_UNITS: Final = {
    "morris": "in {unit}, on average, when the input crosses its whole range",
    "sobol": "as the share of the variance in which the input has a part",
}

RULES: Final = (
    (
        "First sentence: the inputs that stand out from chance after Holm's adjustment and move the"
        " first outcome that counts by more than drawing other worlds would, by size with interval,"
        " the largest first; where none does, that is said."
    ),
    "Second sentence: how many of the inputs that were studied together cannot be told from zero.",
    "Third sentence: the inputs that stand out for the other outcomes.",
)


def sensitivity_findings(summary: SensitivitySummary) -> Told:
    """All that is said of a sensitivity study."""
    points = summary.points
    many = f"{len(summary.factors)} inputs one at a time, {len(summary.together)} together"
    runs = (
        f"{points.alone + points.together:,} points x {summary.replications} worlds; seed"
        f" {summary.seed}"
    )
    grids = [
        tab(grid, names=("input", "reading"), folded=at > 0)
        for at, grid in enumerate(sensitivity_grids(summary))
    ]
    return Told(
        what="sensitivity study",
        heading=f"What drives {summary.response}: {many}; {runs}.",
        answer=tuple(_answer(summary)),
        rules=RULES,
        tables=(*grids, varied_inputs(summary.factors)),
        method=_method(summary),
        limits=(
            (
                "Only the inputs that came first by themselves were studied together: one that"
                " works through others alone is missed."
            ),
            (
                "How much an input matters depends on the range over which it was moved; the ranges"
                " are below."
            ),
        ),
    )


def varied_inputs(factors: Mapping[str, FactorSummary]) -> Tab:
    """The inputs that a study varied, and over which ranges."""
    rows = tuple(
        (path, one.meaning, one.told.value, one.told.low, one.told.high)
        for path, one in factors.items()
    )
    return Tab(
        caption="Inputs that were varied, and over which range",
        header=("input", "meaning", "as it is", "low", "high"),
        rows=rows,
        long=(0, 1),
        folded=True,
    )


def _answer(summary: SensitivitySummary) -> Iterator[str]:
    names = list(summary.indices)
    first = next((name for name in FIRST if name in names), names[0])
    outcome, factors = summary.outcomes[first], summary.indices[first].factors
    decimals = 2 if summary.method == "sobol" else digits(outcome)
    clear = {path: one for path, one in factors.items() if one.shown and one.above}
    what = f"{outcome.title} of {summary.looked_at.title}"
    if clear:
        ranked = sorted(clear.items(), key=lambda item: -item[1].size)
        parts = several(
            [
                f"{path} {_index_text(one, decimals, summary.factors[path].meaning)}"
                for path, one in ranked
            ]
        )
        yield (
            f"{what[0].upper()}{what[1:]}: moved most by {parts};"
            f" {_UNITS[summary.method].format(unit=outcome.unit)}."
        )
    else:
        yield (
            f"No input is shown to move {what} by more than drawing other worlds would: no"
            " difference shown."
        )
    unclear = sum(not one.shown for one in factors.values())
    yield f"{unclear} of the {len(factors)} inputs studied together cannot be told from zero in it."
    others = [
        f"{summary.outcomes[name].title} ({_foremost(summary, name)})"
        for name in names
        if name != first
    ]
    if others:
        yield f"What stands out in the other outcomes: {several(others)}."


def _index_text(index: IndexSummary, decimals: int, meaning: str) -> str:
    size, low, high = (
        "-" if value is None else plainly(value, decimals)
        for value in (index.size, index.low, index.high)
    )
    return f"({meaning}: {size}, interval {low} to {high})"


def _foremost(summary: SensitivitySummary, name: str) -> str:
    factors = summary.indices[name].factors
    clear = sorted(
        (path for path, one in factors.items() if one.shown and one.above),
        key=lambda path: -factors[path].size,
    )
    return several(clear) if clear else "no input"


def _method(summary: SensitivitySummary) -> tuple[str, ...]:
    few, samples = len(summary.together), f"{summary.samples} {WORDS[summary.method]}"
    return (
        (
            f"Each of {len(summary.factors)} inputs was moved by itself to both ends of its range;"
            f" the {few} that moved any outcome most, in multiples of what matters, were then"
            f" studied together by {_METHODS[summary.method]}, {samples}."
        ),
        (
            f"All points of a step meet the same {summary.replications} worlds under"
            f" {listing(_arms(summary))}; a dummy input that is nothing but other worlds shows what"
            " chance alone does."
        ),
        *sensitivity_notes(summary),
    )


def _arms(summary: SensitivitySummary) -> list[str]:
    return [name for name in (summary.arm, summary.against) if name is not None]
