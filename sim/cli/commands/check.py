"""``hotline check``: every mistake in scenario files, and what is allowed but perhaps not meant."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any, Final

import click

from sim.cli import options
from sim.cli.cost_notice import cost_of
from sim.cli.screen import say
from sim.errors import HotlineError, Problem, ScenarioError
from sim.output.words import count_text

if TYPE_CHECKING:
    from sim.domain.inputs.setting import Scenario
    from sim.tabletop.exercise.seat_load import SeatLoad

JSON_SCHEMA: Final = 1
_LISTED: Final = 8

HELP: Final = """\
\b
Examples:
  hotline check my-crisis.yaml
  hotline check scenarios/*.yaml --strict
  hotline check my-crisis.yaml --dry-run
  hotline check scenarios/measures/*.yaml

Read every SCENARIO, or measure, as a run would, without running it: all mistakes at once, with line
and column, then warnings of what is implausible, unsourced or never used. The exit status is 0 when
all are sound, 2 when one is not.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class DryRun:
    """One world of one arm: how much happened in it, how long that took, and what a game of it
    would ask of each seat.
    """

    arm: str
    events: int
    seconds: float
    problem: str = ""
    seats: tuple[SeatLoad, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What was found in one file."""

    file: str
    problems: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()
    unsourced: tuple[str, ...] = ()
    title: str = ""
    digest: str = ""
    arms: tuple[str, ...] = ()
    dry_runs: tuple[DryRun, ...] = ()
    measure: bool = False
    cost: str = ""

    def sound(self, *, strict: bool) -> bool:
        """Whether it may be run; when strict, also without any warning."""
        failed = self.problems or any(run.problem for run in self.dry_runs)
        return not failed and not (strict and (self.warnings or self.unsourced))


@click.command(name="check", help=HELP)
@click.argument("scenarios", nargs=-1, required=True, metavar="SCENARIO...")
@options.SETS
@click.option("--strict", is_flag=True, help="Warnings fail too.")
@click.option(
    "--dry-run",
    is_flag=True,
    help="Run one world of each arm: how much happens, how long it takes, what each seat would do.",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON document instead of text.")
def command(
    scenarios: tuple[str, ...], *, sets: tuple[str, ...], strict: bool, dry_run: bool, as_json: bool
) -> int:
    """Check scenario files."""
    verdicts = [_verdict(path, sets, dry_run=dry_run) for path in scenarios]
    if as_json:
        click.echo(json.dumps(_as_json(verdicts, strict=strict), indent=2))
    else:
        for verdict in verdicts:
            _tell(verdict)
    return (
        0 if all(verdict.sound(strict=strict) for verdict in verdicts) else ScenarioError.exit_code
    )


def _verdict(path: str, sets: Sequence[str], *, dry_run: bool) -> Verdict:
    from sim.experiment.outcomes.outcome_lookup import check_warnings, outcome_findings
    from sim.scenario import lint, resolve
    from sim.scenario.checks.measure_file import is_measure

    if is_measure(Path(path)):
        return _of_measure(path, sets, dry_run=dry_run)
    try:
        found = resolve(path, sets, also=outcome_findings)
    except ScenarioError as error:
        return Verdict(file=path, problems=error.problems)
    told, scenario = lint(found), found.scenario
    return Verdict(
        file=path,
        warnings=(*told.warnings, *check_warnings(found)),
        unsourced=told.unsourced,
        title=scenario.title,
        digest=scenario.digest,
        arms=tuple(scenario.arms),
        cost=cost_of(scenario, tuple(scenario.arms), scenario.study.replications),
        dry_runs=tuple(_dry_run(scenario, arm) for arm in scenario.arms) if dry_run else (),
    )


def _of_measure(path: str, sets: Sequence[str], *, dry_run: bool) -> Verdict:
    """What was found in a measure file: it is laid over a scenario that says nothing."""
    from sim.experiment.outcomes.outcome_lookup import expectation_problems
    from sim.scenario.checks.measure_file import overlay_problems
    from sim.scenario.loading.measure_files import read_measure

    for option, asked, does in (("--set", sets, "changes"), ("--dry-run", dry_run, "runs")):
        if asked:
            message = f"is a measure, and {option} {does} a scenario"
            problem = Problem(file=path, message=message, hint=f"Leave {option} out.")
            return Verdict(file=path, problems=(problem,))
    try:
        measure = read_measure(Path(path))
    except ScenarioError as error:
        return Verdict(file=path, problems=error.problems)
    problems = dict.fromkeys((*expectation_problems(measure), *overlay_problems(measure)))
    return Verdict(file=path, problems=tuple(problems), title=measure.measure.title, measure=True)


def _dry_run(scenario: Scenario, arm: str) -> DryRun:
    from sim.engine.session import Session
    from sim.tabletop.exercise.seat_load import seat_loads

    began = perf_counter()
    try:
        log = Session(scenario, seed=scenario.study.seed, replication=0, arm=arm).run()
    except HotlineError as error:
        return DryRun(arm=arm, events=0, seconds=perf_counter() - began, problem=str(error))
    seconds = perf_counter() - began
    return DryRun(arm=arm, events=len(log), seconds=seconds, seats=seat_loads(scenario, arm))


def _tell(verdict: Verdict) -> None:
    for problem in verdict.problems:
        click.echo(str(problem))
    for warning in verdict.warnings:
        click.echo(str(replace(warning, path=f"warning: {warning.path}".removesuffix(": "))))
    if verdict.unsourced:
        say(f"{verdict.file}: warning: {_unsourced_note(verdict.unsourced)}")
    if verdict.cost:
        say(f"{verdict.file}: {verdict.cost}")
    for run in verdict.dry_runs:
        say(
            f"{verdict.file}: {run.arm}:"
            f" {run.problem or f'{run.events} events in {run.seconds * 1000:.1f} ms'}"
        )
        for seat in run.seats:
            say(f"{verdict.file}: {run.arm}: {seat.seat}: {_load_text(seat)}")
    say(_summary(verdict))


def _load_text(seat: SeatLoad) -> str:
    """What a game would ask of a seat."""
    return (
        f"in a game asked {count_text(seat.questions, 'time')},"
        f" {count_text(seat.read, 'moment')} with something to read, at most {seat.busiest} within"
        f" 6 h, silence for at most {seat.silence:.0f} h"
    )


def _unsourced_note(paths: Sequence[str]) -> str:
    listed = ", ".join(paths[:_LISTED]) + (
        f" and {len(paths) - _LISTED} more" if len(paths) > _LISTED else ""
    )
    are = "number says" if len(paths) == 1 else "numbers say"
    hint = (
        "Write {value: 3 h, source: judgement}, of what is uncertain {low: 1 h, high: 5 h, source:"
        " judgement}, or `source: judgement` once, in a group of inputs or at the top of the file."
    )
    return f"{len(paths)} {are} no source: {listed}\n    {hint}"


def _summary(verdict: Verdict) -> str:
    if verdict.problems:
        return f"{verdict.file}: {count_text(len(verdict.problems), 'mistake')}"
    if verdict.measure:
        return f"{verdict.file}: sound, a measure: {verdict.title}"
    warnings = len(verdict.warnings) + bool(verdict.unsourced)
    about = (
        f"{count_text(len(verdict.arms), 'arm')}, {count_text(warnings, 'warning')}, digest"
        f" {verdict.digest[:12]}"
    )
    return f"{verdict.file}: sound, {about}"


def _as_json(verdicts: Sequence[Verdict], *, strict: bool) -> dict[str, Any]:
    files = [{"sound": verdict.sound(strict=strict), **asdict(verdict)} for verdict in verdicts]
    return {"schema": JSON_SCHEMA, "strict": strict, "files": files}
