"""Results made again where they are damaged: sound blocks are taken as they are, the others
computed, and all is compared.

Everything is written to a hidden folder first. Only what has then been found to be what the
manifest names takes its place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from shutil import rmtree
from tempfile import TemporaryDirectory
from typing import Any

from sim.errors import ResultsError
from sim.experiment.runs.replication import Chunk
from sim.output.provenance import code_digest
from sim.output.storage import manifest
from sim.output.storage.checkpoint import Checkpoint
from sim.output.storage.files import make_folder, plain_errors, write
from sim.output.storage.manifest import Manifest
from sim.output.storage.safety import ownership, regular_files
from sim.output.storage.safety.ownership import REPAIR, REPAIR_MARK, REPAIR_SAYS, is_repair
from sim.output.storage.verification import Damage, Stored, damage_of

#: Computes the worlds ``start`` to ``stop`` - 1 again.
Again = Callable[[int, int], Iterable[Chunk]]


@contextmanager
def hidden_folder(path: Path) -> Iterator[Path]:
    """A folder within one of results that is gone afterwards."""
    with plain_errors(path):
        for left in filter(is_repair, path.glob(f"{REPAIR}*")):  # by a repair that was killed
            rmtree(left)
        with TemporaryDirectory(dir=path, prefix=REPAIR) as folder:
            (Path(folder) / REPAIR_MARK).write_bytes(REPAIR_SAYS)
            yield Path(folder)


@contextmanager
def refilled_checkpoint(
    place: Path, identity: Mapping[str, Any], stored: Stored, again: Again, *, afresh: int = 0
) -> Iterator[Checkpoint]:
    """All worlds of a file, as if they had just finished; the blocks with the first ``afresh``
    worlds are computed anyway.
    """
    with closing(Checkpoint(make_folder(place), dict(identity), resume=False)) as checkpoint:
        for number, (start, stop) in enumerate(stored.spans()):
            block = None if start < afresh else stored.sound(number)
            fresh = (
                again(start, stop)
                if block is None
                else [Chunk.of(start, stop, block.ravel().tolist())]
            )
            for chunk in fresh:
                checkpoint.append(chunk)
        yield checkpoint


def put_back(path: Path, place: Path, about: Manifest, damage: Damage) -> None:
    """Replace what is damaged by what was made again in ``place``, once that is found to be what
    was written.
    """
    if wrong := damage_of(place, about):
        raise ResultsError(
            f"{path}: what was computed again is not what its manifest names:"
            f" {wrong.description()}. Nothing has been replaced."
        )
    for name in dict.fromkeys((*damage.worlds, *damage.files)):
        make_folder((path / name).parent)
        write(path / name, regular_files.content(place / name, most=regular_files.ENDLESS))


def expect_mendable(path: Path, about: Manifest, damage: Damage) -> None:
    """An error where the manifest is damaged itself, another model computed the worlds, or a link
    stands in place of a file.
    """
    if manifest.FILE in damage.files:
        raise ResultsError(
            f"{path / manifest.FILE} itself has been changed, so nothing can be told from it."
        )
    if about.code != code_digest():
        raise ResultsError(
            f"{path} was computed by another version of the model"
            f" ({about.version}, commit {about.commit}), so this one cannot"
            " repair it."
        )
    ownership.expect_replaceable(path, (*damage.worlds, *damage.files))
