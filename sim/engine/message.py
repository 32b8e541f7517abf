"""A message on its way, with the times at which its stages ended."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sim.domain.messages import Precedence, Sensitivity
from sim.domain.views import Role

Mark = tuple[str, float]


@dataclass(slots=True)
class Message:
    """One message. ``key`` names what it belongs to and so its luck: the same in every arm that sends it.

    ``marks`` hold (stage, hour at which that stage ended), without gaps from ``posted`` on: every hour lies in one stage.
    ``plan`` is the key of the plan that it is about, if any.
    """

    key: str
    kind: str
    sender: Role
    receiver: Role
    precedence: Precedence
    sensitivity: Sensitivity
    posted: float
    about: str
    plan: str
    content: Mapping[str, Any]
    marks: list[Mark] = field(default_factory=list)
    channel: str = ""
    fidelity: float = 1.0
    by_cell: bool = False
    read_by_cell: bool = False

    def mark(self, stage: str, until: float) -> None:
        """A stage ended; stages of no length are left out."""
        if until > (self.marks[-1][1] if self.marks else self.posted):
            self.marks.append((stage, until))


def stage_hours(since: float, marks: list[Mark]) -> list[tuple[str, float]]:
    """Hours per stage, in order, from marks that begin at ``since``."""
    spans: list[tuple[str, float]] = []
    for stage, until in marks:
        spans.append((stage, until - since))
        since = until
    return spans
