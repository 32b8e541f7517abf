"""Effects of measures: contrasts added up over worlds in constant memory, with intervals from world
to world.

A mean of paired differences, and the difference between two single arms in a share, have the
intervals and tests that they have in any comparison of two arms. Where too few worlds differ from
the usual one nothing is told of an effect. An outcome that only some worlds have is compared where
both arms have it, a group that the measures themselves select: no test is made in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import nan
from typing import Final, Generic, TypeVar

import numpy as np

from sim.experiment.measures.contrasts import Compared, of_two_arms, spans, terms_of
from sim.experiment.outcomes.bounds import UNENDING, Watched, difference_bounds
from sim.experiment.outcomes.definitions import Outcome
from sim.experiment.statistics import estimates as by
from sim.experiment.statistics.dust import DUST, without_dust
from sim.experiment.statistics.estimates import Floats, holm
from sim.experiment.statistics.mean_intervals import (
    Sums,
    mean_interval,
    mean_p,
    one_sided_p,
    two_sided,
)
from sim.experiment.statistics.moments import Moments
from sim.experiment.statistics.ratios import RatioSums
from sim.experiment.statistics.value_table import Counts
from sim.experiment.statistics.verdicts import FEWEST_PAIRS

#: Worlds looked at together: what bounds the memory of the largest contrast.
_TOGETHER: Final = 32
K = TypeVar("K")


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """A contrast in one outcome over ``worlds`` in which it exists, of which it was above or below
    zero in a share.

    ``small`` and ``large`` are the p-values of its being no larger, and no smaller, than what
    matters; ``reach`` is the range of scores seen in any arm. Of an outcome that only some worlds
    have it rests on so many ``pairs`` of arms, of all that there ``were``: it has no p-values, and
    no interval in fewer than ten worlds.
    """

    estimate: float
    low: float
    high: float
    p: float
    worlds: int
    higher: float
    lower: float
    small: float = nan
    large: float = nan
    reach: float = 0.0
    pairs: int = 0
    were: int = 0

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

    __slots__ = (
        "_bounds",
        "_contrasts",
        "_down",
        "_least",
        "_matters",
        "_moments",
        "_most",
        "_outcomes",
        "_ratios",
        "_selected",
        "_up",
        "_worlds",
    )

    def __init__(
        self,
        contrasts: Mapping[K, Compared],
        outcomes: Sequence[Outcome],
        watched: Watched = UNENDING,
    ) -> None:
        """For how long worlds are ``watched`` bounds what no world has shown."""
        self._contrasts = contrasts
        self._outcomes = outcomes
        self._bounds = difference_bounds(outcomes, watched)
        self._matters = np.array([outcome.matters for outcome in outcomes])
        self._worlds = 0
        self._least, self._most = (np.full(len(outcomes), nan) for _ in range(2))
        self._moments = {key: Moments(len(outcomes), DUST * self._matters) for key in contrasts}
        # What only some worlds have: means over pairs, worlds as clusters.
        self._selected = np.flatnonzero([outcome.exists != "always" for outcome in outcomes])
        self._ratios = {
            key: RatioSums(len(self._selected), [weight for weight, _ in contrast.parts])
            for key, contrast in contrasts.items()
            if not of_two_arms(contrast)  # of one pair a world the two are the same
        }
        self._up: dict[K, Counts] = {
            key: np.zeros(len(outcomes), dtype=np.int64) for key in contrasts
        }
        self._down: dict[K, Counts] = {
            key: np.zeros(len(outcomes), dtype=np.int64) for key in contrasts
        }

    def add(self, block: Floats) -> None:
        """Take in worlds x arms x columns, of which the outcomes come first."""
        self._worlds += len(block)
        for start in range(0, len(block), _TOGETHER):
            some = block[start : start + _TOGETHER, :, : len(self._outcomes)]
            self._least = np.fmin(self._least, np.fmin.reduce(some, axis=(0, 1)))
            self._most = np.fmax(self._most, np.fmax.reduce(some, axis=(0, 1)))
            for key, contrast in self._contrasts.items():
                values = without_dust(contrast.per_world(some), self._matters)
                self._moments[key].add(values)
                self._up[key] += (values > 0).sum(axis=0)
                self._down[key] += (values < 0).sum(axis=0)
                if key in self._ratios:
                    selected = some[:, :, self._selected]
                    self._ratios[key].add([part.pairs(selected) for _, part in contrast.parts])

    def estimates(self, confidence: float) -> dict[K, dict[str, Effect]]:
        """The effects, by key and outcome."""
        return {key: self._effects(key, confidence) for key in self._contrasts}

    def _effects(self, key: K, confidence: float) -> dict[str, Effect]:
        up, down = self._up[key], self._down[key]
        sums = self._sums(key)
        mean, n = sums.mean, sums.n
        span = spans(self._contrasts[key])
        bounds = span * self._bounds[0], span * self._bounds[1]
        low, high = mean_interval(sums, bounds, confidence)
        p = mean_p(sums, confidence)
        if of_two_arms(self._contrasts[key]):
            low, high, p = self._of_two_arms((low, high, p), up, down, n, confidence)
        small, large = self._size_p(key, sums, bounds, confidence)
        for values in (p, small, large):
            values[self._selected] = nan
        few = self._selected[n[self._selected] < FEWEST_PAIRS]
        low[few], high[few] = nan, nan
        reach = np.nan_to_num(self._most - self._least)
        pairs, terms = self._pairs(key, n), terms_of(self._contrasts[key])
        return {
            outcome.name: Effect(
                estimate=float(mean[i]),
                low=float(low[i]),
                high=float(high[i]),
                p=float(p[i]),
                worlds=int(n[i]),
                higher=float(up[i] / max(n[i], 1)),
                lower=float(down[i] / max(n[i], 1)),
                small=float(small[i]),
                large=float(large[i]),
                reach=float(reach[i]),
                pairs=int(pairs[i]),
                were=self._worlds * terms,
            )
            for i, outcome in enumerate(self._outcomes)
        }

    def _sums(self, key: K) -> Sums:
        """What intervals are computed from: of selected worlds, those of the mean over pairs."""
        sums = self._moments[key].sums
        if key not in self._ratios:
            return sums
        mean, squares, cubes = sums.mean.copy(), sums.squares.copy(), sums.cubes.copy()
        at, ratios = self._selected, self._ratios[key]
        mean[at] = without_dust(ratios.estimate, self._matters[at])
        squares[at], cubes[at] = ratios.squares, 0.0
        return replace(sums, mean=mean, squares=squares, cubes=cubes)

    def _pairs(self, key: K, worlds: Counts) -> Counts:
        """On how many pairs of arms each effect rests: of what every world has, on all."""
        pairs = worlds * terms_of(self._contrasts[key])
        if key in self._ratios:
            pairs[self._selected] = self._ratios[key].pairs.astype(np.int64)
        return pairs

    def _size_p(
        self, key: K, sums: Sums, bounds: by.Interval, confidence: float
    ) -> tuple[Floats, Floats]:
        """p-values of an effect being no larger, and no smaller, than what matters."""
        share = np.array([outcome.kind == "share" for outcome in self._outcomes])
        share &= of_two_arms(self._contrasts[key])
        ends = []
        for at in (self._matters, -self._matters):
            means = one_sided_p(sums, at, bounds, confidence)
            scores = by.paired_share_tails(self._up[key], self._down[key], sums.n, at)
            both = zip(scores, means, strict=True)
            ends.append([np.where(share, score, mean) for score, mean in both])
        return two_sided(*ends[0], *ends[1])

    def _of_two_arms(
        self,
        means: tuple[Floats, Floats, Floats],
        up: Counts,
        down: Counts,
        n: Counts,
        confidence: float,
    ) -> tuple[Floats, Floats, Floats]:
        share = np.array([outcome.kind == "share" for outcome in self._outcomes])
        low, high = by.paired_shares(up, down, n, confidence)
        p = np.where(n > 1, by.mcnemar_exact_p(up, down), np.nan)
        of_shares = (low, high, p)
        first, second, third = (
            np.where(share, a, b) for a, b in zip(of_shares, means, strict=True)
        )
        return first, second, third


def holm_adjusted(p: Mapping[K, float]) -> dict[K, float]:
    """p-values adjusted for being one family (Holm); what does not exist is no member of it and
    stays NaN.
    """
    return dict(zip(p, map(float, holm(list(p.values()))), strict=True))


def shown_members(keys: Iterable[K], p: Mapping[K, float], alpha: float) -> list[K]:
    """The members of a family whose effect stands after adjustment."""
    return [key for key in keys if p[key] < alpha]
