"""``study.question``: two arms and an outcome that there are, each mistake at its place with the
nearest name, and none of it part of the digest.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.cli import main
from sim.errors import ScenarioError
from sim.experiment.outcomes.outcome_lookup import outcome_findings
from sim.scenario import load, resolve, scenario_yaml

TEXT = """\
schema: 1
title: T
purpose: p
start: 2026-03-02T06:00Z
arms: {{unilateral: {{protocol: unilateral}}, consult: {{protocol: consult}}}}
study:
  question: {question}
"""
SOUND = "{outcome: struck, arm: consult, because: it was asked}"


def written(place: Path, question: str) -> str:
    path = place / "asked.yaml"
    path.write_text(TEXT.format(question=question), encoding="utf-8")
    return str(path)


def test_it_is_read_written_and_outside_the_digest(tmp_path: Path) -> None:
    path = written(tmp_path, SOUND)
    found = resolve(path)
    asked = found.scenario.study.question
    assert asked is not None
    assert (asked.outcome, asked.arm, asked.against) == ("struck", "consult", "unilateral")
    again = tmp_path / "again.yaml"
    again.write_text(scenario_yaml(found), encoding="utf-8")
    assert load(again).study.question == asked
    assert load(written(tmp_path, "null")).digest == found.scenario.digest
    assert load(written(tmp_path, "null")).study.question is None


@pytest.mark.parametrize(
    ("question", "place", "told", "hint"),
    [
        ("{outcome: struk, arm: consult}", "7:23", 'no outcome "struk"', 'Did you mean "struck"?'),
        ("{outcome: struck, arm: consul}", "7:36", 'no arm "consul"', 'Did you mean "consult"?'),
        (
            "{outcome: struck, arm: consult, against: nobody}",
            "7:54",
            'no arm "nobody"',
            "There are",
        ),
        ("{outcome: struck, arm: unilateral}", "7:36", "compared with itself", "consult"),
        ("{outcome: struck}", "7:3", "`arm` is missing", ""),
        ("{outcome: struck, arm: consult, becaus: x}", "7:45", '"becaus" is not known', "because"),
    ],
)
def test_what_is_wrong_with_it_is_told_at_its_place(
    tmp_path: Path, question: str, place: str, told: str, hint: str
) -> None:
    with pytest.raises(ScenarioError) as caught:
        resolve(written(tmp_path, question), also=outcome_findings)
    text = str(caught.value)
    assert all(said in text for said in (f"asked.yaml:{place}", told, hint)), text


def test_check_warns_of_an_outcome_that_gives_no_verdict(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = written(tmp_path, "{outcome: round_trip_h, arm: consult}")
    assert main.status(["check", path]) == 0
    assert "no verdict can be given" in capsys.readouterr().out
    assert main.status(["check", path, "--strict"]) == 2
