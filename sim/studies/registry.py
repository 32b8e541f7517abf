"""Which kinds of study there are: ``STUDIES`` is the table, one row a kind, and all else here looks
up in it.

A kind is its row: what it is asked, how its folder is opened, how it is run and repaired, its
charts, its text, and its part of a report. Whoever runs, lists, draws, reports or repairs results
goes through this table, and so does a kind that is added.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from shlex import quote
from types import MappingProxyType
from typing import Any, Final, Generic, TypeVar

from sim.errors import ResultsError, UsageError
from sim.experiment.discovery import discovery as conditions
from sim.experiment.sensitivity import sensitivity as influences
from sim.experiment.sweeps import sweep as levers
from sim.output.charts import CHARTS, catalogue
from sim.output.charts.catalogue import Charts
from sim.output.charts.measures.drawings import MEASURE_CHARTS
from sim.output.charts.studies.drawings import DISCOVERY_CHARTS, SENSITIVITY_CHARTS
from sim.output.charts.sweeps.drawings import SWEEP_CHARTS
from sim.output.report.studies import discovery as of_discovery
from sim.output.report.studies import sensitivity as of_sensitivity
from sim.output.report.studies import sweep as of_sweep
from sim.output.report.studies import trial
from sim.output.report.studies.companions import StudyReport
from sim.output.storage import run_folder
from sim.output.storage.folders import Folder, kind_of
from sim.output.storage.manifest import Manifest
from sim.output.storage.run_folder import (
    RUN,
    SCENARIO,
    RunFolder,
    expect_whole_scenario,
    manifest_of,
)
from sim.output.storage.safety.game_files import GAME
from sim.output.storage.studies import design_study, sweeps, trials
from sim.output.storage.verification import Damage, damage_of
from sim.output.text.grid import Grid
from sim.scenario import Resolved, load
from sim.studies import comparison, discovery, measures, sensitivity, sweep
from sim.studies import repair as again
from sim.studies.execution.settings import Making, Observer
from sim.studies.repair import Case
from sim.studies.specification import (
    DiscoverySpecification,
    MeasuresSpecification,
    RunSpecification,
    SensitivitySpecification,
    Specification,
    SweepSpecification,
)

S = TypeVar("S", bound=Specification)
F = TypeVar("F", bound=Folder)


@dataclass(frozen=True, slots=True, kw_only=True)
class Study(Generic[S, F]):
    """A kind of study. ``run`` may be handed a scenario that was read before; ``text`` takes the
    width of its lines.

    ``report`` is what a page says of it, and where the report of a run does; a run has a page of
    its own.
    """

    noun: str
    specification: type[S]
    open: Callable[[Path], F]
    run: Callable[[S, Making, Observer, Resolved | None], F]
    repair: Callable[[Case, S], None]
    charts: Charts
    text: Callable[[F, int], Iterable[str | Grid]]
    report: StudyReport | None


#: By what the manifest calls it.
STUDIES: Final[Mapping[str, Study[Any, Any]]] = MappingProxyType(
    {
        RUN: Study(
            noun="run",
            specification=RunSpecification,
            open=run_folder.open_run,
            run=comparison.run,
            repair=again.repair_run,
            charts=Charts(of="of a run", listed=CHARTS, leaves=catalogue.run_leaves),
            text=comparison.text,
            report=None,
        ),
        levers.KIND: Study(
            noun="sweep",
            specification=SweepSpecification,
            open=sweeps.open_sweep,
            run=sweep.run,
            repair=again.repair_sweep,
            charts=Charts(of="of a sweep", listed=SWEEP_CHARTS, leaves=catalogue.sweep_leaves),
            text=sweep.text,
            report=StudyReport(told=of_sweep.sweep_findings, section="drivers", data=of_sweep.DATA),
        ),
        trials.KIND: Study(
            noun="trial of measures",
            specification=MeasuresSpecification,
            open=trials.open_trial,
            run=measures.run,
            repair=again.repair_measures,
            charts=Charts(of="of measures", listed=MEASURE_CHARTS, leaves=catalogue.trial_leaves),
            text=measures.text,
            report=StudyReport(
                told=trial.trial_findings, section="recommendation", data=trial.DATA
            ),
        ),
        influences.KIND: Study(
            noun="sensitivity study",
            specification=SensitivitySpecification,
            open=design_study.open_sensitivity,
            run=sensitivity.run,
            repair=again.repair_sensitivity,
            text=sensitivity.text,
            charts=Charts(
                of="of a sensitivity study",
                listed=SENSITIVITY_CHARTS,
                leaves=partial(catalogue.study_leaves, SENSITIVITY_CHARTS),
            ),
            report=StudyReport(
                told=of_sensitivity.sensitivity_findings,
                section="drivers",
                data=of_sensitivity.DATA,
            ),
        ),
        conditions.KIND: Study(
            noun="discovery study",
            specification=DiscoverySpecification,
            open=design_study.open_discovery,
            run=discovery.run,
            repair=again.repair_discovery,
            text=discovery.text,
            charts=Charts(
                of="of a discovery study",
                listed=DISCOVERY_CHARTS,
                leaves=partial(catalogue.study_leaves, DISCOVERY_CHARTS),
            ),
            report=StudyReport(
                told=of_discovery.discovery_findings, section="failures", data=of_discovery.DATA
            ),
        ),
    }
)


def study_of(specification: Specification) -> Study[Any, Any]:
    """The row of what is asked."""
    return next(
        study for study in STUDIES.values() if isinstance(specification, study.specification)
    )


def open_folder(path: Path) -> Folder:
    """The finished results in the folder ``path``, of whatever kind."""
    folder: Folder = _study(path, manifest_of(path)).open(path)
    return folder


def open_verified(path: Path) -> Folder:
    """As ``opened``, once every file has been compared with what was written: nothing is shown of
    results that were changed.
    """
    about = manifest_of(path)
    study, damage = _study(path, about), damage_of(path, about)
    if damage:
        changed = f"{path} has been changed since it was written: {damage.description()}"
        raise ResultsError(f"{changed}\n{_remedy(path, about, damage)}")
    expect_whole_scenario(path)
    folder: Folder = study.open(path)
    return folder


def repair(path: Path, about: Manifest, damage: Damage) -> None:
    """Make again what is damaged in a folder of results with this manifest, and put it back if it
    is what was written.
    """
    study = _study(path, about)
    again.repair(study.specification, study.repair, path, about, damage)


def _remedy(path: Path, about: Manifest, damage: Damage) -> str:
    """What makes a damaged folder whole again: the repair, or where that cannot be, the command
    that made it.
    """
    try:
        again.expect_repairable(path, about, damage)
    except ResultsError as error:
        return f"{error}\nRemove the folder and make it again:\n  {about.command}"
    return f"Make what is damaged again:\n  hotline results verify {quote(str(path))} --repair"


def _study(path: Path, about: Manifest) -> Study[Any, Any]:
    kind = about.kind or RUN
    if kind == GAME:
        raise ResultsError(
            f"{path} is a game, which is played and debriefed: hotline play {quote(str(path))}"
        )
    if kind not in STUDIES:
        raise ResultsError(
            f"{path} holds results of a kind unknown here: '{kind}'. Known are:"
            f" {', '.join(STUDIES)}."
        )
    return STUDIES[kind]


def opened_beside(run: RunFolder, paths: Sequence[Path]) -> list[Folder]:
    """The studies in these folders, each once; one that is no study, or of another scenario, is
    refused.
    """
    found = [_opened_beside(run, path) for path in dict.fromkeys(paths)]
    each: dict[str, Folder] = {}
    for one in found:
        each.setdefault(one.manifest.content_hash, one)
    return list(each.values())


def _opened_beside(run: RunFolder, path: Path) -> Folder:
    folder = open_verified(path)
    if STUDIES[kind_of(folder)].report is None:
        what = f"{path} holds a {kind_of(folder)}, which has a report of its own"
        taken = ", ".join(name for name, study in STUDIES.items() if study.report is not None)
        raise UsageError(f"--with: {what}. A report takes in studies: {taken}.")
    mine, its = run.manifest.scenario.digest, load(str(folder.path / SCENARIO)).digest
    if mine != its:
        raise UsageError(
            f"--with: {path} is of another scenario than {run.path}: {_study_name(folder, its)},"
            f" not {_study_name(run, mine)}. Give a study of the same file with the same --set, or"
            " make one."
        )
    return folder


def _study_name(folder: Folder, digest: str) -> str:
    return f"{folder.manifest.scenario.name} {digest[:12]}"
