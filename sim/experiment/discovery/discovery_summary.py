"""The summary of a discovery as values: by question the box of conditions that was found, and what
speaks for it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from sim.experiment.comparison.summary_parts import (
    ComparisonSummary,
    FactorSummary,
    ScenarioSummary,
)
from sim.experiment.outcomes.definitions import OutcomeSummary

#: *told*: the condition holds in fresh worlds; *not confirmed*: it does not, so it is not told;
#: *never* and *none*: no condition was proposed, as it is so in no sample, or in none more than
#: others.
Verdict = Literal["told", "not confirmed", "never", "none"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A box: the share of cases that it holds, the share of its samples that are cases, the share
    of samples in it.
    """

    coverage: float
    density: float
    mass: float
    inputs: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """The part of an input's range that a box takes, in code units; ``None`` at an end that it does
    not move.

    ``shown`` says whether fresh worlds show that it is needed, ``p`` is adjusted for all bounds of
    all conditions that were tried.
    """

    path: str
    low: float | None
    high: float | None
    told: str
    p: float
    shown: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class BoxSummary(Step):
    """The box that the search proposed, with the number of samples in it and its limits, the
    clearest first. ``downward`` where it is the exception: worse is what lies outside.
    """

    points: int
    downward: bool
    limits: tuple[Limit, ...]

    @property
    def shown_limits(self) -> tuple[Limit, ...]:
        """What is told of the condition."""
        return tuple(limit for limit in self.limits if limit.shown)


@dataclass(frozen=True, slots=True, kw_only=True)
class SideSummary:
    """Fresh samples on one side of a box: the mean with its interval, in the outcome's unit, and
    the share of worlds in which it is worse.

    The mean is how much worse the arm does, or where a limit was asked about the outcome itself.
    """

    mean: float
    low: float
    high: float
    worse: float


@dataclass(frozen=True, slots=True, kw_only=True)
class FreshSummary:
    """A condition in ``worlds`` fresh worlds from ``first_world`` on, each met at ``points``
    samples: ``p`` is adjusted for all conditions that were tried.

    ``space`` is the share of the space of inputs inside; ``odds_ratio`` compares the shares of
    worlds that are worse on the side said to be worse with those on the other.
    """

    worlds: int
    first_world: int
    points: int
    p: float
    space: float
    inside: SideSummary
    outside: SideSummary
    odds_ratio: float


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionSummary:
    """A question, in how many samples it is so, and the box that the search proposed, with what
    fresh worlds say of it, if it proposed one. One with a limit of its own, and no arm to compare
    with, has its ``sign`` and ``limit``; older results have only its words.
    """

    arm: str
    against: str | None
    outcome: str
    rule: str
    cases: int
    share: float
    box: BoxSummary | None
    fresh: FreshSummary | None
    tradeoff: tuple[Step, ...] | None = field(default=None, metadata={"omitted": True})
    sign: Literal[">", ">=", "<", "<="] | None = field(default=None, metadata={"omitted": True})
    limit: float | None = field(default=None, metadata={"omitted": True})

    @property
    def verdict(self) -> Verdict:
        """Whether its condition is told, or why not."""
        if self.box is None:
            return "none" if self.cases else "never"
        return "told" if self.box.shown_limits else "not confirmed"


@dataclass(frozen=True, slots=True, kw_only=True)
class RegretSummary:
    """How much worse than the best arm of a sample an arm comes out, in the outcome's unit.

    ``satisfactory`` and ``best`` are the shares of samples in which it is within what matters of
    the best, and the best.
    """

    max: float
    mean: float
    p90: float
    satisfactory: float
    best: float


@dataclass(frozen=True, slots=True, kw_only=True)
class DiscoverySummary:
    """What a discovery says: ``samples`` laid out by ``fill``, each in ``replications`` worlds."""

    schema: int
    kind: str
    scenario: ScenarioSummary
    seed: int
    replications: int
    confidence: float
    baseline: str
    headlines: tuple[str, ...]
    comparisons: Mapping[str, Mapping[str, ComparisonSummary]]
    outcomes: Mapping[str, OutcomeSummary]
    samples: int
    fill: str
    factors: Mapping[str, FactorSummary]
    questions: tuple[QuestionSummary, ...]
    regret: Mapping[str, Mapping[str, RegretSummary]]

    @property
    def arms(self) -> tuple[str, ...]:
        """The arms that took part."""
        return tuple(next(iter(self.regret.values())))
