"""Effects of measures: contrasts added up over worlds in constant memory, with intervals from world
to world.

A mean of paired differences gets Student's interval; the difference between two single arms in a
share gets Tango's, as in any comparison of two arms. A contrast that is the same in every world has
no interval wider than a point.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

import numpy as np

from sim.experiment.measures.contrasts import Compared, of_two_arms
from sim.experiment.outcomes.definitions import Outcome
from sim.experiment.statistics import estimates as by
from sim.experiment.statistics.estimates import Floats, holm
from sim.experiment.statistics.moments import Moments
from sim.experiment.statistics.ratios import RatioSums
from sim.experiment.statistics.value_table import Counts

#: Worlds looked at together: what bounds the memory of the largest contrast.
_TOGETHER: Final = 32
K = TypeVar("K")


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """A contrast in one outcome over ``worlds`` in which it exists, of which it was above or below
    zero in a share.
    """

    estimate: float
    low: float
    high: float
    p: float
    worlds: int
    higher: float
    lower: float

    @property
    def exists(self) -> bool:
        """Whether there are enough worlds to say anything."""
        return self.worlds > 1

    @property
    def is_zero_everywhere(self) -> bool:
        """Whether it was zero in every world."""
        return self.exists and self.higher == self.lower == 0.0


class Effects(Generic[K]):
    """The sums of contrasts, by any key."""

    __slots__ = ("_contrasts", "_down", "_moments", "_outcomes", "_ratios", "_selected", "_up")

    def __init__(self, contrasts: Mapping[K, Compared], outcomes: Sequence[Outcome]) -> None:
        self._contrasts = contrasts
        self._outcomes = outcomes
        self._moments = {key: Moments(len(outcomes)) for key in contrasts}
        # What only some worlds have: means over pairs, worlds as clusters.
        self._selected = np.flatnonzero([outcome.exists != "always" for outcome in outcomes])
        self._ratios = {
            key: RatioSums(len(self._selected), [weight for weight, _ in contrast.parts])
            for key, contrast in contrasts.items()
        }
        self._up: dict[K, Counts] = {
            key: np.zeros(len(outcomes), dtype=np.int64) for key in contrasts
        }
        self._down: dict[K, Counts] = {
            key: np.zeros(len(outcomes), dtype=np.int64) for key in contrasts
        }

    def add(self, block: Floats) -> None:
        """Take in worlds x arms x columns, of which the outcomes come first."""
        for start in range(0, len(block), _TOGETHER):
            some = block[start : start + _TOGETHER, :, : len(self._outcomes)]
            for key, contrast in self._contrasts.items():
                values = _without_dust(contrast.per_world(some))
                self._moments[key].add(values)
                self._up[key] += (values > 0).sum(axis=0)
                self._down[key] += (values < 0).sum(axis=0)
                selected = some[:, :, self._selected]
                self._ratios[key].add([part.pairs(selected) for _, part in contrast.parts])

    def estimates(self, confidence: float) -> dict[K, dict[str, Effect]]:
        """The effects, by key and outcome."""
        return {key: self._effects(key, confidence) for key in self._contrasts}

    def _effects(self, key: K, confidence: float) -> dict[str, Effect]:
        moments, up, down = self._moments[key], self._up[key], self._down[key]
        mean, squares, n = moments.mean.copy(), moments.squares.copy(), moments.n
        mean[self._selected] = self._ratios[key].estimate
        squares[self._selected] = self._ratios[key].squares
        low, high = by.student(mean, squares, n, confidence)
        p = by.student_p(mean, squares, n)
        if of_two_arms(self._contrasts[key]):
            low, high, p = self._of_two_arms((low, high, p), up, down, n, confidence)
        return {
            outcome.name: Effect(
                estimate=float(mean[i]),
                low=float(low[i]),
                high=float(high[i]),
                p=float(p[i]),
                worlds=int(n[i]),
                higher=float(up[i] / max(n[i], 1)),
                lower=float(down[i] / max(n[i], 1)),
            )
            for i, outcome in enumerate(self._outcomes)
        }

    def _of_two_arms(
        self,
        means: tuple[Floats, Floats, Floats],
        up: Counts,
        down: Counts,
        n: Counts,
        confidence: float,
    ) -> tuple[Floats, Floats, Floats]:
        share = np.array([outcome.kind == "share" for outcome in self._outcomes])
        low, high = by.tango(up, down, n, confidence)
        p = np.where(n > 0, by.mcnemar_p(up, down), np.nan)
        of_shares = (low, high, p)
        first, second, third = (
            np.where(share, a, b) for a, b in zip(of_shares, means, strict=True)
        )
        return first, second, third


def _without_dust(values: Floats) -> Floats:
    """Sums of many terms that cancel leave rounding behind, which would count as an effect of no
    size.
    """
    return np.where(np.abs(values) < 1e-9, 0.0, values)


def holm_adjusted(p: Mapping[K, float]) -> dict[K, float]:
    """p-values adjusted for being one family (Holm); what does not exist is no member of it and
    stays NaN.
    """
    return dict(zip(p, map(float, holm(list(p.values()))), strict=True))


def shown_members(keys: Iterable[K], p: Mapping[K, float], alpha: float) -> list[K]:
    """The members of a family whose effect stands after adjustment."""
    return [key for key in keys if p[key] < alpha]
