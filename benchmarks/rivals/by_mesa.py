"""The network in Mesa: agents on its event scheduler (``DEVSimulator``). It has no queues, so
stations keep a heap by hand.
"""

from __future__ import annotations

from heapq import heappop, heappush
from itertools import count
from math import inf
from typing import Any

import mesa
from mesa.experimental.devs import DEVSimulator

from benchmarks.network import ROUTINE, STATIONS, WAY, Letter, Network, Question, Told


def run(network: Network) -> Told:
    """Let the questions of a network be asked and answered."""
    simulator = DEVSimulator()
    world = World(network, simulator)
    simulator.run_until(network.hours)
    return Told(answered=tuple(world.answered), again=world.again)


class World(mesa.Model):  # type: ignore[misc] # an extra
    """The model: stations and askers are its agents."""

    def __init__(self, network: Network, simulator: Any) -> None:  # noqa: ANN401 - an extra
        super().__init__(seed=1)
        self.simulator = simulator
        simulator.setup(self)
        self.stations = [Station(self, places) for places in STATIONS.values()]
        self.answered = [inf] * len(network.questions)
        self.again = 0
        for number, question in enumerate(network.questions):
            simulator.schedule_event_absolute(Asker(self, number, question).ask, question.asked)
        for office, items in network.routine.items():
            for arrival, work in items:
                simulator.schedule_event_absolute(
                    Item(self, self.stations[office], work).arrive, arrival
                )


class Station(mesa.Agent):  # type: ignore[misc] # an extra
    """Places and a line before them, by precedence, then first come."""

    def __init__(self, model: World, places: int) -> None:
        super().__init__(model)
        self.free, self.order = places, count()
        self.line: list[tuple[int, int, float, Any]] = []

    # A customer is a letter or a routine item.
    def join(self, precedence: int, work: float, customer: Any) -> None:  # noqa: ANN401
        heappush(self.line, (-precedence, next(self.order), work, customer))
        self._begin()

    def over(self, customer: Any) -> None:  # noqa: ANN401 - as above
        self.free += 1
        customer.served()
        self._begin()

    def _begin(self) -> None:
        while self.free and self.line:
            self.free -= 1
            *_, work, customer = heappop(self.line)
            self.model.simulator.schedule_event_relative(self.over, work, function_args=[customer])


class Asker(mesa.Agent):  # type: ignore[misc] # an extra
    """Waits for the first of the answer and the deadline."""

    def __init__(self, model: World, number: int, question: Question) -> None:
        super().__init__(model)
        self.number, self.question = number, question
        self.deadline: Any = None

    def ask(self) -> None:
        Way(self.model, self, self.question.first).next_stop()
        if self.question.patience < inf:
            simulator = self.model.simulator
            self.deadline = simulator.schedule_event_relative(
                self.ask_again, self.question.patience
            )

    def ask_again(self) -> None:
        self.deadline = None
        self.model.again += 1
        Way(self.model, self, self.question.again).next_stop()

    def read(self) -> None:
        if self.model.answered[self.number] == inf:
            self.model.answered[self.number] = self.model.simulator.time
            if self.deadline is not None:
                self.model.simulator.cancel_event(self.deadline)


class Way(mesa.Agent):  # type: ignore[misc] # an extra
    """A letter under way."""

    def __init__(self, model: World, asker: Asker, letter: Letter) -> None:
        super().__init__(model)
        self.asker, self.letter, self.stop = asker, letter, 0

    def next_stop(self) -> None:
        if self.stop == len(WAY):
            self.asker.read()
            self.remove()
            return
        self.model.stations[WAY[self.stop]].join(
            self.letter.precedence, self.letter.works[self.stop], self
        )

    def served(self) -> None:
        self.stop += 1
        self.next_stop()


class Item(mesa.Agent):  # type: ignore[misc] # an extra
    """A routine item."""

    def __init__(self, model: World, station: Station, work: float) -> None:
        super().__init__(model)
        self.station, self.work = station, work

    def arrive(self) -> None:
        self.station.join(ROUTINE, self.work, self)

    def served(self) -> None:
        self.remove()
