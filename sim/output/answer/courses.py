"""What the frontline did in each world, seen from the outcome that is asked about: this outcome
itself, or else on what its strike went ahead.

Each world is exactly one of these, the same in every picture and table, and pairs of worlds say
what became of those in which the outcome went away.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sim.experiment.statistics.estimates import Floats
from sim.output.answer.phrases import Names

Column = NDArray[np.int64]
ASKED: Final = "asked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """One of the things that a world can be: its letter in a grid, its words in a key, and as what
    became of a world. ``fails`` where it is no better than what was asked about; ``heard`` where a
    word of the patron had been.
    """

    letter: str
    key: str
    became: str
    fails: bool = False
    heard: bool = False


#: In the order in which a world is looked at: the first that applies is what it was.
COURSES: Final[Mapping[str, Course]] = {
    "none": Course(letter="", key="no strike", became="no strike at all"),
    "joint": Course(letter="T", key="struck together", became="a strike together"),
    "misread": Course(
        letter="M",
        key="a yes not meant",
        became="a strike on a yes that was not meant",
        fails=True,
        heard=True,
    ),
    "approved": Course(letter="Y", key="a yes in hand", became="a strike with a yes", heard=True),
    "no": Course(
        letter="N", key="a no heard", became="a strike, {patron}'s no heard", fails=True, heard=True
    ),
    "doubts": Course(
        letter="D",
        key="doubts heard",
        became="a strike, {patron}'s doubts heard",
        fails=True,
        heard=True,
    ),
    "silence": Course(
        letter="S",
        key="no answer",
        became="a strike with no answer to the last question",
        fails=True,
    ),
    "alone": Course(
        letter="A", key="alone, not asked", became="a strike without asking", fails=True
    ),
}
_ORDER: Final = (ASKED, *COURSES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """The worlds of one arm: how many were what, by the name of the course."""

    by_course: Mapping[str, int]

    @property
    def worlds(self) -> int:
        return sum(self.by_course.values())


def courses_of(columns: Mapping[str, Floats], asked: str) -> Column:
    """By world the place of its course in ``_ORDER``. ``columns`` are those of one arm, by outcome;
    what was not measured did not happen.
    """
    many = len(columns[asked])

    def happened(name: str) -> NDArray[np.bool_]:
        values = columns.get(name)
        return np.zeros(many, np.bool_) if values is None else np.nan_to_num(values) > 0.5

    green, no = happened("approved_strike"), happened("overridden") | happened("struck_against_red")
    holds = {
        ASKED: happened(asked),
        "none": ~happened("struck"),
        "joint": happened("joint_strike"),
        "misread": green & happened("struck_on_misread_green"),
        "approved": green,
        "no": no,
        "doubts": happened("past_doubts") | happened("struck_on_amber"),
        "silence": happened("struck_on_silence"),
    }
    found = np.full(many, _ORDER.index("alone"), np.int64)
    for name in reversed(list(holds)):
        found[holds[name]] = _ORDER.index(name)
    return found


#: The outcomes that courses are told from.
TOLD_FROM: Final = (
    "struck",
    "joint_strike",
    "approved_strike",
    "struck_on_misread_green",
    "overridden",
    "past_doubts",
    "struck_on_silence",
    "struck_against_red",
    "struck_on_amber",
)


def count_courses(found: Column, worlds: NDArray[np.bool_] | None = None) -> Counted:
    """How many worlds were what, or of the ``worlds`` that are chosen."""
    chosen = found if worlds is None else found[worlds]
    counts = np.bincount(chosen, minlength=len(_ORDER))
    return Counted(by_course={name: int(counts[at]) for at, name in enumerate(_ORDER)})


def became(first: Column, second: Column) -> Counted:
    """What became of the worlds that had the outcome under the first arm and not under the second:
    what they were there.
    """
    gone = (first == _ORDER.index(ASKED)) & (second != _ORDER.index(ASKED))
    return count_courses(second, gone)


def became_words(name: str, names: Names) -> str:
    """What a world became, in words."""
    return COURSES[name].became.format(patron=names.patron)


def places(found: Column) -> list[str]:
    """By world the name of its course."""
    return [_ORDER[at] for at in found]
