"""Measures tried on one arm of a scenario, from the specification to the folder of results."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from shlex import join

from sim.domain.inputs.setting import Setting
from sim.domain.preparedness.measures import Measure, total_cost
from sim.errors import UsageError, did_you_mean
from sim.experiment.design.factorial import fraction, full
from sim.experiment.measures.measures_summary import TrialSummary
from sim.experiment.measures.portfolio import expect_affordable, goal_of
from sim.experiment.measures.trial import Trial, planned_trial
from sim.experiment.measures.trial_summary import Wish
from sim.output.charts.measures.drawings import MEASURE_CHARTS
from sim.output.storage.checkpoint import Checkpoint
from sim.output.storage.files import run_place
from sim.output.storage.studies.study_folder import StudyFolder
from sim.output.storage.studies.trials import (
    Blocks,
    Inputs,
    complete_trial,
    default_name,
    kept_worlds,
    trial_checkpoint,
)
from sim.output.text.measures.recommendation_table import lines
from sim.scenario import Resolved, resolve, scenario_yaml
from sim.scenario.loading.measure_files import MeasureFile
from sim.scenario.loading.measure_regimes import Regimes, measures_for
from sim.studies.execution.gathering import gather, interruption_notice
from sim.studies.execution.said_twice import expect_said_once
from sim.studies.execution.settings import Clock, Making, Observer
from sim.studies.specification import PREFERRED_ARM, MeasuresSpecification


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasuresJob:
    """The trial with all its arms, made and checked once; what is wanted of it; what it was made
    from.
    """

    found: Resolved
    trial: Trial
    wish: Wish
    inputs: Inputs


def planned_measures(
    specification: MeasuresSpecification, found: Resolved | None = None
) -> MeasuresJob:
    """What is to be simulated, all of it checked."""
    wish = wish_of(specification)
    expect_said_once(specification)
    found = found or resolve(specification.scenario, specification.sets)
    files = measures_for(Path(specification.scenario), specification.measures)
    if not files:
        raise UsageError(
            "There is no measure to try: no folder `measures` beside the scenario holds a file."
        )
    if specification.budget is not None:
        expect_affordable([one.measure for one in files], specification.budget)
    inputs = Inputs(
        scenario=scenario_yaml(found),
        measures={one.name: Path(one.file).read_bytes() for one in files},
    )
    return MeasuresJob(
        found=found, trial=trial_of(found, files, specification), wish=wish, inputs=inputs
    )


def wish_of(specification: MeasuresSpecification) -> Wish:
    """What is wanted of a trial."""
    return Wish(goal=goal_of(specification.goal), budget=specification.budget)


def trial_of(
    found: Resolved, files: Sequence[MeasureFile], specification: MeasuresSpecification
) -> Trial:
    """The trial of the measures in ``files``, with all its arms."""
    arm = chosen_arm(specification.arm, tuple(found.scenario.arms), found.scenario.study.baseline)
    names = [one.name for one in files]
    return planned_trial(
        found.scenario,
        arm,
        [one.measure for one in files],
        fraction(names) if specification.fraction else full(names),
        Regimes(found, arm).of(files),
        replications=specification.worlds,
        seed=seed_of(specification, found),
        against=_setting_against(found, arm, specification.against),
    )


def _setting_against(found: Resolved, arm: str, against: str | None) -> tuple[str, Setting] | None:
    """The arm with which that of the trial is compared as well, as it is."""
    if against is None:
        return None
    if against not in found.scenario.arms:
        arms = tuple(found.scenario.arms)
        hint = did_you_mean(against, arms, f"There are: {', '.join(arms)}.")
        raise UsageError(f"--against: there is no arm '{against}'. {hint}")
    if against == arm:
        raise UsageError(
            f"--against {against}: measures are added to that arm, and compared with it anyway."
        )
    return against, found.scenario.arms[against].setting


def seed_of(specification: MeasuresSpecification, found: Resolved) -> int:
    """The root of all random numbers."""
    return found.scenario.study.seed if specification.seed is None else specification.seed


def chosen_arm(asked: str | None, arms: Sequence[str], baseline: str) -> str:
    """The arm that measures are added to; what was asked for is checked where it is looked up."""
    if asked is not None:
        return asked
    return PREFERRED_ARM if PREFERRED_ARM in arms else baseline


def run(
    specification: MeasuresSpecification,
    making: Making,
    observer: Observer,
    found: Resolved | None = None,
) -> StudyFolder[TrialSummary]:
    """The results of trying measures; worlds that are there already are not simulated again."""
    clock, job = Clock(), planned_measures(specification, found)
    trial = job.trial
    if beyond := _beyond_all(trial.measures, specification.budget):
        observer.remark(beyond)
    name = default_name(trial) if making.name is None else making.name
    file = specification.scenario
    place = run_place(making.out, trial.plan.scenario.name, name, file=file)
    making.expect_room(place, MEASURE_CHARTS)

    def finished(blocks: Blocks) -> StudyFolder[TrialSummary]:
        return complete_trial(
            place,
            trial,
            blocks,
            job.wish,
            job.inputs,
            clock.circumstances(specification, making, MEASURE_CHARTS, job.found),
        )

    before = kept_worlds(making.out, trial, name, file=file)
    if before is not None:
        observer.remark(f"{place} holds these worlds already: nothing is simulated again")
        return finished(before)
    with (
        trial_checkpoint(making.out, trial, name, resume=making.resume, file=file) as checkpoint,
        interruption_notice(
            checkpoint, lambda: _to_go_on(checkpoint, trial, specification, making), observer
        ),
    ):
        gather(checkpoint, trial.plan, making, observer)
        return finished(lambda: checkpoint.blocks(trial.plan.replications))


def _beyond_all(measures: Sequence[Measure], budget: float | None) -> str:
    """What to remark where a budget excludes nothing, as one in another unit would; empty where it
    excludes something.
    """
    total = total_cost({one.name: one.cost for one in measures})
    if budget is None or budget <= total:
        return ""
    return (
        f"--budget {budget:g} is in millions a year: all measures together cost {total:g}, so it"
        " excludes no set"
    )


def _to_go_on(
    checkpoint: Checkpoint, trial: Trial, specification: MeasuresSpecification, making: Making
) -> str:
    words = join([*specification.words(), *making.words(), "--resume"])
    return (
        f"\n{checkpoint.worlds_on_disk} of {trial.plan.replications} worlds are kept. To go on:\n "
        f" {words}"
    )


def text(folder: StudyFolder[TrialSummary], width: int) -> Iterator[str]:
    """The recommendation in words."""
    yield from lines(folder.summary, max(80, width))
