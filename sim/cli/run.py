"""``hotline run``: all arms of a scenario in the same worlds, as a table, a results folder, charts and a report."""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from sim.cli import options
from sim.cli.agreement import as_data, ask, expect_agreement, show_agreement
from sim.cli.gather import expect_precise, gathered, open_ended
from sim.cli.screen import remark, show_tables
from sim.errors import Problem, ResultsError, RunError, ScenarioError
from sim.studies.specification import RunSpecification, encoded

if TYPE_CHECKING:
    from sim.experiment.plan import Plan
    from sim.output.harvest import Harvest
    from sim.output.store import RunFolder
    from sim.scenario import Resolved

JSON_SCHEMA: Final = 1

HELP: Final = """\
\b
Examples:
  hotline run scenarios/northern-front.yaml
  hotline run scenarios/northern-front.yaml -n 2000 --seed 7 --jobs 4
  hotline run scenarios/northern-front.yaml --arms unilateral,consult
  hotline run scenarios/two-desks.yaml --set horizon="14 d" --name fortnight
  hotline run scenarios/two-desks.yaml --until-precise --set study.precision.unilateral_strike=0.05
  hotline run scenarios/*.yaml -n 200 --json > all.json

Run every SCENARIO with all its arms in the same worlds and compare them. Tables go to stdout; the results folder, with
charts and report.html, is named on stderr.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request(options.Request):
    """What was asked for, beside the scenarios themselves."""

    replications: int | None
    seed: int | None
    arms: tuple[str, ...]
    sets: tuple[str, ...]
    precise: bool
    report: bool

    def placed(self) -> list[str]:
        """The words that say where the results go and how they are made."""
        words = options.Request.placed(self)  # super() would look for the class as it was before it had slots
        return words if self.report else [*words, "--no-report"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One scenario that can be run: nothing that the user wrote is wrong any more."""

    path: str
    found: Resolved
    plan: Plan
    yaml: str
    name: str


@click.command(name="run", help=HELP)
@click.argument("scenarios", nargs=-1, required=True, metavar="SCENARIO...")
@click.option("-n", "--replications", type=click.IntRange(min=1), help="Worlds, each under every arm.")
@options.SEED
@click.option("--arms", default="", metavar="A,B,...", help="Only these arms.  [default: all]")
@options.SETS
@options.JOBS
@options.EXECUTOR
@options.OUT
@click.option("--name", metavar="RUN", help="Folder of this run.  [default: made from seed, number and inputs]")
@options.RESUME["run"]
@click.option(
    "--until-precise", is_flag=True, help="Stop when the study's precision is met; -n is the most worlds then."
)
@options.JSON
@click.option("--all-outcomes", is_flag=True, help="Tables of all outcomes, not only of the headline ones.")
@options.NO_CHARTS
@click.option("--no-report", is_flag=True, help="Write no report.html.")
@options.QUIET
def command(  # noqa: PLR0913 - one argument an option
    scenarios: tuple[str, ...],
    *,
    replications: int | None,
    seed: int | None,
    arms: str,
    sets: tuple[str, ...],
    jobs: int | None,
    executor: str,
    out: str,
    name: str | None,
    resume: bool,
    until_precise: bool,
    as_json: bool,
    all_outcomes: bool,
    no_charts: bool,
    no_report: bool,
    quiet: bool,
) -> None:
    request = Request(
        replications=replications, seed=seed, arms=options.names(arms), sets=sets,
        jobs=jobs, executor=executor, out=Path(out), name=name, resume=resume, precise=until_precise, charts=not no_charts,
        report=not no_report, quiet=quiet,
    )  # fmt: skip
    options.start_workers(executor, jobs)  # a mistake there is told before anything is run
    done = [(job, _run(job, request)) for job in _checked(scenarios, request)]
    if as_json:
        click.echo(json.dumps(_document(done), ensure_ascii=False, allow_nan=False))
    else:
        _show(done, everything=all_outcomes)
    for job, folder in done:
        expect_agreement(job.found, folder)
    for _, folder in done:
        expect_precise(folder)


def _show(done: Sequence[tuple[Job, RunFolder]], *, everything: bool) -> None:
    for number, (job, folder) in enumerate(done):
        if number:
            click.echo()
        show_tables(folder, everything=everything)
        show_agreement(job.found, folder)


def _checked(scenarios: Sequence[str], request: Request) -> list[Job]:
    """All scenarios, read and planned before any is run; raises what is wrong with all of them at once."""
    jobs: list[Job] = []
    problems: list[Problem] = []
    for path in scenarios:
        try:
            jobs.append(_job(path, request))
        except ScenarioError as error:
            problems.extend(error.problems)
    if problems:
        raise ScenarioError(tuple(problems))
    return jobs


def _job(path: str, request: Request) -> Job:
    from sim.experiment.named import outcome_findings
    from sim.experiment.plan import planned
    from sim.output.places import run_place
    from sim.output.writer import default_name
    from sim.scenario import resolved, written

    found = resolved(path, request.sets, also=outcome_findings)
    plan = planned(found.scenario, replications=request.replications, seed=request.seed, arms=request.arms)
    plan = open_ended(plan, request.replications) if request.precise else plan
    name = default_name(plan) if request.name is None else request.name
    run_place(request.out, plan.scenario.name, name)
    return Job(path=path, found=found, plan=plan, yaml=written(found), name=name)


def _run(job: Job, request: Request) -> RunFolder:
    from datetime import UTC, datetime
    from time import monotonic

    from sim.experiment.executor import usable_cores
    from sim.experiment.retell import full_logs
    from sim.output.writer import Circumstances, completed, harvesting

    started, clock = datetime.now(UTC).isoformat(timespec="seconds"), monotonic()
    with (
        harvesting(request.out, job.plan, job.name, resume=request.resume) as harvest,
        _resumable(job, request, harvest),
    ):
        plan = gathered(harvest, job.plan, jobs=request.jobs, executor=request.executor, quiet=request.quiet)
        asked = _specification(job, request)
        circumstances = Circumstances(
            specification=encoded(asked),
            command=shlex.join(asked.words()),
            started=started,
            seconds=monotonic() - clock,
        )
        folder = completed(harvest, plan, job.yaml, circumstances, tell=lambda world: full_logs(plan, world))
    ask(job.found, folder, jobs=request.jobs or usable_cores(), quiet=request.quiet)
    _draw(folder, request)
    return folder


@contextmanager
def _resumable(job: Job, request: Request, harvest: Harvest) -> Iterator[None]:
    """When the run stops early, say how to go on."""
    try:
        yield
    except (KeyboardInterrupt, RunError, ResultsError):
        if harvest.worlds:
            words = [*_specification(job, request).words(), *request.placed(), "--resume"]
            most = "" if job.plan.until is None else "at most "
            done = f"{harvest.worlds} of {most}{job.plan.replications} worlds are kept"
            click.echo(f"\n{job.plan.scenario.name}: {done}. To go on:\n  {shlex.join(words)}", err=True)
        raise


def _draw(folder: RunFolder, request: Request) -> None:
    """Charts and report, each chart drawn once for both."""
    if not (request.charts or request.report):
        remark(f"results in {folder.path}", quiet=request.quiet)
        return
    from sim.output.album import album_of, draw_into
    from sim.output.report import write_report

    album = album_of(folder)
    drawn = len(draw_into(album, folder.charts, formats=("svg",))) if request.charts else 0
    if request.report:
        write_report(folder, album=album)
    made = [f"{drawn} charts"] * (drawn > 0) + ["report.html"] * request.report
    remark(", ".join([f"results in {folder.path}", *made]), quiet=request.quiet)


def _document(done: Sequence[tuple[Job, RunFolder]]) -> dict[str, object]:
    runs = [
        {
            "folder": str(folder.path),
            "content": folder.manifest["content"]["all"],
            "summary": folder.summary,
            **as_data(job.found, folder),
        }
        for job, folder in done
    ]
    return {"schema": JSON_SCHEMA, "runs": runs}


def _specification(job: Job, request: Request) -> RunSpecification:
    """What was asked, with what the scenario's study said instead of the user."""
    return RunSpecification(
        scenario=job.path, sets=request.sets, replications=job.plan.replications, seed=job.plan.seed,
        arms=job.plan.arms if request.arms else (), until_precise=request.precise,
    )  # fmt: skip
