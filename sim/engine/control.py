"""What the facilitator of a game sees of a world, and does with it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, Literal

from sim.domain.actors.escalation import TOP
from sim.domain.decisions.views import PERSON, AnyView, Choice, Role, Seat
from sim.domain.events import Ruled, Ruling, TrustChange
from sim.engine.inject_board import InjectBoard
from sim.engine.questions import Pending
from sim.engine.world import World
from sim.errors import UsageError

#: How a seat is led: the clock stands at each question, or runs on, or the rule of the file sits
#: there.
Policy = Literal["stop", "open", "rule"]
POLICIES: Final[tuple[Policy, ...]] = ("stop", "open", "rule")


class Control:
    """A world from the facilitator's chair."""

    __slots__ = ("_world", "injects")

    def __init__(self, world: World) -> None:
        self._world = world
        self.injects = InjectBoard(world)

    def next_at(self) -> float:
        """The hour at which something happens next; infinite where nothing does any more."""
        return self._world.env.next_at()

    def end(self) -> float:
        """The hour at which the world ends, as things stand: a late strike is still followed up."""
        return self._world.clock.end

    def readiness(self) -> float:
        """How ready the adversary truly is, as a share."""
        return self._world.adversary.theta()

    def policy(self, seat: Seat) -> Policy:
        """How a seat is led."""
        if seat not in self._world.humans:
            return "rule"
        return "open" if seat in self._world.unhurried else "stop"

    def lead(self, seat: Seat, policy: Policy) -> None:
        """Lead a seat otherwise from now on. What it has been asked stays open, and nobody need
        answer it; only where the clock is to stand for it does it go on standing.
        """
        world = self._world
        others, unhurried = world.humans - {seat}, world.unhurried - {seat}
        world.humans = others if policy == "rule" else others | {seat}
        world.unhurried = unhurried | {seat} if policy == "open" else unhurried
        pending = world.pending
        if pending is None or pending.view.seat != seat or policy == "stop":
            return
        if not pending.stops:
            world.close_question()
            world.open_questions[seat, pending.view.asks] = pending
        elif policy == "rule":
            world.close_question()
            pending.enact(pending.rule())

    def open_questions(self, seat: Seat) -> Iterator[tuple[AnyView, tuple[str, ...]]]:
        """The questions to a seat for which the clock does not stand, with what may still be
        answered.
        """
        for (asked, _), pending in self._world.open_questions.items():
            if asked == seat and (options := pending.options()):
                yield pending.view, options

    def answer(self, seat: Seat, option: str) -> None:
        """Answer a question for which the clock does not stand."""
        pending = self._open_to(seat, option)
        del self._world.open_questions[seat, pending.view.asks]
        pending.enact(Choice(option, PERSON))

    def let_rule_answer(self, seat: Seat) -> None:
        """The rule of the file answers what a seat has been asked, once."""
        world = self._world
        for key, pending in tuple(world.open_questions.items()):
            if key[0] != seat:
                continue
            choice = pending.rule()
            if choice.option in pending.options():
                del world.open_questions[key]
                pending.enact(choice)

    def drop(self, seat: Seat) -> bool:
        """Leave what a seat has been asked without an answer; whether there was anything."""
        world = self._world
        mine = [key for key in world.open_questions if key[0] == seat]
        left = [world.open_questions.pop(key) for key in mine]
        if world.pending is not None and world.pending.view.seat == seat:
            left.append(world.pending)
            world.close_question()
        for pending in left:
            pending.lapse()
        return bool(left)

    def asked(self, seat: Seat, option: str) -> AnyView | None:
        """The question for which the clock does not stand that an option answers."""
        try:
            return self._open_to(seat, option).view
        except UsageError:
            return None

    def _open_to(self, seat: Seat, option: str) -> Pending:
        for (asked, _), pending in self._world.open_questions.items():
            if asked == seat and option in pending.options():
                return pending
        raise UsageError("nothing of that kind is asked now")

    def rule(self, effect: Ruling, ally: Role | None, value: float) -> None:
        """Rule by hand: the crisis is a rung up or down, or an ally's trust is of this value."""
        world = self._world
        if effect == "trust":
            if ally is None or not 0.0 <= value <= 1.0:
                raise UsageError("a ruling on trust says of which ally, and a value from 0 to 1")
            world.note(Ruled(effect, ally, value))
            world.trusts[ally].become(value, world.env.now)
            if world.full:
                world.note(TrustChange(ally, value, "ruling"))
            return
        step = 1 if effect == "rung_up" else -1
        if not 0 <= self.rung() + step <= TOP:
            raise UsageError("there is no such rung: the crisis is at the end of the ladder")
        world.note(Ruled(effect, "", self.rung() + step))
        world.escalation.rule(step)

    def rung(self) -> int:
        """The present rung of the ladder."""
        return self._world.escalation.rung
