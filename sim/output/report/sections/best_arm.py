"""Which arm is best, and of which others that is shown: in the same worlds, arm against arm, not by
way of the baseline.

Two arms may both stand against the baseline with one estimate above the other, and yet not differ
from each other in anything that these worlds can tell. The best by its estimate is therefore
compared with every other arm (Hsu, 1984: multiple comparisons with the best), each interval widened
by Bonferroni's rule so that all hold together.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from sim.experiment.comparison.draws import draw_means
from sim.output.charts.base.bounds import of_difference
from sim.output.charts.base.chart import Difference, Evidence, Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """An arm's difference in an outcome."""

    arm: str
    outcome: Outcome
    difference: Difference

    @property
    def gain(self) -> float:
        """In multiples of what matters, better above zero."""
        sign = -1.0 if self.outcome.better == "lower" else 1.0
        return sign * self.difference.estimate / self.outcome.matters


@dataclass(frozen=True, slots=True, kw_only=True)
class Best:
    """The best arm, or several whose estimates are equal; ``rivals`` are the arms that it cannot be
    told from.
    """

    tied: tuple[Found, ...]
    rivals: tuple[Found, ...]
    alone: bool

    @property
    def first(self) -> Found:
        """Any of those that tie."""
        return self.tied[0]

    @property
    def arms(self) -> tuple[str, ...]:
        return tuple(one.arm for one in self.tied)


def best_of(evidence: Evidence, found: Sequence[Found]) -> Best | None:
    """Of the arms that stand and are better, the best; ``None`` where there is none."""
    better = [one for one in found if one.difference.clear and one.gain > 0.0]
    if not better:
        return None
    top = max(one.gain for one in better)
    tied = tuple(one for one in better if bool(np.isclose(one.gain, top, rtol=1e-9, atol=0.0)))
    others = [one for one in found if one not in tied]
    level = 1.0 - (1.0 - evidence.confidence) / max(1, len(others))
    rivals = tuple(one for one in others if not _beats(evidence, tied[0], one.arm, level))
    return Best(tied=tied, rivals=rivals, alone=len(found) == len(tied) == 1)


def _beats(evidence: Evidence, one: Found, other: str, level: float) -> bool:
    """Whether the interval of the paired difference of two arms, at this level, lies on the better
    side of zero.
    """
    low, high = against(evidence, one.arm, other, one.outcome, level)
    return high < 0.0 if one.outcome.better == "lower" else low > 0.0


def against(
    evidence: Evidence, one: str, other: str, outcome: Outcome, level: float
) -> tuple[float, float]:
    """The interval of ``one`` less ``other`` over the worlds in which both have the outcome; NaN
    where there is none. Where inputs were drawn it is over draws.
    """
    gaps = evidence.column(one, outcome.name) - evidence.column(other, outcome.name)
    if not evidence.drawn:
        return of_difference(gaps, outcome, level)
    by_draw = draw_means(gaps.reshape(-1, evidence.drawn, 1))[:, 0]
    return of_difference(by_draw, replace(outcome, kind="mean"), level)


def named_level(evidence: Evidence) -> float:
    """The level of the interval of an arm that is named because it stands: of so many comparisons
    the share that stands is as likely to be named wrongly (Benjamini and Yekutieli, 2005).
    """
    family = [
        evidence.differences[arm, name]
        for name in evidence.headlines
        for arm in evidence.others
        if (arm, name) in evidence.differences
    ]
    members = sum(one.verdict != "not compared" and one.pairs > 0 for one in family)
    standing = sum(one.clear for one in family)
    return 1.0 - (1.0 - evidence.confidence) * max(standing, 1) / max(members, standing, 1)


def named_interval(evidence: Evidence, found: Found) -> tuple[float, float]:
    """The interval of an arm's difference from the baseline, adjusted for its having been named."""
    level = named_level(evidence)
    if level <= evidence.confidence:
        return found.difference.low, found.difference.high
    return against(evidence, found.arm, evidence.baseline, found.outcome, level)
