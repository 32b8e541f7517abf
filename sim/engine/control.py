"""What the facilitator of a game sees of a world, and does with it."""

from __future__ import annotations

from sim.engine.world import World


class Control:
    """A world from the facilitator's chair."""

    __slots__ = ("_world",)

    def __init__(self, world: World) -> None:
        self._world = world

    def next_at(self) -> float:
        """The hour at which something happens next; infinite where nothing does any more."""
        return self._world.env.next_at()

    def readiness(self) -> float:
        """How ready the adversary truly is, as a share."""
        return self._world.adversary.theta()

    def rung(self) -> int:
        """The present rung of the ladder."""
        return self._world.escalation.rung
