"""What the page of a seat shows, as plain values: worked out from what the seat has seen, its own
drafts of law and delay, and nothing else.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from math import isfinite
from operator import itemgetter
from typing import Any, Final

from sim.domain.decisions.states import STATES
from sim.domain.decisions.views import ROLES, AnyView, OutsideView, Seat, View
from sim.engine.expected_reading import Between
from sim.errors import UsageError
from sim.output.story.sentences.dates import NO_BREAK, since
from sim.output.story.sentences.vocabulary import KINDS, TRIGGERS, plainly, sentence
from sim.tabletop.game.game import Game
from sim.tabletop.game.journal import Record
from sim.tabletop.seat import page
from sim.tabletop.seat.capital import Capital
from sim.tabletop.seat.options import advice, hours_ahead, letter_hours, option_lines
from sim.tabletop.seat.sentences import line
from sim.tabletop.seat.sight import BROADCAST, Seen
from sim.tabletop.seat.situation import Letter, Situation, may_be_held
from sim.tabletop.web.parts import Card, Entry, Part, SeatState
from sim.tabletop.web.seating.outside_page import may_unasked, outside_card, partners

#: Seats' own messages that a page shows; all stand in the game's folder.
_LATEST: Final = 40
#: What an answer must not be given before one has seen it.
_WEIGHTY: Final = frozenset({"read", "strike", "attack", "retaliation", "inject", BROADCAST})
_UNSAID: Final = "If nothing is said, {them} hears nothing, and may act on silence."
#: Where a message is that its sender wants back.
_HELD: Final = "you want it back: it is held back before it goes out"


class SeatPage:
    """The page of one seat: entries by number, and the state of things beside them."""

    __slots__ = (
        "_expected",
        "_question",
        "_read",
        "_said",
        "_situation",
        "_taken",
        "_chosen",
        "_public",
        "_unwanted",
        "_words",
        "capital",
        "game",
        "items",
        "proposals",
        "seat",
        "state",
        "weighty",
    )

    def __init__(self, game: Game, seat: Seat, *, public: bool = False) -> None:
        self.game = game
        self._public = public
        self.seat = seat
        self.capital = Capital(seat, game.table.setting)
        self.items: list[Entry] = []
        self.state: SeatState = {}
        #: What a deputy has proposed of late.
        self.proposals: list[Part] = []
        #: The last entry that an answer must have been given in sight of.
        self.weighty = 0
        self._situation = Situation()
        self._taken = 0
        self._read = 0
        self._words: dict[str, str] = {}
        self._chosen: dict[str, str] = {}
        self._unwanted: set[str] = set()
        self._expected: dict[tuple[int, str, bool, bool], Between | None] = {}
        self._question: tuple[tuple[object, ...], Card] | None = None
        self._said: list[str] = []
        for record in game.standing:
            self._note(record)

    @property
    def total(self) -> int:
        """The number of the latest entry."""
        return self._taken

    def renew(self, record: Record | None = None) -> bool:
        """Go on with what has been seen since; whether anything but the clock has changed."""
        if record is not None:
            self._note(record)
        new = self.game.table.feeds[self.seat].seen[self._taken :]
        self._situation.take(new)
        for seen in new:
            self._taken += 1
            self._add(seen)
        before, self.state = self.state, self._state()
        return bool(new) or before != self.state

    def after(self, number: int) -> list[Entry]:
        """The entries that come after one of a number."""
        return self.items[bisect_right(self.items, number, key=itemgetter("n")) :]

    # entries

    def _note(self, record: Record) -> None:
        if record.do == "write":
            self._chosen[record.message] = str(record.data["channel"])
        elif record.do == "call_back":
            self._unwanted.add(str(record.data["message"]))
        if record.message and record.words:
            self._words[record.message] = self.game.words_of(record)
        elif record.do == BROADCAST:
            self._said.append(self.game.words_of(record))

    def _add(self, seen: Seen) -> None:
        if seen.kind in _WEIGHTY:
            self.weighty = self._taken
        text = "" if seen.kind in page.IN_THE_SITUATION else line(self.capital, seen)
        if seen.kind == BROADCAST:
            if self._public and seen.data["to"] != "all":
                return  # said to the region, whose sight is that of the public otherwise
            text = page.facilitator_line(seen, self._said)
        if not text:
            return
        item = Entry(
            n=self._taken,
            at=seen.at,
            date=self.capital.date(seen.at),
            kind=seen.kind,
            text=_plain(text),
        )
        if seen.kind == "read":
            item["letter"] = self._letter_read(seen)
        self.items.append(item)

    def _letter_read(self, seen: Seen) -> Part:
        number, kind = seen.data["message"], str(seen.data["message_kind"])
        what = sentence(KINDS.get(kind, f"a {plainly(kind)}"))
        return {"number": number, "what": what, "words": self._words.get(self._key(number), "")}

    def _key(self, number: object) -> str:
        """The message of one of the seat's own numbers."""
        return self.game.table.feeds[self.seat].key(number)

    # the state of things

    def _state(self) -> SeatState:
        now, hour = self._situation, self.game.table.session.now
        own = [self._own(one) for one in now.own_letters()[-_LATEST:]]
        glance = page.glance(self.capital, now, hour)
        return {
            "glance": [_plain(text) for text in glance[0]],
            "under_way": [_plain(text) for text in glance[1]],
            "question": self._open_question(),
            "sent": own,
            "may": self._may(),
            "partners": partners(self.capital, now),
            "proposals": self.proposals,
        }

    def _own(self, letter: Letter) -> Part:
        message, session = self._key(letter.number), self.game.table.session
        key = (letter.number, letter.channel, isfinite(letter.sent), letter.called_back)
        waits, held = may_be_held(letter), message in self._unwanted
        if key not in self._expected:
            way = self._chosen.get(message, "")
            self._expected[key] = letter_hours(session, letter, self.capital, way)
        return {
            "number": letter.number,
            "what": sentence(page.letter_name(letter)),
            "date": self.capital.date(letter.at),
            "where": _HELD if held and waits else page.whereabouts(self.capital, letter),
            "expected": _plain(hours_ahead(self._expected[key], session.now, self.capital)),
            "words": self._words.get(message, ""),
            "may_call_back": waits and not held and message in self._chosen,
        }

    def named(self, data: Mapping[str, Any]) -> Part:
        """What an act says of a message by the seat's own number, with the key that it has."""
        key = self._key(data.get("message"))
        if key not in self._chosen:
            raise UsageError("say which of the messages that you wrote, by its number")
        return {**data, "message": key}

    def _may(self) -> list[str]:
        """What may be done unasked, as far as the seat knows."""
        if self.game.table.over:
            return []
        if self.seat not in ROLES:
            return may_unasked(self.capital, self._situation)
        now, state = self._situation, STATES[self._situation.state]
        possible = {
            "course": self.seat == "patron" or state.decides,
            "stance": self.seat == "patron" and now.knows_plan,
            "ask": self._is_frontline and now.state == "watching" and now.asked_at is None,
            "clarify": self._is_frontline and bool(now.stance),
            "share": now.mean is not None,
            "defy": self._is_frontline and "defies" in state.own_motion,
            "withdraw": self._is_frontline and "withdraws" in state.own_motion,
        }
        return [name for name, may in possible.items() if may]

    @property
    def _is_frontline(self) -> bool:
        return self.seat == "frontline"

    # the question

    def question(self) -> tuple[AnyView, Sequence[str]] | None:
        """What this seat is asked now, with what may be answered: first that for which the clock
        stands, then what is asked of the strike of the other, then its own course.
        """
        session = self.game.table.session
        view = session.question
        if view is not None and view.seat == self.seat:
            return view, tuple(view.options)
        found = list(session.control.open_questions(self.seat))
        return max(found, key=lambda one: one[0].asks == "stance", default=None)

    @property
    def open_key(self) -> str:
        """By what the question that is open is told from others; empty where none is."""
        card = self.state.get("question")
        return card["key"] if card else ""

    def _open_question(self) -> Card | None:
        found = None if self.game.table.over else self.question()
        if found is None:
            self._question = None
            return None
        about = found[0].time, found[0].asks, tuple(found[1]), self._asked_since()
        if self._question is None or self._question[0] != about:
            self._question = about, self._card(*found)
        return self._question[1]

    def _asked_since(self) -> float | None:
        """When what is under way was asked: the words of an open question go by that as well."""
        return self.game.table.session.acts.asked_at() if self.seat == "frontline" else None

    def _card(self, view: AnyView, may: Sequence[str]) -> Card:
        if isinstance(view, OutsideView):
            return outside_card(self.game.table.session, view, may, self.capital)
        options = option_lines(self.game.table.session, view, self.capital)
        trigger = TRIGGERS.get(view.trigger, "").format(patron=self.capital.name("patron"))
        about = "What do you say to the strike?" if view.asks == "stance" else "What will you do?"
        undecided = _UNSAID if view.asks == "stance" else STATES[view.state].seat.undecided
        return {
            "key": f"{view.asks}-{view.state}-{view.trigger}-{view.time!r}",
            "asks": view.asks,
            "asked": self.capital.date(view.time),
            "title": sentence(f"{trigger}: {about}" if trigger else about),
            "options": [{"name": one, "text": _plain(options[one])} for one in may],
            "deadline": self._deadline(view),
            "silence": sentence(undecided.format(them=self.capital.them)),
        }

    def _deadline(self, view: View) -> Part | None:
        """By when the game itself goes on without an answer, as far as the seat knows."""
        now = self._situation
        hours = {
            "the strike cannot be called off any more": (
                now.no_return_at if view.state == "preparing" else None
            ),
            "the strike is set for then": now.knows_hour if view.asks == "stance" else None,
        }
        found = {why: hour for why, hour in hours.items() if hour is not None}
        if not found:
            return None
        why = min(found, key=found.__getitem__)
        return {"at": found[why], "date": self.capital.date(found[why]), "why": why}

    # on asking

    def advisers(self) -> list[str]:
        """What the advisers say to what is asked."""
        found = self.question()
        if found is None:
            raise UsageError("your advisers speak to a question; raise one first")
        return [_plain(text) for text in advice(self.game.table.session, found[0], self.capital)]


def head(capital: Capital, hour: float) -> Part:
    """What the clocks show: here, there, and since the start."""
    return {
        "here": capital.date(hour),
        "there": capital.date_there(hour),
        "since": f"{since(hour)} h",
    }


def _plain(text: str) -> str:
    return text.replace(NO_BREAK, " ")
