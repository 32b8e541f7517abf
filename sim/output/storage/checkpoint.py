"""Finished worlds of a run under way: an append-only file from which an interrupted run goes on.

A header names what the worlds depend on; then one record a chunk, in the order of replications:
first and last world, lengths, digest, packed values, packed paths. A record that a crash tore off
does not match its digest and is computed again. The file is hidden and goes when the run is
complete.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from hashlib import blake2b
from itertools import takewhile
from pathlib import Path
from struct import Struct
from time import monotonic
from typing import Any, BinaryIO, Final

import numpy as np

from sim.errors import ResultsError
from sim.experiment.outcomes import paths
from sim.experiment.outcomes.paths import Paths
from sim.experiment.runs.replication import Chunk
from sim.experiment.statistics.estimates import Floats
from sim.experiment.statistics.tally import BLOCK
from sim.output.provenance import code_digest
from sim.output.storage.canonical_json import digest_of
from sim.output.storage.files import make_folder, plain_errors, sweep
from sim.output.storage.safety.ownership import WORLDS, WORLDS_BEGIN, has_worlds
from sim.output.storage.safety.regular_files import exists, is_regular

FILE: Final = WORLDS

_MAGIC: Final = WORLDS_BEGIN + b"3\n"
_LENGTH: Final = Struct("<I")
_RECORD: Final = Struct("<QQQQ16s")
_DOUBLE: Final = 8
_FRAME: Final = 64  # bytes that packing may add to a few that cannot be packed
_BETWEEN_SYNCS: Final = (
    1.0  # seconds of work that a power cut may cost; a killed process loses nothing
)


class Checkpoint:
    """The worlds finished so far, from replication 0 on without a gap. One process writes at a
    time.
    """

    __slots__ = ("_file", "_shape", "_start", "_synced", "path", "worlds")

    def __init__(self, folder: Path, identity: dict[str, Any], *, resume: bool) -> None:
        """Open the file in ``folder``: go on after the worlds it holds if ``resume``, else begin
        anew.
        """
        self.path = folder / FILE
        self._shape = (len(identity["arms"]), len(identity["columns"]))
        self._synced = monotonic()
        self.worlds = 0
        with plain_errors(self.path):
            self._file = _open_for_append(self.path)
        try:
            with plain_errors(self.path):
                self._start = (
                    self._continue_from(identity) if resume else _begin_file(self._file, identity)
                )
                self._file.seek(0, os.SEEK_END)
        except BaseException:
            self.close()
            raise

    def append(self, chunk: Chunk) -> None:
        """Keep a chunk: the one after the last."""
        assert chunk.start == self.worlds, "chunks come in their order"
        head = _RECORD.pack(
            chunk.start, chunk.stop, len(chunk.packed), len(chunk.paths), _digest(chunk)
        )
        if not os.fstat(self._file.fileno()).st_nlink:
            raise ResultsError(
                f"{self.path.parent} was removed while the run was writing to it: its worlds are"
                " lost."
            )
        with plain_errors(self.path):
            self._file.write(head + chunk.packed + chunk.paths)
            self._file.flush()
            if monotonic() - self._synced > _BETWEEN_SYNCS:
                self.sync()
        self.worlds = chunk.stop

    @property
    def worlds_on_disk(self) -> int:
        """How many worlds a later call finds: none if someone has taken the file away meanwhile."""
        with suppress(OSError):
            if os.path.samestat(self.path.stat(), os.fstat(self._file.fileno())):
                return self.worlds
        return 0

    def sync(self) -> None:
        """Make what is kept outlive a power cut."""
        os.fsync(self._file.fileno())
        self._synced = monotonic()

    def blocks(self, worlds: int) -> Iterator[Floats]:
        """The first ``worlds`` in blocks of ``BLOCK`` (worlds x arms x columns), each valid until
        the next is asked for.
        """
        room = np.empty((min(BLOCK, worlds), *self._shape))
        filled, left = 0, worlds
        for chunk in self._chunks():
            values = np.frombuffer(chunk.values, dtype="<f8").reshape(-1, *self._shape)[:left]
            left -= len(values)
            while len(values):
                taken = values[: len(room) - filled]
                room[filled : filled + len(taken)] = taken
                filled, values = filled + len(taken), values[len(taken) :]
                if filled == len(room):
                    yield room
                    filled = 0
        if left:
            raise ResultsError(
                f"{self.path} is damaged after world {worlds - left - 1}: go on from there with"
                " --resume."
            )
        if filled:
            yield room[:filled]

    def paths(self, worlds: int) -> Paths:
        """The paths of those of the first ``worlds`` that keep theirs: worlds x arms x states x
        hours.
        """
        early = takewhile(lambda chunk: chunk.start < paths.WORLDS, self._chunks())
        parts = [paths.unpack(chunk.paths, self._shape[0]) for chunk in early]
        found = np.concatenate(parts)[:worlds]
        if len(found) != paths.worlds_with_paths(0, worlds):
            raise ResultsError(
                f"{self.path} is damaged: it has the paths of {len(found)} worlds only."
            )
        return found

    def close(self) -> None:
        """Let go of the file; it stays."""
        with suppress(
            OSError
        ):  # what a full disk did not take has been told, and is found torn when resumed
            self._file.close()

    def _chunks(self) -> Iterator[Chunk]:
        """Sound records from the first on. Stops where one is torn, damaged or out of order."""
        place, worlds = self._start, 0
        while True:
            self._file.seek(place)
            chunk = _next_chunk(self._file, worlds, self._shape[0] * self._shape[1] * _DOUBLE)
            if chunk is None:
                return
            place, worlds = self._file.tell(), chunk.stop
            yield chunk

    def _continue_from(self, identity: dict[str, Any]) -> int:
        """Keep the sound records, cut off the rest."""
        end = self._start = _header_end(self._file, identity, self.path)
        for chunk in self._chunks():
            end, self.worlds = self._file.tell(), chunk.stop
        self._file.truncate(end)
        return self._start


@contextmanager
def kept_in(folder: Path, identity: Mapping[str, Any]) -> Iterator[Checkpoint]:
    """What was finished in ``folder`` before, or nothing yet; left by an error it stays, for the
    same call to go on there.

    An error where what lies there has another ``identity``, or was computed by another version of
    the model.
    """
    whole = {**identity, "code": code_digest()}
    with closing(
        Checkpoint(make_folder(folder), whole, resume=exists(folder / FILE))
    ) as checkpoint:
        yield checkpoint


@contextmanager
def resumable(
    place: Path, identity: Mapping[str, Any], *, what: str, resume: bool
) -> Iterator[Checkpoint]:
    """The same in a folder of results, cleared of what a killed call half wrote; with ``resume`` it
    must be there already.

    ``what`` is what an error calls it: ``run``.
    """
    if resume and not has_unfinished_worlds(place):
        raise ResultsError(f"{place} holds no interrupted {what} to resume.")
    with kept_in(place, identity) as checkpoint:
        sweep(place)
        yield checkpoint


def has_unfinished_worlds(folder: Path) -> bool:
    """Whether an interrupted run left worlds in ``folder``."""
    return has_worlds(folder)


def is_busy(folder: Path) -> bool:
    """Whether a process is writing worlds to ``folder`` right now."""
    if not has_worlds(folder):
        return False
    try:
        _open_for_append(folder / FILE).close()
    except ResultsError:
        return True
    return False


def _open_for_append(path: Path) -> BinaryIO:
    if exists(path) and not is_regular(path):
        raise ResultsError(f"{path} is no regular file, and is left as it is. Move it away.")
    file = os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o666), "r+b")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        file.close()
        raise ResultsError(f"another run is writing to {path.parent} right now.") from None
    return file


def _begin_file(file: BinaryIO, identity: dict[str, Any]) -> int:
    about = json.dumps(identity, sort_keys=True).encode()
    file.truncate(0)
    file.write(_MAGIC + _LENGTH.pack(len(about)) + about)
    file.flush()
    return file.tell()


def _header_end(file: BinaryIO, identity: dict[str, Any], path: Path) -> int:
    """Where the records begin, if the worlds are those of the plan. A file that a crash left empty
    is begun.
    """
    start = file.read(len(_MAGIC) + _LENGTH.size)
    if not start:
        return _begin_file(file, identity)
    if not start.startswith(_MAGIC) or len(start) < len(_MAGIC) + _LENGTH.size:
        raise ResultsError(
            f"{path} is damaged or of another version of Hotline. Remove the folder to start over."
        )
    about = file.read(_LENGTH.unpack_from(start, len(_MAGIC))[0])
    if about != json.dumps(identity, sort_keys=True).encode():
        changed = ", ".join(_changed_parts(about, identity)) or "header"
        raise ResultsError(
            f"{path.parent} holds an interrupted run that is not this one (it differs in:"
            f" {changed}). Remove the folder to start over, or choose another --name."
        )
    return file.tell()


def _changed_parts(about: bytes, identity: dict[str, Any]) -> list[str]:
    try:
        before = json.loads(about)
    except ValueError:
        return []
    return [key for key in identity if digest_of(before.get(key)) != digest_of(identity[key])]


def _next_chunk(file: BinaryIO, start: int, world_bytes: int) -> Chunk | None:
    head = file.read(_RECORD.size)
    if len(head) < _RECORD.size:
        return None
    first, stop, length, more, digest = _RECORD.unpack(head)
    size = (stop - first) * world_bytes
    if first != start or stop <= first or max(length, more) > 2 * size + _FRAME:
        return None
    chunk = Chunk(start=first, stop=stop, packed=file.read(length), paths=file.read(more))
    sound = (len(chunk.packed), len(chunk.paths)) == (length, more) and _digest(chunk) == digest
    return chunk if sound and len(chunk.values) == size else None


def _digest(chunk: Chunk) -> bytes:
    found = blake2b(chunk.packed, digest_size=16, salt=_LENGTH.pack(chunk.start & 0xFFFFFFFF))
    found.update(chunk.paths)
    return found.digest()
