"""The results folder of a study of any kind: a sweep, a trial of measures, a study of what matters.

Its worlds lie in one or more Parquet files, in blocks of which the manifest keeps digests; every
other file is kept by its hash. So what is damaged can be named, and computed again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any, Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from sim.errors import ResultsError
from sim.experiment.design.designs import Design
from sim.output.storage import canonical_json, codec
from sim.output.storage.manifest import ALL, BlockDigests, Manifest, write_manifest
from sim.output.storage.outcome_rows import Keys
from sim.output.storage.run_folder import SUMMARY, manifest_of
from sim.output.storage.verification import Damage, damage_of
from sim.output.storage.worlds_file import Worlds

S = TypeVar("S")
S_co = TypeVar("S_co", covariant=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class StudyFolder(Generic[S_co]):
    """A finished study. ``manifest`` is what the file of that name says, ``summary`` what the
    other says.
    """

    path: Path
    manifest: Manifest
    summary: S_co

    @property
    def kind(self) -> str:
        """Which study it is."""
        return str(self.manifest.kind)

    @property
    def charts(self) -> Path:
        """The folder for charts, which may not exist yet."""
        return self.path / "charts"

    def damage(self) -> Damage:
        """What is no longer as it was written."""
        return damage_of(self.path, self.manifest)


def open_folder(path: Path, kind: str, what: str, summary: type[S]) -> StudyFolder[S]:
    """The finished study in the folder ``path``, which must be of this kind."""
    about = manifest_of(path)
    if about.kind != kind:
        raise ResultsError(f"{path} holds no {what}.")
    return StudyFolder(
        path=path, manifest=about, summary=codec.read_summary(summary, path / SUMMARY)
    )


def keys_of(design: Design, *, levers: bool) -> Keys:
    """What says which worlds of a design rows are of: the point, with ``levers`` also its values,
    and the replication.
    """
    values, starts = (
        np.array(design.points, dtype=np.float64),
        np.array(design.starts, dtype=np.int64),
    )

    def keys(start: int, stop: int) -> tuple[dict[str, NDArray[Any]], NDArray[np.int64]]:
        point, world = np.divmod(np.arange(start, stop, dtype=np.int64), design.worlds)
        lead: dict[str, NDArray[Any]] = {"point": point}
        if levers:
            lead |= {factor.path: values[point, at] for at, factor in enumerate(design.factors)}
        return lead, starts[point] + world

    return keys


def seal_folder(
    folder: Path, about: Manifest, worlds: Mapping[str, Worlds], files: Iterable[str]
) -> None:
    """Write the manifest, which makes a folder complete: with it go the hashes of its worlds and of
    the other ``files``.
    """
    content = {name: one.fingerprint for name, one in worlds.items()}
    for name in files:
        content[name] = sha256((folder / name).read_bytes()).hexdigest()
    blocks = {name: _blocks(one, about.arms) for name, one in worlds.items()}
    whole = replace(
        about, content={**content, ALL: canonical_json.digest_of(content)}, blocks=blocks
    )
    write_manifest(folder, whole)


def _blocks(worlds: Worlds, arms: Sequence[str]) -> BlockDigests:
    """What the manifest says of one file of worlds: its arms only where they are not those of the
    study.
    """
    own = tuple(worlds.arms)
    return BlockDigests(
        worlds=worlds.count, digests=tuple(worlds.blocks), arms=None if own == tuple(arms) else own
    )
