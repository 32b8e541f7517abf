"""Desks and first-of, as the engine has them and as SimPy's manual has them: the same messages, in
one run, turn by turn.

A message passes a chain of desks; then its sender waits for an answer or for the end of patience,
and may ask again. The manual's way is a PriorityResource and AnyOf; the engine's is its own desk,
and a timer that finds the question closed. Before anything is timed, both must have told the same
hours. Each round runs both ways, one after the other; a ratio is the median over the rounds.
Routine traffic stands apart, because in the engine its items are no events at all.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from dataclasses import dataclass
from random import Random
from time import process_time
from typing import Any

from simpy import AnyOf, Environment, Event, PriorityResource

from benchmarks.figures import Figure, Table, at_least, table
from sim.domain.distributions.families import Lognormal
from sim.engine.communication.desk import Desk
from sim.engine.random_streams import Streams
from sim.engine.scheduler import Kernel

Process = Generator[Event, Any, None]
Hours = list[float]

DESKS = 8
OFFICERS = 2
HOURS = 1056.0
ROUNDS = 15
GOAL = 2.2
ROUTINE_RATE = 0.35
ROUTINE = Lognormal(median=0.9, sigma=0.65)


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """When it is drafted, its precedence, its work at each desk, and its questions: (time to the
    answer, patience).
    """

    drafted: float
    precedence: int
    work: tuple[float, ...]
    questions: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """What is compared: messages, and whether routine traffic loads the desks besides."""

    name: str
    rate: float
    desks: int
    questions: int
    routine: bool = False

    def messages(self) -> list[Message]:
        """The messages of the case, always the same."""
        random, drafted, found = Random(1), 0.0, []
        while (drafted := drafted + random.expovariate(self.rate)) < HOURS:
            work = tuple(random.expovariate(1.0) for _ in range(self.desks))
            asked = tuple(
                (random.expovariate(0.1), random.expovariate(0.1)) for _ in range(self.questions)
            )
            found.append(
                Message(drafted=drafted, precedence=random.randrange(4), work=work, questions=asked)
            )
        return found


CASES = (
    Case(name="desks, half loaded", rate=1.3, desks=6, questions=0),
    Case(name="first of answer and patience", rate=0.5, desks=0, questions=6),
    Case(name="both, as messages use them", rate=0.5, desks=6, questions=1),
    Case(name="both, and routine traffic", rate=0.2, desks=6, questions=1, routine=True),
)


class _Office:
    """What both ways share: the hours told, the messages that come."""

    def __init__(self, env: Environment | Kernel, case: Case, messages: list[Message]) -> None:
        self.clock = env
        self.told: Hours = []
        self.case = case
        self.streams = Streams(1, 0)
        env.process(self._come(messages))

    def run(self) -> Hours:
        """The hours at which service began and questions closed, in order."""
        self.clock.run(until=HOURS)
        return sorted(self.told)

    def traffic(self, desk: int) -> Iterator[tuple[float, float]]:
        """Routine items of a desk."""
        return self.streams.routine(str(desk), ROUTINE_RATE, ROUTINE)

    def send(self, number: int, message: Message) -> None:
        """Put a message on its way."""
        raise NotImplementedError

    def _come(self, messages: list[Message]) -> Process:
        for number, message in enumerate(messages):
            yield self.clock.timeout(message.drafted - self.clock.now)
            self.send(number, message)


class Engine(_Office):
    """The engine's desks and timers: a message is the customer of the desks that it passes, as in a
    world.
    """

    def __init__(self, case: Case, messages: list[Message]) -> None:
        self.env = Kernel()
        super().__init__(self.env, case, messages)
        routine = [self.traffic(desk) if case.routine else None for desk in range(DESKS)]
        self.desks = [Desk(self.env, staff=OFFICERS, routine=items) for items in routine]

    def send(self, number: int, message: Message) -> None:
        """Put a message on its way."""
        _Way(self, number, message).next_desk()

    def ask(self, questions: tuple[tuple[float, float], ...], number: int) -> None:
        """Ask the questions from this one on, each when the one before is closed."""
        if number == len(questions):
            return
        closed = False

        def close() -> None:
            nonlocal closed
            if not closed:
                closed = True
                self.told.append(self.env.now)
                self.ask(questions, number + 1)

        for hours in questions[number]:
            self.env.later(hours, close)


class _Way:
    """A message under way."""

    __slots__ = ("_begun", "_message", "_number", "_office", "_step")

    def __init__(self, office: Engine, number: int, message: Message) -> None:
        self._office, self._number, self._message, self._step = office, number, message, -1

    def next_desk(self) -> None:
        self._step += 1
        office, message, at = self._office, self._message, self._step
        if at == len(message.work):
            office.ask(message.questions, 0)
        else:
            office.desks[(self._number + at) % DESKS].admit(
                self, message.precedence, message.work[at]
            )

    def begin(self, hours: float, begun: float) -> None:
        self._begun = begun
        self._office.env.later(hours, self._served)

    def _served(self) -> None:
        self._office.told.append(self._begun)
        self.next_desk()


class Manual(_Office):
    """PriorityResource, AnyOf, and a process for each routine item."""

    def __init__(self, case: Case, messages: list[Message]) -> None:
        self.env = Environment()
        super().__init__(self.env, case, messages)
        self.desks = [PriorityResource(self.env, OFFICERS) for _ in range(DESKS)]
        for desk in range(DESKS if case.routine else 0):
            self.env.process(self._registry(desk))

    def send(self, number: int, message: Message) -> None:
        """Put a message on its way."""
        self.env.process(self._way(number, message))

    def _way(self, number: int, message: Message) -> Process:
        env = self.env
        for step, work in enumerate(message.work):
            with self.desks[(number + step) % DESKS].request(priority=-message.precedence) as turn:
                yield turn
                begun = env.now
                yield env.timeout(work)
            self.told.append(begun)
        for answered, patience in message.questions:
            answer = env.event()
            env.timeout(answered).callbacks.append(answer.trigger)
            yield AnyOf(env, [answer, env.timeout(patience)])
            self.told.append(env.now)

    def _registry(self, desk: int) -> Process:
        for arrival, work in self.traffic(desk):
            yield self.env.timeout(arrival - self.env.now)
            self.env.process(self._item(desk, work))

    def _item(self, desk: int, work: float) -> Process:
        with self.desks[desk].request(priority=1) as turn:
            yield turn
            yield self.env.timeout(work)


def _timed(office: type[Engine | Manual], case: Case, messages: list[Message]) -> float:
    began = process_time()
    office(case, messages).run()
    return process_time() - began


def compared(case: Case, rounds: int = ROUNDS) -> list[tuple[float, float]]:
    """Seconds by the manual and by the engine, round by round."""
    messages = case.messages()
    if Manual(case, messages).run() != Engine(case, messages).run():
        raise AssertionError(f"the two ways tell different hours: {case.name}")
    return [(_timed(Manual, case, messages), _timed(Engine, case, messages)) for _ in range(rounds)]


def tables() -> Iterator[Table]:
    """How many times as long the manual's way takes, case by case."""
    figures = []
    for case in CASES:
        ratios = [manual / engine for manual, engine in compared(case)]
        figures.append(Figure(what=case.name, values=ratios, goal=at_least(GOAL)))
    yield table(
        figures, "How many times as long as the engine's the manual's way takes; processor time."
    )
