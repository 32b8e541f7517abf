"""The results folder of a study: its designs and their responses as tables, its summary, and a manifest as a run has one.

A design is a CSV file, one row a point, values in code units; responses are a Parquet file, one row a point, world and arm.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, BinaryIO, Final

import numpy as np

from sim.errors import ResultsError
from sim.experiment.designs import Design, chunks
from sim.experiment.statistics import Floats
from sim.output import canonical, manifest
from sim.output.charts.chart import Table
from sim.output.charts.files import table
from sim.output.harvest import FILE as WORLDS
from sim.output.harvest import Harvest, unfinished
from sim.output.places import made, remove, replacing, run_place, sweep, write
from sim.output.rows import Fingerprint
from sim.output.store import SCENARIO, SUMMARY, manifest_of
from sim.output.writer import Circumstances

RESPONSES: Final = ".parquet"
KINDS: Final = ("sensitivity", "discovery")
_UNITS: Final = {"time": "h", "rate": "per h", "time of day": "h"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A design with its responses (points x worlds x arms x outcomes)."""

    design: Design
    values: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class StudyFolder:
    """A finished study. ``manifest`` and ``summary`` are the files of that name as plain data."""

    path: Path
    manifest: Mapping[str, Any]
    summary: Mapping[str, Any]

    @property
    def kind(self) -> str:
        """Which study it is."""
        return str(self.manifest["kind"])

    @property
    def charts(self) -> Path:
        """The folder for charts, which may not exist yet."""
        return self.path / "charts"

    def verify(self) -> None:
        """Compare every file with the hash that the manifest has of it."""
        found = study_hashes(self.path, tuple(self.manifest["arms"]), tuple(self.manifest["columns"]))
        changed = [name for name in found if name != "all" and found[name] != self.manifest["content"].get(name)]
        if changed or found != self.manifest["content"]:
            raise ResultsError(f"{self.path} has been changed since it was written: {', '.join(changed) or 'manifest'}")


def open_study(path: Path) -> StudyFolder:
    """The finished study in the folder ``path``."""
    about = manifest_of(path)
    if about.get("kind") not in KINDS:
        raise ResultsError(f"{path} holds no study of what matters.")
    return StudyFolder(path=path, manifest=about, summary=canonical.read(path / SUMMARY))


def study_name(kind: str, seed: int, asked: Mapping[str, Any]) -> str:
    """A name that tells studies apart and is the same for the same study."""
    return f"{kind}-s{seed}-{canonical.digest_of(asked)[:8]}"


def expect_place(root: Path, scenario: str, name: str, asked: Mapping[str, Any]) -> Path:
    """The folder of a study: free, or that of the same study."""
    place = run_place(root, scenario, name)
    if (place / manifest.FILE).is_file():
        before = canonical.read(place / manifest.FILE)
        if before.get("asked") != canonical.digest_of(asked):
            raise ResultsError(f"{place} holds another run. Choose another --name, or remove the folder.")
    return place


def gathered(place: Path, part: str, design: Design, *, jobs: int, advance: Callable[[int], None]) -> Part:
    """The responses of one part of a study, kept as they come: the same study goes on where it was stopped."""
    folder = made(place / f".{part}")
    harvest = Harvest(folder, {**design.identity(), "code": manifest.code_digest()}, resume=unfinished(folder))
    try:
        advance(harvest.worlds)
        with closing(chunks(design, first=harvest.worlds, jobs=jobs)) as finished:
            for chunk in finished:
                harvest.append(chunk)
                advance(chunk.stop)
        values = np.concatenate([block.copy() for block in harvest.blocks(design.units)]).reshape(design.shape)
    finally:
        harvest.close()
    return Part(design=design, values=values)


def completed(
    place: Path, asked: Mapping[str, Any], summary: Mapping[str, Any], parts: Mapping[str, Part], yaml: str,
    circumstances: Circumstances,
) -> StudyFolder:  # fmt: skip
    """Write all files of a study, the manifest last."""
    folder = made(place)
    sweep(folder)
    remove(folder / manifest.FILE)
    for name, part in parts.items():
        write(folder / f"{name}-design.csv", table(_design(part.design)))
        with replacing(folder / f"{name}{RESPONSES}") as file:
            _responses(file, part)
    write(folder / SUMMARY, canonical.text_of(summary))
    write(folder / SCENARIO, yaml.encode())
    design = next(iter(parts.values())).design
    about = {
        "schema": manifest.SCHEMA, "what": f"results of a Hotline {summary['kind']} study", "kind": summary["kind"],
        "scenario": {key: summary["scenario"][key] for key in ("name", "title", "digest")},
        "seed": summary["seed"], "replications": summary["replications"], "arms": list(design.arms),
        "baseline": summary["baseline"], "columns": list(design.outcomes), "asked": canonical.digest_of(asked),
        "content": study_hashes(folder, design.arms, design.outcomes),
        **manifest.made(circumstances.command, circumstances.started, circumstances.seconds),
    }  # fmt: skip
    write(folder / manifest.FILE, canonical.text_of(about))
    for name in parts:
        remove(folder / f".{name}" / WORLDS)
        (folder / f".{name}").rmdir()
    return open_study(folder)


def study_hashes(folder: Path, arms: tuple[str, ...], columns: tuple[str, ...]) -> dict[str, str]:
    """What the files of a study say, as hashes by file and as one over all."""
    found = {path.name: _says(path, arms, columns) for path in sorted(folder.glob("*-design.csv"))}
    found |= {path.name: _says(path, arms, columns) for path in sorted(folder.glob(f"*{RESPONSES}"))}
    found |= {name: _says(folder / name, arms, columns) for name in (SCENARIO, SUMMARY)}
    return {**found, "all": canonical.digest_of(found)}


def _says(path: Path, arms: tuple[str, ...], columns: tuple[str, ...]) -> str:
    try:
        if path.suffix != RESPONSES:
            return sha256(path.read_bytes()).hexdigest()
        fingerprint = Fingerprint(arms, columns)
        fingerprint.add(read_responses(path, arms, columns))
        return fingerprint.hexdigest()
    except OSError as error:
        raise ResultsError(f"cannot read {path}: {error.strerror or error}") from error


def read_responses(path: Path, arms: tuple[str, ...], columns: tuple[str, ...]) -> Floats:
    """Responses as they were written: points and worlds in one x arms x outcomes."""
    import pyarrow as pa
    from pyarrow import parquet

    try:
        found = parquet.read_table(path, columns=list(columns), memory_map=False)
        values = np.stack([found.column(name).to_numpy().astype(np.float64) for name in columns], axis=1)
        whole: Floats = values.reshape(-1, len(arms), len(columns))
    except (pa.ArrowException, KeyError, ValueError) as error:
        raise ResultsError(f"{path} cannot be read: {error}") from error
    return whole


def _design(design: Design) -> Table:
    units = [_UNITS.get(factor.form.reads) for factor in design.factors]
    names = [
        f"{factor.path} [{unit}]" if unit else factor.path for factor, unit in zip(design.factors, units, strict=True)
    ]
    return Table(
        header=("point", "first_replication", *names),
        rows=tuple((at, design.starts[at], *map(float, point)) for at, point in enumerate(design.points)),
    )


def _responses(file: BinaryIO, part: Part) -> None:
    import pyarrow as pa
    from pyarrow import parquet

    points, worlds, arms, _ = part.values.shape
    starts = np.array(part.design.starts, dtype=np.int64)
    replication = (starts[:, None] + np.arange(worlds)).repeat(arms)
    codes = np.tile(np.arange(arms, dtype=np.int32), points * worlds)
    flat = part.values.reshape(-1, len(part.design.outcomes))
    columns = {
        "point": pa.array(np.arange(points, dtype=np.int64).repeat(worlds * arms)),
        "replication": pa.array(replication),
        "arm": pa.DictionaryArray.from_arrays(pa.array(codes), pa.array(part.design.arms, pa.string())),
        **{name: pa.array(np.ascontiguousarray(flat[:, at])) for at, name in enumerate(part.design.outcomes)},
    }
    parquet.write_table(
        pa.table(columns), file, version="2.6", compression="zstd", compression_level=3, write_statistics=False
    )
