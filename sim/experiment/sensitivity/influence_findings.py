"""What a sensitivity study finds, as its folder keeps it, and in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sim.experiment.comparison.summary_parts import scenario_summary
from sim.experiment.design.factors import Factor
from sim.experiment.outcomes.definitions import OUTCOMES, plain_outcome
from sim.experiment.sensitivity.one_at_a_time import Change, Swing, ends, swings
from sim.experiment.sensitivity.sensitivity import (
    KIND,
    SCHEMA,
    Index,
    Sensitivity,
    indices,
    response,
)
from sim.experiment.sensitivity.sensitivity_summary import (
    ChangeSummary,
    IndexSummary,
    Indices,
    MovedFactor,
    Response,
    SensitivitySummary,
    Steps,
    Swings,
    SwingSummary,
)
from sim.experiment.statistics import estimates
from sim.experiment.statistics.estimates import Floats
from sim.experiment.statistics.rounding import twelve_digits, twelve_digits_or_none


def sensitivity_summary(
    asked: Sensitivity, first: Floats, chosen: Sequence[Factor], cube: Floats, second: Floats
) -> SensitivitySummary:
    """The findings, from the responses of both designs."""
    one_by_one, jointly = response(asked, first), response(asked, second)
    scenario, outcomes = asked.scenario, range(len(asked.outcomes))
    return SensitivitySummary(
        schema=SCHEMA,
        kind=KIND,
        scenario=scenario_summary(scenario),
        seed=asked.seed,
        replications=asked.worlds,
        confidence=scenario.study.confidence,
        baseline=asked.arms[-1],
        headlines=asked.outcomes,
        comparisons={},
        outcomes={name: plain_outcome(OUTCOMES[name]) for name in asked.outcomes},
        arm=asked.arm,
        against=asked.against,
        response=Response(asked.arm, asked.against).text,
        method=asked.method,
        samples=asked.samples,
        percent=asked.percent,
        points=Steps(alone=len(first), together=len(second)),
        first_world=Steps(alone=0, together=asked.worlds),
        factors={factor.path: _factor(asked, factor) for factor in asked.factors},
        together=tuple(factor.path for factor in chosen),
        swings={asked.outcomes[at]: _swings(asked, one_by_one[:, :, at]) for at in outcomes},
        indices={
            asked.outcomes[at]: _indices(asked, chosen, cube, jointly[:, :, at]) for at in outcomes
        },
    )


def _factor(asked: Sensitivity, factor: Factor) -> MovedFactor:
    """A factor, and to which values it is moved when alone."""
    about, moved = factor.plain_data(), ends(factor, asked.percent)
    return MovedFactor(
        path=about.path,
        meaning=about.meaning,
        law=about.law,
        value=about.value,
        low=about.low,
        high=about.high,
        told=about.told,
        moved=tuple(factor.value_text(end, *moved) for end in moved),
    )


def _swings(asked: Sensitivity, values: Floats) -> Swings:
    confidence = asked.scenario.study.confidence
    found = swings(values, confidence=confidence)
    adjusted = estimates.holm([swing.p for swing in found])
    rows = sorted(zip(asked.factors, found, adjusted, strict=True), key=lambda row: -row[1].reach)
    return Swings(
        here=twelve_digits(float(values[0].mean())),
        factors={
            factor.path: _swing_summary(swing, float(p), 1 - confidence)
            for factor, swing, p in rows
        },
    )


def _swing_summary(swing: Swing, p: float, alpha: float) -> SwingSummary:
    return SwingSummary(
        down=_change(swing.down),
        up=_change(swing.up),
        across=_change(swing.across),
        p=twelve_digits_or_none(p),
        shown=p < alpha,
    )


def _change(change: Change) -> ChangeSummary:
    return ChangeSummary(
        value=twelve_digits(change.value),
        low=twelve_digits_or_none(change.low),
        high=twelve_digits_or_none(change.high),
    )


def _indices(asked: Sensitivity, chosen: Sequence[Factor], cube: Floats, values: Floats) -> Indices:
    *found, dummy = indices(asked, cube, values)
    alpha = 1 - asked.scenario.study.confidence
    adjusted = estimates.holm([index.p for index in found])
    rows = sorted(zip(chosen, found, adjusted, strict=True), key=lambda row: -row[1].size)
    return Indices(
        factors={
            factor.path: _index(index, float(p), alpha, dummy.size) for factor, index, p in rows
        },
        dummy=_index(dummy, dummy.p, alpha, dummy.size),
    )


def _index(index: Index, p: float, alpha: float, floor: float) -> IndexSummary:
    return IndexSummary(
        size=twelve_digits(index.size),
        low=twelve_digits_or_none(index.low),
        high=twelve_digits_or_none(index.high),
        other=twelve_digits_or_none(index.other),
        other_low=twelve_digits_or_none(index.other - index.other_half),
        other_high=twelve_digits_or_none(index.other + index.other_half),
        chance=twelve_digits_or_none(index.chance),
        p=twelve_digits_or_none(p),
        shown=p < alpha,
        above=index.size > floor,
    )


def sentences(summary: SensitivitySummary) -> Iterable[str]:
    """The finding in words, outcome by outcome."""
    for name, found in summary.indices.items():
        factors = found.factors.items()
        clear = [path for path, index in factors if index.shown and index.above]
        small = sum(index.shown and not index.above for _, index in factors)
        rest = len(factors) - len(clear) - small
        unclear = "all are" if rest == len(factors) else f"{rest} {'is' if rest == 1 else 'are'}"
        parts = [
            (
                f"{', '.join(clear)} matter{'s' if len(clear) == 1 else ''}"
                if clear
                else "no input stands out"
            ),
            (
                f"{small} more matter{'s' if small == 1 else ''}, but less than the luck of the"
                " worlds"
                if small
                else ""
            ),
            f"{unclear} not distinguishable from zero" if rest else "",
        ]
        yield f"{summary.outcomes[name].title}: {'; '.join(filter(None, parts))}."
