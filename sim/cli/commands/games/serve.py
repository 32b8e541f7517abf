"""``hotline serve``: one world of a scenario, played in browsers by people in its seats."""

from __future__ import annotations

import importlib.util
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from shlex import quote
from textwrap import fill
from typing import TYPE_CHECKING, Any, Final

import click

from sim.characters import visible
from sim.cli import options
from sim.cli.option_types import Whole
from sim.cli.screen import say, width
from sim.errors import UsageError

if TYPE_CHECKING:
    from sim.domain.decisions.views import Seat
    from sim.tabletop.game.game import Game
    from sim.tabletop.game.opening import Wish
    from sim.tabletop.web.seating.attendants import Attendant
    from sim.tabletop.web.server import Others, Place

HELP: Final = """\
\b
Examples:
  hotline serve scenarios/northern-front.yaml --arm consult
  hotline serve scenarios/northern-front.yaml --seat patron --arm joint --port 8700
  hotline serve results/northern-front/game-consult-s1-w0

Open a table: one world of SCENARIO, with people in its seats, each in a browser, and a facilitator
who has the clock. A link for each is printed; who has the link has the seat. Every act is on disk
before a page shows it, so a table that is closed, or killed, is opened again by its folder GAME;
links that were given before stay good. Ctrl-C closes the table. Needs the extra web.
"""
_PORT: Final = 8700
_PORTS: Final = 65_535


@click.command(name="serve", help=HELP)
@click.argument("what", metavar="SCENARIO|GAME")
@click.option(
    "--seat",
    "seats",
    multiple=True,
    metavar="SEAT[=PROGRAM]",
    help="A seat for a person (frontline, patron, adversary, region), or for a program; others"
    " go by the rules of the file.  [default: both allies, a browser each]",
)
@options.LIMIT
@click.option(
    "--observer",
    "observers",
    multiple=True,
    metavar="SEAT|public",
    help="A link for who sees what a seat sees, or what is public, and does nothing.",
)
@click.option(
    "--deputy",
    "deputies",
    multiple=True,
    metavar="SEAT",
    help="A link for who proposes to a seat, and acts for it if let, or in absence.",
)
@options.game_world
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    metavar="ADDRESS",
    help="The address at which it listens; 0.0.0.0 for all of this machine.",
)
@click.option(
    "--port",
    type=Whole(0, _PORTS, what="a port"),
    default=_PORT,
    show_default=True,
    metavar="P",
    help="The port; 0 for one that is free.",
)
@click.option("--certificate", metavar="FILE", help="A certificate (PEM), for https.")
@click.option("--key", metavar="FILE", help="Its key (PEM), unless that stands in the same file.")
@click.option("--new-links", is_flag=True, help="Take back all links that were given before.")
@options.NAME_OF_GAME
@options.OUT
def command(what: str, **given: Any) -> None:  # noqa: ANN401 - by option
    _expect_libraries()
    from sim.tabletop.game.opening import Wish, seating
    from sim.tabletop.web.server import Others, open_socket

    asked = ("sets", "seats", "arm", "replication", "seed", "asks")
    wish = Wish(scenario=what, command="serve", **{name: given[name] for name in asked})
    programs = {seat: one for seat, one in seating(given["seats"]).items() if one}
    beside = given["observers"], given["deputies"]
    _expect_places(wish, programs, beside)
    place = _place(given["host"], given["port"], given["certificate"], given["key"])
    say(f"Reading {visible(what)} and setting the table; this takes some seconds.", err=True)
    with open_socket(place) as listening:
        path = _folder(wish, Path(given["out"]), given["name"], programs)
        others = Others(seats=programs, limit=float(given["limit"]))
        _serve(path, place, listening, others, beside, only=given["new_links"])


def _expect_places(
    wish: Wish, programs: Mapping[Seat, str], beside: tuple[Sequence[str], Sequence[str]]
) -> None:
    """An error where somebody is to sit where nobody can, before anything is made."""
    from sim.domain.decisions.views import ROLES
    from sim.tabletop.game.opening import seating
    from sim.tabletop.web.seating.attendants import attendants

    if options.was_given("limit") and not programs:
        raise UsageError("--limit needs a program in a seat: --seat patron=./bot.py")
    if not Path(wish.scenario).is_dir():
        seated = seating(wish.seats or ROLES)
        attendants(*beside, [one for one in seated if not seated[one]])


def _folder(wish: Wish, out: Path, name: str | None, programs: Mapping[Seat, str]) -> Path:
    """The folder of the game: that which was named, or a new one."""
    from sim.domain.decisions.views import ROLES
    from sim.tabletop.game.opening import Wish, new_game

    path = Path(wish.scenario)
    if not path.is_dir():
        return new_game(replace(wish, seats=wish.seats or ROLES), out, name).path
    bare = Wish(scenario=wish.scenario, command=wish.command, seats=wish.seats)
    alone = wish == bare and name is None and len(programs) == len(wish.seats)
    if not alone or options.was_given("out"):
        raise UsageError(
            f"{path} is a folder: how a game opens is settled in it. To go on with it: hotline"
            f" serve {quote(str(path))}"
        )
    return path


def _expect_libraries() -> None:
    """Say how to get what is optional, before anything is read."""
    missing = [name for name in ("starlette", "uvicorn") if importlib.util.find_spec(name) is None]
    if missing:
        raise UsageError(
            f"a table in browsers needs {' and '.join(missing)}, not installed here. Get it with:"
            ' python -m pip install "hotline-sim[web]"'
        )


def _place(host: str, port: int, certificate: str | None, key: str | None) -> Place:
    from sim.tabletop.web.server import Place, expect_certificate

    if key is not None and certificate is None:
        raise UsageError("--key needs --certificate: which certificate is it the key of?")
    for option, file in (("--certificate", certificate), ("--key", key)):
        if file is not None and not Path(file).is_file():
            raise UsageError(f"{option} {file}: there is no such file")
    place = Place(
        host=host,
        port=port,
        certificate=None if certificate is None else Path(certificate),
        key=None if key is None else Path(key),
    )
    expect_certificate(place)
    return place


def _serve(
    path: Path,
    place: Place,
    listening: object,
    others: Others,
    beside: tuple[Sequence[str], Sequence[str]],
    *,
    only: bool,
) -> None:
    import socket

    from sim.tabletop.game.game import Game
    from sim.tabletop.programs.held_seats import command_again, expect_programs
    from sim.tabletop.web.links import Links
    from sim.tabletop.web.seating.attendants import attendants
    from sim.tabletop.web.server import addresses, serve

    assert isinstance(listening, socket.socket)
    with Game(path) as game:
        expect_programs(game, others.seats, "serve")
        people = [one for one in game.table.opening.seats if one not in others.seats]
        who = attendants(*beside, people)
        others = replace(others, beside=who)
        links = Links(path, [*people, *(one.place for one in who)])
        found = addresses(place, listening, links.game, links.new(only=only))
        try:
            serve(game, links, place, listening, lambda: _tell(game, place, found, who), others)
        except KeyboardInterrupt:
            if game.table.over:
                again = f"hotline debrief {quote(str(path))}"
                say(
                    f"\nThe table is closed, and the game is over. Its debrief:\n  {again}",
                    err=True,
                )
                return
            again = command_again(game, "serve")
            say(f"\nThe table is closed, and the game kept. To go on:\n  {again}", err=True)
            raise


def _tell(
    game: Game, place: Place, links: dict[str, str], beside: Sequence[Attendant] = ()
) -> None:
    """The links, to be given to whom they belong; and what is at risk."""
    setting = game.table.setting
    names = {
        "frontline": setting.allies.frontline.name,
        "patron": setting.allies.patron.name,
        "adversary": setting.adversary.name,
        "region": "all its partners",
        "facilitator": "the clock, and the whole picture",
    }
    from sim.tabletop.exercise.game_length import game_length, length_lines
    from sim.tabletop.seat.capital import Capital
    from sim.tabletop.web.pace import USUAL
    from sim.tabletop.web.seating.attendants import told_of

    names |= dict(told_of(beside))
    opening = game.table.opening
    say(f"{game.table.scenario.title or game.table.scenario.name}")
    world = f"world {opening.replication} of seed {opening.seed}"
    say(f"Arm {opening.arm}, {world}; kept in {game.path}")
    if not game.table.over:
        length = game_length(game.table.scenario, opening)
        for told in length_lines(length, Capital("frontline", setting), USUAL):
            say(fill(told, width()))
    for seat, program in game.programs.items():
        say(f"The {seat} ({names[seat]}) is played by {program}.")
    say("\nA link for each; who has the link has the seat:")
    for name, link in links.items():
        say(f"  {name} ({names[name]})\n    {link}")
    if not place.is_local and place.certificate is None:
        say(
            "\nThis table can be reached from other machines without encryption: whoever can listen"
            " on the network reads all that is said, and can take a seat. Give a --certificate, or"
            " keep to a network of your own.",
            err=True,
        )
    say("\nThe clock stands until the facilitator lets it run. Ctrl-C closes the table.")
