"""What a file says of its exercise: read with its places, outside the digest, and not written out
where nothing is said.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.errors import ScenarioError
from sim.experiment.outcomes.outcome_lookup import outcome_findings
from sim.scenario import load, resolve, scenario_yaml


def told(tiny: Path, folder: Path, text: str) -> str:
    path = folder / "mine.yaml"
    path.write_text(f"schema: 1\nextends: {tiny}\nexercise:\n{text}\n", encoding="utf-8")
    with pytest.raises(ScenarioError) as error:
        resolve(path, also=outcome_findings)
    return str(error.value)


@pytest.mark.parametrize(
    ("text", "place", "says"),
    [
        ("  length: 0 h", "exercise.length", "longer than nothing"),
        ("  seats: {frontlin: {aims: [a]}}", "seats.frontlin", 'mean "frontline"'),
        ("  objectives: {a: {event: strike}}", "objectives.a", "`says` is missing"),
        ("  objectives: {a: {says: a, event: strik}}", "a.event", 'did you mean "strike"'),
        ("  objectives: {a: {says: a, by: patron}}", "objectives.a.event", "`by` is said of"),
        ("  objectives: {a: {says: a, until: T+1 h}}", "a.event", "`until` is said of an event"),
        ("  objectives: {a: {says: a, never: true}}", "a.event", "`never` is said of an event"),
        ("  objectives: {a: {says: a, event: attack, by: patron}}", "a.by", "nobody's"),
        ("  objectives: {a: {says: a, event: attack, option: red}}", "a.option", "is chosen"),
        ("  objectives: {a: {says: a, outcome: struk, between: [0, 0]}}", "a.outcome", "struck"),
        ("  objectives: {a: {says: a, outcome: struck}}", "a.outcome", "nothing without between"),
        ("  objectives: {a: {says: a, between: [0, 1]}}", "a.between", "nothing without outcome"),
        ("  objectives: {a: {says: a, outcome: struck, between: [0]}}", "a.between", "list of two"),
        ("  objectives: {a: {says: a, outcome: struck, between: [1, 0]}}", "between", "reversed"),
        (
            "  objectives: {a: {says: a, event: strike, outcome: struck, between: [0, 0]}}",
            "a.outcome",
            "not both",
        ),
        ("  events: {x: {objective: talking}}", "events.x.objective", "there is no objective"),
        ("  events: {x: {use: expected}}", "events.x.use", "expected_action"),
    ],
)
def test_what_does_not_fit_is_told_with_its_place(
    text: str, place: str, says: str, tiny: Path, tmp_path: Path
) -> None:
    said = told(tiny, tmp_path, text)
    assert "mine.yaml:4:" in said
    assert place in said
    assert says in said


def test_the_hour_of_an_inject_is_said_once(tiny: Path, tmp_path: Path) -> None:
    text = "  events: {x: {at: T+1 h}}\ninjects: {x: {at: T+2 h, text: News}}"
    assert "stands in injects.x, and is not said twice" in told(tiny, tmp_path, text)


def test_it_changes_no_digest_and_stands_in_no_file_that_says_nothing(
    tiny: Path, tmp_path: Path
) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(f"schema: 1\nextends: {tiny}\nexercise: {{name: Calm}}\n", encoding="utf-8")
    assert load(path).digest == load(tiny).digest
    assert "exercise" not in scenario_yaml(resolve(tiny))
    written = tmp_path / "again.yaml"
    written.write_text(scenario_yaml(resolve(path)), encoding="utf-8")
    assert "exercise:\n  name: Calm" in written.read_text(encoding="utf-8")
    assert load(written).exercise == load(path).exercise
