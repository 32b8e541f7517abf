"""The page for players tells the truth: its script plays, and its table names what can be typed."""

from __future__ import annotations

import io
import re
import sys
from pathlib import Path

import pytest

from sim.cli.main import status
from sim.cli.table.turns import COMMANDS
from sim.output.storage.safety.game_files import GROWING

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "play.md").read_text(encoding="utf-8")


def test_the_script_of_the_page_plays_the_opening_of_a_game(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    script = re.search(r"plays the opening of a game:\n\n```text\n(.*?)```", PAGE, re.DOTALL)
    call = re.search(r"\$ hotline (play .*) < answers.txt", PAGE)
    assert script is not None
    assert call is not None
    monkeypatch.chdir(ROOT)
    monkeypatch.setattr(sys, "stdin", io.StringIO(script[1]))
    assert status([*call[1].split(), "--out", str(tmp_path)]) == 0
    said = capsys.readouterr()
    assert "Not done" not in said.out
    assert all(f"] {line}\n" in said.out for line in script[1].splitlines())
    game = re.search(r"hotline play (\S+)$", said.err, re.MULTILINE)
    assert game is not None
    assert game[1].endswith("/northern-front/game-consult-s1-w0")
    assert "hotline play results/northern-front/game-consult-s1-w0" in PAGE


def test_the_page_names_all_that_can_be_typed_and_all_files() -> None:
    rows = [
        cell for line in PAGE.splitlines() if line.startswith("| `") for cell in line.split("|")
    ]
    named = {word.split()[0] for cell in rows for word in re.findall(r"`([^`]+)`", cell)}
    assert set(COMMANDS) - {"help"} <= named
    assert {*GROWING, "scenario.yaml", "manifest.json"} <= named


def test_the_turn_of_the_page_is_what_its_command_shows(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    turn = re.search(r"<!-- begin turn -->\n\n```text\n(.*?)```", PAGE, re.DOTALL)
    call = re.search(r"\$ hotline (play .*)\n", PAGE)
    assert turn is not None
    assert call is not None
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setattr(sys, "stdin", io.StringIO("advice\n"))
    assert status([*call[1].split(), "--out", str(tmp_path)]) == 0
    assert turn[1] in capsys.readouterr().out
