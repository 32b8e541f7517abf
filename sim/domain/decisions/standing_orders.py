"""Rules that answer as written beforehand: a script of moves, and a table of standing orders."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sim.domain.actors.adversary import sigma
from sim.domain.decisions.states import STATES
from sim.domain.decisions.views import COURSES, STANCES, Asks, Choice, View
from sim.domain.inputs.parameter import given, required

#: Any answer to any question.
Option = Literal["hold", "pressure", "strike", "red", "amber", "green"]


#: What the frontline may hold in hand of the patron: none while it has not asked, silence when its
#: patience ended.
Stance = Literal["none", "silence", "red", "amber", "green"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """One line of a script."""

    at: float = required("moment", "time after the start from which it holds")
    option: Option = required("", "the answer")


@dataclass(frozen=True, slots=True, kw_only=True)
class Scripted:
    """Answer as written beforehand, as the events list of an exercise does.

    In force is the latest move at or before now that answers the question put (of two at the same
    time the one written last). A script acts when the leader is asked, not by itself, and a move
    holds until the next one. What is not admissible now becomes the most restrained option.
    """

    moves: tuple[Move, ...] = given((), "", "the answers, each with the time from which it holds")

    def choose(self, view: View) -> Choice:
        answers = COURSES if view.asks == "course" else STANCES
        due = [move for move in self.moves if move.at <= view.time and move.option in answers]
        restraint = next(iter(view.options))
        if not due:
            return Choice(restraint, "nothing scripted yet")
        move = max(reversed(due), key=lambda one: one.at)
        if move.option in view.options:
            return Choice(move.option, f"scripted from {move.at:g} h")
        return Choice(restraint, f"{move.option}, scripted from {move.at:g} h, is not admissible")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row of a table: it matches when all the bounds that it gives hold and its answer is
    admissible.
    """

    then: Option = required("", "the answer")
    asks: Asks | None = given(None, "", "the question put: course or stance")
    trigger: str | None = given(
        None, "", "what made the leader deliberate: report, provocation, answer and so on"
    )
    state: str | None = given(None, "", "state of the protocol", among=STATES)
    stance: Stance | None = given(None, "", "the stance in hand")
    under_fire: bool | None = given(None, "", "whether the adversary has hit back in this exchange")
    rung_at_least: int | None = given(None, "count", "rung of the ladder")
    threat_above: float | None = given(
        None, "share", "believed readiness, at the mean of the belief"
    )
    pressure_above: float | None = given(None, "share", "domestic pressure")
    trust_above: float | None = given(None, "share", "trust in the other")
    trust_below: float | None = given(None, "share", "trust in the other")
    deterrence_below: float | None = given(None, "share", "credibility of deterrence")

    def matches(self, view: View) -> bool:
        """Whether this row speaks to the view."""
        return self.then in view.options and self._same(view) and self._within(view)

    def _same(self, view: View) -> bool:
        pairs = (
            (self.asks, view.asks),
            (self.trigger, view.trigger),
            (self.state, view.state),
            (self.stance, view.stance),
            (self.under_fire, view.under_fire),
        )
        return all(wanted is None or wanted == seen for wanted, seen in pairs)

    def _within(self, view: View) -> bool:
        above = (
            (self.threat_above, sigma(view.mean)),
            (self.pressure_above, view.pressure),
            (self.trust_above, view.trust),
            (view.trust, self.trust_below),
            (view.deterrence, self.deterrence_below),
        )
        climbed = self.rung_at_least is None or view.rung >= self.rung_at_least
        return climbed and all(low is None or high is None or low < high for low, high in above)


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Follow standing orders: the first row that matches (organisational process, Allison 1971);
    else restraint.
    """

    rows: tuple[Row, ...] = given((), "", "the rows, first match first")

    def choose(self, view: View) -> Choice:
        for number, row in enumerate(self.rows, start=1):
            if row.matches(view):
                return Choice(row.then, f"row {number}")
        return Choice(next(iter(view.options)), "no row matches")
