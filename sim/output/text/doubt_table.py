"""Luck and doubt as tables and words: what of each difference more worlds would make sure, and what
they would not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from sim.experiment.comparison.run_summary import DoubtSummary, RunSummary, SplitSummary
from sim.experiment.statistics.luck_and_doubt import doubt_quantile
from sim.experiment.statistics.rounding import interval_decimals
from sim.output.text.grid import Grid
from sim.output.words import as_list, count_text, level_text

Label = Callable[[RunSummary, str], str]
#: Inputs that are named one by one.
_NAMED: Final = 6


def doubt_grids(summary: RunSummary, label: Label) -> Iterator[Grid]:
    """For each arm less the baseline, or for an arm alone, how its estimates split; rows are named
    by ``label``.
    """
    doubt = summary.doubt
    if doubt is None:
        return
    if not doubt.differences:
        for arm, found in doubt.estimates.items():
            yield _grid(summary, f"{arm}: luck of worlds and doubt about inputs", found, label)
    for arm, found in doubt.differences.items():
        title = f"{arm} less {summary.baseline}: luck of worlds and doubt about inputs"
        yield _grid(summary, title, found, label)


def _grid(summary: RunSummary, title: str, found: Mapping[str, SplitSummary], label: Label) -> Grid:
    return Grid(
        title=title,
        header=("", "mean", "luck", "doubt", "doubt, range", "together"),
        align="lrrrrr",
        rows=tuple(_row(summary, name, label(summary, name), one) for name, one in found.items()),
    )


def _row(summary: RunSummary, name: str, label: str, one: SplitSummary) -> tuple[str, ...]:
    outcome = summary.outcomes[name]
    share = outcome.kind == "share"
    low, high = one.estimate - one.luck, one.estimate + one.luck
    digits = interval_decimals(low, high, share=share)
    reach = doubt_quantile(summary.confidence)
    least, most = (reach * end for end in (one.tau_low, one.tau_high))
    at_most = "" if one.shown or not one.doubt else "at most "
    return (
        label,
        f"{round(one.estimate, digits) + 0.0:+.{digits}f}",
        f"+-{one.luck:.{digits}f}",
        f"{at_most}+-{one.doubt:.{digits}f}",
        f"{least:.{digits}f} to {most:.{digits}f}" if one.doubt else "-",
        f"+-{one.together:.{digits}f}",
    )


def draws_text(doubt: DoubtSummary | None) -> str:
    """How often inputs were drawn, behind the number of worlds; nothing where they were not."""
    if doubt is None:
        return ""
    return f", in {doubt.draws} draws of {count_text(len(doubt.inputs), 'uncertain input')}"


def doubt_note(doubt: DoubtSummary, confidence: float) -> str:
    """What was drawn, what tables are over, and how to read luck and doubt."""
    paths = [one.path for one in doubt.inputs]
    named = (
        as_list(paths[:_NAMED])
        if len(paths) <= _NAMED
        else (f"{', '.join(paths[:_NAMED])} and {len(paths) - _NAMED} more")
    )
    level, times = level_text(confidence), f"{doubt_quantile(confidence):.3g}"
    return (
        f"Inputs were drawn {count_text(doubt.draws, 'time')}, each draw for {doubt.worlds} worlds"
        f" and the same in all arms: {named}. So every table is over draws: its pairs are draws,"
        f" and what it says of worlds is said of their means. Luck is the half-width of the"
        f" {level} interval of a mean over all that the inputs may be; more worlds shrink it."
        f" Doubt is {times} times the standard deviation between the true means of draws (its"
        " range: from where to where it may be); no number of worlds"
        " shrinks it, only knowing the inputs better. Together: within so much of the mean lies, in"
        f" {100 * confidence:.12g} of 100 cases, what the true inputs would give, but in fewer"
        " where the doubt is badly known."
    )
