"""``hotline sweep``: one or two inputs over their values, all arms in the same worlds at each, and where one stops paying."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Any, Final

import click

from sim.cli import options
from sim.cli.ending import draw_and_place, show_document
from sim.cli.gather import cluster_of
from sim.cli.options import Request, names, request_of, start_workers
from sim.cli.screen import progress, remark
from sim.errors import ResultsError, RunError, UsageError
from sim.studies.specification import WORLDS, SweepSpecification, encoded

if TYPE_CHECKING:
    from sim.domain.setting import Setting
    from sim.experiment.plan import Plan
    from sim.experiment.sweep import Sweep
    from sim.output.harvest import Harvest
    from sim.output.study_folder import StudyFolder
    from sim.scenario import Resolved


HELP: Final = """\
\b
Examples:
  hotline sweep scenarios/northern-front.yaml --vary channels.cable.latency.median=15min..24h \\
      --break-even unilateral_strike
  hotline sweep scenarios/northern-front.yaml --vary adversary.threat.growth="0.02 / d,0.05 / d,0.1 / d"
  hotline sweep scenarios/two-desks.yaml --vary terms.patience.base=1d..6d:6 \\
      --vary channels.cable.latency.median=15min..24h:6 --outcomes unilateral_strike

Simulate SCENARIO at each value of one or two inputs, with all its arms in the same worlds at each. Curves and heat maps are
written to the results folder, which is named on stderr; the table goes to stdout.

\b
PATH=a,b,c             these values
PATH=low..high         9 of them, in equal ratios if the range spans a decade, else in equal steps
PATH=low..high:15:log  15 of them in equal ratios; :even for equal steps
"""


@click.command(name="sweep", help=HELP)
@click.argument("scenario", metavar="SCENARIO")
@click.option("--vary", multiple=True, required=True, metavar="PATH=LIST|RANGE", help="A lever; once or twice.")
@click.option("--break-even", multiple=True, metavar="OUTCOME", help="Where an arm stops beating the baseline in this.")
@click.option("--outcomes", default="", metavar="A,B,...", help="Outcomes to keep, or all.  [default: headline ones]")
@click.option(
    "-n", "--replications", type=click.IntRange(min=2), default=WORLDS, show_default=True, help="Worlds per point."
)
@options.SEED
@click.option("--arms", default="", metavar="A,B,...", help="Only these arms.  [default: all]")
@click.option("--baseline", metavar="ARM", help="The arm to compare with.  [default: that of the study]")
@options.SETS
@options.JOBS
@options.EXECUTOR
@options.OUT
@click.option("--name", metavar="RUN", help="Folder of this sweep.  [default: made from what is asked]")
@options.RESUME["sweep"]
@click.option("--json", "as_json", is_flag=True, help="One JSON document instead of a table.")
@options.NO_CHARTS
@options.YES
@options.QUIET
def command(**given: Any) -> None:  # noqa: ANN401 - what click read, by option
    ask, request = ask_of(given), request_of(given)
    start_workers(request.executor, request.jobs)  # a mistake there is told before anything is run
    folder = _run(ask, request)
    if given["as_json"]:
        show_document(folder)
        return
    from sim.output.sweep_table import lines

    for line in lines(folder.summary):
        click.echo(line)


def ask_of(given: Mapping[str, Any]) -> SweepSpecification:
    """What was asked, from the options as click reads them."""
    return SweepSpecification(
        scenario=given["scenario"], vary=given["vary"], break_even=tuple(dict.fromkeys(given["break_even"])),
        outcomes=names(given["outcomes"]), replications=given["replications"], seed=given["seed"], arms=names(given["arms"]),
        baseline=given["baseline"], sets=given["sets"], yes=given["yes"],
    )  # fmt: skip


def planned_sweep(found: Resolved, ask: SweepSpecification) -> Sweep:
    """What is to be simulated, all of it checked."""
    from dataclasses import replace

    from sim.experiment.designs import comparable
    from sim.experiment.plan import planned
    from sim.experiment.sweep import Sweep, expect_comparable, kept
    from sim.experiment.sweep_levers import levers

    plan = planned(found.scenario, replications=ask.replications, seed=ask.seed, arms=ask.arms)
    if ask.baseline is not None:
        if ask.baseline not in plan.arms:
            raise UsageError(f"--baseline {ask.baseline}: no arm that takes part; there are {', '.join(plan.arms)}.")
        plan = replace(plan, baseline=ask.baseline)
    asked = Sweep(
        plan=plan,
        levers=levers(_settings(found, plan), ask.vary, yes=ask.yes),
        outcomes=kept(ask.outcomes, ask.break_even),
        break_even=comparable(ask.break_even),
    )
    expect_comparable(asked)
    return asked


def _settings(found: Resolved, plan: Plan) -> dict[str, Setting]:
    return {arm: found.scenario.arms[arm].setting for arm in plan.arms}


def _run(ask: SweepSpecification, request: Request) -> StudyFolder:
    from datetime import UTC, datetime
    from time import monotonic

    from sim.output.sweeps import completed, default_name, harvesting
    from sim.output.writer import Circumstances
    from sim.scenario import resolved, written

    started, clock = datetime.now(UTC).isoformat(timespec="seconds"), monotonic()
    found = resolved(ask.scenario, ask.sets)
    asked = planned_sweep(found, ask)
    _say_where_arms_differ(asked, request)
    name = default_name(asked) if request.name is None else request.name
    with (
        harvesting(request.out, asked, name, resume=request.resume) as harvest,
        _resumable(harvest, asked, ask, request),
    ):
        _gather(harvest, asked, request)
        circumstances = Circumstances(
            specification=encoded(ask), command=shlex.join(ask.words()), started=started, seconds=monotonic() - clock
        )
        folder = completed(harvest, asked, written(found), circumstances)
    draw_and_place(folder, charts=request.charts, quiet=request.quiet)
    return folder


def _say_where_arms_differ(asked: Sweep, request: Request) -> None:
    for lever in asked.levers:
        if lever.differs:
            said = f"{lever.factor.path}: the arms differ in it; the sweep gives all of them the same value"
            remark(said, quiet=request.quiet)


def _gather(harvest: Harvest, asked: Sweep, request: Request) -> None:
    from sim.experiment.designs import chunks
    from sim.experiment.executor import usable_cores

    design, title = asked.design(), asked.plan.scenario.name
    if harvest.worlds:
        remark(f"{title}: going on after {harvest.worlds} of {design.units} worlds", quiet=request.quiet)
    where = cluster_of(request.executor)
    finished = chunks(design, first=harvest.worlds, jobs=request.jobs or usable_cores(), cluster=where)
    bar = progress(title, design.units, done=harvest.worlds, quiet=request.quiet)
    with closing(finished), bar as advance:
        for chunk in finished:
            harvest.append(chunk)
            advance(chunk.stop)


@contextmanager
def _resumable(harvest: Harvest, asked: Sweep, ask: SweepSpecification, request: Request) -> Iterator[None]:
    """When the sweep stops early, say how to go on."""
    try:
        yield
    except (KeyboardInterrupt, RunError, ResultsError):
        if harvest.worlds:
            units = len(asked.points) * asked.plan.replications
            words = shlex.join([*ask.words(), *request.placed(), "--resume"])
            click.echo(f"\n{harvest.worlds} of {units} worlds are kept. To go on:\n  {words}", err=True)
        raise
