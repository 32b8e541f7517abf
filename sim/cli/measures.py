"""``hotline measures``: every set of measures on the same worlds, and the recommendation table that follows."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from shutil import get_terminal_size
from typing import TYPE_CHECKING, Any, Final

import click

from sim.cli import options
from sim.cli.ending import draw_and_place, show_document
from sim.cli.gather import gathered
from sim.cli.options import Request, names, request_of, start_workers
from sim.cli.screen import remark
from sim.cli.trial_asked import beyond_all, expect_amount, expect_together
from sim.errors import ResultsError, RunError, UsageError
from sim.studies.specification import WORLDS, MeasuresSpecification, encoded

if TYPE_CHECKING:
    from sim.experiment.trial import Trial
    from sim.experiment.trial_summary import Wish
    from sim.output.harvest import Harvest
    from sim.output.study_folder import StudyFolder
    from sim.output.trials import Blocks, Inputs
    from sim.scenario import Resolved
    from sim.scenario.measures import MeasureFile

PREFERRED: Final = "consult"

HELP: Final = """\
\b
Examples:
  hotline measures scenarios/northern-front.yaml
  hotline measures scenarios/northern-front.yaml --measures liaison_team,encrypted_channels --worlds 400
  hotline measures scenarios/northern-front.yaml --fraction --worlds 1000
  hotline measures scenarios/northern-front.yaml --budget 12 --goal burden:2,threat_end:1
  hotline measures scenarios/northern-front.yaml --explain intelligence_sharing

Add every set of measures to one arm of SCENARIO, all in the same worlds, and say of each measure whether it does what is
expected of it, what else it moves, what depends on what, and which set is best within a budget. Measures are the files in the
folders `measures` beside the scenario and among those that ship.
"""


@click.command(name="measures", help=HELP)
@click.argument("scenario", metavar="SCENARIO")
@click.option("--arm", metavar="ARM", help=f"The arm to add measures to.  [default: {PREFERRED}, or the baseline]")
@click.option("--measures", default="", metavar="A,B,...", help="Only these measures.  [default: all]")
@click.option(
    "-n",
    "--worlds",
    type=click.IntRange(min=2),
    default=WORLDS,
    show_default=True,
    help="Worlds, each under every set.",
)
@options.SEED
@click.option("--fraction", is_flag=True, help="Only a fraction of the sets, of resolution IV; no best set.")
@click.option("--budget", type=click.FloatRange(min=0), metavar="MILLION", help="What a set may cost a year.")
@click.option(
    "--goal", default="burden", show_default=True, metavar="OUTCOME[:WEIGHT],...", help="What the best set is best at."
)
@click.option("--explain", metavar="MEASURE", help="Instead: its parts one at a time, all but one, and its conditions.")
@options.SETS
@options.JOBS
@options.EXECUTOR
@options.OUT
@click.option("--name", metavar="RUN", help="Folder of this trial.  [default: made from seed, number and inputs]")
@options.RESUME["trial"]
@options.JSON
@options.NO_CHARTS
@options.QUIET
def command(**given: Any) -> None:  # noqa: ANN401 - what click read, by option
    expect_together(given)
    ask, request = ask_of(given), request_of(given)
    start_workers(request.executor, request.jobs)  # a mistake there is told before anything is run
    explain, as_json = given["explain"], given["as_json"]
    if explain is not None:
        from sim.cli.explain import explained

        explained(ask, request, explain, as_json=as_json)
        return
    folder = _run(ask, request)
    if as_json:
        show_document(folder)
        return
    from sim.output.recommendation_table import lines

    for line in lines(folder.summary, max(80, min(get_terminal_size((120, 24)).columns, 130))):
        click.echo(line)


def ask_of(given: Mapping[str, Any]) -> MeasuresSpecification:
    """What was asked, from the options as click reads them."""
    return MeasuresSpecification(
        scenario=given["scenario"], arm=given["arm"], measures=names(given["measures"]),
        worlds=given["worlds"], seed=given["seed"], fraction=given["fraction"], budget=given["budget"],
        goal=given["goal"], sets=given["sets"],
    )  # fmt: skip


def _planned(ask: MeasuresSpecification) -> tuple[Trial, Wish, Inputs]:
    """The trial with all its arms, made and checked once; what is wanted of it; what it was made from."""
    from sim.experiment.portfolio import expect_affordable
    from sim.output.trials import Inputs
    from sim.scenario import resolved, written
    from sim.scenario.regimes import measures_for

    wish = wish_of(ask)
    found = resolved(ask.scenario, ask.sets)
    files = measures_for(Path(ask.scenario), ask.measures)
    if not files:
        raise UsageError("There is no measure to try: no folder `measures` beside the scenario holds a file.")
    if ask.budget is not None:
        expect_affordable([one.measure for one in files], ask.budget)
    inputs = Inputs(scenario=written(found), measures={one.name: Path(one.file).read_bytes() for one in files})
    return trial_of(found, files, ask), wish, inputs


def wish_of(ask: MeasuresSpecification) -> Wish:
    """What is wanted of a trial."""
    from sim.experiment.portfolio import goal_of
    from sim.experiment.trial_summary import Wish

    expect_amount(ask.budget)
    return Wish(goal=goal_of(ask.goal), budget=ask.budget)


def trial_of(found: Resolved, files: Sequence[MeasureFile], ask: MeasuresSpecification) -> Trial:
    """The trial of the measures in ``files``, with all its arms."""
    from sim.experiment.factorial import fraction, full
    from sim.experiment.trial import planned_trial
    from sim.scenario.regimes import Regimes

    arm = chosen_arm(ask.arm, tuple(found.scenario.arms), found.scenario.study.baseline)
    names = [one.name for one in files]
    return planned_trial(
        found.scenario, arm, [one.measure for one in files], fraction(names) if ask.fraction else full(names),
        Regimes(found, arm).of(files), replications=ask.worlds, seed=found.scenario.study.seed if ask.seed is None else ask.seed,
    )  # fmt: skip


def chosen_arm(asked: str | None, arms: Sequence[str], baseline: str) -> str:
    """The arm that measures are added to; what was asked for is checked where it is looked up."""
    if asked is not None:
        return asked
    return PREFERRED if PREFERRED in arms else baseline


def _run(ask: MeasuresSpecification, request: Request) -> StudyFolder:
    from datetime import UTC, datetime
    from time import monotonic

    from sim.output.places import run_place
    from sim.output.trials import completed, default_name, harvesting, kept_worlds
    from sim.output.writer import Circumstances

    started, clock = datetime.now(UTC).isoformat(timespec="seconds"), monotonic()
    trial, wish, inputs = _planned(ask)
    if beyond := beyond_all(trial.measures, ask.budget):
        remark(beyond, quiet=request.quiet)
    name = default_name(trial) if request.name is None else request.name
    place = run_place(request.out, trial.plan.scenario.name, name)

    def finished(blocks: Blocks) -> StudyFolder:
        circumstances = Circumstances(
            specification=encoded(ask), command=shlex.join(ask.words()), started=started, seconds=monotonic() - clock
        )
        return completed(place, trial, blocks, wish, inputs, circumstances)

    before = kept_worlds(request.out, trial, name)
    if before is not None:
        remark(f"{place} holds these worlds already: nothing is simulated again", quiet=request.quiet)
        folder = finished(before)
    else:
        with (
            harvesting(request.out, trial, name, resume=request.resume) as harvest,
            _resumable(harvest, trial, ask, request),
        ):
            gathered(harvest, trial.plan, jobs=request.jobs, executor=request.executor, quiet=request.quiet)
            folder = finished(lambda: harvest.blocks(trial.plan.replications))
    draw_and_place(folder, charts=request.charts, quiet=request.quiet)
    return folder


@contextmanager
def _resumable(harvest: Harvest, trial: Trial, ask: MeasuresSpecification, request: Request) -> Iterator[None]:
    """When the trial stops early, say how to go on."""
    try:
        yield
    except (KeyboardInterrupt, RunError, ResultsError):
        if harvest.worlds:
            words = shlex.join([*ask.words(), *request.placed(), "--resume"])
            click.echo(
                f"\n{harvest.worlds} of {trial.plan.replications} worlds are kept. To go on:\n  {words}", err=True
            )
        raise
