"""``hotline results``: what has been run, whether it is still what was written, and taking it out or away."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from sim.errors import ResultsError, UsageError

if TYPE_CHECKING:
    from sim.experiment.plan import Plan
    from sim.output.inventory import Entry
    from sim.output.store import RunFolder

JSON_SCHEMA: Final = 1

HELP: Final = """\
\b
Examples:
  hotline results list
  hotline results info results/northern-front/s1-n400-1a2b3c4d
  hotline results verify results/northern-front/s1-n400-1a2b3c4d --repair
  hotline results export results/northern-front/s1-n400-1a2b3c4d --to outcomes.csv
  hotline results remove results/northern-front/s1-n400-1a2b3c4d

Look after what has been run.
"""


@click.group(name="results", help=HELP)
def command() -> None:
    pass


@command.command(name="list")
@click.option("--out", default="results", show_default=True, metavar="DIR", help="Folder of all results.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document instead of a table.")
def list_(out: str, *, as_json: bool) -> None:
    """All results, whole or interrupted."""
    from sim.output.inventory import entries

    found = list(entries(Path(out)))
    if as_json:
        click.echo(json.dumps({"schema": JSON_SCHEMA, "results": [_as_data(one) for one in found]}, ensure_ascii=False))
        return
    width = max((len(str(one.path)) for one in found), default=0)
    for one in found:
        worlds = f"{one.worlds:,} worlds x {len(one.arms)} arms" if one.arms else ""
        click.echo(f"{one.path!s:<{width}}  {one.kind or one.state:<12} {_size(one.size):>9}  {worlds}".rstrip())


def _as_data(one: Entry) -> dict[str, Any]:
    return {
        "folder": str(one.path), "kind": one.kind, "state": one.state, "worlds": one.worlds, "arms": list(one.arms),
        "bytes": one.size, "started": one.started,
    }  # fmt: skip


def _size(count: int) -> str:
    return f"{count / 1e6:,.1f} MB" if count >= 1e5 else f"{count / 1e3:,.1f} kB"


@command.command()
@click.argument("run", metavar="RUN")
@click.option("--json", "as_json", is_flag=True, help="The manifest as it is.")
def info(run: str, *, as_json: bool) -> None:
    """What a folder holds, and the command that makes it again."""
    from sim.output.inventory import entry, expect_results
    from sim.output.store import manifest_of

    expect_results(Path(run))
    about = manifest_of(Path(run))
    if as_json:
        click.echo(json.dumps(about, ensure_ascii=False, indent=1))
        return
    one = entry(Path(run))
    lines = {
        "folder": str(one.path), "kind": one.kind, "scenario": f"{about['scenario']['title']} ({about['scenario']['name']})",
        "digest": about["scenario"]["digest"], "seed": about["seed"], "worlds": f"{one.worlds:,}",
        "arms": ", ".join(one.arms), "baseline": about["baseline"], "size": _size(one.size), "started": one.started,
        "took": f"{about['wall_seconds']:,} s", "content": about["content"]["all"],
        "version": about["versions"]["hotline-sim"], "command": about["command"],
    }  # fmt: skip
    for name, value in lines.items():
        click.echo(f"{name:<9} {value}")


@command.command()
@click.argument("runs", nargs=-1, required=True, metavar="RUN...")
@click.option("--repair", is_flag=True, help="Compute worlds whose block is damaged again.")
def verify(runs: tuple[str, ...], *, repair: bool) -> None:
    """Compare every file with what was written; name what is damaged."""
    for run in runs:
        _verify(Path(run), repair=repair)
        click.echo(f"{run}: as it was written")


def _verify(path: Path, *, repair: bool) -> None:
    from sim.experiment.sweep import KIND as SWEEP
    from sim.output.inventory import damaged, expect_results
    from sim.output.store import RUN, manifest_of, open_run
    from sim.output.studies import KINDS, open_study
    from sim.output.sweeps import open_sweep

    expect_results(path)
    about = manifest_of(path)
    kind = about.get("kind", RUN)
    if kind != RUN:
        open_ = open_sweep if kind == SWEEP else open_study
        if kind not in {SWEEP, *KINDS}:
            raise ResultsError(f"{path} holds a study of a kind that cannot be verified: {kind}.")
        _told_how(lambda: open_(path).verify(), about["command"])
        return
    folder = open_run(path)
    ranges = damaged(folder)
    if ranges and repair:
        _repair(folder, ranges)
    elif ranges:
        raise ResultsError(f"{path}: {_named(ranges)} damaged. Compute them again with --repair.")
    _told_how(open_run(path).verify, about["command"])


def _told_how(verified: Callable[[], None], again: str) -> None:
    """Verify what is not kept by blocks; if it is damaged, say how to make it again."""
    try:
        verified()
    except ResultsError as error:
        raise ResultsError(f"{error}\nRemove the folder and make it again:\n  {again}") from error


def _named(ranges: list[tuple[int, int]]) -> str:
    several = ", ".join(f"{start} to {stop - 1}" for start, stop in ranges)
    return f"worlds {several} {'is' if len(ranges) == 1 else 'are'}"


def _repair(folder: RunFolder, ranges: list[tuple[int, int]]) -> None:
    from sim.output.inventory import span
    from sim.output.writer import rewritten

    plan = _plan_of(folder)
    again = dict(ranges)

    def blocks() -> Any:  # noqa: ANN401 - a generator of arrays, which are not imported here
        for number in range(len(folder.manifest["blocks"])):
            start, stop = span(folder, number)
            yield _computed(plan, start, stop) if start in again else folder.rows.block(number)

    rewritten(folder, plan, blocks())
    click.echo(f"{folder.path}: {_named(ranges).rsplit(' ', 1)[0]} computed again", err=True)


def _computed(plan: Plan, start: int, stop: int) -> Any:  # noqa: ANN401 - an array
    import numpy as np

    from sim.experiment.executor import finished, usable_cores

    chunks = finished(replace(plan, replications=stop), first=start, jobs=usable_cores())
    values = np.frombuffer(b"".join(chunk.values for chunk in chunks), dtype="<f8")
    return values.reshape(stop - start, len(plan.arms), -1)


def _plan_of(folder: RunFolder) -> Plan:
    """What a folder says was run, from its own scenario file; an error if that, or this Hotline, is another one."""
    from hashlib import sha256

    from sim.experiment.plan import planned
    from sim.output.manifest import code_digest
    from sim.output.store import SCENARIO
    from sim.scenario import load

    about, path = folder.manifest, folder.path / SCENARIO
    if about["code"] != code_digest():
        raise ResultsError(
            f"{folder.path} was computed by another version of the model ({about['versions']['hotline-sim']}, commit "
            f"{about['commit']}), so this one cannot repair it."
        )
    if not path.is_file() or sha256(path.read_bytes()).hexdigest() != about["content"][SCENARIO]:
        raise ResultsError(f"{path} is damaged too. Make the run again:\n  {about['command']}")
    scenario = replace(load(path), name=about["scenario"]["name"])
    if scenario.digest != about["scenario"]["digest"]:
        raise ResultsError(f"{path} does not say what was run. Make the run again:\n  {about['command']}")
    plan = planned(scenario, replications=folder.replications, seed=about["seed"], arms=folder.arms)
    stopped = folder.summary.get("stopping")
    if stopped is not None:
        stopped = {key: value for key, value in stopped.items() if key != "sequential"}
    return replace(plan, baseline=folder.baseline, until=about.get("until"), stopped=stopped)


@command.command()
@click.argument("run", metavar="RUN")
@click.option("--to", required=True, metavar="FILE", help="FILE.csv for the outcomes, FILE.zip for the whole folder.")
def export(run: str, *, to: str) -> None:
    """Outcomes as CSV, or the whole folder as one file."""
    from sim.output.inventory import expect_results, exported

    expect_results(Path(run))
    exported(Path(run), Path(to))
    click.echo(to)


@command.command()
@click.argument("runs", nargs=-1, required=True, metavar="RUN...")
@click.option("--yes", is_flag=True, help="Do not ask.")
def remove(runs: tuple[str, ...], *, yes: bool) -> None:
    """Take results away, for good."""
    from sim.output.inventory import expect_results, removed

    for run in runs:
        expect_results(Path(run))
    if not yes and not sys.stdin.isatty():
        raise UsageError("There is no one to ask whether these results may go: say --yes.")
    for run in runs:
        if yes or click.confirm(f"Remove {run} for good?", err=True):
            removed(Path(run))
            click.echo(f"removed {run}", err=True)
