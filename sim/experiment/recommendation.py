"""The recommendation: for each measure what is expected of it, what was measured, what else moved, its cost, and a verdict.

Families of comparisons, each adjusted by Holm's method on its own: the expected effects of all measures; what each effect is
with and without something else; the differences between those; and everything else that moved.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import nan
from typing import Final, Literal, cast

from sim.domain.measures import Measure
from sim.experiment.contrasts import Key, Role
from sim.experiment.effects import Effect, adjusted
from sim.experiment.outcomes import OUTCOMES
from sim.experiment.trial import Trial
from sim.experiment.verdict import Dependence, Expected, Verdict, judged

#: Roles of effects that are held against one another.
_PARTS: Final = frozenset({"with", "without", "condition", "alone"})
#: By role of a difference, the roles of the two effects that differ.
_SIDES: Final[Mapping[str, tuple[Role, Role]]] = {
    "interaction": ("with", "without"),
    "contrary": ("condition", "alone"),
    "gap": ("alone", "average"),
}
Found = Mapping[Key, Mapping[str, Effect]]

#: What is part of another outcome, or no consequence of a crisis.
_NOT_MOVED: Final = frozenset({"cost"} | {name for name in OUTCOMES if name.startswith("delay_")})


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """Something else that a measure moved on average."""

    outcome: str
    effect: Effect
    p: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A measure in the table. ``alone`` is what it does when added to nothing, ``average`` over all sets of the others."""

    measure: Measure
    alone: Effect | None
    average: Effect
    p: float
    dependences: tuple[Dependence, ...]
    moved: tuple[Moved, ...]
    cost_per_unit: float
    verdict: Verdict


def recommended(trial: Trial, found: Found, alpha: float) -> list[Row]:
    """The rows of the table, in the order of the measures."""
    return _Families(trial, found, alpha).rows()


class _Families:
    """The p-values of a trial, adjusted family by family."""

    def __init__(self, trial: Trial, found: Found, alpha: float) -> None:
        self._trial = trial
        self._found = found
        self._alpha = alpha
        self._tested = {one.name: one.expected.outcome for one in trial.measures}
        self.expected = adjusted(
            {name: found["average", name, ""][outcome].p for name, outcome in self._tested.items()}
        )
        self.parts = adjusted({key: self._on_expected(key).p for key in found if key[0] in _PARTS})
        self.differences = adjusted({pair: self._difference(pair).p for pair in self._pairs()})
        self.others = adjusted({
            (name, outcome): effect.p
            for name, tested in self._tested.items()
            for outcome, effect in found["average", name, ""].items()
            if outcome != tested and outcome not in _NOT_MOVED
        })  # fmt: skip

    def rows(self) -> list[Row]:
        return [self._row(one) for one in self._trial.measures]

    def _pairs(self) -> list[tuple[str, str, str]]:
        """What may change a measure's effect: (role of the difference, measure, what)."""
        names = self._trial.design.factors
        measures = [("interaction", one, other) for one in names for other in names if other != one]
        gaps = [("gap", name, "") for name in names if ("gap", name, "") in self._found]
        return gaps + measures + [("contrary", one.measure, one.name) for one in self._trial.conditions]

    def _on_expected(self, key: Key) -> Effect:
        return self._found[key][self._tested[key[1]]]

    def _difference(self, pair: tuple[str, str, str]) -> Effect:
        """By how much something changes the effect of a measure on what is expected of it."""
        role, one, other = pair
        if role != "interaction":
            return self._found[cast("Role", role), one, other][self._tested[one]]
        key: Key = (
            ("interaction", one, other) if ("interaction", one, other) in self._found else ("interaction", other, one)
        )
        return self._found[key][self._tested[one]]

    def _row(self, measure: Measure) -> Row:
        name, outcome = measure.name, measure.expected.outcome
        average = self._found["average", name, ""][outcome]
        alone = self._found.get(("alone", name, ""))
        dependences = tuple(self._dependence(pair) for pair in self._pairs() if pair[1] == name)
        expected = Expected(
            direction=measure.expected.direction,
            effect=average,
            p=self.expected[name],
            matters=OUTCOMES[outcome].matters,
        )
        verdict = judged(expected, dependences, self._alpha)
        return Row(
            measure=measure, alone=alone[outcome] if alone else None, average=average, p=self.expected[name],
            dependences=dependences, moved=self._moved(name), verdict=verdict,
            cost_per_unit=_per_unit(measure, average) if self.expected[name] < self._alpha else nan,
        )  # fmt: skip

    def _dependence(self, pair: tuple[str, str, str]) -> Dependence:
        role, one, other = pair
        with_it, without = _SIDES[role]
        kind: Literal["measure", "condition", "others"] = "measure"
        on = other
        first: Key = (with_it, one, other)
        second: Key = (without, one, other if role == "interaction" else "")
        aliases: tuple[str, ...] = ()
        if role == "interaction":
            aliases = tuple(" with ".join(names) for names in self._trial.design.aliases(one, other))
        elif role == "contrary":
            kind, on = "condition", next(c.title for c in self._trial.conditions if (c.measure, c.name) == (one, other))
        else:
            kind, on = "others", "no other measure is in place"
        return Dependence(
            on=on, kind=kind, with_it=self._on_expected(first), without=self._on_expected(second), p_with=self._p(first),
            p_without=self._p(second), difference=self._difference(pair), p_difference=self.differences[pair], aliases=aliases,
        )  # fmt: skip

    def _p(self, key: Key) -> float:
        return self.expected[key[1]] if key[0] == "average" else self.parts[key]

    def _moved(self, name: str) -> tuple[Moved, ...]:
        """Other outcomes that moved, those first that moved by most of what matters."""
        effects = self._found["average", name, ""]
        found = [
            Moved(outcome=outcome, effect=effects[outcome], p=p)
            for (measure, outcome), p in self.others.items()
            if measure == name and p < self._alpha
        ]
        return tuple(sorted(found, key=lambda one: -abs(one.effect.estimate) / OUTCOMES[one.outcome].matters))


def _per_unit(measure: Measure, effect: Effect) -> float:
    """Millions a year for one unit of the expected outcome (a percentage point of a share) in the expected direction."""
    wanted = -effect.estimate if measure.expected.direction == "lower" else effect.estimate
    unit = 0.01 if OUTCOMES[measure.expected.outcome].kind == "share" else 1.0
    return measure.cost * unit / wanted if wanted > 0 else nan
