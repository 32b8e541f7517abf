"""What the facilitator's page shows: the whole picture, which nobody at the table sees."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from math import inf
from operator import itemgetter
from shlex import quote
from typing import Final

from sim.domain.decisions.views import Seat
from sim.domain.events import (
    Cleared,
    DeterrenceChange,
    Drafted,
    Event,
    Hesitation,
    Judgement,
    PressureChange,
    Queued,
    Report,
    Told,
    TrustChange,
)
from sim.domain.inputs.injects import INJECT_TYPES
from sim.engine.environment.injects import Slot
from sim.output.evidence.traced_world import Traced
from sim.output.story.sentences.dates import NO_BREAK
from sim.output.story.sentences.phrases import phrase
from sim.output.story.sentences.vocabulary import percent, rung
from sim.tabletop.game.game import Game
from sim.tabletop.game.journal import Record
from sim.tabletop.seat.capital import Capital
from sim.tabletop.web.parts import Card, Entry, Part
from sim.tabletop.web.seat_page import SeatPage

#: What would bury the rest.
_SMALL: Final[tuple[type[Event], ...]] = (
    Cleared,
    DeterrenceChange,
    Drafted,
    Hesitation,
    Judgement,
    PressureChange,
    Queued,
    Report,
    Told,
    TrustChange,
)


#: What a facilitator may change of an inject, beside its hour and its words.
_EDITED: Final = ("severity", "reading", "channel", "lasts", "front", "stance")
#: Acts of which the page shows the last, as points from which another line may begin.
_POINTS: Final = 15


class ControlPage:
    """The facilitator's page: the story as it grows, and how the table stands."""

    __slots__ = ("_game", "_points_told", "_taken", "capital", "forks", "items", "notes", "state")

    def __init__(self, game: Game) -> None:
        self._game = game
        self.capital = Capital("frontline", game.table.setting)
        self.items: list[Entry] = []
        self.state: Part = {}
        self.notes: list[Part] = []
        self._taken = 0
        self._points_told: dict[int, str] = {}
        for record in game.records:
            if record.do == "note":
                self.note(record)
        #: The games that go on from an act of this one.
        self.forks = [
            str(one.data["to"]) for one in game.records if one.do == "fork" and "to" in one.data
        ]

    @property
    def total(self) -> int:
        """The number of the latest entry."""
        return self._taken

    def note(self, record: Record) -> None:
        """Take a note of the facilitator's own."""
        said = {"n": record.n, "date": self.capital.date(record.at)}
        words = {"text": self._game.words_of(record), "rating": record.data.get("rating", "")}
        words["objective"] = record.data.get("objective", "")
        self.notes.append({**said, **words})

    def renew(self, limits: Mapping[Seat, float], seats: Mapping[Seat, SeatPage]) -> bool:
        """Go on with what has happened since; whether anything but the clock has changed."""
        table = self._game.table
        log = table.session.log
        new = log[self._taken :]
        if any(not isinstance(event, _SMALL) for _, event in new):
            world = Traced.of(table.scenario, table.opening.arm, log)
            for number, (at, event) in enumerate(new, self._taken + 1):
                self._add(world, number, at, event)
        self._taken = len(log)
        before, self.state = self.state, self._state(limits, seats)
        return before != self.state

    def after(self, number: int) -> list[Entry]:
        """The entries that come after one of a number."""
        return self.items[bisect_right(self.items, number, key=itemgetter("n")) :]

    def _add(self, world: Traced, number: int, at: float, event: Event) -> None:
        text = "" if isinstance(event, _SMALL) else phrase(world, at, event)
        if text:
            self.items.append(
                Entry(
                    n=number,
                    at=at,
                    date=self.capital.date(at),
                    kind=event.kind,
                    text=text.replace(NO_BREAK, " "),
                )
            )

    def _state(self, limits: Mapping[Seat, float], seats: Mapping[Seat, SeatPage]) -> Part:
        control = self._game.table.session.control
        ready = f"{self.capital.adversary} truly {percent(control.readiness())} ready"
        ends = f"the game ends {self.capital.date(control.end())}"
        return {
            "glance": [ready.replace(NO_BREAK, " "), f"crisis at {rung(control.rung())}", ends],
            "seats": [self._seat(page, limits) for page in seats.values()],
            "injects": [
                self._inject(name, slot)
                for name, slot in sorted(control.injects.slots.items(), key=_by_hour)
            ],
            "notes": list(self.notes),
            "points": self._points(),
            "forks": list(self.forks),
            "over": self._game.table.over,
            "folder": quote(str(self._game.path)),
        }

    def _points(self) -> list[Part]:
        """The last acts that count, the clock's running on as one."""
        found: list[Record] = []
        for record in reversed(self._game.standing):
            if found and found[-1].do == record.do == "advance":
                found[-1] = record
            elif len(found) == _POINTS:
                break
            else:
                found.append(record)
        texts = {one.n: self._points_told.get(one.n) or self._point_text(one) for one in found}
        self._points_told = texts
        return [{"n": number, "text": text} for number, text in texts.items()]

    def _point_text(self, record: Record) -> str:
        who = record.seat or "you"
        who, what = ("the clock", "runs on") if record.do == "advance" else (who, record.do)
        said = next(filter(None, map(record.data.get, ("option", "name", "kind", "effect"))), "")
        told = f"{who}: {what} {said}".replace("_", " ").rstrip()
        return f"{self.capital.date(record.at)}: {told}"

    def _seat(self, page: SeatPage, limits: Mapping[Seat, float]) -> Part:
        seat, session = page.seat, self._game.table.session
        stands = session.question
        asked = [stands] if stands is not None and stands.seat == seat else []
        asked += [view for view, _ in session.control.open_questions(seat)]
        return {
            "seat": seat,
            "name": self.capital.name(seat),
            "policy": session.control.policy(seat),
            "minutes": limits.get(seat, 0.0) / 60.0,
            "question": _short(page.state.get("question")),
            "may": page.state.get("may", []),
            "asked": [
                f"asked {self.capital.date(view.time)}: {' or '.join(view.options)}"
                for view in asked
            ],
        }

    def _inject(self, name: str, slot: Slot) -> Part:
        inject = slot.inject
        what = inject.text or INJECT_TYPES[inject.event].sentence
        return {
            "name": name,
            "what": what,
            "to": inject.to,
            "standing": slot.standing,
            "due": self._due(slot),
            "hour": slot.due,
            "event": inject.event,
            "text": inject.text,
            **{key: getattr(inject, key) for key in _EDITED},
        }

    def _due(self, slot: Slot) -> str:
        """When it happened, and for when it was set if that is another hour; or when it is due."""
        due = "" if slot.due is None else self.capital.date(slot.due)
        if slot.happened is None:
            return due or "when its condition holds"
        happened = self.capital.date(slot.happened)
        set_for = f"was set for {due}" if due else "before its condition held"
        return happened if due == happened else f"{happened} ({set_for})"


def _short(question: Card | None) -> Part | None:
    """What a question is told by, and what may be answered."""
    if question is None:
        return None
    return {"key": question["key"], "options": [one["name"] for one in question["options"]]}


def _by_hour(item: tuple[str, Slot]) -> tuple[bool, float, str]:
    """What is still to come, by its hour; then what waits for its condition; then the past."""
    name, slot = item
    hour = slot.due if slot.happened is None else slot.happened
    return slot.standing in ("done", "skipped"), inf if hour is None else hour, name
