"""The summary of a trial of measures as values: a run's summary of the arms that one looks at, and
the recommendation.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from sim.experiment.comparison.run_summary import RunSummary
from sim.experiment.measures.verdict import Average, Size, State, Word

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class EffectSummary:
    """An effect with its interval, in the outcome's unit, over ``worlds``; in what shares of these
    it is above and below zero.
    """

    estimate: float | None
    low: float | None
    high: float | None
    p: float | None
    worlds: int
    higher: float | None
    lower: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AdjustedEffect(EffectSummary):
    """An effect that is tested; ``p_adjusted`` within its family."""

    p_adjusted: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MovedSummary:
    """What else a measure moved on average: the effect on an outcome, as elsewhere."""

    outcome: str
    estimate: float | None
    low: float | None
    high: float | None
    p: float | None
    worlds: int
    higher: float | None
    lower: float | None
    p_adjusted: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SplitEffectSummary(EffectSummary):
    """An effect on one side of what may change it, and what may be said of it."""

    says: State


@dataclass(frozen=True, slots=True, kw_only=True)
class Alias:
    """Two measures whose interaction cannot be told from those of other pairs."""

    measures: Pair
    with_: tuple[Pair, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DesignSummary:
    """Which sets of measures were run; ``resolution`` and ``generators`` are those of a
    fraction.
    """

    kind: Literal["full", "fraction"]
    runs: int
    arms: int
    resolution: int | None
    generators: tuple[str, ...]
    aliases: tuple[Alias, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectedSummary:
    """What is expected of a measure, and the outcome on which that is tested."""

    text: str
    outcome: str
    title: str
    unit: str
    kind: str
    direction: Literal["lower", "higher"]


@dataclass(frozen=True, slots=True, kw_only=True)
class DependenceSummary:
    """What may change the effect of a measure: the effect with it and without it, and by how much
    they differ.
    """

    on: str
    kind: Literal["measure", "condition", "others"]
    aliases: tuple[str, ...]
    with_: SplitEffectSummary
    without: SplitEffectSummary
    difference: AdjustedEffect
    shown: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PairsSummary:
    """On how many pairs of arms a mean rests, of how many that there were."""

    pairs: int
    of: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RowSummary:
    """A measure in the recommendation; costs in millions a year, per unit of the expected outcome.
    ``rests_on`` where that exists only in some worlds.
    """

    measure: str
    title: str
    purpose: str
    expected: ExpectedSummary
    alone: EffectSummary | None
    average: AdjustedEffect
    moved: tuple[MovedSummary, ...]
    cost: float
    cost_per_unit: float | None
    verdict: Word
    on_average: Average
    size: Size
    depends_on: tuple[str, ...]
    conditions: tuple[DependenceSummary, ...]
    rests_on: PairsSummary | None = field(default=None, metadata={"omitted": True})


@dataclass(frozen=True, slots=True, kw_only=True)
class Interaction:
    """By how much two measures change one another's effects, by headline outcome."""

    measures: Pair
    effects: Mapping[str, EffectSummary]


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalPart:
    """An outcome in a goal, and with what weight; ``better`` is which way of it is better."""

    outcome: str
    weight: float
    better: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalSummary:
    """What the best set is to be best at."""

    title: str
    unit: str
    kind: str
    parts: tuple[GoalPart, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SetSummary:
    """A set of measures: yearly cost in millions, gain over no measure with its interval, and how
    far it is behind the best.
    """

    measures: tuple[str, ...]
    cost: float
    gain: float
    low: float | None
    high: float | None
    affordable: bool
    efficient: bool
    retained: bool
    behind_best: tuple[float | None, float | None] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PortfolioSummary:
    """Which set of measures is best at a goal within a budget, in millions a year; ``None`` for no
    limit.

    ``near`` is the cheapest that is shown to fall short of the best by no more than ``matters``,
    ``None`` where none is, and ``worlds_to_be_near`` about how many worlds would show one. Results
    of older versions have none of these.
    """

    goal: GoalSummary
    budget: float | None
    affordable: int
    chosen: tuple[str, ...]
    cheapest: tuple[str, ...]
    short_of_best_at_most: float | None
    within_noise: tuple[tuple[str, ...], ...]
    frontier: tuple[tuple[str, ...], ...]
    sets: tuple[SetSummary, ...]
    matters: float | None = None
    near: tuple[str, ...] | None = None
    worlds_to_be_near: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasuresSummary:
    """The recommendation: ``confidence_of_sides`` is the level of intervals of both sides of a
    dependence.

    ``average`` has every outcome of every measure; ``no_portfolio`` is why there is none.
    """

    schema: int
    arm: str
    design: DesignSummary
    alpha: float
    rules: tuple[str, ...]
    confidence_of_sides: float
    rows: tuple[RowSummary, ...]
    average: Mapping[str, Mapping[str, EffectSummary]]
    interactions: tuple[Interaction, ...]
    portfolio: PortfolioSummary | None
    no_portfolio: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialSummary(RunSummary):
    """What a trial of measures says."""

    measures: MeasuresSummary
