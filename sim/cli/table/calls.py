"""When people want to be called although nothing is asked of them."""

from __future__ import annotations

from collections.abc import Mapping
from math import inf

from sim.domain.decisions.views import Seat


class Calls:
    """The calls of all seats, each with the hour at which it was made: going back in a game brings
    back those that had been made by then, and drops the others.
    """

    __slots__ = ("_made",)

    def __init__(self) -> None:
        self._made: list[tuple[float, Seat, float]] = []

    def make(self, seat: Seat, now: float, hours: float) -> None:
        """Somebody wants to be called in some hours at the latest."""
        self._made.append((now, seat, now + hours))

    def go_back(self, now: float) -> list[Seat]:
        """The game stands at an earlier hour again; returns whose calls are gone by that."""
        gone = [seat for made, seat, _ in self._made if made > now]
        self._made = [one for one in self._made if one[0] <= now]
        return gone

    def due(self, now: float) -> Mapping[Seat, float]:
        """The hours that are still to come, by seat: the last call of each."""
        last = {seat: hour for _, seat, hour in self._made}
        return {seat: hour for seat, hour in last.items() if hour > now}

    def next_hour(self, now: float) -> float:
        """The next hour at which somebody is called; infinite for none."""
        return min(self.due(now).values(), default=inf)
