"""A program in a seat beside people: the room goes on while it thinks; its faults are lapses."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from time import monotonic, sleep

import pytest

from sim.errors import UsageError
from sim.tabletop.game.game import read_game

pytest.importorskip("starlette", reason="the extra web is not installed")

from tests.tabletop.web.browsers import Table, open_table

HOLDS = """
import json, sys
for line in sys.stdin:
    told = json.loads(line)
    if "question" in told:
        print(json.dumps({"do": "write", "kind": "dialogue", "precedence": "flash",
                          "channel": "cable", "text": "calm"}), flush=True)
        print(json.dumps({"do": "answer", "question": told["question"],
                          "option": told["options"][0], "reason": "I hold"}), flush=True)
"""
SILENT = "import sys\nfor line in sys.stdin: pass\n"
BROKEN = "print('no JSON')\nimport sys\nfor line in sys.stdin: pass\n"
Sit = Callable[[str], Table]
#: Seconds after which a program that does not speak fails the test.
OUTER = 60.0


@pytest.fixture
def sit(folder: Path, tmp_path: Path) -> Iterator[Sit]:
    """A table whose frontline is held by a program of this text."""
    tables: list[Table] = []

    def sit_down(source: str) -> Table:
        path = tmp_path / "bot.py"
        path.write_text(source, encoding="utf-8")
        command = shlex.join([sys.executable, str(path)])
        tables.append(open_table(folder, {"frontline": command}))
        tables[-1].host.programs.start()
        return tables[-1]

    yield sit_down
    for one in tables:
        one.close()


def look_until(table: Table, done: Callable[[], bool], seconds: float = 0.0) -> None:
    """Look at the programs until something has happened; each look so many seconds later."""
    until = monotonic() + OUTER
    while not done():
        assert monotonic() < until, "nothing came of it"
        table.wall.now += seconds
        table.host.programs.look()
        sleep(0.005)


def done(table: Table) -> list[str]:
    return [record.do for record in table.game.standing]


def test_a_program_answers_beside_people_and_the_journal_is_as_any_other(
    sit: Sit, folder: Path
) -> None:
    table = sit(HOLDS)
    _, _, facilitator = table.seats()
    assert facilitator.act("jump").status == 200
    assert table.room.mode == "waiting"
    look_until(table, lambda: table.game.table.session.question is None)
    assert done(table) == ["advance", "write", "answer"]
    assert table.game.words_of(table.game.standing[-1]) == "I hold"
    facilitator.act("pause")
    table.pass_time(1.0)
    assert "played by" in facilitator.get("view").said["clock"]["here_now"]["frontline"]
    assert read_game(folder).table.digest == table.game.table.digest


def test_a_room_goes_on_while_a_program_thinks_and_silence_is_a_lapse_with_its_reason(
    sit: Sit,
) -> None:
    table = sit(SILENT)
    _, patron, facilitator = table.seats()
    facilitator.act("jump")
    began = monotonic()
    for _ in range(4):
        table.wall.now += 1.0
        assert not table.host.programs.look()
        written = patron.act("write", kind="dialogue", precedence="flash", channel="cable")
        assert written.status == 200
    assert monotonic() - began < OUTER
    assert "lapse" not in done(table)
    look_until(table, lambda: "lapse" in done(table), seconds=1.0)
    assert table.game.standing[-1].data == {"why": "no answer within 5 s"}
    assert table.game.table.session.question is None


def test_its_time_does_not_run_while_the_game_is_paused(sit: Sit) -> None:
    table = sit(SILENT)
    _, _, facilitator = table.seats()
    facilitator.act("jump")
    table.host.programs.look()
    facilitator.act("pause")
    for _ in range(10):
        table.wall.now += 5.0
        assert not table.host.programs.look()
    assert "lapse" not in done(table)
    assert table.game.table.session.question is not None


def test_what_is_no_json_is_a_lapse_and_what_is_taken_back_is_asked_again(sit: Sit) -> None:
    table = sit(BROKEN)
    _, _, facilitator = table.seats()
    facilitator.act("jump")
    look_until(table, lambda: "lapse" in done(table))
    assert "no JSON" in str(table.game.standing[-1].data["why"])
    table.game.undo()
    look_until(table, lambda: "lapse" in done(table))
    assert done(table) == ["advance", "lapse"]


def test_a_program_that_is_not_there_is_told_before_a_link_is_given(folder: Path) -> None:
    table = open_table(folder, {"frontline": "/nowhere/bot"})
    try:
        with pytest.raises(UsageError, match="is not there"):
            table.host.programs.start()
    finally:
        table.close()
