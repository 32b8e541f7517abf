"""Scenario discovery: the conditions under which one arm does worse than another, or an outcome
cannot be accepted.

Samples fill the space of what is uncertain; in each all arms meet the same worlds. A sample is a
case where the means say so; PRIM finds the box of inputs in which cases are dense; the box is told
in words, with what speaks for and against it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

import numpy as np

from sim.domain.inputs.setting import Scenario
from sim.errors import UsageError
from sim.experiment.comparison.summary_parts import scenario_summary
from sim.experiment.design.designs import Design, points_at, space_filling_places
from sim.experiment.design.factors import Factor
from sim.experiment.discovery import prim, regret
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
from sim.experiment.outcomes import thresholds
from sim.experiment.outcomes.definitions import OUTCOMES, plain_outcome
from sim.experiment.outcomes.outcome_lookup import outcome_named
from sim.experiment.outcomes.shares import percent
from sim.experiment.statistics.estimates import Floats
from sim.scenario.schema.quantities import Unreadable

SCHEMA: Final = 1
KIND: Final = "discovery"
FEWEST_SAMPLES: Final = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Worse:
    """Samples in which ``arm`` does worse than ``against`` by at least the smallest difference that
    matters.
    """

    arm: str
    against: str
    outcome: str

    def cases(self, mean: Callable[[str, str], Floats]) -> Flags:
        outcome = OUTCOMES[self.outcome]
        difference = mean(self.arm, self.outcome) - mean(self.against, self.outcome)
        worse: Flags = (
            difference if outcome.better == "lower" else -difference
        ) >= outcome.matters * (1 - 1e-9)
        return worse

    @property
    def rule(self) -> str:
        outcome = OUTCOMES[self.outcome]
        by = _amount(self.outcome, outcome.matters)
        return f"{self.arm} does worse than {self.against} on {outcome.title}, by {by} or more"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unacceptable:
    """Samples in which the mean of an outcome of ``arm`` is beyond a limit."""

    arm: str
    outcome: str
    sign: Literal[">", ">=", "<", "<="]
    limit: float

    against: str | None = None

    def cases(self, mean: Callable[[str, str], Floats]) -> Flags:
        beyond: Flags = _BEYOND[self.sign](mean(self.arm, self.outcome), self.limit)
        return beyond

    @property
    def rule(self) -> str:
        words = {">": "above", ">=": "at least", "<": "below", "<=": "at most"}[self.sign]
        return (
            f"{OUTCOMES[self.outcome].title} of {self.arm} is {words}"
            f" {_amount(self.outcome, self.limit)}"
        )


_BEYOND: Final[Mapping[str, Callable[[Floats, float], Flags]]] = {
    ">": lambda values, limit: values > limit,
    ">=": lambda values, limit: values >= limit,
    "<": lambda values, limit: values < limit,
    "<=": lambda values, limit: values <= limit,
}
SIGNS: Final = tuple(sorted(_BEYOND, key=len, reverse=True))

Question = Worse | Unacceptable


def _amount(name: str, value: float) -> str:
    outcome = OUTCOMES[name]
    return (
        f"{100 * value:g} in a hundred worlds"
        if outcome.kind == "share"
        else f"{value:g} {outcome.unit}"
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Discovery:
    """What is asked: ``questions`` about ``samples`` of what is uncertain, each in ``worlds``
    worlds under all ``arms``.
    """

    scenario: Scenario
    arms: tuple[str, ...]
    outcomes: tuple[str, ...]
    factors: tuple[Factor, ...]
    questions: tuple[Question, ...]
    samples: int
    worlds: int
    fill: str
    seed: int

    def identity(self) -> dict[str, Any]:
        """What the findings depend on."""
        return {
            **design(self).identity(),
            "samples": self.samples,
            "fill": self.fill,
            "questions": [one.rule for one in self.questions],
        }

    def __post_init__(self) -> None:
        if self.samples < FEWEST_SAMPLES:
            raise UsageError(
                f"Too few samples: {self.samples}. At least {FEWEST_SAMPLES} are needed to find a"
                " condition."
            )
        for one in self.questions:
            if isinstance(one, Worse) and OUTCOMES[one.outcome].better == "neither":
                raise UsageError(
                    f"Of {one.outcome} neither way is better, so no arm does worse on it. "
                    f'Say what cannot be accepted: --unacceptable "{one.outcome} > 0.5"'
                )


def questions(
    scenario: Scenario,
    arm: str | None,
    against: str | None,
    outcomes: Sequence[str],
    limits: Sequence[str],
) -> tuple[Question, ...]:
    """What a command asks: limits for the arm or for each; else whether it, or each, does worse
    than another or the baseline.
    """
    arms = tuple(scenario.arms) if arm is None else (arm,)
    if limits:
        return tuple(unacceptable(text, one) for text in limits for one in arms)
    other = scenario.study.baseline if against is None else against
    asked = tuple(
        Worse(arm=one, against=other, outcome=name)
        for name in outcomes
        for one in arms
        if arm or one != other
    )
    if not asked:
        raise UsageError(
            'There is one arm only; say what cannot be accepted, such as --unacceptable "burden >'
            ' 400".'
        )
    return asked


def unacceptable(text: str, arm: str) -> Unacceptable:
    """A condition such as ``burden > 400``."""
    for sign in SIGNS:
        name, found, limit = text.partition(sign)
        if found:
            break
    else:
        name, limit = text, ""
    if not any(map(str.isdigit, limit)):
        raise UsageError(
            f'--unacceptable "{text}": expected an outcome, a sign and a number, such as "burden >'
            ' 400"'
        )
    outcome = outcome_named(name)
    try:
        value = thresholds.limit(outcome, sign, thresholds.amount_from(limit))
    except Unreadable as error:
        raise UsageError(f'--unacceptable "{text}": {error}') from None
    return Unacceptable(arm=arm, outcome=outcome, sign=sign, limit=value)  # type: ignore[arg-type]


def design(asked: Discovery) -> Design:
    """The samples."""
    cube = space_filling_places(len(asked.factors), asked.samples, asked.seed, asked.fill)
    return Design(
        scenario=asked.scenario,
        arms=asked.arms,
        outcomes=asked.outcomes,
        factors=asked.factors,
        points=points_at(asked.factors, cube),
        starts=(0,) * asked.samples,
        worlds=asked.worlds,
        seed=asked.seed,
    )


def points(made: Design) -> Floats:
    """The samples as numbers."""
    return np.array(made.points)


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
        max=_number(found.worst),
        mean=_number(found.mean),
        p90=_number(found.ninety),
        satisfactory=_number(found.satisfactory),
        best=_number(found.best),
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
    return QuestionSummary(
        arm=question.arm,
        against=question.against,
        outcome=question.outcome,
        rule=question.rule,
        cases=count,
        share=_number(share),
        box=box,
        tradeoff=None if box is None else tuple(map(_step, boxes)),
        sentence=(
            f"{where}"
            f" {NO_BOX[reliability(count, share, box)] if box is None else _box_sentence(box, share, asked.worlds)}"
        ),
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
        coverage=_number(box.coverage),
        density=_number(box.density),
        mass=_number(box.mass),
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
        elsewhere=Elsewhere(coverage=_number(again.coverage), density=_number(again.density)),
    )


def _limit(factor: Factor, box: Box, at: int, p: float, again: float) -> Limit:
    low, high = float(box.low[at]), float(box.high[at])
    return Limit(
        path=factor.path,
        low=None if low == -float("inf") else _number(low),
        high=None if high == float("inf") else _number(high),
        told=_between(factor, low, high),
        quasi_p=float(f"{p:.3g}"),
        reproduced=_number(again),
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


def _number(value: float) -> float:
    return float(f"{value:.12g}") + 0.0
