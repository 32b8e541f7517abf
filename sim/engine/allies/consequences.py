"""What a strike costs the frontline with its patron: trust, and support; and how the patron itself
may be drawn into the fighting.
"""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING

from sim.domain.distributions.families import sampler
from sim.domain.events import DrawnIn, SupportSuspended
from sim.engine.world import World

if TYPE_CHECKING:
    from sim.engine.allies.patron import Patron


class Consequences:
    """How the patron takes a strike: what it holds against the frontline, and what it withholds."""

    __slots__ = ("_drawn_in", "_patron", "_suspension", "_world", "suspended_until")

    def __init__(self, world: World, patron: Patron) -> None:
        self._world = world
        self._patron = patron
        self._suspension = sampler(patron.ally.suspension)
        self._drawn_in = False
        self.suspended_until = -inf

    def support_is_suspended(self) -> bool:
        """Whether its support is suspended."""
        return self._world.env.now < self.suspended_until

    def after_strike(self, number: int, plan: str, at: float, *, joint: bool) -> None:
        """Its trust follows from how it was treated; its support may be suspended."""
        world, patron = self._world, self._patron
        if joint:
            world.judge("patron", "joint_action")
            world.judge("frontline", "joint_action")
            return
        timely = patron.learnt.get(plan, inf) <= at - patron.ally.timely
        world.judge("patron", "timely_notice" if timely else "surprise")
        if patron.given.get(plan) == "red":
            world.judge("patron", "strike_against_red")
            self._perhaps_suspend(str(number))

    def _perhaps_suspend(self, strike: str) -> None:
        world = self._world
        luck = world.streams.block("suspension", strike)
        if luck[0] < self._patron.ally.suspends and not self.support_is_suspended():
            self.suspended_until = world.env.now + self._suspension(luck[1])
            world.note(SupportSuspended(suspended=True, until=self.suspended_until))
            world.judge("frontline", "support_suspended")

    def perhaps_drawn_in(self, strike: int) -> None:
        """A retaliation may draw it into the fighting: entrapment."""
        world = self._world
        chance = self._patron.ally.drawn_in * world.trust("patron")
        if not self._drawn_in and world.streams.uniform("drawn in", str(strike)) < chance:
            self._drawn_in = True
            world.note(DrawnIn(strike))
