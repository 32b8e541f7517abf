"""One sentence with both levels, by verdict and by the side that the outcome takes: no stronger
than what is shown.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from math import ceil, isnan, log2
from typing import Final

from sim.experiment.statistics.verdicts import FEWEST_PAIRS, Verdict
from sim.output.answer.amounts import Amounts, amounts_of
from sim.output.answer.certainty import SHOWN, tells, verdict_of
from sim.output.answer.contrast import Contrast
from sim.output.answer.phrases import Names, Phrase, phrase_of
from sim.output.words import as_list


def answer_sentence(found: Contrast, names: Names) -> str:
    """The answer with both levels, no stronger than its verdict.

    It says what happens to the outcome and never "yes" or "no": what an author hopes for stands in
    a question in words, and no code reads words to decide anything.
    """
    phrase, told = said_of(found, names)
    verdict = verdict_of(found)
    if verdict in SHOWN:
        return _what_is_shown(found, phrase, told, small=verdict == "may be small")
    return _TEMPLATES[verdict](found, phrase, told)


def said_of(found: Contrast, names: Names) -> tuple[Phrase, Amounts]:
    """The noun of a comparison and its numbers; a unit that the noun names is not said twice."""
    phrase, told = phrase_of(found.outcome, names), amounts_of(found)
    return phrase, replace(told, of="") if phrase.hours else told


def _moves(found: Contrast, phrase: Phrase) -> str:
    """The verb: what the outcome does from one arm to the other."""
    verb = "rise" if found.difference > 0.0 else "fall"
    return verb if phrase.many else f"{verb}s"


def _what_is_shown(found: Contrast, phrase: Phrase, told: Amounts, *, small: bool) -> str:
    """What is shown, with a caution where it may be little."""
    caution = ", by what may be little" if small else ""
    return f"In these worlds, {moved(found, phrase, told)}{caution}{_side(found)}."


def moved(found: Contrast, phrase: Phrase, told: Amounts) -> str:
    """What the outcome does, from level to level."""
    moves = _moves(found, phrase)
    return f"{phrase.noun} {moves} {told.moved}{phrase.explanation}"


def _side(found: Contrast) -> str:
    return "" if found.takes_side else "; the outcome takes no side"


def _levels(phrase: Phrase, told: Amounts) -> str:
    return f"{'stand' if phrase.many else 'stands'} at {told.both}{phrase.explanation}"


def _alike(found: Contrast, phrase: Phrase, told: Amounts) -> str:
    del found
    within = f", alike to within {told.farther}" if told.farther else ""
    return f"No difference that matters: {phrase.noun} {_levels(phrase, told)}{within}."


def _untold(found: Contrast, phrase: Phrase, told: Amounts) -> str:
    low, high = found.interval
    levels = f"These worlds cannot tell: {phrase.noun} {_levels(phrase, told)}"
    if isnan(low) or not tells(found):
        return f"{levels}."
    if low > 0.0 or high < 0.0:
        return f"{levels}; {told.ends} by itself, which is not enough."
    return f"{levels}, which is compatible with anything from {told.ends}."


def _few(found: Contrast, phrase: Phrase, told: Amounts) -> str:
    unit = _unit(found)
    many = f"One {unit} says" if found.units == 1 else f"{found.units} {unit}s say"
    return (
        f"{many} nothing yet: {phrase.noun} {_levels(phrase, told)}; at least"
        f" {FEWEST_PAIRS} {unit}s are needed."
    )


def _unit(found: Contrast) -> str:
    return "draw" if found.drawn else "world"


def _nothing(found: Contrast, phrase: Phrase, told: Amounts) -> str:
    fewest = max(FEWEST_PAIRS, ceil(log2(1.0 / (1.0 - found.level))) + 1)
    return (
        f"At {found.units} {_unit(found)}s nothing could have been shown: {phrase.noun}"
        f" {_levels(phrase, told)}; at least {fewest} {_unit(found)}s are needed."
    )


def _not_compared(found: Contrast, phrase: Phrase, told: Amounts) -> str:
    if found.outcome.exists != "always":
        return (
            f"Not compared: {phrase.noun} is known only in worlds with a {found.outcome.exists},"
            f" which the two ways themselves select. Where there was one: {told.both}."
        )
    never = [way.title for way in (found.arm, found.against) if not way.asks]
    if not never:
        return f"Not compared: only a binding protocol can bring {phrase.noun}."
    asks = [
        (way, level)
        for way, level in ((found.against, found.first), (found.arm, found.second))
        if way.asks
    ]
    if not asks:
        return f"Not compared: {as_list(never)} never ask, so {phrase.noun} cannot come about."
    level = told.first if asks[0][0] is found.against else told.second
    return (
        f"Not compared: under {asks[0][0].title} {phrase.noun} stand at {level.text} {told.of};"
        f" {never[0]} never asks, so its none is no success."
    )


_TEMPLATES: Final[Mapping[Verdict, Callable[[Contrast, Phrase, Amounts], str]]] = {
    "does not matter": _alike,
    "too rare": _untold,
    "cannot be told": _untold,
    "too few pairs": _few,
    "nothing could be shown": _nothing,
    "not compared": _not_compared,
}
