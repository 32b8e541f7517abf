"""What a trial of measures says, as plain data: the usual summary of the arms that one looks at, and the recommendation."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from math import inf, isinf, isnan
from typing import Any, Final

from sim.experiment.contrasts import Key
from sim.experiment.effects import Effect, Effects
from sim.experiment.outcomes import OUTCOMES
from sim.experiment.portfolio import Candidate, Goal, Portfolio, portfolio
from sim.experiment.recommendation import Row, recommended
from sim.experiment.selection import Scores
from sim.experiment.statistics import Floats
from sim.experiment.summary import HEADLINES, summarised
from sim.experiment.tally import Tally
from sim.experiment.trial import Trial
from sim.experiment.verdict import RULES, Dependence, Expected, state

SCHEMA: Final = 1
_NO_PORTFOLIO: Final = (
    "the fraction ran {} of {} sets, and what the others gain would rest on effects that it confounds; the same command without "
    "--fraction runs them all"
)
_ALL: Final = tuple(OUTCOMES.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What the best set of measures is to be best at, and what it may cost, in millions a year."""

    goal: Goal
    budget: float | None = None


def trial_summary(trial: Trial, blocks: Iterable[Floats], wish: Wish) -> dict[str, Any]:
    """The summary of a trial from its worlds (worlds x arms x columns), in one pass over them."""
    runs, places = len(trial.design.runs), [trial.plan.arms.index(name) for name in trial.shown]
    base = trial.shown.index(trial.arm)
    tally = Tally(len(places), len(_ALL), [(at, base) for at in range(len(places)) if at != base])
    effects, scores = Effects(trial.contrasts(), _ALL), Scores(runs)
    for block in blocks:
        tally.add(block[:, places, : len(_ALL)])
        effects.add(block)
        scores.add(wish.goal.scores(block[:, :runs]))
    shown = replace(trial.plan, arms=trial.shown)
    confidence = trial.plan.scenario.study.confidence
    return {**summarised(shown, tally), "measures": _measures(trial, effects, scores, wish, confidence)}


def _measures(trial: Trial, effects: Effects[Key], scores: Scores, wish: Wish, confidence: float) -> dict[str, Any]:
    alpha, names, found = 1.0 - confidence, trial.design.factors, effects.found(confidence)
    recommendation = recommended(trial, effects.found, confidence)
    return {
        "schema": SCHEMA,
        "arm": trial.arm,
        "design": _design(trial),
        "alpha": round(alpha, 12),
        "rules": list(RULES),
        "confidence_of_sides": _number(recommendation.sides),
        "rows": [_row(row, alpha) for row in recommendation.rows],
        "average": {name: _effects(found["average", name, ""]) for name in names},
        "interactions": [
            {"measures": [one, other], "effects": _headlines(found["difference", one, other])}
            for one, other in trial.design.pairs()
        ],
        "portfolio": _portfolio(_best(trial, scores, wish, confidence)) if trial.design.full else None,
        "no_portfolio": None if trial.design.full else _NO_PORTFOLIO.format(len(trial.design.runs), 2 ** len(names)),
    }


def _best(trial: Trial, scores: Scores, wish: Wish, confidence: float) -> Portfolio:
    costs = {one.name: one.cost for one in trial.measures}
    budget = inf if wish.budget is None else wish.budget
    return portfolio(wish.goal, trial.design.runs, costs, scores, budget=budget, confidence=confidence)


def _design(trial: Trial) -> dict[str, Any]:
    design = trial.design
    aliases = [
        {"measures": [one, other], "with": [list(pair) for pair in design.aliases(one, other)]}
        for one, other in design.pairs()
    ]
    return {
        "kind": "full" if design.full else "fraction",
        "runs": len(design.runs),
        "arms": len(trial.plan.arms),
        "resolution": design.resolution() or None,
        "generators": list(design.generators),
        "aliases": [one for one in aliases if one["with"]],
    }


def _row(row: Row, alpha: float) -> dict[str, Any]:
    measure, outcome = row.measure, OUTCOMES[row.measure.expected.outcome]
    return {
        "measure": measure.name,
        "title": measure.title,
        "purpose": measure.purpose,
        "expected": {
            "text": measure.expected.text, "outcome": outcome.name, "title": outcome.title,
            "unit": outcome.unit, "kind": outcome.kind, "direction": measure.expected.direction,
        },
        "alone": _effect(row.alone) if row.alone else None,
        "average": {**_effect(row.average), "p_adjusted": _number(row.p)},
        "moved": [{"outcome": one.outcome, **_effect(one.effect), "p_adjusted": _number(one.p)} for one in row.moved],
        "cost": measure.cost,
        "cost_per_unit": _number(row.cost_per_unit),
        "verdict": row.verdict.word,
        "brief": row.verdict.brief,
        "because": row.verdict.because,
        "depends_on": list(row.verdict.on),
        "conditions": [_dependence(one, row.expected, alpha) for one in row.dependences],
    }  # fmt: skip


def _dependence(one: Dependence, expected: Expected, alpha: float) -> dict[str, Any]:
    return {
        "on": one.on,
        "kind": one.kind,
        "aliases": list(one.aliases),
        "with": {**_effect(one.with_it), "says": state(one.with_it, expected)},
        "without": {**_effect(one.without), "says": state(one.without, expected)},
        "difference": {**_effect(one.difference), "p_adjusted": _number(one.p)},
        "shown": one.shown(alpha),
    }


def _headlines(effects: Mapping[str, Effect]) -> dict[str, Any]:
    return _effects({name: effects[name] for name in HEADLINES})


def _effects(effects: Mapping[str, Effect]) -> dict[str, Any]:
    return {name: _effect(one) for name, one in effects.items()}


def _effect(one: Effect) -> dict[str, Any]:
    return {
        "estimate": _number(one.estimate), "low": _number(one.low), "high": _number(one.high), "p": _number(one.p),
        "worlds": one.worlds, "higher": _number(one.higher), "lower": _number(one.lower),
    }  # fmt: skip


def _portfolio(found: Portfolio) -> dict[str, Any]:
    goal = found.goal
    parts = [{"outcome": outcome.name, "weight": weight, "better": outcome.better} for outcome, weight in goal.parts]
    chosen = found.candidates[found.chosen]
    return {
        "goal": {"title": goal.title, "unit": goal.unit, "kind": goal.single.kind if goal.single else "mean", "parts": parts},
        "budget": _number(found.budget),
        "affordable": sum(one.affordable for one in found.candidates),
        "chosen": list(chosen.measures),
        "cheapest": list(found.cheapest.measures),
        "short_of_best_at_most": _number(found.short),
        "within_noise": [list(one.measures) for one in found.rivals],
        "frontier": [list(one.measures) for one in found.frontier],
        "sets": [_candidate(one) for one in found.candidates],
    }  # fmt: skip


def _candidate(one: Candidate) -> dict[str, Any]:
    behind = None if one.behind is None else [_number(one.behind[0]), _number(one.behind[1])]
    return {
        "measures": list(one.measures), "cost": _number(one.cost), "gain": _number(one.gain), "low": _number(one.low),
        "high": _number(one.high), "affordable": one.affordable, "efficient": one.efficient, "retained": one.retained,
        "behind_best": behind,
    }  # fmt: skip


def _number(value: float) -> float | None:
    """Twelve digits, as in any summary."""
    return None if isnan(value) or isinf(value) else float(f"{value:.12g}") + 0.0
