"""The event log: append-only, complete, and all that remains of a world.

An entry is ``(hours since start, event)``; ``EVENTS`` lists the kinds. Those that are
``trace_only`` are written only when a world is traced in full, and no outcome may read them.
Outcomes, charts, delay budgets, stories and debriefings are views of the log; nothing is counted
inside a process.
"""

from __future__ import annotations

from typing import TypeVar, cast

from sim.domain.events.base import Event

Entry = tuple[float, Event]
Log = list[Entry]
E = TypeVar("E", bound=Event)


class ByKind:
    """The entries of a log sorted into kinds, each in order of time."""

    __slots__ = ("_entries",)

    def __init__(self, log: Log) -> None:
        entries: dict[type[Event], list[Entry]] = {}
        for entry in log:
            kind = type(entry[1])
            if kind in entries:
                entries[kind].append(entry)
            else:
                entries[kind] = [entry]
        self._entries = entries

    def all(self, kind: type[E]) -> list[tuple[float, E]]:
        """The entries of a kind."""
        # sorted by their own class, which a dictionary's type cannot say
        return cast("list[tuple[float, E]]", self._entries.get(kind, []))

    def first(self, kind: type[E]) -> tuple[float, E] | None:
        """The first entry of a kind, if there is any."""
        entries = self.all(kind)
        return entries[0] if entries else None
