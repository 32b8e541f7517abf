"""A seat that a program holds beside people: the room goes on while it thinks, and looks at what it
has said.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import inf

from sim.domain.decisions.views import AnyView, Seat
from sim.tabletop.game.acts import Act
from sim.tabletop.programs.process import Fault, Late, Process
from sim.tabletop.programs.seat import Playing, ProgramSeat

#: Lines that are heard at one look, so that a program that chatters holds up nobody.
_LINES = 20


@dataclass(slots=True)
class Turn:
    """What a program is asked (nothing, where it was called as it wished), and the seconds left."""

    process: Process
    view: AnyView | None
    number: int
    left: float


class PolledSeat(ProgramSeat):
    """A seat whose program is never waited for. ``asked`` says what the seat is asked now."""

    __slots__ = ("_asked", "_number", "_turn")

    def __init__(
        self,
        game: Playing,
        seat: Seat,
        command: str,
        limit: float,
        asked: Callable[[], AnyView | None],
    ) -> None:
        super().__init__(game, seat, command, limit)
        self._asked = asked
        self._number = 0
        self._turn: Turn | None = None

    def restart(self) -> None:
        """Start it anew, after acts were taken back: what it was asked is asked again."""
        super().restart()
        self._turn = None

    def look(self, passed: float) -> bool:
        """Hear what it has said since the last look, so many seconds ago; whether anything came of
        it.
        """
        view = self._asked()
        if self._turn is not None and self._turn.view is not view:
            self._turn = None  # it was answered by somebody else, or is asked no more
        if self._turn is None and view is None and self._game.table.session.now < self.call:
            return False
        try:
            turn = self._turn or self._new_turn(view)
            return self._hear(turn, passed)
        except Fault as fault:
            self._turn = None
            why = self._reason(fault)
            if view is not None:
                self._game.play(Act(do="lapse", seat=self.seat, data={"why": why}))
            return True

    def _new_turn(self, view: AnyView | None) -> Turn:
        if view is None:
            self.call = inf
        else:
            self._number = max(self._number + 1, 1 + self._answers_given())
        number = 0 if view is None else self._number
        self._turn = Turn(self._begin_turn(view, number), view, number, self.limit)
        return self._turn

    def _hear(self, turn: Turn, passed: float) -> bool:
        """Do what it has said; late is who says nothing until no time is left."""
        for heard in range(_LINES):
            try:
                said = turn.process.line(0.0)
            except Late:
                turn.left -= passed
                if turn.left <= 0.0:
                    raise
                return heard > 0
            if not self._goes_on(turn.process, said, turn.view, turn.number):
                self._turn = None
                break
        return True

    def _is_asked(self, view: AnyView | None) -> bool:
        return self._asked() is view
