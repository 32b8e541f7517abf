"""The analysts of both allies meet on a schedule: biases and estimates are drawn together."""

from __future__ import annotations

from math import isfinite

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
        self._judge_intent()
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

    def _judge_intent(self) -> None:
        """What each thinks of the adversary's intent comes together as well, in log odds."""
        minds = self._world.frontline.mind, self._world.patron.mind
        first, second = (mind.suspicion for mind in minds)
        if first is None or second is None:
            return
        for mind, suspicion in zip(minds, (first, second), strict=True):
            suspicion.survive(mind.belief())
        if isfinite(first.odds) and isfinite(second.odds):
            first.odds, second.odds = drawn_together(first.odds, second.odds, self._law.share)
