"""How long a game is: when it ends, and how often its seats are asked, by games of other worlds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from statistics import median_low
from typing import Final

from sim.domain.decisions.views import Seat
from sim.domain.inputs.setting import Scenario
from sim.output.story.sentences.dates import NO_BREAK, duration_text, since
from sim.output.words import as_list
from sim.tabletop.exercise.seat_load import play_by_rules
from sim.tabletop.game.table import Opening
from sim.tabletop.seat.capital import Capital

#: Worlds that are played by the rules to tell how often a seat is asked.
WORLDS: Final = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class GameLength:
    """When a game ends, in hours since the start, after how long a window; and how often each seat
    was asked in games by the rules: the least, the middle, the most.
    """

    window: float
    end: float
    asked: Mapping[Seat, tuple[int, int, int]]


def game_length(scenario: Scenario, opening: Opening) -> GameLength:
    """The length of a game. The worlds that are counted are others than the one that is played:
    how often that one will ask is for nobody to know.
    """
    setting = scenario.arms[opening.arm].setting
    counts: list[Counter[Seat]] = []
    for number in range(1, WORLDS + 1):
        other = replace(opening, replication=opening.replication + number)
        counts.append(play_by_rules(scenario, other)[1])
    return GameLength(
        window=setting.horizon,
        end=setting.horizon + setting.follow_up,
        asked={seat: _spread([one[seat] for one in counts]) for seat in opening.seats},
    )


def _spread(counts: list[int]) -> tuple[int, int, int]:
    return min(counts), median_low(counts), max(counts)


def length_lines(length: GameLength, capital: Capital, factor: float = 0.0) -> Iterator[str]:
    """The length of a game in sentences; with a factor also in hours of the room."""
    watched = duration_text(length.end - length.window)
    room = (
        f", {duration_text(length.end / factor)} of the room at {factor:g} an hour"
        if factor
        else ""
    )
    yield (
        f"It ends on {capital.date(length.end)} ({since(length.end)} h{room}): after a window of"
        f" {duration_text(length.window)} in which strikes are decided (later only under fire),"
        f" and {watched} of what follows."
    ).replace(NO_BREAK, " ")
    asked = [
        f"the {seat} is asked about {_times(middle)} ({least} to {most})"
        for seat, (least, middle, most) in length.asked.items()
    ]
    yield f"In {WORLDS} other worlds by the rules {as_list(asked)}."


def _times(number: int) -> str:
    return "once" if number == 1 else f"{number} times"
