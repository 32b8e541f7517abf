"""Which inputs matter for an outcome or for the difference of two arms, from the specification to
the folder of results.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from textwrap import fill
from typing import Final

from sim.errors import UsageError
from sim.experiment.comparison.only_asking import apart_by_protocol
from sim.experiment.design.designs import DEFAULT_OUTCOMES, comparable, expect_few
from sim.experiment.design.factors import Asked
from sim.experiment.design.feasibility import expect_possible
from sim.experiment.design.law_factors import inputs_and_laws, left_out
from sim.experiment.design.uncertain_sample import arms_without_people, everywhere, usual_draws
from sim.experiment.measures.portfolio import goal_of
from sim.experiment.outcomes.definitions import OUTCOMES
from sim.experiment.sensitivity.influence_findings import sensitivity_summary
from sim.experiment.sensitivity.influence_sentences import prospect, sentences
from sim.experiment.sensitivity.sensitivity import (
    KIND,
    Sensitivity,
    alone,
    foremost,
    sample,
    together,
)
from sim.experiment.sensitivity.sensitivity_summary import SensitivitySummary
from sim.output.charts.studies.drawings import SENSITIVITY_CHARTS
from sim.output.storage.studies.study_folder import StudyFolder
from sim.output.text.grid import Grid
from sim.output.text.sensitivity_notes import sensitivity_notes
from sim.output.text.sensitivity_table import (
    information_grids,
    sensitivity_grids,
    sensitivity_heading,
)
from sim.scenario import Resolved, resolve
from sim.studies.execution.parts import Simulate, Work, expect_arms, expect_two
from sim.studies.execution.said_twice import expect_said_once
from sim.studies.execution.settings import Making, Observer
from sim.studies.specification import SensitivitySpecification

#: Samples of Sobol that end in minutes and tell the foremost inputs apart.
SOBOL_SAMPLES: Final = 64
#: Points of a sample of Sobol beside one for each input.
BESIDE: Final = 3
_WIDTH: Final = 100


def planned_sensitivity(found: Resolved, specification: SensitivitySpecification) -> Sensitivity:
    """What is asked, all of it checked."""
    expect_arms(found, {"--arm": specification.arm, "--against": specification.against})
    expect_two(specification.arm, specification.against)
    arm, against = _arms(found, specification.arm, specification.against)
    arms, method = tuple(dict.fromkeys(filter(None, (arm, against)))), specification.method
    varied = Asked(paths=specification.paths, ranges=specification.ranges)
    factors = inputs_and_laws(found, arms, varied)
    everyone = tuple(dict.fromkeys((*arms, *arms_without_people(found.scenario))))
    factors = everywhere(factors, found.scenario, everyone)
    outcomes = comparable(specification.outcomes or DEFAULT_OUTCOMES)
    alike = [name for name in outcomes if _is_of_all(found, name, everyone)]
    goal = _goal(specification, alike) if len(everyone) > 1 else ()
    samples = _samples(specification, len(factors))
    asked = Sensitivity(
        scenario=found.scenario,
        arm=arm,
        against=against,
        factors=factors,
        method=method,
        samples=samples,
        outcomes=tuple(dict.fromkeys((*outcomes, *(name for name, _ in goal)))),
        worlds=specification.worlds,
        top=specification.top,
        percent=specification.swing,
        seed=found.scenario.study.seed if specification.seed is None else specification.seed,
        sampled_arms=everyone if method == "bands" else (),
        goal=goal,
        left_out=left_out(found, arms, varied, factors),
    )
    expect_possible(asked.factors, {one: found.scenario.arms[one].setting for one in everyone})
    return asked


def _is_of_all(found: Resolved, name: str, arms: Sequence[str]) -> bool:
    """Whether every arm can have an outcome of itself, or none."""
    return not any(apart_by_protocol(found.scenario, name, arm, arms[0]) for arm in arms)


def _goal(
    specification: SensitivitySpecification, outcomes: Sequence[str]
) -> tuple[tuple[str, float], ...]:
    """What is wanted of an arm: as said, else all outcomes of which one way is better, alike."""
    if specification.method != "bands":
        if specification.goal is not None:
            raise UsageError("--goal: what an input is worth is told by --method bands alone.")
        return ()
    if specification.goal is not None:
        return tuple((one.name, weight) for one, weight in goal_of(specification.goal).parts)
    return tuple((name, 1.0) for name in outcomes if OUTCOMES[name].better != "neither")


def _samples(specification: SensitivitySpecification, factors: int) -> int:
    """Draws or samples as asked, or as many as are usual; not too many for this machine."""
    if specification.method == "bands":
        draws = specification.samples or usual_draws(factors)
        expect_few(draws, factors, yes=specification.yes)
        return draws
    samples, together_ = specification.samples or SOBOL_SAMPLES, min(specification.top, factors)
    expect_few(samples * (together_ + BESIDE), together_, yes=specification.yes)
    return samples


def _arms(found: Resolved, arm: str | None, against: str | None) -> tuple[str, str | None]:
    """The last arm against the baseline unless something else is said."""
    baseline = found.scenario.study.baseline
    if arm is not None:
        return arm, against
    others = [name for name in found.scenario.arms if name != (against or baseline)]
    return (others[-1], against or baseline) if others else (baseline, None)


def run(
    specification: SensitivitySpecification,
    making: Making,
    observer: Observer,
    found: Resolved | None = None,
) -> StudyFolder[SensitivitySummary]:
    """The results of asking which inputs matter."""
    if specification.method == "sobol":
        expect_salib()
    expect_said_once(specification)
    found = found or resolve(specification.scenario, specification.sets)
    asked = planned_sensitivity(found, specification)
    settled = replace(
        specification,
        arm=asked.arm,
        against=asked.against,
        outcomes=asked.outcomes,
        samples=asked.samples,
        seed=asked.seed,
    )
    work = Work(KIND, asked, settled, making, observer, SENSITIVITY_CHARTS)
    with work.interruption_notice():
        return work.finish(summary_of(asked, work.part, observer.remark), found)


def summary_of(
    asked: Sensitivity, part: Simulate, remark: Callable[[str], None] = lambda _: None
) -> SensitivitySummary:
    """The study itself: its summary, from two parts. What the second could show is said before it
    begins.
    """
    first = part("alone", alone(asked)).values
    if asked.method == "bands":
        remark(prospect(asked, first))
        design, cube = sample(asked)
        sampled = part("sample", design).values
        return sensitivity_summary(asked, first, asked.factors, cube, sampled)
    chosen = foremost(asked, first)
    design, cube = together(asked, chosen)
    return sensitivity_summary(asked, first, chosen, cube, part("together", design).values)


def expect_salib() -> None:
    """Say how to get what is optional, before anything is simulated."""
    if importlib.util.find_spec("SALib") is None:
        raise UsageError(
            "--method sobol needs SALib, which is not installed. Get it with: "
            'python -m pip install "hotline-sim[sensitivity]"'
        )


# The text of every kind of study takes a width.
def text(folder: StudyFolder[SensitivitySummary], width: int) -> Iterator[str | Grid]:  # noqa: ARG001
    """What is said of the inputs, in lines of a width of its own."""
    yield from sensitivity_heading(folder.summary)
    for grid in (*sensitivity_grids(folder.summary), *information_grids(folder.summary)):
        yield ""
        yield grid
    yield ""
    for line in (*sentences(folder.summary), *sensitivity_notes(folder.summary)):
        yield fill(line, _WIDTH, replace_whitespace=False)
