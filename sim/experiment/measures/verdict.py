"""The verdict on a measure, by rules that are stated and printed with it.

What is expected of a measure is one outcome and a direction. The average effect is looked at first,
then what it depends on. An effect on average, or the difference that something else makes to it, is
*shown* where its p-value, adjusted for its family (Holm), lies below the level of the study. Of
what a shown difference lies between it is said *helps* or *harms* where the interval that stands
beside it excludes zero; so no contrast is tested twice.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from sim.domain.preparedness.measures import Direction
from sim.experiment.statistics.effects import Effect
from sim.experiment.statistics.verdicts import UNSEEN

Word = Literal[
    "supported",
    "shown, may be small",
    "shown, but below what matters",
    "depends",
    "not supported",
    "not tested",
]
State = Literal["helps", "helps a little", "harms", "harms a little", "nothing shown"]
#: What is seen of a measure on average, and how large that is beside what matters.
Average = Literal[
    "as expected", "opposite", "nothing shown", "no change", "not comparable", "selected group"
]
Size = Literal["matters", "may be small", "below what matters"]
HARMFUL: Final = frozenset({"harms", "harms a little"})

VERDICT_RULES: Final = (
    (
        "supported: on average over all sets of the other measures the expected outcome is shown to"
        " move as expected, and by as much as matters: all of the adjusted interval lies beyond the"
        " smallest difference that matters in that outcome."
    ),
    "shown, may be small: it is shown to move as expected, but not by how much.",
    (
        "shown, but below what matters: it is shown to move as expected, and by less than what"
        " matters: all of the interval lies within, in worlds enough."
    ),
    (
        "depends on X (a measure, a condition, or that no other measure is in place): X is shown to"
        " change the effect, and the measure helps on one side of X, but not, or only a little, on"
        " the other."
    ),
    (
        "not supported: otherwise. First what is shown on average (the opposite, nothing, or no"
        " change in any world), then where it harms: X is shown to change the effect, and the"
        " measure harms on one side of X."
    ),
    (
        "not tested: the expected outcome exists only in some worlds, and arms are compared where"
        " both have it, a group that measures select. The mean stands by itself: no star, no word."
    ),
    (
        "Helps, harms: the interval of the effect on that side of X excludes zero; a little: all of"
        " it lies below what matters."
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """The effect of a measure on the outcome on which it is tested. ``p``, and those of its being
    no larger (``small``) and no smaller (``large``) than what ``matters``, are adjusted. Not
    ``tested`` is an outcome that only some worlds have.
    """

    direction: Direction
    effect: Effect
    p: float
    matters: float
    small: float
    large: float
    tested: bool = True

    def matters_surely(self, alpha: float) -> bool:
        """Whether it is shown to be as large as matters, either way."""
        return self.small < alpha

    def is_negligible(self, alpha: float) -> bool:
        """Whether it is shown to be smaller, in worlds enough to have seen what would not be."""
        enough = self.effect.worlds * self.matters >= UNSEEN * self.effect.reach
        return self.large < alpha and enough and lies_within(self.effect, self.matters)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dependence:
    """The same effect with something else and without it, in the same worlds: ``difference`` is the
    one less the other.

    ``on`` names what: another measure, a condition, or that no other measure is in place
    (``others``; then *without* is on average over all sets of some of them); ``aliases`` cannot be
    told from it. ``p`` of the difference is adjusted.
    """

    on: str
    kind: Literal["measure", "condition", "others"]
    with_it: Effect
    without: Effect
    difference: Effect
    p: float
    aliases: tuple[str, ...] = ()

    def is_shown(self, alpha: float) -> bool:
        """Whether it is shown that the effect differs."""
        return self.p < alpha


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """A word, what is shown on average and how large that is, and the names of what it depends on
    or where it harms, the clearest first.
    """

    word: Word
    average: Average
    size: Size = "may be small"
    on: tuple[str, ...] = ()


def verdict_on(expected: Expected, dependences: Sequence[Dependence], alpha: float) -> Verdict:
    """The verdict on a measure: first by its effect on average, then by what changes that."""
    average = _on_average(expected, alpha)
    shown = sorted((one for one in dependences if one.is_shown(alpha)), key=lambda one: one.p)
    states = {one.on: _states(one, expected) for one in shown}
    depends = tuple(on for on, both in states.items() if "helps" in both and len(set(both)) > 1)
    if depends:
        return replace(average, word="depends", on=depends)
    return replace(
        average, on=tuple(on for on, both in states.items() if not HARMFUL.isdisjoint(both))
    )


def _states(one: Dependence, expected: Expected) -> tuple[State, State]:
    """With it, and without."""
    return state(one.with_it, expected), state(one.without, expected)


def _on_average(expected: Expected, alpha: float) -> Verdict:
    effect = expected.effect
    if not effect.exists:
        return Verdict(word="not supported", average="not comparable")
    if effect.is_zero_everywhere:
        return Verdict(word="not supported", average="no change")
    if not expected.tested:
        return Verdict(word="not tested", average="selected group")
    size = _size(expected, alpha)
    if not expected.p < alpha:
        return Verdict(word="not supported", average="nothing shown", size=size)
    if not _is_wanted(effect.estimate, expected.direction):
        return Verdict(word="not supported", average="opposite", size=size)
    return Verdict(word=_SHOWN[size], average="as expected", size=size)


_SHOWN: Final[Mapping[Size, Word]] = {
    "matters": "supported",
    "may be small": "shown, may be small",
    "below what matters": "shown, but below what matters",
}


def _size(expected: Expected, alpha: float) -> Size:
    if expected.matters_surely(alpha):
        return "matters"
    return "below what matters" if expected.is_negligible(alpha) else "may be small"


def lies_within(effect: Effect, matters: float) -> bool:
    """Whether all of its interval lies below what matters, either way."""
    return -matters < effect.low and effect.high < matters


def state(effect: Effect, expected: Expected) -> State:
    """What can be said of one side of a difference, given what is hoped for."""
    if not (expected.tested and (effect.low > 0.0 or effect.high < 0.0)):
        return "nothing shown"
    small = lies_within(effect, expected.matters)
    if _is_wanted(effect.estimate, expected.direction):
        return "helps a little" if small else "helps"
    return "harms a little" if small else "harms"


def _is_wanted(estimate: float, direction: Direction) -> bool:
    return estimate < 0.0 if direction == "lower" else estimate > 0.0
