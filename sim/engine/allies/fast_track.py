"""The fast track: after a blow everything is decided and prepared faster, until it is answered or
over; and the clock that runs from the blow to acting.
"""

from __future__ import annotations

from math import inf

from sim.domain.distributions.families import sampler
from sim.domain.distributions.variates import frailty
from sim.domain.events import Cause
from sim.engine.world import World


class FastTrack:
    """Whether the frontline is under fire, and from when on it is ready to act on a blow."""

    __slots__ = ("_clock", "_frailty", "_law", "_memory", "_world", "_blows", "ready_at", "since")

    def __init__(self, world: World, memory: float) -> None:
        law = world.prepared.setting.allies.frontline.preparation
        self._world = world
        self._memory = memory
        self._law = law
        self._clock = sampler(law.time_to_act)
        self.since = -inf
        self.ready_at = -inf
        #: The hours of the blows from which it takes its time to act.
        self._blows: tuple[float, ...] = ()

    def is_on(self) -> bool:
        """Whether it was hit and has not answered yet, as long as that lasts."""
        if self.since == -inf:
            return False
        if self._world.prepared.setting.ladder.exchange.until_settled:
            return not self._world.escalation.has_settled(self.since)
        return self._world.env.now - self.since <= self._memory

    def begin(self, cause: Cause) -> None:
        """A blow: decided faster from now on. It starts the clock to acting, unless one runs that
        ends earlier.
        """
        now = self._world.env.now
        self._blows = (*self._blows, now) if self.is_on() else (now,)
        self.since = now
        ready_at = now + self._time_to_act(cause)
        self.ready_at = min(ready_at, self.ready_at) if self.ready_at > now else ready_at

    def answered_blows(self) -> tuple[float, ...]:
        """The hours of the blows that a strike would answer now."""
        return self._blows if self.is_on() else ()

    def hours_to_act(self) -> float:
        """Hours until it is ready to act on the blow; none once that is over, since what comes then
        is no answer to it.
        """
        return self.ready_at - self._world.env.now if self.is_on() else 0.0

    def end(self) -> None:
        """It was answered, or a term was agreed."""
        self.since = self.ready_at = -inf
        self._blows = ()

    def _time_to_act(self, cause: Cause) -> float:
        streams = self._world.streams
        hours = self._clock(streams.uniform("time to act", cause.key))
        spread = self._law.time_to_act_frailty
        if spread > 0.0:
            hours *= frailty(streams.uniform("frailty", "time to act"), spread)
        return hours
