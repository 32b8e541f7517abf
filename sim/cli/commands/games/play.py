"""``hotline play``: sit in a seat of a scenario, and play one of its worlds by turns."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from shlex import quote
from textwrap import fill
from typing import TYPE_CHECKING, Final

import click

from sim.cli import options
from sim.cli.faults import colour
from sim.cli.option_types import Whole
from sim.cli.screen import progress, say, width
from sim.domain.inputs.limits import MOST_WORLDS
from sim.errors import UsageError

if TYPE_CHECKING:
    from sim.domain.decisions.views import Seat
    from sim.domain.inputs.setting import Setting
    from sim.tabletop.game.game import Game
    from sim.tabletop.programs.seat import ProgramSeat

HELP: Final = """\
\b
Examples:
  hotline play scenarios/northern-front.yaml --seat frontline --arm consult
  hotline play scenarios/northern-front.yaml --seat frontline --seat patron --arm joint
  hotline play results/northern-front/game-consult-s1-w0
  hotline play scenarios/two-desks.yaml --seat patron --arm consult < answers.txt
  hotline play scenarios/two-desks.yaml --seat frontline --seat patron=./bot.py --arm consult

Sit in one seat of SCENARIO, or in both, and play one of its worlds by turns: the clock stands at
each question until you answer. Type ? at any prompt for what can be typed. Every act is on disk
before you see what follows, so a game that is left, or killed, goes on by its folder GAME. At the
end it is debriefed: your decisions, the same world with its rules in all seats, and where yours
lies among many. A seat may be held by a program, which speaks JSON lines: see docs/bots.md.
"""


@click.command(name="play", help=HELP)
@click.argument("what", metavar="SCENARIO|GAME")
@click.option(
    "--seat",
    "seats",
    multiple=True,
    metavar="SEAT[=PROGRAM]",
    help="Where you sit (frontline, patron, adversary, region), or a program does; others go by"
    " the rules of the file.  [default: frontline, as one terminal is for one person]",
)
@options.LIMIT
@options.game_world
@click.option(
    "--among",
    type=Whole(0, MOST_WORLDS, what="a number of worlds"),
    default=200,
    show_default=True,
    metavar="N",
    help="Worlds among which the debrief places the game; 0 for none.",
)
@options.NAME_OF_GAME
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
    limit: int,
) -> None:
    from sim.tabletop.game.opening import Wish, new_game, seating

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
    programs = {seat: program for seat, program in seating(seats).items() if program}
    if options.was_given("limit") and not programs:
        raise UsageError("--limit needs a program in a seat: --seat patron=./bot.py")
    if path.is_dir():
        alone = wish == Wish(scenario=what, seats=seats) and name is None
        alone = alone and not options.was_given("out")
        _expect_bare(what, bare=alone and len(programs) == len(seats))
    else:
        path = new_game(wish, Path(out), name).path
    _play(path, among, programs, float(limit))


def _expect_bare(game: str, *, bare: bool) -> None:
    """What a game starts from is settled once it has begun."""
    if not bare:
        raise UsageError(
            f"{game} is a folder: how a game opens is settled in it. To go on with it: hotline play"
            f" {quote(game)}"
        )


def _play(path: Path, among: int, programs: Mapping[Seat, str], limit: float) -> None:
    from sim.cli.table.console import Left
    from sim.cli.table.turns import Quit
    from sim.tabletop.game.game import Game
    from sim.tabletop.programs.held_seats import command_again, expect_programs
    from sim.tabletop.programs.seat import ProgramSeat

    with Game(path) as game:
        if not game.table.over:
            expect_programs(game, programs, "play")
        seats = [ProgramSeat(game, seat, program, limit) for seat, program in programs.items()]
        _introduce(game, programs)
        why = "left"
        try:
            _seat(game, seats)
            _take_turns(game, seats)
            why = "horizon" if game.table.session.over else "ended"
        except (Quit, Left, KeyboardInterrupt) as left:
            again = command_again(game, "play")
            say(f"\nThe game is kept as it stands. To go on with it:\n  {again}", err=True)
            if isinstance(left, KeyboardInterrupt):
                raise
            return
        finally:
            for one in seats:
                one.end(why)
            _tell_lapses(game)
        _debrief(game, among)


def _seat(game: Game, seats: Sequence[ProgramSeat]) -> None:
    """Start the programs, and note where they sit."""
    if not game.table.over:
        for one in seats:
            one.start()
            game.sit(one.seat, one.command)


def _take_turns(game: Game, seats: Sequence[ProgramSeat]) -> None:
    from sim.cli.table.console import Console
    from sim.cli.table.taken_seats import take_seats
    from sim.cli.table.turns import Turns
    from sim.tabletop.programs.seat import play_by_programs

    held = {one.seat for one in seats}
    people = [seat for seat in game.table.opening.seats if seat not in held]
    if not people:
        play_by_programs(game, seats)
        return
    if not game.table.over:
        for told in take_seats(game, people):
            say(fill(told, width()))
    Turns(game, Console(), seats).play()


def _tell_lapses(game: Game) -> None:
    """What programs left without an answer, and why."""
    from sim.tabletop.programs.lapses import lapse_lines

    lapses = [one for one in game.standing if one.do == "lapse"]
    for told in lapse_lines((str(one.seat), str(one.data["why"])) for one in lapses):
        say(told, err=True)


def _introduce(game: Game, programs: Mapping[Seat, str]) -> None:
    """What is played, by which rules, and from which seat."""
    from sim.tabletop.exercise.game_length import game_length, length_lines
    from sim.tabletop.seat.capital import Capital

    scenario, opening = game.table.scenario, game.table.opening
    arm = scenario.arms[opening.arm]
    click.secho(scenario.title or scenario.name, bold=colour(sys.stdout))
    say(fill(scenario.purpose, width()))
    named = {seat: f"{_name(arm.setting, seat)} ({seat})" for seat in opening.seats}
    people = " and ".join(named[seat] for seat in opening.seats if seat not in programs)
    rules = arm.title if arm.title != arm.name else opening.arm
    say(f"\n{f'You are {people}. ' if people else ''}Arm {opening.arm}: {rules}.")
    for seat, program in programs.items():
        say(f"{named[seat]} is played by {program}.")
    say(f"World {opening.replication} of seed {opening.seed}; the game is kept in {game.path}")
    if people and not game.table.over:
        length = game_length(scenario, opening)
        for told in length_lines(length, Capital(opening.seats[0], game.table.setting)):
            say(fill(told, width()))
        say("Type ? at any prompt for what can be typed.")


def _name(setting: Setting, seat: Seat) -> str:
    from sim.tabletop.seat.capital import Capital

    return Capital(seat, setting).us


def _debrief(game: Game, among: int) -> None:
    """Debrief a game that is over: on the screen, and as a file of its folder."""
    from sim.output.storage.safety.game_files import DEBRIEF
    from sim.tabletop.debrief.debriefing import debrief
    from sim.tabletop.debrief.rank_among_games import worlds

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
