"""The options that both studies of what matters have: what varies, and in how many worlds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

import click

from sim.cli import options
from sim.cli.options import names

#: Options that both commands have, in the order of their help.
_OPTIONS: Final = (
    click.option(
        "--paths",
        default="",
        metavar="A,B,...",
        help="Inputs to vary; adversary.* means all below it.",
    ),
    click.option(
        "--range",
        "ranges",
        multiple=True,
        metavar="PATH=LOW..HIGH",
        help="Vary this, over this range or law.",
    ),
    options.SEED,
    options.SETS,
    options.JOBS,
    options.EXECUTOR,
    options.OUT,
    click.option(
        "--name", metavar="STUDY", help="Folder of this study.  [default: made from what is asked]"
    ),
    options.RESUME["study"],
    options.JSON,
    options.NO_CHARTS,
    options.YES,
    options.QUIET,
)
_WORLDS_AT: Final = 2  # after what varies


def study_options(*, fewest_worlds: int) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Add the options that both commands have."""

    def add_options(command: Callable[..., None]) -> Callable[..., None]:
        for option in reversed(
            (*_OPTIONS[:_WORLDS_AT], _worlds(fewest_worlds), *_OPTIONS[_WORLDS_AT:])
        ):
            command = option(command)
        return command

    return add_options


def _worlds(fewest: int) -> Callable[..., Any]:
    return options.worlds(fewest, "Worlds at each point", default=20, show_default=True)


def shared_of(given: Mapping[str, Any]) -> dict[str, Any]:
    """The fields that both specifications have, from the options as click reads them."""
    return {
        "scenario": given["scenario"],
        "sets": given["sets"],
        "arm": given["arm"],
        "against": given["against"],
        "outcomes": names(given["outcomes"]),
        "worlds": given["worlds"],
        "seed": given["seed"],
        "paths": names(given["paths"]),
        "ranges": given["ranges"],
        "yes": given["yes"],
    }
