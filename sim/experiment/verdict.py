"""The verdict on a measure, by rules that are stated and printed with it.

What is expected of a measure is one outcome and a direction. The effect on it is *shown* where its p-value, adjusted for
its family (Holm), lies below the level of the study.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from sim.domain.measures import Direction
from sim.experiment.effects import Effect

Word = Literal["supported", "not supported", "depends"]
State = Literal["helps", "harms", "nothing shown"]

_DEPENDS: Final = (
    "depends on X (a measure, a condition, or that no other measure is in place): with X the effect differs, which is shown, "
    "and so does what can be said of it: helps, harms, nothing shown."
)
RULES: Final = (
    "supported: on average over all sets of the other measures the expected outcome moves as expected.",
    _DEPENDS,
    "not supported: otherwise. Where the opposite is shown, or nothing changes in any world, that is said.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """The effect of a measure on the outcome on which it is tested. ``p`` is adjusted; ``matters`` is the least that counts."""

    direction: Direction
    effect: Effect
    p: float
    matters: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Dependence:
    """The same effect with something else and without it.

    ``on`` names what: another measure, a condition, or that no other measure is in place (``others``; then *without* is on
    average over all sets of them); ``aliases`` cannot be told from it. The p-values of the two
    effects and of their difference are adjusted, each in its family.
    """

    on: str
    kind: Literal["measure", "condition", "others"]
    with_it: Effect
    without: Effect
    p_with: float
    p_without: float
    difference: Effect
    p_difference: float
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """A word, and in a sentence why."""

    word: Word
    because: str
    on: tuple[str, ...] = ()


def judged(expected: Expected, dependences: Sequence[Dependence], alpha: float) -> Verdict:
    """The verdict on a measure."""
    if not expected.effect.exists:
        return Verdict(word="not supported", because="there are too few worlds in which it can be compared")
    found = [one for one in dependences if depends(one, expected.direction, alpha)]
    if found:
        found.sort(key=lambda one: one.p_difference)
        because = "; ".join(_told(one, expected.direction, alpha) for one in found[:2])
        return Verdict(word="depends", because=because, on=tuple(one.on for one in found))
    return _on_average(expected, alpha)


def _on_average(expected: Expected, alpha: float) -> Verdict:
    effect = expected.effect
    if effect.nothing:
        return Verdict(word="not supported", because="it changes nothing: the outcome is the same in every world")
    match state(effect, expected.p, expected.direction, alpha):
        case "helps":
            small = abs(effect.estimate) < expected.matters
            because = "as expected" + (", but less than what matters" if small else "")
            return Verdict(word="supported", because=because)
        case "harms":
            return Verdict(word="not supported", because="the opposite is shown")
        case _:
            return Verdict(word="not supported", because="no effect is shown")


def depends(one: Dependence, direction: Direction, alpha: float) -> bool:
    """Whether what can be said of a measure differs with something else, and the difference itself is shown."""
    if not one.p_difference < alpha:
        return False
    return state(one.with_it, one.p_with, direction, alpha) != state(one.without, one.p_without, direction, alpha)


def state(effect: Effect, p: float, direction: Direction, alpha: float) -> State:
    """What can be said of an effect, given what is hoped for."""
    if not p < alpha:
        return "nothing shown"
    wanted = effect.estimate < 0 if direction == "lower" else effect.estimate > 0
    return "helps" if wanted else "harms"


def _told(one: Dependence, direction: Direction, alpha: float) -> str:
    with_it = state(one.with_it, one.p_with, direction, alpha)
    without = state(one.without, one.p_without, direction, alpha)
    what = " or ".join((one.on, *one.aliases))
    if one.kind == "others":
        return f"{with_it} where {what}, {without} on average"
    if one.kind == "condition":
        return f"{with_it} where {what}, {without} otherwise"
    return f"{with_it} with {what}, {without} without"
