"""What the facilitator's page shows: the whole picture, which nobody at the table sees."""

from __future__ import annotations

from collections.abc import Mapping
from math import inf
from typing import Any, Final

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

Plain = dict[str, Any]
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


class ControlPage:
    """The facilitator's page: the story as it grows, and how the table stands."""

    __slots__ = ("_game", "_taken", "capital", "items", "notes", "state")

    def __init__(self, game: Game) -> None:
        self._game = game
        self.capital = Capital("frontline", game.table.setting)
        self.items: list[Plain] = []
        self.state: Plain = {}
        self.notes: list[Plain] = []
        self._taken = 0
        for record in game.records:
            if record.do == "note":
                self.note(record)

    @property
    def total(self) -> int:
        """The number of the latest entry."""
        return self._taken

    def note(self, record: Record) -> None:
        """Take a note of the facilitator's own."""
        said = {"n": record.n, "date": self.capital.date(record.at)}
        words = {"text": self._game.words_of(record), "rating": record.data.get("rating", "")}
        self.notes.append({**said, **words})

    def renew(self, limits: Mapping[Seat, float]) -> bool:
        """Go on with what has happened since; whether anything but the clock has changed."""
        table = self._game.table
        log = table.session.log
        new = log[self._taken :]
        if any(not isinstance(event, _SMALL) for _, event in new):
            world = Traced.of(table.scenario, table.opening.arm, log)
            for number, (at, event) in enumerate(new, self._taken + 1):
                self._add(world, number, at, event)
        self._taken = len(log)
        before, self.state = self.state, self._state(limits)
        return before != self.state

    def after(self, number: int) -> list[Plain]:
        """The entries that come after one of a number."""
        first = next((at for at, one in enumerate(self.items) if one["n"] > number), None)
        return [] if first is None else self.items[first:]

    def _add(self, world: Traced, number: int, at: float, event: Event) -> None:
        text = "" if isinstance(event, _SMALL) else phrase(world, at, event)
        if text:
            said = {"n": number, "at": at, "date": self.capital.date(at), "kind": event.kind}
            self.items.append({**said, "text": text.replace(NO_BREAK, " ")})

    def _state(self, limits: Mapping[Seat, float]) -> Plain:
        control = self._game.table.session.control
        ready = f"{self.capital.adversary} truly {percent(control.readiness())} ready"
        return {
            "glance": [ready.replace(NO_BREAK, " "), f"crisis at {rung(control.rung())}"],
            "seats": [self._seat(seat, limits) for seat in self._game.table.opening.seats],
            "injects": [
                self._inject(name, slot)
                for name, slot in sorted(control.injects.slots.items(), key=_by_hour)
            ],
            "notes": list(self.notes),
            "over": self._game.table.over,
        }

    def _seat(self, seat: Seat, limits: Mapping[Seat, float]) -> Plain:
        session = self._game.table.session
        stands = session.question
        asked = [stands] if stands is not None and stands.seat == seat else []
        asked += [view for view, _ in session.control.open_questions(seat)]
        return {
            "seat": seat,
            "name": self.capital.name(seat),
            "policy": session.control.policy(seat),
            "minutes": limits.get(seat, 0.0) / 60.0,
            "asked": [
                f"asked {self.capital.date(view.time)}: {' or '.join(view.options)}"
                for view in asked
            ],
        }

    def _inject(self, name: str, slot: Slot) -> Plain:
        inject = slot.inject
        what = inject.text or INJECT_TYPES[inject.event].sentence
        due = "when its condition holds" if slot.due is None else self.capital.date(slot.due)
        return {
            "name": name,
            "what": what,
            "to": inject.to,
            "standing": slot.standing,
            "due": due,
            "hour": slot.due,
        }


def _by_hour(item: tuple[str, Slot]) -> tuple[bool, float, str]:
    """What is still to come, by its hour; then what waits for its condition; then the past."""
    name, slot = item
    return slot.standing in ("done", "skipped"), inf if slot.due is None else slot.due, name
