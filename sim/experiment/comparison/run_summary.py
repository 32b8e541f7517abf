"""The summary of a run as values: estimates by arm and outcome, and each arm's comparison with the
baseline.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from sim.experiment.comparison.summary_parts import (
    ComparisonSummary,
    FactorSummary,
    ScenarioSummary,
    row_gaps,
)
from sim.experiment.outcomes.definitions import OutcomeSummary


@dataclass(frozen=True, slots=True, kw_only=True)
class ArmSummary:
    """What of an arm a reader must know; times in hours. Of one that never asks ``unasked`` are the
    outcomes of a word of the patron that its log can hold all the same.
    """

    title: str
    protocol: str
    horizon_h: float
    follow_up_h: float
    unasked: tuple[str, ...] | None = field(default=None, metadata={"omitted": True})


@dataclass(frozen=True, slots=True, kw_only=True)
class EstimateSummary:
    """An outcome of one arm over the ``n`` worlds that have it, in its unit; ``None`` where too few
    do.
    """

    estimate: float | None
    low: float | None
    high: float | None
    deviation: float | None
    n: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """How p-values were adjusted, below which one is shown, and how many comparisons each family
    has.
    """

    method: str
    alpha: float
    headline: int
    all: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Stopping:
    """How a run that stops by itself ended: half-widths wanted by outcome, and reached by outcome
    and arm, in their unit.

    ``met_at`` is the number of worlds at which precision was met, ``None`` where it was not.
    ``always_valid`` holds the intervals by outcome and arm where they were to hold at every look.
    """

    sequential: bool = True
    precision: Mapping[str, float]
    least: int
    most: int
    met: bool
    met_at: int | None
    reached: Mapping[str, Mapping[str, float | None]]
    always_valid: Mapping[str, Mapping[str, tuple[float, float]]] | None = field(
        default=None, metadata={"omitted": True}
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class SplitSummary:
    """An estimate over draws of the uncertain inputs, in its unit: half-widths of its interval by
    the ``luck`` of worlds, of the ``doubt`` about inputs and of both ``together``; ``tau`` is the
    standard deviation between the true means of draws, with its interval. Where it is not
    ``shown`` the doubt is at most so much.
    """

    estimate: float
    luck: float
    tau: float
    tau_low: float
    tau_high: float
    doubt: float
    together: float
    shown: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DoubtSummary:
    """The inputs that were drawn, and what doubt about them does to estimates by arm and outcome
    and to ``differences`` from the baseline. Tables of the run are over ``draws``, each the mean of
    so many ``worlds``.
    """

    draws: int
    worlds: int
    inputs: tuple[FactorSummary, ...]
    estimates: Mapping[str, Mapping[str, SplitSummary]]
    differences: Mapping[str, Mapping[str, SplitSummary]]


@dataclass(frozen=True, slots=True, kw_only=True)
class RunSummary:
    """What a run says. Numbers that do not exist are ``None``."""

    schema: int
    scenario: ScenarioSummary
    seed: int
    replications: int
    confidence: float
    baseline: str
    headlines: tuple[str, ...]
    outcomes: Mapping[str, OutcomeSummary]
    arms: Mapping[str, ArmSummary]
    estimates: Mapping[str, Mapping[str, EstimateSummary]]
    comparisons: Mapping[str, Mapping[str, ComparisonSummary]]
    family: Family
    stopping: Stopping | None = field(default=None, metadata={"omitted": True})
    doubt: DoubtSummary | None = field(default=None, metadata={"omitted": True})

    def gaps(self) -> Iterator[str]:
        """What its tables lack: every arm has estimates of every outcome, compared or not."""
        yield from row_gaps("estimates", self.estimates, self.arms, self.outcomes)
        yield from row_gaps("comparisons", self.comparisons, self.comparisons, self.outcomes)
