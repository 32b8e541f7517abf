"""The results folder of a study: its designs and their responses as tables, its summary, and a
manifest as a run has one.

A design is a CSV file, one row a point, values in code units; responses are a Parquet file, one row
a point, world and arm.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final, TypeVar

import numpy as np

from sim.errors import ResultsError
from sim.experiment.comparison.summary_parts import StudySummary
from sim.experiment.design.designs import Design, chunks
from sim.experiment.discovery.discovery import KIND as DISCOVERY
from sim.experiment.discovery.discovery_summary import DiscoverySummary
from sim.experiment.runs.dask_executor import Cluster
from sim.experiment.sensitivity.sensitivity import KIND as SENSITIVITY
from sim.experiment.sensitivity.sensitivity_summary import SensitivitySummary
from sim.experiment.statistics import tally
from sim.experiment.statistics.estimates import Floats
from sim.output.charts.base.chart import Table
from sim.output.charts.base.files import table
from sim.output.storage import canonical_json, manifest
from sim.output.storage.checkpoint import FILE as WORLDS
from sim.output.storage.checkpoint import Checkpoint, kept_in
from sim.output.storage.codec import plain
from sim.output.storage.files import make_folder, remove, run_place, sweep, write
from sim.output.storage.manifest import Circumstances, Manifest, NamedScenario
from sim.output.storage.run_folder import SCENARIO, SUMMARY, manifest_before, other_results
from sim.output.storage.safety import regular_files
from sim.output.storage.safety.file_records import renewal
from sim.output.storage.studies.study_folder import StudyFolder, keys_of, open_folder, seal_folder
from sim.output.storage.worlds_file import Worlds, write_worlds

S = TypeVar("S", bound=StudySummary)

RESPONSES: Final = ".parquet"
DESIGN: Final = "-design.csv"
_UNITS: Final = {"time": "h", "rate": "per h", "time of day": "h"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A design with its responses (points x worlds x arms x outcomes)."""

    design: Design
    values: Floats


def open_sensitivity(path: Path) -> StudyFolder[SensitivitySummary]:
    """The finished study of which inputs matter in the folder ``path``."""
    summary = path / SUMMARY
    if regular_files.exists(summary) and canonical_json.read_object(summary).get("schema") == 1:
        raise ResultsError(
            f"{path} holds a study by Morris's method or of an older form, which this version does"
            " not read. Make it again with the command in its manifest, without --method morris."
        )
    return open_folder(path, SENSITIVITY, "sensitivity study", SensitivitySummary)


def open_discovery(path: Path) -> StudyFolder[DiscoverySummary]:
    """The finished study of conditions in the folder ``path``."""
    return open_folder(path, DISCOVERY, "discovery study", DiscoverySummary)


def study_name(kind: str, seed: int, asked: Mapping[str, Any]) -> str:
    """A name that tells studies apart and is the same for the same study."""
    return f"{kind}-s{seed}-{canonical_json.digest_of(asked)[:8]}"


def expect_place(
    root: Path, scenario: str, name: str, asked: Mapping[str, Any], *, file: str = ""
) -> Path:
    """The folder of a study: free, or that of the same study."""
    place = run_place(root, scenario, name, file=file)
    before = manifest_before(place)
    if before is not None and before.asked != canonical_json.digest_of(asked):
        raise other_results(place)
    return place


def gather(
    place: Path,
    part: str,
    design: Design,
    *,
    jobs: int,
    cluster: Cluster | None = None,
    advance: Callable[[int], None],
) -> Part:
    """The responses of one part of a study, kept as they come: the same study goes on where it was
    stopped.
    """
    with kept_in(place / f".{part}", design.identity()) as checkpoint:
        advance(checkpoint.worlds)
        with closing(
            chunks(design, first=checkpoint.worlds, jobs=jobs, cluster=cluster)
        ) as finished:
            for chunk in finished:
                checkpoint.append(chunk)
                advance(chunk.stop)
        return part_of(checkpoint, design)


def part_of(checkpoint: Checkpoint, design: Design) -> Part:
    """A part whose worlds have all finished."""
    values = np.concatenate([block.copy() for block in checkpoint.blocks(design.units)])
    return Part(design=design, values=values.reshape(design.shape))


def complete_study(
    place: Path,
    asked: Mapping[str, Any],
    summary: S,
    parts: Mapping[str, Part],
    yaml: str,
    circumstances: Circumstances,
) -> StudyFolder[S]:
    """Write all files of a study, the manifest last."""
    folder = make_folder(place)
    sweep(folder)
    files = design_files(parts)
    files |= {SUMMARY: canonical_json.text_of(plain(summary)), SCENARIO: yaml.encode()}
    with renewal(folder, (*files, *responses_files(parts))):
        remove(folder / manifest.FILE)
        for name, content in files.items():
            write(folder / name, content)
        worlds = write_responses(folder, parts)
        seal_folder(folder, _about(asked, summary, parts, circumstances), worlds, files)
    remove_parts(folder, parts)
    return open_folder(folder, summary.kind, f"{summary.kind} study", type(summary))


def design_files(parts: Mapping[str, Part]) -> dict[str, bytes]:
    """The tables of the points of each part, by the name of their file."""
    return {f"{name}{DESIGN}": table(_design(part.design)) for name, part in parts.items()}


def responses_files(parts: Iterable[str]) -> list[str]:
    """The names of the files with the worlds of each part."""
    return [f"{name}{RESPONSES}" for name in parts]


def write_responses(folder: Path, parts: Mapping[str, Part]) -> dict[str, Worlds]:
    """Write the worlds of each part; what they say, by the name of their file."""
    return {
        f"{name}{RESPONSES}": _responses(folder / f"{name}{RESPONSES}", part)
        for name, part in parts.items()
    }


def remove_parts(folder: Path, parts: Iterable[str]) -> None:
    """Take away where the worlds of parts were kept until all was complete."""
    for name in parts:
        remove(folder / f".{name}" / WORLDS)
        (folder / f".{name}").rmdir()


def _about(
    asked: Mapping[str, Any], summary: S, parts: Mapping[str, Part], circumstances: Circumstances
) -> Manifest:
    """What the manifest says beside its hashes."""
    design, scenario = next(iter(parts.values())).design, summary.scenario
    about = manifest.new_manifest(
        f"{summary.kind} study",
        NamedScenario(name=scenario.name, title=scenario.title, digest=scenario.digest),
        circumstances,
        seed=summary.seed,
        replications=summary.replications,
        arms=design.arms,
        baseline=summary.baseline,
        columns=design.outcomes,
    )
    points = sum(
        len(part.design.points)
        for part in parts.values()
        if part.design.worlds == summary.replications  # else they only try what others say
    )
    return replace(about, kind=summary.kind, asked=canonical_json.digest_of(asked), points=points)


def _design(design: Design) -> Table:
    units = [_UNITS.get(factor.form.reads) for factor in design.factors]
    names = [
        f"{factor.path} [{unit}]" if unit else factor.path
        for factor, unit in zip(design.factors, units, strict=True)
    ]
    return Table(
        header=("point", "first_replication", *names),
        rows=tuple(
            (at, design.starts[at], *map(float, point)) for at, point in enumerate(design.points)
        ),
    )


def _responses(path: Path, part: Part) -> Worlds:
    """Write the responses, in blocks as all worlds are."""
    design = part.design
    values = part.values.reshape(-1, *design.shape[2:])
    blocks = (values[at : at + tally.BLOCK] for at in range(0, len(values), tally.BLOCK))
    return write_worlds(
        path, design.arms, design.outcomes, blocks, keys=keys_of(design, levers=False)
    )
