"""The page on debriefs tells the truth: its calls work, and it names the parts of a report."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sim.cli.main import status
from sim.experiment.outcomes.outcome_lookup import outcome_findings
from sim.scenario import resolve
from tests.tabletop.games import answer, begun, go_on, to_its_end

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "debrief.md").read_text(encoding="utf-8")


def test_the_parts_that_the_page_names_are_there(
    tiny: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    game = to_its_end(begun(tiny, tmp_path, go_on(), answer("hold")))
    (call,) = re.findall(r"\$ hotline (debrief \S+) --among 200 --futures 0\n", PAGE)
    name = call.split()[0]
    assert (
        status([name, str(game), "--among", "2", "--futures", "2", "--luck", "2", "--quiet"]) == 0
    )
    text = Path(capsys.readouterr().out.strip()).read_text(encoding="utf-8")
    headings = {re.sub("<[^>]+>", "", one) for one in re.findall(r"<h2.*?</h2>", text)}
    table = PAGE.split("| part | says |")[1].split("\n\n")[0]
    for row in table.splitlines()[2:]:
        named = row.split("|")[1].strip().replace("Among N", "Among 2")
        if named == "Strengths, areas for improvement":
            assert {"Strengths", "Areas for improvement"} <= headings
        else:
            assert named in headings


def block(language: str, number: int = 0) -> str:
    return str(re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)[number])


def test_the_lessons_of_the_page_are_a_scenario(root: Path, tmp_path: Path) -> None:
    path = tmp_path / "lessons.yaml"
    text = block("yaml").replace("extends: ", f"extends: {root}/")
    path.write_text(text, encoding="utf-8")
    found = resolve(path, also=outcome_findings).scenario
    assert found.exercise.lessons["heard"].owner == "Joint staff"
    assert found.checks["heard"].at_least == 0.8


def test_the_game_on_paper_of_the_page_is_read(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    written = tmp_path / "written.csv"
    written.write_text(block("text"), encoding="utf-8")
    front = root / "scenarios" / "northern-front.yaml"
    assert status(["debrief", str(front), "--paper", str(written)]) == 0
    page = Path(capsys.readouterr().out.strip()).read_text(encoding="utf-8")
    assert "the engine was not there" in page
    assert "S (performed with some challenges): 1 time" in page
