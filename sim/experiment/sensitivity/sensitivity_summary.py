"""The summary of a study of sensitivity as values: what each input does alone, and what the
foremost do together.
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

Method = Literal["morris", "sobol"]


@dataclass(frozen=True, slots=True)
class Response:
    """What is looked at: an outcome of ``arm``, less that of ``against`` in the same worlds where
    there is one.
    """

    arm: str
    against: str | None

    @property
    def title(self) -> str:
        """In a few words."""
        return self.arm if self.against is None else f"{self.arm} less {self.against}"

    @property
    def text(self) -> str:
        """In words that say how a difference is taken."""
        return self.title if self.against is None else f"{self.title}, in the same worlds"


@dataclass(frozen=True, slots=True, kw_only=True)
class Steps:
    """A number for each step of the study: inputs alone, and the foremost together."""

    alone: int
    together: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MovedFactor(FactorSummary):
    """An input, and the two values to which it is moved when alone, with units."""

    moved: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeSummary:
    """A change of the response with its interval, in the outcome's unit."""

    value: float
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SwingSummary:
    """What an input does alone: moved to its low end, to its high end, and from the one to the
    other. ``p`` is adjusted.
    """

    down: ChangeSummary
    up: ChangeSummary
    across: ChangeSummary
    p: float | None
    shown: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Swings:
    """The response as the scenario is, and what each input does to it, the largest first."""

    here: float
    factors: Mapping[str, SwingSummary]


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexSummary:
    """What an input does among the others: ``size`` is Morris's mu*, in the outcome's unit, or
    Sobol's total index, a share.

    ``other`` is sigma or the first-order index. ``shown``: beyond what chance would do to this
    input; ``above``: beyond what other worlds would do to the outcome. Intervals of ``other`` are
    lacking in folders of older versions.
    """

    size: float
    low: float | None
    high: float | None
    other: float | None
    other_low: float | None = None
    other_high: float | None = None
    chance: float | None
    p: float | None
    shown: bool
    above: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Indices:
    """What inputs do among the others, the largest first, and what a dummy does that is nothing but
    other worlds.
    """

    factors: Mapping[str, IndexSummary]
    dummy: IndexSummary


@dataclass(frozen=True, slots=True, kw_only=True)
class SensitivitySummary:
    """What a study of sensitivity says. ``percent`` is how far inputs are moved alone, where not
    over their ranges.

    ``first_world`` is lacking where an older version tested inputs in the worlds in which it chose
    them.
    """

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
    arm: str
    against: str | None
    response: str
    method: Method
    samples: int
    percent: float | None
    points: Steps
    first_world: Steps | None = field(default=None, metadata={"omitted": True})
    factors: Mapping[str, MovedFactor]
    together: tuple[str, ...]
    swings: Mapping[str, Swings]
    indices: Mapping[str, Indices]

    @property
    def looked_at(self) -> Response:
        """What the inputs move."""
        return Response(self.arm, self.against)
