"""``hotline debrief`` from outside: into the game's folder or elsewhere, one game or several."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sim.cli.main import status
from sim.scenario import load
from tests.tabletop.games import answer, begun, go_on, to_its_end


@pytest.fixture(scope="module")
def game(tiny: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    acts = (go_on(), answer("hold"), go_on(), answer("strike"), go_on())
    return to_its_end(begun(tiny, tmp_path_factory.mktemp("debriefs"), *acts))


FEW = ("--among", "3", "--futures", "2", "--luck", "2", "--quiet")


def test_it_lies_in_the_game_s_folder_and_is_known_there(
    game: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert status(["debrief", str(game), *FEW]) == 0
    assert capsys.readouterr().out.strip() == str(game / "debrief.html")
    text = (game / "debrief.html").read_text(encoding="utf-8")
    assert "Among 3 simulated games" in text
    assert re.search(r'id="luck">.*What people did moved it by .*both together', text, re.DOTALL)
    assert "In 2 futures with this same past" in text
    assert (
        status(["debrief", str(game), "--among", "2", "--futures", "0", "--luck", "0", "--quiet"])
        == 0
    )
    assert status(["results", "verify", str(game)]) == 0


def test_a_page_that_somebody_changed_is_left_as_it_is(
    game: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    to = tmp_path / "mine.html"
    to.write_text("mine", encoding="utf-8")
    call = ["debrief", str(game), "--to", str(to), "--among", "0", "--futures", "0", "--luck", "0"]
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


CALM = """\
exercise:
  objectives:
    act: {says: It is struck, outcome: struck, between: [1, 1]}
"""


def test_lessons_are_begun_filled_in_and_checked_by_later_runs(
    tiny: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    calm = tmp_path / "calm.yaml"
    calm.write_text(f"schema: 1\nextends: {tiny}\n{CALM}", encoding="utf-8")
    game = to_its_end(begun(calm, tmp_path / "games", arm="unilateral"))
    lessons = tmp_path / "lessons.yaml"
    few = ["--among", "6", "--futures", "0", "--luck", "0", "--quiet"]
    call = ["debrief", str(game), "--lessons", str(lessons), *few]
    assert status(call) == 0
    assert "The lessons are begun in" in capsys.readouterr().err
    found = load(lessons)
    assert found.digest == load(calm).digest
    assert found.exercise.lessons["act"].says.startswith("Objective not met: It is struck")
    check = found.checks["act"]
    assert (check.outcome, check.low, check.high, check.arm) == ("struck", 1.0, 1.0, "unilateral")
    text = lessons.read_text(encoding="utf-8").replace('owner: ""', "owner: Liaison cell", 1)
    lessons.write_text(text, encoding="utf-8")
    assert status(call) == 0
    page = (game / "debrief.html").read_text(encoding="utf-8")
    assert "Liaison cell" in page
    assert re.search(r"It is struck: struck 1\S* in at least \d+.% of worlds", page)
    assert f"hotline run {lessons}" in page
    few_worlds = [
        "-n",
        "2",
        "--no-charts",
        "--no-report",
        "--jobs",
        "1",
        "--out",
        str(tmp_path / "runs"),
    ]
    assert status(["run", str(lessons), *few_worlds]) == 3, "the rules strike as seldom as before"


def test_lessons_that_cannot_be_read_are_told_with_their_place(
    game: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = tmp_path / "lessons.yaml"
    wrong.write_text(
        f"schema: 1\nextends: {game}/scenario.yaml\nexercise: {{lessons: {{a: {{}}}}}}\n", "utf-8"
    )
    assert status(["debrief", str(game), "--lessons", str(wrong), *FEW]) == 2
    assert "lessons.yaml:3:" in capsys.readouterr().err


def test_a_game_on_paper_has_a_page_and_lessons(
    tiny: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    written, lessons = tmp_path / "written.csv", tmp_path / "lessons.yaml"
    written.write_text("Time,What happened,Type\nT+1 h,Nobody knew,area\n", encoding="utf-8")
    call = ["debrief", str(tiny), "--paper", str(written), "--lessons", str(lessons)]
    assert status(call) == 0
    assert capsys.readouterr().out.strip() == str(tmp_path / "written-debrief.html")
    assert load(lessons).exercise.lessons["area_1"].says == "Nobody knew"
    assert status(["debrief", str(tiny), str(tiny), "--paper", str(written)]) == 2
    assert "one game" in capsys.readouterr().err
    assert status([*call, "--among", "5"]) == 2
    assert "--among needs a game that was played" in capsys.readouterr().err
    assert status(["debrief", str(tiny), "--sheet", "A"]) == 2
    assert "--sheet needs --paper" in capsys.readouterr().err
