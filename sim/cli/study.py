"""What the studies of what matters share on the command line: options, the run with its progress, where results go."""

from __future__ import annotations

import json
import shlex
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import wraps
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any, Final

import click

from sim.cli.gather import cluster_of
from sim.cli.screen import progress, remark
from sim.errors import ResultsError, RunError, UsageError
from sim.experiment.pool import begin

if TYPE_CHECKING:
    from sim.experiment.designs import Design
    from sim.experiment.factors import Asked
    from sim.output.studies import Part
    from sim.output.study_folder import StudyFolder
    from sim.scenario import Resolved

JSON_SCHEMA: Final = 1

#: Options that both commands have, in the order of their help.
_OPTIONS: Final = (
    click.option("--paths", default="", metavar="A,B,...", help="Inputs to vary; adversary.* means all below it."),
    click.option(
        "--range", "ranges", multiple=True, metavar="PATH=LOW..HIGH", help="Vary this, over this range or law."
    ),
    click.option("--seed", type=click.IntRange(min=0, max=2**31 - 2), help="Root of all random numbers."),
    click.option("--set", "sets", multiple=True, metavar="PATH=VALUE", help="Change an input; may be repeated."),
    click.option("--jobs", type=click.IntRange(min=1), help="Worker processes.  [default: one a core]"),
    click.option(
        "--executor", default="local", show_default=True, metavar="local|dask://HOST:PORT", help="Where to compute."
    ),
    click.option("--out", default="results", show_default=True, metavar="DIR", help="Folder of all results."),
    click.option("--name", metavar="STUDY", help="Folder of this study.  [default: made from what is asked]"),
    click.option(
        "--resume", is_flag=True, help="Go on with an interrupted study, which the same command does as well."
    ),
    click.option("--json", "as_json", is_flag=True, help="One JSON document instead of tables."),
    click.option("--no-charts", is_flag=True, help="Draw nothing."),
    click.option("--yes", is_flag=True, help="Even with more than a million points."),
    click.option("--quiet", is_flag=True, help="No progress bar, no remarks."),
)
_WORLDS_AT: Final = 2  # after what varies
_SHARED: Final = frozenset({
    "worlds", "seed", "paths", "ranges", "sets", "jobs", "executor", "out", "name", "resume", "as_json", "no_charts", "yes",
    "quiet",
})  # fmt: skip

#: Simulates the part of a study that has a name.
Simulate = Callable[[str, "Design"], "Part"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """How a study is made, beside what it is about."""

    worlds: int
    seed: int | None
    paths: tuple[str, ...]
    ranges: tuple[str, ...]
    sets: tuple[str, ...]
    jobs: int | None
    executor: str
    out: Path
    name: str | None
    resume: bool
    charts: bool
    yes: bool
    quiet: bool
    as_json: bool

    def factors(self) -> Asked:
        """What is to vary."""
        from sim.experiment.factors import Asked

        return Asked(paths=self.paths, ranges=self.ranges)

    def root(self, found: Resolved) -> int:
        """The root of all random numbers."""
        return found.scenario.study.seed if self.seed is None else self.seed

    def words(self) -> list[str]:
        """The words of a command that say what varies and what was changed."""
        words = ["--paths", ",".join(self.paths)] if self.paths else []
        for option, given in (("--range", self.ranges), ("--set", self.sets)):
            for text in given:
                words += [option, text]
        return [*words, "--yes"] if self.yes else words

    def placed(self) -> list[str]:
        """The words that say where the results go and how they are made."""
        words = [] if self.out == Path("results") else ["--out", str(self.out)]
        words += [] if self.name is None else ["--name", self.name]
        words += [] if self.jobs is None else ["--jobs", str(self.jobs)]
        words += [] if self.executor == "local" else ["--executor", self.executor]
        return words if self.charts else [*words, "--no-charts"]


def study_options(*, fewest_worlds: int) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Add the options that both commands have; the command gets them as its ``request``."""

    def added(command: Callable[..., None]) -> Callable[..., None]:
        @wraps(command)
        def called(**given: Any) -> None:  # noqa: ANN401 - what click read, by option
            here = cluster_of(given["executor"]) is None  # a mistake in it is told before anything is run
            if here and given["jobs"] != 1:
                begin()
            command(request=request_of(given), **own_of(given))

        for option in reversed((*_OPTIONS[:_WORLDS_AT], _worlds(fewest_worlds), *_OPTIONS[_WORLDS_AT:])):
            called = option(called)
        return called

    return added


def _worlds(fewest: int) -> Callable[..., Any]:
    kind = click.IntRange(min=fewest)
    return click.option("--worlds", type=kind, default=20, show_default=True, help="Worlds at each point.")


def request_of(given: Mapping[str, Any]) -> Request:
    """How the study is made, from the options as click reads them."""
    return Request(
        worlds=given["worlds"], seed=given["seed"], paths=names(given["paths"]), ranges=given["ranges"], sets=given["sets"],
        jobs=given["jobs"], executor=given["executor"], out=Path(given["out"]), name=given["name"], resume=given["resume"],
        charts=not given["no_charts"], yes=given["yes"], quiet=given["quiet"], as_json=given["as_json"],
    )  # fmt: skip


def own_of(given: Mapping[str, Any]) -> dict[str, Any]:
    """The options that only one of the commands has."""
    return {name: value for name, value in given.items() if name not in _SHARED}


def names(text: str) -> tuple[str, ...]:
    """The names in a list with commas."""
    return tuple(filter(None, map(str.strip, text.split(","))))


def expect_arms(found: Resolved, arms: Mapping[str, str | None]) -> None:
    """An error for an option that names an arm that the scenario does not have."""
    from sim.experiment.plan import planned

    for option, arm in arms.items():
        if arm is not None:
            try:
                planned(found.scenario, arms=(arm,))
            except UsageError as error:
                raise UsageError(f"{option}: {error}") from None


def expect_salib() -> None:
    """Say how to get what is optional, before anything is simulated."""
    from importlib.util import find_spec

    if find_spec("SALib") is None:
        raise UsageError(
            "hotline sensitivity needs SALib, which is not installed. Get it with: "
            'python -m pip install "hotline-sim[sensitivity]"'
        )


class Work:
    """A study under way: where its parts are kept, and what is shown meanwhile."""

    __slots__ = ("_clock", "_cluster", "_jobs", "_quiet", "asked", "parts", "place", "started")

    def __init__(self, kind: str, scenario: str, seed: int, asked: Mapping[str, Any], request: Request) -> None:
        from sim.experiment.executor import usable_cores
        from sim.output.studies import expect_place, study_name

        name = study_name(kind, seed, asked) if request.name is None else request.name
        self.asked = asked
        self.started, self._clock = datetime.now(UTC).isoformat(timespec="seconds"), monotonic()
        self.place = expect_place(request.out, scenario, name, asked)
        self.parts: dict[str, Part] = {}
        self._jobs, self._cluster = request.jobs or usable_cores(), cluster_of(request.executor)
        self._quiet = request.quiet
        if request.resume and not self.begun:
            raise ResultsError(f"{self.place} holds no interrupted study to resume.")

    @property
    def seconds(self) -> float:
        """How long it has taken so far."""
        return monotonic() - self._clock

    @property
    def begun(self) -> bool:
        """Whether there is anything to go on with."""
        from sim.output.harvest import unfinished

        return any(map(unfinished, self.place.glob(".*/")))

    def part(self, name: str, design: Design) -> Part:
        """Simulate a design."""
        from sim.output.studies import gathered

        title = f"{design.scenario.name}, {name}"
        remark(f"{title}: {len(design.points)} points x {design.worlds} worlds x {len(design.arms)} arms",
               quiet=self._quiet or not sys.stderr.isatty())  # fmt: skip
        with progress(title, design.units, done=0, quiet=self._quiet) as advance:
            part = gathered(self.place, name, design, jobs=self._jobs, cluster=self._cluster, advance=advance)
        self.parts[name] = part
        return part


@contextmanager
def resumable(words: list[str], work: Work, request: Request) -> Iterator[None]:
    """When the study stops early, say how to go on."""
    try:
        yield
    except (KeyboardInterrupt, RunError, ResultsError):
        if work.begun:
            again = shlex.join([*words, *request.placed()])
            click.echo(f"\nWhat is finished is kept. The same command goes on:\n  {again}", err=True)
        raise


def finish(work: Work, summary: Mapping[str, Any], found: Resolved, words: list[str], request: Request) -> StudyFolder:
    """Write the folder, draw the charts, say where they are."""
    from sim.output.album import draw_all
    from sim.output.studies import completed
    from sim.output.writer import Circumstances
    from sim.scenario import written

    circumstances = Circumstances(command=shlex.join(words), started=work.started, seconds=work.seconds)
    folder = completed(work.place, work.asked, summary, work.parts, written(found), circumstances)
    drawn = len(draw_all(folder)) if request.charts else 0
    remark(f"results in {folder.path}" + (f", {drawn} charts" if drawn else ""), quiet=request.quiet)
    if request.as_json:
        document = {"schema": JSON_SCHEMA, "folder": str(folder.path), "content": folder.manifest["content"]["all"]}
        click.echo(json.dumps({**document, "summary": folder.summary}, ensure_ascii=False, allow_nan=False))
    return folder
