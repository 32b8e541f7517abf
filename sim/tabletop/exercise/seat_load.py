"""What a game of one world would ask of each seat: questions, things to read, the busiest hours and
the longest silence. An exercise in which a seat has nothing to do shows so before anybody sits
there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from sim.domain.decisions.views import ROLES, Role, Seat
from sim.domain.inputs.setting import Scenario
from sim.tabletop.game.acts import Act
from sim.tabletop.game.table import Opening, Table
from sim.tabletop.seat.capital import Capital
from sim.tabletop.seat.sentences import line

#: Hours within which a seat may have much to do at once.
BUSY_HOURS = 6.0


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatLoad:
    """One seat of one world: how often it is asked, how much it has to read, how much of that comes
    within six hours at the most, and for how many hours nothing comes at the longest.
    """

    seat: Role
    questions: int
    read: int
    busiest: int
    silence: float


def seat_loads(scenario: Scenario, arm: str) -> tuple[SeatLoad, ...]:
    """What the first world of an arm would ask of both seats, each answered as its rule would."""
    opening = Opening(seed=scenario.study.seed, replication=0, arm=arm, seats=ROLES, asks="news")
    table, asked = play_by_rules(scenario, opening)
    return tuple(_load(table, role, asked[role]) for role in ROLES)


def play_by_rules(scenario: Scenario, opening: Opening) -> tuple[Table, Counter[Seat]]:
    """A game in which every seat is answered for as its rule would; how often each was asked."""
    table = Table(scenario, opening)
    asked: Counter[Seat] = Counter()
    while not table.over:
        table.carry_out(Act(do="advance", data={"to": None}))
        view = table.session.question
        if view is not None:
            asked[view.seat] += 1
            option = table.session.choice_by_rule().option
            table.carry_out(Act(do="answer", seat=view.seat, data={"option": option}))
    return table, asked


def _load(table: Table, seat: Role, questions: int) -> SeatLoad:
    capital = Capital(seat, table.setting)
    seen = table.feeds[seat].seen
    hours = sorted({one.at for one in seen if one.kind != "report" and line(capital, one)})
    return SeatLoad(
        seat=seat,
        questions=questions,
        read=len(hours),
        busiest=_most_within(hours, BUSY_HOURS),
        silence=max(_gaps(hours, table.session.now)),
    )


def _most_within(hours: Sequence[float], span: float) -> int:
    return max((sum(at <= other < at + span for other in hours) for at in hours), default=0)


def _gaps(hours: Sequence[float], end: float) -> list[float]:
    edges = [0.0, *hours, end]
    return [after - before for before, after in pairwise(edges)]
