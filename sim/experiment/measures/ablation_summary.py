"""What a measure taken apart says, as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedScenario:
    """A scenario by name, and the digest of all its inputs."""

    name: str
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PartEffect:
    """An effect with its interval, in the outcome's unit, over ``worlds``; ``shown`` after Holm's
    adjustment.
    """

    estimate: float | None
    low: float | None
    high: float | None
    worlds: int
    p_adjusted: float | None
    shown: bool


#: By outcome; ``None`` where such inputs cannot stand by themselves.
PartEffects = Mapping[str, PartEffect] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PartSummary:
    """What a part does by itself, what all others do without it, and what it adds to them."""

    part: str
    as_in_arm: bool
    alone: PartEffects
    rest: PartEffects
    removed: PartEffects


@dataclass(frozen=True, slots=True, kw_only=True)
class ConditionSummary:
    """What the measure does under a condition, and by how much that differs from what it does
    without.
    """

    condition: str
    where: PartEffects
    change: PartEffects


@dataclass(frozen=True, slots=True, kw_only=True)
class AblationSummary:
    """A measure taken apart."""

    schema: int
    scenario: NamedScenario
    arm: str
    measure: str
    seed: int
    replications: int
    confidence: float
    outcomes: tuple[str, ...]
    whole: PartEffects
    parts: tuple[PartSummary, ...]
    conditions: tuple[ConditionSummary, ...]
