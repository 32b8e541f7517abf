"""The turns of a game at a terminal: what stops the clock, what is asked again, what is taken
back, and what one person's desk hides from the next.
"""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from sim.cli.main import status
from sim.cli.table.calls import Calls
from sim.cli.table.console import Console
from sim.cli.table.turns import Quit, Turns
from sim.tabletop.game.game import Game, read_game

Play = Callable[..., str]


@pytest.fixture
def play(
    tiny: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Play:
    """What is shown of the tiny scenario, played by lines that a script types."""

    def call(typed: Sequence[str], *words: str) -> str:
        monkeypatch.setattr(sys, "stdin", io.StringIO("".join(f"{line}\n" for line in typed)))
        given = [str(tiny), "--seed", "7", "--out", str(tmp_path), "--name", "game"]
        assert status(["play", *given, *words]) == 0
        return capsys.readouterr().out

    return call


def acts(tmp_path: Path) -> list[str]:
    return [one.do for one in read_game(tmp_path / "tiny" / "game").standing if one.seat]


def test_no_line_of_a_message_becomes_a_decision(play: Play, tmp_path: Path) -> None:
    said = play(
        ["write", "x", "1", "?", "urgent", "flash", "9", "?", "1", "?", "back"], "--arm", "consult"
    )
    assert acts(tmp_path) == [], "nothing was written, nothing decided"
    assert said.count("How urgent?") == 3, "asked again after ? and after a wrong word"
    assert said.count("By which way?") == 3
    assert re.search(r"^  1  routine$", said, re.MULTILINE), "? lists the choices"
    assert said.count("DECISION 1,") == 2, "the options are shown again after the message is left"


@pytest.mark.parametrize("left", ["", "back"])
def test_a_message_can_be_left_at_its_first_question(play: Play, tmp_path: Path, left: str) -> None:
    said = play(["write", left, "hold"], "--arm", "consult")
    assert "No message is written." in said
    assert acts(tmp_path)[0] == "answer"


def test_no_notice_of_a_strike_is_offered_where_none_is_prepared(play: Play) -> None:
    assert "notification" not in play(["write", ""], "--arm", "consult")
    assert "2  notification" in play(["strike", "write", ""], "--arm", "unilateral", "--name", "b")


def test_the_clock_stands_where_a_strike_is_set_and_before_its_last_hour(
    play: Play, tmp_path: Path
) -> None:
    said = play(["strike", "", "decide", "hold"], "--arm", "unilateral")
    prompts = re.findall(r"Nothing is asked of you\. To think of the strike again", said)
    assert len(prompts) == 2, "once it is set, and an hour before it can be called off no more"
    assert "You call the strike off." in said
    assert acts(tmp_path)[:3] == ["answer", "reconsider", "answer"]


def test_the_fall_of_ones_own_strike_stands_before_the_person(play: Play) -> None:
    said = play(["strike", "", "", "", "hold"], "--arm", "unilateral")
    turn = said.split("YOUR STRIKE FALLS")[1]
    assert "Nothing is asked of you." in turn.split("══")[0], "before anything else is shown"


def test_a_script_that_answers_where_nothing_is_asked_answers_what_comes(play: Play) -> None:
    said = play(["strike", "hold: as before"], "--arm", "unilateral")
    assert "this answers what comes" in said


def test_what_is_taken_back_keeps_the_call(play: Play) -> None:
    said = play(["call 1 h", "hold", "undo", "hold"], "--arm", "consult")
    assert "Taken back: your answer hold." in said
    assert said.count("Nothing is asked of you.") == 2, "called before and after"


def test_a_call_of_later_than_the_hour_that_is_gone_back_to_is_gone() -> None:
    calls = Calls()
    calls.make("frontline", 10.0, 5.0)
    calls.make("frontline", 20.0, 5.0)
    assert calls.due(21.0) == {"frontline": 25.0}
    assert calls.go_back(12.0) == ["frontline"]
    assert calls.due(12.0) == {"frontline": 15.0}


def test_nobody_takes_back_what_another_seat_has_done_without_saying_so(
    play: Play, tmp_path: Path
) -> None:
    both = ("--seat", "frontline", "--seat", "patron", "--arm", "consult")
    said = play(["strike: secret", "undo", "no", "undo", "take theirs back"], *both)
    assert said.count("The last act is not yours but that of the frontline") == 2
    assert "Not done: the last act, of the frontline, stands" in said
    assert "Taken back: an act of the frontline." in said
    assert acts(tmp_path) == []


class Terminal(Console):
    """A console that is a terminal, on which lines are typed beforehand."""

    __slots__ = ("typed",)

    def __init__(self, typed: list[str]) -> None:
        super().__init__()
        self.typed = typed
        self.is_terminal = True

    def ask(self, prompt: str) -> str:
        self.show((prompt,))
        if not self.typed:
            raise Quit
        return self.typed.pop(0)


def test_a_handover_hears_nothing_and_hides_the_lines_that_a_terminal_keeps(
    play: Play, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    play([], "--seat", "frontline", "--seat", "patron", "--arm", "consult")
    typed = ["strike", "hold", "?", "", "quit"]
    with Game(tmp_path / "tiny" / "game") as game, pytest.raises(Quit):
        Turns(game, Terminal(typed)).play()
    said = capsys.readouterr().out
    assert "heard by nobody" in said
    assert said.count("is wanted.") == 3
    assert acts(tmp_path) == ["answer"], "what was typed too early answered nothing"


def test_clearing_a_screen_also_clears_what_scrolled_off_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    said: list[str] = []
    monkeypatch.setattr("click.clear", lambda: said.append("2J"))
    monkeypatch.setattr("click.echo", lambda text, **_: said.append(text))
    Console().clear()
    assert said == ["2J", "\x1b[3J"]
