"""The term that the frontline has promised to wait for: taken or not, void, over or broken."""

from __future__ import annotations

from functools import partial
from math import inf
from typing import TYPE_CHECKING

from sim.domain.events import TermAnswered, TermEnd, TermEnded
from sim.engine.allies.imagined_strike import frontline_strike
from sim.engine.communication.message import Answer, Message
from sim.engine.world import World

if TYPE_CHECKING:
    from sim.engine.allies.frontline import Frontline


class WaitingTerm:
    """The term in force, if any, with the rung and the estimate at which it was given."""

    __slots__ = ("_defied", "_law", "_mean", "_owner", "_rung", "_since", "_until", "_world")

    def __init__(self, world: World, owner: Frontline) -> None:
        self._world = world
        self._owner = owner
        self._defied = False
        self._law = world.prepared.setting.terms.waiting
        self._mean = 0.0
        self._rung = 0
        self._since = 0.0
        self._until = -inf

    def is_in_force(self) -> bool:
        """Whether the frontline has promised to wait."""
        return self._world.env.now < self._until

    def consider(self, message: Message, answer: Answer) -> None:
        """An answer asks for a term: promise it, unless a strike is worth too much or can no longer
        be called off.
        """
        if answer.term <= 0.0 or self.is_in_force():
            return
        world, now = self._world, self._world.env.now
        taken = self._owner.state != "committed" and self._is_worth_it()
        world.note(TermAnswered(message.key, taken, now + answer.term if taken else now))
        if not taken:
            return
        self._since, self._until, self._defied = now, now + answer.term, False
        self._owner.cabinet.withdraw()
        self._mean, self._rung = self._owner.mind.belief().m, world.escalation.height()
        world.home.accept_offer(self._law.relief, self._law.reassurance)
        if self._law.together:
            world.adversary.press("patron", "agreement")
            world.adversary.press("frontline", "agreement")
        self._owner.fast_track.end()
        world.later(answer.term, partial(self._run_out, self._until))

    def _is_worth_it(self) -> bool:
        mind = self._owner.mind
        worth = mind.appraise(mind.belief(), frontline_strike(self._world))
        more = worth.strike - max(worth.hold, worth.pressure)
        return more <= self._law.accepts * self._world.trust("frontline")

    def defy(self) -> None:
        """A strike was decided, or confirmed, though it was promised to wait."""
        self._defied = True

    def calls_off(self) -> bool:
        """Whether a strike in preparation falls to the promise: it is broken by a decision, never
        because the point of no return came before the leader could think again.
        """
        return self.is_in_force() and not self._defied

    def review(self) -> None:
        """See whether it has become void: the rung has risen, or there is news."""
        if self._world.env.now >= self._until:
            return
        if self._world.escalation.height() > self._rung:
            self.end("rung")
        elif self._news() >= self._law.news:
            self.end("news")

    def _news(self) -> float:
        age = self._world.env.now - self._since
        expected = self._mean + self._owner.ally.intelligence.growth * age
        return abs(self._owner.mind.belief().m - expected)

    def end(self, why: TermEnd) -> None:
        """Nothing is promised any more, and nothing offered."""
        if not self.is_in_force():
            return
        self._finish(why)
        if why == "broken":
            self._world.judge("patron", "term_broken")

    def _finish(self, why: TermEnd) -> None:
        self._until = -inf
        self._world.home.accept_offer(0.0, 0.0)
        self._world.note(TermEnded(why))

    def _run_out(self, until: float) -> None:
        if until != self._until:
            return
        self._finish("over")
        self._world.judge("patron", "term_kept")
        self._owner.mind.consider("term", f"term {self._since:g}")
