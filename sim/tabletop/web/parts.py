"""What a page is sent, as plain data that is written as JSON: its parts by name.

Those that the table itself reads again have their types; of any other a page alone makes use.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NotRequired, TypedDict

Part = dict[str, object]


class Entry(TypedDict):
    """What happened, by its number, at an hour; ``letter`` where a message was read."""

    n: int
    at: float
    date: str
    kind: str
    text: str
    letter: NotRequired[Part]


class OptionText(TypedDict):
    """An option and what it sets going."""

    name: str
    text: str


class Card(TypedDict):
    """A question: ``key`` tells it from others, ``silence`` is what follows if nobody answers."""

    key: str
    asks: str
    asked: str
    title: str
    options: Sequence[OptionText]
    deadline: Part | None
    silence: str


class SeatState(TypedDict, total=False):
    """What a seat's page shows beside its entries; empty before it is made for the first time."""

    glance: Sequence[str]
    under_way: Sequence[str]
    question: Card | None
    sent: Sequence[Part]
    may: Sequence[str]
    partners: Sequence[Part]
    proposals: Sequence[Part]
