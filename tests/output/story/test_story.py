"""Stories of a crisis made by hand, word for word; renew the transcripts with
HOTLINE_RENEW_GOLDEN=1 and read them again.
"""

from __future__ import annotations

import json
import os
import re
from dataclasses import replace
from math import nan
from pathlib import Path

import pytest

from sim.domain.events import (
    EVENTS,
    CalledBack,
    Decision,
    End,
    HourLearnt,
    Ruled,
    StanceGiven,
    StanceRead,
    Strike,
)
from sim.domain.events.codec import KEYS, event
from sim.domain.events.log import ByKind, Log
from sim.domain.inputs.setting import Scenario, Setting
from sim.experiment.outcomes.definitions import OUTCOMES
from sim.output.evidence.traced_world import Traced
from sim.output.story import world_outcomes
from sim.output.story.layout import WIDTH
from sim.output.story.narrative import tell
from sim.output.story.sentences.decisions import chosen_stance
from sim.output.story.sentences.milestones import MILESTONES
from sim.output.story.sentences.phrases import PHRASES
from sim.output.story.side_by_side import tell_apart
from sim.scenario import load

DATA = Path(__file__).parents[1] / "data"
GOLDEN = Path(__file__).parents[1] / "golden"


@pytest.fixture(autouse=True)
def two_outcomes(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is measured, and how, is not the story's business: the transcripts show two outcomes,
    read off the logs.
    """
    monkeypatch.setattr(
        world_outcomes,
        "OUTCOMES",
        {name: OUTCOMES[name] for name in ("struck", "threat_end", "notice_h")},
    )
    monkeypatch.setattr(world_outcomes, "outcome_values", read_off)


def read_off(log: Log, _setting: Setting) -> dict[str, float]:
    found = ByKind(log)
    return {
        "struck": float(bool(found.all(Strike))),
        "threat_end": found.all(End)[0][1].readiness,
        "notice_h": nan,
    }


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return load(DATA / "story.yaml")


def log(arm: str) -> Log:
    lines = (DATA / f"story-{arm}.jsonl").read_text(encoding="utf-8").splitlines()
    return [(t, event(kind, data)) for t, kind, data in map(json.loads, lines)]


def world(scenario: Scenario, arm: str) -> Traced:
    return Traced.of(scenario, arm, log(arm))


def is_as_it_was(name: str, text: str) -> None:
    path = GOLDEN / f"{name}.txt"
    if os.environ.get("HOTLINE_RENEW_GOLDEN"):
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("arm", ["consult", "unilateral"])
def test_the_story_of_a_world(scenario: Scenario, arm: str) -> None:
    is_as_it_was(f"story-{arm}", tell(world(scenario, arm)))


def test_everything_of_a_world(scenario: Scenario) -> None:
    is_as_it_was("story-consult-all", tell(world(scenario, "consult"), everything=True))


def test_two_arms_of_a_world(scenario: Scenario) -> None:
    text = tell_apart(world(scenario, "consult"), world(scenario, "unilateral"))
    is_as_it_was("story-apart", text)


def hours(text: str) -> list[str]:
    """The hours that lines of a story begin with."""
    return re.findall(r"^(?:  \d\d:\d\d  \w{3} \d\d:\d\d)? +(T\+[\d.]+)  ", text, re.MULTILINE)


@pytest.mark.parametrize("seconds", [200.0, 20.0, 2.0])
def test_moments_of_a_story_read_alike_only_if_they_are_one(
    scenario: Scenario, seconds: float
) -> None:
    """Whoever reads cannot tell a cause from what it caused where both have the same hour."""
    own = world(scenario, "consult")
    shifted = [
        (t + seconds / 3600.0 if isinstance(one, StanceRead) else t, one) for t, one in own.log
    ]
    near = Traced.of(scenario, "consult", sorted(shifted, key=lambda entry: entry[0]))
    told = hours(tell(near, everything=True))
    assert len(set(told)) == len({t for t, _ in near.log})
    assert told == sorted(told, key=lambda one: float(one[2:]))
    beside = tell_apart(world(scenario, "unilateral"), near).partition("SIDE BY SIDE")[2]
    assert len(hours(beside)) == len(set(hours(beside))) > 3
    assert max(map(len, beside.splitlines())) <= WIDTH


def test_the_table_of_phrases_speaks_of_every_kind_of_entry() -> None:
    assert set(PHRASES) == set(EVENTS.values())
    assert set(MILESTONES) <= set(EVENTS.values())


def test_the_hand_made_crisis_holds_every_kind_of_entry() -> None:
    by_people_alone = {CalledBack, Ruled}
    assert {type(one) for _, one in log("consult")} == set(EVENTS.values()) - by_people_alone


@pytest.mark.parametrize("everything", [False, True])
def test_no_line_is_wider_than_the_page(scenario: Scenario, everything: bool) -> None:
    first, second = world(scenario, "consult"), world(scenario, "unilateral")
    texts = [tell(first, everything=everything), tell_apart(first, second, everything=everything)]
    assert max(len(line) for text in texts for line in text.splitlines()) <= WIDTH


def test_an_arm_and_itself_do_not_part(scenario: Scenario) -> None:
    one = world(scenario, "consult")
    text = tell_apart(one, world(scenario, "consult"))
    assert "the two arms do not part" in text
    assert "The two arms have the same inputs." in text


@pytest.mark.parametrize("arm", ["consult", "unilateral"])
def test_the_hand_made_entries_have_the_fields_of_real_ones(arm: str) -> None:
    for line in (DATA / f"story-{arm}.jsonl").read_text(encoding="utf-8").splitlines():
        _, kind, data = json.loads(line)
        assert tuple(data) == KEYS[kind], kind


def test_only_outcomes_that_differ_are_told_with_the_arm_that_did_better(
    scenario: Scenario,
) -> None:
    text = tell_apart(world(scenario, "consult"), world(scenario, "unilateral"))
    rows = [line.split() for line in text.partition("\n  outcome  ")[2].splitlines()[1:]]
    assert rows == [["threat", "at", "the", "end", "14", "%", "12", "%", "unilateral"]]


@pytest.mark.parametrize("knows", [True, False])
def test_of_a_strike_that_it_knows_to_have_fallen_a_patron_says_what_it_would_have_said(
    scenario: Scenario, knows: bool
) -> None:
    """Whoever heard of it in the news says no to nothing; whoever did not speaks of what it thinks
    is to come.
    """
    entries = log("consult")
    at, spoken, plan = next(
        (t, data, given.plan)
        for t, data in ByKind(entries).all(Decision)
        for when, given in ByKind(entries).all(StanceGiven)
        if data.asks == "stance" and when == t and given.given == "red"
    )
    fallen = replace(ByKind(entries).all(Strike)[0][1], plan=plan)
    heard = [(at - 0.5, HourLearnt(plan, "news"))] if knows else []
    before = [entry for entry in entries if entry[0] < at]
    rest = [entry for entry in entries if entry[0] >= at]
    told = Traced.of(scenario, "consult", [*before, (at - 1.0, fallen), *heard, *rest])
    said = "lets it be known that it would have said no" if knows else "says no to the strike"
    assert chosen_stance(told, at, spoken) == said
