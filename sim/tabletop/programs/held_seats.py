"""The seats of a game that programs hold, when it is gone on with."""

from __future__ import annotations

from collections.abc import Mapping
from shlex import join

from sim.domain.decisions.views import Seat
from sim.errors import UsageError
from sim.tabletop.game.game import Game


def command_again(game: Game, command: str) -> str:
    """The command that goes on with a game, its programs named: none is started without."""
    words = ["hotline", command, str(game.path)]
    for seat, program in game.programs.items():
        words += ["--seat", f"{seat}={program}"]
    return join(words)


def expect_programs(game: Game, given: Mapping[Seat, str], command: str) -> None:
    """Those seats of a game that was begun need a program that had one: it is never taken from the
    folder, which anybody may have written.
    """
    before = game.programs
    if len(game.records) > 1 and before.keys() != given.keys():
        held = " and ".join(before) or "no seat"
        raise UsageError(
            f"programs hold {held} in this game, and are started only when they are named. To go"
            f" on with it: {command_again(game, command)}"
        )
