"""What may be said of a difference, by its size and not by its sign alone: three-sided testing
(Goeman, Solari and Stijnen 2010, Statistics in Medicine 29:2117).

Three hypotheses are tested of each difference, each adjusted within its own family (Holm): that it
is zero, that it is no larger than the smallest difference that matters, and that it is no smaller.
One printed interval gives all words, so equivalence is asked at the level of that interval, not at
the 90 % of two one-sided tests by themselves. The estimate decides nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, isnan, log, log2
from statistics import NormalDist
from typing import Final, Literal

#: Four verdicts, in the order in which they are tried, and then states without one.
Verdict = Literal[
    "matters",
    "may be small",
    "does not matter",
    "too rare",
    "cannot be told",
    "too few pairs",
    "nothing could be shown",
    "not compared",
]
#: What stands beside a verdict where the interval by itself would say more.
Beside = Literal["", "not after Holm", "too few worlds"]

FEWEST_PAIRS: Final = 10
#: Worlds times the share of them in which an event may come that none of them showed: ln(2 / .05).
UNSEEN: Final = log(2.0 / 0.05)
MOST_WORLDS_SAID: Final = 100_000
_ORDER: Final[tuple[Verdict, ...]] = ("matters", "may be small", "does not matter")


@dataclass(frozen=True, slots=True, kw_only=True)
class PValues:
    """p-values of a difference being zero, no larger than what matters, and no smaller."""

    zero: float
    small: float
    large: float


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedDifference:
    """A difference over ``pairs`` of worlds as it is judged: its interval at the digits printed,
    what ``matters``, the ``reach`` of scores seen in any arm, and whether it is too rare to tell.
    """

    low: float
    high: float
    pairs: int
    matters: float
    reach: float
    rare: bool

    @property
    def lies_inside(self) -> bool:
        """Whether the interval lies inside what matters, either way."""
        return -self.matters < self.low and self.high < self.matters

    @property
    def has_worlds(self) -> bool:
        """Whether an event as large as any seen, in as many worlds as may have been missed, would
        still not matter.
        """
        return self.pairs * self.matters >= UNSEEN * self.reach


def verdict_of(
    difference: JudgedDifference, tests: PValues, alpha: float, comparisons: int
) -> Verdict:
    """The verdict, from p-values that are adjusted for ``comparisons``."""
    if difference.pairs == 0 or isnan(tests.zero):
        return "not compared"
    if difference.pairs < FEWEST_PAIRS:
        return "too few pairs"
    if tests.zero < alpha and not difference.rare:
        return _shown_verdict(difference, tests, alpha)
    if _is_negligible(difference, tests, alpha):
        return "does not matter"
    if log2(comparisons / alpha) > difference.pairs - 1.0:
        return "nothing could be shown"
    return "too rare" if difference.rare else "cannot be told"


def beside(
    difference: JudgedDifference, alone: PValues, adjusted: PValues, alpha: float, comparisons: int
) -> Beside:
    """What stands beside the verdict where the interval by itself, unadjusted or with fewer worlds,
    would say more.
    """
    adjusted_verdict = verdict_of(difference, adjusted, alpha, comparisons)
    unadjusted_verdict = verdict_of(difference, alone, alpha, 1)
    if unadjusted_verdict != adjusted_verdict and unadjusted_verdict in _ORDER:
        return "not after Holm"
    barred = difference.lies_inside and not difference.has_worlds and alone.large < alpha
    return (
        "too few worlds"
        if barred and adjusted_verdict not in {"too few pairs", "not compared"}
        else ""
    )


def worlds_to_tell(
    difference: JudgedDifference, estimate: float, alpha: float = 0.05, comparisons: int = 1
) -> int | None:
    """About how many worlds would tell; ``None`` where no number would. More than
    ``MOST_WORLDS_SAID`` are as good as one more.

    Where the interval by itself tells already, and only the adjustment for so many comparisons
    forbids it, it has to be as narrow as the smallest of them is asked to be.
    """
    half, n = (difference.high - difference.low) / 2.0, difference.pairs
    gaps = [abs(estimate)] + (
        [difference.matters - abs(estimate)] * (abs(estimate) < difference.matters)
    )
    needed = [n * (half / gap) ** 2 for gap in gaps if gap > 0.0]
    if not needed or isnan(half):
        return None
    if min(needed) <= n:
        needed = [worlds * _stricter(alpha, comparisons) for worlds in needed]
    return rounded_up(max(min(needed), n + 1.0, _worlds_of_guard(difference, estimate)))


def _stricter(alpha: float, comparisons: int) -> float:
    """By how many times as many worlds the first of so many comparisons needs."""
    law = NormalDist()
    return (law.inv_cdf(1.0 - alpha / (2.0 * comparisons)) / law.inv_cdf(1.0 - alpha / 2.0)) ** 2


def _worlds_of_guard(difference: JudgedDifference, estimate: float) -> float:
    """Worlds without which nothing is told not to matter, where that is what would be told."""
    small = abs(estimate) < difference.matters / 2.0
    return UNSEEN * difference.reach / difference.matters if small else 0.0


def worlds_until_common(share: float) -> int | None:
    """Worlds at which enough of them differ to tell anything, in nine cases of ten."""
    return rounded_up(9.3 / share) if share > 0.0 else None


def rounded_up(worlds: float) -> int:
    """About how many worlds: no more digits than such a number deserves."""
    if worlds > MOST_WORLDS_SAID:
        return MOST_WORLDS_SAID + 1
    step = 50 if worlds <= 1_000 else 500 if worlds <= 10_000 else 5_000
    return ceil(worlds / step - 1e-9) * step


def _shown_verdict(difference: JudgedDifference, tests: PValues, alpha: float) -> Verdict:
    if tests.small < alpha:
        return "matters"
    return "does not matter" if _is_negligible(difference, tests, alpha) else "may be small"


def _is_negligible(difference: JudgedDifference, tests: PValues, alpha: float) -> bool:
    return tests.large < alpha and difference.lies_inside and difference.has_worlds
