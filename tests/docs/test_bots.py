"""The page for those who write a bot tells the truth: its example is the one that ships and plays
both seats, and its tables name all that a program is told and can do.
"""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from sim.scenario import load, resolve
from sim.studies.execution.settings import Making, Silent
from sim.tabletop.game.table import Opening
from sim.tabletop.programs.duel import MemoryGame
from sim.tabletop.programs.duel_study import (
    JOURNALS,
    DuelSpecification,
    lapses_of,
    planned_duel,
    play_duel,
)
from sim.tabletop.programs.lines import LEAST_CALL, VIEWED
from sim.tabletop.programs.process import MOST_BYTES
from sim.tabletop.programs.seat import DOES, LIMIT, MOST_ACTS, ProgramSeat, play_by_programs

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "bots.md").read_text(encoding="utf-8")
BOT = ROOT / "examples" / "bot.py"
OUTSIDERS = ROOT / "examples" / "outsiders.py"


def test_the_example_of_the_page_is_the_one_that_ships() -> None:
    block = re.search(r"begin example -->\n\n```python\n(.*?)```", PAGE, re.DOTALL)
    assert block is not None
    assert BOT.read_text(encoding="utf-8").endswith(f'"""\n\n{block[1]}')


def test_the_example_of_adversary_and_region_plays_both(tiny: Path) -> None:
    block = re.search(r"begin outsiders -->\n\n```python\n(.*?)```", PAGE, re.DOTALL)
    assert block is not None
    assert OUTSIDERS.read_text(encoding="utf-8").endswith(f'"""\n\n{block[1]}')
    opening = Opening(
        seed=7, replication=1, arm="consult", seats=("adversary", "region"), asks="news"
    )
    scenario = resolve(tiny, ("injects={raid: {event: attack, at: T+20 h}}",)).scenario
    game = MemoryGame(scenario, opening)
    seats = [ProgramSeat(game, one, shlex.quote(str(OUTSIDERS)), 60.0) for one in opening.seats]
    play_by_programs(game, seats)
    for seat in seats:
        seat.end("horizon")
    done = {(one.seat, one.do) for one in game.standing if one.seat}
    assert game.table.over
    assert {("adversary", "answer"), ("region", "answer"), ("region", "warn")} <= done
    assert "lapse" not in {do for _, do in done}


def test_the_page_names_all_that_a_program_does_and_is_told() -> None:
    said = set(re.findall(r'^\| `\{"do": "(\w+)"', PAGE, re.MULTILINE))
    assert said == set(DOES)
    named = set(
        re.findall(
            r"`(\w+)`", PAGE[PAGE.index("`view` has") : PAGE.index("## What a program says")]
        )
    )
    assert {*VIEWED["frontline"], *VIEWED["patron"]} <= named
    assert f"{LIMIT:.0f} seconds unless told otherwise" in PAGE
    assert f"({LEAST_CALL} or more)" in PAGE
    assert f"up to {MOST_ACTS} a turn" in PAGE
    assert f"{MOST_BYTES // 1024} KiB" in PAGE


def test_the_example_plays_both_seats(tiny: Path) -> None:
    opening = Opening(
        seed=7, replication=0, arm="consult", seats=("frontline", "patron"), asks="news"
    )
    game = MemoryGame(load(tiny), opening)
    seats = [ProgramSeat(game, one, f"{shlex.quote(str(BOT))} 0.3", 60.0) for one in opening.seats]
    play_by_programs(game, seats)
    for seat in seats:
        seat.end("horizon")
    done = {one.do for one in game.standing}
    assert game.table.over
    assert {"answer", "write"} <= done
    assert "lapse" not in done


@pytest.mark.slow
def test_a_duel_of_two_bots_over_a_hundred_games(tmp_path: Path) -> None:
    bot = shlex.quote(str(BOT))
    asked = DuelSpecification(
        scenario=str(ROOT / "scenarios" / "northern-front.yaml"),
        seats=(f"frontline={bot} 0.3", f"frontline={bot} 0.7"),
        arm="consult",
        limit=600,
    )
    making = Making(out=tmp_path, charts=False)
    folder = play_duel(planned_duel(asked, making), making, Silent())
    assert list(lapses_of((folder.path / JOURNALS).read_bytes())) == []
    hasty, patient = (folder.summary.comparisons[arm]["struck"] for arm in folder.arms[1:])
    assert hasty.pairs == patient.pairs == 100
    assert hasty.difference is not None
    assert patient.difference is not None
    assert hasty.difference > patient.difference
