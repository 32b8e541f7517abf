"""Sentences with the entries of the log that they rest on, and rows of tables likewise."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sim.domain.events import Event
from sim.domain.events.log import Entry, Log

#: No sentence shows more of its entries than these: the first and the last of many.
_MOST = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Linked:
    """A sentence and the places in the log of what it rests on; none where people say it, or where
    it is worked out from the whole log.
    """

    text: str
    entries: tuple[int, ...] = ()

    @property
    def refs(self) -> tuple[int, ...]:
        """The entries that are shown."""
        return few(self.entries)


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkedRow:
    """A row of a table, and what it rests on."""

    cells: tuple[str, ...]
    entries: tuple[int, ...] = ()

    @property
    def refs(self) -> tuple[int, ...]:
        """The entries that are shown."""
        return few(self.entries)


def few(entries: tuple[int, ...]) -> tuple[int, ...]:
    """All entries, or of many the first and the last."""
    half = _MOST // 2
    return (*entries[:half], *entries[-half:]) if len(entries) > _MOST else entries


class Places:
    """Where the entries of a log stand in it."""

    __slots__ = ("_log", "_places")

    def __init__(self, log: Log) -> None:
        self._log = log
        self._places = {id(event): place for place, (_, event) in enumerate(log)}

    def of(self, *events: Event | None) -> tuple[int, ...]:
        """Where these stand, in their order in the log."""
        found = (self._places.get(id(event)) for event in events if event is not None)
        return tuple(sorted(place for place in found if place is not None))

    def of_entries(self, entries: Iterable[Entry]) -> tuple[int, ...]:
        """The same of entries with their hours."""
        return self.of(*(event for _, event in entries))

    def kinds(self, *kinds: type[Event]) -> Iterator[tuple[int, float, Event]]:
        """All entries of some kinds, with their places."""
        for place, (at, event) in enumerate(self._log):
            if isinstance(event, kinds):
                yield place, at, event
