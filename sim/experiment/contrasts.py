"""Contrasts: what is compared with what, within one world, across the arms of a trial of measures.

A contrast has terms; each is a sum of arms with signs, such as an arm with a measure less the same arm without it. Per world
it is the mean of the terms whose arms all have the outcome. So a difference in an outcome that exists only after a
strike is taken only between arms that both struck in that world, and worlds, which are independent, make the interval.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from sim.experiment.factorial import Design
from sim.experiment.statistics import Floats

Role = Literal["average", "alone", "interaction", "with", "without", "gap", "condition", "contrary"]
Key = tuple[Role, str, str]
Run = frozenset[str]


@dataclass(frozen=True, slots=True, eq=False)
class Contrast:
    """``arms`` by term, places among the arms of the run; ``signs`` of the arms within each term."""

    arms: NDArray[np.intp]
    signs: Floats

    def per_world(self, block: Floats) -> Floats:
        """Worlds x outcomes, from worlds x arms x outcomes; NaN where no term exists."""
        terms = np.einsum("wtso,s->wto", block[:, self.arms], self.signs)
        known = ~np.isnan(terms)
        n = known.sum(axis=1)
        total = np.where(known, terms, 0.0).sum(axis=1)
        return np.where(n > 0, total / np.maximum(n, 1), np.nan)


@dataclass(frozen=True, slots=True, eq=False)
class Gap:
    """One contrast less another, in worlds that have both."""

    first: Contrast
    second: Contrast

    def per_world(self, block: Floats) -> Floats:
        """Worlds x outcomes."""
        return self.first.per_world(block) - self.second.per_world(block)


Compared = Contrast | Gap


def of_two_arms(compared: Compared) -> bool:
    """Whether it is the difference of two single arms."""
    return isinstance(compared, Contrast) and compared.arms.size == 2


def contrasts(design: Design) -> dict[Key, Compared]:
    """Every effect that a design can tell: by role, measure and other measure (empty where there is none).

    *average*: of a measure over all sets of the others; *alone*: added to nothing; *gap*: alone less average; *interaction*: by
    how much the other changes the measure's effect; *with*, *without*: of a measure over the sets that hold the other, or do not.
    """
    return _of_full(design) if design.full else _of_fraction(design)


def _of_full(design: Design) -> dict[Key, Compared]:
    place = {run: at for at, run in enumerate(design.runs)}
    found: dict[Key, Compared] = {}
    for one in design.factors:
        without = [run for run in design.runs if one not in run]
        average, alone = _effect(place, one, without), _effect(place, one, without[:1])
        found["average", one, ""], found["alone", one, ""] = average, alone
        if len(without) > 1:
            found["gap", one, ""] = Gap(alone, average)
        for other in design.factors:
            if other != one:
                found["with", one, other] = _effect(place, one, [run for run in without if other in run])
                found["without", one, other] = _effect(place, one, [run for run in without if other not in run])
    for one, other in combinations(design.factors, 2):
        neither = [run for run in design.runs if not run & {one, other}]
        quads = [(run, run | {one}, run | {other}, run | {one, other}) for run in neither]
        found["interaction", one, other] = _contrast(place, quads, (1.0, -1.0, -1.0, 1.0))
    return found


def _effect(place: Mapping[Run, int], one: str, without: Sequence[Run]) -> Contrast:
    return _contrast(place, [(run | {one}, run) for run in without], (1.0, -1.0))


def _contrast(place: Mapping[Run, int], terms: Sequence[Sequence[Run]], signs: Sequence[float]) -> Contrast:
    return Contrast(np.array([[place[run] for run in term] for term in terms]), np.array(signs))


def _of_fraction(design: Design) -> dict[Key, Compared]:
    """One term that takes all runs: an outcome counts in worlds in which every run has it, and in no others."""
    signs = {one: np.array([1.0 if one in run else -1.0 for run in design.runs]) for one in design.factors}
    arms, half = np.arange(len(design.runs))[None, :], len(design.runs) / 2.0
    found: dict[Key, Compared] = {("average", one, ""): Contrast(arms, signs[one] / half) for one in design.factors}
    for one, other in design.pairs():
        both = signs[one] * signs[other]
        found["interaction", one, other] = Contrast(arms, both * 2.0 / half)
        for measure, condition in ((one, other), (other, one)):
            found["with", measure, condition] = Contrast(arms, (signs[measure] + both) / half)
            found["without", measure, condition] = Contrast(arms, (signs[measure] - both) / half)
    return found


def difference_of(first: int, second: int) -> Contrast:
    """One arm less another."""
    return Contrast(np.array([[first, second]]), np.array([1.0, -1.0]))


def under_condition(places: tuple[int, int], plain: tuple[int, int]) -> tuple[Contrast, Contrast]:
    """The effect of a measure alone under a condition, and by how much that differs from its effect otherwise.

    Places are of the arm with the measure and of that without it.
    """
    return difference_of(*places), Contrast(np.array([[*places, *plain]]), np.array([1.0, -1.0, -1.0, 1.0]))
