"""The recommendation: for each measure what is expected of it, what was measured, what else moved,
its cost, and a verdict.

Families of comparisons, each adjusted by Holm's method on its own: the expected effects of all
measures; the differences that anything else makes to those; and everything else that moved. A
contrast is in one family and has one adjusted p. What only some worlds have is in none.

What a difference lies between is told with intervals, not tested again. They are read where a
difference is shown, so their level allows for that choice: with R of m differences shown it is 1 -
alpha R / m, by which of the intervals read at most a share alpha is expected to miss the truth
(Benjamini and Yekutieli 2005, Journal of the American Statistical Association 100:71). That holds
for estimates that are independent, or depend on one another positively only. These share worlds and
arms, and some of them may depend negatively: under any dependence the bound is alpha times the sum
of 1/i for i from 1 to m.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import nan
from typing import Final, Literal

from sim.domain.preparedness.measures import Measure
from sim.experiment.measures.contrasts import Key
from sim.experiment.measures.trial import Trial
from sim.experiment.measures.verdict import Dependence, Expected, Verdict, verdict_on
from sim.experiment.outcomes.definitions import OUTCOMES
from sim.experiment.statistics.effects import Effect, holm_adjusted

Found = Mapping[Key, Mapping[str, Effect]]
#: The effects with intervals of a level.
Finder = Callable[[float], Found]
#: A measure and what may change its effect.
Pair = tuple[str, str]

#: What is part of another outcome, no consequence of a crisis, or there in some worlds only, which
#: the measure itself selects: such a mean may move though nothing moved it.
NOT_MOVED: Final = frozenset(
    {"cost"}
    | {name for name, one in OUTCOMES.items() if one.group == "delay" or one.exists != "always"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """Something else that a measure moved on average."""

    outcome: str
    effect: Effect
    p: float


@dataclass(frozen=True, slots=True, kw_only=True)
class RecommendationRow:
    """A measure in the table. ``alone`` is what it does when added to nothing, ``average`` over all
    sets of the others.
    """

    measure: Measure
    expected: Expected
    alone: Effect | None
    average: Effect
    p: float
    dependences: tuple[Dependence, ...]
    moved: tuple[Moved, ...]
    cost_per_unit: float
    verdict: Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Recommendation:
    """The rows of the table, in the order of the measures; ``sides`` is the level of intervals of
    both sides of a difference.
    """

    rows: tuple[RecommendationRow, ...]
    sides: float


def recommendation_of(trial: Trial, finder: Finder, confidence: float) -> Recommendation:
    """What is recommended of each measure, from effects with intervals of any level."""
    families = _Families(trial, finder, confidence)
    return Recommendation(rows=tuple(families.rows()), sides=families.level)


class _Families:
    """The p-values of a trial, adjusted family by family."""

    def __init__(self, trial: Trial, finder: Finder, confidence: float) -> None:
        self._trial = trial
        self._found = found = finder(confidence)
        self._alpha = alpha = 1.0 - confidence
        self._tested = {one.name: one.expected.outcome for one in trial.measures}
        on_average = {
            name: found["average", name, ""][outcome] for name, outcome in self._tested.items()
        }
        self.expected = holm_adjusted({name: one.p for name, one in on_average.items()})
        self.small = holm_adjusted({name: one.small for name, one in on_average.items()})
        self.large = holm_adjusted({name: one.large for name, one in on_average.items()})
        self.differences = holm_adjusted({pair: self._difference(pair).p for pair in self._pairs()})
        shown = sum(p < alpha for p in self.differences.values())
        self.level = 1.0 - alpha * max(shown, 1) / max(len(self.differences), 1)
        self._sides = finder(self.level)
        self.others = holm_adjusted(
            {
                (name, outcome): effect.p
                for name, tested in self._tested.items()
                for outcome, effect in found["average", name, ""].items()
                if outcome != tested and outcome not in NOT_MOVED
            }
        )

    def rows(self) -> list[RecommendationRow]:
        return [self._row(one) for one in self._trial.measures]

    def _pairs(self) -> list[Pair]:
        """What may change a measure's effect: nothing else in place, each other measure, each of
        its conditions.
        """
        names = self._trial.design.factors
        gaps = [(name, "") for name in names if ("difference", name, "") in self._found]
        measures = [(one, other) for one in names for other in names if other != one]
        return gaps + measures + [(one.measure, one.key) for one in self._trial.conditions]

    def _difference(self, pair: Pair) -> Effect:
        """By how much something changes the effect of a measure on what is expected of it."""
        return self._found[difference_key(self._found, *pair)][self._tested[pair[0]]]

    def _row(self, measure: Measure) -> RecommendationRow:
        name, outcome = measure.name, measure.expected.outcome
        average = self._found["average", name, ""][outcome]
        alone = self._found.get(("alone", name, ""))
        dependences = tuple(self._dependence(pair) for pair in self._pairs() if pair[0] == name)
        expected = Expected(
            direction=measure.expected.direction,
            effect=average,
            p=self.expected[name],
            matters=OUTCOMES[outcome].matters,
            small=self.small[name],
            large=self.large[name],
            tested=OUTCOMES[outcome].exists == "always",
        )
        verdict = verdict_on(expected, dependences, self._alpha)
        return RecommendationRow(
            measure=measure,
            expected=expected,
            alone=alone[outcome] if alone else None,
            average=average,
            p=self.expected[name],
            dependences=dependences,
            moved=self._moved_outcomes(name),
            verdict=verdict,
            cost_per_unit=_per_unit(measure, average) if self.expected[name] < self._alpha else nan,
        )

    def _dependence(self, pair: Pair) -> Dependence:
        one, other = pair
        tested = self._tested[one]
        kind, on = self._pair_role(pair)
        aliases = self._trial.design.aliases(one, other) if kind == "measure" else ()
        return Dependence(
            on=on,
            kind=kind,
            with_it=self._sides["with", one, other][tested],
            without=self._sides["without", one, other][tested],
            difference=self._difference(pair),
            p=self.differences[pair],
            aliases=tuple(map(" with ".join, aliases)),
        )

    def _pair_role(self, pair: Pair) -> tuple[Literal["measure", "condition", "others"], str]:
        titles = {(one.measure, one.key): one.title for one in self._trial.conditions}
        if pair in titles:
            return "condition", titles[pair]
        return ("measure", pair[1]) if pair[1] else ("others", "no other measure is in place")

    def _moved_outcomes(self, name: str) -> tuple[Moved, ...]:
        """Other outcomes that moved, those first that moved by most of what matters."""
        effects = self._found["average", name, ""]
        found = [
            Moved(outcome=outcome, effect=effects[outcome], p=p)
            for (measure, outcome), p in self.others.items()
            if measure == name and p < self._alpha
        ]
        return tuple(
            sorted(found, key=lambda one: -abs(one.effect.estimate) / OUTCOMES[one.outcome].matters)
        )


def difference_key(found: Found, one: str, other: str) -> Key:
    """Where the difference that two measures make to one another's effects stands: it is the same
    both ways.
    """
    key: Key = ("difference", one, other)
    return key if key in found else ("difference", other, one)


def _per_unit(measure: Measure, effect: Effect) -> float:
    """Millions a year for one unit of the expected outcome (a percentage point of a share) in the
    expected direction.
    """
    wanted = -effect.estimate if measure.expected.direction == "lower" else effect.estimate
    unit = 0.01 if OUTCOMES[measure.expected.outcome].kind == "share" else 1.0
    return measure.cost * unit / wanted if wanted > 0 else nan
