"""What the studies of what matters share on the command line: options, the run with its progress, where results go."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import wraps
from time import monotonic
from typing import TYPE_CHECKING, Any, Final

import click

from sim.cli import options
from sim.cli.ending import draw_and_place, show_document
from sim.cli.gather import cluster_of
from sim.cli.options import names
from sim.cli.screen import progress, remark
from sim.errors import ResultsError, RunError, UsageError
from sim.studies.specification import Specification, encoded

if TYPE_CHECKING:
    from sim.experiment.designs import Design
    from sim.experiment.factors import Asked
    from sim.output.studies import Part
    from sim.output.study_folder import StudyFolder
    from sim.scenario import Resolved

#: Options that both commands have, in the order of their help.
_OPTIONS: Final = (
    click.option("--paths", default="", metavar="A,B,...", help="Inputs to vary; adversary.* means all below it."),
    click.option(
        "--range", "ranges", multiple=True, metavar="PATH=LOW..HIGH", help="Vary this, over this range or law."
    ),
    click.option("--seed", type=click.IntRange(min=0, max=2**31 - 2), help="Root of all random numbers."),
    options.SETS,
    options.JOBS,
    options.EXECUTOR,
    options.OUT,
    click.option("--name", metavar="STUDY", help="Folder of this study.  [default: made from what is asked]"),
    options.RESUME["study"],
    options.JSON,
    options.NO_CHARTS,
    options.YES,
    options.QUIET,
)
_WORLDS_AT: Final = 2  # after what varies
_SHARED: Final = frozenset({
    "worlds", "seed", "paths", "ranges", "sets", "jobs", "executor", "out", "name", "resume", "as_json", "no_charts", "yes",
    "quiet",
})  # fmt: skip

#: Simulates the part of a study that has a name.
Simulate = Callable[[str, "Design"], "Part"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Request(options.Request):
    """How a study is made, beside what it is about."""

    worlds: int
    seed: int | None
    paths: tuple[str, ...]
    ranges: tuple[str, ...]
    sets: tuple[str, ...]
    yes: bool
    as_json: bool

    def factors(self) -> Asked:
        """What is to vary."""
        from sim.experiment.factors import Asked

        return Asked(paths=self.paths, ranges=self.ranges)

    def root(self, found: Resolved) -> int:
        """The root of all random numbers."""
        return found.scenario.study.seed if self.seed is None else self.seed


def study_options(*, fewest_worlds: int) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Add the options that both commands have; the command gets them as its ``request``."""

    def added(command: Callable[..., None]) -> Callable[..., None]:
        @wraps(command)
        def called(**given: Any) -> None:  # noqa: ANN401 - what click read, by option
            options.start_workers(given["executor"], given["jobs"])  # a mistake there is told before anything is run
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
        yes=given["yes"], as_json=given["as_json"], **options.shared(given),
    )  # fmt: skip


def own_of(given: Mapping[str, Any]) -> dict[str, Any]:
    """The options that only one of the commands has."""
    return {name: value for name, value in given.items() if name not in _SHARED}


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
def resumable(specification: Specification, work: Work, request: Request) -> Iterator[None]:
    """When the study stops early, say how to go on."""
    try:
        yield
    except (KeyboardInterrupt, RunError, ResultsError):
        if work.begun:
            again = shlex.join([*specification.words(), *request.placed()])
            click.echo(f"\nWhat is finished is kept. The same command goes on:\n  {again}", err=True)
        raise


def finish(
    work: Work, summary: Mapping[str, Any], found: Resolved, specification: Specification, request: Request
) -> StudyFolder:
    """Write the folder, draw the charts, say where they are."""
    from sim.output.studies import completed
    from sim.output.writer import Circumstances
    from sim.scenario import written

    circumstances = Circumstances(
        specification=encoded(specification), command=shlex.join(specification.words()), started=work.started,
        seconds=work.seconds,
    )  # fmt: skip
    folder = completed(work.place, work.asked, summary, work.parts, written(found), circumstances)
    draw_and_place(folder, charts=request.charts, quiet=request.quiet)
    if request.as_json:
        show_document(folder)
    return folder
