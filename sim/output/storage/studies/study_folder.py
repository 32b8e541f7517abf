"""The results folder of a study of any kind: a sweep, a trial of measures, a study of what matters.

Its worlds lie in one or more Parquet files, in blocks of which the manifest keeps digests; every
other file is kept by its hash. So what is damaged can be named, and computed again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, Final, Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from sim.errors import ResultsError
from sim.experiment.design.designs import Design
from sim.output.storage import canonical_json, codec, manifest
from sim.output.storage.files import write
from sim.output.storage.outcome_rows import Keys
from sim.output.storage.run_folder import SUMMARY, manifest_of
from sim.output.storage.verification import Damage, damage_of
from sim.output.storage.worlds_file import Worlds

ALL: Final = "all"
S = TypeVar("S")
S_co = TypeVar("S_co", covariant=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class StudyFolder(Generic[S_co]):
    """A finished study. ``manifest`` is the file of that name as plain data, ``summary`` what the
    other says.
    """

    path: Path
    manifest: Mapping[str, Any]
    summary: S_co

    @property
    def kind(self) -> str:
        """Which study it is."""
        return str(self.manifest["kind"])

    @property
    def charts(self) -> Path:
        """The folder for charts, which may not exist yet."""
        return self.path / "charts"

    def damage(self) -> Damage:
        """What is no longer as it was written."""
        return damage_of(self.path, self.manifest)

    def verify(self) -> None:
        """An error that names what is no longer as it was written."""
        if found := self.damage():
            raise ResultsError(
                f"{self.path} has been changed since it was written: {found.description()}"
            )


def open_folder(path: Path, kind: str, what: str, summary: type[S]) -> StudyFolder[S]:
    """The finished study in the folder ``path``, which must be of this kind."""
    about = manifest_of(path)
    if about.get("kind") != kind:
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
    folder: Path, about: Mapping[str, Any], worlds: Mapping[str, Worlds], files: Iterable[str]
) -> None:
    """Write the manifest, which makes a folder complete: with it go the hashes of its worlds and of
    the other ``files``.
    """
    content = {name: one.fingerprint for name, one in worlds.items()}
    for name in files:
        content[name] = sha256((folder / name).read_bytes()).hexdigest()
    blocks = {name: _blocks(one, about["arms"]) for name, one in worlds.items()}
    whole = {
        **about,
        "content": {**content, ALL: canonical_json.digest_of(content)},
        "blocks": blocks,
    }
    write(folder / manifest.FILE, canonical_json.text_of(manifest.with_seal(whole)))


def _blocks(worlds: Worlds, arms: Sequence[str]) -> dict[str, Any]:
    """What the manifest says of one file of worlds: its arms only where they are not those of the
    study.
    """
    told = {"worlds": worlds.count, "digests": list(worlds.blocks)}
    return told if list(worlds.arms) == list(arms) else {**told, "arms": list(worlds.arms)}
