"""A whole world against a bare SimPy model with the same number of events, in one run, turn by
turn.

A world is a session from its making to its last outcome, as a run makes it: all arms of the
reference scenario, one after the other, with the random numbers of their replication shared. The
bare model has what any SimPy model of this shape has and nothing else: processes that wait in a
loop, processes that pass four staffed desks with hand-written heap queues, and fixed delays. No
belief, no decision, no draw, no log, no outcome. It gets as many events as the worlds it is
measured against counted, half of them in messages; about that share of a world's events belongs to
messages, too.

Beside the ratio: the share of a world that random numbers take, had from running it again with all
of them drawn, and what it costs that a world could be traced, had from the number of times that it
looks at the switch and the time of one look.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from dataclasses import replace
from heapq import heappop, heappush
from itertools import count
from statistics import fmean
from time import process_time
from timeit import timeit
from typing import Any

from simpy import Environment, Event, Timeout

from benchmarks.cases import main_plan
from benchmarks.figures import Figure, Table, at_most, table
from sim.engine.random_streams import Streams
from sim.engine.session import Session
from sim.engine.valuations import forget
from sim.experiment.outcomes.definitions import COLUMNS
from sim.experiment.runs.plan import Plan
from sim.experiment.runs.replication import world

Process = Generator[Event, Any, None]

#: Desks that a bare message passes, and the events that it costs: start, a wait and a service at
#: each desk, end.
DESKS = 4
EVENTS_PER_MESSAGE = 2 + 2 * DESKS
#: Share of a world's events that belong to messages; the rest are loops that wait.
MESSAGE_SHARE = 0.5
REPLICATIONS = 40
GOAL, GOAL_RANDOM, GOAL_TRACE = 2.0, 0.2, 0.03
NOTE = (
    "Processor time, all arms of a replication in a round. Random numbers: what a replication saves"
    " when its streams have given them before; that holds all that is worked out once a replication"
    " and shared by its arms, calendars of reports and routine traffic included, and so weighs most"
    " on an arm that runs alone."
)


class BareDesk:
    """A staffed desk with a priority heap, as one writes it by hand."""

    def __init__(self, env: Environment, staff: int) -> None:
        self.env, self.free, self.line, self.order = env, staff, [], count()  # type: ignore[var-annotated]

    def serve(self, precedence: int, hours: float) -> Event:
        """An event that fires when the service is over."""
        done = Event(self.env)
        if self.free:
            self.free -= 1
            self._begin(done, hours)
        else:
            heappush(self.line, (-precedence, next(self.order), hours, done))
        return done

    def _begin(self, done: Event, hours: float) -> None:
        done.callbacks.append(self._over)
        done._ok, done._value = True, self.env.now  # noqa: SLF001 - what succeed() does, later
        self.env.schedule(done, delay=hours)

    def _over(self, _event: Event) -> None:
        if self.line:
            _, _, hours, done = heappop(self.line)
            self._begin(done, hours)
        else:
            self.free += 1


def bare(events: int) -> None:
    """A model of that many events."""
    env = Environment()
    desks = [BareDesk(env, 2) for _ in range(8)]
    messages = int(events * MESSAGE_SHARE / EVENTS_PER_MESSAGE)
    loops, waits = 8, int(events * (1.0 - MESSAGE_SHARE) / 8)
    for number in range(loops):
        env.process(_loop(env, waits, 7.0 + number))
    env.process(_source(env, desks, messages))
    env.run()


def _loop(env: Environment, waits: int, hours: float) -> Process:
    for _ in range(waits):
        yield Timeout(env, hours)


def _source(env: Environment, desks: list[BareDesk], messages: int) -> Process:
    for number in range(messages):
        env.process(_message(env, desks[number % 4 : number % 4 + DESKS], number % 4))
        yield Timeout(env, 20.0)


def _message(env: Environment, desks: list[BareDesk], precedence: int) -> Process:
    for desk in desks:
        yield Timeout(env, 1.0)
        yield desk.serve(precedence, 1.5)


class Turn:
    """One replication: its worlds, the bare model, and the same worlds with all random numbers
    drawn. Seconds a world.
    """

    def __init__(self, plan: Plan, replication: int) -> None:
        self.events = _events(plan, replication)
        self.fresh, drawn = _both(plan, replication)
        self.bare = _bare(self.events)
        self.chance = 1.0 - drawn / self.fresh
        alone, alone_drawn = _both(replace(plan, arms=plan.arms[-1:]), replication)
        self.chance_alone = 1.0 - alone_drawn / alone


def _events(plan: Plan, replication: int) -> list[int]:
    """How many events each arm counts."""
    at = COLUMNS.index("events")
    return [int(row[at]) for _, _, row in world(plan.scenario, plan.seed, replication, plan.arms)]


def _both(plan: Plan, replication: int) -> tuple[float, float]:
    """Seconds a world with fresh streams, and with streams that have given all that this
    replication asks for.
    """
    streams = Streams(plan.seed, replication)
    return _worlds(plan, replication, streams), _worlds(plan, replication, streams)


def _worlds(plan: Plan, replication: int, streams: Streams) -> float:
    forget()  # what arms share is theirs to work out, each time
    began = process_time()
    world(plan.scenario, plan.seed, replication, plan.arms, streams=streams)
    return (process_time() - began) / len(plan.arms)


def _bare(events: list[int]) -> float:
    began = process_time()
    for number in events:
        bare(number)
    return (process_time() - began) / len(events)


def _looks(plan: Plan) -> float:
    """How often a world looks whether it is traced in full: once for each entry that only a full
    trace has.
    """
    logs = [
        Session(plan.scenario, seed=plan.seed, replication=0, arm=arm, full=True).run()
        for arm in plan.arms
    ]
    return sum(event.trace_only for log in logs for _, event in log) / len(logs)


def _look(plan: Plan) -> float:
    """Seconds that one look at the switch takes."""
    session = Session(plan.scenario, seed=plan.seed, replication=0, arm=plan.arms[0])
    rounds = 100_000
    # The engine looks here before it writes down what only a full log holds.
    with_look = timeit("if world.full: pass", globals={"world": session._world}, number=rounds)  # noqa: SLF001
    return max(with_look - timeit("pass", number=rounds), 0.0) / rounds


def tables(replications: int = REPLICATIONS) -> Iterator[Table]:
    """A world, the bare model, their ratio, and shares of a world."""
    plan = main_plan(replications)
    Turn(plan, replications)  # scenario prepared, caches warm
    turns = [Turn(plan, replication) for replication in range(replications)]
    looks = _looks(plan) * _look(plan)
    looked = [looks / turn.fresh for turn in turns]
    yield table(
        [
            Figure(
                what="events of a world", values=[fmean(turn.events) for turn in turns], digits=0
            ),
            Figure(what="a world", values=[1000 * turn.fresh for turn in turns], unit=" ms"),
            Figure(what="a bare model", values=[1000 * turn.bare for turn in turns], unit=" ms"),
            Figure(
                what="world to bare",
                values=[turn.fresh / turn.bare for turn in turns],
                goal=at_most(GOAL),
            ),
            Figure(
                what="share of random numbers",
                values=[turn.chance for turn in turns],
                goal=at_most(GOAL_RANDOM),
            ),
            Figure(
                what="the same, one arm alone",
                values=[turn.chance_alone for turn in turns],
                goal=at_most(GOAL_RANDOM),
            ),
            Figure(
                what="share of looks whether to trace",
                values=looked,
                digits=4,
                goal=at_most(GOAL_TRACE),
            ),
        ],
        NOTE,
    )
