"""A sweep: one or two inputs over their values, from its specification to its folder of results."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from pathlib import Path
from shlex import join

from sim.domain.inputs.setting import Setting
from sim.errors import UsageError
from sim.experiment.design.designs import Design, chunks, comparable
from sim.experiment.runs.plan import Plan, plan_of
from sim.experiment.statistics.estimates import Floats
from sim.experiment.sweeps.break_even_answers import break_evens
from sim.experiment.sweeps.levers import Lever, levers, width_of
from sim.experiment.sweeps.refinement import refined, searches
from sim.experiment.sweeps.sweep import Sweep, expect_comparable, kept_outcomes
from sim.experiment.sweeps.sweep_summary import BreakEvenSummary, SweepSummary
from sim.output.charts.sweeps.drawings import SWEEP_CHARTS
from sim.output.storage.checkpoint import Checkpoint
from sim.output.storage.studies.design_study import Part, gather
from sim.output.storage.studies.study_folder import StudyFolder
from sim.output.storage.studies.sweeps import (
    complete_sweep,
    default_name,
    sweep_checkpoint,
    values_at_points,
)
from sim.output.text.sweep_table import lines
from sim.output.words import count_text
from sim.scenario import Resolved, resolve, scenario_yaml
from sim.studies.execution.gathering import interruption_notice
from sim.studies.execution.said_twice import expect_said_once
from sim.studies.execution.settings import Clock, Making, Observer
from sim.studies.specification import SweepSpecification


def planned_sweep(found: Resolved, specification: SweepSpecification) -> Sweep:
    """What is to be simulated, all of it checked."""
    plan = plan_of(
        found.scenario,
        replications=specification.replications,
        seed=specification.seed,
        arms=specification.arms,
        against=specification.baseline,
    )
    varied = levers(_settings(found, plan), specification.vary, yes=specification.yes)
    asked = Sweep(
        plan=plan,
        levers=varied,
        outcomes=kept_outcomes(specification.outcomes, specification.break_even),
        break_even=comparable(specification.break_even),
        narrow_to=_width(varied[0], specification),
    )
    expect_comparable(asked)
    return asked


def _width(lever: Lever, specification: SweepSpecification) -> float | None:
    """How narrow the cell of a break-even is to be, if that is said."""
    if specification.narrow_to is None:
        return None
    if not specification.break_even:
        raise UsageError("--narrow-to narrows a break-even: ask for one with --break-even OUTCOME.")
    return width_of(lever, specification.narrow_to)


def _settings(found: Resolved, plan: Plan) -> dict[str, Setting]:
    return {arm: found.scenario.arms[arm].setting for arm in plan.arms}


def run(
    specification: SweepSpecification,
    making: Making,
    observer: Observer,
    found: Resolved | None = None,
) -> StudyFolder[SweepSummary]:
    """The results of a sweep."""
    clock = Clock()
    expect_said_once(specification)
    found = found or resolve(specification.scenario, specification.sets)
    asked = planned_sweep(found, specification)
    _say_where_arms_differ(asked, observer)
    name = default_name(asked) if making.name is None else making.name
    with (
        sweep_checkpoint(
            making.out, asked, name, resume=making.resume, file=specification.scenario
        ) as checkpoint,
        interruption_notice(
            checkpoint, lambda: _to_go_on(checkpoint, asked, specification, making), observer
        ),
    ):
        making.expect_room(checkpoint.path.parent, SWEEP_CHARTS)
        _gather(checkpoint, asked, making, observer)
        answers, rounds = break_evens_of(
            checkpoint, asked, partial(_round, checkpoint.path.parent, making, observer)
        )
        return complete_sweep(
            checkpoint,
            asked,
            answers,
            rounds,
            scenario_yaml(found),
            clock.circumstances(specification, making, SWEEP_CHARTS, found),
        )


def break_evens_of(
    checkpoint: Checkpoint, asked: Sweep, simulate: Callable[[str, Design], Part]
) -> tuple[list[BreakEvenSummary], dict[str, Part]]:
    """The break-evens, and the rounds of values that were tried to narrow them, by name."""
    rounds: dict[str, Part] = {}

    def values(name: str, design: Design) -> Floats:
        rounds[name] = simulate(name, design)
        return rounds[name].values

    begun = searches(asked, values_at_points(checkpoint, asked))
    return break_evens(asked, refined(asked, begun, values)), rounds


def _round(place: Path, making: Making, observer: Observer, name: str, design: Design) -> Part:
    """A round of values that halve the cells of break-evens."""
    title = f"{design.scenario.name}, {name}"
    about = (
        f"{count_text(len(design.points), 'value')} x {count_text(design.worlds, 'world')} x"
        f" {count_text(len(design.arms), 'arm')}"
    )
    with observer.progress(title, design.units, about=about) as advance:
        return gather(
            place, name, design, jobs=making.processes, cluster=making.cluster, advance=advance
        )


def _say_where_arms_differ(asked: Sweep, observer: Observer) -> None:
    for lever in asked.levers:
        if lever.differs:
            observer.remark(
                f"{lever.factor.path}: the arms differ in it; the sweep gives all of them the same"
                " value"
            )


def _gather(checkpoint: Checkpoint, asked: Sweep, making: Making, observer: Observer) -> None:
    design, title = asked.design(), asked.plan.scenario.name
    if checkpoint.worlds:
        observer.remark(
            f"{title}: going on after {checkpoint.worlds} of {count_text(design.units, 'world')}"
        )
    finished = chunks(
        design, first=checkpoint.worlds, jobs=making.processes, cluster=making.cluster
    )
    with (
        closing(finished),
        observer.progress(title, design.units, done=checkpoint.worlds) as advance,
    ):
        for chunk in finished:
            checkpoint.append(chunk)
            advance(chunk.stop)


def _to_go_on(
    checkpoint: Checkpoint, asked: Sweep, specification: SweepSpecification, making: Making
) -> str:
    units = len(asked.points) * asked.plan.replications
    words = join([*specification.words(), *making.words(), "--resume"])
    return f"\n{checkpoint.worlds_on_disk} of {units} worlds are kept. To go on:\n  {words}"


# The text of every kind of study takes a width.
def text(folder: StudyFolder[SweepSummary], width: int) -> Iterator[str]:  # noqa: ARG001
    """What is said of a sweep, in lines of a width of its own."""
    yield from lines(folder.summary)
