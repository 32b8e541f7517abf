"""A small allied network, said once, for every library that is to model it: questions, desks,
cables, deadlines.

A frontline leader's question passes two desks, a cable, the patron's two desks and the patron's
leader; the answer goes back through the patron's registry, the other cable and the frontline's
registry to the leader who asked. Stations have places and serve by precedence, then first come; a
cable is one, its places are its capacity and its service the latency. Who asks waits for the first
of the answer and a deadline, and at the deadline asks once more, with the highest precedence.
Registries and desks may have routine traffic besides, which everything else goes before.

All that is random is drawn beforehand, so every library must tell the same hour for every answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import inf
from random import Random

#: Stations: name and places. The cables come last.
STATIONS: Mapping[str, int] = {
    "frontline desk": 2,
    "frontline registry": 2,
    "frontline leader": 1,
    "patron registry": 2,
    "patron desk": 2,
    "patron leader": 1,
    "cable to the patron": 2,
    "cable to the frontline": 2,
}
NAMES = tuple(STATIONS)
CABLES = (6, 7)
OFFICES = (0, 1, 3, 4)
#: The way of a question and its answer, as places in ``STATIONS``.
WAY = (0, 1, 6, 3, 4, 5, 3, 7, 1, 2)
#: Hours of work at each stop, on average; exponential.
MEANS = (1.0, 0.6, 0.8, 0.6, 1.0, 0.8, 0.6, 0.8, 0.6, 0.8)
LOWEST, HIGHEST = 0, 3
ROUTINE = -1
RATE = 0.5
ROUTINE_RATE, ROUTINE_WORK = 0.7, 0.9
SOONEST, LATEST = 6.0, 30.0  # deadlines, in hours after the question


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What travels: its precedence and the hours of its work at each stop of the way."""

    precedence: int
    works: tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """When it is asked, how long its sender waits before asking again, and both letters."""

    asked: float
    patience: float
    first: Letter
    again: Letter


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """What a library is given: questions in their order, and by office the routine items (hour of
    arrival, hours of work).
    """

    name: str
    hours: float
    questions: tuple[Question, ...]
    routine: Mapping[int, tuple[tuple[float, float], ...]]

    @property
    def patient(self) -> bool:
        """Whether nobody ever asks again."""
        return all(question.patience == inf for question in self.questions)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a library tells: by question the hour at which an answer was first read, infinite if
    none was; times asked again.
    """

    answered: tuple[float, ...]
    again: int


def network(name: str, *, hours: float, deadlines: bool, routine: bool, seed: int = 1) -> Network:
    """A network with all that is random drawn."""
    random, at, questions = Random(seed), 0.0, []
    while (at := at + random.expovariate(RATE)) < hours:
        patience = random.uniform(SOONEST, LATEST)
        first, again = (
            _letter(random, random.randint(LOWEST, HIGHEST - 1)),
            _letter(random, HIGHEST),
        )
        questions.append(
            Question(asked=at, patience=patience if deadlines else inf, first=first, again=again)
        )
    items = {office: _items(random, hours) for office in OFFICES} if routine else {}
    return Network(name=name, hours=hours, questions=tuple(questions), routine=items)


def _letter(random: Random, precedence: int) -> Letter:
    return Letter(
        precedence=precedence, works=tuple(random.expovariate(1.0 / mean) for mean in MEANS)
    )


def _items(random: Random, hours: float) -> tuple[tuple[float, float], ...]:
    at, items = 0.0, []
    while (at := at + random.expovariate(ROUTINE_RATE)) < hours:
        items.append((at, random.expovariate(1.0 / ROUTINE_WORK)))
    return tuple(items)


def cases(hours: float) -> tuple[Network, ...]:
    """The three that are compared."""
    return (
        network("no deadlines", hours=hours, deadlines=False, routine=False),
        network("deadlines", hours=hours, deadlines=True, routine=False),
        network("deadlines, routine traffic", hours=hours, deadlines=True, routine=True),
    )
