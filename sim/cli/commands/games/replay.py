"""``hotline replay``: a game again, decision by decision, and what another option would have led
to.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

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
  hotline replay results/northern-front/game-consult-s1-w0 --fork 3 --protocol joint
  hotline replay results/northern-front/game-consult-s1-w0 --luck --outcome attacked

Go through GAME again: its decisions by number; with --at, what the seat had before it at one; with
--step, all of them, one after the other. With --fork, many futures with the same past from a
decision on: what was chosen there against the other options, each kept for a while, or under
another protocol from there on; then the rules of the file sit in all seats. With --luck, what
people chose and what chance brought, apart.
"""


DECISION: Final = Whole(1, MOST_SEED, what="the number of a decision")


@click.command(name="replay", help=HELP)
@click.argument("game", metavar="GAME")
@click.option("--at", type=DECISION, metavar="N", help="What the seat saw at decision N.")
@click.option("--step", is_flag=True, help="Go through the decisions one by one.")
@click.option(
    "--story",
    is_flag=True,
    help="The story as it was noted then, even if this version would play it otherwise.",
)
@click.option("--fork", "number", type=DECISION, metavar="N", help="Futures from decision N on.")
@click.option(
    "--instead",
    "instead",
    multiple=True,
    metavar="OPTION",
    help="With --fork: this option alone; may be repeated.  [default: all others]",
)
@click.option(
    "--protocol",
    "protocols",
    multiple=True,
    metavar="P",
    help="With --fork: under this protocol from there on; may be repeated.",
)
@click.option(
    "--measure",
    "measures",
    multiple=True,
    metavar="M",
    help="Refused: a measure is taken before a crisis, not from a fork on.",
)
@click.option(
    "--keep",
    default="48 h",
    show_default=True,
    metavar="TIME",
    help="With --fork: for how long an option is kept.",
)
@click.option("--luck", is_flag=True, help="Luck and choice, apart.")
@click.option(
    "--outcome",
    "outcomes",
    multiple=True,
    metavar="NAME",
    help="With --luck: of this outcome; may be repeated.  [default: struck]",
)
@options.worlds(2, "Futures of each kind", default=200, show_default=True)
@options.JOBS
@click.option("--all-outcomes", is_flag=True, help="With --fork: tables of all outcomes.")
def command(game: str, **given: Any) -> None:  # noqa: ANN401 - by option
    from sim.cli.table.answers import hours_of
    from sim.tabletop.game.game import read_game

    _expect_fitting(given)
    hours = hours_of(given["keep"])
    if given["story"]:
        from sim.tabletop.debrief.noted_log import noted_story

        say(noted_story(Path(game)), end=False)
        return
    played = read_game(Path(game))
    if given["luck"]:
        _tell_luck(played, given)
    elif given["number"] is not None:
        _fork(played, hours, given)
    elif given["step"]:
        from sim.cli.table.walk import walk

        walk(played)
    else:
        at = given["at"]
        say("\n".join(_decision_list(played) if at is None else _seen_at(played, at)))


def _expect_fitting(given: Mapping[str, Any]) -> None:
    """An error where what is asked does not go together."""
    chosen = [
        option
        for option, asked in {
            "--at": given["at"] is not None,
            "--step": given["step"],
            "--story": given["story"],
            "--fork": given["number"] is not None,
            "--luck": given["luck"],
        }.items()
        if asked
    ]
    if len(chosen) > 1:
        raise UsageError(f"Choose one of {' and '.join(chosen)}.")
    if given["measures"]:
        raise UsageError(
            f"--measure {given['measures'][0]}: a measure is taken before a crisis begins, and"
            " nothing of it can begin at a decision. Worlds with it and without: hotline measures"
            f" SCENARIO --measures {given['measures'][0]}"
        )
    _expect_heard(chosen)
    if given["instead"] and given["protocols"]:
        raise UsageError("Choose one of --instead and --protocol.")


#: Options that only another one makes use of: how they are spelt, which one, and how to go on.
_NEEDS: Final[Mapping[str, tuple[str, tuple[str, ...], str]]] = {
    "instead": ("--instead", ("--fork",), " N: at which decision?"),
    "protocols": ("--protocol", ("--fork",), " N: from which decision on?"),
    "keep": ("--keep", ("--fork",), " N: from which decision on is an option kept?"),
    "all_outcomes": ("--all-outcomes", ("--fork",), " N: of which decision's futures?"),
    "worlds": ("-n", ("--fork", "--luck"), ": only futures have a number"),
    "jobs": ("--jobs", ("--fork", "--luck"), ": only futures are computed"),
    "outcomes": ("--outcome", ("--luck",), ""),
}


def _expect_heard(chosen: Sequence[str]) -> None:
    """An error where an option would go unheard."""
    for name, (option, needs, how) in _NEEDS.items():
        if options.was_given(name) and not set(needs) & set(chosen):
            raise UsageError(f"{option} needs {' or '.join(needs)}{how}")


def _fork(played: Played, hours: float, given: Mapping[str, Any]) -> None:
    """Futures of other ways of going on from a decision."""
    from sim.tabletop.debrief.futures import compared, fork_at, option_ways, protocol_ways

    folder = played.folder
    fork = fork_at(folder.scenario, folder.opening, played.acts, given["number"])
    if given["protocols"]:
        ways = protocol_ways(fork, _protocols(given["protocols"]), hours)
    else:
        ways = option_ways(fork, _options(fork, given["instead"]), hours)
    number = given["worlds"]
    with progress("futures", number * len(ways), done=0, quiet=False) as done:
        summary = compared(fork, ways, number, done, jobs=_jobs(given))
    capital = played.capital(fork.view.seat)
    _tell(fork, capital, given["keep"], summary, everything=given["all_outcomes"])


def _jobs(given: Mapping[str, Any]) -> int:
    """Worker processes; they begin to start."""
    from sim.experiment.runs.executor import usable_cores

    options.start_workers("local", given["jobs"])
    return given["jobs"] or usable_cores()


def _protocols(names: tuple[str, ...]) -> tuple[str, ...]:
    from sim.domain.decisions.protocols import PROTOCOLS

    for name in names:
        if name not in PROTOCOLS:
            near = did_you_mean(name, PROTOCOLS, f"There are: {', '.join(PROTOCOLS)}.")
            raise UsageError(f"--protocol {name}: there is no such protocol. {near}")
    return names


def _tell_luck(played: Played, given: Mapping[str, Any]) -> None:
    """Luck and choice of some outcomes: the game in sentences, then act by act."""
    from sim.experiment.outcomes.outcome_lookup import outcome_named
    from sim.tabletop.debrief.luck_and_choice import apart, expect_told_apart, places_of
    from sim.tabletop.debrief.replay_text import luck_grid, luck_text, still_text

    names = tuple(map(outcome_named, given["outcomes"])) or ("struck",)
    for name in names:
        expect_told_apart(name)
    number = given["worlds"]
    total = number * len(places_of(played).after)
    with progress("futures", total, done=0, quiet=False) as done:
        found = apart(played, names, number, done, jobs=_jobs(given))
    for one in found:
        say("\n".join(luck_text(played, one, width())))
        click.echo()
        show_grid(luck_grid(played, one))
        say(still_text(one))


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


def _decision_list(played: Played) -> list[str]:
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
    """The futures in sentences, then in the tables of any comparison, with how to read them."""
    from sim.output.text.comparison_table import grids, notes
    from sim.tabletop.debrief.replay_text import futures_text

    wide = width()
    for line in futures_text(fork, capital, keep, summary, wide):
        say(line)
    for grid in grids(summary, width=wide, everything=everything):
        click.echo()
        show_grid(grid)
    click.echo()
    for line in notes(summary, width=wide, everything=everything):
        say(line)
