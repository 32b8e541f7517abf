"""The level of every arm in a share that is asked about, and what it changes: where there are more
arms than the two that are compared.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from sim.experiment.statistics.estimates import wilson
from sim.output.answer.amounts import FEWEST_OF_HUNDRED, RARE, amounts_of
from sim.output.answer.answer import Answer
from sim.output.answer.asked_comparison import Asked
from sim.output.answer.attainable_outcomes import NEVER, can_have
from sim.output.answer.certainty import chip_of, tells
from sim.output.answer.contrast import Contrast, asked_contrast
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


def levels_of(folder: RunFolder, found: Answer) -> Iterator[ArmLevel]:
    """All arms, the one compared with first, then in the order of the file."""
    asked, outcome = found.asked, found.contrast.outcome
    if len(folder.arms) < FEWEST or outcome.kind != "share" or outcome.exists != "always":
        return
    for arm in (asked.against, *(arm for arm in folder.arms if arm != asked.against)):
        about, cell = folder.summary.arms[arm], folder.summary.estimates[arm][asked.outcome]
        share, many = cell.estimate or 0.0, cell.n
        per = min(many, FEWEST_OF_HUNDRED) or FEWEST_OF_HUNDRED
        low, high = (float(end) for end in wilson(round(share * many), many, 0.95))
        has = can_have(folder.summary, arm, asked.outcome)
        said, chip = ("", "") if arm == asked.against or not has else _change(folder, asked, arm)
        yield ArmLevel(
            title=about.title,
            at=share if has else None,
            low=low,
            high=high,
            level=_count(share, per) if has else NEVER,
            of=per,
            said=said,
            chip=chip,
            first=arm == asked.against,
        )


def _count(share: float, per: int) -> str:
    """Whole worlds of a hundred, or of as many as there are; of a rare one two digits."""
    rare = 0.0 < share < RARE and per == FEWEST_OF_HUNDRED
    return f"{per * share:.2g}" if rare else f"{per * share:.0f}"


def _change(folder: RunFolder, asked: Asked, arm: str) -> tuple[str, str]:
    """The difference of another arm with its interval, and its verdict, as one of all pairs."""
    many = 1 if arm == asked.arm and asked.how == "scenario" else max(2, len(folder.arms) - 1)
    found: Contrast = asked_contrast(
        folder,
        Asked(outcome=asked.outcome, arm=arm, against=asked.against, how=asked.how, choices=many),
    )
    told = amounts_of(found)
    if not told.ends or not tells(found):
        return "", chip_of(found)
    return f"{told.difference} ({told.ends})", chip_of(found)
