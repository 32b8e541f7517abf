"""What the commands that compute have in common: options in the same words, and where their results
go.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any, Final, TypeVar

import click
from click.core import ParameterSource

from sim.cli.option_types import Jobs, Option, Whole
from sim.domain.inputs.limits import MOST_SEED, MOST_WORLDS
from sim.errors import UsageError
from sim.experiment.runs.worker_pool import begin
from sim.studies.execution.settings import Making, cluster_of

#: A function with options, or the command that it has become.
F = TypeVar("F", bound=Callable[..., Any] | click.Command)


def _each_once(
    _ctx: click.Context, _param: click.Parameter, sets: tuple[str, ...]
) -> tuple[str, ...]:
    """The changes that were asked for; an error where two of them give one input two values."""
    given: dict[str, str] = {}
    for one in sets:
        path = one.partition("=")[0].strip()
        if given.setdefault(path, one) != one:
            raise UsageError(f"--set {given[path]} and --set {one}: which of the two?")
    return sets


SEED: Final = click.option("--seed", type=Whole(0, MOST_SEED), help="Root of all random numbers.")
SETS: Final = click.option(
    "--set",
    "sets",
    multiple=True,
    callback=_each_once,
    metavar="PATH=VALUE",
    help="Change an input; may be repeated.",
)
JOBS: Final = click.option(
    "--jobs", type=Jobs(), metavar="N", help="Worker processes.  [default: one a core]"
)
EXECUTOR: Final = click.option(
    "--executor",
    default="local",
    show_default=True,
    metavar="local|dask://HOST:PORT",
    help="Where to compute.",
)
OUT: Final = click.option(
    "--out", default="results", show_default=True, metavar="DIR", help="Folder of all results."
)
AGAINST: Final = click.option(
    "--against",
    "baseline",
    cls=Option,
    older=["--baseline"],
    metavar="ARM",
    help="The arm to compare with.  [default: that of the study]",
)
AGAINST_ARM: Final = partial(click.option, "--against", cls=Option, older=["--baseline"])
AGAINST_OF_RUN: Final = click.option(
    "--against",
    "against",
    cls=Option,
    older=["--baseline"],
    metavar="ARM",
    help="Of a run: compare with this arm instead; needs --to.",
)
ARM_OF_RUN: Final = click.option(
    "--arm", metavar="ARM", help="Of a run: tell of this arm where one is told of; needs --to."
)
ARM_PLAYED: Final = click.option(
    "--arm", metavar="A", help="The arm to play.  [default: the study's baseline]"
)
#: When the people at a table are asked.
ASK: Final = click.option(
    "--ask",
    "asks",
    metavar="news|all",
    help="Ask on news alone, or whenever a rule would decide.  [default: news]",
)
#: Which world a command tells of, or plays.
ONE_WORLD: Final = partial(
    click.option,
    "-k",
    "--world",
    "replication",
    cls=Option,
    older=["--replication"],
    type=Whole(0, MOST_SEED, what="the number of a world"),
    metavar="K",
)


def game_world(command: F) -> F:
    """The options that say which world of a scenario is played at a table."""
    which = ONE_WORLD(help="Which world.  [default: 0]")
    for option in reversed((ARM_PLAYED, which, SEED, SETS, ASK)):
        command = option(command)
    return command


def name_of(what: str, made_from: str) -> Callable[[F], F]:
    """The option that names the folder of results."""
    return click.option(
        "--name", metavar="RUN", help=f"Folder of this {what}.  [default: made from {made_from}]"
    )


NAME_OF_GAME: Final = click.option("--name", metavar="NAME", help="Name of the game's folder.")
LIMIT: Final = click.option(
    "--limit",
    type=Whole(1, 3600, what="a number of seconds"),
    default=10,
    show_default=True,
    metavar="S",
    help="Seconds that a program has for an answer.",
)
JSON: Final = click.option(
    "--json", "as_json", is_flag=True, help="One JSON document instead of tables."
)
NO_CHARTS: Final = click.option("--no-charts", is_flag=True, help="Draw nothing.")
OVERWRITE: Final = click.option(
    "--overwrite", is_flag=True, help="Even over a file that is there already."
)
YES: Final = click.option("--yes", is_flag=True, help="Even with more than a million points.")
QUIET: Final = click.option(
    "--quiet", is_flag=True, help="No progress bar, no remarks but where the results are."
)
#: By what is gone on with.
RESUME: Final = {
    what: click.option(
        "--resume",
        is_flag=True,
        help=f"Go on with an interrupted {what}, which the same command does as well.",
    )
    for what in ("run", "sweep", "trial", "study")
}


def making_of(given: Mapping[str, Any], *, report: bool = False) -> Making:
    """Where results go and how they are made, from the options as click reads them; workers begin
    to start.
    """
    start_workers(
        given["executor"], given["jobs"]
    )  # a mistake there is told before anything is run
    return Making(
        jobs=given["jobs"],
        executor=given["executor"],
        out=Path(given["out"]),
        name=given["name"],
        resume=given["resume"],
        charts=not given["no_charts"],
        report=report,
    )


def was_given(name: str) -> bool:
    """Whether an option was said, and not left at what it is by default. Needs click's context."""
    return click.get_current_context().get_parameter_source(name) is ParameterSource.COMMANDLINE


def start_workers(executor: str, jobs: int | None) -> None:
    """Begin to start workers of this machine, if there are to be any; an error where ``--executor``
    names no place.
    """
    if cluster_of(executor) is None and jobs != 1:
        begin()


# What else an option takes is Click's own.
def worlds(least: int, said: str, *, name: str = "worlds", **more: Any) -> Callable[[Any], Any]:  # noqa: ANN401
    """The option that says how many worlds, the same in every command; ``name`` is what the command
    calls it.
    """
    kind = Whole(least, MOST_WORLDS, what="a number of worlds")
    bound = f", {least} or more" if least > 1 else ""
    return click.option(
        "-n",
        "--worlds",
        name,
        cls=Option,
        older=["--replications"],
        type=kind,
        metavar="N",
        help=f"{said}{bound}.",
        **more,
    )


def names(text: str) -> tuple[str, ...]:
    """The names in a list with commas."""
    return tuple(filter(None, map(str.strip, text.split(","))))
