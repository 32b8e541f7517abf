"""The answer in words: one sentence with both levels, beside a gain of restraint its price, one
with the nearest *but*, and how sure it is. No sentence says more than its verdict.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sim.experiment.statistics.verdicts import Verdict
from sim.output.answer.certainty import SHOWN, chip_of, how_sure, verdict_of
from sim.output.answer.contrast import Contrast
from sim.output.answer.courses import Counted, became_words
from sim.output.answer.grammar import answer_sentence, moved, said_of
from sim.output.answer.phrases import Names
from sim.output.answer.qualification import FEWEST_TOLD, but_sentence

#: What restraint brings less of. Whoever reads of that alone would take restraint to cost nothing.
#: An arm restrains where its protocol asks, and so waits for a word or binds itself to one.
_RESTRAINED: Final = frozenset({"struck", "unilateral_strike", "burden", "peak_rung"})
_PRICE: Final = "attacked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentences:
    """The answer: its sentence, its *but*, and how sure it is."""

    first: str
    but: str
    verdict: Verdict
    chip: str
    sure: tuple[str, ...]


def sentences_of(
    found: Contrast, others: Sequence[Contrast], became: Counted | None, names: Names
) -> Sentences:
    """The whole answer."""
    gain = answer_sentence(found, names)
    return Sentences(
        first=f"{gain} {_price_of_restraint(found, others, names)}".rstrip(),
        but=but_sentence(found, others, became, names),
        verdict=verdict_of(found),
        chip=chip_of(found),
        sure=_with_what_came(how_sure(found), found, became, names),
    )


def _with_what_came(
    sure: tuple[str, ...], found: Contrast, became: Counted | None, names: Names
) -> tuple[str, ...]:
    """What came instead of the asked outcome where that was always the same: no picture shows it.
    Of worlds that saw a strike or none, that goes without saying.
    """
    if became is None or became.worlds < FEWEST_TOLD or found.outcome.name == "struck":
        return sure
    came = [name for name, many in became.by_course.items() if many]
    if len(came) > 1:
        return sure
    what = f"What came instead was the same in all {became.worlds:,}"
    return (*sure[:-1], f"{what}: {became_words(came[0], names)}.", sure[-1])


def _price_of_restraint(found: Contrast, others: Sequence[Contrast], names: Names) -> str:
    """How often the adversary attacked under both arms, shown or not, where one that restrains is
    shown to bring less of what restraint spares; empty where it attacked under neither. It is
    called a price only where it is shown to be one.
    """
    attacks = next((one for one in others if one.outcome.name == _PRICE), None)
    gains = found.outcome.name in _RESTRAINED and verdict_of(found) in SHOWN and found.gain > 0.0
    if attacks is None or not gains or not found.arm.asks:
        return ""
    if attacks.first == attacks.second == 0.0:
        return ""
    if verdict_of(attacks) not in SHOWN:
        seen = "is not shown" if attacks.difference > 0.0 else "was not seen"
        return f"A price of restraint {seen}. {answer_sentence(attacks, names)}"
    if attacks.gain > 0.0:
        return (
            f"Restraint had no price in these worlds: {moved(attacks, *said_of(attacks, names))}."
        )
    return f"Beside that gain stands the price of restraint. {answer_sentence(attacks, names)}"


def plain_words(found: Sentences) -> Mapping[str, object]:
    """The answer for programs."""
    return {
        "answer": found.first,
        "but": found.but,
        "verdict": found.verdict,
        "sure": [*found.sure],
    }
