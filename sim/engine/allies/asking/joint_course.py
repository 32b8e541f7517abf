"""Diplomacy first, then a plan together: the two states of the frontline in which both allies work
on the same thing.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from sim.domain.distributions.families import sampler
from sim.engine.world import World

if TYPE_CHECKING:
    from sim.engine.allies.frontline import Frontline


class JointCourse:
    """The agreed time of diplomacy, and the work of both planning staffs."""

    __slots__ = ("_owner", "_planning", "_world", "diplomacy_done")

    def __init__(self, world: World, owner: Frontline) -> None:
        self._world = world
        self._owner = owner
        self._planning = sampler(world.prepared.setting.terms.planning)
        self.diplomacy_done = False

    def press(self) -> None:
        """Diplomacy first: both allies run the pressure track for the agreed time."""
        world = self._world
        world.adversary.press("frontline", "agreement")
        world.adversary.press("patron", "agreement")
        self.diplomacy_done = True
        world.later(world.prepared.setting.terms.diplomacy, self._start_pressure)

    def _start_pressure(self) -> None:
        self._owner.move("pressed")
        self._owner.mind.consider("deadline", "diplomacy")

    def plan(self) -> None:
        """Both staffs begin to work on the plan."""
        key = self._owner.operation.key()
        hours = self._planning(self._world.streams.uniform("planning", key))
        self._world.later(hours, partial(self._finish_planning, key))

    def _finish_planning(self, plan: str) -> None:
        """The staffs are done. If the patron does not join, its leader now knows how the answer was
        meant.
        """
        owner = self._owner
        if owner.operation.key() != plan:
            return
        if owner.inbox.joins:
            owner.move("planned")
        else:
            owner.inbox.undeceive()
            owner.give_up()
            owner.move("refused")
