"""What a trial of measures says, from its worlds: the usual summary of the arms that one looks at,
and the recommendation.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from math import inf, isinf
from typing import Final, TypedDict

from sim.experiment.comparison.summary import HEADLINES, run_summary, time_watched_in
from sim.experiment.measures.contrasts import Key
from sim.experiment.measures.measures_summary import (
    AdjustedEffect,
    Alias,
    DependenceSummary,
    DesignSummary,
    EffectSummary,
    ExpectedSummary,
    GoalPart,
    GoalSummary,
    Interaction,
    MeasuresSummary,
    MovedSummary,
    PairsSummary,
    PortfolioSummary,
    RowSummary,
    SetSummary,
    SplitEffectSummary,
    TrialSummary,
)
from sim.experiment.measures.portfolio import Candidate, Goal, Portfolio, portfolio
from sim.experiment.measures.recommendation import RecommendationRow, recommendation_of
from sim.experiment.measures.trial import Trial
from sim.experiment.measures.verdict import VERDICT_RULES, Dependence, Expected, state
from sim.experiment.outcomes.definitions import OUTCOMES
from sim.experiment.statistics.effects import Effect, Effects
from sim.experiment.statistics.estimates import Floats
from sim.experiment.statistics.rounding import twelve_digits, twelve_digits_or_none
from sim.experiment.statistics.selection import Scores
from sim.experiment.statistics.tally import Tally

SCHEMA: Final = 1
_NO_PORTFOLIO: Final = (
    "the fraction ran {} of {} sets, and what the others gain would rest on effects that it"
    " confounds; the same command without --fraction runs them all"
)
_ALL: Final = tuple(OUTCOMES.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What the best set of measures is to be best at, and what it may cost, in millions a year."""

    goal: Goal
    budget: float | None = None


def trial_summary(trial: Trial, blocks: Iterable[Floats], wish: Wish) -> TrialSummary:
    """The summary of a trial from its worlds (worlds x arms x columns), in one pass over them."""
    runs, places = (
        len(trial.design.runs),
        [trial.plan.arms.index(name) for name in trial.arms_to_show],
    )
    base = trial.arms_to_show.index(trial.against)
    pairs = [(at, base) for at in range(len(places)) if at != base]
    tally = Tally(len(places), len(_ALL), pairs, [outcome.matters for outcome in _ALL])
    effects = Effects(trial.contrasts(), _ALL, time_watched_in(trial.plan))
    scores = Scores(runs, wish.goal.matters)
    for block in blocks:
        tally.add(block[:, places, : len(_ALL)])
        effects.add(block)
        scores.add(wish.goal.scores(block[:, :runs]))
    shown = replace(trial.plan, arms=trial.arms_to_show, baseline=trial.against)
    confidence, run = trial.plan.scenario.study.confidence, run_summary(shown, tally)
    return TrialSummary(
        **{one.name: getattr(run, one.name) for one in fields(run)},
        measures=_measures(trial, effects, scores, wish, confidence),
    )


def _measures(
    trial: Trial, effects: Effects[Key], scores: Scores, wish: Wish, confidence: float
) -> MeasuresSummary:
    alpha, names, found = 1.0 - confidence, trial.design.factors, effects.estimates(confidence)
    recommendation = recommendation_of(trial, effects.estimates, confidence)
    return MeasuresSummary(
        schema=SCHEMA,
        arm=trial.arm,
        design=_design(trial),
        alpha=round(alpha, 12),
        rules=VERDICT_RULES,
        confidence_of_sides=twelve_digits(recommendation.sides),
        rows=tuple(_row(row, alpha) for row in recommendation.rows),
        average={name: _effects(found["average", name, ""]) for name in names},
        interactions=tuple(
            Interaction(measures=(one, other), effects=_headlines(found["difference", one, other]))
            for one, other in trial.design.pairs()
        ),
        portfolio=_portfolio(_best(trial, scores, wish, confidence)) if trial.design.full else None,
        no_portfolio=(
            None
            if trial.design.full
            else _NO_PORTFOLIO.format(len(trial.design.runs), 2 ** len(names))
        ),
    )


def _best(trial: Trial, scores: Scores, wish: Wish, confidence: float) -> Portfolio:
    costs = {one.name: one.cost for one in trial.measures}
    budget = inf if wish.budget is None else wish.budget
    return portfolio(
        wish.goal, trial.design.runs, costs, scores, budget=budget, confidence=confidence
    )


def _design(trial: Trial) -> DesignSummary:
    design = trial.design
    aliases = (
        Alias(measures=(one, other), with_=tuple(design.aliases(one, other)))
        for one, other in design.pairs()
    )
    return DesignSummary(
        kind="full" if design.full else "fraction",
        runs=len(design.runs),
        arms=len(trial.plan.arms),
        resolution=design.resolution() or None,
        generators=tuple(design.generators),
        aliases=tuple(one for one in aliases if one.with_),
    )


def _row(row: RecommendationRow, alpha: float) -> RowSummary:
    measure, outcome = row.measure, OUTCOMES[row.measure.expected.outcome]
    return RowSummary(
        measure=measure.name,
        title=measure.title,
        purpose=measure.purpose,
        expected=ExpectedSummary(
            text=measure.expected.text,
            outcome=outcome.name,
            title=outcome.title,
            unit=outcome.unit,
            kind=outcome.kind,
            direction=measure.expected.direction,
        ),
        alone=EffectSummary(**_numbers(row.alone)) if row.alone else None,
        average=AdjustedEffect(**_numbers(row.average), p_adjusted=_number(row.p)),
        moved=tuple(
            MovedSummary(outcome=one.outcome, **_numbers(one.effect), p_adjusted=_number(one.p))
            for one in row.moved
        ),
        cost=measure.cost,
        cost_per_unit=_number(row.cost_per_unit),
        verdict=row.verdict.word,
        on_average=row.verdict.average,
        size=row.verdict.size,
        depends_on=row.verdict.on,
        conditions=tuple(dependence_summary(one, row.expected, alpha) for one in row.dependences),
        rests_on=None
        if outcome.exists == "always"
        else PairsSummary(pairs=row.average.pairs, of=row.average.were),
    )


def dependence_summary(one: Dependence, expected: Expected, alpha: float) -> DependenceSummary:
    """What a dependence says of both its sides."""
    return DependenceSummary(
        on=one.on,
        kind=one.kind,
        aliases=one.aliases,
        with_=SplitEffectSummary(**_numbers(one.with_it), says=state(one.with_it, expected)),
        without=SplitEffectSummary(**_numbers(one.without), says=state(one.without, expected)),
        difference=AdjustedEffect(**_numbers(one.difference), p_adjusted=_number(one.p)),
        shown=one.is_shown(alpha),
    )


def _headlines(effects: Mapping[str, Effect]) -> dict[str, EffectSummary]:
    return _effects({name: effects[name] for name in HEADLINES})


def _effects(effects: Mapping[str, Effect]) -> dict[str, EffectSummary]:
    return {name: EffectSummary(**_numbers(one)) for name, one in effects.items()}


class _Numbers(TypedDict):
    """What every summary of an effect has."""

    estimate: float | None
    low: float | None
    high: float | None
    p: float | None
    worlds: int
    higher: float | None
    lower: float | None


def _numbers(one: Effect) -> _Numbers:
    return {
        "estimate": _number(one.estimate),
        "low": _number(one.low),
        "high": _number(one.high),
        "p": _number(one.p),
        "worlds": one.worlds,
        "higher": _number(one.higher),
        "lower": _number(one.lower),
    }


def _portfolio(found: Portfolio) -> PortfolioSummary:
    goal = found.goal
    return PortfolioSummary(
        goal=GoalSummary(
            title=goal.title,
            unit=goal.unit,
            kind=goal.single.kind if goal.single else "mean",
            parts=tuple(
                GoalPart(outcome=outcome.name, weight=weight, better=outcome.better)
                for outcome, weight in goal.parts
            ),
        ),
        budget=_number(found.budget),
        affordable=sum(one.affordable for one in found.candidates),
        chosen=found.candidates[found.chosen].measures,
        cheapest=found.cheapest.measures,
        short_of_best_at_most=_number(found.short),
        within_noise=tuple(one.measures for one in found.rivals),
        frontier=tuple(one.measures for one in found.frontier),
        sets=tuple(_candidate(one) for one in found.candidates),
        matters=goal.matters,
        near=None if found.near is None else found.near.measures,
        worlds_to_be_near=found.worlds_to_be_near,
    )


def _candidate(one: Candidate) -> SetSummary:
    behind = None if one.behind is None else (_number(one.behind[0]), _number(one.behind[1]))
    return SetSummary(
        measures=one.measures,
        cost=twelve_digits(one.cost),
        gain=twelve_digits(one.gain),
        low=_number(one.low),
        high=_number(one.high),
        affordable=one.affordable,
        efficient=one.efficient,
        retained=one.retained,
        behind_best=behind,
    )


def _number(value: float) -> float | None:
    return None if isinf(value) else twelve_digits_or_none(value)
