"""What a sweep says of each break-even that was asked for: the cells in which an arm changes sides,
all values tried, and the break-even of a curve that runs one way.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite

from sim.experiment.outcomes.definitions import OUTCOMES
from sim.experiment.statistics.rounding import twelve_digits_or_none
from sim.experiment.sweeps.break_even import BreakEven, break_even, finite
from sim.experiment.sweeps.crossings import Tried, cells, verdict_of
from sim.experiment.sweeps.refinement import Search
from sim.experiment.sweeps.sweep import Sweep
from sim.experiment.sweeps.sweep_summary import (
    BreakEvenSummary,
    CellSummary,
    ToldBreakEven,
    TriedSummary,
)


def break_evens(asked: Sweep, found: Sequence[Search]) -> list[BreakEvenSummary]:
    """Where each arm stops or starts doing better than the baseline: along the first lever, at each
    value of the second.
    """
    return [_break_even(asked, one) for one in found]


def _break_even(asked: Sweep, one: Search) -> BreakEvenSummary:
    lever, second = asked.levers[0], asked.levers[1:]
    at = None if one.row is None else twelve_digits_or_none(second[0].values[one.row])
    if not one.tried:
        return _not_compared(one, at)
    curve = break_even(
        lever.values,
        one.benefit,
        log=lever.log,
        share=OUTCOMES[one.outcome].kind == "share",
        confidence=asked.plan.scenario.study.confidence,
        seed=asked.plan.seed,
    )
    return BreakEvenSummary(
        outcome=one.outcome,
        arm=one.arm,
        at=at,
        verdict=verdict_of(one.tried),
        cells=tuple(_cell(asked, one, *pair) for pair in cells(one.tried)),
        tried=tuple(_tried_summary(asked, one, value) for value in one.tried),
        value=finite(curve.value),
        low=finite(curve.low),
        high=finite(curve.high),
        monotone=curve.monotone,
        curve=tuple(map(finite, curve.curve)),
        told=_one_way(asked, curve),
    )


def _not_compared(one: Search, at: float | None) -> BreakEvenSummary:
    return BreakEvenSummary(
        outcome=one.outcome,
        arm=one.arm,
        at=at,
        verdict="not compared",
        cells=(),
        tried=(),
        value=None,
        low=None,
        high=None,
        monotone=True,
        curve=(),
        told=ToldBreakEven(value=None, low=None, high=None),
    )


def _one_way(asked: Sweep, curve: BreakEven) -> ToldBreakEven:
    value, low, high = (
        asked.levers[0].value_text(value) if isfinite(value) else None
        for value in (curve.value, curve.low, curve.high)
    )
    return ToldBreakEven(value=value, low=low, high=high)


def _cell(asked: Sweep, one: Search, low: Tried, high: Tried) -> CellSummary:
    return CellSummary(
        turn="stops" if low.sign == "better" else "starts",
        low=finite(low.value),
        high=finite(high.value),
        low_told=_value_text(asked, one, low),
        high_told=_value_text(asked, one, high),
    )


def _tried_summary(asked: Sweep, one: Search, value: Tried) -> TriedSummary:
    lower = OUTCOMES[one.outcome].better == "lower"
    return TriedSummary(
        value=finite(value.value),
        told=_value_text(asked, one, value),
        sign=value.sign,
        difference=finite(-value.mean if lower else value.mean),
        p=finite(value.p),
        fresh=value.fresh,
    )


def _value_text(asked: Sweep, one: Search, value: Tried) -> str:
    """A value with its unit, in as many digits as tell all that were tried apart."""
    return asked.levers[0].value_text(value.value, *(tried.value for tried in one.tried))
