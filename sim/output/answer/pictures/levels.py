"""The level of every arm in a share that is asked about, and what it changes: where there are more
arms than the two that are compared.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from sim.output.answer.amounts import FEWEST_OF_HUNDRED, RARE, amounts_of
from sim.output.answer.answer import Answer
from sim.output.answer.attainable_outcomes import NEVER, can_have
from sim.output.answer.certainty import chip_of, tells, unshown_among
from sim.output.answer.contrast import Contrast, asked_contrast, other_contrasts
from sim.output.storage.run_folder import RunFolder

#: Arms from which on their levels say more than the comparison of two.
FEWEST: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class ArmLevel:
    """An arm's share of worlds with its interval; ``said`` what it changes and ``chip`` its
    verdict. ``at`` is absent where the arm cannot have the outcome.
    """

    title: str
    at: float | None
    low: float
    high: float
    level: str
    of: int
    said: str
    chip: str
    first: bool
    confidence: float


def levels_of(folder: RunFolder, found: Answer) -> Iterator[ArmLevel]:
    """All arms, the one compared with first, then in the order of the file."""
    asked, outcome, summary = found.asked, found.contrast.outcome, folder.summary
    if len(folder.arms) < FEWEST or outcome.kind != "share" or outcome.exists != "always":
        return
    for arm in (asked.against, *(arm for arm in folder.arms if arm != asked.against)):
        cell, has = summary.estimates[arm][asked.outcome], can_have(summary, arm, asked.outcome)
        many = cell.n * (found.contrast.drawn or 1)
        per, share = min(many, FEWEST_OF_HUNDRED) or FEWEST_OF_HUNDRED, cell.estimate or 0.0
        compared = has and arm != asked.against
        said, chip = _change(_comparison_of(folder, found, arm)) if compared else ("", "")
        yield ArmLevel(
            title=summary.arms[arm].title,
            at=share if has else None,
            low=cell.low or 0.0,
            high=1.0 if cell.high is None else cell.high,
            level=_count(share, per) if has else NEVER,
            of=per,
            said=said,
            chip=chip,
            first=arm == asked.against,
            confidence=summary.confidence,
        )


def _count(share: float, per: int) -> str:
    """Whole worlds of a hundred, or of as many as there are; of a rare one two digits."""
    rare = 0.0 < share < RARE and per == FEWEST_OF_HUNDRED
    return f"{per * share:.2g}" if rare else f"{per * share:.0f}"


def _comparison_of(folder: RunFolder, found: Answer, arm: str) -> Contrast:
    """The comparison of an arm: the asked one as the answer has it, others as the tables of the
    same page have them, and what no table has as one of all arms.
    """
    if arm == found.asked.arm:
        return found.contrast
    other = replace(found.asked, arm=arm)
    if other.against == folder.summary.baseline:
        [one] = other_contrasts(folder, other, [other.outcome])
        return one
    return asked_contrast(folder, replace(other, choices=max(2, len(folder.arms) - 1)))


def _change(found: Contrast) -> tuple[str, str]:
    """The difference with its interval, and its verdict with what the adjustment left unshown."""
    told, unshown = amounts_of(found), unshown_among(found)
    chip = f"{chip_of(found)} ({unshown})" if unshown else chip_of(found)
    if not told.ends or not tells(found):
        return "", chip
    return f"{told.difference} ({told.ends})", chip
