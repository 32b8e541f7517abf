"""The comparison table: every arm's estimates, then each arm against the baseline in the same
worlds.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil, log10, nan
from statistics import median_low
from textwrap import wrap
from typing import Final

from sim.experiment.comparison.run_summary import EstimateSummary, RunSummary, Stopping
from sim.experiment.comparison.summary_parts import ComparisonSummary, Interval, ShareSummary
from sim.experiment.outcomes.definitions import OutcomeSummary
from sim.experiment.outcomes.shares import percent
from sim.experiment.statistics.rounding import interval_decimals
from sim.experiment.statistics.verdicts import FEWEST_PAIRS
from sim.output.answer.attainable_outcomes import NEVER, can_have
from sim.output.text.doubt_table import doubt_grids, doubt_note, draws_text
from sim.output.text.grid import Grid, plain
from sim.output.verdict_words import difference_words, old_results
from sim.output.words import count_text, fixed_text, level_text

NONE: Final = "-"
#: What stands between estimate and interval, and between the ends of an interval: from wide to
#: narrow.
_LAYOUTS: Final = (("  ", " to "), ("\n", " to "), ("\n", ".."))
#: Decimals of the smallest number that is told at all.
_SMALLEST: Final = 9


def heading(summary: RunSummary) -> list[str]:
    """What was run, in two lines."""
    scenario = summary.scenario
    arms = count_text(len(summary.arms), "arm")
    worlds = f"{count_text(summary.replications, 'world')}, each under {arms}"
    worlds += draws_text(summary.doubt)
    where = f"scenario {scenario.name}, digest {scenario.digest[:12]}, seed {summary.seed}"
    return [scenario.heading, f"{where}, {worlds}"]


def grids(summary: RunSummary, *, width: int, everything: bool = False) -> list[Grid]:
    """The tables of a run: over the headline outcomes, or over ``everything``."""
    names = list(summary.outcomes) if everything else summary.headlines
    whole = [name for name in names if not _is_selected(summary, name)]
    selected = [name for name in names if _is_selected(summary, name)]
    compared = [
        _comparison(summary, arm, whole, everything=everything) for arm in summary.comparisons
    ]
    apart = [_selected_groups(summary, arm, selected) for arm in summary.comparisons]
    more = (*compared, *doubt_grids(summary, row_label), *(grid for grid in apart if grid.rows))
    return [_estimates(summary, names, width), *more]


def notes(summary: RunSummary, *, width: int, everything: bool = False) -> list[str]:
    """How to read the tables, in lines of at most ``width``."""
    family = summary.family
    size = family.all if everything else family.headline
    level = level_text(summary.confidence)
    adjusted = (
        f"{level} intervals, each for itself. p is adjusted for the"
        f" {count_text(size, 'comparison')} made here (Holm); * marks p below"
        f" {family.alpha:.4g}. Behind it stands what the interval says of the smallest difference"
        " that matters: matters (all of it lies beyond), may be small (it leaves out zero only),"
        " too small or does not matter (all of it lies within, in worlds enough). Where it cannot"
        " be told there may still be a difference; too rare: so few worlds differ that nothing"
        f" could be told; too few pairs: fewer than {FEWEST_PAIRS}; not after Holm, or (H): the"
        " interval by itself says more, but among so many comparisons that may be chance."
    )
    paired = (
        "better, worse: share of worlds in which the arm did better or worse than the baseline in"
        f" the same world; {NONE} where neither direction is better. An outcome that does not exist"
        " in every world (a strike that was not made has no hour) is compared over the pairs in"
        " which both arms have it: a selected group, which depends on the arms themselves, so that"
        " it stands apart, in no family and without a star. Hours without a strike and hours until"
        " settled are means over all worlds, cut at the end of the window or the follow-up."
    )
    alone = (
        f"{level} intervals, each for itself. An outcome that does not exist in every world (a"
        " strike that was not made has no hour) is estimated over the worlds that have it."
    )
    read = (adjusted, paired) if summary.comparisons else (alone,)
    text = (
        *old_results(summary),
        *_stopping_note(summary),
        *([] if summary.doubt is None else [doubt_note(summary.doubt, summary.confidence)]),
        *read,
        "What follows from the scenario's assumptions, not a forecast.",
    )
    return [line for paragraph in text for line in wrap(paragraph, width)]


def _stopping_note(summary: RunSummary) -> tuple[str, ...]:
    """That the run chose its own number of worlds, which its intervals do not know."""
    stopping = summary.stopping
    if stopping is None:
        return ()
    wanted = ", ".join(f"{name} within {half:g}" for name, half in stopping.precision.items())
    worlds, most = summary.replications, stopping.most
    how = (
        f"stopped sequentially after {worlds} worlds, of at most {most}, when precise enough"
        f" ({wanted})"
        if stopping.met
        else (
            f"stopped sequentially at the most of {worlds} worlds, before it was precise enough"
            f" ({wanted})"
        )
    )
    return (f"The run was {how}.", *_always_valid_note(stopping))


def _always_valid_note(stopping: Stopping) -> tuple[str, ...]:
    """The intervals that hold at every look, where the run stopped by them."""
    if stopping.always_valid is None:
        return ()
    told = [
        f"{name} under {arm} {low:.4g} to {high:.4g}"
        for name, arms in stopping.always_valid.items()
        for arm, (low, high) in arms.items()
    ]
    said = "Intervals that hold however often one has looked, unlike those of the tables"
    return (f"{said}: {'; '.join(told)}.",)


def _estimates(summary: RunSummary, names: Sequence[str], width: int) -> Grid:
    """All arms beside each other, the interval below the estimate where the lines would be too
    long.
    """
    arms = list(summary.arms)
    found = [(name, [summary.estimates[arm][name] for arm in arms]) for name in names]
    shares = max(
        (_row_decimals(cells, "share") for name, cells in found if _is_share(summary, name)),
        default=0,
    )
    for layout in _LAYOUTS:
        rows = tuple(_estimate_row(summary, name, arms, layout, shares) for name in names)
        grid = Grid(
            title=f"Estimates with {level_text(summary.confidence)} intervals",
            header=("", *arms),
            align="l" + "r" * len(arms),
            rows=rows,
        )
        if max(map(len, plain(grid)[1:])) <= width:
            break
    return grid


def _estimate_row(
    summary: RunSummary, name: str, arms: Sequence[str], layout: tuple[str, str], shares: int
) -> tuple[str, ...]:
    """One outcome of all arms; shares of worlds are told in ``shares`` decimals, as those above and
    below it.
    """
    found = [summary.estimates[arm][name] for arm in arms]
    decimals = (
        shares if _is_share(summary, name) else _row_decimals(found, summary.outcomes[name].kind)
    )
    below, to = layout
    texts = (
        _number(cell.estimate, decimals) + below + _interval(cell, decimals, to=to)
        if can_have(summary, arm, name)
        else NEVER
        for arm, cell in zip(arms, found, strict=True)
    )
    return row_label(summary, name), *(text.rstrip() for text in texts)


def _is_share(summary: RunSummary, name: str) -> bool:
    return summary.outcomes[name].kind == "share"


def _row_decimals(cells: Sequence[EstimateSummary], kind: str) -> int:
    """Those that the middle one of the intervals deserves, and as many more as keep what is not
    zero from reading 0.
    """
    return max(
        median_low(_decimals(cell, kind) for cell in cells),
        *(_first_decimal(cell.estimate) for cell in cells),
    )


def _first_decimal(value: float | None) -> int:
    """Decimals in which the first digit of a small number is told."""
    small = 10.0**-_SMALLEST  # what is less is a rounding error
    return 0 if value is None or abs(value) < small else max(0, ceil(-log10(2 * abs(value))))


def _comparison(summary: RunSummary, arm: str, names: Sequence[str], *, everything: bool) -> Grid:
    compared = summary.comparisons[arm]
    cells = [
        (name, compared[name], compared[name].p_all if everything else compared[name].p_headline)
        for name in names
    ]
    words = [
        difference_words(cell, summary.family.alpha, everything=everything) for _, cell, _ in cells
    ]
    shares = max(
        (_decimals(cell, "share") for name, cell, _ in cells if _is_share(summary, name)), default=0
    )
    shown = frozenset(
        i for i, (_, _, p) in enumerate(cells) if p is not None and p < summary.family.alpha
    )
    return Grid(
        title=f"{arm} less {summary.baseline}, in the same worlds",
        header=("", "diff.", "interval", "better", "worse", "pairs", "p"),
        align="lrrrrrl",
        rows=tuple(
            _comparison_row(summary, name, cell, said, shares=shares)
            for (name, cell, _), said in zip(cells, words, strict=True)
        ),
        strong=shown,
    )


def _is_selected(summary: RunSummary, name: str) -> bool:
    return summary.outcomes[name].exists != "always"


def _selected_groups(summary: RunSummary, arm: str, names: Sequence[str]) -> Grid:
    """What only some worlds have, with the share of worlds that have it under both arms; nothing is
    tested.
    """
    found = [(name, summary.comparisons[arm][name]) for name in names]
    units = summary.replications if summary.doubt is None else summary.doubt.draws
    return Grid(
        title=(
            f"{arm} less {summary.baseline}, in the worlds where both have it: selected groups,"
            " nothing is tested"
        ),
        header=("", "diff.", "interval", "worlds" if summary.doubt is None else "draws"),
        align="lrrr",
        rows=tuple(
            (
                row_label(summary, name),
                _number(cell.difference, decimals, sign="+"),
                _interval(cell, decimals, sign="+"),
                f"{cell.pairs} of {units}",
            )
            for name, cell in found
            if cell.pairs
            for decimals in [_decimals(cell, summary.outcomes[name].kind)]
        ),
    )


def _comparison_row(
    summary: RunSummary, name: str, cell: ComparisonSummary, said: str, *, shares: int
) -> tuple[str, ...]:
    decimals = shares if _is_share(summary, name) else _decimals(cell, summary.outcomes[name].kind)
    return (
        row_label(summary, name),
        _number(cell.difference, decimals, sign="+"),
        _interval(cell, decimals, sign="+"),
        _percent(cell.better),
        _percent(cell.worse),
        str(cell.pairs),
        said,
    )


def row_label(summary: RunSummary, name: str) -> str:
    """What a row of a table is of."""
    outcome = summary.outcomes[name]
    return (
        outcome.title
        if outcome.kind == "share" or _names_unit(outcome)
        else f"{outcome.title}, {outcome.unit}"
    )


def _names_unit(outcome: OutcomeSummary) -> bool:
    """Whether the unit is a word of the title, and would be told twice beside it."""
    return outcome.unit in outcome.title.split()


def _decimals(cell: Interval, kind: str) -> int:
    low, high = (nan if end is None else end for end in (cell.low, cell.high))
    return interval_decimals(low, high, share=kind == "share")


def _number(value: float | None, decimals: int, *, sign: str = "") -> str:
    if value is None:
        return NONE
    return fixed_text(value, decimals, sign if round(value, decimals) else "")


def _interval(cell: Interval, decimals: int, *, sign: str = "", to: str = " to ") -> str:
    if cell.low is None or cell.high is None:
        return ""
    return _number(cell.low, decimals, sign=sign) + to + _number(cell.high, decimals, sign=sign)


def _percent(share: ShareSummary | None) -> str:
    return NONE if share is None else percent(share.share)
