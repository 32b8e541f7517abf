"""What a blow against its ally asks of the patron: to stand by it."""

from __future__ import annotations

from functools import partial
from math import inf
from typing import TYPE_CHECKING

from sim.domain.events import Cause, StandingBy
from sim.engine.world import World

if TYPE_CHECKING:
    from sim.engine.allies.patron import Patron


class Obligations:
    """Whether the patron stands by the ally that was hit."""

    __slots__ = ("_owner", "_since", "_world")

    def __init__(self, world: World, owner: Patron) -> None:
        self._world = world
        self._owner = owner
        self._since = -inf

    def ask(self, cause: Cause) -> None:
        """After a blow the frontline asks the patron to stand by it; its leader thinks it over."""
        if self._owner.ally.stands_by is not None:
            draw_key = f"stand by {cause.key}"
            self._world.later(self._owner.mind.deliberation(draw_key), partial(self._answer, cause))

    def _answer(self, cause: Cause) -> None:
        """Its word is given by telephone and in public, so nothing delays it or misreads it."""
        world = self._world
        stands = world.streams.uniform("stand by", cause.key) < self._chance()
        world.note(StandingBy(stands, cause))
        world.judge("frontline", "stood_by" if stands else "left_alone")
        self._since = world.env.now if stands else -inf
        if stands:
            world.frontline.inbox.take_as_doubts()
            world.frontline.mind.consider("stood_by", cause.key)

    def _chance(self) -> float:
        """None while all of its support is suspended; who fights at its side stands by it."""
        consequences = self._owner.consequences
        if consequences.support_is_suspended():
            return 0.0
        return 1.0 if consequences.is_in_the_fighting else self._owner.ally.stands_by or 0.0

    def stands_by(self) -> bool:
        """Whether it stands by the frontline, under fire and with its answer to come: its word
        holds for all of that time, unless it refuses after a further blow.
        """
        if self._since == -inf:  # it has never said so, or no longer does
            return False
        blows = self._world.frontline.fast_track.answered_blows()
        return bool(blows) and self._since >= blows[0]
