"""What a discovery study finds, as its folder keeps it: regrets, and by question a box.

A box comes with the steps that led to it and with what fresh worlds say of it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import isfinite

from sim.experiment.comparison.summary_parts import scenario_summary
from sim.experiment.design.factors import Factor
from sim.experiment.discovery import prim, regret
from sim.experiment.discovery.confirmation import Standing
from sim.experiment.discovery.discovery import KIND, SCHEMA, Discovery, Question, Unacceptable
from sim.experiment.discovery.discovery_summary import (
    BoxSummary,
    DiscoverySummary,
    Limit,
    QuestionSummary,
    RegretSummary,
    Step,
)
from sim.experiment.discovery.fresh_findings import fresh_summary
from sim.experiment.discovery.prim import Box, Flags
from sim.experiment.discovery.proposals import TriedCondition, values_by_name
from sim.experiment.outcomes.definitions import OUTCOMES, plain_outcome
from sim.experiment.statistics.estimates import Floats
from sim.experiment.statistics.rounding import twelve_digits


def discovery_summary(
    asked: Discovery, x: Floats, values: Floats, tried: Mapping[int, TriedCondition]
) -> DiscoverySummary:
    """The findings, from the samples and their responses (samples x worlds x arms x outcomes), and
    from what was ``tried`` in fresh worlds, by question.
    """
    means = values.mean(axis=1)
    named = values_by_name(asked.arms, asked.outcomes, means)
    directed = [name for name in asked.outcomes if OUTCOMES[name].better != "neither"]
    tables = {
        name: regret.table(OUTCOMES[name], means[:, :, asked.outcomes.index(name)])
        for name in directed
    }
    scenario = asked.scenario
    return DiscoverySummary(
        schema=SCHEMA,
        kind=KIND,
        scenario=scenario_summary(scenario),
        seed=asked.seed,
        replications=asked.worlds,
        confidence=scenario.study.confidence,
        baseline=(
            scenario.study.baseline if scenario.study.baseline in asked.arms else asked.arms[0]
        ),
        headlines=asked.outcomes,
        comparisons={},
        outcomes={name: plain_outcome(OUTCOMES[name]) for name in asked.outcomes},
        samples=asked.samples,
        fill=asked.fill,
        factors={factor.path: factor.plain_data() for factor in asked.factors},
        questions=tuple(
            _question_summary(asked, one, x, one.cases(named), tried.get(number))
            for number, one in enumerate(asked.questions)
        ),
        regret={
            name: {arm: _regret(found) for arm, found in zip(asked.arms, table, strict=True)}
            for name, table in tables.items()
        },
    )


def _regret(found: regret.Regret) -> RegretSummary:
    return RegretSummary(
        max=twelve_digits(found.worst),
        mean=twelve_digits(found.mean),
        p90=twelve_digits(found.ninety),
        satisfactory=twelve_digits(found.satisfactory),
        best=twelve_digits(found.best),
    )


def _question_summary(
    asked: Discovery, question: Question, x: Floats, cases: Flags, tried: TriedCondition | None
) -> QuestionSummary:
    box = None if tried is None else _box(asked, x, cases, tried)
    steps = () if tried is None else tried.proposal.condition.steps
    return QuestionSummary(
        arm=question.arm,
        against=question.against,
        outcome=question.outcome,
        rule=question.rule,
        cases=int(cases.sum()),
        share=twelve_digits(float(cases.mean())),
        box=box,
        fresh=None if tried is None else fresh_summary(asked, question, tried),
        tradeoff=None if box is None else tuple(_step(x, cases, one) for one in steps),
        sign=question.sign if isinstance(question, Unacceptable) else None,
        limit=question.limit if isinstance(question, Unacceptable) else None,
    )


def _step(x: Floats, cases: Flags, box: Box) -> Step:
    """How many of the cases a box holds, and how many others."""
    counted = prim.box_between(x, cases, box.low, box.high)
    return Step(
        coverage=twelve_digits(counted.coverage),
        density=twelve_digits(counted.density),
        mass=twelve_digits(counted.mass),
        inputs=len(box.restricted_inputs),
    )


def _box(asked: Discovery, x: Floats, cases: Flags, tried: TriedCondition) -> BoxSummary:
    condition = tried.proposal.condition
    step = _step(x, cases, condition.box)
    return BoxSummary(
        coverage=step.coverage,
        density=step.density,
        mass=step.mass,
        inputs=step.inputs,
        points=condition.box.points,
        downward=condition.downward,
        limits=_limits(asked.factors, condition.box, tried.standing),
    )


def _limits(factors: Sequence[Factor], box: Box, standing: Standing) -> tuple[Limit, ...]:
    """The clearest first."""
    bounds = zip(box.restricted_inputs, standing.bounds, standing.shown, strict=True)
    limits = [
        Limit(
            path=factors[at].path,
            low=_end(float(box.low[at])),
            high=_end(float(box.high[at])),
            told=_between(factors[at], float(box.low[at]), float(box.high[at])),
            p=float(f"{p:.3g}"),
            shown=shown,
        )
        for at, p, shown in bounds
    ]
    return tuple(sorted(limits, key=lambda one: one.p))


def _end(value: float) -> float | None:
    return twelve_digits(value) if isfinite(value) else None


def _between(factor: Factor, low: float, high: float) -> str:
    if low == -float("inf"):
        return f"at most {factor.value_text(high)}"
    if high == float("inf"):
        return f"at least {factor.value_text(low)}"
    return f"between {factor.value_text(low, high)} and {factor.value_text(high, low)}"
