"""Studies of the same scenario that a run's report takes in: each with its section of the page, its answer, charts and tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Final

from sim.errors import UsageError
from sim.experiment.discovery_summary import DiscoverySummary
from sim.experiment.measures_summary import TrialSummary
from sim.experiment.run_summary import RunSummary
from sim.experiment.sensitivity_summary import SensitivitySummary
from sim.experiment.sweep import KIND as SWEEP
from sim.experiment.sweep_summary import SweepSummary
from sim.output.album import album_of
from sim.output.folders import Folder, Summary, kind_of, verified
from sim.output.report import of_discovery, of_sensitivity, of_sweep, of_trial
from sim.output.report.pictures import Picture, pictures
from sim.output.report.told import Told
from sim.output.store import SCENARIO, RunFolder
from sim.output.trials import KIND as TRIAL
from sim.scenario import load

#: Where it stands in the report of a run.
SECTIONS: Final[Mapping[str, str]] = MappingProxyType(
    {SWEEP: "drivers", TRIAL: "recommendation", "sensitivity": "drivers", "discovery": "failures"}
)


def told_of(summary: Summary) -> Told:
    """What is said of a study."""
    match summary:
        case SweepSummary():
            return of_sweep.told(summary)
        case TrialSummary():
            return of_trial.told(summary)
        case SensitivitySummary():
            return of_sensitivity.told(summary)
        case DiscoverySummary():
            return of_discovery.told(summary)
        case RunSummary():
            raise TypeError("a run has a page of its own")


@dataclass(frozen=True, slots=True, kw_only=True)
class Companion:
    """A study beside a run; ``content`` is the hash of all that it says."""

    name: str
    section: str
    content: str
    told: Told
    pictures: tuple[Picture, ...]


def opened_beside(run: RunFolder, paths: Sequence[Path]) -> list[Folder]:
    """The studies in these folders; one that is no study, or of another scenario, is refused."""
    return [_opened(run, path) for path in dict.fromkeys(paths)]


def _opened(run: RunFolder, path: Path) -> Folder:
    folder = verified(path)
    if kind_of(folder) not in SECTIONS:
        what = f"{path} holds a {kind_of(folder)}, which has a report of its own"
        raise UsageError(f"--with: {what}. A report takes in studies: {', '.join(SECTIONS)}.")
    mine, its = str(run.manifest["scenario"]["digest"]), _digest(folder)
    if mine != its:
        raise UsageError(
            f"--with: {path} is of another scenario than {run.path}: {_named(folder, its)}, not {_named(run, mine)}. Give a "
            "study of the same file with the same --set, or make one."
        )
    return folder


def _digest(folder: Folder) -> str:
    """That of the scenario; a trial of measures has one of its own, over the scenario with all sets of measures added."""
    if kind_of(folder) == TRIAL:
        return load(str(folder.path / SCENARIO)).digest
    return str(folder.manifest["scenario"]["digest"])


def _named(folder: Folder, digest: str) -> str:
    return f"{folder.manifest['scenario']['name']} {digest[:12]}"


def companion(folder: Folder) -> Companion:
    """What a run's report shows of a study."""
    kind = kind_of(folder)
    return Companion(
        name=folder.path.name,
        section=SECTIONS[kind],
        content=str(folder.manifest["content"]["all"])[:12],
        told=told_of(folder.summary),
        pictures=tuple(pictures(album_of(folder)).values()),
    )
