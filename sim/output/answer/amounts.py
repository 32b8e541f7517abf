"""Levels, differences and intervals in words: over one denominator, in the direction of the
difference, and in no more digits than they deserve.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import isnan
from typing import Final

from sim.experiment.statistics.estimates import wilson
from sim.experiment.statistics.rounding import interval_decimals
from sim.output.answer.contrast import Contrast
from sim.output.words import fixed_text

#: Worlds below which shares are told as they were counted, and levels of a hundred as well.
FEWEST_OF_HUNDRED: Final = 100
RARE: Final = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """How an outcome is counted: by what a value is multiplied, what stands behind a level and
    behind a difference, and what less and more of it is called.
    """

    factor: float
    level: str
    unit: str
    less: str = "less"
    more: str = "more"


_FEWER: Final = ("fewer", "more")
_HOURS: Final = Scale(factor=1.0, level="hours", unit="hours", less="fewer", more="more")
_OF_100: Final = Scale(
    factor=100.0, level="on a scale of 0 to 100", unit="", less="lower", more="higher"
)
#: By unit; durations of a thing that always exists are shorter and longer.
_BY_UNIT: Final[Mapping[str, Scale]] = {
    "h": _HOURS,
    "per world": Scale(factor=100.0, level="in 100 worlds", unit="in 100 worlds", less=_FEWER[0]),
    "readiness": _OF_100,
    "trust": _OF_100,
    "credibility": _OF_100,
    "rung-hours": Scale(factor=1.0, level="rung-hours a world", unit="rung-hours", less=_FEWER[0]),
    "rung": Scale(factor=1.0, level="", unit="rungs", less="lower", more="higher"),
}
#: Units from nought to one that are told from 0 to 100.
OF_100_UNITS: Final = frozenset(unit for unit, scale in _BY_UNIT.items() if scale is _OF_100)


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """A level: how much, and where none was seen how many are ``possible`` all the same."""

    text: str
    possible: str = ""

    @property
    def bracket(self) -> str:
        return f" ({self.possible})" if self.possible else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Amounts:
    """A comparison in words. ``first`` and ``second`` are the levels, both ``of`` the same;
    ``ends`` is the interval in the direction of the difference; ``farther`` and ``matters`` are
    amounts without direction.
    """

    first: Level
    second: Level
    of: str
    difference: str
    ends: str
    farther: str
    matters: str

    @property
    def moved(self) -> str:
        """From level to level."""
        return f"from {self._first} to {self._last}"

    @property
    def both(self) -> str:
        """Both levels, where nothing is said of a move."""
        if self.first == self.second and self.first.possible:
            return f"{self._last} either way"
        return f"{self._first} and {self._last}"

    @property
    def _first(self) -> str:
        """The first level; what it is of is said behind the second, unless a bracket is between."""
        of = f" {self.of}" if self.first.possible else ""
        return f"{self.first.text}{of}{self.first.bracket}"

    @property
    def _last(self) -> str:
        of = f" {self.of}" if self.of else ""
        return f"{self.second.text}{of}{self.second.bracket}"


def amounts_of(found: Contrast) -> Amounts:
    """The numbers of a comparison in words."""
    scale = scale_of(found)
    digits = _digits(found, scale)
    (low, high), difference = found.interval, _printed_difference(found, scale, digits)

    def number(value: float) -> str:
        return fixed_text(abs(value) * scale.factor, digits, ",")

    def level(value: float) -> Level:
        return _level(found, value, scale, digits)

    return Amounts(
        first=level(found.first),
        second=level(found.second),
        of=scale.level,
        difference=_with_direction(number(difference), difference, scale),
        ends=_ends(low, high, number, scale),
        farther="" if isnan(low) else number(max(abs(low), abs(high))),
        matters=_plain(found.outcome.matters * scale.factor),
    )


def scale_of(found: Contrast) -> Scale:
    """How the outcome of a comparison is counted."""
    outcome, worlds = found.outcome, found.pairs or found.worlds
    if outcome.kind != "share":
        return _BY_UNIT.get(outcome.unit) or Scale(
            factor=1.0, level=outcome.unit, unit=outcome.unit, less="lower", more="higher"
        )
    rare = any(0.0 < level < RARE for level in (found.first, found.second))
    per = worlds if worlds < FEWEST_OF_HUNDRED or rare else 100
    of = f"of {per:,} worlds"
    return Scale(factor=float(per), level=of, unit=of, less=_FEWER[0])


def _digits(found: Contrast, scale: Scale) -> int:
    """As many as the interval deserves, and as make the levels differ by their difference."""
    share = found.outcome.kind == "share"
    if share and scale.factor != 100.0:
        return 0
    low, high = found.interval
    least = interval_decimals(low, high, share=share)
    least = max(0, least - (2 if scale.factor == 100.0 else 0))
    return least if _agree(found, scale, least) else least + 1


def _printed_difference(found: Contrast, scale: Scale, digits: int) -> float:
    """The difference, as the levels have it that are printed: a reader subtracts."""
    if isnan(found.difference) or found.outcome.exists != "always":
        return found.difference
    first, second = (round(value * scale.factor, digits) for value in (found.first, found.second))
    return (second - first) / scale.factor


def _agree(found: Contrast, scale: Scale, digits: int) -> bool:
    first, second, difference = (
        round(value * scale.factor, digits)
        for value in (found.first, found.second, found.difference)
    )
    return isnan(difference) or abs(second - first - difference) < 0.5 * 10.0**-digits


def _level(found: Contrast, value: float, scale: Scale, digits: int) -> Level:
    if isnan(value):
        return Level(text="none known")
    if found.outcome.kind != "share" or value > 0.0:
        return Level(text=fixed_text(value * scale.factor, digits, ","))
    _, high = wilson(0, found.units or found.worlds, 0.95)
    most = _up(float(high) * scale.factor)
    return Level(text="none", possible=f"compatible with up to {most}")


def _up(value: float) -> str:
    """A share that may be as large, in whole worlds, so that none is left out."""
    whole = int(value)
    return str(whole if whole == value else whole + 1)


def _with_direction(number: str, value: float, scale: Scale) -> str:
    """``113 fewer rung-hours``, but ``0.6 rungs lower``; of nothing no direction is told."""
    word = scale.more if value > 0.0 else scale.less
    behind = word in {"lower", "higher"}
    if not number.strip("0.,"):
        neither = f"neither {scale.less} nor {scale.more}"
        return neither if behind or not scale.unit else f"{neither} {scale.unit}"
    parts = (number, scale.unit, word) if behind else (number, word, scale.unit)
    return " ".join(part for part in parts if part)


def _ends(low: float, high: float, number: Callable[[float], str], scale: Scale) -> str:
    """The interval: both ends in the direction of the difference, or each in its own."""
    if isnan(low) or isnan(high):
        return ""
    if low < 0.0 < high and number(low) != number(0.0):
        return f"{number(low)} {scale.less} to {number(high)} {scale.more}"
    near, far = sorted((low, high), key=abs)
    word = scale.more if far > 0.0 else scale.less
    return f"{number(near)} to {number(far)} {word}"


def _plain(value: float) -> str:
    return f"{value:.6g}"
