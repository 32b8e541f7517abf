"""What the pictures of an answer show, as values: the worlds counted, what became of them, the
difference in each world, the levels of all arms, where the hours of an answer went, and what
restraint costs where attacks are meant.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from sim.experiment.statistics.estimates import Floats
from sim.output.answer.answer import Answer
from sim.output.answer.pictures.answer_hours import AnswerHours, answer_hours
from sim.output.answer.pictures.levels import ArmLevel, levels_of
from sim.output.answer.pictures.restraint import Price, price_of
from sim.output.answer.squares import Squares, squares_of
from sim.output.evidence.saved_scenario import readable_scenario
from sim.output.storage.run_folder import RunFolder

#: Of an outcome, its column by arm.
ByArm = Callable[[str], Mapping[str, Floats]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """An answer with what its pictures show; ``gaps`` are the differences of all worlds in order
    of their size, of what is no share.
    """

    answer: Answer
    squares: Squares | None
    gaps: Floats
    levels: tuple[ArmLevel, ...]
    hours: tuple[AnswerHours, ...]
    price: Price | None


def shown_of(folder: RunFolder, found: Answer, columns: ByArm | None = None) -> Shown:
    """What the pictures of ``found`` show; ``columns`` gives those of the folder, where they are
    at hand.
    """
    by_arm = columns or folder.rows.columns
    return Shown(
        answer=found,
        squares=_squares(found),
        gaps=_gaps(found, by_arm),
        levels=tuple(levels_of(folder, found)),
        hours=answer_hours(folder.summary, found, by_arm),
        price=price_of(folder.summary, found, by_arm, _attack_worth(folder)),
    )


def _attack_worth(folder: RunFolder) -> float | None:
    """What the scenario of these results counts an attack as, if it says so."""
    found = readable_scenario(folder.path)
    return None if found is None else found.scenario.study.attack_worth


def _squares(found: Answer) -> Squares | None:
    """The worlds as squares, where the asked outcome came about under either arm."""
    if found.courses is None or not (found.contrast.first or found.contrast.second):
        return None
    return squares_of(found.courses[found.asked.against], found.courses[found.asked.arm])


def _gaps(found: Answer, by_arm: ByArm) -> Floats:
    if found.contrast.outcome.kind == "share":
        return np.zeros(0)
    columns = by_arm(found.asked.outcome)
    gaps = columns[found.asked.arm] - columns[found.asked.against]
    return np.sort(gaps[~np.isnan(gaps)])
