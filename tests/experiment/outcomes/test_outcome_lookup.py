"""How outcomes are named on a command line: by name, or by the title that tables show."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.errors import ScenarioError, UsageError
from sim.experiment.design.designs import comparable
from sim.experiment.discovery.discovery import unacceptable
from sim.experiment.measures.portfolio import goal_of
from sim.experiment.outcomes.definitions import OUTCOMES
from sim.experiment.outcomes.outcome_lookup import named_check, outcome_findings, outcome_named
from sim.experiment.sweeps.sweep import kept_outcomes
from sim.scenario import resolve


@pytest.mark.parametrize("name", OUTCOMES)
def test_a_name_and_a_title_name_one_outcome_in_any_case(name: str) -> None:
    title = OUTCOMES[name].title
    for said in (
        name,
        name.upper(),
        name.replace("_", " "),
        title,
        title.capitalize(),
        f" {title} ",
    ):
        assert outcome_named(said) == name


def test_every_way_to_ask_for_an_outcome_takes_its_title() -> None:
    assert kept_outcomes(["Escalation burden"], ["struck alone"]) == ("unilateral_strike", "burden")
    assert comparable(["escalation burden", "burden", "unilateral strike"]) == (
        "burden",
        "unilateral_strike",
    )
    assert goal_of("escalation burden:2,threat at the end:1") == goal_of("burden:2,threat_end:1")
    assert unacceptable("Struck alone > 0.5", "consult").outcome == "unilateral_strike"


@pytest.mark.parametrize(
    ("said", "near"),
    [
        ("escalation burdn", "Did you mean 'escalation burden'?"),
        ("Burdn", "Did you mean 'burden'?"),
        ("xyzzy", "`hotline list outcomes` names them."),
    ],
)
def test_a_hint_looks_through_names_and_titles(said: str, near: str) -> None:
    with pytest.raises(UsageError) as told:
        outcome_named(said)
    assert str(told.value) == f"There is no outcome '{said}'. {near}"


@pytest.mark.parametrize("said", ["escalation burden", "Burden"])
def test_a_title_in_a_file_stands_for_the_name(said: str, tiny: Path, tmp_path: Path) -> None:
    path = tmp_path / "tiny.yaml"
    path.write_text(f"{tiny.read_text()}checks: {{calm: {{outcome: {said}, between: [0, 9]}}}}\n")
    found = resolve(path, also=outcome_findings)
    assert named_check(found.scenario.checks["calm"]).outcome == "burden"


def test_a_misspelt_title_in_a_file_is_answered_with_the_name(tiny: Path, tmp_path: Path) -> None:
    path = tmp_path / "tiny.yaml"
    path.write_text(f"{tiny.read_text()}checks: {{calm: {{outcome: Burdn, between: [0, 9]}}}}\n")
    with pytest.raises(ScenarioError) as told:
        resolve(path, also=outcome_findings)
    (problem,) = told.value.problems
    assert "burden" in str(problem.hint)
