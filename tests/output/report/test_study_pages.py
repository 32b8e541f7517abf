"""A study of any kind has a report like that of a run; and a run's report takes in the studies of
its scenario.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote

import pytest

from sim.domain.inputs.question import Question
from sim.errors import UsageError
from sim.experiment.discovery.discovery_summary import (
    BoxSummary,
    DiscoverySummary,
    FreshSummary,
    Limit,
    QuestionSummary,
    SideSummary,
)
from sim.experiment.measures.measures_summary import TrialSummary
from sim.experiment.sensitivity.sensitivity_summary import SensitivitySummary
from sim.experiment.sweeps.sweep_summary import CellSummary, SweepSummary, ToldBreakEven
from sim.output.charts.base.chart import Missing
from sim.output.charts.catalogue import missing_charts
from sim.output.charts.first.framing import FirstPicture
from sim.output.charts.studies import reached
from sim.output.report.run_page import AFTERWARDS
from sim.output.report.run_page import CONTENTS as OF_RUN
from sim.output.report.studies.companions import StudyReport
from sim.output.report.studies.discovery import FIRST, discovery_findings
from sim.output.report.studies.sensitivity import levels_reached, sensitivity_findings
from sim.output.report.studies.study_page import CONTENTS
from sim.output.report.studies.sweep import sweep_findings
from sim.output.report.studies.trial import trial_findings
from sim.output.report.study_account import StudyAccount
from sim.output.storage.folders import Folder, kind_of
from sim.output.storage.run_folder import RunFolder
from sim.studies.presentation import album_of, page
from sim.studies.registry import STUDIES, opened_beside
from tests.output.report.conftest import STUDIES as NAMED
from tests.output.report.conftest import ran
from tests.output.report.strict_html import addresses, headings, parsed
from tests.summaries import altered


@pytest.fixture
def pages(study_pages: dict[str, str]) -> dict[str, str]:
    return study_pages


def sentences(text: str) -> list[str]:
    answer = next(
        one for one in parsed(text).iter("section") if one.attrib.get("class") == "answer"
    )
    return ["".join(one.itertext()) for one in answer.findall("ol/li")]


def words(text: str) -> str:
    return " ".join("".join(parsed(text).itertext()).split())


@pytest.mark.parametrize("name", NAMED)
def test_every_study_has_a_valid_page_in_order_that_loads_nothing(
    name: str, pages: Mapping[str, str]
) -> None:
    root = parsed(pages[name])
    levels = headings(root)
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(later - earlier <= 1 for earlier, later in pairwise(levels))
    assert [anchor for anchor, _ in CONTENTS] == [one.attrib["id"] for one in root.iter("h2")]
    assert all(address.startswith(("data:image/svg+xml,", "#")) for address in addresses(root))
    for table in root.iter("table"):
        assert table.findtext("caption")
        assert all("".join(cell.itertext()).strip() for cell in table.iter("th"))


@pytest.mark.parametrize("name", NAMED)
def test_it_shows_all_that_can_be_drawn_and_says_why_the_rest_cannot(
    name: str, pages: Mapping[str, str], studies: Mapping[str, Folder]
) -> None:
    album = album_of(studies[name])
    missing = missing_charts(album)
    pictures = list(parsed(pages[name]).iter("img"))
    assert len(pictures) == len(album.sheets) - len(missing) > 0
    assert all(len(picture.attrib["alt"]) > 40 for picture in pictures)
    for reason in missing.values():
        assert f"No picture of this: {reason}" in words(pages[name])


@pytest.mark.parametrize("name", NAMED)
def test_no_reader_is_told_nan(name: str, pages: Mapping[str, str]) -> None:
    assert re.search(r"\bnan\b", unquote(pages[name]), re.IGNORECASE) is None


@pytest.mark.parametrize("name", NAMED)
def test_it_answers_in_at_most_three_sentences_and_says_by_what_rules(
    name: str, pages: Mapping[str, str]
) -> None:
    said = sentences(pages[name])
    assert 1 <= len(said) <= 3
    assert all(one.endswith(".") and not one.endswith("..") for one in said)
    assert "By what rules these sentences are made" in words(pages[name])
    assert "not a forecast" in words(pages[name])


def test_it_says_the_same_again(studies: Mapping[str, Folder], pages: Mapping[str, str]) -> None:
    assert page(studies["discovery"]) == pages["discovery"]
    assert str(studies["discovery"].manifest.started) not in pages["discovery"]


def test_the_files_that_it_names_are_there(studies: Mapping[str, Folder]) -> None:
    for folder in studies.values():
        named = [name for names, _ in report_of(folder).data for name in names.split(", ")]
        absent = [name for name in named if not (folder.path / name).exists()]
        assert absent == ["charts/"]


def test_a_run_takes_in_its_studies_each_in_its_section(
    whole_page: str, studies: Mapping[str, Folder]
) -> None:
    root = parsed(whole_page)
    # What stands on the first page comes before the list of contents, and is not in it.
    listed = [anchor for anchor, _ in (*OF_RUN, *AFTERWARDS)]
    headings = [one.attrib["id"] for one in root.iter("h2")]
    assert listed == [one for one in headings if one in listed]
    assert headings[: headings.index("differences")] == [
        *("question", "answer", "findings"),
        *(["why"] if "why" in headings else []),
        *("hangs-on", *(["failed"] if "failed" in headings else []), "unshown", "leaves-out"),
        "repeat",
    ]
    body = words(whole_page)
    for folder in studies.values():
        told = report_of(folder).told(folder.summary, "")
        assert " ".join(told.heading.split()) in body
        assert all(" ".join(sentence.split()) in body for sentence in told.answer)
    order = (
        "Ways of coordinating that are compared",
        "Recommendation, one row a measure",
        "The race: objection",
        "What drives consult less",
    )
    places = [
        body.index(one)
        for one in (*order, "Sweep of ", "Where it fails No arm", "Where arms fail: 40")
    ]
    assert sorted(places[:4]) == places[:4]
    assert places[3] < places[5] > places[4]
    assert places[6] > places[5]
    assert "puts it here" not in body.replace("\N{NO-BREAK SPACE}", " ")


def test_without_studies_it_says_which_command_makes_one(run_page: str) -> None:
    body = words(run_page)
    for command in (
        "hotline measures tiny.yaml",
        "hotline sensitivity tiny.yaml",
        "hotline discover tiny.yaml",
    ):
        assert command in body
    assert "They are no effects: nothing was moved" in body


def test_studies_of_another_scenario_and_runs_are_refused(
    run: RunFolder, studies: Mapping[str, Folder], tiny: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other.yaml"
    other.write_text(
        tiny.read_text(encoding="utf-8").replace("horizon: 6 d", "horizon: 5 d"), encoding="utf-8"
    )
    shorter = ran(other, tmp_path, 4)
    for folder in studies.values():
        with pytest.raises(
            UsageError,
            match=r"is of another scenario than .* not other [0-9a-f]{12}\. Give a study",
        ):
            opened_beside(shorter, [folder.path])
    with pytest.raises(
        UsageError,
        match=r"holds a run, which has a report of its own. A report takes in studies: sweep, ",
    ):
        opened_beside(run, [shorter.path])


def told_with(folder: Folder, **parts: object) -> StudyAccount:
    """What is said of a study that found something else."""
    return report_of(folder).told(altered(folder.summary, **parts), "")


def report_of(folder: Folder) -> StudyReport:
    found = STUDIES[kind_of(folder)].report
    assert found is not None
    return found


def test_a_trial_without_effects_shows_no_difference(studies: Mapping[str, Folder]) -> None:
    folder = studies["measures"]
    assert isinstance(folder.summary, TrialSummary)
    measures = folder.summary.measures
    rows = [
        altered(row, verdict="not supported", on_average="nothing shown", depends_on=[])
        for row in measures.rows
    ]
    told = told_with(folder, measures=altered(measures, rows=rows))
    assert told.answer[0].endswith("no difference shown.")
    assert told.answer[1].startswith("Not supported: ")


def test_a_sensitivity_study_without_effects_shows_no_difference(
    studies: Mapping[str, Folder],
) -> None:
    folder = studies["sensitivity"]
    assert isinstance(folder.summary, SensitivitySummary)
    screening = {
        name: replace(
            found,
            factors={
                path: replace(one, verdict="cannot be told") for path, one in found.factors.items()
            },
        )
        for name, found in folder.summary.screening.items()
    }
    told = told_with(folder, screening=screening)
    assert told.answer[0].endswith("no difference shown.")
    assert told.answer[1].startswith("300 worlds show a range of ")
    found = {
        path: replace(one, verdict="matters") for path, one in screening["burden"].factors.items()
    }
    told = told_with(
        folder, screening={**screening, "burden": replace(screening["burden"], factors=found)}
    )
    assert told.answer[0].startswith(
        "Escalation burden of consult less unilateral: moved by more than what matters by "
    )
    assert "interval" in told.answer[0]


def test_the_first_sentence_is_about_the_outcome_that_was_asked_for(
    studies: Mapping[str, Folder],
) -> None:
    summary = studies["sensitivity"].summary
    assert isinstance(summary, SensitivitySummary)
    names = tuple(summary.outcomes)
    for order in (names, names[::-1]):
        asked = altered(summary, outcomes={name: summary.outcomes[name] for name in order})
        title = summary.outcomes[order[0]].title
        first = sensitivity_findings(asked).answer[0]
        assert first.lower().startswith(f"{title} of {summary.looked_at.title}".lower())


def test_levels_are_told_at_both_ends_of_what_moves_the_asked_outcome_furthest(
    studies: Mapping[str, Folder],
) -> None:
    summary = studies["sensitivity"].summary
    assert isinstance(summary, SensitivitySummary)
    name, swings = next(iter(summary.swings.items()))
    path, swing = next(iter(swings.factors.items()))
    moved = replace(
        swing,
        down=replace(swing.down, value=-swings.here),
        up=replace(swing.up, value=0.0),
        shown=False,
    )
    only = replace(swings, factors={path: moved})
    found = replace(summary, swings={name: only})
    asked = Question(outcome=name, arm=summary.arm, against=str(summary.against), because="")
    told = levels_reached(found, asked)
    low, high = summary.factors[path].moved
    assert f"({path}): 0 at {low} and " in told
    assert f" at {high} (not told from chance)" in told
    assert told == levels_reached(found, None)
    assert levels_reached(found, replace(asked, arm="another")) == ""
    assert levels_reached(found, replace(asked, outcome="another")) == ""
    drawn = reached.picture(found, asked, 350.0)
    assert isinstance(drawn, FirstPicture)
    assert f"0 at {low} and " in drawn.title
    assert drawn.title.endswith("(not told from chance)")
    assert [row[1] for row in drawn.numbers.rows] == [low, high]
    assert isinstance(reached.picture(found, replace(asked, arm="another"), 350.0), Missing)
    shown = replace(only, factors={path: replace(moved, shown=True)})
    assert "chance" not in levels_reached(replace(found, swings={name: shown}), asked)


def test_a_study_that_is_given_twice_is_taken_in_once(
    run: RunFolder, studies: Mapping[str, Folder], monkeypatch: pytest.MonkeyPatch
) -> None:
    place = studies["sensitivity"].path
    monkeypatch.chdir(place.parent)
    twice = [place, Path(place.name), studies["heat-map"].path, place / "." / ".." / place.name]
    found = opened_beside(run, twice)
    assert [one.path.name for one in found] == [place.name, studies["heat-map"].path.name]


def test_a_page_of_a_sweep_speaks_first_of_what_is_asked_and_of_inputs_by_their_titles(
    studies: Mapping[str, Folder],
) -> None:
    summary = studies["heat-map"].summary
    assert isinstance(summary, SweepSummary)
    plain = replace(summary, break_even=())
    for name in (one for one, about in summary.outcomes.items() if about.exists == "always"):
        told = sweep_findings(plain, name)
        assert summary.outcomes[name].title in told.answer[0]
        assert told.tables[0].caption.startswith(summary.outcomes[name].title)
    for lever in summary.levers:
        assert f"{lever.meaning} ({lever.path}) from " in sweep_findings(plain).heading


def test_a_page_of_a_trial_calls_measures_by_their_titles(studies: Mapping[str, Folder]) -> None:
    summary = studies["measures"].summary
    assert isinstance(summary, TrialSummary)
    told = trial_findings(summary)
    titles = {row.measure: row.title for row in summary.measures.rows}
    assert any(name != title for name, title in titles.items())
    first = [row[0] for row in told.tables[0].rows]
    assert first == [
        name if name == title else f"{title} ({name})" for name, title in titles.items()
    ]
    assert [row[0] for row in told.tables[1].rows] == list(titles.values())
    names = {name for name, title in titles.items() if name != title and "_" in name}
    said = " ".join((*told.answer, *(cell for row in told.tables[1].rows for cell in row)))
    assert not [name for name in names if name in said]


def test_regret_is_told_in_the_outcome_that_a_limit_was_asked_about(
    studies: Mapping[str, Folder],
) -> None:
    summary = studies["discovery"].summary
    assert isinstance(summary, DiscoverySummary)
    name = next(name for name in summary.regret if name not in FIRST)
    limit = replace(summary.questions[0], outcome=name, against=None)
    said = discovery_findings(replace(summary, questions=(limit,))).answer[0]
    assert f"regret in {summary.outcomes[name].title} was the least" in said
    compared = replace(limit, against="unilateral")
    said = discovery_findings(replace(summary, questions=(compared,))).answer[0]
    assert "regret in escalation burden was the least" in said


def test_a_sweep_without_differences_says_so(studies: Mapping[str, Folder]) -> None:
    folder = studies["heat-map"]
    assert isinstance(folder.summary, SweepSummary)
    none = {
        arm: {
            name: replace(cells, shown=(False,) * len(cells.shown)) for name, cells in found.items()
        }
        for arm, found in folder.summary.comparisons.items()
    }
    told = told_with(folder, comparisons=none)
    assert told.answer[0].startswith(
        "At no point is an arm shown to do better than unilateral in escalation burden"
    )
    assert told.answer[-1].startswith(
        "No difference in escalation burden is shown in 8 of 8 comparisons"
    )


def test_the_best_cell_of_a_sweep_is_called_by_its_size_and_as_chosen(
    studies: Mapping[str, Folder],
) -> None:
    folder = studies["heat-map"]
    assert isinstance(folder.summary, SweepSummary)
    arm, cells = next((arm, found["burden"]) for arm, found in folder.summary.comparisons.items())
    n = len(cells.shown)
    planted = replace(
        cells,
        shown=(True,) + (False,) * (n - 1),
        difference=(-60.0,) + (0.0,) * (n - 1),
        low=(-110.0,) + (-9.0,) * (n - 1),
        high=(-10.0,) + (9.0,) * (n - 1),
    )
    found = {arm: {**folder.summary.comparisons[arm], "burden": planted}}
    none = replace(planted, shown=(False,) * n)
    others = {
        other: {**rest, "burden": none}
        for other, rest in folder.summary.comparisons.items()
        if other != arm
    }
    first = told_with(folder, comparisons={**found, **others}).answer[0]
    assert "an amount that may be below what matters" in first
    assert "does not allow for its having been chosen among 8" in first


def test_a_break_even_is_told_by_what_was_found(studies: Mapping[str, Folder]) -> None:
    folder = studies["sweep"]
    assert isinstance(folder.summary, SweepSummary)
    [first, second] = folder.summary.break_even
    cell = CellSummary(turn="stops", low=6.0, high=24.0, low_told="6 h", high_told="24 h")
    nowhere = ToldBreakEven(value=None, low=None, high=None)
    found = [
        replace(first, verdict="stops", cells=(cell,), told=nowhere, monotone=True),
        replace(second, verdict="better in part", cells=(), told=nowhere, monotone=True),
    ]
    told = told_with(folder, break_even=found, replications=60)
    path = f"{folder.summary.levers[0].meaning} (terms.patience.base)"
    assert (
        f"stops beating unilateral in 'escalation burden' at {path} between 6 h and 24 h"
        in told.answer[0]
    )
    assert f"joint beats unilateral in 'escalation burden' in a part of {path}" in told.answer[0]
    assert len(told.answer) == 1, "what is shown in part of the range is not told as throughout"
    assert told.tables[0].rows[0][-5:] == ("6 h", "24 h", "-", "-", "-")
    throughout = replace(second, verdict="better throughout", curve=(40.0, 5.0))
    all_of = told_with(folder, break_even=[throughout]).answer[0]
    assert all_of.startswith(f"Better than unilateral in escalation burden at all of {path} = ")
    assert all_of.endswith("by least where: joint by 5 rung-hours at 5 d.")
    none = [replace(one, verdict="not better anywhere", cells=()) for one in (first, second)]
    assert told_with(folder, break_even=none).answer[0].startswith("Not shown to break even in ")


def test_the_largest_of_many_estimated_regrets_is_called_no_bound(
    studies: Mapping[str, Folder],
) -> None:
    folder = studies["discovery"]
    worlds = f"from {folder.summary.replications} worlds each and so no bound"
    found = {"mean": 3.0, "p90": 8.0, "best": 0.5, "satisfactory": 0.6}
    regret = {
        "burden": {
            "a": {**found, "max": 168.0},
            "b": {**found, "max": 900.0},
            "c": {**found, "max": 900.0},
        }
    }
    first = told_with(folder, regret=regret).answer[0]
    assert (
        first
        == "Over the 40 samples, a's largest estimated regret in escalation burden was the least:"
        f" 168 rung-hours worse than the best arm of the sample, {worlds}; within what matters"
        " of it in 60 % of the samples."
    )
    regret["burden"]["a"]["max"] = 1000.0
    first = told_with(folder, regret=regret).answer[0]
    both = (
        "Over the 40 samples, the largest estimated regret of b and c in escalation burden was the"
        " least: 900"
    )
    assert first.startswith(both)
    assert "at most" not in first


def test_conditions_that_are_not_confirmed_are_not_told_as_the_answer(
    studies: Mapping[str, Folder],
) -> None:
    folder = studies["discovery"]
    limit = Limit(path="a.b", low=3.0, high=None, told="at least 3 h", p=0.01, shown=True)
    box = BoxSummary(
        coverage=0.8,
        density=0.7,
        mass=0.3,
        inputs=1,
        points=12,
        downward=False,
        limits=(limit, replace(limit, path="c.d", shown=False)),
    )
    fresh = FreshSummary(
        worlds=240,
        first_world=2,
        points=4,
        p=0.0123,
        space=0.3,
        inside=SideSummary(mean=98.0, low=76.0, high=120.0, worse=0.63),
        outside=SideSummary(mean=-12.0, low=-30.0, high=6.0, worse=0.41),
        odds_ratio=2.45,
    )
    one = QuestionSummary(
        arm="a",
        against="b",
        outcome="burden",
        rule="a does worse than b",
        cases=20,
        share=0.5,
        box=box,
        fresh=fresh,
        tradeoff=(),
    )
    held = told_with(folder, questions=[one])
    assert (
        held.answer[1]
        == "a does worse than b: in 20 of 40 samples of 2 worlds each (50 %). In 240 fresh worlds"
        " at fresh samples a was worse by 98 rung-hours (76 to 120) when a.b is at least 3 h, and"
        " better by 12 rung-hours (-6 to 30) outside. That is more than the 40 rung-hours that"
        " matter. So it was in 63 % of the worlds inside and 41 % outside (odds ratio 2.5); 30 % of"
        " the space of inputs lies inside; p = 0.012. These worlds lay at c.d at least 3 h too,"
        " which was not shown to be needed."
    )
    lean = replace(box, limits=(replace(limit, shown=False),))
    told = told_with(folder, questions=[replace(one, box=lean)])
    assert told.answer[1] == "For no question was a condition confirmed in fresh worlds."
    assert told.tables[0].rows[0][3] == "none: not confirmed"
