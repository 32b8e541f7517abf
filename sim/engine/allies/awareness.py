"""What the patron knows of plans to strike: that there is one, and when it falls."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from math import log
from typing import TYPE_CHECKING

from sim.domain.events import HourLearnt, Learning, Learnt
from sim.engine.world import World

if TYPE_CHECKING:
    from sim.engine.allies.patron import Patron


class Awareness:
    """The plans that it has learnt of, with the hour; those whose hour it knows; and its watch."""

    __slots__ = ("_due", "_fallen", "_hours", "_owner", "_world", "learnt")

    def __init__(self, world: World, owner: Patron) -> None:
        self._world = world
        self._owner = owner
        self._due: dict[str, list[Callable[[], None]]] = {}
        self._fallen: set[str] = set()
        self._hours: set[str] = set()
        self.learnt: dict[str, float] = {}

    def note_plan(self, plan: str, how: Learning) -> bool:
        """Whether this is the first that it hears of the plan."""
        if plan in self.learnt:
            return False
        self.learnt[plan] = self._world.env.now
        self._world.note(Learnt(plan, how))
        return True

    def note_hour(self, plan: str, how: Learning) -> None:
        """It learns when a strike falls, or has fallen; the first such word counts."""
        if plan not in self._hours:
            self._hours.add(plan)
            self._world.note(HourLearnt(plan, how))
            if plan in self._fallen:
                for act in self._due.pop(plan, ()):
                    act()

    def forget_hour(self, plan: str) -> None:
        """A plan is called off: if it is taken up again, that is at another hour."""
        self._hours.discard(plan)

    def note_fall(self, plan: str) -> None:
        """A plan is carried out, whether or not it knows of that yet."""
        self._fallen.add(plan)

    def has_fallen(self, plan: str) -> bool:
        """Whether a plan is carried out."""
        return plan in self._fallen

    def once_known_fallen(self, plan: str, act: Callable[[], None]) -> None:
        """Do something about a strike that has fallen, as soon as it knows of that."""
        if self.knows_fallen(plan):
            act()
        else:
            self._due.setdefault(plan, []).append(act)

    def knows_fallen(self, plan: str) -> bool:
        """Whether it knows that the strike has fallen: nothing is left to be called off."""
        return plan in self._fallen and plan in self._hours

    def watch(self, plan: str, preparation: str, hours: float) -> None:
        """While a strike is prepared it may find out by itself."""
        rate = self._owner.ally.intelligence.detection
        if rate <= 0.0:
            return
        hours_to_detect = -log(self._world.streams.uniform("detection", preparation)) / rate
        if hours_to_detect < hours:
            self._world.later(hours_to_detect, partial(self._find_out, plan))

    def _find_out(self, plan: str) -> None:
        world, owner = self._world, self._owner
        prepared = world.frontline.operation.plan
        if prepared is not None and prepared.key == plan:
            owner.learn(plan, "found_out")
            if prepared.strike_at - world.env.now <= owner.ally.detects_hour:
                self.note_hour(plan, "found_out")
