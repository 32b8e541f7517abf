"""The same world with the rules of the file in all seats: where a game leaves it, and what differs.

Until a person first does something else the two are the same world, so this needs no statistics.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sim.domain.events import Decision, Event
from sim.domain.events.codec import plain_data
from sim.domain.events.log import Entry, Log
from sim.domain.inputs.setting import Scenario
from sim.engine.session import Session
from sim.tabletop.game.table import Opening


@dataclass(frozen=True, slots=True, kw_only=True)
class Parting:
    """Where a game and its twin part: the hour, and what each has there (none where it has nothing
    more).
    """

    at: float
    played: Event | None
    by_rule: Event | None


def twin(scenario: Scenario, opening: Opening) -> Log:
    """The log of the same world without people."""
    session = Session(
        scenario, seed=opening.seed, replication=opening.replication, arm=opening.arm, full=True
    )
    return session.run()


def parting(game: Log, other: Log) -> Parting | None:
    """The first moment at which two logs differ in more than the words of a reason; none where
    they never do.
    """
    here, there = list(_comparable(game)), list(_comparable(other))
    for (first, a), (second, b) in zip(here, there, strict=False):
        if a != b:
            return Parting(at=min(first[0], second[0]), played=first[1], by_rule=second[1])
    if len(here) == len(there):
        return None
    entry = (here if len(here) > len(there) else there)[min(len(here), len(there))][0]
    played, by_rule = (entry[1], None) if len(here) > len(there) else (None, entry[1])
    return Parting(at=entry[0], played=played, by_rule=by_rule)


def _comparable(log: Log) -> Iterator[tuple[Entry, object]]:
    """Entries with what is compared of each. To hold on a mere report is noted of rules alone, as
    people need not be asked then.
    """
    for at, event in log:
        if not isinstance(event, Decision):
            yield (at, event), (at, event.kind, plain_data(event))
        elif event.trigger != "report" or event.option != "hold":
            said = (event.ally, event.asks, event.trigger, event.option)
            yield (at, event), (at, event.kind, said)
