"""A program in a seat: it is told what the seat sees and no more, its acts are done, and nothing
that it does or fails to do hurts the game.
"""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from sim.domain.decisions.views import ROLES, SEATS, OutsideView, Role, View
from sim.domain.events import Decision
from sim.domain.events.log import Log
from sim.domain.inputs.setting import Setting
from sim.errors import UsageError
from sim.tabletop.game.journal import Record
from sim.tabletop.game.table import Asks, Opening
from sim.tabletop.programs import process
from sim.tabletop.programs.duel import MemoryGame
from sim.tabletop.programs.lines import VIEWED, question_line
from sim.tabletop.programs.seat import MOST_ACTS, ProgramSeat, play_by_programs
from tests.engine.worlds import LINKS, busy, of_ally, run, scenario, text
from tests.tabletop.games import go_on, table

SETTING = busy({"protocol": "consult", "horizon": 96.0, **LINKS[3]})
Finish = Callable[..., MemoryGame]


def shell(script: str) -> str:
    return shlex.join(["sh", "-c", script])


def game_of(setting: Setting, seats: tuple[Role, ...], asks: Asks = "news") -> MemoryGame:
    opening = Opening(seed=7, replication=0, arm="arm", seats=seats, asks=asks)
    return MemoryGame(scenario(arm=setting), opening)


@pytest.fixture
def finish(monkeypatch: pytest.MonkeyPatch) -> Iterator[Finish]:
    """Play a game to its end with programs in its seats; none of them is there afterwards."""
    monkeypatch.setattr(process, "_SECONDS_TO_END", 0.1)
    started: list[int] = []
    begin = subprocess.Popen

    def noted(*words: Any, **how: Any) -> Any:  # noqa: ANN401 - as it is called
        started.append((found := begin(*words, **how)).pid)
        return found

    monkeypatch.setattr(process, "Popen", noted)

    def played(
        programs: dict[Role, str],
        limit: float = 20.0,
        asks: Asks = "news",
        lapses_at_most: int | None = None,
    ) -> MemoryGame:
        game = game_of(SETTING, tuple(programs), asks)
        seats = [ProgramSeat(game, seat, one, limit) for seat, one in programs.items()]
        for seat in seats:
            seat.start()
        if lapses_at_most is None:
            play_by_programs(game, seats)
        while len(lapses(game)) < (lapses_at_most or 0):
            game.play(go_on())
            seats[0].answer(question(game))
        for seat in seats:
            seat.end("horizon")
        return game

    yield played
    assert started
    for pid in started:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


def question(game: MemoryGame) -> View:
    return of_ally(game.table.session.question)


def without_reasons(log: Log) -> Log:
    return [
        (at, replace(one, reason="", basis="rule") if isinstance(one, Decision) else one)
        for at, one in log
    ]


def lapses(game: MemoryGame) -> list[str]:
    return [one.data["why"] for one in game.standing if one.do == "lapse"]


def acts(game: MemoryGame) -> list[Record]:
    return [one for one in game.standing if one.do not in ("advance", "lapse")]


# what it is told, and does


BOT = """
import json, sys
told = open({path!r}, "w")
for line in sys.stdin:
    told.write(line)
    told.flush()
    said = json.loads(line)
    if "question" in said:
        {answer}
"""
HOLD = """print(
    json.dumps({"do": "answer", "question": said["question"], "option": "hold"}), flush=True)"""


def bot(folder: Path, answer: str = HOLD) -> tuple[str, Path]:
    told, path = folder / "told.jsonl", folder / "bot.py"
    path.write_text(BOT.format(path=str(told), answer=answer), encoding="utf-8")
    return shlex.quote(str(path)), told


def test_a_program_is_told_what_its_seat_sees_and_is_asked(finish: Finish, tmp_path: Path) -> None:
    command, told = bot(tmp_path)
    game = finish({"frontline": command})
    lines = [json.loads(one) for one in told.read_text(encoding="utf-8").splitlines()]
    assert (lines[0]["hotline"], lines[0]["seat"], lines[0]["limit_s"]) == (1, "frontline", 20.0)
    assert lines[-1] == {"end": "horizon"}
    events = [one for one in lines if "event" in one]
    seen = game.table.feeds["frontline"].seen
    assert [(one["t"], one["event"]) for one in events] == [(one.at, one.kind) for one in seen]
    assert [one["n"] for one in events] == list(range(1, len(seen) + 1))
    questions = [one for one in lines if "question" in one]
    assert [one["question"] for one in questions] == list(range(1, len(questions) + 1))
    assert all(set(one["view"]) == set(VIEWED["frontline"]) for one in questions)
    assert not lapses(game)
    assert len(acts(game)) == len(questions) > 1


@pytest.mark.parametrize("seat", ROLES)
def test_nothing_else_of_a_view_reaches_a_program(seat: Role) -> None:
    game = table(SETTING, seats=(seat,))
    game.session.advance()
    view = of_ally(game.session.question)
    listed = {*VIEWED[seat], "seat", "time", "options"}
    hidden: dict[str, Any] = {name: object() for name in view._fields if name not in listed}
    assert {"noise", "window_left", "valuation"} <= hidden.keys()
    options = dict.fromkeys(view.options, 0.123)
    assert question_line(3, 2, view) == question_line(
        3, 2, view._replace(**hidden, options=options)
    )


def test_an_outsiders_program_is_told_of_its_occasion_and_no_more() -> None:
    view = OutsideView("adversary", "provocation", 1.5, ("restrain", "provoke"), 2, 0.4, 0.7)
    said = json.loads(question_line(3, 2, view))
    assert said["view"] == {"asks": "provocation", "rung": 2, "readiness": 0.4, "severity": 0.7}
    assert said["options"] == ["restrain", "provoke"]
    told = json.loads(question_line(3, 2, view._replace(seat="region", about="oman")))
    assert told["view"] == {"asks": "provocation", "rung": 2, "about": "oman"}
    assert VIEWED.keys() == set(SEATS)


def test_a_program_that_answers_as_the_rule_would_makes_the_world_of_the_batch(
    finish: Finish, tmp_path: Path
) -> None:
    batch = run(SETTING, full=True)
    chosen = [
        one.option for _, one in batch if isinstance(one, Decision) and one.ally == "frontline"
    ]
    said = tmp_path / "answers.jsonl"
    with said.open("w", encoding="utf-8") as file:
        for number, option in enumerate(chosen, start=1):
            file.write(json.dumps({"do": "answer", "question": number, "option": option}) + "\n")
    program = shell(f"cat {shlex.quote(str(said))}; cat >/dev/null")
    game = finish({"frontline": program}, asks="all")
    assert not lapses(game)
    ours, theirs = map(without_reasons, (game.table.session.log, batch))
    assert len(chosen) > 3
    assert text(ours) == text(theirs)


def test_a_program_writes_asks_its_advisers_and_is_called(finish: Finish, tmp_path: Path) -> None:
    answer = """
        for act in (
            {"do": "advice"},
            {"do": "write", "kind": "dialogue", "precedence": "flash", "channel": "cable",
             "text": "meet me"},
            {"do": "write", "kind": "dialogue", "precedence": "flash", "channel": "pigeon"},
            {"do": "call", "hours": 1},
            {"do": "call", "hours": 0},
            {"do": "answer", "question": said["question"], "option": said["options"][0]},
        ):
            print(json.dumps(act), flush=True)
    elif "called" in said:
        print(json.dumps({"do": "go_on"}), flush=True)"""
    command, told = bot(tmp_path, answer.strip())
    (tmp_path / "other").mkdir()
    other, heard = bot(tmp_path / "other")
    game = finish({"frontline": command, "patron": other})
    said = told.read_text(encoding="utf-8")
    assert '"do":"advice","worth":{"hold":' in said
    assert '"do":"write","done":true' in said
    assert '"refused":"no channel \'pigeon\'' in said
    assert '"called":true' in said
    assert '"refused":"call says \\"hours\\", 0.1 or more"' in said
    assert {one.do for one in acts(game)} == {"answer", "write"}
    read = [json.loads(one) for one in heard.read_text(encoding="utf-8").splitlines()]
    words = [one.get("text") for one in read if one.get("event") == "read"]
    assert "meet me" in words, "words are data in a field"


# what it may do wrong


def say(content: str) -> str:
    """A program that says this whenever it is told something."""
    return shell(f"while read -r line; do printf '%b\\n' {shlex.quote(content)}; done")


ANSWER = '{"do": "answer", "question": 1, "option": "hold"%s}'


@pytest.mark.parametrize(
    ("program", "why"),
    [
        (say("garbage"), "it said what is no JSON: 'garbage'"),
        (say("[1]"), 'it said no object with "do"'),
        (say('{"do": NaN}'), "no JSON"),
        (say('{"do": ' + "[" * 5000), "no JSON"),
        (say('{"do": ' + "9" * 5000 + "}"), "no JSON"),
        (say("\\0377\\0376"), "no UTF-8: '\\\\xff\\\\xfe'"),
        (say('{"do": "dance"}'), "it did what nobody can: 'dance'"),
        (say('{"do": "answer", "question": 1, "option": "flee"}'), "it answered 'flee': there are"),
        (say('{"do": "answer", "question": 1, "option": ["hold"]}'), "it answered ['hold']"),
        (say('{"do": "answer", "question": true, "option": "hold"}'), "another question than 1"),
        (say('{"do": "answer", "question": 99, "option": "hold"}'), "another question than 1"),
        (say('{"do": "answer", "option": "hold"}'), "another question than 1"),
        (say(ANSWER % ', "seat": "patron"'), "it spoke for another seat than the frontline"),
        (say(ANSWER % ', "reason": 7'), 'its "reason" is no text'),
        (say(ANSWER % ', "reason": "\\\\u202e"'), "its answer was refused"),
        (say(ANSWER % ', "reason": "\\\\ud800"'), "its answer was refused"),
        (say('{"do": "write"}'), f"it did {MOST_ACTS} things without coming to an end"),
        ("true", "it ended with status 0"),
        (shell("echo 'no luck' >&2; exit 3"), "it ended with status 3: no luck"),
        (shell("kill -9 $$"), "it was ended by signal 9"),
        (shell("head -c 100000000 /dev/zero"), "more than 65,536 bytes without ending a line"),
        ("yes", "no JSON: 'y'"),
        (shell("printf '%s' '{\"do\": \"ans'; exit"), "it ended with status 0"),
        (shell("exec >&-; cat >/dev/null"), "it "),
    ],
)
def test_a_program_that_errs_lapses_with_a_reason(finish: Finish, program: str, why: str) -> None:
    (found,) = lapses(finish({"frontline": program}, lapses_at_most=1))
    assert why in found
    assert found.isprintable()
    assert found.isascii()


@pytest.mark.parametrize("program", ["true", "yes", say("garbage"), say('{"do": "write"}')])
def test_the_game_goes_on_to_its_end_whatever_a_program_does(finish: Finish, program: str) -> None:
    game = finish({"frontline": program})
    assert game.table.session.over
    assert len(lapses(game)) > 3


@pytest.mark.parametrize(
    "program", [shell("cat >/dev/null"), shell("trap '' TERM HUP; sleep 1000"), "sleep 1000"]
)
def test_a_program_that_is_silent_is_late_and_then_stopped(finish: Finish, program: str) -> None:
    found = lapses(finish({"frontline": program}, limit=0.02))
    assert found[0] == found[1] == "no answer within 0.02 s"
    assert found[2] == "no answer within 0.02 s; it was stopped after 3 late answers in a row"
    assert set(found[3:]) == {"it was stopped after 3 late answers in a row"}


def test_a_late_answer_is_not_taken_for_the_next_question(tmp_path: Path) -> None:
    command, _ = bot(tmp_path)
    game = game_of(SETTING, ("frontline",))
    seat = ProgramSeat(game, "frontline", command, limit=1e-4)
    game.play(go_on())
    seat.answer(question(game))
    seat.limit = 20.0
    play_by_programs(game, [seat])
    seat.end("horizon")
    assert lapses(game) == ["no answer within 0.0001 s"]
    assert len(acts(game)) > 1


def test_silence_leads_to_what_silence_leads_to(finish: Finish) -> None:
    """A patron that never answers lets the patience of the other end; nothing is decided there."""
    game = finish({"patron": "true"})
    assert lapses(game)
    kinds = [(event.kind, event) for _, event in game.table.session.log]
    assert not [one for _, one in kinds if isinstance(one, Decision) and one.ally == "patron"]
    assert any(kind == "expired" for kind, _ in kinds)


@pytest.mark.parametrize(
    ("command", "why"),
    [
        ("./nowhere.py", "nowhere.py is not there"),
        ("no-such-program --x", "no-such-program is not there, or may not be run"),
        ("'unclosed", "is no command"),
        ("", "is empty"),
        (" ", "is empty"),
    ],
)
def test_a_program_that_is_not_there_is_told_before_the_game(command: str, why: str) -> None:
    game = game_of(SETTING, ("frontline",))
    with pytest.raises(UsageError, match=why):
        ProgramSeat(game, "frontline", command).start()


def test_a_file_of_python_needs_no_right_to_be_run(tmp_path: Path) -> None:
    path = tmp_path / "my bot.py"
    path.write_text("", encoding="utf-8")
    words = process.words_of_command(f"{shlex.quote(str(path))} --calm")
    assert words == [sys.executable, str(path), "--calm"]
