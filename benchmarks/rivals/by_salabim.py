"""The network in salabim: components that yield, resources, states, stores; trace and monitors off,
which is its quick way.
"""

from __future__ import annotations

from collections.abc import Generator
from math import inf
from typing import Any

import salabim

from benchmarks.network import (
    CABLES,
    NAMES,
    ROUTINE,
    STATIONS,
    WAY,
    Letter,
    Network,
    Question,
    Told,
)

Process = Generator[Any, Any, None]


def run(network: Network) -> Told:
    """Let the questions of a network be asked and answered, by generators (``yieldless=False``)."""
    world = World(network)
    world.env.run(till=network.hours)
    return Told(answered=tuple(world.answered), again=world.again)


class World:
    """The stations, the mail rooms and what was answered."""

    def __init__(self, network: Network) -> None:
        self.network = network
        self.env = env = salabim.Environment(
            trace=False, yieldless=False, isdefault_env=True, set_numpy_random_seed=False
        )
        self.stations = [
            salabim.Resource(name, capacity=places, monitor=False, env=env)
            for name, places in STATIONS.items()
        ]
        self.mail = {cable: salabim.Store(NAMES[cable], monitor=False, env=env) for cable in CABLES}
        self.answered = [inf] * len(network.questions)
        self.again = 0
        for stop, cable in enumerate(WAY):
            if cable in CABLES:
                MailRoom(world=self, mail=self.mail[cable], stop=stop + 1)
        for office, items in network.routine.items():
            Registry(world=self, office=office, items=items)
        Source(world=self)


class Source(salabim.Component):  # type: ignore[misc] # ships without types
    """Lets each question be asked at its hour."""

    def setup(self, world: World) -> None:
        self.world = world

    def process(self) -> Process:
        for number, question in enumerate(self.world.network.questions):
            yield self.hold(till=question.asked)
            Asker(world=self.world, number=number, question=question)


class Asker(salabim.Component):  # type: ignore[misc] # ships without types
    """Waits for the first of the answer and the deadline."""

    def setup(self, world: World, number: int, question: Question) -> None:
        self.world, self.number, self.question = world, number, question

    def process(self) -> Process:
        answer = salabim.State("answer", monitor=False, env=self.env)
        Way(world=self.world, post=Post(letter=self.question.first, answer=answer), stop=0)
        yield self.wait(answer, fail_delay=self.question.patience)
        if self.failed():
            self.world.again += 1
            Way(world=self.world, post=Post(letter=self.question.again, answer=answer), stop=0)
            yield self.wait(answer)
        self.world.answered[self.number] = self.env.now()


class Post(salabim.Component):  # type: ignore[misc] # ships without types
    """A letter, and the state that its answer sets; what lies in a mail room."""

    def setup(self, letter: Letter, answer: salabim.State) -> None:
        self.letter, self.answer = letter, answer


class Way(salabim.Component):  # type: ignore[misc] # ships without types
    """A letter under way, from a stop to the next mail room or to the reader."""

    def setup(self, world: World, post: Post, stop: int) -> None:
        self.world, self.post, self.stop = world, post, stop

    def process(self) -> Process:
        letter = self.post.letter
        for stop in range(self.stop, len(WAY)):
            station = self.world.stations[WAY[stop]]
            yield self.request((station, 1, -letter.precedence))
            yield self.hold(letter.works[stop])
            self.release(station)
            if WAY[stop] in CABLES:
                yield self.to_store(self.world.mail[WAY[stop]], self.post)
                return
        self.post.answer.set()


class MailRoom(salabim.Component):  # type: ignore[misc] # ships without types
    """Sends on what came off a cable."""

    def setup(self, world: World, mail: salabim.Store, stop: int) -> None:
        self.world, self.mail, self.stop = world, mail, stop

    def process(self) -> Process:
        while True:
            yield self.from_store(self.mail)
            Way(world=self.world, post=self.from_store_item(), stop=self.stop)


class Registry(salabim.Component):  # type: ignore[misc] # ships without types
    """Brings an office its routine items."""

    def setup(self, world: World, office: int, items: tuple[tuple[float, float], ...]) -> None:
        self.world, self.office, self.items = world, office, items

    def process(self) -> Process:
        for arrival, work in self.items:
            yield self.hold(till=arrival)
            Item(station=self.world.stations[self.office], work=work)


class Item(salabim.Component):  # type: ignore[misc] # ships without types
    """A routine item."""

    def setup(self, station: salabim.Resource, work: float) -> None:
        self.station, self.work = station, work

    def process(self) -> Process:
        yield self.request((self.station, 1, -ROUTINE))
        yield self.hold(self.work)
        self.release(self.station)
