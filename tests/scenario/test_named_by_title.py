"""Arms and outcomes that a file names as tables show them, and shapes that were meant otherwise."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.errors import ScenarioError
from sim.experiment.checks.agreement import by_arm
from sim.experiment.outcomes.outcome_lookup import named_question, outcome_findings
from sim.experiment.runs.plan import plan_of
from sim.experiment.runs.stopping import until
from sim.scenario import load, resolve

TEXT = """\
schema: 1
title: X
purpose: Y
start: 2026-03-05T06:00 Europe/Istanbul
arms:
  as_today: {title: As today, protocol: consult}
  with_line: {title: With a line, protocol: consult, with: {terms: {patience: {base: 3 d}}}}
study:
  baseline: As today
  replications: 20
  precision: {struck_alone: 5 %}
  question: {outcome: struck alone, arm: With a line, against: As today}
checks:
  alone: {outcome: Struck alone, where: struck, between: [1, 1], arm: With a line}
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "case.yaml"
    path.write_text(text)
    return path


def test_titles_stand_for_names(tmp_path: Path) -> None:
    path = written(tmp_path, TEXT)
    assert resolve(path, also=outcome_findings).files == (str(path),)
    found = load(path)
    asked = named_question(found.study.question)
    assert asked is not None
    assert (asked.outcome, asked.arm, asked.against) == (
        "unilateral_strike",
        "with_line",
        "as_today",
    )
    assert found.study.baseline == "as_today"
    assert by_arm(found)["with_line"]["alone"].outcome == "unilateral_strike"
    assert until(plan_of(found)).precision == {"unilateral_strike": 0.05}


def test_a_title_that_two_arms_have_names_none(tmp_path: Path) -> None:
    path = written(tmp_path, TEXT.replace("title: With a line", "title: As today"))
    with pytest.raises(ScenarioError, match='there is no arm "As today"'):
        load(path)


def told(folder: Path, old: str, new: str) -> str:
    assert old in TEXT
    path = written(folder, TEXT.replace(old, new))
    with pytest.raises(ScenarioError) as caught:
        resolve(path, also=outcome_findings)
    return str(caught.value)


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("terms: {patience: 36 h}", "Write {base: 36 h}"),
        ("channels: {cable: 3 h}", "Write {latency: 3 h}"),
        ("sources: a book", "A list has brackets: [a book]"),
        ("allies: Kestrel", "Its keys are frontline, patron"),
        ("adversary: {threat: {growth: 5 % per day}}", 'write "0.05 per d"'),
        ("adversary: {threat: {growth: 5 percent a day}}", 'write "0.05 per d"'),
        ("adversary: {threat: {growth: every 12 h}}", 'write "1 per 12 h"'),
        ("adversary: {threat: {growth: 3 times a week}}", 'write "3 per wk"'),
        ("adversary: {threat: {readiness: 30 percent}}", "write 30 %"),
    ],
)
def test_what_was_meant_is_written_as_its_place_takes_it(
    given: str, meant: str, tmp_path: Path
) -> None:
    assert meant in told(tmp_path, "study:\n", f"{given}\nstudy:\n")


def test_a_list_of_arms_is_shown_as_a_map(tmp_path: Path) -> None:
    arms = TEXT[TEXT.index("arms:") : TEXT.index("study:")]
    assert "Each name is a key: {a: {}, b: {}}" in told(tmp_path, arms, "arms: [a, b]\n")
    protocol = told(tmp_path, arms, "arms: {a: consult, b: {protocol: notify}}\n")
    assert "Write {protocol: consult}" in protocol


def test_an_impossible_name_hides_no_other_mistake(tmp_path: Path) -> None:
    said = told(
        tmp_path,
        "  replications: 20\n  precision: {struck_alone: 5 %}\n",
        "  replications: 0\n  confidence: 0.2\n  precision: {struck alone: 5 %, burden: 0}\n",
    )
    for one in (
        "study.replications: must be at least 1",
        "study.confidence: must be at least 0.5",
        "write struck_alone",
        "study.precision.burden: must be above zero",
    ):
        assert one in said


def test_an_impossible_name_of_a_channel_hides_no_other_mistake(tmp_path: Path) -> None:
    said = told(
        tmp_path,
        "study:\n",
        "horizon: 0 h\nchannels: {My Net: {latency: 3 h}}\nroutes: {any: My Net}\nstudy:\n",
    )
    assert "write my_net" in said
    assert "horizon: must be above zero" in said
    assert "there is no channel" not in said
