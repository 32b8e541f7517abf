"""Looks at a world at fixed hours without touching it: states have closed forms between events, so
nothing must be stopped.

A look draws nothing, logs nothing, and is not even counted as an event; the log of a world that was
looked at is, entry by entry, that of one that was not.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sim.engine.world import World

#: What is looked at: rung of the ladder, each ally's trust in the other, the adversary's readiness,
#: domestic pressure.
STATES: Final = ("rung", "trust_frontline", "trust_patron", "readiness", "pressure")


class Looks:
    """The states of a world at ``hours``, which rise, in the order of ``STATES``, hour by hour; to
    be read when it is over.
    """

    __slots__ = ("_hours", "_seen", "_world")

    def __init__(self, world: World, hours: Sequence[float]) -> None:
        self._world = world
        self._hours = hours
        self._seen: list[float] = []
        self._await()

    def observations(self) -> list[float]:
        """All that was seen. The end of the world comes before a look at that hour, which is made
        up for here.
        """
        if len(self._seen) < len(self._hours) * len(STATES):
            self._look()
        return self._seen

    def _await(self) -> None:
        number = len(self._seen) // len(STATES)
        if number < len(self._hours):
            self._world.env.beside(self._hours[number], self._arrive)

    def _arrive(self) -> None:
        self._look()
        self._await()

    def _look(self) -> None:
        world = self._world
        now, trusts = world.env.now, world.trusts
        self._seen += (
            world.escalation.rung,
            trusts["frontline"].at(now),
            trusts["patron"].at(now),
            world.adversary.theta(),
            world.home.pressure(),
        )
