"""How sure an answer is: its verdict with the side it takes, the difference with its interval, and
how many worlds would tell.
"""

from __future__ import annotations

from math import isnan
from typing import Final

from sim.experiment.statistics.dust import DUST
from sim.experiment.statistics.verdicts import FEWEST_PAIRS, MOST_WORLDS_SAID, Verdict
from sim.output.answer.amounts import amounts_of
from sim.output.answer.contrast import Contrast
from sim.output.verdict_words import VERDICTS, worlds_words
from sim.output.words import count_text, level_text

SHOWN: Final[frozenset[Verdict]] = frozenset({"matters", "may be small"})
#: What every interval leaves out.
LUCK: Final = (
    "The interval is the luck of the worlds drawn. It says nothing of whether the model is right."
)

#: The same where uncertain inputs were drawn.
OF_DRAWS: Final = (
    "The interval is of the mean over all that the uncertain inputs may be, from as many draws of"
    " them; what the inputs truly are may give another difference, as luck and doubt say. It says"
    " nothing of whether the model is right."
)


def verdict_of(found: Contrast) -> Verdict:
    """The verdict, or the state without one; results of older versions have none, and one world is
    no comparison that could not be made but too few.
    """
    if found.outcome.exists == "always" and 0 < found.units < FEWEST_PAIRS:
        return "too few pairs"
    return found.found.verdict or ("may be small" if found.found.shown else "cannot be told")


def tells(found: Contrast) -> bool:
    """Whether the interval is worth a reader's while: not that of a rare count, which reaches below
    none at all, as it allows for what no world has shown. A share says beside it what it could be.
    """
    verdict, (low, _) = verdict_of(found), found.interval
    rare_count = verdict == "too rare" and found.outcome.kind != "share"
    return verdict != "not compared" and not (rare_count and low < -found.first - DUST)


def doubt_of(found: Contrast) -> str:
    """What stands beside the verdict: what is not shown, and how many worlds would tell."""
    words = worlds_words(found.found.worlds_to_tell)
    reason = unshown_among(found) or found.found.beside
    return "; ".join(part for part in (reason, words) if part)


def unshown_among(found: Contrast) -> str:
    """What the interval by itself says and the adjustment for so many comparisons does not; empty
    where there is nothing of the kind.
    """
    if found.found.beside != "not after Holm":
        return ""
    return f"{_unproven(found)}not shown among {count_text(found.comparisons, 'comparison')}"


def _unproven(found: Contrast) -> str:
    """What the interval by itself says beyond the verdict: which of its claims is not shown."""
    low, high = found.interval
    matters = found.outcome.matters
    if -matters < low and high < matters:
        return "that it does not matter is "
    return "that it matters is " if verdict_of(found) == "may be small" else ""


def chip_of(found: Contrast) -> str:
    """The verdict, with its side."""
    verdict = verdict_of(found)
    said = VERDICTS[verdict]
    if verdict not in SHOWN:
        return said
    if isnan(found.gain):
        return f"{said}, no side taken"
    return f"{said}, {'better' if found.gain > 0.0 else 'worse'}"


def how_sure(found: Contrast) -> tuple[str, ...]:
    """Difference, interval, what matters, worlds each way; and what the interval is of."""
    told = amounts_of(found)
    if not told.ends or verdict_of(found) == "not compared":
        return (_of_what(found),)
    if not tells(found):
        counted = (_worlds_each_way(found), _second_sentence(found), _of_what(found))
        return tuple(part for part in counted if part)
    many = found.comparisons
    adjusted = "" if many == 1 else f", widened for {many} possible choices,"
    sizes = (
        f"{told.difference} ({level_text(_said_level(found))} interval{adjusted} {told.ends}; a"
        f" difference of {told.matters} or more matters)."
    )
    parts = (sizes, _worlds_each_way(found), _second_sentence(found), _of_what(found))
    return tuple(part for part in parts if part)


def _of_what(found: Contrast) -> str:
    """What the interval is of, and what it leaves out."""
    return OF_DRAWS if found.drawn else LUCK


def _said_level(found: Contrast) -> float:
    """The level at which the interval holds, for as many choices as there were."""
    return 1.0 - (1.0 - found.level) * found.comparisons if found.comparisons > 1 else found.level


def _worlds_each_way(found: Contrast) -> str:
    """In how many of the same worlds it went which way; both, where as many got worse as better."""
    if found.outcome.kind == "share":
        return (
            f"In {_many(found.down)} of the {found.pairs:,} worlds one was removed, in"
            f" {_many(found.up)} one was brought, in {_many(found.alike)} nothing of this changed."
        )
    return (
        f"It was lower in {_many(found.down)} of the {found.pairs:,} worlds and higher in"
        f" {_many(found.up)}; alike in {_many(found.alike)}."
    )


def _many(worlds: int) -> str:
    return f"{worlds:,}" if worlds else "none"


def _second_sentence(found: Contrast) -> str:
    verdict, said = found.found.verdict, found.found.beside
    if verdict == "does not matter" and found.found.shown:
        return "There is a difference, and it is too small to matter."
    worlds = worlds_to_tell(found)
    if verdict == "cannot be told" and said == "too few worlds":
        return f"Too few worlds for what none of them showed. {worlds}".strip()
    return worlds if verdict in {"cannot be told", "too rare"} else ""


def worlds_to_tell(found: Contrast) -> str:
    """How many worlds would tell; empty where no number would."""
    worlds = found.found.worlds_to_tell
    if worlds is None:
        return ""
    if worlds > MOST_WORLDS_SAID:
        return f"More than {MOST_WORLDS_SAID:,} worlds would tell, should the shares stay."
    return f"About {worlds:,} worlds would tell, should the shares stay."
