"""A sweep on disk: filled world by world like a run, one row a point, world and arm, and the summary that its charts are from.

The folder has the files of a run under the same names; its manifest says that it is a sweep.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Final

import numpy as np

from sim.errors import ResultsError
from sim.experiment.statistics import Floats
from sim.experiment.sweep import KIND, Sweep, break_evens, evaluated, pieces, summarised
from sim.output import canonical, manifest, rows
from sim.output.harvest import FILE as WORLDS
from sim.output.harvest import Harvest, unfinished
from sim.output.places import made, remove, replacing, run_place, sweep, write
from sim.output.rows import Fingerprint
from sim.output.store import SCENARIO, SUMMARY, content_hashes, manifest_of
from sim.output.writer import Circumstances


@dataclass(frozen=True, slots=True, kw_only=True)
class SweepFolder:
    """A finished sweep. ``manifest`` and ``summary`` are the files of that name as plain data."""

    path: Path
    manifest: Mapping[str, Any]
    summary: Mapping[str, Any]

    @property
    def charts(self) -> Path:
        """The folder for charts, which may not exist yet."""
        return self.path / "charts"

    def verify(self) -> None:
        """Compare every file with the hash that the manifest has of it."""
        found = content_hashes(self.path, _fingerprint(self.path, self.manifest))
        changed = [name for name in found if name != "all" and found[name] != self.manifest["content"].get(name)]
        if changed or found != self.manifest["content"]:
            raise ResultsError(f"{self.path} has been changed since it was written: {', '.join(changed) or 'manifest'}")


def open_sweep(path: Path) -> SweepFolder:
    """The finished sweep in the folder ``path``."""
    about = manifest_of(path)
    if about.get("kind") != KIND:
        raise ResultsError(f"{path} holds no sweep.")
    return SweepFolder(path=path, manifest=about, summary=canonical.read(path / SUMMARY))


def default_name(asked: Sweep) -> str:
    """A name that tells sweeps apart and is the same for the same sweep."""
    return f"sweep-s{asked.plan.seed}-n{asked.plan.replications}-{canonical.digest_of(_identity(asked))[:8]}"


def _identity(asked: Sweep) -> dict[str, Any]:
    return {**asked.design().identity(), "baseline": asked.plan.baseline, "break_even": list(asked.break_even)}


@contextmanager
def harvesting(root: Path, asked: Sweep, name: str, *, resume: bool) -> Iterator[Harvest]:
    """The place for finished worlds, open. The same sweep goes on where it stopped; another one is refused."""
    place = run_place(root, asked.plan.scenario.name, name)
    _expect_same(place, asked)
    if resume and not unfinished(place):
        raise ResultsError(f"{place} holds no interrupted sweep to resume.")
    identity = {**asked.design().identity(), "code": manifest.code_digest()}
    harvest = Harvest(made(place), identity, resume=unfinished(place))
    try:
        sweep(place)
        yield harvest
    finally:
        harvest.close()


def completed(harvest: Harvest, asked: Sweep, scenario_yaml: str, circumstances: Circumstances) -> SweepFolder:
    """Write the files of a sweep whose worlds have all finished."""
    folder = harvest.path.parent
    remove(folder / manifest.FILE)
    outcomes, summary = _written(folder / rows.FILE, asked, harvest)
    write(folder / SUMMARY, canonical.text_of(summary))
    write(folder / SCENARIO, scenario_yaml.encode())
    write(folder / manifest.FILE, canonical.text_of(_manifest(asked, content_hashes(folder, outcomes), circumstances)))
    remove(folder / WORLDS)
    return open_sweep(folder)


def _manifest(asked: Sweep, content: Mapping[str, str], circumstances: Circumstances) -> dict[str, Any]:
    about = manifest.manifest(asked.plan, content, circumstances.command, circumstances.started, circumstances.seconds)
    about |= {
        "what": "results of a Hotline sweep", "columns": list(asked.outcomes), "kind": KIND,
        "levers": [lever.factor.path for lever in asked.levers], "points": len(asked.points), "identity": _identity(asked),
    }  # fmt: skip
    return about


def _written(path: Path, asked: Sweep, harvest: Harvest) -> tuple[str, dict[str, Any]]:
    """Write the rows; returns their fingerprint and the summary, from the same pass over the worlds."""
    fingerprint = Fingerprint(asked.plan.arms, asked.outcomes)
    shape = (len(asked.points), asked.plan.replications, len(asked.plan.arms))
    kept = {name: np.empty(shape) for name in asked.break_even}
    with replacing(path) as file:
        writer = _Rows(file, asked)

        def passing() -> Iterator[tuple[int, Floats]]:
            at = 0
            for point, block in pieces(harvest.blocks(shape[0] * shape[1]), shape[1]):
                writer.add(point, block)
                fingerprint.add(block)
                for name, room in kept.items():
                    column = asked.outcomes.index(name)
                    room.reshape(-1, shape[2])[at : at + len(block)] = block[:, :, column]
                at += len(block)
                yield point, block

        points = evaluated(asked, passing())
        writer.close()
    return fingerprint.hexdigest(), summarised(asked, points, break_evens(asked, kept))


class _Rows:
    """Writes the worlds of points as Parquet, several points to a row group where they are short."""

    __slots__ = ("_asked", "_points", "_schema", "_waiting", "_worlds", "_writer")

    _GROUP: Final = 2048

    def __init__(self, file: BinaryIO, asked: Sweep) -> None:
        import pyarrow as pa
        from pyarrow import parquet

        fields = [pa.field("point", pa.int64(), nullable=False)]
        fields += [pa.field(lever.factor.path, pa.float64(), nullable=False) for lever in asked.levers]
        fields += [pa.field("arm", pa.dictionary(pa.int32(), pa.string()), nullable=False)]
        fields += [pa.field("replication", pa.int64(), nullable=False)]
        fields += [pa.field(name, pa.float64()) for name in asked.outcomes]
        self._schema = pa.schema(fields)
        self._asked, self._points = asked, np.array(asked.points)
        self._worlds = 0
        self._waiting: list[tuple[int, Floats]] = []
        self._writer = parquet.ParquetWriter(
            file, self._schema, version="2.6", compression="zstd", compression_level=3, write_statistics=False
        )

    def add(self, point: int, block: Floats) -> None:
        """Take in the next worlds of a point (worlds x arms x outcomes)."""
        self._waiting.append((point, block.copy()))
        if sum(len(values) for _, values in self._waiting) >= self._GROUP:
            self._flush()

    def close(self) -> None:
        """Write what waits, and the footer."""
        if self._waiting:
            self._flush()
        self._writer.close()

    def _flush(self) -> None:
        import pyarrow as pa

        arms = self._asked.plan.arms
        values = np.concatenate([block for _, block in self._waiting])
        worlds, count, outcomes = values.shape
        points = np.repeat([point for point, _ in self._waiting], [len(block) * count for _, block in self._waiting])
        replication = np.arange(self._worlds, self._worlds + worlds, dtype=np.int64) % self._asked.plan.replications
        codes = pa.array(np.tile(np.arange(count, dtype=np.int32), worlds))
        flat = values.reshape(-1, outcomes)
        arrays = [pa.array(points)]
        arrays += [pa.array(self._points[points, at]) for at in range(self._points.shape[1])]
        arrays += [pa.DictionaryArray.from_arrays(codes, pa.array(arms, pa.string()))]
        arrays += [pa.array(np.repeat(replication, count))]
        arrays += [pa.array(np.ascontiguousarray(flat[:, at]), from_pandas=True) for at in range(outcomes)]
        self._writer.write_table(pa.Table.from_arrays(arrays, schema=self._schema), row_group_size=worlds * count)
        self._worlds += worlds
        self._waiting = []


def _fingerprint(path: Path, about: Mapping[str, Any]) -> str:
    arms, columns = tuple(about["arms"]), tuple(about["columns"])
    fingerprint = Fingerprint(arms, columns)
    for block in rows.RowReader(path / rows.FILE, arms, columns).blocks():
        fingerprint.add(block)
    return fingerprint.hexdigest()


def _expect_same(place: Path, asked: Sweep) -> None:
    """A complete sweep may be repeated in its folder, but nothing replaced by another one."""
    if not (place / manifest.FILE).is_file():
        return
    if canonical.read(place / manifest.FILE).get("identity") != _identity(asked):
        raise ResultsError(f"{place} holds other results. Choose another --name, or remove the folder.")
