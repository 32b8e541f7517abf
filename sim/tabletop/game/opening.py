"""From what somebody wishes to play to a game's folder: all that is wrong is told before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, cast, get_args

from sim.domain.decisions.views import ROLES, SEATS, Seat
from sim.errors import UsageError, did_you_mean
from sim.experiment.runs.plan import plan_of
from sim.output.words import as_list
from sim.scenario import resolve
from sim.studies.execution.said_twice import expect_one_value
from sim.tabletop.game.folder import GameFolder, new_folder
from sim.tabletop.game.table import Asks, Opening
from sim.tabletop.programs.process import words_of_command

_FIRST_WORLD: Final = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What is to be played, as it was said; ``None`` and nothing for what was left open."""

    scenario: str
    sets: tuple[str, ...] = ()
    seats: tuple[str, ...] = ()
    arm: str | None = None
    replication: int | None = None
    seed: int | None = None
    asks: str | None = None
    command: str = "play"

    def words(self) -> list[str]:
        """The command that begins the same game."""
        words = ["hotline", self.command, self.scenario]
        for option, value in self._given():
            words += [option, value]
        return words

    def _given(self) -> Iterator[tuple[str, str]]:
        yield from (("--seat", seat) for seat in self.seats)
        given = {
            "--arm": self.arm,
            "--world": self.replication,
            "--seed": self.seed,
            "--ask": self.asks,
        }
        yield from ((option, str(value)) for option, value in given.items() if value is not None)
        yield from (("--set", one) for one in self.sets)


def new_game(wish: Wish, root: Path, name: str | None) -> GameFolder:
    """The folder of a new game."""
    from shlex import join

    seats = seating(wish.seats)
    asks = _asks(wish.asks)
    expect_one_value(wish.sets, "study.seed", "--seed", wish.seed)
    found = resolve(wish.scenario, wish.sets)
    arm = found.scenario.study.baseline if wish.arm is None else wish.arm
    plan = plan_of(found.scenario, seed=wish.seed, arms=(arm,), against=arm)
    opening = Opening(
        seed=plan.seed,
        replication=_FIRST_WORLD if wish.replication is None else wish.replication,
        arm=arm,
        seats=tuple(seats),
        asks=asks,
    )
    command = join(wish.words())
    return new_folder(found, opening, root, name, file=wish.scenario, command=command)


def seating(names: Sequence[str]) -> dict[Seat, str]:
    """Who sits where: by seat the command of a program, empty for a person."""
    found: dict[str, str] = {}
    for name in names:
        seat, given, program = name.partition("=")
        if seat not in SEATS:
            near = did_you_mean(seat, SEATS)
            raise UsageError(f"--seat {name}: there are {as_list(SEATS)}. {near}".rstrip())
        if seat in found:
            raise UsageError(f"--seat {name}: somebody sits there already")
        if given:
            words_of_command(program)
        found[seat] = program
    chosen = found or {ROLES[0]: ""}
    return {role: chosen[role] for role in SEATS if role in chosen}


def _asks(name: str | None) -> Asks:
    if name is None:
        return "news"
    if name not in get_args(Asks):
        raise UsageError(f"--ask {name}: there are news and all. {did_you_mean(name, ('news',))}")
    return cast("Asks", name)
