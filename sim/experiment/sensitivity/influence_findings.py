"""What a sensitivity study finds, as its folder keeps it."""

from __future__ import annotations

from collections.abc import Sequence

from sim.experiment.comparison.summary_parts import scenario_summary
from sim.experiment.design.factors import Factor
from sim.experiment.outcomes.definitions import OUTCOMES, plain_outcome
from sim.experiment.sensitivity.information import information
from sim.experiment.sensitivity.one_at_a_time import Change, Swing, ends, swings
from sim.experiment.sensitivity.screening import screening
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
    Screening,
    SensitivitySummary,
    Steps,
    Swings,
    SwingSummary,
)
from sim.experiment.statistics.estimates import Floats
from sim.experiment.statistics.rounding import twelve_digits, twelve_digits_or_none


def sensitivity_summary(
    asked: Sensitivity, first: Floats, chosen: Sequence[Factor], cube: Floats, second: Floats
) -> SensitivitySummary:
    """The findings, from the responses of both designs: the second is the uncertain sample or
    Sobol's.
    """
    one_by_one = response(asked, first)
    sampled = (asked.sampled_arms or asked.arms) if asked.method == "bands" else asked.arms
    jointly = response(asked, second, sampled)
    scenario = asked.scenario
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
        sampled_arms=tuple(sampled),
        factors={factor.path: _factor(asked, factor) for factor in asked.factors},
        together=tuple(factor.path for factor in chosen),
        swings={
            name: _swings(asked, name, one_by_one[:, :, at])
            for at, name in enumerate(asked.outcomes)
        },
        screening=_screenings(asked, cube, jointly),
        indices=_all_indices(asked, chosen, cube, jointly),
        left_out=asked.left_out,
        information=information(asked, cube, second) if asked.goal else None,
    )


def _screenings(asked: Sensitivity, cube: Floats, values: Floats) -> dict[str, Screening]:
    """What the uncertain sample says, outcome by outcome."""
    if asked.method != "bands":
        return {}
    return {
        name: _screening(asked, name, cube, values[:, :, at])
        for at, name in enumerate(asked.outcomes)
    }


def _all_indices(
    asked: Sensitivity, chosen: Sequence[Factor], cube: Floats, values: Floats
) -> dict[str, Indices]:
    """What Sobol's design says, outcome by outcome."""
    if asked.method != "sobol":
        return {}
    return {
        name: _indices(asked, name, chosen, cube, values[:, :, at])
        for at, name in enumerate(asked.outcomes)
    }


def _screening(asked: Sensitivity, name: str, cube: Floats, values: Floats) -> Screening:
    return screening(
        asked.factors,
        cube,
        values,
        name,
        difference=asked.against is not None,
        confidence=asked.scenario.study.confidence,
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


def _swings(asked: Sensitivity, name: str, values: Floats) -> Swings:
    confidence, outcome = asked.scenario.study.confidence, OUTCOMES[name]
    found = swings(
        values,
        confidence=confidence,
        seed=asked.seed,
        span=(outcome.high - outcome.low) * (1 if asked.against is None else 2),
        matters=outcome.matters,
    )
    rows = sorted(zip(asked.factors, found, strict=True), key=lambda row: -row[1].reach)
    return Swings(
        here=twelve_digits(float(values[0].mean())),
        factors={factor.path: _swing_summary(swing, 1 - confidence) for factor, swing in rows},
    )


def _swing_summary(swing: Swing, alpha: float) -> SwingSummary:
    return SwingSummary(
        down=_change(swing.down),
        up=_change(swing.up),
        across=_change(swing.across),
        p=twelve_digits(swing.p),
        shown=swing.p < alpha,
    )


def _change(change: Change) -> ChangeSummary:
    return ChangeSummary(
        value=twelve_digits(change.value),
        low=twelve_digits_or_none(change.low),
        high=twelve_digits_or_none(change.high),
    )


def _indices(
    asked: Sensitivity, name: str, chosen: Sequence[Factor], cube: Floats, values: Floats
) -> Indices:
    *found, dummy = indices(asked, cube, values)
    alpha, matters = 1 - asked.scenario.study.confidence, OUTCOMES[name].matters
    rows = sorted(zip(chosen, found, strict=True), key=lambda row: -row[1].size)
    return Indices(
        factors={factor.path: _index(index, alpha, matters) for factor, index in rows},
        dummy=_index(dummy, alpha, matters),
    )


def _index(index: Index, alpha: float, matters: float) -> IndexSummary:
    return IndexSummary(
        size=twelve_digits(index.size),
        low=twelve_digits_or_none(index.low),
        high=twelve_digits_or_none(index.high),
        other=twelve_digits_or_none(index.other),
        other_low=twelve_digits_or_none(index.other - index.other_half),
        other_high=twelve_digits_or_none(index.other + index.other_half),
        chance=twelve_digits_or_none(index.chance),
        p=twelve_digits_or_none(index.p),
        change=twelve_digits(index.change),
        shown=index.p < alpha,
        above=index.change > matters,
    )
