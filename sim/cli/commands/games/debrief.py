"""``hotline debrief``: games that are over as one page, an after-action report."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from sim.cli import options
from sim.cli.option_types import Whole
from sim.cli.screen import progress, say
from sim.domain.inputs.limits import MOST_WORLDS
from sim.errors import UsageError

if TYPE_CHECKING:
    from sim.tabletop.debrief.action_report.account import Account, Future
    from sim.tabletop.debrief.action_report.simulated import Simulated
    from sim.tabletop.game.game import Played

HELP: Final = """\
\b
Examples:
  hotline debrief results/northern-front/game-consult-s1-w0
  hotline debrief results/northern-front/game-* --to class.html
  hotline debrief results/northern-front/game-consult-s1-w0 --among 200 --futures 0

Write the after-action report and improvement plan of GAME as one HTML page that needs no network:
objectives met or not by the events of the log, and in what share of simulated games; decisions; the
same world with rules in all seats; where the game lies among many; what other choices would usually
have led to; where the hours went; strengths, and areas for improvement with owner and date. Each
sentence leads to its events. Several games of one scenario stand side by side on one page.
"""

#: Decisions of a game whose futures are worked out.
_TELLING: Final = 3
_KEEP_HOURS: Final = 48.0


@click.command(name="debrief", help=HELP)
@click.argument("games", nargs=-1, required=True, metavar="GAME...")
@click.option(
    "--to", "out", metavar="FILE", help="Where to write.  [default: debrief.html in GAME]"
)
@click.option(
    "--among",
    type=Whole(0, MOST_WORLDS, what="a number of worlds"),
    default=1000,
    show_default=True,
    metavar="N",
    help="Simulated games beside each; 0 for none.",
)
@click.option(
    "--futures",
    type=Whole(0, MOST_WORLDS, what="a number of worlds"),
    default=100,
    show_default=True,
    metavar="N",
    help="Futures of each option of the most telling decisions; 0 for none.",
)
@options.OVERWRITE
@options.QUIET
def command(
    games: tuple[str, ...],
    *,
    out: str | None,
    among: int,
    futures: int,
    overwrite: bool,
    quiet: bool,
) -> None:
    from sim.tabletop.debrief.action_report.report import report_page
    from sim.tabletop.game.game import read_game

    if len(games) > 1 and out is None:
        raise UsageError("Several games make one page of their own: say where, --to FILE.")
    paths = [Path(game) for game in games]
    played = [read_game(path) for path in paths]
    _expect_one_scenario(paths, played)
    accounts = _accounts(paths, played, among, futures, quiet=quiet)
    page = report_page(accounts, accounts[0].scenario.exercise.lessons)
    _write(page, paths[0], None if out is None else Path(out), overwrite=overwrite)


def _expect_one_scenario(paths: Sequence[Path], played: Sequence[Played]) -> None:
    """Games of different inputs are not set side by side."""
    first = played[0].folder.scenario.digest
    for path, one in zip(paths, played, strict=True):
        if one.folder.scenario.digest != first:
            raise UsageError(
                f"{path} is a game of another scenario than {paths[0]}: their outcomes cannot be"
                " compared. Debrief it by itself."
            )


def _accounts(
    paths: Sequence[Path], played: Sequence[Played], among: int, futures: int, *, quiet: bool
) -> list[Account]:
    from sim.tabletop.debrief.action_report.account import account

    worlds = _simulated(played, among, quiet=quiet)
    found = []
    for path, one in zip(paths, played, strict=True):
        opening = one.folder.opening
        later = _futures(one, futures, quiet=quiet) if futures > 1 else ()
        found.append(account(path, one, worlds[opening.arm, opening.seed], later))
    return found


def _simulated(
    played: Sequence[Played], number: int, *, quiet: bool
) -> dict[tuple[str, int], Simulated]:
    """Simulated games of each arm and seed among the games, once."""
    from sim.tabletop.debrief.action_report.simulated import simulate

    openings = {(one.folder.opening.arm, one.folder.opening.seed): one for one in played}
    found = {}
    for (arm, seed), one in openings.items():
        with progress("simulated games", number, done=0, quiet=quiet or not number) as done:
            found[arm, seed] = simulate(one.folder.scenario, arm, seed, number, done)
    return found


def _futures(played: Played, number: int, *, quiet: bool) -> tuple[Future, ...]:
    """Futures of the decisions that say most."""
    from sim.experiment.runs.executor import usable_cores
    from sim.tabletop.debrief.action_report.account import Future
    from sim.tabletop.debrief.action_report.decided import telling_decisions
    from sim.tabletop.debrief.futures import compared, fork_at, option_ways

    found = []
    for decision in telling_decisions(played, _TELLING):
        fork = fork_at(played.folder.scenario, played.folder.opening, played.acts, decision)
        others = tuple(option for option in fork.view.options if option != fork.taken)
        total = number * (len(others) + 1)
        with progress(f"futures of decision {decision}", total, done=0, quiet=quiet) as done:
            ways = option_ways(fork, others, _KEEP_HOURS)
            summary = compared(fork, ways, number, done, jobs=usable_cores())
        found.append(Future(number=decision, fork=fork, summary=summary))
    return tuple(found)


def _write(page: bytes, game: Path, out: Path | None, *, overwrite: bool) -> None:
    """Put the page into the game's folder, or elsewhere."""
    from sim.output.storage.files import write_new
    from sim.output.storage.safety.file_records import keep
    from sim.output.storage.safety.game_files import PAGE

    if out is None:
        keep(game, {PAGE: page}, overwrite=overwrite)
        say(str(game / PAGE))
    else:
        write_new(out, page, overwrite=overwrite)
        say(str(out))
