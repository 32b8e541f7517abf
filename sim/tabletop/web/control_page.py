"""What the facilitator's page shows: the whole picture, which nobody at the table sees."""

from __future__ import annotations

from typing import Any, Final

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
from sim.output.evidence.traced_world import Traced
from sim.output.story.sentences.dates import NO_BREAK
from sim.output.story.sentences.phrases import phrase
from sim.output.story.sentences.vocabulary import percent, rung
from sim.tabletop.game.game import Game
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

    __slots__ = ("_game", "_taken", "capital", "items", "state")

    def __init__(self, game: Game) -> None:
        self._game = game
        self.capital = Capital("frontline", game.table.setting)
        self.items: list[Plain] = []
        self.state: Plain = {}
        self._taken = 0

    @property
    def total(self) -> int:
        """The number of the latest entry."""
        return self._taken

    def renew(self) -> bool:
        """Go on with what has happened since; whether anything but the clock has changed."""
        table = self._game.table
        log = table.session.log
        if self._taken < len(log):
            world = Traced.of(table.scenario, table.opening.arm, log)
            for at, event in log[self._taken :]:
                self._taken += 1
                self._add(world, at, event)
        before, self.state = self.state, self._state()
        return before != self.state

    def after(self, number: int) -> list[Plain]:
        """The entries that come after one of a number."""
        first = next((at for at, one in enumerate(self.items) if one["n"] > number), None)
        return [] if first is None else self.items[first:]

    def _add(self, world: Traced, at: float, event: Event) -> None:
        text = "" if isinstance(event, _SMALL) else phrase(world, at, event)
        if text:
            said = {"n": self._taken, "at": at, "date": self.capital.date(at), "kind": event.kind}
            self.items.append({**said, "text": text.replace(NO_BREAK, " ")})

    def _state(self) -> Plain:
        table = self._game.table
        control = table.session.control
        ready = f"{self.capital.adversary} truly {percent(control.readiness())} ready"
        return {"glance": [ready.replace(NO_BREAK, " "), f"crisis at {rung(control.rung())}"]}
