"""An envoy who goes to hear what an answer with doubts meant, and what he brings home."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from sim.domain.actors.misperception import Reading
from sim.domain.distributions.families import sampler
from sim.domain.events import EnvoyBack, EnvoySent
from sim.engine.communication.message import Answer, Message
from sim.engine.world import World

Report = Callable[[Message, Answer], None]


class Envoy:
    """One at a time, and one for each position: he would hear the same again."""

    __slots__ = ("_heard", "_journey", "_report", "_world")

    def __init__(self, world: World, law: Reading, report: Report) -> None:
        self._world = world
        self._journey = None if law.envoy is None else sampler(law.envoy)
        self._report = report
        self._heard: set[str] = set()

    def consider(self, position: str, message: Message, answer: Answer) -> None:
        """An answer was read as one with doubts: he may go."""
        if self._journey is None or position in self._heard:
            return
        self._heard.add(position)
        world = self._world
        hours = self._journey(world.streams.uniform("envoy", message.key))
        world.note(EnvoySent(message.key, world.env.now + hours))
        world.later(hours, partial(self._return, message, answer))

    def _return(self, message: Message, answer: Answer) -> None:
        self._world.note(EnvoyBack(message.key))
        self._report(message, answer)
