"""``hotline run``: all arms of a scenario in the same worlds, as a table, a results folder, charts
and a report.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from textwrap import wrap
from typing import TYPE_CHECKING, Any, Final

import click

from sim.cli import options
from sim.cli.cost_notice import cost_of
from sim.cli.screen import Screen, say, say_json, show_grid, show_tables, width
from sim.errors import Problem, ScenarioError
from sim.studies.specification import RunSpecification

if TYPE_CHECKING:
    from sim.output.storage.run_folder import RunFolder
    from sim.studies.comparison import RunJob
    from sim.studies.execution.settings import Making

JSON_SCHEMA: Final = 1

HELP: Final = """\
\b
Examples:
  hotline run scenarios/northern-front.yaml
  hotline run scenarios/northern-front.yaml -n 2000 --seed 7 --jobs 4
  hotline run scenarios/northern-front.yaml --arms unilateral,consult
  hotline run scenarios/northern-front.yaml --against consult
  hotline run scenarios/two-desks.yaml --set horizon="14 d" --name fortnight
  hotline run scenarios/two-desks.yaml --until-precise --set study.precision.unilateral_strike=0.05
  hotline run scenarios/northern-front.yaml --uncertain -n 2000
  hotline run scenarios/*.yaml -n 200 --json > all.json

Run every SCENARIO with all its arms in the same worlds and compare them. Tables go to stdout; the
results folder, with charts and report.html, is named on stderr.
"""


@click.command(name="run", help=HELP)
@click.argument("scenarios", nargs=-1, required=True, metavar="SCENARIO...")
@options.worlds(1, "Worlds, each under every arm", name="replications")
@options.SEED
@click.option("--arms", default="", metavar="A,B,...", help="Only these arms.  [default: all]")
@options.AGAINST
@options.SETS
@options.JOBS
@options.EXECUTOR
@options.OUT
@options.name_of("run", "seed, number and inputs")
@options.RESUME["run"]
@click.option(
    "--until-precise",
    is_flag=True,
    help="Stop when the study's precision is met; -n is the most worlds then.",
)
@click.option(
    "--always-valid",
    is_flag=True,
    help="Stop so by intervals that hold at every look: many more worlds.",
)
@click.option(
    "--uncertain",
    is_flag=True,
    help="Draw the declared uncertainties anew every 5 worlds; split luck from doubt.",
)
@options.JSON
@click.option(
    "--all-outcomes", is_flag=True, help="Tables of all outcomes, not only of the headline ones."
)
@options.NO_CHARTS
@click.option("--no-report", is_flag=True, help="Write no report.html.")
@options.QUIET
def command(scenarios: tuple[str, ...], **given: Any) -> None:  # noqa: ANN401 - by option
    making = options.making_of(given, report=not given["no_report"])
    asked = RunSpecification(
        scenario="",
        sets=given["sets"],
        replications=given["replications"],
        seed=given["seed"],
        arms=options.names(given["arms"]),
        baseline=given["baseline"],
        until_precise=given["until_precise"],
        always_valid=given["always_valid"],
        uncertain=given["uncertain"],
    )
    each = [replace(asked, scenario=path) for path in scenarios]
    screen = Screen(quiet=given["quiet"])
    done = _made_runs(each, making, screen)
    if given["as_json"]:
        say_json(_document(done))
    else:
        for _, folder in done:
            screen.tell_place(folder.path)
        _show(done, everything=given["all_outcomes"])
    _expect_met(done)


def _planned_jobs(asked: Sequence[RunSpecification], making: Making) -> list[RunJob]:
    """All runs, read and planned before any is made; raises what is wrong with all of
    them at once.
    """
    from sim.studies.comparison import planned_run

    jobs: list[RunJob] = []
    problems: list[Problem] = []
    for specification in asked:
        try:
            jobs.append(planned_run(specification, making))
        except ScenarioError as error:
            problems.extend(error.problems)
    if problems:
        raise ScenarioError(tuple(problems))
    return jobs


def _made_runs(
    asked: Sequence[RunSpecification], making: Making, screen: Screen
) -> list[tuple[RunJob, RunFolder]]:
    jobs = _planned_jobs(asked, making)
    for job in jobs:
        if said := cost_of(job.plan.scenario, job.plan.arms, job.plan.replications):
            screen.remark(said)
    return [(job, _make_run(job, making, screen)) for job in jobs]


def _make_run(job: RunJob, making: Making, screen: Screen) -> RunFolder:
    from sim.studies.comparison import make_run
    from sim.studies.presentation import draw

    folder = make_run(job, making, screen)
    draw(folder, making, screen)
    return folder


def _show(done: Sequence[tuple[RunJob, RunFolder]], *, everything: bool) -> None:
    from sim.output.answer.answer import answer_or_reason
    from sim.studies.agreement import agreement_shown

    for number, (job, folder) in enumerate(done):
        if number:
            click.echo()
        said = answer_or_reason(folder, job.found)
        show_tables(folder, everything=everything, answer=said)
        for part in agreement_shown(job.found, folder):
            click.echo()
            if isinstance(part, str):
                say("\n".join(wrap(part, width(), subsequent_indent="  ")))
            else:
                show_grid(part)


def _document(done: Sequence[tuple[RunJob, RunFolder]]) -> dict[str, object]:
    from sim.output.answer.answer import answer_as_data, answer_of
    from sim.output.storage.codec import plain
    from sim.studies.agreement import agreement_as_data

    runs = [
        {
            "folder": str(folder.path),
            "content": folder.manifest.content_hash,
            "summary": plain(folder.summary),
            "answer": answer_as_data(answer_of(folder, job.found)),
            **agreement_as_data(job.found, folder),
        }
        for job, folder in done
    ]
    return {"schema": JSON_SCHEMA, "runs": runs}


def _expect_met(done: Sequence[tuple[RunJob, RunFolder]]) -> None:
    """End with status 3 where a check or a precision was not met that a scenario demands."""
    from sim.studies.agreement import expect_agreement
    from sim.studies.execution.gathering import expect_precise

    for job, folder in done:
        expect_agreement(job.found, folder)
    for _, folder in done:
        expect_precise(folder)
