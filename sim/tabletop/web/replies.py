"""What was answered to acts, kept so that one that is sent twice is answered twice alike."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from sim.tabletop.game.journal import Record

#: A status and what is said with it.
Reply = tuple[int, dict[str, Any]]
#: A place and the mark of an act there.
Key = tuple[str, str]
DONE, REFUSED = 200, 409
#: Replies that are kept in memory.
_KEPT: Final = 20_000


class Replies:
    """The latest replies, with those that were acknowledged before the table was opened."""

    __slots__ = ("_kept",)

    def __init__(self, records: Iterable[Record]) -> None:
        self._kept: dict[Key, Reply] = {
            (record.by or record.seat or "", record.mark): acknowledgement(record)
            for record in records
            if record.mark
        }

    def given(self, key: Key) -> Reply | None:
        """What was answered before, if anything was."""
        return self._kept.get(key)

    def keep(self, key: Key, reply: Reply) -> None:
        """Answer so from now on."""
        while len(self._kept) >= _KEPT:
            del self._kept[next(iter(self._kept))]
        self._kept[key] = reply


def acknowledgement(record: Record) -> Reply:
    """The reply to an act that is on disk."""
    return DONE, {"n": record.n, "at": record.at}
