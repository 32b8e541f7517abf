"""Games on paper: rows with their places, ratings by people, and a page that says what it lacks."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sim.domain.inputs.exercise import Exercise, Lesson, Objective
from sim.domain.inputs.setting import Scenario
from sim.errors import ScenarioError
from sim.scenario import load
from sim.tabletop.debrief.action_report.report import Learnt
from sim.tabletop.debrief.paper.paper_report import areas, paper_page
from sim.tabletop.debrief.paper.transcript import Transcript, read_transcript
from sim.tabletop.exercise.msel.writing import transcript_form
from tests.output.report.strict_html import addresses, parsed

ROWS = """\
Time,Who,To,What happened,Type,Objective,Rating,Notes
T+1 h,Control,,STARTEX,,,,
T+26 h,Here,There,<script>x</script>,decision,ask,,by courier
D+1 10:00,There,Here,No,Decision,They ask first,,
,Evaluator,,Late,rating,ask,M,no council
,Evaluator,,Late again,rating,ask,u,
T+80 h,Evaluator,,Good,strength,,,
,Evaluator,,Nobody knew,area for improvement,ask,,
"""


@pytest.fixture(scope="module")
def scenario(tiny: Path) -> Scenario:
    from dataclasses import replace

    objectives = {
        "ask": Objective(says="They ask first", capability="Talking"),
        "other": Objective(says="Another"),
    }
    return replace(load(tiny), exercise=Exercise(name="Paper", objectives=objectives))


def read(scenario: Scenario, folder: Path, text: str) -> Transcript:
    path = folder / "written.csv"
    path.write_text(text, encoding="utf-8")
    return read_transcript(path, None, scenario, "unilateral")


def test_rows_are_read_with_their_hours_types_and_objectives(
    scenario: Scenario, tmp_path: Path
) -> None:
    rows = read(scenario, tmp_path, ROWS).rows
    assert [one.hour for one in rows] == [1.0, 26.0, 30.0, None, None, 80.0, None]
    assert [one.kind for one in rows[1:4]] == ["decision", "decision", "rating"]
    assert [one.objective for one in rows[1:5]] == ["ask", "ask", "ask", "ask"]
    assert [one.rating for one in rows if one.rating] == ["M", "U"]


@pytest.mark.parametrize(
    ("row", "place", "says"),
    [
        ("soon,,,A,,,,", "3:1", "expected an hour"),
        ("T+1 h,,,,note,,,", "3:4", "expected what happened"),
        ("T+1 h,,,A,decison,,,", "3:5", 'did you mean "decision"'),
        ("T+1 h,,,A,,asks,,", "3:6", 'did you mean "ask"'),
        ("T+1 h,,,A,rating,ask,Q,", "3:7", "expected P, S, M, U or -"),
        ("T+1 h,,,A,rating,,P,", "3:7", "a rating needs the objective"),
    ],
)
def test_what_is_odd_is_told_with_its_place(
    row: str, place: str, says: str, scenario: Scenario, tmp_path: Path
) -> None:
    text = "\n".join([*ROWS.splitlines()[:2], row])
    with pytest.raises(ScenarioError) as error:
        read(scenario, tmp_path, text)
    assert f"written.csv:{place}: " in str(error.value)
    assert says in str(error.value)


def test_the_page_leads_to_its_rows_and_says_what_it_lacks(
    scenario: Scenario, tmp_path: Path
) -> None:
    written = read(scenario, tmp_path, ROWS)
    lessons = {"ask": Lesson(says="", action="Drill", owner="Staff", due="June")}
    text = paper_page(scenario, written, Learnt(lessons=lessons)).decode()
    page = parsed(text)
    names = {one.attrib["id"] for one in page.iter() if "id" in one.attrib}
    assert all(to[1:] in names for to in addresses(page))
    assert "there is no world that the game could be held against" in text
    assert "M (performed with major challenges): 1 time and U" in text
    assert re.search(r"Another</th><td[^>]*></td><td[^>]*>not rated", text)
    assert re.search(r"They ask first: performed with major.*Drill.*Staff.*June", text)
    assert "<script" not in text
    assert len(re.findall("EXERCISE <bdi>Paper</bdi> EXERCISE", text)) == 2


def test_areas_are_poor_ratings_and_what_was_written_as_such(
    scenario: Scenario, tmp_path: Path
) -> None:
    found = areas(scenario, read(scenario, tmp_path, ROWS))
    assert [(one.name, one.seen.entries, one.capability) for one in found] == [
        ("ask", (4, 5), "Talking"),
        ("area_7", (7,), "Talking"),
    ]


def test_the_form_of_the_packet_can_be_filled_in(scenario: Scenario, tmp_path: Path) -> None:
    form = transcript_form("UTC").decode()
    rows = read(scenario, tmp_path, form + "T+1 h,,We,You,Spoke,message,ask,P,well\r\n").rows
    assert (rows[0].who, rows[0].to, rows[0].kind, rows[0].rating) == ("We", "You", "message", "P")
