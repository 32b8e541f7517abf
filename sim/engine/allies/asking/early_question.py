"""A question that is put when the threat is found, and not only when the frontline would strike."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from sim.domain.actors.adversary import sigma
from sim.domain.events import ThreatFound
from sim.engine.world import World

if TYPE_CHECKING:
    from sim.engine.allies.frontline import Frontline


class EarlyQuestion:
    """Put once: at a set hour, or when the estimate first passes a line."""

    __slots__ = ("_done", "_line", "_owner", "_world")

    def __init__(self, world: World, owner: Frontline) -> None:
        protocol, terms = world.prepared.protocol, world.prepared.setting.terms
        self._world = world
        self._owner = owner
        self._done = not protocol.asks or protocol.plans_jointly
        self._line = terms.ask_over

    def start(self) -> None:
        """Set the clock for a question at an hour."""
        hour = self._world.prepared.setting.terms.ask_at
        if hour is not None and not self._done:
            self._world.later(hour, lambda: self._put("hour"))

    def review(self) -> None:
        """See whether the estimate has passed the line."""
        if self._done or self._line is None:
            return
        if sigma(self._owner.mind.belief().m) > self._line:
            self._put("belief")

    def _put(self, why: Literal["hour", "belief"]) -> None:
        """Ask, unless it has asked already or something is under way."""
        if self._done:
            return
        self._done = True
        if self._owner.state == "watching" and not self._owner.inbox.questions.has_asked():
            self._world.note(ThreatFound(why))
            self._owner.inbox.ask_early()
