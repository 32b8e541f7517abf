"""The analysts of both allies meet on a schedule: biases and estimates are drawn together."""

from __future__ import annotations

from sim.domain.events import AssessmentHeld
from sim.domain.preparedness.assessment import drawn_together
from sim.engine.world import World


class Assessments:
    """The meetings of the analysts, one after the other."""

    __slots__ = ("_law", "_number", "_world")

    def __init__(self, world: World) -> None:
        self._world = world
        self._law = world.prepared.setting.assessment
        self._number = 0

    def start(self) -> None:
        """Keep to the schedule, if there is any."""
        if self._law.every > 0.0 and self._law.share > 0.0:
            self._world.later(self._law.every, self._meet)

    def _meet(self) -> None:
        world, share = self._world, self._law.share
        first, second = world.frontline.mind, world.patron.mind
        before = first.belief().m, second.belief().m
        after = drawn_together(*before, share)
        first.bias, second.bias = drawn_together(first.bias, second.bias, share)
        for mind, mean in zip((first, second), after, strict=True):
            mind.come_to(mean)
        self._number += 1
        world.note(
            AssessmentHeld(self._number, abs(before[0] - before[1]), abs(after[0] - after[1]))
        )
        for mind in (first, second):
            mind.consider("assessment", f"assessment-{self._number}")
        world.later(self._law.every, self._meet)
