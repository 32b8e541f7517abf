"""A trial of measures on disk: worlds kept like those of a run, the recommendation as data and
tables, the measures themselves.

The folder has the files of a run under the same names; its manifest says that it is a trial. Worlds
that are there already are not simulated again: another goal or budget is another summary of the
same worlds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from sim.experiment.measures.measures_summary import TrialSummary
from sim.experiment.measures.trial import Trial
from sim.experiment.measures.trial_summary import Wish, trial_summary
from sim.experiment.outcomes.definitions import COLUMNS
from sim.experiment.statistics.estimates import Floats
from sim.output.charts.base.files import table
from sim.output.provenance import code_digest
from sim.output.storage import canonical_json, manifest, outcome_rows
from sim.output.storage.checkpoint import FILE as WORLDS
from sim.output.storage.checkpoint import Checkpoint, resumable
from sim.output.storage.codec import plain
from sim.output.storage.files import make_folder, remove, run_place, write
from sim.output.storage.manifest import Circumstances, Manifest, notes_of_plan
from sim.output.storage.outcome_rows import RowReader
from sim.output.storage.run_folder import SCENARIO, SUMMARY, manifest_before, other_results
from sim.output.storage.safety.file_records import renewal
from sim.output.storage.safety.folder_names import file_name
from sim.output.storage.studies.study_folder import StudyFolder, open_folder, seal_folder
from sim.output.storage.worlds_file import Worlds, write_worlds
from sim.output.text.measures.portfolio_table import sets_of
from sim.output.text.measures.recommendation_rows import dependences, recommendation

KIND: Final = "measures"
MEASURES: Final = "measures"
_FILES: Final = (
    SUMMARY,
    SCENARIO,
    "recommendation.csv",
    "recommendation.json",
    "dependences.csv",
    "sets.csv",
)
Blocks = Callable[[], Iterator[Floats]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs:
    """What a trial was made from, as text: the resolved scenario, and the files of the measures by
    name.
    """

    scenario: str
    measures: Mapping[str, bytes]


def open_trial(path: Path) -> StudyFolder[TrialSummary]:
    """The finished trial in the folder ``path``."""
    return open_folder(path, KIND, "trial of measures", TrialSummary)


def default_name(trial: Trial) -> str:
    """A name that tells trials apart and is the same for the same worlds."""
    plan = trial.plan
    digest = canonical_json.digest_of(plan.identity())
    return f"measures-s{plan.seed}-n{plan.replications}-{digest[:8]}"


def kept_worlds(root: Path, trial: Trial, name: str, *, file: str = "") -> Blocks | None:
    """The worlds of a trial that was finished before, by the same model, if they are there."""
    place = run_place(root, trial.plan.scenario.name, name, file=file)
    about = manifest_before(place)
    if about is None:
        return None
    if not _same(about, trial):
        raise other_results(place)
    if about.code != code_digest():
        return None
    return RowReader(place / outcome_rows.FILE, trial.plan.arms, COLUMNS).blocks


def _same(about: Manifest, trial: Trial) -> bool:
    plan = trial.plan
    same_inputs = about.scenario.digest == plan.scenario.digest and about.arms == plan.arms
    same_worlds = about.seed == plan.seed and about.replications == plan.replications
    return about.kind == KIND and same_inputs and same_worlds


@contextmanager
def trial_checkpoint(
    root: Path, trial: Trial, name: str, *, resume: bool, file: str = ""
) -> Iterator[Checkpoint]:
    """The place for finished worlds, open; kept when left by an error, so that the same trial goes
    on there.
    """
    place = run_place(root, trial.plan.scenario.name, name, file=file)
    with resumable(place, trial.plan.identity(), what="trial", resume=resume) as checkpoint:
        yield checkpoint


def complete_trial(
    place: Path,
    trial: Trial,
    blocks: Blocks,
    wish: Wish,
    inputs: Inputs,
    circumstances: Circumstances,
) -> StudyFolder[TrialSummary]:
    """Write the files of a trial whose worlds have all finished."""
    names = (
        outcome_rows.FILE,
        *_FILES,
        *(f"{MEASURES}/{file_name(name)}.yaml" for name in inputs.measures),
    )
    with renewal(place, names):
        _write(place, trial, blocks, wish, inputs, circumstances)
    remove(place / WORLDS)
    return open_trial(place)


def _write(
    place: Path,
    trial: Trial,
    blocks: Blocks,
    wish: Wish,
    inputs: Inputs,
    circumstances: Circumstances,
) -> None:
    """All files of a trial, the manifest last."""
    worlds, summary = _write_rows(place / outcome_rows.FILE, trial, blocks, wish)
    remove(place / manifest.FILE)
    files = {
        SUMMARY: canonical_json.text_of(plain(summary)),
        SCENARIO: inputs.scenario.encode(),
        **{
            f"{MEASURES}/{file_name(name)}.yaml": content
            for name, content in inputs.measures.items()
        },
        "recommendation.csv": table(recommendation(summary)),
        "recommendation.json": canonical_json.text_of(plain(summary.measures)),
        "dependences.csv": table(dependences(summary)),
    }
    if summary.measures.portfolio:
        files["sets.csv"] = table(sets_of(summary))
    for name, content in files.items():
        make_folder((place / name).parent)
        write(place / name, content)
    about = manifest.manifest_of_plan(trial.plan, circumstances, what="trial of measures")
    odd = {file_name(name): name for name in inputs.measures if file_name(name) != name}
    whole = replace(about, kind=KIND, measure_names=odd or None)
    seal_folder(place, whole, {outcome_rows.FILE: worlds}, files)


def _write_rows(
    path: Path, trial: Trial, blocks: Blocks, wish: Wish
) -> tuple[Worlds, TrialSummary]:
    """Write the rows; returns what they say and the summary, from the same pass over the worlds."""
    summaries: list[TrialSummary] = []

    def taken(passing: Iterator[Floats]) -> None:
        summaries.append(trial_summary(trial, passing, wish))

    worlds = write_worlds(
        path, trial.plan.arms, COLUMNS, blocks(), about=notes_of_plan(trial.plan), taken=taken
    )
    return worlds, summaries[0]
