"""Comparisons as they are judged: p-values adjusted over both families, and what may be said of
each by its size.

Every outcome of every arm is compared with the baseline, so a few will seem to differ by chance.
p-values are adjusted by Holm's method, once over the headline outcomes and once over all; each of
the three tests is a family of its own. What only some worlds have is in no family: the worlds that
have it under both arms are a selected group, which the arms themselves select, so no test compares
arms there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import isnan, nan
from typing import Literal

import numpy as np

from sim.experiment.comparison.comparison import Comparison, Share
from sim.experiment.comparison.only_asking import Apart
from sim.experiment.comparison.run_summary import Family
from sim.experiment.comparison.summary_parts import ComparisonSummary, ShareSummary
from sim.experiment.outcomes.definitions import Outcome
from sim.experiment.statistics.estimates import Floats, holm
from sim.experiment.statistics.rounding import (
    interval_decimals,
    twelve_digits,
    twelve_digits_or_none,
)
from sim.experiment.statistics.verdicts import (
    FEWEST_PAIRS,
    UNSEEN,
    JudgedDifference,
    PValues,
    Verdict,
    beside,
    verdict_of,
    worlds_to_tell,
    worlds_until_common,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What comparisons are judged by: outcomes, which of them are headlines, by outcome the
    ``reach`` of scores in any arm and the ``span`` that they can have, the level; and by arm the
    outcomes in which it is kept ``apart`` from the other.
    """

    outcomes: Sequence[Outcome]
    headlines: Sequence[str]
    reach: Floats
    span: Floats
    alpha: float
    apart: Mapping[str, Mapping[str, Apart]] = field(default_factory=dict)

    def side(self, arm: str, place: int) -> Apart | None:
        """Why an arm is not compared in an outcome, or takes no side; nothing where it does."""
        return self.apart.get(arm, {}).get(self.outcomes[place].name)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Cell:
    """A comparison, with its p-values adjusted within both families; NaN where it is no member."""

    arm: str
    place: int
    found: Comparison
    headline: PValues
    all: PValues


def judged_family(
    compared: Mapping[str, Sequence[Comparison]], scope: Scope
) -> tuple[dict[str, dict[str, ComparisonSummary]], Family]:
    """Comparisons of all arms with what may be said of them, and how large the families are."""
    cells = _cells(compared, scope)
    family = Family(
        method="holm",
        alpha=round(scope.alpha, 12),
        headline=sum(not isnan(cell.headline.zero) for cell in cells),
        all=sum(not isnan(cell.all.zero) for cell in cells),
    )
    table: dict[str, dict[str, ComparisonSummary]] = {arm: {} for arm in compared}
    for cell in cells:
        table[cell.arm][scope.outcomes[cell.place].name] = _summary(cell, scope, family)
    return table, family


def _cells(compared: Mapping[str, Sequence[Comparison]], scope: Scope) -> list[_Cell]:
    flat = [(arm, place, one) for arm, found in compared.items() for place, one in enumerate(found)]
    flat = [(arm, at, one if _in_all(scope, at) else selected_group(one)) for arm, at, one in flat]
    flat = [
        (arm, at, not_compared(one) if scope.side(arm, at) == "not compared" else one)
        for arm, at, one in flat
    ]
    leading = [scope.outcomes[place].name in scope.headlines for _, place, _ in flat]
    headline = adjusted_p_values([one.tests for _, _, one in flat], leading)
    over_all = adjusted_p_values([one.tests for _, _, one in flat], [True] * len(flat))
    return [
        _Cell(arm=arm, place=place, found=one, headline=first, all=second)
        for (arm, place, one), first, second in zip(flat, headline, over_all, strict=True)
    ]


def _in_all(scope: Scope, place: int) -> bool:
    return scope.outcomes[place].exists == "always"


def not_compared(found: Comparison) -> Comparison:
    """What one of two arms cannot have: no pair of worlds says anything of it."""
    none = Share(value=nan, low=nan, high=nan)
    return replace(
        selected_group(found),
        difference=nan,
        low=nan,
        high=nan,
        pairs=0,
        higher=none,
        lower=none,
        equal=none,
        departures=0,
        rare=False,
        variance_ratio=nan,
    )


def selected_group(found: Comparison) -> Comparison:
    """A comparison in the worlds that happen to have an outcome under both arms: without tests, and
    without an interval where they are few.
    """
    few = found.pairs < FEWEST_PAIRS
    return replace(
        found,
        low=nan if few else found.low,
        high=nan if few else found.high,
        tests=PValues(zero=nan, small=nan, large=nan),
    )


def adjusted_p_values(tests: Sequence[PValues], members: Sequence[bool]) -> list[PValues]:
    """The p-values of a family, each of the three tests adjusted by itself (Holm); NaN for whoever
    is no member.
    """
    outside = PValues(zero=nan, small=nan, large=nan)
    family = [one if member else outside for one, member in zip(tests, members, strict=True)]
    table = [holm([getattr(one, name) for one in family]) for name in ("zero", "small", "large")]
    return [
        PValues(zero=float(zero), small=float(small), large=float(large))
        for zero, small, large in zip(*table, strict=True)
    ]


def _summary(cell: _Cell, scope: Scope, family: Family) -> ComparisonSummary:
    found, outcome, alpha = cell.found, scope.outcomes[cell.place], scope.alpha
    leading = not isnan(cell.headline.zero)
    tests, size = (cell.headline, family.headline) if leading else (cell.all, family.all)
    better = "neither" if scope.side(cell.arm, cell.place) else outcome.better
    reach = float(np.nan_to_num(scope.reach[cell.place]))
    measured = as_measured(found, outcome, reach)
    verdict = verdict_of(measured, tests, alpha, max(size, 1))
    shown = tests.zero < alpha
    unseen = found.pairs * abs(found.difference) / UNSEEN if found.pairs else nan
    return ComparisonSummary(
        difference=twelve_digits_or_none(found.difference),
        low=twelve_digits_or_none(found.low),
        high=twelve_digits_or_none(found.high),
        pairs=found.pairs,
        better=_share(found.better(better)),
        worse=_share(found.worse(better)),
        higher=_share(found.higher),
        lower=_share(found.lower),
        equal=_share(found.equal),
        p=twelve_digits_or_none(found.tests.zero),
        variance_ratio=twelve_digits_or_none(found.variance_ratio),
        p_headline=twelve_digits_or_none(cell.headline.zero),
        p_all=twelve_digits_or_none(cell.all.zero),
        shown=shown,
        verdict=verdict,
        verdict_all=verdict_of(measured, cell.all, alpha, max(family.all, 1)),
        beside=beside(measured, found.tests, tests, alpha, max(size, 1)),
        p_matters=twelve_digits_or_none(tests.small),
        p_negligible=twelve_digits_or_none(tests.large),
        departures=found.departures,
        unseen=twelve_digits_or_none(unseen),
        firm=_firmness(unseen, scope, cell.place) if shown else "",
        worlds_to_tell=_worlds(verdict, measured, found, alpha, max(size, 1)),
    )


def as_measured(found: Comparison, outcome: Outcome, reach: float) -> JudgedDifference:
    """The comparison as it is judged: by the interval as it is printed."""
    digits = interval_decimals(found.low, found.high, share=outcome.kind == "share")
    return JudgedDifference(
        low=nan if isnan(found.low) else round(found.low, digits),
        high=nan if isnan(found.high) else round(found.high, digits),
        pairs=found.pairs,
        matters=outcome.matters,
        reach=reach,
        rare=found.rare,
    )


def _firmness(unseen: float, scope: Scope, place: int) -> Literal["", "bound", "range"]:
    """Beyond what an event would have to be to undo a difference that is shown."""
    if unseen > scope.span[place]:
        return "bound"
    return "range" if unseen > scope.reach[place] else ""


def _worlds(
    verdict: Verdict, measured: JudgedDifference, found: Comparison, alpha: float, comparisons: int
) -> int | None:
    if verdict == "too rare":
        return worlds_until_common(found.departures / found.pairs)
    if verdict != "cannot be told":
        return None
    return worlds_to_tell(measured, found.difference, alpha, comparisons)


def _share(found: Share | None) -> ShareSummary | None:
    if found is None or isnan(found.value):
        return None
    return ShareSummary(
        share=twelve_digits(found.value),
        low=twelve_digits(found.low),
        high=twelve_digits(found.high),
    )
