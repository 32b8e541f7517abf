"""The summary of a discovery as values: by question the box of conditions that was found, and what
speaks for it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from sim.experiment.comparison.summary_parts import (
    ComparisonSummary,
    FactorSummary,
    ScenarioSummary,
)
from sim.experiment.outcomes.definitions import OutcomeSummary

#: Fewer cases than this describe themselves, not a condition; nor does what holds almost everywhere
#: need one.
FEWEST_CASES: Final = 10
NEARLY_ALL: Final = 0.95
#: A box whose kind holds less than so many times the share of all samples, on samples it was not
#: found in, says little.
HARDLY: Final = 1.3
#: With fewer worlds a sample a single one of them moves a share by more than the 5 in a hundred
#: that matter.
FEWEST_WORLDS: Final = 20

#: *solid*: the box holds up on samples in which it was not searched for; *lean*: hardly; the others
#: say why there is no box.
Reliability = Literal["solid", "lean", "never", "too few", "nearly all", "none"]


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
class Elsewhere:
    """Coverage and density of boxes from one half of the samples on the other half."""

    coverage: float
    density: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """The part of an input's range that a box takes, in code units; ``None`` at an end that it does
    not move.

    ``reproduced`` is the share of searches in half the samples that found the same input.
    """

    path: str
    low: float | None
    high: float | None
    told: str
    quasi_p: float
    reproduced: float


@dataclass(frozen=True, slots=True, kw_only=True)
class BoxSummary(Step):
    """The box that is told of, with the number of samples in it and its limits, the
    clearest first.
    """

    points: int
    limits: tuple[Limit, ...]
    elsewhere: Elsewhere


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionSummary:
    """A question, in how many samples it is so, and the box of conditions that sets these apart, if
    there is one.
    """

    arm: str
    against: str | None
    outcome: str
    rule: str
    cases: int
    share: float
    box: BoxSummary | None
    tradeoff: tuple[Step, ...] | None = field(default=None, metadata={"omitted": True})
    sentence: str

    @property
    def reliability(self) -> Reliability:
        """Whether its conditions hold up on samples other than those in which they were searched
        for, or why it has none.
        """
        return reliability(self.cases, self.share, self.box)


def reliability(cases: int, share: float, box: BoxSummary | None) -> Reliability:
    """What may be said of a box found for cases that are a share of all samples."""
    if box is not None:
        return "lean" if box.elsewhere.density < HARDLY * share else "solid"
    if cases < FEWEST_CASES:
        return "too few" if cases else "never"
    return "nearly all" if share > NEARLY_ALL else "none"


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
