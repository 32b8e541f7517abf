"""A results folder from outside: one finished run, opened, read and verified."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from sim.domain.events.log import Log
from sim.errors import ResultsError
from sim.experiment.comparison.run_summary import RunSummary
from sim.experiment.statistics.estimates import Floats
from sim.output.storage import (
    canonical_json,
    codec,
    manifest,
    outcome_rows,
    path_table,
    typical_world,
)
from sim.output.storage.manifest import Manifest
from sim.output.storage.outcome_rows import RowReader
from sim.output.storage.safety import folder_names, ownership, regular_files
from sim.output.storage.safety.no_results import no_results

SUMMARY: Final = "summary.json"
SCENARIO: Final = "scenario.yaml"
RUN: Final = "run"


@dataclass(frozen=True, slots=True, kw_only=True)
class RunFolder:
    """A finished run. ``manifest`` is what the file of that name says, ``summary`` what the
    other says. ``looked_at`` is the arm of which charts and pages of one arm are to tell; where it
    is empty, they choose. ``compared_with`` is the arm that a command named to compare with, and
    ``logs``, by arm, are those of another world than the one that was kept.
    """

    path: Path
    manifest: Manifest
    summary: RunSummary
    looked_at: str = ""
    compared_with: str = ""
    logs: Mapping[str, Log] | None = None

    @property
    def arms(self) -> tuple[str, ...]:
        return self.manifest.arms

    @property
    def baseline(self) -> str:
        return self.manifest.baseline

    @property
    def replications(self) -> int:
        return self.manifest.replications

    @property
    def charts(self) -> Path:
        """The folder for charts, which may not exist yet."""
        return self.path / "charts"

    @property
    def rows(self) -> RowReader:
        """The outcomes, world by world."""
        return RowReader(self.path / outcome_rows.FILE, self.arms, self.manifest.columns)

    def column(self, arm: str, name: str) -> Floats:
        """One outcome or moment of one arm, by replication; NaN in worlds in which it does not
        exist.
        """
        return self.rows.column(arm, name)


def open_run(path: Path) -> RunFolder:
    """The finished run in the folder ``path``."""
    about = manifest_of(path)
    if (kind := about.kind or RUN) != RUN:
        raise ResultsError(f"{path} holds no run but the results of another study: {kind}.")
    summary = codec.read_summary(RunSummary, path / SUMMARY)
    return RunFolder(path=path, manifest=about, summary=summary)


def manifest_of(path: Path) -> Manifest:
    """The manifest of a finished run or study; its ``kind`` says which, if it is no run."""
    if not path.is_dir():
        raise no_results(path)
    if not regular_files.exists(path / manifest.FILE):
        if ownership.is_under_way(path):
            raise ResultsError(
                f"{path} is not finished: it was interrupted, or runs right now. The command that"
                " began it goes on."
            )
        raise no_results(path)
    about = canonical_json.read_object(path / manifest.FILE)
    if about and "schema" not in about and not manifest.is_hotlines(about):
        raise no_results(path)
    _expect_schema(about.get("schema"), path)
    if lacking := manifest.missing_names(about):
        raise ResultsError(
            f"{path / manifest.FILE} is damaged: it does not say, or not as it should,"
            f" {', '.join(lacking)}"
        )
    _expect_inside(about, path)
    return manifest.read_manifest(about, path)


def manifest_before(place: Path) -> Manifest | None:
    """The manifest of the results in a place to which others may go; none where none are there. An
    error where they are no results that this version could have written.
    """
    if not regular_files.exists(place / manifest.FILE):
        return None
    about = canonical_json.read_object(place / manifest.FILE)
    try:
        return manifest.read_manifest(about, place)
    except ResultsError:
        raise other_results(place) from None


def other_results(place: Path) -> ResultsError:
    """That what is in a place is not what is about to be written there."""
    return ResultsError(
        f"{place} holds other results. Choose another --name, or remove the folder."
    )


def _expect_inside(about: Mapping[str, Any], path: Path) -> None:
    if (name := manifest.first_misnamed_file(about)) is not None:
        raise ResultsError(
            f"{path / manifest.FILE} names a file outside the folder, or one that no results have:"
            f" '{folder_names.visible_name(name)}'. It is not to be trusted: nothing has been read"
            " or written there."
        )


@contextmanager
def fitting_together(folder: Path) -> Iterator[None]:
    """While a summary is looked through whose fields were each read: an error that names its file
    where they do not fit together.
    """
    try:
        yield
    except (LookupError, ValueError, StopIteration) as error:
        raise ResultsError(
            f"{folder / SUMMARY} is damaged: {type(error).__name__} at {error}"
        ) from error


def expect_whole_scenario(folder: Path) -> None:
    """An error where the scenario of results would go on in another file: Hotline writes it out in
    full.
    """
    from sim.scenario.text.parser import parse

    path = folder / SCENARIO
    try:
        text = regular_files.content(path).decode() if regular_files.exists(path) else ""
    except (OSError, ValueError) as error:
        raise ResultsError(f"{path} cannot be read: {error}") from error
    if "extends" in text and "extends" in parse(text, str(path)).tree.entries:
        raise ResultsError(
            f"{path} goes on in a file outside the folder, as none that Hotline wrote does. It is"
            " not read."
        )


def content_hashes(folder: Path, outcomes: str) -> dict[str, str]:
    """What the files of a run say, as hashes by file and as one over all; ``outcomes`` is that of
    the rows.
    """
    found = {outcome_rows.FILE: outcomes}
    if regular_files.is_regular(folder / path_table.FILE):
        found[path_table.FILE] = path_table.digest(folder)
    told = [typical_world.FILE] if regular_files.is_regular(folder / typical_world.FILE) else []
    for name in (SCENARIO, SUMMARY, *told):
        digest = regular_files.digest(folder / name)
        if digest is None:
            raise ResultsError(f"cannot read {folder / name}")
        found[name] = digest
    return {**found, "all": canonical_json.digest_of(found)}


def _expect_schema(schema: object, path: Path) -> None:
    if not isinstance(schema, int) or schema < 1:
        raise ResultsError(
            f"{path / manifest.FILE} is damaged: it does not say which schema it has"
        )
    if schema > manifest.SCHEMA:
        raise ResultsError(
            f"{path} was written by a newer Hotline (schema {schema}; this one reads up to"
            f" {manifest.SCHEMA}). Install that version to read it."
        )
