"""The summary of a sweep as values: rows run over its points, all values of the first lever within
each other lever's.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from sim.experiment.comparison.summary_parts import ScenarioSummary, row_gaps
from sim.experiment.outcomes.definitions import OutcomeSummary
from sim.experiment.statistics.verdicts import Verdict as Said

Sign = Literal["better", "worse", "the same", "not shown"]
Verdict = Literal[
    "stops",
    "starts",
    "changes sides several times",
    "better throughout",
    "better in part",
    "not better anywhere",
    "cannot be told",
    "not compared",
]
Numbers = tuple[float | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LeverSummary:
    """An input that a sweep sets, and its values in code units and with units; ``now`` is that of
    the scenario.

    ``differs`` where arms that are set alike differ in the scenario; ``log`` where an axis shows
    values by their ratios.
    """

    path: str
    meaning: str
    now: float
    now_told: str
    differs: bool
    unit: str
    log: bool
    values: tuple[float, ...]
    told: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TitleSummary:
    """An arm's title."""

    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EstimateRows:
    """An outcome of one arm by point, in its unit, over ``n`` worlds."""

    estimate: Numbers
    low: Numbers
    high: Numbers
    n: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparisonRows:
    """An arm less the baseline by point: ``better`` is the share of worlds in which it did better,
    ``p`` adjusted; ``said`` is the verdict by what matters, none in results of older versions.
    """

    difference: Numbers
    low: Numbers
    high: Numbers
    pairs: tuple[int, ...]
    better: Numbers
    p: Numbers
    shown: tuple[bool, ...]
    said: tuple[Said, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Cells:
    """How the p-values of one outcome were adjusted, over how many comparisons."""

    method: str
    cells: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldBreakEven:
    """The break-even of a monotone curve and its interval with units; ``None`` where there is none
    within the range.
    """

    value: str | None
    low: str | None
    high: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TriedSummary:
    """A value of the lever at which it was tested on which side the arm is: ``difference`` from the
    baseline in the outcome's unit, ``p`` adjusted for all values. ``fresh`` if it was tried in
    worlds of its own to halve a cell.
    """

    value: float | None
    told: str
    sign: Sign
    difference: float | None
    p: float | None
    fresh: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CellSummary:
    """Two values, neighbours among those at which a side is shown, between which the arm stops, or
    starts, doing better: at least one break-even lies there.
    """

    turn: Literal["stops", "starts"]
    low: float | None
    high: float | None
    low_told: str
    high_told: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BreakEvenSummary:
    """Where an arm stops or starts doing better than the baseline, along the first lever at the
    value ``at`` of the second.

    Numbers are in code units of the lever. ``cells`` and the signs of ``tried`` hold all at once.
    ``value`` to ``high`` hold only where the difference runs one way: ``curve`` is the monotone
    benefit at the sweep's values, in the outcome's unit, and ``monotone`` is false where it is
    clearly off. An arm that is *not compared* in the outcome has nothing of all that.
    """

    outcome: str
    arm: str
    at: float | None
    verdict: Verdict
    cells: tuple[CellSummary, ...]
    tried: tuple[TriedSummary, ...]
    value: float | None
    low: float | None
    high: float | None
    monotone: bool
    curve: Numbers
    told: ToldBreakEven


@dataclass(frozen=True, slots=True, kw_only=True)
class SweepSummary:
    """What a sweep says."""

    schema: int
    kind: str
    scenario: ScenarioSummary
    seed: int
    replications: int
    confidence: float
    baseline: str
    levers: tuple[LeverSummary, ...]
    points: tuple[Numbers, ...]
    outcomes: Mapping[str, OutcomeSummary]
    arms: Mapping[str, TitleSummary]
    estimates: Mapping[str, Mapping[str, EstimateRows]]
    comparisons: Mapping[str, Mapping[str, ComparisonRows]]
    family: Cells
    break_even: tuple[BreakEvenSummary, ...]

    def gaps(self) -> Iterator[str]:
        """What its tables lack: every arm has estimates of every outcome, compared or not."""
        yield from row_gaps("estimates", self.estimates, self.arms, self.outcomes)
        yield from row_gaps("comparisons", self.comparisons, self.comparisons, self.outcomes)
