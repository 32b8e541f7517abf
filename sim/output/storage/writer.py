"""Fills a results folder: worlds are kept as they finish, files written when all have, the manifest
last.

A folder without a manifest is not complete, whatever else lies in it. While a complete run is
repeated in its folder it stays as it is until the new worlds are all there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Final

from sim.domain.events.log import Log
from sim.experiment.comparison.run_summary import RunSummary
from sim.experiment.comparison.summary import summary_of_worlds
from sim.experiment.outcomes.definitions import COLUMNS
from sim.experiment.outcomes.paths import hours as looks
from sim.experiment.runs.plan import Plan
from sim.experiment.statistics.estimates import Floats
from sim.output.storage import canonical_json, manifest, outcome_rows, path_table, typical_world
from sim.output.storage.checkpoint import FILE as WORLDS
from sim.output.storage.checkpoint import Checkpoint, resumable
from sim.output.storage.codec import plain
from sim.output.storage.files import remove, run_place, write
from sim.output.storage.manifest import Circumstances, notes_of_plan
from sim.output.storage.outcome_rows import RowReader
from sim.output.storage.run_folder import (
    RUN,
    SCENARIO,
    SUMMARY,
    RunFolder,
    content_hashes,
    manifest_before,
    open_run,
    other_results,
)
from sim.output.storage.safety.file_records import renewal
from sim.output.storage.worlds_file import Worlds, write_worlds

_FILES: Final = (outcome_rows.FILE, SUMMARY, SCENARIO, typical_world.FILE, path_table.FILE)

#: Tells a world in full, under every arm.
Tell = Callable[[int], Mapping[str, Log]]


def default_name(plan: Plan) -> str:
    """A name that tells runs apart and is the same for the same run."""
    many = (
        f"n{plan.replications}"
        if plan.until is None
        else f"u{canonical_json.digest_of(dict(plan.until))[:4]}"
    )
    drawn = "" if plan.doubt is None else f"-uncertain-{_doubt_digest(plan)[:4]}"
    name = f"s{plan.seed}-{many}-{_hexadecimal(plan.scenario.digest)[:8]}{drawn}"
    return name if plan.whole else f"{name}-{canonical_json.digest_of(list(plan.arms))[:4]}"


@contextmanager
def run_checkpoint(
    root: Path, plan: Plan, name: str, *, resume: bool, file: str = ""
) -> Iterator[Checkpoint]:
    """The place for finished worlds of a run, open; kept when left by an error, so that the same
    run goes on there.
    """
    place = run_place(root, plan.scenario.name, name, file=file)
    _expect_same_run(place, plan)
    with resumable(place, plan.identity(), what="run", resume=resume) as checkpoint:
        yield checkpoint


def complete_run(
    checkpoint: Checkpoint,
    plan: Plan,
    scenario_yaml: str,
    circumstances: Circumstances,
    *,
    tell: Tell | None = None,
) -> RunFolder:
    """Write the files of a run whose worlds have all finished; with ``tell``, also its most typical
    world in full.
    """
    folder = checkpoint.path.parent
    with renewal(folder, _FILES):
        _write(folder, checkpoint, plan, scenario_yaml, circumstances, tell)
    remove(folder / WORLDS)
    return open_run(folder)


def _write(
    folder: Path,
    checkpoint: Checkpoint,
    plan: Plan,
    scenario_yaml: str,
    circumstances: Circumstances,
    tell: Tell | None,
) -> None:
    """All files of a run, the manifest last."""
    remove(
        folder / manifest.FILE
    )  # from here on, until the new one is there, the folder is not complete
    outcomes, summary = _outcomes(
        folder / outcome_rows.FILE, plan, checkpoint.blocks(plan.replications)
    )
    write(folder / SUMMARY, canonical_json.text_of(plain(summary)))
    write(folder / SCENARIO, scenario_yaml.encode())
    _keep(folder, plan, summary, tell)
    hours = {arm: looks(plan.scenario.arms[arm].setting) for arm in plan.arms}
    path_table.write_paths(folder, hours, checkpoint.paths(plan.replications), notes_of_plan(plan))
    content = content_hashes(folder, outcomes.fingerprint)
    about = replace(
        manifest.manifest_of_plan(plan, circumstances),
        content=content,
        blocks=outcomes.blocks,
        asked=_doubt_digest(plan) or None,
    )
    manifest.write_manifest(folder, about)


def _outcomes(path: Path, plan: Plan, blocks: Iterable[Floats]) -> tuple[Worlds, RunSummary]:
    """Write the outcomes; returns what was written and the summary, from the same pass over the
    worlds.
    """
    found: list[RunSummary] = []

    def add_up(passing: Iterator[Floats]) -> None:
        found.append(summary_of_worlds(plan, passing))

    worlds = write_worlds(path, plan.arms, COLUMNS, blocks, about=notes_of_plan(plan), taken=add_up)
    return worlds, found[0]


def _keep(folder: Path, plan: Plan, summary: RunSummary, tell: Tell | None) -> None:
    """Keep the most typical world, or none; one of an earlier run does not stay."""
    if tell is None:
        remove(folder / typical_world.FILE)
        return
    reader = RowReader(folder / outcome_rows.FILE, plan.arms, COLUMNS)
    typical_world.write_worlds(
        folder,
        tell(
            typical_world.typical_replication(
                reader, plan.arms, summary.headlines, plan.replications
            )
        ),
    )


def _expect_same_run(place: Path, plan: Plan) -> None:
    """A complete run may be repeated in its folder, but not replaced by another one."""
    before = manifest_before(place)
    if before is None:
        return
    same = (
        (before.kind or RUN) == RUN
        and before.scenario.digest == plan.scenario.digest
        and before.seed == plan.seed
        and before.until == plan.until
        and (plan.until is not None or before.replications == plan.replications)
        and before.arms == plan.arms
        and (before.asked or "") == _doubt_digest(plan)
    )
    if not same:
        raise other_results(place)


def _doubt_digest(plan: Plan) -> str:
    """What tells apart runs that draw other inputs, or the same over other ranges."""
    return "" if plan.doubt is None else canonical_json.digest_of(plan.doubt.identity())


def _hexadecimal(digest: str) -> str:
    return digest if digest.isalnum() else sha256(digest.encode()).hexdigest()
