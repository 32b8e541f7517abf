"""A seat that a program holds: it is told what the seat sees, is asked, and its acts are done.

Whatever it does or fails to do, the game goes on: an answer that does not come in time, or cannot
be taken, is a lapse with its reason in the journal, and leads to what silence leads to.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import inf
from time import monotonic
from types import MappingProxyType
from typing import Any, Final, Protocol

from sim.domain.decisions.views import AnyView, Seat, View
from sim.errors import UsageError, did_you_mean
from sim.tabletop.game.acts import Act
from sim.tabletop.game.journal import Record
from sim.tabletop.game.table import Table
from sim.tabletop.programs.lines import (
    WORDED,
    event_line,
    greeting,
    hours_said,
    line,
    question_line,
    said_line,
    text_said,
    words_told,
)
from sim.tabletop.programs.process import Fault, Gone, Late, Process

#: Seconds for an answer, unless told otherwise.
LIMIT: Final = 10.0
#: Acts of one turn, and late answers in a row, after which a program is stopped.
MOST_ACTS: Final = 100
MOST_LATE: Final = 3
#: Acts beside an answer, with what each says (``text`` may be left out).
_FREE: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "write": ("kind", "precedence", "channel"),
        "ask": (),
        "clarify": (),
        "share": (),
        "call_back": ("message",),
        "defy": (),
        "withdraw": (),
        "attack": (),
        "provoke": ("severity",),
        "mediate": ("partner",),
        "leave": ("partner",),
        "warn": ("partner", "stance", "strength"),
        "reconsider": ("asks",),
    }
)
_TURN: Final = ("answer", "go_on", "call", "advice")
DOES: Final = (*_TURN, *_FREE)


class Playing(Protocol):
    """A game as a seat needs it."""

    @property
    def table(self) -> Table:
        """The table as it stands."""
        ...

    @property
    def standing(self) -> list[Record]:
        """The acts that count, in order."""
        ...

    def play(self, act: Act, text: str = "") -> str:
        """Let an act happen."""
        ...

    def words_of(self, record: Record) -> str:
        """What was written beside an act."""
        ...


class ProgramSeat:
    """A seat with its program, which is started when it is first needed."""

    __slots__ = (
        "_acts",
        "_dead",
        "_game",
        "_late",
        "_process",
        "_told",
        "call",
        "command",
        "limit",
        "seat",
    )

    def __init__(self, game: Playing, seat: Seat, command: str, limit: float = LIMIT) -> None:
        self._game = game
        self._process: Process | None = None
        self._told = self._late = self._acts = 0
        self._dead = ""
        self.seat = seat
        self.command = command
        self.limit = limit
        #: The hour at which it wishes to be called.
        self.call = inf

    def start(self) -> None:
        """Start the program, so that one that is not there is told before anything is played."""
        self._told = 0
        self._process = Process(self.command)
        self._process.say(greeting(self._game.table, self.seat, self.limit))

    def restart(self) -> None:
        """Start it anew, after acts were taken back: it is told again what its seat has seen."""
        self.end("undo")
        self.call, self._late, self._dead = inf, 0, ""

    def end(self, why: str) -> None:
        """The game is over, or left: say so, and let the program go."""
        if self._process is not None:
            if why != "undo":
                self._catch_up()
            self._process.say(line({"end": why}))
            self._process.end()
            self._process = None

    def answer(self, view: AnyView) -> None:
        """Ask the program, and do what it says; without an answer, the question lapses."""
        number = 1 + self._answers_given()
        try:
            self._take_turn(view, number)
        except Fault as fault:
            why = self._reason(fault)
            self._game.play(Act(do="lapse", seat=self.seat, data={"why": why}))

    def called(self) -> None:
        """Let the program act although nothing is asked, as it wished."""
        self.call = inf
        try:
            self._take_turn(None, 0)
        except Fault as fault:
            self._reason(fault)

    # a turn

    def _take_turn(self, view: AnyView | None, number: int) -> None:
        process = self._begin_turn(view, number)
        until = monotonic() + self.limit
        while self._goes_on(process, process.line(until), view, number):
            pass

    def _begin_turn(self, view: AnyView | None, number: int) -> Process:
        """Ask it, or call it; it may be late from now on."""
        if self._dead:
            raise Gone(self._dead)
        process = self._process
        if process is None:
            self.start()
            process = self._process
        assert process is not None, "it was started"
        seen = self._catch_up()
        now = self._game.table.session.now
        called = line({"n": seen, "t": now, "called": True})
        process.say(called if view is None else question_line(seen, number, view))
        self._acts = 0
        return process

    def _goes_on(self, process: Process, heard: bytes, view: AnyView | None, number: int) -> bool:
        """Do what a line of it says; whether its turn goes on."""
        if not self._does(process, said_line(heard), view, number):
            self._late = 0
            return False
        self._acts += 1
        if self._acts >= MOST_ACTS:
            process.end()
            raise Gone(f"it did {MOST_ACTS} things without coming to an end")
        return True

    def _is_asked(self, view: AnyView | None) -> bool:
        """Whether this is what is asked now."""
        return self._game.table.session.question is view

    def _does(
        self, process: Process, said: Mapping[str, Any], view: AnyView | None, number: int
    ) -> bool:
        """Do what it said; whether its turn goes on."""
        do = said["do"]
        if said.get("seat", self.seat) != self.seat:
            raise Fault(f"it spoke for another seat than the {self.seat}")
        if do == "answer":
            return self._take_answer(said, view, number)
        if do == "go_on" and view is None:
            return False
        if do not in DOES:
            near = did_you_mean(do[:80], DOES, f"There are: {', '.join(DOES)}.")
            raise Fault(f"it did what nobody can: {do[:80]!a}. {near}")
        try:
            told = self._act(do, said, view)
        except UsageError as error:
            told = {"refused": str(error)}
        process.say(line({"do": do, **told}))
        # whoever thinks again of its own motion is then asked as ever, and to set aside what is
        # agreed is an answer as well
        return self._is_asked(view)

    def _take_answer(self, said: Mapping[str, Any], view: AnyView | None, number: int) -> bool:
        about, option = said.get("question"), said.get("option")
        if isinstance(about, int) and not isinstance(about, bool) and about < (number or inf):
            return True  # it comes too late, for a question that has lapsed
        if view is None or about != number or isinstance(about, bool):
            raise Fault(
                f"it answered another question than {number}" if number else "nothing is asked"
            )
        if not isinstance(option, str) or option not in view.options:
            raise Fault(f"it answered {ascii(option)[:80]}: there are {', '.join(view.options)}")
        act = Act(do="answer", seat=self.seat, data={"option": option})
        try:
            self._game.play(act, text_said(said, "reason"))
        except UsageError as error:
            raise Fault(f"its answer was refused: {error}") from None
        return False

    def _act(self, do: str, said: Mapping[str, Any], view: AnyView | None) -> Mapping[str, Any]:
        """Do something beside an answer; what it is told in return."""
        if do == "advice":
            if view is None:
                raise UsageError("the advisers speak to a question, and none is asked")
            if not isinstance(view, View):
                raise UsageError("nobody advises this seat: the file has no weights for it")
            return {"worth": dict(view.options)}
        if do == "go_on":
            raise UsageError("a question is open: answer it")
        if do == "call":
            self.call = self._game.table.session.now + hours_said(said.get("hours"))
            return {"at": self.call}
        data = {name: said.get(name) for name in _FREE[do]}
        if do == "call_back":
            data["message"] = self._key(said.get("message"))
        self._game.play(Act(do=do, seat=self.seat, data=data), text_said(said, "text"))
        return {"done": True}

    # what it is told

    def _catch_up(self) -> int:
        """Tell it what the seat has seen since; returns how much that is by now."""
        feed = self._game.table.feeds[self.seat]
        new = feed.seen[self._told :]
        game = self._game
        has_words = any(one.kind in WORDED for one in new)
        words = words_told(feed, game.standing, game.words_of) if has_words else {}
        assert self._process is not None, "it was started"
        for at, seen in enumerate(new, start=self._told + 1):
            number = seen.data.get(WORDED.get(seen.kind, ""))
            self._process.say(event_line(at, seen, words.get((seen.kind, number), "")))
        self._told = len(feed.seen)
        return self._told

    def _key(self, number: object) -> str:
        """The key of a message that has a number of the seat's own."""
        feed = self._game.table.feeds[self.seat]
        keys = [one.message for one in self._game.standing if one.do == "write"]
        return next((key for key in keys if feed.letter(key) == number), "")

    def _answers_given(self) -> int:
        """How many questions to the seat have been answered, or have lapsed."""
        closed = ("answer", "lapse", "defy")
        return sum(one.do in closed and one.seat == self.seat for one in self._game.standing)

    def _reason(self, fault: Fault) -> str:
        """A fault in words; a program that is late too often is stopped."""
        if not isinstance(fault, Late):
            self._dead = str(fault) if isinstance(fault, Gone) else self._dead
            self._late = 0
            return str(fault)
        self._late += 1
        if self._late < MOST_LATE:
            return f"no answer within {self.limit:g} s"
        if self._process is not None:
            self._process.end()
        self._dead = f"it was stopped after {MOST_LATE} late answers in a row"
        return f"no answer within {self.limit:g} s; {self._dead}"


def play_by_programs(game: Playing, seats: Sequence[ProgramSeat]) -> None:
    """Play a game in which all who sit at the table are programs, to its end."""
    by_seat = {one.seat: one for one in seats}
    while not game.table.over:
        view = game.table.session.question
        if view is not None:
            by_seat[view.seat].answer(view)
            continue
        call = min(one.call for one in seats)
        game.play(Act(do="advance", data={"to": None if call == inf else call}))
        if game.table.session.question is None and not game.table.over:
            next(one for one in seats if one.call == call).called()
