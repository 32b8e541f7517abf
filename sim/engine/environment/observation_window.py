"""The time that is watched: a decision window, and a follow-up after the first strike or after the
window's end.

All worlds are watched at least until the window and the follow-up are over, whenever they struck,
so that what is counted over the whole time is counted over the same time in every arm; only a
strike that was prepared in the window and falls after it prolongs its world.
"""

from __future__ import annotations

from functools import partial

from sim.domain.decisions.views import Role
from sim.domain.events import WindowClosed
from sim.engine.world import World


class Clock:
    """The end of a world, and the dialogue that allies keep up once there was a strike."""

    __slots__ = ("_world", "end", "over")

    def __init__(self, world: World) -> None:
        setting = world.prepared.setting
        self._world = world
        self.end = setting.horizon + setting.follow_up
        self.over = False

    def start(self) -> None:
        """Let time run out."""
        world = self._world
        world.later(world.prepared.setting.horizon, lambda: world.note(WindowClosed()))
        world.later(self.end, self._end)

    def follow_up_strike(self, plan: str) -> None:
        """A strike that was begun in the window and falls after it is followed up as long as any
        other. From the first on the allies write to each other, the patron once it knows of it.
        """
        world = self._world
        if world.adversary.strikes != 1:
            return
        self.end = max(self.end, world.env.now + world.prepared.setting.follow_up)
        self._write("frontline", 0)
        world.patron.awareness.once_known_fallen(plan, partial(self._write, "patron", 0))

    def _end(self) -> None:
        remaining = self.end - self._world.env.now
        if remaining > 0.0:
            self._world.later(remaining, self._end)
        else:
            self._world.later(0.0, self._stop)  # after all else that happens at this time

    def _stop(self) -> None:
        self.over = self._world.env.halted = True

    def _write(self, role: Role, number: int) -> None:
        """After a strike each ally writes to the other: the more it trusts, the more often."""
        world = self._world
        world.post.post("dialogue", role, f"dialogue {number}")
        law = world.prepared.setting.ladder.cooling
        gap = law.dialogue_gap / max(world.trust(role), law.least_trust)
        world.later(gap, partial(self._write, role, number + 1))
