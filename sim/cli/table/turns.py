"""A game by turns: the clock stands at each question until it is answered, then goes on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf
from typing import Any, Final

from sim.cli.table.answers import Answer, Command, hours_of, understood
from sim.cli.table.console import Console
from sim.cli.table.seat_desk import LOOKING, UNASKED, SeatDesk
from sim.domain.decisions.views import AnyView, Seat
from sim.errors import UsageError
from sim.tabletop.game.acts import Act
from sim.tabletop.game.game import Game
from sim.tabletop.game.journal import Record
from sim.tabletop.programs.seat import ProgramSeat

_PLAYING: Final = (*UNASKED, "call", "recall", "decide", "undo", "quit", "end")
#: All that can be typed beside an option.
COMMANDS: Final = (*LOOKING, *_PLAYING)
#: To what an answer that is kept for a while also answers.
_ROUTINE: Final = frozenset({"report", "provocation"})
_ENDING: Final = "end the game"


class Quit(Exception):
    """The person leaves the table; the game is kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """An option that is kept until an hour, as long as the state of things stays what it was."""

    option: str
    until: float
    state: tuple[Any, ...]


class Turns:
    """The table: whose turn it is, and what is done with what that person types."""

    __slots__ = ("_called", "_console", "_desks", "_game", "_kept", "_last", "_programs")

    def __init__(self, game: Game, console: Console, programs: Sequence[ProgramSeat] = ()) -> None:
        self._game = game
        self._console = console
        self._programs = {one.seat: one for one in programs}
        people = [seat for seat in game.table.opening.seats if seat not in self._programs]
        self._desks = {seat: SeatDesk(game, seat, console) for seat in people}
        self._called: dict[Seat, float] = {}
        self._kept: dict[Seat, Kept] = {}
        self._last: Seat = people[0]

    def play(self) -> None:
        """Play until the game is over, or somebody leaves."""
        if self._game.table.session.question is None and self._is_under_way():
            self._pause()
        while not self._game.table.over:
            view = self._game.table.session.question
            if view is None:
                self._go_on()
            elif view.seat in self._programs:
                self._programs[view.seat].answer(view)
            elif not self._answers_as_before(view):
                self._turn(view)

    def _is_under_way(self) -> bool:
        return bool(self._game.standing)

    # the clock

    def _go_on(self) -> None:
        """Let the clock run to the next question, or to the hour at which somebody is called."""
        calls = {**self._called, **{seat: one.call for seat, one in self._programs.items()}}
        call = min(calls.values(), default=inf)
        to = None if call == inf else call
        self._game.play(Act(do="advance", data={"to": to}))
        session = self._game.table.session
        if to is None or session.question is not None or self._game.table.over:
            return
        called = min(calls, key=calls.__getitem__)
        if called in self._programs:
            self._programs[called].called()
            return
        self._last = called
        del self._called[called]
        self._pause()

    def _pause(self) -> None:
        """Somebody is called although nothing is asked: look, write, decide, or go on."""
        self._seat(self._last).show()
        while self._game.table.session.question is None and not self._game.table.over:
            if self._heard("Nothing is asked of you. [Enter to go on, ? for help]", ()) is None:
                return

    # a question

    def _turn(self, view: AnyView) -> None:
        desk = self._seat(view.seat)
        desk.show()
        desk.show_question(view, self._number())
        while self._game.table.session.question is view and not self._game.table.over:
            said = self._heard(f"Your answer? [1-{len(view.options)}, ? for help]", view.options)
            if isinstance(said, Answer):
                self._answer(view, said)
            elif isinstance(said, Command) and said.name in ("look", "log", "help"):
                desk.show_question(view, self._number())

    def _number(self) -> int:
        return 1 + len([one for one in self._game.standing if one.do == "answer"])

    def _answer(self, view: AnyView, said: Answer) -> None:
        try:
            self._game.play(
                Act(do="answer", seat=view.seat, data={"option": said.option}), said.reason
            )
        except UsageError as error:
            self._console.refuse(error)
            return
        self._kept.pop(view.seat, None)
        if said.hours > 0.0:
            until = self._game.table.session.now + said.hours
            state = self._state(view.seat)
            self._kept[view.seat] = Kept(option=said.option, until=until, state=state)

    def _answers_as_before(self, view: AnyView) -> bool:
        """Whether an answer that is kept answers this as well, and does."""
        kept = self._kept.get(view.seat)
        if kept is None:
            return False
        fits = view.trigger in _ROUTINE and kept.option in view.options
        if view.time > kept.until or not fits or kept.state != self._state(view.seat):
            del self._kept[view.seat]
            return False
        self._game.play(Act(do="answer", seat=view.seat, data={"option": kept.option}))
        return True

    def _state(self, seat: Seat) -> tuple[Any, ...]:
        """What must stay as it is for an answer to be kept."""
        now = self._desks[seat].situation()
        return now.rung, now.attacks, now.strikes, now.state, now.stance, len(now.inbox())

    # what is typed

    def _heard(self, prompt: str, options: Any) -> Answer | Command | None:  # noqa: ANN401 - a view's
        """What was typed, once it is understood; a command has then been carried out."""
        desk = self._desks[self._last]
        typed = self._console.ask(prompt)
        try:
            said = understood(typed, tuple(options), COMMANDS)
            if said is None and options:
                return Command(name="nothing", rest="")
            if isinstance(said, Command) and not desk.do(said.name):
                self._carry_out(said)
        except UsageError as error:
            self._console.refuse(error)
            return Command(name="refused", rest="")
        return said

    def _carry_out(self, command: Command) -> None:
        match command.name:
            case "quit":
                raise Quit
            case "call":
                hours = hours_of(command.rest)
                self._called[self._last] = self._game.table.session.now + hours
                self._console.show((f"You are called in {command.rest} at the latest.",))
            case "recall":
                self._desks[self._last].call_back(command.rest)
            case "decide":
                self._decide()
            case name if name in UNASKED:
                self._desks[self._last].act_unasked(name, command.rest)
            case "undo":
                self._undo()
            case _:
                self._end()

    def _decide(self) -> None:
        asks = "course"
        if self._last == "patron" and self._desks["patron"].situation().knows_plan:
            about = self._console.ask("About the strike, or your own course? [strike, course]")
            asks = "stance" if about.lower() in {"strike", "s", "1"} else "course"
        self._game.play(Act(do="reconsider", seat=self._last, data={"asks": asks}))

    def _undo(self) -> None:
        taken = self._game.undo(self._desks.keys())
        if taken is None:
            raise UsageError("there is nothing to take back")
        self._kept.clear()
        self._called.clear()
        for program in self._programs.values():
            program.restart()
        for seat, desk in self._desks.items():
            desk.look_back(len(self._game.table.feeds[seat].seen))
        self._console.show((f"Taken back: {_act_text(taken)}. The luck is the same.",))

    def _end(self) -> None:
        typed = self._console.ask(f"For good? Type `{_ENDING}` to end it here:")
        if typed.lower().strip("`") != _ENDING:
            raise UsageError("the game goes on")
        self._game.play(Act(do="end", data={}))

    def _seat(self, seat: Seat) -> SeatDesk:
        """The desk of a seat, once its person sits there."""
        desk = self._desks[seat]
        if seat != self._last and self._console.is_terminal:
            self._console.clear()
            us = desk.capital.us
            self._console.ask(f"{us} is wanted. [Enter when nobody but {us} can see this]")
        self._last = seat
        return desk


def _act_text(record: Record) -> str:
    with_what = " ".join(str(value) for value in record.data.values())
    return f"{record.do} {with_what}".strip()
