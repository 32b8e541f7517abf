"""Texts as the page ships them: most differ in their numbers only, so each is stored once without
them and named by its place, its numbers behind.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

_NUMBER: Final = re.compile(r"(\d+(?:[.,:]\d+)*)")
#: The place of a text without numbers, then these.
Reference = list[object]


@dataclass(frozen=True, slots=True)
class Texts:
    """Texts without their numbers, in the order in which they came."""

    places: dict[tuple[str, ...], int] = field(default_factory=dict)

    def place(self, text: str) -> Reference:
        """A text as its place and its numbers, from which the page puts it together again."""
        parts = _NUMBER.split(text)
        pieces, numbers = tuple(parts[::2]), parts[1::2]
        return [self.places.setdefault(pieces, len(self.places)), *map(_short, numbers)]

    def all(self, texts: Sequence[str]) -> list[Reference]:
        """Several texts that stand one behind the other."""
        return [self.place(text) for text in texts if text]

    def forget(self, many: int) -> None:
        """Keep the first so many only."""
        for pieces in list(self.places)[many:]:
            del self.places[pieces]

    def plain(self) -> list[list[str]]:
        """All of them, each as the pieces between its numbers."""
        return [list(pieces) for pieces in self.places]


def _short(number: str) -> object:
    """A number as JSON has it in fewest letters, where it is told as it is written."""
    return int(number) if number.isdecimal() and str(int(number)) == number else number
