"""Contrasts: what is compared with what, within one world, across the arms of a trial of measures.

A contrast has terms; each is a sum of arms with signs, such as an arm with a measure less the same
arm without it. Per world it is the mean of the terms whose arms all have the outcome. So a
difference in an outcome that exists only after a strike is taken only between arms that both struck
in that world: its mean is that over all such pairs, with worlds, which are independent, as
clusters, and it compares a selected group.

What something else changes is a difference between two effects. Both come from the same arms of the
same worlds as the difference itself: *difference* = *with* - *without*, to the last digit.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from sim.experiment.design.factorial import FactorialDesign
from sim.experiment.statistics.estimates import Floats
from sim.experiment.statistics.ratios import Pairs

#: *average*: of a measure over all sets of the others; *alone*: added to nothing; *with*,
#: *without*: where something else is or is not; *difference*: with less without.
Role = Literal["average", "alone", "with", "without", "difference"]
#: Role, measure, and what else: another measure, a condition (``measure/name``), or nothing for no
#: other measure at all.
Key = tuple[Role, str, str]
Run = frozenset[str]


@dataclass(frozen=True, slots=True, eq=False)
class Contrast:
    """``arms`` by term, places among the arms of the run; ``signs`` of the arms within
    each term.
    """

    arms: NDArray[np.intp]
    signs: Floats

    def per_world(self, block: Floats) -> Floats:
        """Worlds x outcomes, from worlds x arms x outcomes; NaN where no term exists."""
        total, n = self.pairs(block)
        return np.where(n > 0, total / np.maximum(n, 1), np.nan)

    def pairs(self, block: Floats) -> Pairs:
        """Sum and number of the terms that exist (worlds x outcomes each)."""
        terms = np.einsum("wtso,s->wto", block[:, self.arms], self.signs)
        known = ~np.isnan(terms)
        return np.where(known, terms, 0.0).sum(axis=1), known.sum(axis=1, dtype=np.float64)

    @property
    def parts(self) -> tuple[tuple[float, Contrast], ...]:
        """What it is a weighted sum of: itself."""
        return ((1.0, self),)


@dataclass(frozen=True, slots=True, eq=False)
class Gap:
    """The weighted sum of two contrasts, in worlds that have both, even where one
    weighs nothing.
    """

    first: Contrast
    second: Contrast
    weights: tuple[float, float] = (1.0, -1.0)

    def per_world(self, block: Floats) -> Floats:
        """Worlds x outcomes."""
        first, second = self.weights
        return first * self.first.per_world(block) + second * self.second.per_world(block)

    @property
    def parts(self) -> tuple[tuple[float, Contrast], ...]:
        """What it is a weighted sum of."""
        return tuple(zip(self.weights, (self.first, self.second), strict=True))


Compared = Contrast | Gap


def of_two_arms(compared: Compared) -> bool:
    """Whether it is the difference of two single arms, in whichever worlds it is taken."""
    if isinstance(compared, Gap):
        weighed = [
            part
            for part, weight in zip(
                (compared.first, compared.second), compared.weights, strict=True
            )
            if weight
        ]
        return len(weighed) == 1 and of_two_arms(weighed[0])
    return len(compared.arms) == 1 and np.count_nonzero(compared.signs) == 2


def spans(compared: Compared) -> float:
    """By how many spans of an outcome a contrast can reach: one for a difference of two arms or of
    two means, two for a difference of differences.
    """
    if isinstance(compared, Gap):
        first, second = (abs(weight) for weight in compared.weights)
        return first * spans(compared.first) + second * spans(compared.second)
    return float(np.abs(compared.signs).sum()) / 2.0


def terms_of(compared: Compared) -> int:
    """In how many pairs of arms, or larger terms, a world can show it: those of its first part that
    weighs anything.
    """
    return next(len(part.arms) for weight, part in compared.parts if weight)


def contrasts(design: FactorialDesign) -> dict[Key, Compared]:
    """Every effect that a design can tell. A difference between two measures is the same both ways
    and stands there once.
    """
    return _of_full(design) if design.full else _of_fraction(design)


def _of_full(design: FactorialDesign) -> dict[Key, Compared]:
    place = {run: at for at, run in enumerate(design.runs)}
    found: dict[Key, Compared] = {}
    for one in design.factors:
        without = [run for run in design.runs if one not in run]
        alone = _effect(place, one, without[:1])
        found["average", one, ""], found["alone", one, ""] = _effect(place, one, without), alone
        if len(design.factors) > 2:  # of two, no other measure is the same as without the other
            found |= _gap(one, alone, _effect(place, one, without[1:]))
    for one, other in combinations(design.factors, 2):
        neither = [run for run in design.runs if not run & {one, other}]
        quads = [(run, run | {one}, run | {other}, run | {one, other}) for run in neither]
        found["difference", one, other] = _contrast(place, quads, (1.0, -1.0, -1.0, 1.0))
        found["with", one, other] = _contrast(place, quads, (0.0, 0.0, -1.0, 1.0))
        found["without", one, other] = _contrast(place, quads, (-1.0, 1.0, 0.0, 0.0))
        found["with", other, one] = _contrast(place, quads, (0.0, -1.0, 0.0, 1.0))
        found["without", other, one] = _contrast(place, quads, (-1.0, 0.0, 1.0, 0.0))
    return found


def _gap(one: str, alone: Contrast, others: Contrast) -> dict[Key, Compared]:
    """What a measure does where no other is in place, and where some other is."""
    return {
        ("difference", one, ""): Gap(alone, others),
        ("with", one, ""): Gap(alone, others, (1.0, 0.0)),
        ("without", one, ""): Gap(alone, others, (0.0, 1.0)),
    }


def _effect(place: Mapping[Run, int], one: str, without: Sequence[Run]) -> Contrast:
    return _contrast(place, [(run | {one}, run) for run in without], (1.0, -1.0))


def _contrast(
    place: Mapping[Run, int], terms: Sequence[Sequence[Run]], signs: Sequence[float]
) -> Contrast:
    return Contrast(np.array([[place[run] for run in term] for term in terms]), np.array(signs))


def _of_fraction(design: FactorialDesign) -> dict[Key, Compared]:
    """One term that takes all runs: an outcome counts in worlds in which every run has it, and in
    no others.
    """
    signs = {
        one: np.array([1.0 if one in run else -1.0 for run in design.runs])
        for one in design.factors
    }
    arms, half = np.arange(len(design.runs))[None, :], len(design.runs) / 2.0
    found: dict[Key, Compared] = {
        ("average", one, ""): Contrast(arms, signs[one] / half) for one in design.factors
    }
    for one, other in design.pairs():
        both = signs[one] * signs[other]
        found["difference", one, other] = Contrast(arms, both * 2.0 / half)
        for measure, condition in ((one, other), (other, one)):
            found["with", measure, condition] = Contrast(arms, (signs[measure] + both) / half)
            found["without", measure, condition] = Contrast(arms, (signs[measure] - both) / half)
    return found


def difference_of(first: int, second: int) -> Contrast:
    """One arm less another."""
    return Contrast(np.array([[first, second]]), np.array([1.0, -1.0]))


def under_condition(
    measure: str, condition: str, places: tuple[int, int], plain: tuple[int, int]
) -> dict[Key, Compared]:
    """The effect of a measure alone under a condition and without it, and by how much the two
    differ.

    Places are of the arm with the measure and of that without it.
    """
    arms = np.array([[*places, *plain]])
    return {
        ("difference", measure, condition): Contrast(arms, np.array([1.0, -1.0, -1.0, 1.0])),
        ("with", measure, condition): Contrast(arms, np.array([1.0, -1.0, 0.0, 0.0])),
        ("without", measure, condition): Contrast(arms, np.array([0.0, 0.0, 1.0, -1.0])),
    }
