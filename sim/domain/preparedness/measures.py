"""Measures: what allies may do before a crisis, what is expected of each, and what it costs.

A measure changes inputs only, never an outcome. What is expected of it is one outcome and a
direction, to be tested.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from sim.domain.inputs.parameter import required

Direction = Literal["lower", "higher"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Expectation:
    """What those who recommend a measure expect of it, and the outcome on which that is tested."""

    text: str = required("", "the expectation in words")
    outcome: str = required("", "the outcome on which it is tested")
    direction: Direction = required("", "the direction in which that outcome is expected to move")


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One measure. ``cost`` is in millions a year; ``conditions`` are the titles, by name, of those
    it is tried under as well.
    """

    name: str
    title: str
    purpose: str
    expected: Expectation
    cost: float
    conditions: Mapping[str, str]


def total_cost(costs: Mapping[str, float]) -> float:
    """Yearly cost of measures by name: added up by name, so that the order of stacking
    cannot show.
    """
    return sum(costs[name] for name in sorted(costs))
