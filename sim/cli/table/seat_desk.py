"""One seat at the table: what it is shown, and what its person can look up and do."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from sim.cli.table.console import Console
from sim.cli.table.letters import write_letter
from sim.domain.decisions.views import AnyView, Seat
from sim.errors import UsageError
from sim.tabletop.game.acts import Act
from sim.tabletop.game.game import Game
from sim.tabletop.game.journal import words_said
from sim.tabletop.seat import page
from sim.tabletop.seat.capital import Capital
from sim.tabletop.seat.options import advice, letter_expectation, option_lines
from sim.tabletop.seat.situation import Situation, may_be_held

_LATEST: Final = 14
_DEFYING: Final = "strike alone"

HELP: Final = """\
Answer with the number or the name of an option, with a reason if you like:
  2                        the second option
  hold: they need time     an option and why, for the debrief
  hold for 2 d             and answer so to reports and provocations for as long, unless the crisis
                           climbs, a message is read or a blow falls
Beside that you can type:
  look      the situation again          inbox     the messages that you have read
  log       all that you have seen       sent      your own messages, and where they are
  advice    what your advisers say       write     a message to the other ally
  ask       put the question early (frontline), without waiting for the answer
  clarify   ask what was meant by the last answer (frontline): words may be misread
  recall 2    want your message 2 back, as long as it has not gone out
  share     share the last report of your intelligence, without its sources
  defy      prepare a strike whatever is agreed (frontline)
  withdraw  take a wish to strike back while it is asked, planned or pressed for (frontline)
  call 12 h   be called again in 12 hours at the latest, even if nothing is asked of you
  decide    think again of your own motion (once you have been called)
  undo      take your last act back: the same world with the same luck
  quit      leave; the game is kept, and goes on with hotline play and its folder
  end       end the game here, for good, and debrief"""

OUTSIDE_HELP: Final = """\
Answer with the number or the name of an option, with a reason if you like:
  2                        the second option
  restrain: not now        an option and why, for the debrief
  restrain for 2 d         and answer so to such occasions for as long, unless the crisis climbs
                           or a blow falls
Beside that you can type:
  look      the situation again
  log       all that you have seen
{unasked}
  call 12 h   be called again in 12 hours at the latest, even if nothing is asked of you
  undo      take your last act back: the same world with the same luck
  quit      leave; the game is kept, and goes on with hotline play and its folder
  end       end the game here, for good, and debrief"""
_UNASKED_HELP: Final[Mapping[Seat, str]] = {
    "adversary": """\
  attack    strike the first blow now, with no occasion awaited
  provoke 0.6   a blow below the red line, of a severity above 0 and up to 1""",
    "region": """\
  mediate oman   a partner mediates now, if it is willing
  leave oman     a partner withdraws its support, and mediates no more
  warn oman red 0.5   a partner says in public what it thinks of a strike (red, amber, green),
                      with a strength above 0 and up to 1""",
}
#: What an outsider does unasked: what is typed after each, by name and as what.
UNASKED: Final[Mapping[str, tuple[tuple[str, type], ...]]] = {
    "attack": (),
    "provoke": (("severity", float),),
    "mediate": (("partner", str),),
    "leave": (("partner", str),),
    "warn": (("partner", str), ("stance", str), ("strength", float)),
}
_ATTACKING: Final = "attack now"


class SeatDesk:
    """What the person in one seat has before them."""

    __slots__ = ("_game", "_looked", "capital", "console", "seat")

    def __init__(self, game: Game, seat: Seat, console: Console) -> None:
        self._game = game
        self._looked = 0
        self.seat = seat
        self.console = console
        self.capital = Capital(seat, game.table.setting)

    def show(self, head: str = "NEW") -> None:
        """The hour, the situation, and what is new since this was last shown."""
        feed, now = self._game.table.feeds[self.seat], self._game.table.session.now
        wide = self.console.width
        self.console.head(page.head(self.capital, now, wide))
        situation = Situation().take(feed.seen)
        self.console.show(page.situation_lines(self.capital, situation, now, wide))
        new = feed.seen[self._looked :]
        if lines := page.news_lines(self.capital, new, wide, _LATEST, self._said()):
            self.console.show((head, *lines))
        self._looked = len(feed.seen)

    def look_back(self, entries: int = 0) -> None:
        """Let what was seen from an entry on be new again, after acts were taken back."""
        self._looked = min(self._looked, entries)

    def situation(self) -> Situation:
        """What the seat knows of the state of things."""
        return Situation().take(self._game.table.feeds[self.seat].seen)

    def show_question(self, view: AnyView, number: int) -> None:
        """A question with its options, each with what it leads to."""
        options = option_lines(self._game.table.session, view, self.capital)
        wide = self.console.width
        self.console.show(("", *page.decision_lines(number, view, self.capital, options, wide)))

    def do(self, name: str) -> bool:
        """Carry out a command that only looks or writes; whether there is one of that name."""
        command = _COMMANDS.get(name)
        if command is None:
            return False
        command(self)
        return True

    def show_help(self) -> None:
        """What can be typed."""
        text = HELP if self.capital.is_ally else OUTSIDE_HELP
        unasked = _UNASKED_HELP.get(self.seat, "")
        self.console.show(text.format(unasked=unasked).splitlines())

    def look_again(self) -> None:
        """The situation, with the latest that was seen."""
        feed = self._game.table.feeds[self.seat]
        self._looked = max(0, len(feed.seen) - 2 * _LATEST)
        self.show("LATEST")

    def show_log(self) -> None:
        """All that the seat has seen."""
        seen = self._game.table.feeds[self.seat].seen
        lines = page.news_lines(self.capital, seen, self.console.width, said=self._said())
        self.console.show(lines)

    def show_inbox(self) -> None:
        """The messages that were read."""
        words = self._words()
        letters = [(one, words.get(one.number, "")) for one in self.situation().inbox()]
        self.console.show(page.inbox_lines(self.capital, letters, self.console.width))

    def show_sent(self) -> None:
        """The messages that were written, and where they are."""
        words, session = self._words(), self._game.table.session
        ways, unwanted = self._ways(), self._letters_called_back()
        letters = [
            (
                one,
                words.get(one.number, ""),
                "wanted back: it is held back before it goes out"
                if one.number in unwanted and may_be_held(one)
                else letter_expectation(session, one, self.capital, ways.get(one.number, "")),
            )
            for one in self.situation().own_letters()
        ]
        self.console.show(page.outbox_lines(self.capital, letters, self.console.width))

    def _ways(self) -> Mapping[int, str]:
        """The channels that were chosen for messages, by the seat's own numbers."""
        feed = self._game.table.feeds[self.seat]
        return {
            number: str(record.data["channel"])
            for record in self._game.standing
            if record.do == "write" and (number := feed.letter(record.message)) is not None
        }

    def _letters_called_back(self) -> set[int | None]:
        """The messages that were wanted back, by the seat's own numbers."""
        feed = self._game.table.feeds[self.seat]
        acts = (one for one in self._game.standing if one.do == "call_back")
        return {feed.letter(str(one.data["message"])) for one in acts}

    def _words(self) -> Mapping[int, str]:
        """What people wrote in the messages that the seat knows, by its own numbers."""
        feed = self._game.table.feeds[self.seat]
        found: dict[int, str] = {}
        for record in self._game.standing:
            number = feed.letter(record.message)
            if number is not None:
                found[number] = self._game.words_of(record)
        return found

    def _said(self) -> list[str]:
        """What the facilitator said, where the game was played in browsers before."""
        return words_said(self._game.standing, self._game.words_of)

    def show_advice(self) -> None:
        """What the advisers say to what is asked."""
        view = self._game.table.session.question
        if view is None or view.seat != self.seat:
            raise UsageError("your advisers speak to a question; type decide to raise one")
        said = advice(self._game.table.session, view, self.capital)
        self.console.show(page.advice_lines(said, self.console.width))

    def write(self) -> None:
        """Write to the other ally."""
        if not self.capital.is_ally:
            raise UsageError("only an ally writes messages")
        write_letter(self._game, self.capital.role, self.capital, self.console)

    def ask(self) -> None:
        """Put the question early."""
        self._game.play(Act(do="ask", seat=self.seat, data={}))
        self.console.show((f"{self.capital.them} is asked. You go on meanwhile.",))

    def clarify(self) -> None:
        """Ask what was meant by the last answer."""
        self._game.play(Act(do="clarify", seat=self.seat, data={}))
        self.console.show((f"{self.capital.them} is asked what was meant. You go on meanwhile.",))

    def call_back(self, number: str) -> None:
        """Want a message back that has not gone out, by the number that it has in ``sent``."""
        feed = self._game.table.feeds[self.seat]
        keys = [one.message for one in self._game.standing if one.do == "write"]
        key = next((key for key in keys if str(feed.letter(key)) == number), None)
        if key is None:
            raise UsageError("say which of the messages that you wrote, as in `recall 2`")
        self._game.play(Act(do="call_back", seat=self.seat, data={"message": key}))
        self.console.show((f"Message {number} is held back before it goes out, if it has not.",))

    def share(self) -> None:
        """Share the last report of one's own."""
        self._game.play(Act(do="share", seat=self.seat, data={}))
        self.console.show((f"Your last report is on its way to {self.capital.them}.",))

    def defy(self) -> None:
        """Prepare a strike whatever is agreed, once that has been said twice."""
        if not self.console.confirmed("Against what is agreed?", _DEFYING, "to do so"):
            raise UsageError("you keep to what is agreed")
        self._game.play(Act(do="defy", seat=self.seat, data={}))
        self.console.show(("You set aside what is agreed, and prepare a strike.",))

    def act_unasked(self, name: str, typed: str) -> None:
        """Do what an outsider does of its own motion; the first blow is said twice."""
        words, wanted = typed.split(), UNASKED[name]
        if len(words) != len(wanted):
            said = " ".join((name, *(key.upper() for key, _ in wanted)))
            raise UsageError(f"say `{said}`")
        given = zip(words, wanted, strict=True)
        data = {key: _read(word, kind, key) for word, (key, kind) in given}
        first = name == "attack" and self.seat == "adversary"
        if first and not self.console.confirmed("The first blow?", _ATTACKING, "to strike it"):
            raise UsageError("you hold")
        self._game.play(Act(do=name, seat=self.seat, data=data))
        self.console.show(("It is done.",))

    def withdraw(self) -> None:
        """Take the wish to strike back."""
        self._game.play(Act(do="withdraw", seat=self.seat, data={}))
        self.console.show(("You take your wish to strike back.",))


def _read(word: str, kind: type, key: str) -> str | float:
    """What was typed, as what it must be."""
    try:
        return kind(word)  # type: ignore[no-any-return]
    except ValueError:
        raise UsageError(f"{key} is a number, not {word!r}") from None


_COMMANDS: Final[Mapping[str, Callable[[SeatDesk], None]]] = {
    "help": SeatDesk.show_help,
    "look": SeatDesk.look_again,
    "log": SeatDesk.show_log,
    "inbox": SeatDesk.show_inbox,
    "sent": SeatDesk.show_sent,
    "advice": SeatDesk.show_advice,
    "write": SeatDesk.write,
    "ask": SeatDesk.ask,
    "clarify": SeatDesk.clarify,
    "share": SeatDesk.share,
    "defy": SeatDesk.defy,
    "withdraw": SeatDesk.withdraw,
}
LOOKING: Final = tuple(_COMMANDS)
