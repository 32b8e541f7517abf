"""Under which conditions an arm does worse, or an outcome cannot be accepted, from the
specification to the folder of results.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from textwrap import fill
from typing import Final

from sim.experiment.design.designs import DEFAULT_OUTCOMES, comparable, expect_few
from sim.experiment.design.factors import Asked, uncertain
from sim.experiment.design.feasibility import expect_possible
from sim.experiment.discovery.box_findings import discovery_summary
from sim.experiment.discovery.condition_search import MOST_BOUNDS
from sim.experiment.discovery.discovery import (
    KIND,
    Discovery,
    design,
    fresh_design,
    points,
    questions,
)
from sim.experiment.discovery.discovery_summary import DiscoverySummary
from sim.experiment.discovery.fresh_worlds import FEWEST, MOST, POINTS
from sim.experiment.discovery.proposals import Proposal, proposals, trials_by_question
from sim.output.charts.studies.drawings import DISCOVERY_CHARTS
from sim.output.storage.studies.study_folder import StudyFolder
from sim.output.text.condition_sentences import condition_sentence
from sim.output.text.grid import Grid
from sim.output.text.study_table import discovery_heading, discovery_notes, regret_grid
from sim.output.words import count_text
from sim.scenario import Resolved, resolve
from sim.scenario.assumptions.uncertainties import declared_uncertainties
from sim.studies.execution.parts import Simulate, Work, expect_arms, expect_two
from sim.studies.execution.said_twice import drawn_though_set, expect_said_once
from sim.studies.execution.settings import Making, Observer
from sim.studies.specification import DiscoverySpecification

_WIDTH: Final = 100


def planned_discovery(found: Resolved, specification: DiscoverySpecification) -> Discovery:
    """What is asked, all of it checked."""
    arm, against = specification.arm, specification.against
    expect_arms(found, {"--arm": arm, "--against": against})
    expect_two(arm, against)
    arms = tuple(found.scenario.arms)
    wanted = questions(
        found.scenario, arm, against, comparable(specification.outcomes), specification.unacceptable
    )
    factors = uncertain(found, arms, Asked(paths=specification.paths, ranges=specification.ranges))
    expect_few(specification.samples, len(factors), yes=specification.yes)
    asked = Discovery(
        scenario=found.scenario,
        arms=arms,
        factors=factors,
        questions=wanted,
        samples=specification.samples,
        outcomes=comparable((*(one.outcome for one in wanted), *DEFAULT_OUTCOMES)),
        worlds=specification.worlds,
        fill=specification.fill,
        fresh=specification.fresh,
        seed=found.scenario.study.seed if specification.seed is None else specification.seed,
    )
    expect_possible(asked.factors, {one: found.scenario.arms[one].setting for one in arms})
    return asked


def run(
    specification: DiscoverySpecification,
    making: Making,
    observer: Observer,
    found: Resolved | None = None,
) -> StudyFolder[DiscoverySummary]:
    """The results of looking for conditions."""
    expect_said_once(specification)
    found = found or resolve(specification.scenario, specification.sets)
    asked = planned_discovery(found, specification)
    _say_what_is_taken(found, len(asked.factors), specification, observer)
    for remark in drawn_though_set(specification.sets, [one.path for one in asked.factors]):
        observer.remark(remark)
    observer.remark(_plan(asked))
    settled = replace(specification, outcomes=comparable(specification.outcomes), seed=asked.seed)
    work = Work(KIND, asked, settled, making, observer, DISCOVERY_CHARTS)
    with work.interruption_notice():
        return work.finish(summary_of(asked, work.part, observer), found)


def summary_of(
    asked: Discovery, part: Simulate, observer: Observer | None = None
) -> DiscoverySummary:
    """The study itself: its summary, from its samples, and from fresh worlds for what these
    propose.
    """
    samples = part("samples", design(asked))
    x = points(samples.design)
    proposed = proposals(asked, x, samples.values)
    if observer is not None:
        observer.remark(_cost(asked, proposed))
    fresh = {
        one.number: (
            one,
            part(
                f"fresh-{one.number + 1}", fresh_design(asked, one.number, one.part, one.worlds)
            ).values,
        )
        for one in proposed
    }
    return discovery_summary(asked, x, samples.values, trials_by_question(asked, fresh))


def _cost(asked: Discovery, proposed: Sequence[Proposal]) -> str:
    """What it takes to try all that was proposed."""
    if not proposed:
        return "no condition was proposed, so no fresh worlds are needed"
    told = "; ".join(
        f"question {one.number + 1}, {count_text(one.worlds, 'world')} x"
        f" {count_text(POINTS + len(one.part.at), 'sample')}"
        f" x {count_text(len(asked.questions[one.number].arms), 'arm')}"
        for one in proposed
    )
    return f"conditions proposed are tried in fresh worlds: {told}"


def _plan(asked: Discovery) -> str:
    """What it takes before anything is known."""
    search = (
        f"{count_text(asked.samples, 'sample')} x {count_text(asked.worlds, 'world')} x"
        f" {count_text(len(asked.arms), 'arm')}"
    )
    number = len(asked.questions)
    each = "" if number == 1 else f" for each of {number} questions"
    fresh = f"{FEWEST} to {MOST}" if asked.fresh is None else f"{asked.fresh}"
    return (
        f"{search}, and then{each} {fresh} fresh worlds at up to"
        f" {POINTS + MOST_BOUNDS} samples, to try the condition that is proposed"
    )


def _say_what_is_taken(
    found: Resolved, count: int, specification: DiscoverySpecification, observer: Observer
) -> None:
    if not (declared_uncertainties(found.base) or specification.paths or specification.ranges):
        observer.remark(
            f"{found.files[0]} does not say what is uncertain: taken are the {count} numbers that"
            " it gives, over the ranges of what is plausible (`hotline discover --help` shows how"
            " to say it)"
        )


# The text of every kind of study takes a width.
def text(folder: StudyFolder[DiscoverySummary], width: int) -> Iterator[str | Grid]:  # noqa: ARG001
    """What is said of the conditions, in lines of a width of its own."""
    yield from discovery_heading(folder.summary)
    for question in folder.summary.questions:
        yield ""
        yield fill(condition_sentence(question, folder.summary), _WIDTH, replace_whitespace=False)
    yield ""
    yield regret_grid(folder.summary)
    yield ""
    for line in discovery_notes(folder.summary):
        yield fill(line, _WIDTH, replace_whitespace=False)
