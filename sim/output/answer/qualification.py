"""The nearest *but* of an answer: what the worlds became, both tails, the worst that is shown."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sim.output.answer.certainty import SHOWN, verdict_of
from sim.output.answer.contrast import Contrast
from sim.output.answer.courses import COURSES, Counted
from sim.output.answer.grammar import moved, said_of
from sim.output.answer.phrases import Names

#: Worlds below which nothing is said of what they became.
FEWEST_TOLD: Final = 5


def but_sentence(
    found: Contrast, others: Sequence[Contrast], became: Counted | None, names: Names
) -> str:
    """The nearest *but*: what became of it, both tails, the worst that is shown, or that none
    is.
    """
    if verdict_of(found) not in SHOWN | {"does not matter", "cannot be told"}:
        return ""
    return (
        _became_but(found, became, names)
        or _mixed_but(found)
        or _worse_but(others, names)
        or _nothing_worse(others)
    )


def _became_but(found: Contrast, became: Counted | None, names: Names) -> str:
    """That most worlds from which the outcome went away end in another failure."""
    if became is None or became.worlds < FEWEST_TOLD or not found.arm.asks:
        return ""
    if found.outcome.better != "lower" or verdict_of(found) not in SHOWN or found.gain <= 0.0:
        return ""
    failed = {name: count for name, count in became.by_course.items() if _fails(name) and count > 0}
    many = sum(failed.values())
    if 2 * many <= became.worlds:
        return ""
    heard = all(COURSES[name].heard for name in failed)
    having = f", having heard {names.patron}" if heard else ""
    return (
        f"But in {many} of the {became.worlds} worlds in which one was removed,"
        f" {names.frontline} struck all the same{having}."
    )


def _fails(name: str) -> bool:
    return name in COURSES and COURSES[name].fails


def _mixed_but(found: Contrast) -> str:
    if min(found.up, found.down) < found.pairs / 5:
        return ""
    return (
        f"But the worlds differ: it was lower in {found.down} of the {found.pairs:,} and higher in"
        f" {found.up}."
    )


def _worse_but(others: Sequence[Contrast], names: Names) -> str:
    """The worst of what is shown to matter, or else of what is shown and may be small."""
    worse = [one for one in others if verdict_of(one) in SHOWN and one.gain < 0.0]
    if not worse:
        return ""
    worst = min(worse, key=lambda one: (verdict_of(one) != "matters", one.gain))
    little = "" if verdict_of(worst) == "matters" else ", by what may be little"
    return f"But {moved(worst, *said_of(worst, names))}{little}."


def _nothing_worse(others: Sequence[Contrast]) -> str:
    compared = [one for one in others if one.takes_side]
    return "No other outcome is shown to get worse." if compared else ""
