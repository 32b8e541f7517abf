"""Where the hours of an answer went, in four stages that a person would name: of the ways that are
compared, or of all that ask where only one of the two does.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

import numpy as np

from sim.experiment.comparison.run_summary import RunSummary
from sim.experiment.statistics.estimates import Floats
from sim.output.answer.answer import Answer
from sim.output.answer.attainable_outcomes import asks

#: The stages of an exchange by what happens in them, in their order.
STAGES: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "write and clear": ("drafting", "clearance_queue", "clearance"),
        "on the line": ("channel_wait", "channel_queue", "transmission"),
        "read": ("inbound_queue", "inbound", "reading"),
        "confer and decide": ("council", "deliberation", "meeting"),
    }
)
_FEWEST: Final = 2  # ways that ask: one alone compares nothing
_IN_TIME: Final = "answered_in_time"


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerHours:
    """An arm's mean hours by stage over the ``worlds`` with an answer; of the first
    questions that were ``asked``, so many were answered ``in_time``: before patience ended.
    """

    title: str
    by_stage: tuple[float, ...]
    worlds: int
    in_time: int
    asked: int

    @property
    def whole(self) -> float:
        return sum(self.by_stage)


def answer_hours(
    summary: RunSummary, found: Answer, by_arm: Callable[[str], Mapping[str, Floats]]
) -> tuple[AnswerHours, ...]:
    """By arm, the one compared with first; none where fewer than two got an answer, or where these
    results know nothing of stages.
    """
    names = [f"delay_{stage}" for stages in STAGES.values() for stage in stages]
    compared = (found.asked.against, found.asked.arm)
    both = all(asks(summary, arm) for arm in compared)
    rest = () if both else tuple(arm for arm in summary.arms if arm not in compared)
    asking = [arm for arm in (*compared, *rest) if asks(summary, arm)]
    if len(asking) < _FEWEST:
        return ()
    columns = {name: by_arm(name) for name in names}
    in_time = by_arm(_IN_TIME) if _IN_TIME in summary.outcomes else {}
    rows = [_hours(summary.arms[arm].title, arm, columns, in_time) for arm in asking]
    answered = tuple(row for row in rows if row.worlds and row.whole > 0.0)
    return answered if len(answered) >= _FEWEST else ()


def _hours(
    title: str, arm: str, columns: Mapping[str, Mapping[str, Floats]], in_time: Mapping[str, Floats]
) -> AnswerHours:
    known = {name: _known_values(by_arm[arm]) for name, by_arm in columns.items()}
    asked = _known_values(in_time[arm]) if arm in in_time else np.zeros(0)
    return AnswerHours(
        title=title,
        by_stage=tuple(
            sum(_mean(known[f"delay_{stage}"]) for stage in stages) for stages in STAGES.values()
        ),
        worlds=min(map(len, known.values())),
        in_time=int(np.count_nonzero(asked > 0.5)),
        asked=len(asked),
    )


def _known_values(values: Floats) -> Floats:
    return values[~np.isnan(values)]


def _mean(values: Floats) -> float:
    return float(values.mean()) if len(values) else 0.0
