"""A trial of measures on disk: worlds kept like those of a run, the recommendation as data and tables, the measures themselves.

The folder has the files of a run under the same names; its manifest says that it is a trial. Worlds that are there already
are not simulated again: another goal or budget is another summary of the same worlds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from sim import __version__
from sim.errors import ResultsError
from sim.experiment.outcomes import COLUMNS
from sim.experiment.statistics import Floats
from sim.experiment.trial import Trial
from sim.experiment.trial_summary import Wish, trial_summary
from sim.output import canonical, manifest, rows
from sim.output.charts.files import table
from sim.output.harvest import FILE as WORLDS
from sim.output.harvest import Harvest, unfinished
from sim.output.places import made, remove, replacing, run_place, sweep, write
from sim.output.recommendation_table import recommendation, sets_of
from sim.output.rows import Fingerprint, RowReader, RowWriter
from sim.output.store import SCENARIO, SUMMARY, content_hashes, manifest_of
from sim.output.writer import Circumstances

KIND: Final = "measures"
MEASURES: Final = "measures"
Blocks = Callable[[], Iterator[Floats]]


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialFolder:
    """A finished trial. ``manifest`` and ``summary`` are the files of that name as plain data."""

    path: Path
    manifest: Mapping[str, Any]
    summary: Mapping[str, Any]

    @property
    def charts(self) -> Path:
        """The folder for charts, which may not exist yet."""
        return self.path / "charts"

    def verify(self) -> None:
        """Compare every file with the hash that the manifest has of it."""
        fingerprint = Fingerprint(tuple(self.manifest["arms"]), COLUMNS)
        for block in RowReader(self.path / rows.FILE, tuple(self.manifest["arms"]), COLUMNS).blocks():
            fingerprint.add(block)
        found = content_hashes(self.path, fingerprint.hexdigest())
        changed = [name for name in found if name != "all" and found[name] != self.manifest["content"].get(name)]
        if changed or found != self.manifest["content"]:
            raise ResultsError(f"{self.path} has been changed since it was written: {', '.join(changed) or 'manifest'}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs:
    """What a trial was made from, as text: the resolved scenario, and the files of the measures by name."""

    scenario: str
    measures: Mapping[str, bytes]


def open_trial(path: Path) -> TrialFolder:
    """The finished trial in the folder ``path``."""
    about = manifest_of(path)
    if about.get("kind") != KIND:
        raise ResultsError(f"{path} holds no trial of measures.")
    return TrialFolder(path=path, manifest=about, summary=canonical.read(path / SUMMARY))


def default_name(trial: Trial) -> str:
    """A name that tells trials apart and is the same for the same worlds."""
    plan = trial.plan
    return f"measures-s{plan.seed}-n{plan.replications}-{canonical.digest_of(plan.identity())[:8]}"


def kept_worlds(root: Path, trial: Trial, name: str) -> Blocks | None:
    """The worlds of a trial that was finished before, by the same model, if they are there."""
    place = run_place(root, trial.plan.scenario.name, name)
    if not (place / manifest.FILE).is_file():
        return None
    about = canonical.read(place / manifest.FILE)
    if not _same(about, trial):
        raise ResultsError(f"{place} holds other results. Choose another --name, or remove the folder.")
    if about.get("code") != manifest.code_digest():
        return None
    return RowReader(place / rows.FILE, trial.plan.arms, COLUMNS).blocks


def _same(about: Mapping[str, Any], trial: Trial) -> bool:
    plan = trial.plan
    same_inputs = about.get("scenario", {}).get("digest") == plan.scenario.digest and about.get("arms") == list(
        plan.arms
    )
    same_worlds = about.get("seed") == plan.seed and about.get("replications") == plan.replications
    return about.get("kind") == KIND and same_inputs and same_worlds


@contextmanager
def harvesting(root: Path, trial: Trial, name: str, *, resume: bool) -> Iterator[Harvest]:
    """The place for finished worlds, open; kept when left by an error, so that ``resume`` goes on there."""
    place = run_place(root, trial.plan.scenario.name, name)
    if resume and not unfinished(place):
        raise ResultsError(f"{place} holds no interrupted trial to resume.")
    harvest = Harvest(made(place), {**trial.plan.identity(), "code": manifest.code_digest()}, resume=resume)
    try:
        sweep(place)
        yield harvest
    finally:
        harvest.close()


def completed(
    place: Path, trial: Trial, blocks: Blocks, wish: Wish, inputs: Inputs, circumstances: Circumstances
) -> TrialFolder:
    """Write the files of a trial whose worlds have all finished."""
    outcomes, summary = _written(place / rows.FILE, trial, blocks, wish)
    remove(place / manifest.FILE)
    write(place / SUMMARY, canonical.text_of(summary))
    write(place / SCENARIO, inputs.scenario.encode())
    for name, content in inputs.measures.items():
        write(made(place / MEASURES) / f"{name}.yaml", content)
    write(place / "recommendation.csv", table(recommendation(summary)))
    write(place / "recommendation.json", canonical.text_of(summary["measures"]))
    if summary["measures"]["portfolio"]:
        write(place / "sets.csv", table(sets_of(summary)))
    about = manifest.manifest(
        trial.plan, content_hashes(place, outcomes), circumstances.command, circumstances.started, circumstances.seconds
    )
    about |= {"what": "results of a Hotline trial of measures", "kind": KIND}
    write(place / manifest.FILE, canonical.text_of(about))
    remove(place / WORLDS)
    return open_trial(place)


def _written(path: Path, trial: Trial, blocks: Blocks, wish: Wish) -> tuple[str, dict[str, Any]]:
    """Write the rows; returns their fingerprint and the summary, from the same pass over the worlds."""
    plan = trial.plan
    fingerprint = Fingerprint(plan.arms, COLUMNS)
    with replacing(path) as file, closing(RowWriter(file, plan.arms, COLUMNS, _about(trial))) as writer:

        def passing() -> Iterator[Floats]:
            for block in blocks():
                writer.add(block)
                fingerprint.add(block)
                yield block

        summary = trial_summary(trial, passing(), wish)
    return fingerprint.hexdigest(), summary


def _about(trial: Trial) -> dict[str, str]:
    plan = trial.plan
    return {
        "hotline.schema": str(manifest.SCHEMA),
        "hotline.version": __version__,
        "hotline.scenario": plan.scenario.name,
        "hotline.digest": plan.scenario.digest,
        "hotline.seed": str(plan.seed),
    }
