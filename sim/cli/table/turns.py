"""A game by turns: the clock stands at each question until it is answered, then goes on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import inf
from typing import Any, Final

from sim.cli.table.act_words import act_text
from sim.cli.table.answer_cache import KeptAnswers
from sim.cli.table.answers import Answer, Command, hours_of, understood
from sim.cli.table.calls import Calls
from sim.cli.table.console import Console
from sim.cli.table.seat_desk import LOOKING, UNASKED, SeatDesk
from sim.cli.table.stops import is_for_a_question, is_stop, last_hour_to_think, pause_text
from sim.cli.table.taken_seats import take_seats
from sim.domain.decisions.views import AnyView, Seat
from sim.errors import UsageError
from sim.tabletop.debrief.control_text import is_control
from sim.tabletop.game.acts import Act
from sim.tabletop.game.game import Game
from sim.tabletop.programs.seat import ProgramSeat
from sim.tabletop.seat.page import paragraph

_PLAYING: Final = (*UNASKED, "call", "recall", "decide", "undo", "quit", "end")
#: All that can be typed beside an option.
COMMANDS: Final = (*LOOKING, *_PLAYING)
_ENDING: Final = "end the game"
_TAKING_BACK: Final = "take theirs back"
#: Commands that ask something or fill the screen: the question is shown again after them.
_LONG: Final = frozenset({"look", "log", "help", "write", "defy", "end", "undo"})


#: What the patron may think of again, by what is typed.
_ABOUT: Final[Mapping[str, str]] = {
    "strike": "stance",
    "s": "stance",
    "1": "stance",
    "course": "course",
    "c": "course",
    "2": "course",
    "": "course",
}


class Quit(Exception):
    """The person leaves the table; the game is kept."""


class Turns:
    """The table: whose turn it is, and what is done with what that person types."""

    __slots__ = ("_calls", "_console", "_desks", "_game", "_kept", "_last", "_programs", "_waiting")

    def __init__(self, game: Game, console: Console, programs: Sequence[ProgramSeat] = ()) -> None:
        self._game = game
        self._console = console
        self._programs = {one.seat: one for one in programs}
        people = [seat for seat in game.table.opening.seats if seat not in self._programs]
        self._desks = {seat: SeatDesk(game, seat, console) for seat in people}
        self._calls = Calls()
        self._kept = KeptAnswers()
        self._last: Seat = people[0]
        #: Who looks at the table before the clock runs on, although nothing is asked, and whether
        #: they had wished so.
        self._waiting: list[tuple[Seat, bool]] = []

    def play(self) -> None:
        """Play until the game is over, or somebody leaves."""
        if self._game.table.session.question is None and self._game.standing:
            self._waiting = [(self._last, False)]
        while not self._game.table.over:
            view = self._game.table.session.question
            if view is None and self._waiting:
                self._pause(*self._waiting.pop(0))
            elif view is None:
                self._go_on()
            elif view.seat in self._programs:
                self._programs[view.seat].answer(view)
            elif not self._answers_as_before(view):
                self._turn(view)

    # the clock

    def _go_on(self) -> None:
        """Let the clock run to the next question, to what a person would want to act upon, or to
        the hour at which somebody is called.
        """
        session = self._game.table.session
        calls = dict(self._calls.due(session.now))
        programs = {seat: one.call for seat, one in self._programs.items()}
        last = self._last_hour_to_think(session.now)
        saw = self._game.run_on(min((*calls.values(), *programs.values(), last)), is_stop)
        if session.question is not None or self._game.table.over:
            return
        if session.now >= last:
            saw.append("frontline")
        called = [seat for seat, hour in calls.items() if hour <= session.now]
        stand = [seat for seat in self._desks if seat in saw or seat in called]
        self._waiting = [(seat, seat in called) for seat in stand]
        for seat, hour in programs.items():
            if hour <= session.now and session.question is None:
                self._programs[seat].called()

    def _last_hour_to_think(self, now: float) -> float:
        """When a person can still well call off a strike that is set, if that is to come."""
        desk = self._desks.get("frontline")
        hour = inf if desk is None else last_hour_to_think(desk.situation())
        return hour if hour > now else inf

    def _pause(self, seat: Seat, called: bool) -> None:  # noqa: FBT001 - from a list
        """Somebody sees what one would want to act upon, or is called: look, write, decide, or go
        on.
        """
        desk, session = self._seat(seat), self._game.table.session
        self._show(desk)
        while session.question is None and not self._game.table.over:
            text = pause_text(seat, desk.situation(), session.now)
            heard = self._hear(text, (), ahead=not called)
            session = self._game.table.session
            if heard is None or self._waiting[:1] == [(seat, True)]:
                return

    def _show(self, desk: SeatDesk) -> None:
        """What a seat has before it, with how often its answer that is kept was given meanwhile."""
        desk.show()
        if text := self._kept.told(desk.seat):
            self._console.show(paragraph("", text, self._console.width))

    # a question

    def _turn(self, view: AnyView) -> None:
        desk = self._seat(view.seat)
        self._show(desk)
        desk.show_question(view, self._number())
        while self._game.table.session.question is view and not self._game.table.over:
            said = self._hear(f"Your answer? [1-{len(view.options)}, ? for help]", view.options)
            if isinstance(said, Answer):
                self._answer(view, said)
            elif isinstance(said, Command) and said.name in _LONG and self._is_open(view):
                desk.show_question(view, self._number())

    def _is_open(self, view: AnyView) -> bool:
        return self._game.table.session.question is view

    def _number(self) -> int:
        return 1 + len([one for one in self._game.standing if one.do == "answer"])

    def _answer(self, view: AnyView, said: Answer) -> None:
        before = len(self._game.table.feeds[view.seat].seen)
        try:
            self._game.play(
                Act(do="answer", seat=view.seat, data={"option": said.option}), said.reason
            )
        except UsageError as error:
            self._console.refuse(error)
            return
        new = self._game.table.feeds[view.seat].seen[before:]
        if any(is_stop(view.seat, seen) for seen in new):
            self._waiting = [(view.seat, False)]
        self._kept.drop(view.seat)
        if said.hours > 0.0:
            until = self._game.table.session.now + said.hours
            now = self._desks[view.seat].situation()
            self._kept.keep(view.seat, said.option, until, now)

    def _answers_as_before(self, view: AnyView) -> bool:
        """Whether an answer that is kept answers this as well, and does."""
        option = self._kept.answer_to(view, self._desks[view.seat].situation())
        if option:
            self._game.play(Act(do="answer", seat=view.seat, data={"option": option}))
        return bool(option)

    # what is typed

    def _hear(
        self,
        prompt: str,
        options: Any,  # noqa: ANN401 - a view's
        *,
        ahead: bool = False,
    ) -> Answer | Command | None:
        """What was typed, once it is understood; a command has then been carried out. Where a
        script answers ``ahead`` of a question, the clock runs on to it.
        """
        desk = self._desks[self._last]
        typed = self._console.ask(prompt)
        if ahead and not self._console.is_terminal and is_for_a_question(typed):
            self._console.keep(typed)
            return None
        said: Answer | Command | None = None
        try:
            said = understood(typed, tuple(options), COMMANDS)
            if said is None and options:
                return Command(name="nothing", rest="")
            if isinstance(said, Command) and not desk.do(said.name):
                self._carry_out(said)
        except UsageError as error:
            self._console.refuse(error)
            name = said.name if isinstance(said, Command) else "refused"
            return Command(name=name, rest="")
        return said

    def _carry_out(self, command: Command) -> None:
        match command.name:
            case "quit":
                raise Quit
            case "call":
                hours = hours_of(command.rest)
                self._calls.make(self._last, self._game.table.session.now, hours)
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
            asks = _ABOUT[self._picked_about()]
        self._game.play(Act(do="reconsider", seat=self._last, data={"asks": asks}))

    def _picked_about(self) -> str:
        """What the patron thinks of again, asked for until it is one of the two."""
        while True:
            about = self._console.ask("About the strike, or your own course? [strike, course]")
            if about == "?":
                self._console.show(
                    (
                        "  strike   what you say to the strike that you know of",
                        "  course   what you do yourself; Enter takes this",
                    )
                )
            elif about.lower() in _ABOUT:
                return about.lower()
            else:
                self._console.refuse(f"{about!r} is none of: strike, course")

    def _undo(self) -> None:
        acts = (one for one in self._game.standing if not is_control(one))
        by_people = [one for one in acts if one.seat in self._desks]
        if not by_people:
            raise UsageError("there is nothing to take back")
        last = by_people[-1]
        owner = next(seat for seat in self._desks if seat == last.seat)
        mine = owner == self._last
        whose = self._desks[owner].capital.us
        if not mine and not self._console.confirmed(
            f"The last act is not yours but that of {whose}.", _TAKING_BACK, "to take it back"
        ):
            raise UsageError(f"the last act, of {whose}, stands")
        text = act_text(last, self._game.table.feeds[owner]) if mine else f"an act of {whose}"
        self._game.take_back(last)
        self._kept.clear()
        for program in self._programs.values():
            program.restart()
        for seat, desk in self._desks.items():
            desk.look_back(len(self._game.table.feeds[seat].seen))
        self._console.show((f"Taken back: {text}. The luck is the same.",))
        for told in take_seats(self._game, tuple(self._desks)):  # that is taken back with it
            self._console.show(paragraph("", told, self._console.width))
        is_asked = self._game.table.session.question is not None
        self._waiting = [] if is_asked else [(self._last, True)]
        if self._last in self._calls.go_back(self._game.table.session.now):
            self._console.show(("Your call since then is taken back with it: type call again.",))

    def _end(self) -> None:
        if not self._console.confirmed("For good?", _ENDING, "to end it here"):
            raise UsageError("the game goes on")
        self._game.play(Act(do="end", data={}))

    def _seat(self, seat: Seat) -> SeatDesk:
        """The desk of a seat, once its person sits there."""
        desk = self._desks[seat]
        if seat != self._last and self._console.is_terminal:
            self._console.clear()
            self._hand_over(desk)
        self._last = seat
        return desk

    def _hand_over(self, desk: SeatDesk) -> None:
        """Wait for the next person; what is typed too early is for nobody, and is said to be."""
        us = desk.capital.us
        while typed := self._console.ask(
            f"{us} is wanted. [Enter when nobody but {us} can see this]"
        ):
            if typed.lower() == "quit":
                raise Quit
            if typed == "?":
                self._console.show(("  Enter shows the desk of the next seat; quit leaves.",))
            else:
                self._console.refuse("what is typed here is heard by nobody; press Enter alone")
