"""A run: all arms of a scenario in the same worlds, from its specification to its folder of
results.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from shlex import join
from textwrap import wrap

from sim.experiment.outcomes.outcome_lookup import outcome_findings
from sim.experiment.runs.full_logs import full_logs
from sim.experiment.runs.plan import Plan, plan_of
from sim.output.answer.answer import answer_or_reason
from sim.output.charts import CHARTS
from sim.output.storage.files import run_place
from sim.output.storage.run_folder import RunFolder
from sim.output.storage.writer import complete_run, default_name, run_checkpoint
from sim.output.text.comparison_table import grids, heading, notes
from sim.output.text.grid import Grid
from sim.scenario import Resolved, resolve, scenario_yaml
from sim.scenario.assumptions.uncertainties import declared_uncertainties
from sim.studies.agreement import explain_disagreement
from sim.studies.execution.drawn_inputs import drawn_inputs
from sim.studies.execution.gathering import gather, interruption_notice, open_ended
from sim.studies.execution.said_twice import drawn_though_set, expect_said_once
from sim.studies.execution.settings import Clock, Making, Observer
from sim.studies.specification import RunSpecification


@dataclass(frozen=True, slots=True, kw_only=True)
class RunJob:
    """A run that can be made: nothing that was asked is wrong. Its specification says also what the
    scenario's study decided.
    """

    specification: RunSpecification
    found: Resolved
    plan: Plan


def planned_run(
    specification: RunSpecification, making: Making, found: Resolved | None = None
) -> RunJob:
    """The run that is asked for, all of it checked; ``found`` is its scenario, where that was read
    before.
    """
    expect_said_once(specification)
    found = found or resolve(specification.scenario, specification.sets, also=outcome_findings)
    plan = plan_of(
        found.scenario,
        replications=specification.replications,
        seed=specification.seed,
        arms=specification.arms,
        against=specification.baseline,
    )
    if specification.stops:
        always = specification.always_valid
        plan = open_ended(plan, specification.replications, always_valid=always)
    if specification.uncertain:
        plan = replace(plan, doubt=drawn_inputs(found, plan))
    name = _name(plan, specification, making)
    making.expect_room(
        run_place(making.out, plan.scenario.name, name, file=specification.scenario), CHARTS
    )
    settled = replace(
        specification,
        replications=plan.replications,
        seed=plan.seed,
        arms=plan.arms if specification.arms else (),
    )
    return RunJob(specification=settled, found=found, plan=plan)


def make_run(job: RunJob, making: Making, observer: Observer) -> RunFolder:
    """Simulate what is missing and write the folder."""
    clock, plan = Clock(), job.plan
    if plan.doubt is not None:
        drawn = tuple(declared_uncertainties(job.found.base))
        for remark in drawn_though_set(job.specification.sets, drawn):
            observer.remark(remark)
    with (
        run_checkpoint(
            making.out,
            plan,
            _name(plan, job.specification, making),
            resume=making.resume,
            file=job.specification.scenario,
        ) as checkpoint,
        interruption_notice(
            checkpoint, lambda: _to_go_on(job, making, checkpoint.worlds_on_disk), observer
        ),
    ):
        done = gather(checkpoint, plan, making, observer)
        circumstances = clock.circumstances(job.specification, making, CHARTS, job.found)
        folder = complete_run(
            checkpoint,
            done,
            scenario_yaml(job.found),
            circumstances,
            tell=None if plan.doubt else partial(full_logs, done),
        )
    if plan.doubt is None:
        explain_disagreement(job.found, folder, making, observer)
    return folder


def run(
    specification: RunSpecification,
    making: Making,
    observer: Observer,
    found: Resolved | None = None,
) -> RunFolder:
    """The results of a run."""
    return make_run(planned_run(specification, making, found), making, observer)


def _name(plan: Plan, specification: RunSpecification, making: Making) -> str:
    """The folder's name; two arms to compare with have two, so that neither result takes the place
    of the other.
    """
    if making.name is not None:
        return making.name
    usual, against = default_name(plan), specification.baseline
    return usual if against is None else f"{usual}-against-{against}"


def _to_go_on(job: RunJob, making: Making, worlds: int) -> str:
    words = [
        *job.specification.words(),
        *making.words(),
        *([] if making.report else ["--no-report"]),
        "--resume",
    ]
    most = "" if job.plan.until is None else "at most "
    done = f"{worlds} of {most}{job.plan.replications} worlds are kept"
    return f"\n{job.plan.scenario.name}: {done}. To go on:\n  {join(words)}"


def text(folder: RunFolder, width: int) -> Iterator[str | Grid]:
    """What is said of a run: what was compared, what it answers, its tables, how to read them."""
    yield from heading(folder.summary)
    for paragraph in answer_or_reason(folder):
        yield ""
        yield from wrap(paragraph, width)
    for grid in grids(folder.summary, width=width):
        yield ""
        yield grid
    yield ""
    yield from notes(folder.summary, width=width)
