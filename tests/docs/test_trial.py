"""What the page on measures prints: the commands that it names, the tables that they give, shares
that can be measured again.
"""

from __future__ import annotations

import json

import pytest

from sim.cli import main
from sim.experiment.measures.ablation_summary import AblationSummary
from sim.output.storage.codec import typed_object
from sim.scenario.loading.measure_files import read_measure
from tests.conftest import ROOT
from tests.output.planted_trial import summary, trial
from tools.measure import MEASURES, PARTS
from tools.selection import CASES, SIZES, chapter, operating
from tools.trial import BACKFIRE, TRIAL, best, changes, recommendation, taken_apart

PAGE = MEASURES.read_text(encoding="utf-8")


def part(name: str) -> str:
    return PAGE.partition(f"<!-- begin {name} -->")[2].partition(f"<!-- end {name} -->")[0].strip()


def rows(text: str) -> list[list[str]]:
    return [line.strip("| ").split(" | ") for line in text.splitlines() if line.startswith("| ")][
        2:
    ]


def test_the_page_names_the_commands_that_its_numbers_come_from() -> None:
    for command in (TRIAL, BACKFIRE):
        assert f"`hotline {' '.join(command)}`" in PAGE
    for name in ("selection", "measures", "backfire"):
        assert name in PARTS
    assert all(
        part(name)
        for name in ("verdicts", "recommendation", "changes", "best", "selection", "backfire")
    )


def test_every_link_of_the_mechanism_that_is_told_has_been_switched_off() -> None:
    """That patience carries the harm was told without having been tried."""
    tried = read_measure(
        ROOT / "scenarios" / "measures" / "intelligence_sharing.yaml"
    ).measure.conditions
    assert {"nothing_leaks", "patience_ignores_trust"} <= set(tried)
    for title in tried.values():
        assert f"| where {title} |" in part("backfire")
        assert f"| whole, where {title} |" in part("backfire")


def test_the_shares_of_the_guarantee_are_those_that_can_be_measured() -> None:
    """One case again with all its rounds; all of them in the slow tests."""
    found = {(row[0], row[1]): row[2:] for row in rows(part("selection"))}
    assert set(found) == {(case.what, str(n)) for case in CASES.values() for n in SIZES}
    again = operating(CASES["rare"], 50)
    shares = (again.kept, again.held, again.covered, again.correct)
    assert found[CASES["rare"].what, "50"] == [f"{100 * share:.1f} %" for share in shares]
    promised = [
        row
        for case in CASES.values()
        if case.promised
        for n in SIZES
        for row in [found[case.what, str(n)]]
    ]
    assert all(float(share.rstrip(" %")) >= 94.5 for row in promised for share in row[:3])


@pytest.mark.slow
def test_all_shares_of_the_guarantee() -> None:
    assert part("selection") == chapter()


def test_the_tables_of_a_trial_are_those_of_its_summary() -> None:
    found = summary(trial(("cells", "drills", "posters"), conditions={"wet": "it rains"}))
    by_measure = {row[0]: row for row in rows(recommendation(found))}
    assert list(by_measure) == ["`cells`", "`drills`", "`posters`"]
    assert by_measure["`drills`"][-1].startswith("**depends** on cells")
    assert by_measure["`cells`"][3].startswith("-9.05 (-9.")
    shown = [one for row in found.measures.rows for one in row.conditions if one.shown]
    assert len(rows(changes(found))) == len(shown)
    assert "posters: tried in 120 worlds" in changes(found)
    assert "drills" in best(found)


def test_a_measure_taken_apart_as_a_table(
    capsys: pytest.CaptureFixture[str], tmp_path: str
) -> None:
    words = [
        "measures",
        str(ROOT / "scenarios" / "two-desks.yaml"),
        "--explain",
        "intelligence_sharing",
        "-n",
        "4",
    ]
    assert (
        main.status(
            [
                *words,
                "--set",
                "horizon=1 d",
                "--json",
                "--quiet",
                "--jobs",
                "1",
                "--out",
                str(tmp_path),
            ]
        )
        == 0
    )
    text = taken_apart(typed_object(AblationSummary, json.loads(capsys.readouterr().out), "--json"))
    names = [row[0] for row in rows(text)]
    assert names[:2] == ["the whole measure", "only `assessment.every`"]
    assert {"whole, where nothing leaks", "where nothing leaks"} <= set(names)
    assert "4 worlds, seed" in text
    assert (
        "As in the arm, so no part of what it does: `allies.frontline.intelligence.share_after`"
        in text
    )
