"""``hotline debrief`` from outside: into the game's folder or elsewhere, one game or several."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.cli.main import status
from tests.tabletop.games import answer, begun, go_on, to_its_end


@pytest.fixture(scope="module")
def game(tiny: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    acts = (go_on(), answer("hold"), go_on(), answer("strike"), go_on())
    return to_its_end(begun(tiny, tmp_path_factory.mktemp("debriefs"), *acts))


FEW = ("--among", "3", "--futures", "2", "--quiet")


def test_it_lies_in_the_game_s_folder_and_is_known_there(
    game: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert status(["debrief", str(game), *FEW]) == 0
    assert capsys.readouterr().out.strip() == str(game / "debrief.html")
    text = (game / "debrief.html").read_text(encoding="utf-8")
    assert "Among 3 simulated games" in text
    assert "In 2 futures with this same past" in text
    assert status(["debrief", str(game), "--among", "2", "--futures", "0", "--quiet"]) == 0
    assert status(["results", "verify", str(game)]) == 0


def test_a_page_that_somebody_changed_is_left_as_it_is(
    game: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    to = tmp_path / "mine.html"
    to.write_text("mine", encoding="utf-8")
    call = ["debrief", str(game), "--to", str(to), "--among", "0", "--futures", "0"]
    assert status(call) == 2
    assert "exists already" in capsys.readouterr().err
    assert to.read_text(encoding="utf-8") == "mine"
    assert status([*call, "--overwrite"]) == 0


def test_wrong_calls_are_told(
    game: Path, tiny: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert status(["debrief", str(game), str(game)]) == 2
    assert "say where, --to FILE" in capsys.readouterr().err
    assert status(["debrief", str(tmp_path / "none")]) == 1
    assert "holds no game" in capsys.readouterr().err
    other = begun(tiny, tmp_path, go_on(), sets=("horizon=5 d",))
    assert status(["debrief", str(game), str(other), "--to", str(tmp_path / "a.html")]) == 2
    assert "another scenario" in capsys.readouterr().err
