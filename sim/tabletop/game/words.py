"""What people wrote, apart from the journal, which holds a salted digest of it: so words can be
taken away, and the game still replays and its sums still hold.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path
from secrets import token_hex

from sim.characters import OBEYED
from sim.errors import ResultsError, UsageError, refusal
from sim.output.storage.files import plain_errors
from sim.output.storage.safety import regular_files
from sim.tabletop.game.journal import json_line

MOST: int = 4000


class Words:
    """The texts of a game, by the digest that the journal has of them."""

    __slots__ = ("_path", "_salts", "_texts")

    def __init__(self, path: Path) -> None:
        self._path = path
        self._texts: dict[str, str] = {}
        self._salts: dict[str, str] = {}
        if regular_files.exists(path):
            self._read()

    def text(self, digest: str) -> str:
        """The text of a digest; empty where it was taken away."""
        return self._texts.get(digest, "")

    def put(self, text: str) -> str:
        """Put a text on disk, before the journal speaks of it; returns its digest."""
        salt = token_hex(16)
        digest = _digest(salt, text)
        with plain_errors(self._path):
            flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW
            descriptor = os.open(self._path, flags, 0o666)
            with os.fdopen(descriptor, "ab") as file:
                # a line that a killed game left without its end is closed first: it says nothing
                file.write(b"\n" + json_line({"salt": salt, "text": text}))
                file.flush()
                os.fdatasync(file.fileno())
        self._texts[digest], self._salts[digest] = text, salt
        return digest

    def content(self, digests: Iterable[str]) -> bytes:
        """A file of these texts and no others."""
        return b"".join(
            b"\n" + json_line({"salt": self._salts[one], "text": self._texts[one]})
            for one in digests
            if one in self._texts
        )

    def _read(self) -> None:
        try:
            content = regular_files.content(self._path, most=regular_files.ENDLESS)
        except OSError as error:
            raise ResultsError(f"{self._path} cannot be read: {refusal(error)}") from error
        for line in content.split(b"\n"):
            try:
                found = json.loads(line or b"{}")
                salt, text = found.get("salt"), found.get("text")
                if isinstance(salt, str) and isinstance(text, str):
                    digest = _digest(salt, text)
                    self._texts[digest], self._salts[digest] = text, salt
            except (ValueError, AttributeError, RecursionError):
                continue  # half written by a game that was killed: the journal does not know it


def _digest(salt: str, text: str) -> str:
    return sha256(f"{salt}:{text}".encode()).hexdigest()


def acceptable_text(text: str) -> str:
    """What somebody typed, if it may be kept: no control characters, no lone surrogates, not
    endless.
    """
    if len(text) > MOST:
        raise UsageError(f"that is {len(text):,} characters; at most {MOST:,} are kept")
    if OBEYED.search(text):
        raise UsageError("that holds characters that no terminal may be given; type it without")
    return text.strip()
