"""``hotline play``: sit in a seat of a scenario, and play one of its worlds by turns."""

from __future__ import annotations

import sys
from pathlib import Path
from shlex import quote
from textwrap import fill
from typing import TYPE_CHECKING, Final

import click

from sim.cli import options
from sim.cli.faults import colour
from sim.cli.option_types import Option, Whole
from sim.cli.screen import progress, say, width
from sim.domain.inputs.limits import MOST_SEED, MOST_WORLDS
from sim.errors import UsageError

if TYPE_CHECKING:
    from sim.domain.decisions.views import Role
    from sim.domain.inputs.setting import Setting
    from sim.tabletop.game.game import Game

HELP: Final = """\
\b
Examples:
  hotline play scenarios/northern-front.yaml --seat frontline --arm consult
  hotline play scenarios/northern-front.yaml --seat frontline --seat patron --arm joint
  hotline play results/northern-front/game-consult-s1-w0
  hotline play scenarios/two-desks.yaml --seat patron --arm consult < answers.txt

Sit in one seat of SCENARIO, or in both, and play one of its worlds by turns: the clock stands at
each question until you answer. Type ? at any prompt for what can be typed. Every act is on disk
before you see what follows, so a game that is left, or killed, goes on by its folder GAME. At the
end it is debriefed: your decisions, the same world with its rules in all seats, and where yours
lies among many.
"""


@click.command(name="play", help=HELP)
@click.argument("what", metavar="SCENARIO|GAME")
@click.option(
    "--seat",
    "seats",
    multiple=True,
    metavar="frontline|patron",
    help="Where you sit; may be repeated.  [default: frontline]",
)
@click.option("--arm", metavar="A", help="The arm to play.  [default: the study's baseline]")
@click.option(
    "-k",
    "--world",
    "replication",
    cls=Option,
    older=["--replication"],
    type=Whole(0, MOST_SEED, what="the number of a world"),
    metavar="K",
    help="Which world.  [default: 0]",
)
@options.SEED
@options.SETS
@click.option(
    "--ask",
    "asks",
    metavar="news|all",
    help="Ask on news alone, or whenever a rule would decide.  [default: news]",
)
@click.option(
    "--among",
    type=Whole(0, MOST_WORLDS, what="a number of worlds"),
    default=200,
    show_default=True,
    metavar="N",
    help="Worlds among which the debrief places the game; 0 for none.",
)
@click.option("--name", metavar="NAME", help="Name of the game's folder.")
@options.OUT
def command(  # noqa: PLR0913 - one argument an option
    what: str,
    *,
    seats: tuple[str, ...],
    arm: str | None,
    replication: int | None,
    seed: int | None,
    sets: tuple[str, ...],
    asks: str | None,
    among: int,
    name: str | None,
    out: str,
) -> None:
    from sim.tabletop.game.opening import Wish, new_game

    wish = Wish(
        scenario=what,
        sets=sets,
        seats=seats,
        arm=arm,
        replication=replication,
        seed=seed,
        asks=asks,
    )
    path = Path(what)
    if path.is_dir():
        _expect_bare(what, bare=wish == Wish(scenario=what) and name is None)
    else:
        path = new_game(wish, Path(out), name).path
    _play(path, among)


def _expect_bare(game: str, *, bare: bool) -> None:
    """What a game starts from is settled once it has begun."""
    if not bare:
        raise UsageError(
            f"{game} is a folder: how a game opens is settled in it. To go on with it: hotline play"
            f" {quote(game)}"
        )


def _play(path: Path, among: int) -> None:
    from sim.cli.table.console import Console, Left
    from sim.cli.table.turns import Quit, Turns
    from sim.tabletop.game.game import Game

    with Game(path) as game:
        console = Console()
        _introduce(game)
        try:
            Turns(game, console).play()
        except (Quit, Left, KeyboardInterrupt) as left:
            again = f"hotline play {quote(str(path))}"
            say(f"\nThe game is kept as it stands. To go on with it:\n  {again}", err=True)
            if isinstance(left, KeyboardInterrupt):
                raise
            return
        _debrief(game, among)


def _introduce(game: Game) -> None:
    """What is played, by which rules, and from which seat."""
    scenario, opening = game.table.scenario, game.table.opening
    arm = scenario.arms[opening.arm]
    click.secho(scenario.title or scenario.name, bold=colour(sys.stdout))
    say(fill(scenario.purpose, width()))
    people = " and ".join(f"{_name(arm.setting, seat)} ({seat})" for seat in opening.seats)
    rules = arm.title if arm.title != arm.name else opening.arm
    say(f"\nYou are {people}. Arm {opening.arm}: {rules}.")
    say(f"World {opening.replication} of seed {opening.seed}; the game is kept in {game.path}")
    say("Type ? at any prompt for what can be typed.")


def _name(setting: Setting, seat: Role) -> str:
    allies = setting.allies
    return (allies.frontline if seat == "frontline" else allies.patron).name


def _debrief(game: Game, among: int) -> None:
    """Debrief a game that is over: on the screen, and as a file of its folder."""
    from sim.output.storage.safety.game_files import DEBRIEF
    from sim.tabletop.debrief.among import worlds
    from sim.tabletop.debrief.debriefing import debrief

    table = game.table
    number = among if table.session.over else 0
    with progress("worlds beside the game", number, done=0, quiet=not number) as done:
        many = worlds(table.scenario, table.opening.arm, table.opening.seed, number, done)
    told = debrief(game, many)
    kept = game.keep_debrief(told)
    say("")
    say(told, end=False)
    path = game.path / DEBRIEF
    where = (
        f"The debrief is kept as {path}"
        if kept
        else f"{path} is no longer as Hotline wrote it, and is left as it is: this debrief is not"
        " kept. Move that file away, and play the game again to have it."
    )
    say(f"\n{where}", err=True)
    again = f"hotline replay {quote(str(game.path))} --fork N"
    say(f"What other options would have led to, from decision N on:\n  {again}", err=True)
