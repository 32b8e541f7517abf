"""``hotline replay`` from outside: decisions, a page as it was, futures, and wrong calls."""

from __future__ import annotations

import re
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
    assert out.rstrip().endswith("Chosen: strike.")


def test_futures_tell_what_each_option_would_usually_have_led_to(
    game: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = replayed(capsys, game, "--fork", "2", "--instead", "hold", "-n", "10", "--keep", "24 h")
    flat = " ".join(out.split())
    assert re.search(
        r"In 10 futures with the past that this game had until .*: \d+ % ended with a strike had"
        r" the frontline struck or gone on with it for 24 h \(.*\) and \d+ % .* held back for 24 h",
        flat,
    )
    assert "hold less strike, in the same worlds" in out
    assert "not a forecast" in flat
    assert out == replayed(
        capsys, game, "--fork", "2", "--instead", "hold", "-n", "10", "--keep", "24 h"
    )


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("--at", "9"), "--at 9: the game has no decision of that number"),
        (("--fork", "9"), "--fork 9: the game has decisions 1 to 2"),
        (("--fork", "2", "--instead", "holdd"), "Did you mean 'hold'?"),
        (("--fork", "2", "--instead", "strike"), "there were, beside strike: hold, pressure"),
        (("--instead", "hold"), "--instead needs --fork N"),
        (("--at", "1", "--fork", "1"), "Choose one of --at and --fork"),
        (("--keep", "x"), "a duration"),
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
