"""What a folder of results lost, made again from the specification that its manifest keeps.

The inputs are those in the folder; where these are damaged too, those that the specification names,
if they still say the same. Whatever a manifest says, nothing is written outside the folder: a
specification names no place to write to, all is made in a hidden folder within it first, and only
files of the names that such a study has are put back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeVar

from sim.errors import HotlineError, ResultsError
from sim.experiment.design.designs import Design, simulate
from sim.experiment.measures.trial import Trial
from sim.experiment.outcomes import paths
from sim.experiment.runs.executor import (
    chunk_size,
    chunk_spans,
    finished_chunks,
    usable_cores,
    work_chunks,
)
from sim.experiment.runs.full_logs import full_logs
from sim.experiment.runs.plan import Plan, plan_of
from sim.experiment.runs.replication import Chunk
from sim.experiment.runs.stopping import Watch, until
from sim.output.storage import manifest, outcome_rows, writer
from sim.output.storage.files import make_folder, write
from sim.output.storage.manifest import Circumstances, Manifest
from sim.output.storage.repair import expect_mendable, hidden_folder, put_back, refilled_checkpoint
from sim.output.storage.run_folder import SCENARIO, expect_whole_scenario
from sim.output.storage.safety import regular_files
from sim.output.storage.safety.folder_names import file_name
from sim.output.storage.studies import design_study, sweeps, trials
from sim.output.storage.studies.design_study import RESPONSES, Part, part_of
from sim.output.storage.studies.trials import MEASURES, Inputs
from sim.output.storage.verification import Damage, Stored, stored_worlds
from sim.scenario import Resolved, resolve, scenario_yaml
from sim.scenario.loading.measure_regimes import measures_for
from sim.studies.discovery import planned_discovery
from sim.studies.discovery import summary_of as summary_of_discovery
from sim.studies.execution.drawn_inputs import drawn_inputs
from sim.studies.execution.parts import Simulate
from sim.studies.fields import decode
from sim.studies.measures import trial_of, wish_of
from sim.studies.sensitivity import planned_sensitivity
from sim.studies.sensitivity import summary_of as summary_of_sensitivity
from sim.studies.specification import (
    DiscoverySpecification,
    MeasuresSpecification,
    RunSpecification,
    SensitivitySpecification,
    Specification,
    SweepSpecification,
)
from sim.studies.sweep import break_evens_of, planned_sweep

S = TypeVar("S", bound=Specification)


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A damaged folder: its manifest, sound inputs and worlds, and where it is made again."""

    about: Manifest
    inputs: Path
    stored: Mapping[str, Stored]
    place: Path

    @property
    def scenario_run(self) -> Resolved:
        """The scenario that was run."""
        expect_whole_scenario(self.inputs)
        found = resolve(self.inputs / SCENARIO)
        return replace(found, scenario=replace(found.scenario, name=self.about.scenario.name))

    @property
    def yaml(self) -> str:
        """The scenario as its file in the folder says it."""
        return (self.inputs / SCENARIO).read_text(encoding="utf-8")

    @property
    def circumstances(self) -> Circumstances:
        """Those of the command that made the results."""
        return Circumstances(
            specification=self.about.specification or {},
            command=self.about.command,
            started=self.about.started,
            seconds=0.0,
            planned=self.about.planned or (),
            defaults=self.about.defaults or {},
        )


class NotKeptError(ResultsError):
    """Results that do not say what they were asked."""


def expect_repairable(path: Path, about: Manifest, damage: Damage) -> None:
    """An error where the manifest is damaged, of another model, or without a specification."""
    expect_mendable(path, about, damage)
    if "seats" in (about.specification or {}):
        again = "which need not play the same again, so it cannot be repaired"
        raise ResultsError(f"{path} was played by programs, {again}.")
    if not about.specification:
        raise NotKeptError(
            f"{path / manifest.FILE} was written before results kept what they had been asked, so"
            " they cannot be repaired."
        )


def repair(
    kind: type[S], again: Callable[[Case, S], None], path: Path, about: Manifest, damage: Damage
) -> None:
    """Make again what is damaged, and put it back if it is what was written."""
    try:
        expect_repairable(path, about, damage)
    except NotKeptError as error:
        raise ResultsError(
            f"{error}\nRemove the folder and make it again:\n  {about.command}"
        ) from error
    specification = decode(kind, about.specification, str(path / manifest.FILE))
    with hidden_folder(path) as scratch:
        inputs, place = scratch / "inputs", scratch / "made"
        try:
            _copy_inputs(path, about, specification, inputs)
            again(
                Case(about=about, inputs=inputs, stored=stored_worlds(path, about), place=place),
                specification,
            )
        except (KeyError, TypeError, AttributeError, ValueError) as error:
            raise ResultsError(
                f"{path / manifest.FILE} is damaged: {type(error).__name__} at {error}"
            ) from error
        put_back(path, place, about, damage)


def _copy_inputs(path: Path, about: Manifest, specification: Specification, inputs: Path) -> None:
    """The scenario and the measures as they were, from the folder or from where the specification
    found them.
    """
    names = [name for name in about.files if name == SCENARIO or name.startswith(f"{MEASURES}/")]
    for name in names:
        here = _read_as(name, about)
        content = _sound(path / name, about.content[name]) or _original(here, specification)
        if sha256(content).hexdigest() != about.content[name]:
            raise ResultsError(
                f"{path / name} is damaged too, and what the command was given no longer says the"
                f" same. Remove the folder and make it again:\n  {about.command}"
            )
        make_folder((inputs / here).parent)
        write(inputs / here, content)


def _read_as(name: str, about: Manifest) -> str:
    """Under which name an input was read: a file of results may not be able to bear it."""
    said = (about.measure_names or {}).get(Path(name).stem, Path(name).stem)
    if not name.startswith(f"{MEASURES}/") or "/" in said or file_name(said) != Path(name).stem:
        return name
    return f"{MEASURES}/{said}.yaml"


def _sound(file: Path, digest: str) -> bytes:
    return regular_files.content(file) if regular_files.digest(file) == digest else b""


def _original(name: str, specification: Specification) -> bytes:
    """An input as it is where the study found it; nothing where there is none any more."""
    scenario = Path(specification.scenario)
    try:
        if not scenario.is_file():  # a pipe would keep one waiting
            return b""
        if name == SCENARIO:
            return scenario_yaml(resolve(specification.scenario, specification.sets)).encode()
        (file,) = measures_for(scenario, (Path(name).stem,))
        return Path(file.file).read_bytes()
    except (HotlineError, OSError):
        return b""


# One for each kind of study -----------------------------------------------------------------------


def repair_run(case: Case, specification: RunSpecification) -> None:
    """The files of a run."""
    plan = _plan(case, specification)
    if specification.uncertain:
        plan = replace(plan, doubt=drawn_inputs(case.scenario_run, plan))
    again = partial(_worlds, plan)
    with refilled_checkpoint(
        case.place, plan.identity(), case.stored[outcome_rows.FILE], again, afresh=paths.WORLDS
    ) as checkpoint:
        stopped = _plan_as_stopped(plan, checkpoint.blocks(plan.replications))
        tell = None if plan.doubt else partial(full_logs, stopped)
        writer.complete_run(checkpoint, stopped, case.yaml, case.circumstances, tell=tell)


def _plan(case: Case, specification: RunSpecification) -> Plan:
    """The worlds that count: a run that stopped by itself has fewer than it was allowed."""
    plan = plan_of(
        case.scenario_run.scenario,
        replications=case.about.replications,
        seed=specification.seed,
        arms=specification.arms,
        against=specification.baseline,
    )
    return replace(plan, until=case.about.until if specification.stops else None)


def _plan_as_stopped(plan: Plan, blocks: Iterator[Any]) -> Plan:
    """The plan with how its run ended, if it stopped by itself."""
    if plan.until is None:
        return plan
    always = bool(plan.until.get("always_valid"))
    watch = Watch(plan, until(plan, plan.until["most"], always_valid=always))
    for block in blocks:
        watch.add(block)
    return replace(plan, stopped=watch.outcome_of_watch())


def _worlds(plan: Plan, start: int, stop: int) -> Iterator[Chunk]:
    return finished_chunks(replace(plan, replications=stop), first=start, jobs=usable_cores())


def repair_sweep(case: Case, specification: SweepSpecification) -> None:
    """The files of a sweep."""
    asked = planned_sweep(case.scenario_run, specification)
    design = asked.design()
    with refilled_checkpoint(
        case.place, design.identity(), case.stored[outcome_rows.FILE], partial(_units, design)
    ) as checkpoint:
        answers, rounds = break_evens_of(checkpoint, asked, partial(_part, case))
        sweeps.complete_sweep(checkpoint, asked, answers, rounds, case.yaml, case.circumstances)


def _units(design: Design, start: int, stop: int) -> Iterator[Chunk]:
    spans = chunk_spans(start, stop, chunk_size(len(design.arms)))
    return work_chunks(partial(simulate, design), spans, jobs=usable_cores())


def repair_measures(case: Case, specification: MeasuresSpecification) -> None:
    """The files of a trial of measures."""
    inside = (name for name in case.about.files if name.startswith(f"{MEASURES}/"))
    files = measures_for(
        case.inputs / SCENARIO, [Path(_read_as(name, case.about)).stem for name in inside]
    )
    trial: Trial = trial_of(case.scenario_run, files, specification)
    inputs = Inputs(
        scenario=case.yaml, measures={one.name: Path(one.file).read_bytes() for one in files}
    )
    again = partial(_worlds, trial.plan)
    with refilled_checkpoint(
        case.place, trial.plan.identity(), case.stored[outcome_rows.FILE], again
    ) as checkpoint:
        blocks = partial(checkpoint.blocks, trial.plan.replications)
        trials.complete_trial(
            case.place, trial, blocks, wish_of(specification), inputs, case.circumstances
        )


def repair_sensitivity(case: Case, specification: SensitivitySpecification) -> None:
    """The files of a study of which inputs matter."""
    asked = planned_sensitivity(case.scenario_run, specification)
    repair_parts(case, asked.identity(), partial(summary_of_sensitivity, asked))


def repair_discovery(case: Case, specification: DiscoverySpecification) -> None:
    """The files of a study of conditions."""
    asked = planned_discovery(case.scenario_run, specification)
    repair_parts(case, asked.identity(), partial(summary_of_discovery, asked))


def repair_parts(
    case: Case, asked: Mapping[str, Any], summary_of: Callable[[Simulate], design_study.S]
) -> None:
    """The files of a study made of designs; ``summary_of`` asks for its parts by name."""
    parts: dict[str, Part] = {}

    def part(name: str, design: Design) -> Part:
        parts[name] = _part(case, name, design)
        return parts[name]

    design_study.complete_study(
        case.place, asked, summary_of(part), parts, case.yaml, case.circumstances
    )


def _part(case: Case, name: str, design: Design) -> Part:
    source = case.stored[name + RESPONSES]
    with refilled_checkpoint(
        case.place / f".{name}", design.identity(), source, partial(_units, design)
    ) as checkpoint:
        return part_of(checkpoint, design)
