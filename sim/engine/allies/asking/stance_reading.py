"""How stances are read in one world: each reading with a draw of its own, or one draw for each
position and reader.
"""

from __future__ import annotations

from sim.domain.actors.misperception import (
    Reader,
    Reading,
    misreading_chance,
    position_key,
    read_as,
)
from sim.engine.communication.message import Answer, Message
from sim.engine.world import World


class Readings:
    """What the frontline's readers make of the patron's stances, and which they know for sure."""

    __slots__ = ("_known", "_law", "_world")

    def __init__(self, world: World, law: Reading) -> None:
        self._world = world
        self._law = law
        self._known: set[str] = set()

    def reading(self, message: Message, answer: Answer) -> str:
        """The stance of a message as it is read; the reader does not know whether that is right.

        Doubts are not taken for a yes where they come with a request to wait until a date, or where
        nobody had asked.
        """
        reader: Reader = self._world.prepared.setting.channels[message.channel].reader
        read = self._reading(
            message.key, answer, reader, fidelity=message.fidelity, cell=message.read_by_cell
        )
        plain = answer.term > 0.0 or not message.about
        return answer.stance if plain and read == "green" else read

    def envoy_reading(self, message: str, answer: Answer) -> str:
        """The stance as an envoy hears it: face to face, so that all tone and nuance is there."""
        return self._reading(f"envoy {message}", answer, "envoy", fidelity=1.0, cell=False)

    def learn(self, answer: Answer) -> None:
        """What was meant is known now, for as long as the position stands."""
        if self._law.persists:
            self._known.add(self.position(answer))

    def _reading(
        self, draw_key: str, answer: Answer, reader: Reader, *, fidelity: float, cell: bool
    ) -> str:
        law, given = self._law, answer.stance
        if law.persists:
            position = self.position(answer)
            if position in self._known:
                return given
            draw_key = f"{position} {reader}"
        luck = self._world.streams.block("misreading", draw_key)
        chance = misreading_chance(
            law, given, fidelity=fidelity, trust=self._world.trust("frontline"), cell=cell
        )
        return read_as(given, "green", luck[1] < law.hope) if luck[0] < chance else given

    def position(self, answer: Answer) -> str:
        """The patron's position, which stands for the strike that is now in question."""
        world = self._world
        clear_at = world.prepared.setting.allies.patron.clear_at
        position = position_key(answer.stance, answer.strength, clear_at)
        return f"strike {world.adversary.strikes + 1}: {position}"
