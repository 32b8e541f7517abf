"""An act of a person, in the words in which that person is told of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sim.tabletop.game.journal import Record
from sim.tabletop.seat.page import writing_name
from sim.tabletop.seat.sight import Feed

_WORDS: Final[Mapping[str, str]] = {
    "answer": "your answer {option}",
    "reconsider": "your thinking again",
    "ask": "your question",
    "clarify": "your question about what was meant",
    "share": "the sharing of your report",
    "defy": "setting aside what is agreed",
    "withdraw": "taking your wish to strike back",
    "attack": "your attack",
    "provoke": "your provocation of severity {severity}",
    "mediate": "the mediation of {partner}",
    "leave": "the withdrawal of {partner}",
    "warn": "the word of {partner} in public",
    "end": "ending the game",
}


def act_text(record: Record, feed: Feed) -> str:
    """What was done, from the seat of whoever did it."""
    if record.do == "write":
        number = feed.letter(record.message)
        return f"your message {number} ({writing_name(str(record.data['kind']))})"
    if record.do == "call_back":
        return f"wanting message {feed.letter(str(record.data['message']))} back"
    return _WORDS.get(record.do, record.do).format(**record.data)
