"""The desk as SimPy's own manual would write it: a PriorityResource, AnyOf for patience, each
routine item a process.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable
from dataclasses import dataclass, field
from typing import Any

from simpy import AnyOf, Environment, Event, PriorityResource

#: Who asks: (hour of asking, precedence, hours of work). A routine item has the precedence
#: ``ROUTINE_ITEM``.
Customer = tuple[float, int, float]
ROUTINE_ITEM = -1


@dataclass
class Served:
    """When each customer was begun and done with, in the order in which they were given."""

    begun: dict[int, float] = field(default_factory=dict)
    done: dict[int, float] = field(default_factory=dict)


def serve(customers: Iterable[Customer], staff: int) -> Served:
    """Serve all customers, one process each."""
    env, served = Environment(), Served()
    desk = PriorityResource(env, staff)
    for number, customer in enumerate(customers):
        env.process(_customer(env, desk, number, customer, served))
    env.run()
    return served


def _customer(
    env: Environment, desk: PriorityResource, number: int, customer: Customer, served: Served
) -> Generator[Event, Any, None]:
    asked, precedence, work = customer
    yield env.timeout(asked)
    with desk.request(priority=-precedence) as turn:
        yield turn
        served.begun[number] = env.now
        yield env.timeout(work)
    served.done[number] = env.now


def first_of(env: Environment, answer: Event, patience: float) -> Event:
    """Whichever comes first, the answer or the end of patience."""
    return AnyOf(env, [answer, env.timeout(patience)])
