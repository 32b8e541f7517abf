"""Between which values of a lever an arm changes sides: the set of all changes of sign that are
shown, true of all of them at once.

At every value of the sweep it is tested whether the arm is better or worse (exact McNemar for
shares, the test of any mean else), at half of alpha by Holm's method over the values. Between two
neighbouring values shown on different sides lies at least one break-even. Such a cell is halved by
values that are tried in fresh worlds, each at alpha / (2 x ``EXTRA``), so that all that is told
holds together. What an arm does between two neighbours that agree is not known.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

import numpy as np

from sim.experiment.statistics.estimates import Floats, holm, mcnemar_exact_p
from sim.experiment.statistics.mean_intervals import mean_p
from sim.experiment.statistics.moments import sums_of
from sim.experiment.sweeps.sweep_summary import Sign, Verdict

#: Values that may be tried beside those of the sweep, for each arm, outcome and row.
EXTRA: Final = 10
#: Of a cell between two values of the sweep is this part as narrow as it gets unless asked.
PARTS: Final = 8
_NEARLY: Final = 1 + 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """A value of the lever with what its worlds show there; ``mean`` is the benefit, ``p`` is
    adjusted so that below alpha it is shown. ``fresh`` if it is none of the sweep's values.
    """

    value: float
    sign: Sign
    mean: float
    p: float
    fresh: bool = False

    @property
    def shown(self) -> bool:
        """Whether it is shown on which side the arm is."""
        return self.sign in {"better", "worse"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Halving:
    """How cells are halved: in the middle, or in ratios (``log``), at ``whole`` values; until no
    wider than ``width``, or where none is asked, than a part of a cell of the sweep's ``values``.
    """

    values: tuple[float, ...]
    log: bool
    whole: bool
    width: float | None

    def middle(self, low: float, high: float) -> float | None:
        """The value that halves a cell; none where it is narrow enough, or nothing lies within."""
        if self._narrow(low, high):
            return None
        middle = float((low * high) ** 0.5 if self.log else (low + high) / 2)
        middle = float(round(middle)) if self.whole else float(f"{middle:.12g}")
        return middle if low < middle < high else None

    def _narrow(self, low: float, high: float) -> bool:
        if self.width is not None:
            return high - low <= self.width * _NEARLY
        at = int(np.searchsorted(self.values, low, side="right")) - 1
        whole = self._span(self.values[at], self.values[at + 1])
        return self._span(low, high) <= whole / PARTS * _NEARLY

    def _span(self, low: float, high: float) -> float:
        return float(np.log(high / low)) if self.log else high - low


def tried_on_grid(
    values: Sequence[float], benefit: Floats, *, share: bool, confidence: float
) -> tuple[Tried, ...]:
    """The values of a sweep, from the benefit of the arm in every world (worlds x values)."""
    raw = sign_p(benefit, share=share, level=(1 - confidence) / 2)
    adjusted = np.minimum(2 * holm(raw), 1.0)
    return tuple(
        _trial_of(value, benefit[:, at], float(adjusted[at]), confidence)
        for at, value in enumerate(values)
    )


def tried_afresh(value: float, benefit: Floats, *, share: bool, confidence: float) -> Tried:
    """A value within a cell, from its own worlds."""
    part = 2 * EXTRA
    p = float(sign_p(benefit[:, None], share=share, level=(1 - confidence) / part)[0])
    return replace(_trial_of(value, benefit, min(part * p, 1.0), confidence), fresh=True)


def sign_p(benefit: Floats, *, share: bool, level: float) -> Floats:
    """Two-sided p-values of a mean benefit of zero, one a column; 1 where too few worlds differ for
    anything to be shown at this level.
    """
    if share:
        return mcnemar_exact_p((benefit > 0).sum(axis=0), (benefit < 0).sum(axis=0))
    p = mean_p(sums_of(benefit), 1 - level)
    return np.where(np.isnan(p), 1.0, p)


def _trial_of(value: float, benefit: Floats, p: float, confidence: float) -> Tried:
    mean = float(benefit.mean())
    sign: Sign = "not shown"
    if p < 1 - confidence and mean != 0.0:
        sign = "better" if mean > 0.0 else "worse"
    elif len(benefit) > 1 and not benefit.any():
        sign = "the same"
    return Tried(value=value, sign=sign, mean=mean, p=p)


def cells(tried: Sequence[Tried]) -> list[tuple[Tried, Tried]]:
    """Neighbours among the values at which a side is shown that are on different sides: each pair
    with at least one break-even between them.
    """
    shown = [one for one in tried if one.shown]
    return [(low, high) for low, high in pairwise(shown) if low.sign != high.sign]


def next_values(tried: Sequence[Tried], halving: Halving) -> list[float]:
    """The values that halve the cells further, as many as may still be tried. Where values within a
    cell show no side, it is narrowed from both of its ends towards them.
    """
    left = EXTRA - sum(one.fresh for one in tried)
    values = [one.value for one in tried]
    edges: dict[tuple[float, float], None] = {}
    for low, high in cells(tried):
        first, last = values.index(low.value), values.index(high.value)
        edges[values[first], values[first + 1]] = None
        edges[values[last - 1], values[last]] = None
    middles = [halving.middle(*edge) for edge in edges]
    return [middle for middle in middles if middle is not None][:left]


def verdict_of(tried: Sequence[Tried]) -> Verdict:
    """What all values together say."""
    found, signs = cells(tried), {one.sign for one in tried}
    if found:
        single: Verdict = "stops" if found[0][0].sign == "better" else "starts"
        return single if len(found) == 1 else "changes sides several times"
    if "better" in signs:
        return "better throughout" if signs == {"better"} else "better in part"
    if "worse" in signs or signs == {"the same"}:
        return "not better anywhere"
    return "cannot be told"
