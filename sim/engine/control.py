"""What the facilitator of a game sees of a world, and does with it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, Literal

from sim.domain.decisions.views import PERSON, AnyView, Choice, Seat
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

    def rung(self) -> int:
        """The present rung of the ladder."""
        return self._world.escalation.rung
