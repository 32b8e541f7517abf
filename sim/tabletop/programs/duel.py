"""Many games in which programs sit in seats: each set of programs an arm, all in the same worlds.

The first arm has the rules of the file in all seats, and is the batch. A game of programs is led
by acts as any other, so its journal repeats it; the programs themselves promise nothing.
"""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import product
from pathlib import PurePath
from typing import Any, Final

from sim.characters import visible
from sim.domain.decisions.views import SEATS, Seat
from sim.domain.inputs.setting import Scenario
from sim.errors import UsageError
from sim.experiment.outcomes import paths
from sim.experiment.outcomes.definitions import COLUMNS, outcome_values
from sim.experiment.runs.plan import Plan
from sim.experiment.runs.replication import Chunk, world
from sim.output.words import as_list
from sim.tabletop.game.acts import Act
from sim.tabletop.game.journal import Record, line_of
from sim.tabletop.game.table import Opening, Table
from sim.tabletop.game.words import acceptable_text
from sim.tabletop.programs.process import words_of_command
from sim.tabletop.programs.seat import ProgramSeat, play_by_programs

#: The arm in which all seats follow their rules.
RULES: Final = "rules"


@dataclass(frozen=True, slots=True, kw_only=True)
class DuelLine:
    """An arm of a duel: which program sits where; the rest follows its rules."""

    name: str
    programs: Mapping[Seat, str]

    @property
    def title(self) -> str:
        """Who sits where, in words."""
        if not self.programs:
            return "Rules in all seats"
        return ", ".join(f"{seat} by {visible(one)}" for seat, one in self.programs.items())


@dataclass(frozen=True, slots=True, kw_only=True)
class GamesChunk(Chunk):
    """Finished worlds, and the journals of their games, one record a line."""

    journals: bytes = field(default=b"")


def lines_of(seats: Sequence[str], taken: Sequence[str]) -> tuple[DuelLine, ...]:
    """The arms of a duel: rules in all seats, then every choice of one program or the rule for each
    seat; ``taken`` are names that arms of the scenario have already.
    """
    found: dict[Seat, list[str]] = {role: [""] for role in SEATS}
    for text in seats:
        seat, _, program = text.partition("=")
        role = next((one for one in SEATS if one == seat), None)
        if role is None or not program:
            others = as_list(SEATS[1:], "or")
            raise UsageError(f"--seat {text}: say frontline=PROGRAM, or so for the {others}")
        words_of_command(program)
        if program in found[role]:
            raise UsageError(f"--seat {text}: this program sits there already")
        found[role].append(program)
    if all(len(some) == 1 for some in found.values()):
        raise UsageError("a duel needs a program: --seat frontline=./bot.py")
    lines: list[DuelLine] = []
    for chosen in product(*map(found.__getitem__, reversed(SEATS))):
        by_seat = dict(zip(reversed(SEATS), chosen, strict=True))
        programs = {role: by_seat[role] for role in SEATS if by_seat[role]}
        name = _free_name(programs, {*taken, *(line.name for line in lines)})
        lines.append(DuelLine(name=name, programs=programs))
    return tuple(lines)


def _free_name(programs: Mapping[Seat, str], taken: set[str]) -> str:
    """A name of letters and digits that no arm has yet."""
    parts = [f"{role}_{PurePath(shlex.split(one)[0]).stem}" for role, one in programs.items()]
    plain = "_and_".join(parts) or RULES
    name = "".join(mark if mark.isascii() and mark.isalnum() else "_" for mark in plain).lower()[
        :50
    ]
    return next(
        one for number in range(1, len(taken) + 2)
        if (one := name if number == 1 else f"{name}_{number}") not in taken
    )  # fmt: skip


class MemoryGame:
    """A game that is kept in memory: its table, its records, and what was written."""

    __slots__ = ("_words", "standing", "table")

    def __init__(self, scenario: Scenario, opening: Opening) -> None:
        self.table = Table(scenario, opening)
        self.standing: list[Record] = []
        self._words: list[str] = []

    def play(self, act: Act, text: str = "") -> str:
        """Let an act happen; a refused one leaves no trace."""
        words = acceptable_text(text)
        key = self.table.carry_out(act)
        self._words.append(words)
        self.standing.append(
            Record(
                do=act.do,
                seat=act.seat,
                at=self.table.session.now,
                data=dict(act.data),
                message=key,
                entries=self.table.entries,
                digest=self.table.digest,
            )
        )
        return key

    def words_of(self, record: Record) -> str:
        """What was written beside an act."""
        at = next(at for at, one in enumerate(self.standing) if one is record)
        return self._words[at]

    def lines(self, about: Mapping[str, Any]) -> Iterator[bytes]:
        """The records as lines, each with which game it is of; words stand in it, as they are a
        program's.
        """
        for record, words in zip(self.standing, self._words, strict=True):
            said = json.loads(line_of(record))
            text = {"text": words} if words else {}
            yield json.dumps({**about, **said, **text}, separators=(",", ":")).encode() + b"\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Duel:
    """What is played: the plan whose arms are the lines, and how long a program may think."""

    plan: Plan
    lines: tuple[DuelLine, ...]
    limit: float

    def play(self, start: int, stop: int) -> GamesChunk:
        """The worlds ``start`` to ``stop`` - 1, under every line."""
        plan = self.plan
        values: list[float] = []
        seen: list[list[float]] = []
        journals: list[bytes] = []
        for replication in range(start, stop):
            looked = seen if replication < paths.WORLDS else None
            for line in self.lines:
                if not line.programs:
                    ((_, _, row),) = world(
                        plan.scenario, plan.seed, replication, (line.name,), looked
                    )
                    values.extend(row)
                    continue
                game = self._game(line, replication, looked)
                found = outcome_values(game.table.session.log, game.table.setting)
                values.extend(found[name] for name in COLUMNS)
                journals += game.lines({"world": replication, "arm": line.name})
        chunk = Chunk.of(start, stop, values, paths.pack(seen))
        return GamesChunk(
            start=start,
            stop=stop,
            packed=chunk.packed,
            paths=chunk.paths,
            journals=b"".join(journals),
        )

    def _game(
        self, line: DuelLine, replication: int, looked: list[list[float]] | None
    ) -> MemoryGame:
        """One game, played to its end."""
        opening = opening_of(self.plan, line, replication)
        game = MemoryGame(self.plan.scenario, opening)
        seats = [
            ProgramSeat(game, seat, program, self.limit) for seat, program in line.programs.items()
        ]
        try:
            for seat in seats:
                seat.start()
            lead = partial(play_by_programs, game, seats)
            if looked is None:
                lead()
            else:
                hours = paths.hours(game.table.setting)
                looked.append(game.table.session.looked_at(hours, lead))
        finally:
            for seat in seats:
                seat.end("horizon")
        return game


def opening_of(plan: Plan, line: DuelLine, replication: int) -> Opening:
    """How a game of a duel opens."""
    return Opening(
        seed=plan.seed,
        replication=replication,
        arm=line.name,
        seats=tuple(line.programs),
        asks="news",
    )
