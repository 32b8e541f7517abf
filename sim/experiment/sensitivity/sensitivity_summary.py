"""The summary of a study of sensitivity as values: what each input does alone, and what the
foremost do together.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from sim.experiment.comparison.summary_parts import (
    ComparisonSummary,
    FactorSummary,
    ScenarioSummary,
)
from sim.experiment.design.law_factors import LeftOut
from sim.experiment.outcomes.definitions import OutcomeSummary

Method = Literal["bands", "sobol"]
#: What can be said of an input: its effect is shown to be larger than what matters; it has one;
#: neither is shown; or too few draws differ from all others for anything to be.
Verdict = Literal["matters", "may be small", "cannot be told", "too rare"]


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
    """What an input does among the others: ``size`` is Sobol's total index, ``other`` the
    first-order one, shares of the variance; ``change`` what the lower end of the total comes to in
    the outcome's unit.

    ``shown``: beyond what chance would do; ``above``: by more than what matters.
    """

    size: float
    low: float | None
    high: float | None
    other: float | None
    other_low: float | None = None
    other_high: float | None = None
    chance: float | None
    p: float | None
    change: float
    shown: bool
    above: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class BandSummary:
    """What an input does along its range, whatever the others are: the mean of the response in each
    of its bands, the difference of the highest and the lowest with its interval.

    ``p`` is adjusted for all inputs. ``course`` is *rises*, *falls* or *turns* as far as
    differences between bands are shown, else empty.
    """

    effect: float
    low: float
    high: float | None
    p: float
    means: tuple[float, ...]
    course: str
    verdict: Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class PowerSummary:
    """What so many ``worlds`` could show: a difference of bands of ``reach`` in eight of ten
    studies; one that matters, with about ``needed`` worlds.
    """

    worlds: int
    reach: float
    needed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class InputDoubtSummary:
    """By how much the inputs together spread the response: the standard deviation of its true means
    with its interval; ``additive`` is the share of its square that they cause one by one. ``luck``
    is the half-width of the interval of its mean.
    """

    luck: float
    tau: float
    low: float
    high: float
    additive: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Screening:
    """The mean response over the uncertain sample, and what each input does to it, the best shown
    first.
    """

    here: float
    factors: Mapping[str, BandSummary]
    power: PowerSummary
    doubt: InputDoubtSummary


@dataclass(frozen=True, slots=True, kw_only=True)
class Indices:
    """What inputs do among the others, the largest first, and what a dummy does that is nothing but
    other worlds.
    """

    factors: Mapping[str, IndexSummary]
    dummy: IndexSummary


@dataclass(frozen=True, slots=True, kw_only=True)
class RulePart:
    """The arm that one would take where an input lies in a part of its range, as told."""

    arm: str
    told: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WorthSummary:
    """What knowing an input before choosing an arm is worth, in the unit of the goal, with its
    interval; ``p`` is adjusted for all inputs.
    """

    value: float
    low: float
    high: float
    p: float
    shown: bool
    rule: tuple[RulePart, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Information:
    """What it is worth to know inputs before an arm is chosen towards ``goal``, in ``unit``.

    ``best`` is the arm that is best on average, ``together`` what all inputs are worth at most.
    """

    goal: str
    unit: str
    matters: float
    best: str
    together: float
    factors: Mapping[str, WorthSummary]


@dataclass(frozen=True, slots=True, kw_only=True)
class SensitivitySummary:
    """What a study of sensitivity says. ``percent`` is how far inputs are moved alone, where not
    over their ranges; ``replications`` the worlds of each point there.

    ``screening`` is of the uncertain sample (method *bands*), of ``sampled_arms``; ``indices`` of
    the inputs ``together`` (method *sobol*).
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
    first_world: Steps
    sampled_arms: tuple[str, ...]
    factors: Mapping[str, MovedFactor]
    together: tuple[str, ...]
    swings: Mapping[str, Swings]
    screening: Mapping[str, Screening]
    indices: Mapping[str, Indices]
    information: Information | None
    left_out: LeftOut | None

    @property
    def looked_at(self) -> Response:
        """What the inputs move."""
        return Response(self.arm, self.against)
