"""Programs at the table from outside: ``play`` with a program in a seat or in both, gone on with;
``duel``; the example that ships; and one clear error for each wrong call.
"""

from __future__ import annotations

import io
import json
import shlex
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sim.cli.main import status

Call = Callable[..., tuple[str, str]]
EXAMPLE = shlex.quote(str(Path(__file__).parents[2] / "examples" / "bot.py"))
#: Strikes at once, so that the other is asked.
BOT = f"frontline={EXAMPLE} 0.1"
SILENT = "patron=true"


@pytest.fixture
def call(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Call:
    """Call a command with lines typed by a script; what it said on both streams."""

    def called(*words: str, typed: str = "", code: int = 0, out: bool = True) -> tuple[str, str]:
        monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
        found = status([*words, *(("--out", str(tmp_path)) if out else ())])
        said = capsys.readouterr()
        assert found == code, said.err
        return said.out, said.err

    return called


def journal(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (path / "journal.jsonl").read_bytes().splitlines()]


def test_two_programs_play_a_game_that_nobody_attends(
    tiny: Path, call: Call, tmp_path: Path
) -> None:
    said, told = call(
        "play", str(tiny), "--arm", "consult", "--seat", BOT, "--seat", SILENT, "--among", "0"
    )
    assert "You are" not in said
    assert "the frontline (frontline) is played by" in said
    assert "The patron was played by the program true." in " ".join(said.split())
    assert "What was decided" in said
    assert "The patron left" in told
    assert "unanswered: it ended with status 0" in told
    (path,) = (tmp_path / "tiny").iterdir()
    sits = {one["with"]["seat"] for one in journal(path) if one["do"] == "program"}
    assert sits == {"frontline", "patron"}
    assert {one["do"] for one in journal(path)} >= {"answer", "lapse"}
    again = call("replay", str(path), out=False)[0]
    assert "ready" in again, "decisions of programs are listed with their reasons"


def test_a_person_plays_beside_a_program_and_goes_on_with_it(
    tiny: Path, call: Call, tmp_path: Path
) -> None:
    typed = "hold: wait\nundo\nhold\n"
    said, told = call(
        "play", str(tiny), "--arm", "consult", "--seat", "frontline", "--seat", SILENT, typed=typed
    )
    assert "You are the frontline (frontline)." in said
    assert "Taken back: your answer hold" in said
    path = tmp_path / "tiny" / "game-consult-s1-w0"
    assert f"hotline play {path} --seat patron=true" in told
    refused = call("play", str(path), code=2, out=False)[1]
    assert "programs hold patron in this game, and are started only when they are named" in refused
    refused = call("play", str(path), "--seat", "patron=true", "--seat", BOT, code=2, out=False)[1]
    assert "programs hold patron" in refused
    said, _ = call("play", str(path), "--seat", SILENT, typed="hold\n", out=False)
    assert "DECISION" in said


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("play", "--seat", "patron=./no.py"), "the program ./no.py is not there"),
        (("play", "--seat", "patron="), "the command of a program is empty"),
        (("play", "--seat", "patrn=true"), "Did you mean 'patron'?"),
        (("play", "--seat", "patron", "--seat", "patron=true"), "somebody sits there already"),
        (("play", "--seat", "patron=true", "--limit", "0"), "at least 1"),
        (("duel",), "a duel needs a program"),
        (("duel", "--seat", "patron"), "say frontline=PROGRAM, or so for the patron"),
        (("duel", "--seat", SILENT, "--arm", "consul"), "Did you mean 'consult'?"),
        (("duel", "--seat", SILENT, "-n", "1"), "at least 2"),
        (("duel", "--seat", SILENT, "--name", "a/b"), "cannot name a run"),
    ],
)
def test_a_wrong_call_is_told_before_anything_is_made(
    tiny: Path, call: Call, tmp_path: Path, words: tuple[str, ...], why: str
) -> None:
    command, *options = words
    assert why in call(command, str(tiny), *options, code=2)[1]
    assert list(tmp_path.iterdir()) == []


def test_a_duel_is_compared_with_the_rules_and_says_what_was_left_unanswered(
    tiny: Path, call: Call, tmp_path: Path
) -> None:
    said, told = call(
        "duel", str(tiny), "--arm", "consult", "--seat", SILENT, "-n", "2", "--jobs", "1",
        "--no-charts", "--quiet", "--name", "mine",
    )  # fmt: skip
    assert "patron_true: patron by true" in said
    assert "patron_true less rules, in the same worlds" in said
    assert "questions unanswered: it ended with status 0" in told
    path = tmp_path / "tiny" / "mine"
    assert call("results", "verify", str(path), out=False)[0].endswith("as it was written\n")
    assert (
        "played by programs"
        in call("plot", str(path), "--world", "1", "--to", str(tmp_path), code=2, out=False)[1]
    )
    assert call("results", "remove", "--yes", str(path), out=False)
    assert not path.exists(), "its journals are Hotline's as well"
