"""``hotline replay``: a game again, decision by decision, and what another option would have led
to.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from sim.cli import options
from sim.cli.option_types import Whole
from sim.cli.screen import progress, say, show_grid, width
from sim.domain.inputs.limits import MOST_SEED
from sim.errors import UsageError, did_you_mean

if TYPE_CHECKING:
    from sim.experiment.comparison.run_summary import RunSummary
    from sim.tabletop.debrief.futures import Fork
    from sim.tabletop.game.game import Played
    from sim.tabletop.seat.capital import Capital

HELP: Final = """\
\b
Examples:
  hotline replay results/northern-front/game-consult-s1-w0
  hotline replay results/northern-front/game-consult-s1-w0 --at 3
  hotline replay results/northern-front/game-consult-s1-w0 --fork 3 --instead hold
  hotline replay results/northern-front/game-consult-s1-w0 --fork 3 -n 1000 --keep "7 d"

Go through GAME again: its decisions by number; with --at, what the seat had before it at one. With
--fork, many futures with the same past from a decision on: what was chosen there against the other
options, each kept for a while, then the rules of the file in all seats.
"""


DECISION: Final = Whole(1, MOST_SEED, what="the number of a decision")


@click.command(name="replay", help=HELP)
@click.argument("game", metavar="GAME")
@click.option("--at", type=DECISION, metavar="N", help="What the seat saw at decision N.")
@click.option("--fork", "number", type=DECISION, metavar="N", help="Futures from decision N on.")
@click.option(
    "--instead",
    "instead",
    multiple=True,
    metavar="OPTION",
    help="With --fork: this option alone; may be repeated.  [default: all others]",
)
@click.option(
    "--keep",
    default="48 h",
    show_default=True,
    metavar="TIME",
    help="With --fork: for how long an option is kept.",
)
@options.worlds(2, "With --fork: futures of each option", default=200, show_default=True)
@click.option("--all-outcomes", is_flag=True, help="With --fork: tables of all outcomes.")
def command(
    game: str,
    *,
    at: int | None,
    number: int | None,
    instead: tuple[str, ...],
    keep: str,
    worlds: int,
    all_outcomes: bool,
) -> None:
    from sim.cli.table.answers import hours_of
    from sim.tabletop.debrief.futures import compared, fork_at
    from sim.tabletop.game.game import read_game

    if at is not None and number is not None:
        raise UsageError("Choose one of --at and --fork.")
    if instead and number is None:
        raise UsageError("--instead needs --fork N: at which decision?")
    hours = hours_of(keep)
    played = read_game(Path(game))
    if number is None:
        say("\n".join(_listed(played) if at is None else _seen_at(played, at)))
        return
    fork = fork_at(played.folder.scenario, played.folder.opening, played.acts, number)
    chosen = _options(fork, instead)
    total = worlds * (len(set(chosen) - {fork.taken}) + 1)
    with progress("futures", total, done=0, quiet=False) as done:
        summary = compared(fork, chosen, worlds, hours, done)
    _tell(fork, played.capital(fork.view.seat), keep, summary, everything=all_outcomes)


def _options(fork: Fork, instead: tuple[str, ...]) -> tuple[str, ...]:
    others = tuple(option for option in fork.view.options if option != fork.taken)
    for option in instead:
        if option not in others:
            near = did_you_mean(option, others)
            raise UsageError(
                f"--instead {option}: at this decision there were, beside {fork.taken}:"
                f" {', '.join(others)}. {near}".rstrip()
            )
    return instead or others


def _listed(played: Played) -> list[str]:
    """The decisions of a game, by number."""
    from sim.output.text.grid import Grid, plain
    from sim.tabletop.debrief.decisions import decisions

    rows = [
        (str(one.number), one.when, one.who, one.asked, one.option, played.words_of(one.record))
        for one in decisions(played)
    ]
    header = ("", "when", "who", "asked", "chosen", "in their words")
    if not rows:
        return ["Nothing has been decided in this game yet."]
    return list(plain(Grid(title="", header=header, rows=tuple(rows), align="rlllll")))


def _seen_at(played: Played, number: int) -> list[str]:
    """What the seat had before it at a decision, and what was chosen."""
    from sim.tabletop.debrief.decisions import page_at

    return page_at(played, number, width())


def _tell(
    fork: Fork, capital: Capital, keep: str, summary: RunSummary, *, everything: bool
) -> None:
    """The futures in a sentence, then in the tables of any comparison, with how to read them."""
    from sim.output.text.comparison_table import grids, notes
    from sim.tabletop.debrief.decisions import futures_text

    wide = width()
    for line in futures_text(fork, capital, keep, summary, wide):
        say(line)
    for grid in grids(summary, width=wide, everything=everything):
        click.echo()
        show_grid(grid)
    click.echo()
    for line in notes(summary, width=wide, everything=everything):
        say(line)
