"""A sweep on disk: filled world by world like a run, one row a point, world and arm, and the
summary that its charts are from.

The folder has the files of a run under the same names; its manifest says that it is a sweep.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from sim.experiment.statistics.estimates import Floats
from sim.experiment.sweeps.sweep import KIND, Point, Sweep, evaluated_points, pieces, sweep_summary
from sim.experiment.sweeps.sweep_summary import BreakEvenSummary, SweepSummary
from sim.output.storage import canonical_json, manifest, outcome_rows
from sim.output.storage.checkpoint import FILE as WORLDS
from sim.output.storage.checkpoint import Checkpoint, resumable
from sim.output.storage.codec import plain
from sim.output.storage.files import remove, run_place, write
from sim.output.storage.manifest import Circumstances, Manifest
from sim.output.storage.run_folder import SCENARIO, SUMMARY, manifest_before, other_results
from sim.output.storage.safety.file_records import renewal
from sim.output.storage.studies.design_study import (
    Part,
    design_files,
    remove_parts,
    responses_files,
    write_responses,
)
from sim.output.storage.studies.study_folder import StudyFolder, keys_of, open_folder, seal_folder
from sim.output.storage.worlds_file import Worlds, write_worlds


def open_sweep(path: Path) -> StudyFolder[SweepSummary]:
    """The finished sweep in the folder ``path``."""
    return open_folder(path, KIND, "sweep", SweepSummary)


def default_name(asked: Sweep) -> str:
    """A name that tells sweeps apart and is the same for the same sweep."""
    digest = canonical_json.digest_of(_identity(asked))
    return f"sweep-s{asked.plan.seed}-n{asked.plan.replications}-{digest[:8]}"


def _identity(asked: Sweep) -> dict[str, Any]:
    return {
        **asked.design().identity(),
        "baseline": asked.plan.baseline,
        "break_even": list(asked.break_even),
        **({} if asked.narrow_to is None else {"narrow_to": asked.narrow_to}),
    }


@contextmanager
def sweep_checkpoint(
    root: Path, asked: Sweep, name: str, *, resume: bool, file: str = ""
) -> Iterator[Checkpoint]:
    """The place for finished worlds, open. The same sweep goes on where it stopped; another one is
    refused.
    """
    place = run_place(root, asked.plan.scenario.name, name, file=file)
    _expect_same(place, asked)
    with resumable(place, asked.design().identity(), what="sweep", resume=resume) as checkpoint:
        yield checkpoint


def complete_sweep(
    checkpoint: Checkpoint,
    asked: Sweep,
    found: Sequence[BreakEvenSummary],
    rounds: Mapping[str, Part],
    scenario_yaml: str,
    circumstances: Circumstances,
) -> StudyFolder[SweepSummary]:
    """Write the files of a sweep whose worlds have all finished, with the break-evens ``found`` and
    the ``rounds`` in which their cells were halved.
    """
    folder = checkpoint.path.parent
    files = design_files(rounds)
    names = (SUMMARY, SCENARIO, *files, *responses_files(rounds))
    with renewal(folder, (outcome_rows.FILE, *names)):
        remove(folder / manifest.FILE)
        worlds, points = _write_rows(folder / outcome_rows.FILE, asked, checkpoint)
        summary = sweep_summary(asked, points, found)
        files |= {SUMMARY: canonical_json.text_of(plain(summary)), SCENARIO: scenario_yaml.encode()}
        for name, content in files.items():
            write(folder / name, content)
        seal_folder(
            folder,
            _manifest(asked, circumstances),
            {outcome_rows.FILE: worlds, **write_responses(folder, rounds)},
            tuple(files),
        )
    remove(folder / WORLDS)
    remove_parts(folder, rounds)
    return open_sweep(folder)


def _manifest(asked: Sweep, circumstances: Circumstances) -> Manifest:
    about = manifest.manifest_of_plan(
        asked.plan, circumstances, what="sweep", columns=asked.outcomes
    )
    return replace(
        about,
        kind=KIND,
        levers=tuple(lever.factor.path for lever in asked.levers),
        points=len(asked.points),
        identity=_identity(asked),
    )


def _write_rows(path: Path, asked: Sweep, checkpoint: Checkpoint) -> tuple[Worlds, list[Point]]:
    """Write the rows; returns what they say, of all and of each point, from one pass over the
    worlds.
    """
    design, points = asked.design(), []

    def taken(blocks: Iterator[Floats]) -> None:
        points.extend(evaluated_points(asked, pieces(blocks, design.worlds)))

    worlds = write_worlds(
        path,
        asked.plan.arms,
        asked.outcomes,
        checkpoint.blocks(design.units),
        keys=keys_of(design, levers=True),
        taken=taken,
    )
    return worlds, points


def values_at_points(checkpoint: Checkpoint, asked: Sweep) -> dict[str, Floats]:
    """Of the outcomes whose break-even is asked for, the values of every world (points x worlds x
    arms), by outcome.
    """
    if not asked.break_even:
        return {}
    design, at = asked.design(), 0
    kept = {name: np.empty((design.units, len(design.arms))) for name in asked.break_even}
    for block in checkpoint.blocks(design.units):
        for name, room in kept.items():
            room[at : at + len(block)] = block[:, :, asked.outcomes.index(name)]
        at += len(block)
    shape = (len(design.points), design.worlds, len(design.arms))
    return {name: values.reshape(shape) for name, values in kept.items()}


def _expect_same(place: Path, asked: Sweep) -> None:
    """A complete sweep may be repeated in its folder, but nothing replaced by another one."""
    before = manifest_before(place)
    if before is not None and before.identity != _identity(asked):
        raise other_results(place)
