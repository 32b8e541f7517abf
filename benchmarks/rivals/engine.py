"""The network on the engine's own desks, links and clock, as messages of a world use them."""

from __future__ import annotations

from math import inf

from benchmarks.network import CABLES, NAMES, STATIONS, WAY, Letter, Network, Told
from sim.engine.communication.channel import Link, Outages
from sim.engine.communication.desk import Desk
from sim.engine.random_streams import Streams
from sim.engine.scheduler import Kernel


def run(network: Network) -> Told:
    """Let the questions of a network be asked and answered."""
    return _World(network).told()


class _World:
    def __init__(self, network: Network) -> None:
        self.network = network
        self.env = env = Kernel()
        streams = Streams(1, 0)
        self.desks = {
            at: Desk(env, staff=STATIONS[name], routine=iter(network.routine.get(at, ())))
            for at, name in enumerate(NAMES)
            if at not in CABLES
        }
        self.cables = {
            at: Link(env, capacity=STATIONS[NAMES[at]], outages=Outages(streams, NAMES[at]))
            for at in CABLES
        }
        self.answered = [inf] * len(network.questions)
        self.again = 0
        for number, question in enumerate(network.questions):
            env.later(question.asked, _Asker(self, number).ask)

    def told(self) -> Told:
        self.env.run(until=self.network.hours)
        return Told(answered=tuple(self.answered), again=self.again)


class _Asker:
    """Who asks a question: at the deadline it is either answered or asked again."""

    __slots__ = ("number", "world")

    def __init__(self, world: _World, number: int) -> None:
        self.world, self.number = world, number

    def ask(self) -> None:
        question = self.world.network.questions[self.number]
        _Way(self, question.first).next_stop()
        if question.patience < inf:
            self.world.env.later(question.patience, self._deadline)

    def read(self) -> None:
        if self.world.answered[self.number] == inf:
            self.world.answered[self.number] = self.world.env.now

    def _deadline(self) -> None:
        if self.world.answered[self.number] == inf:
            self.world.again += 1
            _Way(self, self.world.network.questions[self.number].again).next_stop()


class _Way:
    """A letter under way: the customer of the desks that it passes."""

    __slots__ = ("asker", "at", "letter", "world")

    def __init__(self, asker: _Asker, letter: Letter) -> None:
        self.asker, self.letter, self.world, self.at = asker, letter, asker.world, -1

    def next_stop(self) -> None:
        self.at += 1
        if self.at == len(WAY):
            self.asker.read()
            return
        stop, work, precedence = WAY[self.at], self.letter.works[self.at], self.letter.precedence
        if stop in CABLES:
            self.world.cables[stop].transmit(precedence, work, self._sent)
        else:
            self.world.desks[stop].admit(self, precedence, work)

    def begin(self, hours: float, _begun: float) -> None:
        self.world.env.later(hours, self.next_stop)

    # Both are what a transmission tells.
    def _sent(self, _began: float, _delivered: bool) -> None:  # noqa: FBT001
        self.next_stop()
