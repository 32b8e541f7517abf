"""The ladder in motion: climbing by events, cooling by a hazard after a quiet time."""

from __future__ import annotations

from math import inf

from sim.domain.actors.escalation import TOP, cooling_bound, cooling_rate
from sim.domain.events import RungCause, RungChange
from sim.engine.random_streams import Block
from sim.engine.world import World


class Escalation:
    """The present rung, and when violence last raised it."""

    __slots__ = ("_calm_at", "_last_violence", "_world", "rung")

    def __init__(self, world: World) -> None:
        self._world = world
        self._last_violence = -inf
        self._calm_at = 0.0
        self.rung = world.prepared.setting.ladder.start

    def start(self) -> None:
        """Let the ladder cool from now on."""
        law = self._world.prepared.setting.ladder.cooling
        self._world.start_thinned_process("cooling", cooling_bound(law), self._rate, self._cool)

    def climb(self, rung: int, cause: RungCause) -> None:
        """Violence: the quiet time begins anew, and the rung may rise (it never falls
        by violence).
        """
        self.disturb()
        self._become(min(max(rung, self.rung), TOP), cause)

    def disturb(self) -> None:
        """A blow, whether or not the crisis climbs: nothing cools before it is quiet again."""
        self._last_violence = self._world.env.now

    def rule(self, step: int) -> None:
        """Whoever leads a game rules that it is a rung up or down, with no violence."""
        self._become(self.rung + step, "ruling")

    def height(self) -> int:
        """The rung as far as it lies above the starting one: a crisis that grows calmer than it
        began, and comes back to that, has not climbed.
        """
        return max(self.rung, self._world.prepared.setting.ladder.start)

    def has_settled(self, since: float) -> bool:
        """Whether the ladder has been at or below the starting rung for the settling time, after an
        hour.
        """
        settling, now = self._world.prepared.setting.ladder.cooling.settling, self._world.env.now
        return now - since >= settling and now - self._calm_at >= settling

    def _rate(self) -> float:
        law = self._world.prepared.setting.ladder.cooling
        if self.rung == 0 or self._world.env.now < self._last_violence + law.quiet:
            return 0.0
        return cooling_rate(
            law,
            mediated=self._world.region.is_mediated(),
            in_dialogue=self._world.post.in_dialogue(),
        )

    def _cool(self, _number: str, _luck: Block) -> None:
        self._become(self.rung - 1, "cooling")

    def _become(self, rung: int, cause: RungCause) -> None:
        if rung == self.rung:
            return
        self._world.attacks.note_rung(rung)
        before, self.rung = self.rung, rung
        start = self._world.prepared.setting.ladder.start
        if rung > start:
            self._calm_at = inf
        elif before > start:
            self._calm_at = self._world.env.now
        self._world.note(RungChange(before, rung, cause))
        self._world.region.worry()
        self._world.injects.check()
