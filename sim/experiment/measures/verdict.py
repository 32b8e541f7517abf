"""The verdict on a measure, by rules that are stated and printed with it.

What is expected of a measure is one outcome and a direction. The average effect is looked at first,
then what it depends on. An effect on average, or the difference that something else makes to it, is
*shown* where its p-value, adjusted for its family (Holm), lies below the level of the study. Of
what a shown difference lies between it is said *helps* or *harms* where the interval that stands
beside it excludes zero; so no contrast is tested twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal, get_args

from sim.domain.preparedness.measures import Direction
from sim.experiment.statistics.effects import Effect
from sim.experiment.statistics.verdicts import UNSEEN

Word = Literal[
    "supported", "shown, may be small", "shown, but below what matters", "depends", "not supported"
]
State = Literal["helps", "helps a little", "harms", "harms a little", "nothing shown"]
_HARMFUL: Final = frozenset({"harms", "harms a little"})

RULES: Final = (
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
        "Helps, harms: the interval of the effect on that side of X excludes zero; a little: all of"
        " it lies below what matters."
    ),
)
_MOST_TOLD: Final = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """The effect of a measure on the outcome on which it is tested. ``p``, and those of its being
    no larger (``small``) and no smaller (``large``) than what ``matters``, are adjusted.
    """

    direction: Direction
    effect: Effect
    p: float
    matters: float
    small: float
    large: float

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

    @property
    def full_name(self) -> str:
        """What it is, with all that cannot be told from it."""
        return " or ".join((self.on, *self.aliases))

    def is_shown(self, alpha: float) -> bool:
        """Whether it is shown that the effect differs."""
        return self.p < alpha


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """A word, and in a sentence why. ``on`` is what it depends on; ``brief`` names the clearest
    such thing, or where it harms.
    """

    word: Word
    because: str
    brief: str = ""
    on: tuple[str, ...] = ()


def verdict_on(expected: Expected, dependences: Sequence[Dependence], alpha: float) -> Verdict:
    """The verdict on a measure: first by its effect on average, then by what changes that."""
    average = _on_average(expected, alpha)
    shown = sorted((one for one in dependences if one.is_shown(alpha)), key=lambda one: one.p)
    cases = [Case.of(one, expected) for one in shown]
    depends = [case for case in cases if "helps" in case.states and len(set(case.states)) > 1]
    if depends:
        little = (
            ", by less than what matters" if average.word == "shown, but below what matters" else ""
        )
        return _because("depends", average.because + little, depends, _clearest_dependence(depends))
    harms = [case for case in cases if not _HARMFUL.isdisjoint(case.states)]
    return _because(average.word, average.because, harms, harms[0].harm) if harms else average


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """What can be said of both sides of a dependence: with it, and without."""

    on: Dependence
    states: tuple[State, State]

    @classmethod
    def of(cls, one: Dependence, expected: Expected) -> Case:
        return cls(on=one, states=(state(one.with_it, expected), state(one.without, expected)))

    @property
    def places(self) -> tuple[str, str]:
        """Both sides in words."""
        what = self.on.full_name
        match self.on.kind:
            case "others":
                return f"where {what}", "where some other is"
            case "condition":
                return f"where {what}", f"unless {what}"
            case _:
                return f"with {what}", f"without {what}"

    @property
    def harm(self) -> str:
        """Where it harms, and whether by as much as matters."""
        return next(
            f"{one} {place}"
            for one, place in zip(self.states, self.places, strict=True)
            if one in _HARMFUL
        )

    def sentence(self) -> str:
        """Both sides, the one where it does something first; what it depends on is named once."""
        first, second = sorted((0, 1), key=lambda side: _ORDER.index(self.states[side]))
        again = self.places[second] if self.on.kind == "others" else _AGAIN[self.on.kind][second]
        return f"{self.states[first]} {self.places[first]}, {self.states[second]} {again}"


#: Both sides where the thing has been named already.
_AGAIN: Final = {
    "measure": ("with it", "without it"),
    "condition": ("where that is so", "otherwise"),
}
_ORDER: Final[tuple[State, ...]] = get_args(State)


def _clearest_dependence(cases: Sequence[Case]) -> str:
    """What it depends on most clearly, and on how many more things."""
    first = cases[0].on
    more = f" and {len(cases) - 1} more" if len(cases) > 1 else ""
    on = {
        "measure": first.full_name,
        "condition": f"whether {first.full_name}",
        "others": "whether any other measure is in place",
    }
    return f"on {on[first.kind]}{more}"


def _because(word: Word, average: str, cases: Sequence[Case], brief: str) -> Verdict:
    said = [case.sentence() for case in cases[:_MOST_TOLD]]
    on = tuple(case.on.on for case in cases)
    return Verdict(
        word=word, because="; ".join((f"on average {average}", *said)), brief=brief, on=on
    )


def _on_average(expected: Expected, alpha: float) -> Verdict:
    effect = expected.effect
    if not effect.exists:
        return Verdict(
            word="not supported", because="there are too few worlds in which it can be compared"
        )
    if effect.is_zero_everywhere:
        return Verdict(
            word="not supported", because=f"it changes nothing in any of {effect.worlds} worlds"
        )
    negligible = expected.is_negligible(alpha)
    if not expected.p < alpha:
        because = "it is shown not to matter" if negligible else "no effect is shown"
        return Verdict(word="not supported", because=because)
    if not _is_wanted(effect.estimate, expected.direction):
        because = f"the opposite is shown{_size(expected, alpha)}"
        return Verdict(word="not supported", because=because)
    if expected.matters_surely(alpha):
        return Verdict(word="supported", because="as expected")
    word: Word = "shown, but below what matters" if negligible else "shown, may be small"
    return Verdict(word=word, because="as expected")


def _size(expected: Expected, alpha: float) -> str:
    if expected.matters_surely(alpha):
        return ""
    if expected.is_negligible(alpha):
        return ", by less than what matters"
    return ", by an amount that may be below what matters"


def lies_within(effect: Effect, matters: float) -> bool:
    """Whether all of its interval lies below what matters, either way."""
    return -matters < effect.low and effect.high < matters


def state(effect: Effect, expected: Expected) -> State:
    """What can be said of one side of a difference, given what is hoped for."""
    if not (effect.low > 0.0 or effect.high < 0.0):
        return "nothing shown"
    small = lies_within(effect, expected.matters)
    if _is_wanted(effect.estimate, expected.direction):
        return "helps a little" if small else "helps"
    return "harms a little" if small else "harms"


def _is_wanted(estimate: float, direction: Direction) -> bool:
    return estimate < 0.0 if direction == "lower" else estimate > 0.0
