"""The best set of measures in sentences, and every set as cells for a CSV file.

How many sets cannot be told from the best comes first, then the cheapest of them: what a chosen
best alone would hide.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from sim.experiment.measures.measures_summary import (
    GoalSummary,
    PortfolioSummary,
    SetSummary,
    TrialSummary,
)
from sim.output.charts.base.chart import Cell, Table, number_or_nan
from sim.output.charts.base.words import POINTS
from sim.output.verdict_words import worlds_words
from sim.output.words import as_list, level_text

MOST_RIVALS: Final = 8
#: What intervals of gains are: of older results each for itself.
ALL_AT_ONCE: Final = "all sets at once"
NOT_CHOSEN: Final = "not allowing for having been chosen"


def portfolio_told(found: PortfolioSummary, confidence: float) -> Iterator[str]:
    """What is to be said of the best set."""
    goal, level = found.goal, level_text(confidence)
    retained, cheapest = _retained_sets(found), _find_set(found, found.cheapest)
    among = f"of {_sets(found)}"
    if len(retained) == 1:
        yield (
            f"Best set for {goal.title}: with {level} confidence one {among} is the best:"
            f" {_purchase_text(found, retained[0])}."
        )
        return
    if not cheapest.measures:
        yield f"No set is shown to be better than no measure at all for {goal.title}."
    yield f"Best set for {goal.title}: {_told_apart(found, among)} ({level} confidence)."
    yield (
        f"The cheapest of these {len(retained)}: {_purchase_text(found, cheapest)}."
        f"{shortfall(found, cheapest)}"
    )
    best = _find_set(found, found.chosen)
    yield f"The best by its estimate alone: {_purchase_text(found, best)}.{shortfall(found, best)}"
    yield from _near(found)
    others = [one for one in found.within_noise if one != found.cheapest]
    if others:
        some = "; ".join(set_name(one) for one in others[:MOST_RIVALS])
        more = f"; and {len(others) - MOST_RIVALS} more" if len(others) > MOST_RIVALS else ""
        yield f"The others of these {len(retained)}, best first: {some}{more}."


def shortfall(found: PortfolioSummary, one: SetSummary) -> str:
    """By how much a set falls short of the true best at most: its own bound, not another's."""
    if one.behind_best is None or one.behind_best[0] is None:
        return ""
    loss = -one.behind_best[0]
    more = (
        ", which is more than it gains"
        if one.measures and loss > one.gain
        else f", which is more than matters ({gain_text(found.goal, found.matters)})"
        if found.matters is not None and loss > found.matters
        else ""
    )
    return f" It falls short of the true best by at most {gain_text(found.goal, loss)}{more}."


def _near(found: PortfolioSummary) -> Iterator[str]:
    """The cheapest set that is as good as the best, for all that matters."""
    if found.matters is None:
        return
    within = gain_text(found.goal, found.matters)
    if found.near == found.cheapest:
        yield (
            "The cheapest of these is also the cheapest that is shown to fall short of the best by"
            f" no more than matters ({within})."
        )
        return
    if found.near is not None:
        near = _find_set(found, found.near)
        yield (
            "The cheapest that is shown to fall short of the best by no more than matters"
            f" ({within}): {_purchase_text(found, near)}."
        )
        return
    worlds = worlds_words(found.worlds_to_be_near)
    yield f"No set is shown to lie within {within} of the best{f'; {worlds}' if worlds else ''}."


def _told_apart(found: PortfolioSummary, among: str) -> str:
    """How many sets may be the best, where there is more than one."""
    many = len(_retained_sets(found))
    if many < found.affordable:
        return f"{many} {among} cannot be told from the best"
    return (
        f"neither {among} can be told from the other"
        if many == 2
        else f"none {among} can be told from the best"
    )


def missing_told(reason: str) -> str:
    """Why there is no best set."""
    return f"No best set: {reason}."


def _retained_sets(found: PortfolioSummary) -> list[SetSummary]:
    return [one for one in found.sets if one.retained]


def _find_set(found: PortfolioSummary, measures: Sequence[str]) -> SetSummary:
    return next(one for one in found.sets if one.measures == measures)


def _purchase_text(found: PortfolioSummary, one: SetSummary) -> str:
    """A set with its cost and its gain."""
    if not one.measures:
        return "no measure, at no cost and for no gain"
    gain = f"{gain_text(found.goal, one.gain)} ({_range(found, one)})"
    return f"{set_name(one.measures)} at {one.cost:g} million a year, gaining {gain}"


def _range(found: PortfolioSummary, one: SetSummary) -> str:
    """The interval of a gain; a single world has none."""
    if one.low is None or one.high is None:
        return "no interval: too few worlds"
    low, high = number(found.goal, one.low), number(found.goal, one.high)
    return f"{low} to {high}; {intervals_are(found)}"


def intervals_are(found: PortfolioSummary) -> str:
    """Whether intervals of gains hold for all sets at once, as they have not always."""
    return NOT_CHOSEN if found.matters is None else ALL_AT_ONCE


def _sets(found: PortfolioSummary) -> str:
    """What there is to choose from."""
    many = found.affordable
    return (
        f"{many} sets"
        if found.budget is None
        else f"the {many} sets within {found.budget:g} million a year"
    )


def scale(goal: GoalSummary) -> float:
    """By what a gain is multiplied to be told: a share is told in percentage points."""
    return 100.0 if goal.kind == "share" else 1.0


def unit(goal: GoalSummary) -> str:
    """The unit in which a gain is told."""
    return POINTS if goal.kind == "share" else goal.unit


def number(goal: GoalSummary, value: float) -> str:
    """A gain as it is told, without its unit."""
    return f"{scale(goal) * value:.1f}" if goal.kind == "share" else f"{value:.3g}"


def gain_text(goal: GoalSummary, value: float) -> str:
    """A gain as it is told."""
    return f"{number(goal, value)} {unit(goal)}"


def set_name(measures: Sequence[str]) -> str:
    """A set of measures in words."""
    return as_list(list(measures)) if measures else "no measure"


def sets_of(summary: TrialSummary) -> Table:
    """Every set of measures with its cost and what it gains towards the goal, in the goal's unit
    (shares from 0 to 1).
    """
    header = (
        "measures",
        "cost",
        "gain",
        "low",
        "high",
        "unit",
        "affordable",
        "efficient",
        "may_be_best",
        "cheapest_that_may_be_best",
        "behind_best_low",
        "behind_best_high",
    )
    found = summary.measures.portfolio
    assert found is not None, "only a trial of all sets has a best one"
    rows: list[tuple[Cell, ...]] = [
        (
            "+".join(one.measures),
            one.cost,
            *map(number_or_nan, (one.gain, one.low, one.high)),
            found.goal.unit,
            int(one.affordable),
            int(one.efficient),
            int(one.retained),
            int(one.measures == found.cheapest),
            *(number_or_nan(end) for end in one.behind_best or (None, None)),
        )
        for one in found.sets
    ]
    return Table(header=header, rows=tuple(rows))
