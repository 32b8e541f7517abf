"""The stance that the frontline has in hand: how long it stands, and the last word that was read.

By time alone a stance holds for the leader's memory and is then forgotten. By events it stands
until a newer one, until the rung has moved, up or down, or news has moved the estimate against what
was to be expected; gone stale it may be asked about anew, but its price stays until a newer word is
read. Where nobody asks, the last word stands.
"""

from __future__ import annotations

from math import inf

from sim.domain.actors.allies import Ally
from sim.engine.allies.leader import Mind
from sim.engine.world import World


class InHand:
    """What was read last, with the estimate and the rung at that time."""

    __slots__ = ("_ally", "_asks", "_mean", "_mind", "_rung", "_stance", "_word", "_world", "at")

    def __init__(self, world: World, ally: Ally, mind: Mind) -> None:
        self._world = world
        self._ally = ally
        self._mind = mind
        self._stance = "none"
        self._word = "none"
        self._asks = world.prepared.protocol.asks
        self._mean = 0.0
        self._rung = 0
        self.at = -inf

    def stance(self) -> str:
        """The stance in hand, as long as it stands."""
        return "none" if self._stance == "none" or not self._stands() else self._stance

    def word(self) -> str:
        """The last word that was read of what is now in question; *none* where stances are
        forgotten with time.
        """
        return self._word if self._ally.leader.news > 0.0 else "none"

    def is_empty(self) -> bool:
        """Whether nothing was read or heard on the present question."""
        return self._stance == "none"

    def hold(self, stance: str) -> None:
        """Take a stance in hand; silence is no word."""
        self._stance, self.at = stance, self._world.env.now
        if stance != "silence":
            self._word = stance
        if self._ally.leader.news > 0.0:
            self._mean, self._rung = self._mind.belief().m, self._world.escalation.rung

    def forget(self) -> None:
        """A new question stands on its own; what was said before is remembered as a word."""
        self._stance = "none"

    def become_history(self) -> None:
        """What was said is of a plan that is no more."""
        self._stance = self._word = "none"

    def _stands(self) -> bool:
        leader, age = self._ally.leader, self._world.env.now - self.at
        if leader.news <= 0.0:
            return age <= leader.memory
        if not self._asks:
            return True
        if age > leader.memory or self._world.escalation.rung != self._rung:
            return False
        # news is how far the estimate has moved against what was to be expected
        expected = self._mean + self._ally.intelligence.growth * age
        return abs(self._mind.belief().m - expected) < leader.news
