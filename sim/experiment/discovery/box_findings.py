"""What a discovery study finds, as its folder keeps it: regrets, and by question a box.

A box comes with the steps that led to it and with a sentence.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from sim.experiment.comparison.summary_parts import scenario_summary
from sim.experiment.design.factors import Factor
from sim.experiment.discovery import prim, regret
from sim.experiment.discovery.discovery import KIND, SCHEMA, Discovery, Question
from sim.experiment.discovery.discovery_summary import (
    FEWEST_CASES,
    FEWEST_WORLDS,
    NEARLY_ALL,
    BoxSummary,
    DiscoverySummary,
    Elsewhere,
    Limit,
    QuestionSummary,
    RegretSummary,
    Reliability,
    Step,
    reliability,
)
from sim.experiment.discovery.prim import Box, Flags
from sim.experiment.discovery.reproduction import Reproduced, box_search, reproduction
from sim.experiment.outcomes.definitions import OUTCOMES, plain_outcome
from sim.experiment.outcomes.shares import percent
from sim.experiment.statistics.estimates import Floats
from sim.experiment.statistics.rounding import twelve_digits


def discovery_summary(asked: Discovery, x: Floats, values: Floats) -> DiscoverySummary:
    """The findings, from the samples and their responses (samples x worlds x arms x outcomes)."""
    means = values.mean(axis=1)

    def mean(arm: str, outcome: str) -> Floats:
        found: Floats = means[:, asked.arms.index(arm), asked.outcomes.index(outcome)]
        return found

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
            _question_summary(asked, one, x, one.cases(mean)) for one in asked.questions
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
    asked: Discovery, question: Question, x: Floats, cases: Flags
) -> QuestionSummary:
    count, share = int(cases.sum()), float(cases.mean())
    box: BoxSummary | None = None
    boxes: Sequence[Box] = ()
    if count >= FEWEST_CASES and share <= NEARLY_ALL:
        densest, boxes = box_search(x, cases)
        if densest.restricted_inputs:
            box = _box(asked.factors, x, cases, densest, reproduction(x, cases, seed=asked.seed))
    where = (
        f"{question.rule}: in {count} of {len(cases)} samples of {asked.worlds} worlds each"
        f" ({percent(share)})."
    )
    found = (
        NO_BOX[reliability(count, share, box)]
        if box is None
        else _box_sentence(box, share, asked.worlds)
    )
    return QuestionSummary(
        arm=question.arm,
        against=question.against,
        outcome=question.outcome,
        rule=question.rule,
        cases=count,
        share=twelve_digits(share),
        box=box,
        tradeoff=None if box is None else tuple(map(_step, boxes)),
        sentence=f"{where} {found}",
    )


#: Why no conditions are told.
NO_BOX: Final[Mapping[Reliability, str]] = {
    "never": "Never in what was sampled.",
    "too few": "Too few to say under which conditions.",
    "nearly all": "Hardly a condition is needed for it.",
    "none": "No condition sets these samples apart.",
}


def _step(box: Box) -> Step:
    return Step(
        coverage=twelve_digits(box.coverage),
        density=twelve_digits(box.density),
        mass=twelve_digits(box.mass),
        inputs=len(box.restricted_inputs),
    )


def _box(
    factors: Sequence[Factor], x: Floats, cases: Flags, box: Box, again: Reproduced
) -> BoxSummary:
    chance, step = prim.quasi_p(x, cases, box), _step(box)
    limits = (_limit(factors[at], box, at, p, again.inputs[at]) for at, p in chance.items())
    return BoxSummary(
        coverage=step.coverage,
        density=step.density,
        mass=step.mass,
        inputs=step.inputs,
        points=box.points,
        limits=tuple(sorted(limits, key=lambda one: one.quasi_p)),
        elsewhere=Elsewhere(
            coverage=twelve_digits(again.coverage), density=twelve_digits(again.density)
        ),
    )


def _limit(factor: Factor, box: Box, at: int, p: float, again: float) -> Limit:
    low, high = float(box.low[at]), float(box.high[at])
    return Limit(
        path=factor.path,
        low=None if low == -float("inf") else twelve_digits(low),
        high=None if high == float("inf") else twelve_digits(high),
        told=_between(factor, low, high),
        quasi_p=float(f"{p:.3g}"),
        reproduced=twelve_digits(again),
    )


def _between(factor: Factor, low: float, high: float) -> str:
    if low == -float("inf"):
        return f"at most {factor.value_text(high)}"
    if high == float("inf"):
        return f"at least {factor.value_text(low)}"
    return f"between {factor.value_text(low, high)} and {factor.value_text(high, low)}"


def _box_sentence(box: BoxSummary, share: float, worlds: int) -> str:
    conditions = " and ".join(f"{limit.path} is {limit.told}" for limit in box.limits)
    elsewhere = box.elsewhere
    lean = reliability(0, share, box) == "lean"
    doubt = f", hardly more than the {percent(share)} anywhere: not to be relied on" if lean else ""
    few = of_few_worlds(worlds)
    return (
        f"When {conditions}: that holds {percent(box.coverage)} of such samples, and"
        f" {percent(box.density)} of the samples inside are such. Searched for in one half and"
        f" tried on the other: {percent(elsewhere.coverage)} and"
        f" {percent(elsewhere.density)}{doubt}.{f' {few.capitalize()}.' if few else ''}"
    )


def of_few_worlds(worlds: int) -> str:
    """Why conditions may be those of the worlds rather than of the inputs; nothing where there are
    enough of them.
    """
    few = (
        f"fewer than {FEWEST_WORLDS} worlds, the same in every sample: this may be their luck,"
        " which the other half shares"
    )
    return few if worlds < FEWEST_WORLDS else ""
