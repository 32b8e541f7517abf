"""The summary of a sweep as values: rows run over its points, all values of the first lever within
each other lever's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from sim.experiment.comparison.summary_parts import ScenarioSummary
from sim.experiment.outcomes.definitions import OutcomeSummary

Verdict = Literal["stops", "starts", "better throughout", "not better anywhere", "cannot be told"]
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
    ``p`` adjusted.
    """

    difference: Numbers
    low: Numbers
    high: Numbers
    pairs: tuple[int, ...]
    better: Numbers
    p: Numbers
    shown: tuple[bool, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cells:
    """How the p-values of one outcome were adjusted, over how many comparisons."""

    method: str
    cells: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldBreakEven:
    """A break-even and its interval with units; ``None`` where there is none within the range."""

    value: str | None
    low: str | None
    high: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class BreakEvenSummary:
    """Where an arm stops or starts doing better than the baseline, along the first lever at the
    value ``at`` of the second.

    Numbers are in code units of the lever; ``curve`` is the monotone benefit at its values, in the
    outcome's unit.
    """

    outcome: str
    arm: str
    at: float | None
    verdict: Verdict
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
