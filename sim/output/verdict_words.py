"""What may be said of a difference, in the words of tables, pages and charts: one place for all."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sim.experiment.comparison.run_summary import RunSummary
from sim.experiment.comparison.summary_parts import ComparisonSummary
from sim.experiment.statistics.verdicts import MOST_WORLDS_SAID, Beside, Verdict
from sim.output.words import p_text

#: Behind a difference that is shown, in a table.
SHOWN_WORDS: Final[Mapping[Verdict, str]] = {
    "matters": "matters",
    "may be small": "may be small",
    "does not matter": "too small",
}
#: In a sentence or a cell of its own.
VERDICTS: Final[Mapping[Verdict, str]] = {
    "matters": "shown to matter",
    "may be small": "shown, may be small",
    "does not matter": "shown not to matter",
    "too rare": "too rare to tell",
    "cannot be told": "cannot be told",
    "too few pairs": "too few pairs",
    "nothing could be shown": "nothing could be shown",
    "not compared": "not compared",
}
_OLD: Final = (
    "These results are from an older version: intervals of means are Student's, which are too"
    " narrow where few worlds differ, and differences are judged by their sign alone. Run it again"
    " for verdicts by what matters."
)
TOO_SMALL: Final = "shown, but too small to matter"


def difference_words(cell: ComparisonSummary, alpha: float, *, everything: bool = False) -> str:
    """The last column of a comparison: the adjusted p-value with its star where a difference is
    shown, and the verdict. Results of older versions have the star only.
    """
    p = cell.p_all if everything else cell.p_headline
    verdict = cell.verdict_all if everything else cell.verdict
    if p is None:
        compared = cell.pairs or cell.verdict == "not compared"
        return "not compared" if compared else "nothing to compare"
    if verdict is None:
        return _old_words(cell, p, shown=p < alpha)
    if p < alpha:
        more = " (H)" if cell.beside and not everything else ""
        return (
            f"{p_text(p)} * {SHOWN_WORDS[verdict]}{more}"
            if verdict in SHOWN_WORDS
            else f"{p_text(p)} *"
        )
    if verdict == "cannot be told" and cell.beside:
        return cell.beside
    said = "does not matter" if verdict == "does not matter" else VERDICTS[verdict]
    return f"{said} (H)" if cell.beside == "not after Holm" and not everything else said


#: Told also of what is not shown.
_TOLD: Final = frozenset({"does not matter", "too rare", "too few pairs", "nothing could be shown"})
#: What the words beside a difference mean, and their absence.
LEGEND: Final = (
    "beside it stands what may be said of the smallest difference that matters: matters (shown to"
    " matter: all of the interval lies beyond it), may be small (shown, but the interval leaves"
    " out zero only), too small or shown not to matter (all of it lies within, in worlds enough),"
    " too rare (so few worlds differ that nothing could be told); without a word it cannot be told"
)


def size_words(verdict: Verdict, *, shown: bool) -> str:
    """What may be said of a difference by its size, in a cell of many; nothing where it cannot be
    told.
    """
    if shown and verdict in SHOWN_WORDS:
        return SHOWN_WORDS[verdict]
    return VERDICTS[verdict] if verdict in _TOLD else ""


def verdict_words(verdict: Verdict | None, beside: Beside, *, shown: bool) -> str:
    """The verdict with what stands beside it; of a difference that is shown and does not matter
    both.
    """
    if verdict is None:
        return "shown" if shown else "not shown"
    said = TOO_SMALL if verdict == "does not matter" and shown else VERDICTS[verdict]
    return f"{said} ({beside_words(beside, shown=shown)})" if beside else said


def beside_words(beside: Beside, *, shown: bool) -> str:
    """What stands beside a verdict: a difference that is shown stands after the adjustment, and
    only what may be said of its size does not.
    """
    return f"whether it matters: {beside}" if beside and shown else beside


def worlds_words(worlds: int | None) -> str:
    """How many worlds would tell; empty where no number would."""
    if worlds is None:
        return ""
    if worlds > MOST_WORLDS_SAID:
        return f"more than {MOST_WORLDS_SAID:,} worlds would tell"
    return f"about {worlds:,} worlds would tell"


def old_results(summary: RunSummary) -> tuple[str, ...]:
    """That results were judged by an older version: what they say is read as it was meant."""
    if summary.schema > 1:
        return ()
    return (_OLD,)


def _old_words(cell: ComparisonSummary, p: float, *, shown: bool) -> str:
    if shown:
        return f"{p_text(p)} *"
    by_itself = cell.low is not None and cell.high is not None and (cell.low > 0 or cell.high < 0)
    return "not after Holm" if by_itself else "no difference shown"
