"""The journal of a game: one record a line, on disk before anything of it is acknowledged.

A last line without its end was never acknowledged, and is cut off. Any other line that cannot be
read stops with its number: nothing is guessed. One process at a time writes to a journal.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from math import isfinite
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import Any, BinaryIO, Final, Self

from sim.errors import ResultsError, refusal
from sim.output.storage.files import plain_errors
from sim.output.storage.safety import regular_files

SCHEMA: Final = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What was done: its number, the act, from which seat and at which hour, and with what.

    ``message`` is the key of the message that it wrote, ``words`` the digest of what a person
    wrote, ``to`` the record to which an undo goes back; ``entries`` and ``digest`` are those of
    the log after it, ``wall`` the time of day. ``mark`` is what a browser calls the act, so that
    one that it sends twice happens once; ``by`` says who did it, where it is not who sits there.
    """

    n: int = 0
    do: str
    seat: str | None = None
    at: float = 0.0
    data: Mapping[str, Any] = field(default_factory=dict)
    message: str = ""
    words: str = ""
    to: int = 0
    entries: int = 0
    digest: str = ""
    wall: str = ""
    mark: str = ""
    by: str = ""


_WHOLE: Final = (int,)
_TEXT: Final = (str,)
#: Key in a line -> field of a record, and as what it stands there.
_KEYS: Final[Mapping[str, tuple[str, tuple[type, ...]]]] = MappingProxyType(
    {
        "n": ("n", _WHOLE),
        "do": ("do", _TEXT),
        "seat": ("seat", _TEXT),
        "at": ("at", (int, float)),
        "with": ("data", (dict,)),
        "message": ("message", _TEXT),
        "words": ("words", _TEXT),
        "to": ("to", _WHOLE),
        "log": ("entries", _WHOLE),
        "sum": ("digest", _TEXT),
        "wall": ("wall", _TEXT),
        "id": ("mark", _TEXT),
        "by": ("by", _TEXT),
    }
)


def line_of(record: Record) -> bytes:
    """A record as a line, without what it does not say."""
    values = ((key, getattr(record, name)) for key, (name, _) in _KEYS.items())
    return json_line({key: value for key, value in values if value not in (None, "", 0, {})})


def json_line(content: Mapping[str, Any]) -> bytes:
    """An object as a line. Every character outside ASCII is escaped, so that none ends a line."""
    return json.dumps(content, separators=(",", ":"), allow_nan=False).encode("ascii") + b"\n"


def records(content: bytes, path: Path) -> list[Record]:
    """The records of a journal without what was never acknowledged at its end."""
    lines = content.split(b"\n")[:-1]
    found = [_record(line, number, path) for number, line in enumerate(lines, start=1)]
    for number, record in enumerate(found, start=1):
        if record.n != number:
            raise damage(path, number, "its number is another")
        if record.do == "undo" and not 1 <= record.to < number:
            raise damage(path, number, f"it goes back to {record.to}, which is not before it")
    return found


def _record(line: bytes, number: int, path: Path) -> Record:
    try:
        found = json.loads(line, parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise damage(path, number, "it is no JSON") from error
    if not isinstance(found, dict) or not isinstance(found.get("do"), str):
        raise damage(path, number, "it does not say what was done")
    if strange := [key for key, value in found.items() if not _fits(key, value)]:
        raise damage(path, number, f"it says {strange[0]!r}, or says it otherwise than it should")
    return Record(**{_KEYS[key][0]: value for key, value in found.items()})


def _fits(key: str, value: object) -> bool:
    if key not in _KEYS or isinstance(value, bool) or not isinstance(value, _KEYS[key][1]):
        return False
    return not isinstance(value, float) or isfinite(value)


def _no_number(text: str) -> float:
    raise ValueError(text)


def damage(path: Path, number: int, why: str) -> ResultsError:
    """The error of a line that cannot be trusted."""
    return ResultsError(
        f"{path}:{number}:1: this line of the journal cannot be trusted: {why}. The lines before it"
        " are whole; a copy of the journal that ends there can be played on."
    )


class Journal:
    """A journal that is open for writing, and everything that stands in it."""

    __slots__ = ("_file", "path", "records")

    def __init__(self, path: Path) -> None:
        """Open the journal, or begin one; what was never acknowledged is cut off."""
        self.path = path
        self._file = _open_locked(path)
        try:
            content = self._file.read()
            self.records = records(content, path)
            with plain_errors(path):
                self._file.truncate(content.rfind(b"\n") + 1)
                self._file.seek(0, os.SEEK_END)
        except BaseException:
            self._file.close()
            raise

    def append(self, record: Record) -> None:
        """Put a record on disk. It has its number and the time of day from here."""
        numbered = replace(record, n=len(self.records) + 1, wall=_now())
        _write_whole(self._file, line_of(numbered), self.path)
        self.records.append(numbered)

    def close(self) -> None:
        """Let others write to it."""
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def read_journal(path: Path) -> list[Record]:
    """The records of a journal that somebody else may be writing to."""
    try:
        content = regular_files.content(path, most=regular_files.ENDLESS)
    except OSError as error:
        raise ResultsError(f"{path} cannot be read: {refusal(error)}") from error
    return records(content, path)


def _open_locked(path: Path) -> BinaryIO:
    if regular_files.exists(path) and not regular_files.is_regular(path):
        raise ResultsError(f"{path} is no regular file, and is left as it is. Move it away.")
    with plain_errors(path):
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o666)
        file = os.fdopen(descriptor, "r+b", buffering=0)
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        file.close()
        raise ResultsError(f"the game in {path.parent} is being played right now.") from None
    return file


def _write_whole(file: BinaryIO, line: bytes, path: Path) -> None:
    """A line at the end of a file, on disk; where that fails the file is as it was."""
    before = file.tell()
    with plain_errors(path):
        try:
            while line:
                line = line[file.write(line) :]
            os.fdatasync(file.fileno())
        except BaseException:
            file.truncate(before)
            file.seek(before)
            raise


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")


def in_force(found: Iterable[Record]) -> list[Record]:
    """The records that count: what was taken back is left out, and so is the taking back."""
    standing: list[Record] = []
    for record in found:
        if record.do == "undo":
            standing = [one for one in standing if one.n <= record.to]
        else:
            standing.append(record)
    return standing


def words_said(standing: Iterable[Record], words_of: Callable[[Record], str]) -> list[str]:
    """What the facilitator has said at the table, in order."""
    return [words_of(one) for one in standing if one.do == "broadcast"]
