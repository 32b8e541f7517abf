"""Draws of uncertain inputs as the units of a run: their means, and how the spread between them
splits into the luck of worlds and the doubt about inputs.

Worlds of a draw are alike to its inputs, so an interval that took them for independent would be too
narrow. The draws are independent: what a table says of worlds, it says of means of draws.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from sim.experiment.comparison.run_summary import SplitSummary
from sim.experiment.outcomes.definitions import OUTCOMES
from sim.experiment.statistics.dust import without_dust
from sim.experiment.statistics.estimates import Floats
from sim.experiment.statistics.luck_and_doubt import LuckAndDoubt, of_draws
from sim.experiment.statistics.rounding import twelve_digits
from sim.experiment.statistics.tally import Tally

#: Draws from which on luck and doubt are told apart.
FEWEST_DRAWS = 3


def whole_draws(blocks: Iterable[Floats], worlds: int) -> Iterator[Floats]:
    """The same worlds in blocks of whole draws: draws x worlds x arms x columns."""
    left: Floats | None = None
    for block in blocks:
        found = block.copy() if left is None else np.concatenate([left, block])
        whole = len(found) // worlds * worlds
        left = found[whole:]
        if whole:
            yield found[:whole].reshape(-1, worlds, *found.shape[1:])


def draw_means(draws: Floats) -> Floats:
    """The mean of each draw over those of its worlds that have a value."""
    known = ~np.isnan(draws)
    n = known.sum(axis=1)
    total = np.where(known, draws, 0.0).sum(axis=1)
    return np.where(n > 0, total / np.maximum(n, 1), np.nan)


def paired_means(first: Floats, second: Floats) -> tuple[Floats, Floats]:
    """The means of two arms by draw, over those of its worlds in which both have a value."""
    both = ~(np.isnan(first) | np.isnan(second))
    return draw_means(np.where(both, first, np.nan)), draw_means(np.where(both, second, np.nan))


def tally_draws(tally: Tally, draws: Floats) -> None:
    """Take the means of draws (draws x worlds x arms x columns) into the sums of arms and pairs."""
    for arm, moments in enumerate(tally.arms):
        moments.add(draw_means(draws[:, :, arm]))
    for (first, second), pairing in tally.pairs.items():
        pairing.add(*paired_means(draws[:, :, first], draws[:, :, second]))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Split:
    """Means and variances within draws of some columns, one row a draw: of an arm, or of the
    differences between two.
    """

    means: list[Floats]
    within: list[Floats]

    def add(self, draws: Floats) -> None:
        """Take in draws (draws x worlds x columns)."""
        self.means.append(draws.mean(axis=1))
        self.within.append(draws.var(axis=1, ddof=1))

    def told(self, worlds: int, confidence: float) -> list[LuckAndDoubt]:
        """What each column says."""
        means, within = np.concatenate(self.means), np.concatenate(self.within)
        return [
            of_draws(means[:, at], within[:, at], worlds, confidence)
            for at in range(means.shape[1])
        ]


class Splits:
    """Luck and doubt of all arms and of their differences from the baseline, in the outcomes
    ``names``.
    """

    __slots__ = ("_base", "_columns", "_matters", "alone", "against", "names")

    def __init__(self, arms: int, base: int, names: Sequence[str]) -> None:
        self.names = tuple(names)
        self._base = base
        self._columns = [list(OUTCOMES).index(name) for name in names]
        self._matters = [OUTCOMES[name].matters for name in names]
        self.alone = [Split(means=[], within=[]) for _ in range(arms)]
        self.against = {arm: Split(means=[], within=[]) for arm in range(arms) if arm != base}

    def add(self, draws: Floats) -> None:
        """Take in draws (draws x worlds x arms x columns)."""
        values = draws[:, :, :, self._columns]
        for arm, split in enumerate(self.alone):
            split.add(values[:, :, arm])
        for arm, split in self.against.items():
            split.add(without_dust(values[:, :, arm] - values[:, :, self._base], self._matters))


def split_summary(found: LuckAndDoubt) -> SplitSummary:
    """As the summary has it."""
    return SplitSummary(
        estimate=twelve_digits(found.mean),
        luck=twelve_digits(found.luck),
        tau=twelve_digits(found.tau),
        tau_low=twelve_digits(found.tau_low),
        tau_high=twelve_digits(found.tau_high),
        doubt=twelve_digits(found.doubt),
        together=twelve_digits(found.together),
        shown=found.shown,
    )
