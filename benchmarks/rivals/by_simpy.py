"""The network in SimPy, as its manual has it: PriorityResource, Store, AnyOf, a process for
whatever happens.
"""

from __future__ import annotations

from collections.abc import Generator
from math import inf
from typing import Any

from simpy import AnyOf, Environment, Event, PriorityResource, Store

from benchmarks.network import CABLES, ROUTINE, STATIONS, WAY, Letter, Network, Question, Told

Process = Generator[Event, Any, None]
#: A letter, and the event that its answer fires.
Post = tuple[Letter, Event]


def run(network: Network) -> Told:
    """Let the questions of a network be asked and answered."""
    world = _World(network)
    world.env.run(until=network.hours)
    return Told(answered=tuple(world.answered), again=world.again)


class _World:
    def __init__(self, network: Network) -> None:
        self.env = env = Environment()
        self.stations = [PriorityResource(env, places) for places in STATIONS.values()]
        self.mail = {
            cable: Store(env) for cable in CABLES
        }  # what came off a cable and lies in the mail room
        self.answered = [inf] * len(network.questions)
        self.again = 0
        for stop, cable in enumerate(WAY):
            if cable in CABLES:
                env.process(self._mail_room(self.mail[cable], stop + 1))
        for office, items in network.routine.items():
            env.process(self._registry(office, items))
        env.process(self._ask(network.questions))

    def _ask(self, questions: tuple[Question, ...]) -> Process:
        for number, question in enumerate(questions):
            yield self.env.timeout(question.asked - self.env.now)
            self.env.process(self._asker(number, question))

    def _asker(self, number: int, question: Question) -> Process:
        answer = self.env.event()
        self.env.process(self._way((question.first, answer), 0))
        if question.patience < inf:
            deadline = self.env.timeout(question.patience)
            found = yield AnyOf(self.env, [answer, deadline])
            if answer not in found:
                self.again += 1
                self.env.process(self._way((question.again, answer), 0))
        if not answer.processed:
            yield answer
        self.answered[number] = self.env.now

    def _way(self, post: Post, stop: int) -> Process:
        """From a stop to the next mail room, or to the reader."""
        letter, answer = post
        while stop < len(WAY):
            with self.stations[WAY[stop]].request(priority=-letter.precedence) as turn:
                yield turn
                yield self.env.timeout(letter.works[stop])
            if WAY[stop] in CABLES:
                yield self.mail[WAY[stop]].put(post)
                return
            stop += 1
        if not answer.triggered:
            answer.succeed()

    def _mail_room(self, mail: Store, stop: int) -> Process:
        while True:
            post = yield mail.get()
            self.env.process(self._way(post, stop))

    def _registry(self, office: int, items: tuple[tuple[float, float], ...]) -> Process:
        for arrival, work in items:
            yield self.env.timeout(arrival - self.env.now)
            self.env.process(self._item(office, work))

    def _item(self, office: int, work: float) -> Process:
        with self.stations[office].request(priority=-ROUTINE) as turn:
            yield turn
            yield self.env.timeout(work)
