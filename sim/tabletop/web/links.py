"""The links by which people come to the table: a secret each, of which the disk keeps a digest.

A seat may have several links. Those that were given before stay good when the table is opened
again; new ones can take their place.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from hashlib import blake2b, sha256
from hmac import compare_digest
from pathlib import Path
from secrets import token_urlsafe
from typing import Final

from sim.errors import ResultsError
from sim.output.storage.files import plain_errors, write
from sim.output.storage.safety import regular_files
from sim.output.storage.safety.game_files import LINKS
from sim.tabletop.game.control_acts import FACILITATOR

_BYTES: Final = 24
_PRIVATE: Final = 0o600


class Links:
    """The links of one game."""

    __slots__ = ("_digests", "_others", "_path", "game")

    def __init__(self, folder: Path, seats: Sequence[str]) -> None:
        self._path = folder / LINKS
        self.game = game_id(folder)
        stored = _read(self._path)
        self._digests: dict[str, list[str]] = {
            place: stored.get(place, []) for place in (*seats, FACILITATOR)
        }
        #: Of places that are not open now: their links are good again once they are.
        self._others = {one: digests for one, digests in stored.items() if one not in self._digests}

    @property
    def places(self) -> tuple[str, ...]:
        """Where one may sit: the seats with people, and the facilitator's."""
        return tuple(self._digests)

    def new(self, *, only: bool) -> dict[str, str]:
        """A new secret for each place, kept as a digest; ``only`` takes back all others."""
        secrets = {place: token_urlsafe(_BYTES) for place in self._digests}
        for place, secret in secrets.items():
            former = [] if only else self._digests[place]
            self._digests[place] = [*former, _digest(secret)]
        others = {} if only else self._others
        content = {**self._digests, **others}
        write(self._path, json.dumps(content, indent=1).encode() + b"\n")
        with plain_errors(self._path):
            self._path.chmod(_PRIVATE)
        return secrets

    def admit(self, place: str, secret: str) -> bool:
        """Whether this secret opens that place. As long for a wrong one as for a right one."""
        digest = _digest(secret)
        return sum(compare_digest(digest, one) for one in self._digests.get(place, ())) > 0


def game_id(folder: Path) -> str:
    """By what addresses and cookies tell one game from another: browsers keep no cookies apart by
    port.
    """
    return blake2b(str(folder.resolve()).encode(), digest_size=6).hexdigest()


def _digest(secret: str) -> str:
    return sha256(secret.encode("utf-8", "replace")).hexdigest()


def _read(path: Path) -> Mapping[str, list[str]]:
    if not regular_files.exists(path):
        return {}
    try:
        found = json.loads(regular_files.content(path))
    except (OSError, ValueError) as error:
        raise _unreadable(path) from error
    if not isinstance(found, dict) or not all(map(_are_digests, found.values())):
        raise _unreadable(path)
    return found


def _are_digests(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)


def _unreadable(path: Path) -> ResultsError:
    return ResultsError(f"{path} holds no links. Remove it: new links are made then.")
