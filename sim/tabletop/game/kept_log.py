"""The log beside the journal of a game, written as it grows: it follows from the journal, so
nothing waits for the disk. A version that would make another world of the acts tells the game from
it, also where the game was killed.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress
from pathlib import Path

from sim.domain.events.codec import plain_data
from sim.domain.events.log import Entry, Log
from sim.errors import ResultsError
from sim.output.storage.files import write


class KeptLog:
    """The log of one game on disk."""

    __slots__ = ("_path", "_written")

    def __init__(self, path: Path) -> None:
        self._path = path
        #: How many entries stand there, by what this process has written; none before it wrote.
        self._written: int | None = None

    def follow(self, log: Log) -> None:
        """Write what has happened since. Where that fails the act has happened all the same, as it
        is in the journal: what is missing is written at the next, or when the game is left.
        """
        with suppress(OSError, ResultsError):
            if self._written is None:
                self.write_whole(log)
                return
            written, self._written = self._written, None
            lines = b"".join(map(_line, log[written:]))
            flags = os.O_WRONLY | os.O_APPEND | os.O_NOFOLLOW | os.O_NONBLOCK
            with os.fdopen(os.open(self._path, flags), "ab") as file:
                file.write(lines)
            self._written = len(log)

    def begin_anew(self, log: Log) -> None:
        """What stands there is of acts that were taken back: it is written anew."""
        self._written = None
        self.follow(log)

    def write_whole(self, log: Log) -> None:
        """Write all of it, in the place of what stands there."""
        write(self._path, b"".join(map(_line, log)))
        self._written = len(log)


def _line(entry: Entry) -> bytes:
    at, event = entry
    said = {"t": at, "kind": event.kind, "data": plain_data(event)}
    return json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
