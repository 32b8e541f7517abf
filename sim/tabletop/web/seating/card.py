"""What a page shows of the briefing and of the card of its seat: the same as on paper."""

from __future__ import annotations

from sim.domain.decisions.views import Seat
from sim.output.story.sentences.dates import NO_BREAK
from sim.tabletop.exercise.packet.role_card import role_card
from sim.tabletop.game.game import Game
from sim.tabletop.web.parts import Part


def card_part(game: Game, seat: Seat | None) -> Part:
    """The briefing and a seat's card; the public has the briefing alone."""
    exercise = game.table.scenario.exercise
    briefing = exercise.briefing or game.table.scenario.purpose
    if seat is None:
        return {"briefing": briefing, "parts": []}
    card = role_card(game.table.setting, exercise, seat)
    parts = (
        ("Who you are", [one for one in (card.title, card.brief) if one]),
        ("What you want", card.aims),
        ("What is agreed", [card.agreed] if card.agreed else []),
        ("What you may do", [*card.may, *(f"write {one}" for one in card.may_write)]),
        ("What follows, and how long it takes", card.delays),
    )
    return {
        "briefing": briefing,
        "parts": [
            {"head": head, "lines": [line.replace(NO_BREAK, " ") for line in lines]}
            for head, lines in parts
            if lines
        ],
    }
