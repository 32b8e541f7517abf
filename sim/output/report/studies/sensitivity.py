"""What a page says of a sensitivity study: which inputs drive the outcome, and what these
numbers could show.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from sim.domain.inputs.question import Question
from sim.experiment.comparison.summary_parts import FactorSummary
from sim.experiment.design.designs import DEFAULT_OUTCOMES
from sim.experiment.outcomes.definitions import OutcomeSummary
from sim.experiment.sensitivity.influence_sentences import power
from sim.experiment.sensitivity.sensitivity_summary import SensitivitySummary
from sim.output.charts.base.words import decimals, factor, plain, told_unit
from sim.output.report.common_words import OF_ALL, Data
from sim.output.report.study_account import PageTable, StudyAccount, page_table, several
from sim.output.text.sensitivity_notes import sensitivity_notes
from sim.output.text.sensitivity_table import (
    information_grids,
    sensitivity_grids,
    sensitivity_heading,
)
from sim.output.text.study_table import digits, plainly
from sim.output.words import as_list, count_text

#: What lies in the folder of such a study.
DATA: Final[Data] = (
    (
        "alone-design.csv, alone.parquet",
        "the points at which one input was moved, and what came of each world",
    ),
    *OF_ALL,
)
FIRST: Final = ("burden", "peak_rung", "unilateral_strike")
_FURTHEST: Final = 2  # inputs whose levels are told

SENTENCE_RULES: Final = (
    (
        "First sentence: the inputs that are shown to move the first outcome that was asked for, or"
        " else that counts, by more than the least difference that matters, by effect with"
        " interval, the best shown first; where none is, how many are shown at all."
    ),
    "Second sentence: what these numbers could have shown, and what would show what matters.",
    "Third sentence: the inputs that are shown to matter for the other outcomes.",
)


def sensitivity_findings(summary: SensitivitySummary, asked: str = "") -> StudyAccount:
    """All that is said of a sensitivity study, first of the outcome that is ``asked``."""
    _, heading = sensitivity_heading(summary)
    grids = [
        page_table(grid, names=_NAMES, folded=at > 0)
        for at, grid in enumerate(sensitivity_grids(summary))
    ]
    grids += [page_table(grid, names=("input", "reading")) for grid in information_grids(summary)]
    return StudyAccount(
        what="sensitivity study",
        heading=f"What drives {heading}.",
        answer=tuple(_answer(summary, asked)),
        rules=SENTENCE_RULES,
        tables=(*grids, varied_inputs(summary.factors)),
        method=_method(summary),
        limits=(_blind_spots_text(summary), _RANGES),
    )


_NAMES: Final = ("input", "course", "reading")
_RANGES: Final = (
    "How much an input matters depends on the range over which it was moved; the ranges are below."
)


def _blind_spots_text(summary: SensitivitySummary) -> str:
    if summary.method == "bands":
        return (
            "An input that acts only through another, up where that is high and down where it is"
            " low, is not seen; a stretch narrower than a sixth of a range is diluted."
        )
    return (
        "Only the inputs that came first by themselves were studied together: one that works"
        " through others alone is missed."
    )


def varied_inputs(factors: Mapping[str, FactorSummary]) -> PageTable:
    """The inputs that a study varied, and over which ranges."""
    rows = tuple(
        (path, one.meaning, one.told.value, one.told.low, one.told.high)
        for path, one in factors.items()
    )
    return PageTable(
        caption="Inputs that were varied, and over which range",
        header=("input", "meaning", "as it is", "low", "high"),
        rows=rows,
        long=(0, 1),
        folded=True,
    )


def _answer(summary: SensitivitySummary, asked: str) -> Iterator[str]:
    names = list(summary.outcomes)
    counts = [name for name in (asked, *FIRST) if name in names]
    first = names[0] if tuple(names) != DEFAULT_OUTCOMES else counts[0]
    what = f"{summary.outcomes[first].title} of {summary.looked_at.title}"
    clear, small = (_paths(summary, first, matters=matters) for matters in (True, False))
    what = f"{what[0].upper()}{what[1:]}"
    if clear:
        parts = several([f"{path} {_effect(summary, first, path)}" for path in clear])
        yield f"{what}: moved by more than what matters by {parts}."
    elif small:
        yield f"{what}: {several(small)} shown to move it, by how little cannot be told."
    else:
        yield f"{what}: for no input can it be told whether it moves it: no difference shown."
    yield _could(summary, first)
    others = [
        f"{summary.outcomes[name].title} ({several(_paths(summary, name, matters=True)) or 'none'})"
        for name in names
        if name != first
    ]
    if others:
        yield f"Shown to matter for the other outcomes: {several(others)}."


def levels_reached(summary: SensitivitySummary, asked: Question | None) -> str:
    """What the asked outcome, or else the first, comes to at the ends of the two inputs that move
    it furthest by themselves; nothing where the study is of other arms than the question.
    """
    pair = None if asked is None else {asked.arm, asked.against}
    if pair is not None and pair != {summary.arm, summary.against}:
        return ""
    name = asked.outcome if asked is not None else next(iter(summary.swings))
    found = summary.swings.get(name)
    if found is None:
        return ""
    parts = [
        f"{summary.factors[path].meaning} ({path}): {_ends(summary, name, path)}"
        for path in list(found.factors)[:_FURTHEST]
        if found.factors[path].down.value or found.factors[path].up.value
    ]
    outcome = summary.outcomes[name]
    return (
        f"{outcome.title[:1].upper()}{outcome.title[1:]}, {summary.looked_at.title}:"
        f" {_level(outcome, found.here)} {told_unit(outcome)} as it is. Each input alone at the"
        f" ends of its range, in {count_text(summary.replications, 'world')}: "
        f"{'; '.join(parts) or 'none of them moves it'}."
    )


def _ends(summary: SensitivitySummary, name: str, path: str) -> str:
    """What is reached at both ends of an input, and whether it is told from chance."""
    found, outcome = summary.swings[name], summary.outcomes[name]
    one = found.factors[path]
    low, high = summary.factors[path].moved
    levels = (_level(outcome, found.here + end.value) for end in (one.down, one.up))
    ends = " and ".join(f"{level} at {at}" for level, at in zip(levels, (low, high), strict=True))
    return ends if one.shown else f"{ends} (not told from chance)"


def _level(outcome: OutcomeSummary, value: float) -> str:
    return plain(factor(outcome) * value, decimals(outcome))


def _could(summary: SensitivitySummary, name: str) -> str:
    """What could have been shown at all."""
    if name in summary.screening:
        said = power(summary, name)
        return f"{said[0].upper()}{said[1:]}."
    unclear = sum(not one.shown for one in summary.indices[name].factors.values())
    return f"{unclear} of the {len(summary.together)} inputs studied together cannot be told in it."


def _paths(summary: SensitivitySummary, name: str, *, matters: bool) -> list[str]:
    """The inputs that are shown to matter, or those whose effect may be small."""
    if name in summary.screening:
        word = "matters" if matters else "may be small"
        found = summary.screening[name].factors.items()
        return [path for path, one in found if one.verdict == word]
    shares = summary.indices[name].factors.items()
    return [path for path, one in shares if one.shown and one.above == matters]


def _effect(summary: SensitivitySummary, name: str, path: str) -> str:
    meaning = summary.factors[path].meaning
    if name in summary.screening:
        one = summary.screening[name].factors[path]
        places, unit = digits(summary.outcomes[name]), f" {summary.outcomes[name].unit}"
        size, low, high = one.effect, one.low, one.high
    else:
        share = summary.indices[name].factors[path]
        places, unit = 2, " of the variance"
        size, low, high = share.size, share.low or 0.0, share.high
    ends = f"{plainly(low, places)} to {'any' if high is None else plainly(high, places)}"
    return f"({meaning}: {plainly(size, places)}{unit}, interval {ends})"


def _method(summary: SensitivitySummary) -> tuple[str, ...]:
    arms = as_list(_arms(summary))
    alone = (
        f"Each of {count_text(len(summary.factors), 'input')} was moved by itself to"
        " both ends of its range, all"
        f" in the same {count_text(summary.replications, 'world')} under {arms}."
    )
    if summary.method == "bands":
        second = (
            f"Then all were drawn at once from a Latin hypercube, {summary.samples:,} times, each"
            f" draw in worlds of its own under {as_list(summary.sampled_arms)}, and the means in"
            " six bands of each input were compared by the studentized range (Games and Howell)."
        )
    else:
        second = (
            f"The {len(summary.together)} that moved any outcome most, in multiples of what"
            f" matters, were then studied together by Sobol's indices, {summary.samples} samples;"
            " a dummy input that is nothing but other worlds shows what chance alone does."
        )
    return (alone, second, *sensitivity_notes(summary))


def _arms(summary: SensitivitySummary) -> list[str]:
    return [name for name in (summary.arm, summary.against) if name is not None]
