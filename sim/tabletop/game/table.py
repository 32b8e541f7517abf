"""One game in memory: the world that follows from what was done, and what each seat has seen."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from math import inf
from typing import Literal

from sim.domain.decisions.views import ROLES, SEATS, AnyView, Seat
from sim.domain.events.codec import plain_data
from sim.domain.inputs.setting import Scenario, Setting
from sim.engine.session import Session
from sim.tabletop.game.acts import Act, carry_out, view_asked
from sim.tabletop.seat.sight import BROADCAST, Feed, Seen

#: Whether a person is asked whenever its rule would be, or not on reports alone.
Asks = Literal["all", "news"]
#: Whether the clock stands at what a seat sees, although nothing is asked.
Stops = Callable[[Seat, Seen], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """What a game starts from: which world of which arm, who is a person, what these are asked."""

    seed: int
    replication: int
    arm: str
    seats: tuple[Seat, ...]
    asks: Asks


class Table:
    """The world of a game, led by acts. Equal acts lead to equal worlds, byte for byte."""

    __slots__ = ("_sum", "_told", "ended", "feeds", "opening", "said", "scenario", "session")

    def __init__(self, scenario: Scenario, opening: Opening) -> None:
        self.scenario = scenario
        self.opening = opening
        self.session = _session(scenario, opening, full=True)
        self.ended = False
        #: How often the facilitator has said something to those who sit here.
        self.said = 0
        self.feeds = {seat: Feed(seat) for seat in SEATS}
        self._sum = blake2b(digest_size=16)
        self._told = 0
        self._catch_up()

    @property
    def setting(self) -> Setting:
        """The inputs of the arm that is played."""
        return self.scenario.arms[self.opening.arm].setting

    @property
    def over(self) -> bool:
        """Whether nothing can be done any more: the world is over, or the game was ended."""
        return self.ended or self.session.over

    @property
    def entries(self) -> int:
        """How many entries the log has."""
        return self._told

    @property
    def digest(self) -> str:
        """A digest of the whole log so far."""
        return self._sum.hexdigest()

    def carry_out(self, act: Act) -> str:
        """Let an act happen; returns the key of the message that it wrote, if it wrote one."""
        key = carry_out(self.session, act)
        if key:
            for feed in self.feeds.values():
                feed.written.add(key)
        self.ended = self.ended or act.do == "end"
        self._catch_up()
        if act.do == "broadcast":
            self._say(act.data["to"])
        return key

    def _say(self, to: str) -> None:
        """The facilitator says something: the words stand apart, in the order of what was said."""
        self.said += 1
        for role, feed in self.feeds.items():
            if to in (role, "all") or (to == "both" and role in ROLES):
                said = {"number": self.said, "to": to}
                feed.seen.append(Seen(self.session.now, BROADCAST, said))

    def asked(self, act: Act) -> AnyView | None:
        """The question that an answer is given to, before it is given."""
        return view_asked(self.session, act)

    def step(self, to: float) -> None:
        """Let the clock run, event by event, until a person sees something, is asked, or the world
        is over; to an hour at most.
        """
        feeds = [self.feeds[seat] for seat in self.opening.seats]
        before = [len(feed.seen) for feed in feeds]
        session = self.session
        while not session.over and session.question is None and session.control.next_at() <= to:
            session.advance(session.control.next_at())
            self._catch_up()
            if before != [len(feed.seen) for feed in feeds]:
                return
        if not session.over and session.question is None and to < inf:
            session.advance(to)
            self._catch_up()

    def run_on(self, to: float, stops: Stops) -> list[Seat]:
        """Let the clock run until somebody who sits here sees what ``stops`` says, a person is
        asked, or the world is over; to an hour at most. Returns who has seen it.
        """
        session = self.session
        while not self.over and session.question is None and session.now < to:
            before = {seat: len(self.feeds[seat].seen) for seat in self.opening.seats}
            self.step(to)
            found = [
                seat
                for seat, n in before.items()
                if any(stops(seat, one) for one in self.feeds[seat].seen[n:])
            ]
            if found:
                return found
        return []

    def _catch_up(self) -> None:
        log = self.session.log
        for entry in log[self._told :]:
            at, event = entry
            said = (at, event.kind, plain_data(event))
            self._sum.update(json.dumps(said, separators=(",", ":")).encode() + b"\n")
            for feed in self.feeds.values():
                feed.take(entry)
        self._told = len(log)


def table_of_acts(scenario: Scenario, opening: Opening, acts: Sequence[Act]) -> Table:
    """The game that these acts make."""
    table = Table(scenario, opening)
    for act in acts:
        table.carry_out(act)
    return table


def session_of_acts(scenario: Scenario, opening: Opening, acts: Sequence[Act]) -> Session:
    """The world that these acts make, without what seats see and without sums: for many futures."""
    session = _session(scenario, opening, full=False)
    for act in acts:
        carry_out(session, act)
    return session


def _session(scenario: Scenario, opening: Opening, *, full: bool) -> Session:
    return Session(
        scenario,
        seed=opening.seed,
        replication=opening.replication,
        arm=opening.arm,
        humans=frozenset(opening.seats),
        full=full,
        reports_ask=opening.asks == "all",
    )
