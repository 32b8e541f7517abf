"""``hotline replay`` from outside: decisions, a page as it was, futures, and wrong calls."""

from __future__ import annotations

import io
import re
import shutil
import sys
from pathlib import Path

import pytest

from sim.cli.main import status
from tests.tabletop.games import answer, begun, go_on


@pytest.fixture(scope="module")
def game(tiny: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    acts = (go_on(), answer("hold"), go_on(), answer("strike"), go_on())
    return begun(tiny, tmp_path_factory.mktemp("replays"), *acts)


def replayed(capsys: pytest.CaptureFixture[str], game: Path, *words: str, code: int = 0) -> str:
    assert status(["replay", str(game), *words]) == code
    said = capsys.readouterr()
    return said.err if code else said.out


def test_decisions_are_listed_with_their_words(
    game: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = replayed(capsys, game)
    assert re.search(r"^1 .*T\+\S+ +the frontline .* hold +words 1$", out, re.MULTILINE)
    assert re.search(r"^2 .*T\+\S+ +the frontline .* strike +words 3$", out, re.MULTILINE)


def test_a_page_is_shown_as_it_was(game: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = replayed(capsys, game, "--at", "2")
    assert out.startswith("══ the frontline")
    assert "DECISION 2" in out
    assert out.rstrip().endswith("Chosen: strike. “words 3”")


def test_futures_tell_what_each_option_would_usually_have_led_to(
    game: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = replayed(
        capsys,
        game,
        "--fork",
        "2",
        "--instead",
        "hold",
        "-n",
        "10",
        "--keep",
        "24 h",
        "--jobs",
        "1",
    )
    flat = " ".join(out.split())
    assert re.search(
        r"In 10 futures with this same past \(until .*\), \d+ % ended with a strike had"
        r" the frontline struck or gone on with it for 24 h \(.*\) and \d+ % .* held back for 24 h",
        flat,
    )
    assert "hold less strike, in the same worlds" in out
    assert "not a forecast" in flat
    assert out == replayed(
        capsys,
        game,
        "--fork",
        "2",
        "--instead",
        "hold",
        "-n",
        "10",
        "--keep",
        "24 h",
        "--jobs",
        "1",
    )


def test_a_protocol_holds_from_a_fork_on(game: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = replayed(
        capsys, game, "--fork", "2", "--protocol", "unilateral", "-n", "10", "--jobs", "1"
    )
    flat = " ".join(out.split())
    assert re.search(r"had the frontline struck or gone on with it for 48 h under consult", flat)
    assert re.search(r"and \d+ % .* for 48 h under unilateral", flat)
    assert "unilateral less consult, in the same worlds" in out
    assert "unilateral and consult cannot be told apart at n = 10" in flat


def test_luck_and_choice_are_told_apart(game: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = replayed(
        capsys,
        game,
        "--luck",
        "-n",
        "5",
        "--jobs",
        "1",
        "--outcome",
        "struck",
        "--outcome",
        "peak_rung",
    )
    flat = " ".join(out.split())
    assert "struck: at the start" in flat
    assert "What people did moved it by" in flat
    assert "struck: means of 5 futures before and after each act" in flat
    assert "peak rung: means of 5 futures" in flat
    assert "Not told: other people's answers" in flat


def test_one_goes_through_a_game_step_by_step(
    game: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for typed, seen in {"\n\n": [1, 2], "\nb\n2\n7\n\n": [1, 2, 1, 2], "q\n": [1], "": [1]}.items():
        monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
        out = replayed(capsys, game, "--step")
        assert [int(one) for one in re.findall(r"^DECISION (\d)", out, re.MULTILINE)] == seen
        assert ("there are decisions 1 to 2" in out) == ("7" in typed)


def test_what_another_version_would_play_otherwise_is_told_as_it_was_noted(
    game: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copy = tmp_path / "games" / game.name
    shutil.copytree(game, copy)
    journal = copy / "journal.jsonl"
    text = journal.read_text(encoding="utf-8")
    journal.write_text(re.sub(r'"sum":"[0-9a-f]{4}', '"sum":"0000', text), encoding="utf-8")
    told = replayed(capsys, copy, code=1)
    assert "the game differs from here on" in told
    assert f"hotline replay {copy} --story" in told
    story = replayed(capsys, copy, "--story")
    assert "As it was noted when it was played" in story
    assert "up to where it was left" in story
    assert "wishes to strike" in story
    (copy / "log.jsonl").write_text('{"t": 0, "kind": "omen", "data": {}}\n', encoding="utf-8")
    assert "a kind unknown here: omen" in replayed(capsys, copy, "--story", code=1)
    for damage in ("{", '{"t": 0}\n', "[]\n", '{"t": "x", "kind": "end", "data": {}}\n', "\xff\n"):
        (copy / "log.jsonl").write_bytes(damage.encode("latin-1"))
        said = replayed(capsys, copy, "--story", code=1)
        assert "is damaged" in said or "holds nothing" in said
    (copy / "log.jsonl").unlink()
    assert "it is written as a game is played" in replayed(capsys, copy, "--story", code=1)


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("--story", "--step"), "Choose one of --step and --story"),
        (("--fork", "1", "--protocol", "join"), "Did you mean 'joint'?"),
        (("--fork", "1", "--protocol", "consult"), "it was agreed already"),
        (("--fork", "1", "--protocol", "joint", "--instead", "hold"), "Choose one of --instead"),
        (("--protocol", "joint"), "--protocol needs --fork N"),
        (("--fork", "1", "--measure", "hotline"), "a measure is taken before a crisis begins"),
        (("--luck", "--outcome", "strike_h"), "not every world has it"),
        (("--luck", "--outcome", "struk"), "Did you mean 'struck'?"),
        (("--outcome", "struck"), "--outcome needs --luck"),
        (("--luck", "--fork", "1"), "Choose one of --fork and --luck"),
        (("--step", "--at", "1"), "Choose one of --at and --step"),
        (("--at", "9"), "--at 9: the game has no decision of that number"),
        (("--fork", "9"), "--fork 9: the game has decisions 1 to 2"),
        (("--fork", "2", "--instead", "holdd"), "Did you mean 'hold'?"),
        (("--fork", "2", "--instead", "strike"), "there were, beside strike: hold, pressure"),
        (("--instead", "hold"), "--instead needs --fork N"),
        (("--at", "1", "--fork", "1"), "Choose one of --at and --fork"),
        (("--fork", "1", "--keep", "x"), "a duration"),
        (("--keep", "24 h"), "--keep needs --fork N"),
        (("--keep", "48 h", "--luck"), "--keep needs --fork N"),
        (("-n", "10"), "-n needs --fork or --luck"),
        (("--jobs", "1", "--step"), "--jobs needs --fork or --luck"),
        (("--all-outcomes", "--luck"), "--all-outcomes needs --fork N"),
        (("--at", "one"), "a whole number"),
        (("--fork", "0"), "at least 1"),
    ],
)
def test_a_wrong_call_is_told(
    game: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], why: str
) -> None:
    assert why in replayed(capsys, game, *words, code=2)


def test_what_is_no_game_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "holds no game" in replayed(capsys, tmp_path, code=1)
    assert "nowhere holds no game" in replayed(capsys, tmp_path / "nowhere", code=1)
