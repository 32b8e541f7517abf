"""Laws of a story that hold for every world: budgets add up, names are plain, arms part where they
first do another thing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from itertools import product
from math import inf
from pathlib import Path

import pytest

from sim.domain.communication.messages import STAGES
from sim.domain.distributions.families import Fixed
from sim.domain.events import (
    Answered,
    Begin,
    Decision,
    HourLearnt,
    Judgement,
    Preparation,
    Read,
    Strike,
)
from sim.domain.events.log import Entry, Log
from sim.domain.inputs.injects import Inject
from sim.domain.inputs.setting import Scenario
from sim.engine.session import Session
from sim.output.evidence.delay_budget import Exchange, exchanges
from sim.output.evidence.input_differences import differences
from sim.output.evidence.parting import judged_alike, parting_of, why
from sim.output.evidence.traced_world import Traced
from sim.output.story.layout import WIDTH, table
from sim.output.story.narrative import tell
from sim.output.story.phases import phases
from sim.output.story.sentences.dates import duration_text, to_the_second
from sim.output.story.sentences.phrases import phrase
from sim.output.story.sentences.vocabulary import KINDS
from sim.output.story.sentences.vocabulary import STAGES as CALLED
from sim.output.story.side_by_side import tell_apart
from sim.output.story.summary import in_short
from sim.scenario import load
from tests.engine.worlds import asking
from tests.engine.worlds import scenario as of_arms
from tests.entries import at

ARMS = ("unilateral", "notify", "consult", "concurrence", "joint")
REPLICATIONS = range(4)
SCENARIO = """\
schema: 1
title: Worlds to tell
purpose: Short worlds in which much is asked
start: 2026-03-02T06:00+02:00
horizon: 12 d
follow_up: 6 d
allies:
  frontline: {name: Eastmark, zone: Asia/Jerusalem, outlook: {weights: {threat: 2.6}}}
  patron: {name: Westmark, zone: America/New_York}
channels:
  phone:
    latency: 20 min
    outage: {up: {exponential: {mean: 8 h}}, down: {exponential: {mean: 3 h}}}
    fallback: cable
routes: {any: phone}
arms:
  unilateral: {protocol: unilateral}
  notify: {protocol: notify}
  consult: {protocol: consult}
  concurrence: {protocol: concurrence}
  joint: {protocol: joint}
"""


@pytest.fixture(scope="module")
def scenario(tmp_path_factory: pytest.TempPathFactory) -> Scenario:
    path = tmp_path_factory.mktemp("told") / "told.yaml"
    path.write_text(SCENARIO, encoding="utf-8")
    return load(path)


@pytest.fixture(scope="module")
def worlds(scenario: Scenario) -> Mapping[tuple[str, int], Traced]:
    """Each arm in a few worlds, traced in full."""
    return {
        (arm, number): Traced.of(
            scenario, arm, Session(scenario, seed=11, replication=number, arm=arm, full=True).run()
        )
        for arm, number in product(ARMS, REPLICATIONS)
    }


def every_exchange(worlds: Mapping[tuple[str, int], Traced]) -> list[Exchange]:
    return [exchange for world in worlds.values() for exchange in exchanges(world)]


def test_each_answered_question_has_a_budget(worlds: Mapping[tuple[str, int], Traced]) -> None:
    for world in worlds.values():
        asked = [
            exchange.question.key
            for exchange in exchanges(world)
            if exchange.question.kind != "clarification"
        ]
        assert asked == [data.message for _, data in world.all(Answered)]


def by_stage(exchange: Exchange) -> Counter[str]:
    """Seconds in each stage, both ways together."""
    seconds: Counter[str] = Counter()
    for span in exchange.spans:
        seconds[span.stage] += span.seconds
    return seconds


def test_a_budget_adds_up_to_the_second(worlds: Mapping[tuple[str, int], Traced]) -> None:
    found = every_exchange(worlds)
    assert len(found) >= 5
    for exchange in found:
        assert exchange.seconds == round((exchange.read - exchange.question.posted) * 3600.0)
        assert all(span.seconds >= 0 for span in exchange.spans)
        assert sum(by_stage(exchange).values()) == exchange.seconds


def test_a_budget_agrees_with_the_stages_in_the_log(
    worlds: Mapping[tuple[str, int], Traced],
) -> None:
    for world in worlds.values():
        by_question = {exchange.question.key: by_stage(exchange) for exchange in exchanges(world)}
        for _, data in world.all(Answered):
            told = by_question[data.message]
            for stage in STAGES:
                hours = sum(span for name, span in data.stages if name == stage)
                assert told.get(stage, 0) == pytest.approx(hours * 3600.0, abs=len(data.stages))


def test_each_desk_of_a_budget_is_named(worlds: Mapping[tuple[str, int], Traced]) -> None:
    spans = [span for exchange in every_exchange(worlds) for span in exchange.spans]
    assert all(
        span.place for span in spans if span.stage in ("clearance", "clearance_queue", "inbound")
    )


def test_every_stage_and_kind_of_message_has_a_plain_name(
    worlds: Mapping[tuple[str, int], Traced],
) -> None:
    assert set(STAGES) <= set(CALLED)
    assert {
        journey.kind for world in worlds.values() for journey in world.journeys.values()
    } <= set(KINDS)


@pytest.mark.parametrize("everything", [False, True])
def test_a_story_keeps_to_the_page_and_to_plain_words(
    worlds: Mapping[tuple[str, int], Traced], everything: bool
) -> None:
    for world in worlds.values():
        text = tell(world, everything=everything)
        assert max(map(len, text.splitlines())) <= WIDTH
        assert re.findall(r"\b[a-z]+_[a-z_]+\b|\bnan\b|\bNone\b|plan-\d|\xa0|\{|\}", text) == []
        assert text == tell(world, everything=everything)


def test_chapters_hold_every_entry_once_and_in_order(
    worlds: Mapping[tuple[str, int], Traced],
) -> None:
    for world in worlds.values():
        assert [entry for phase in phases(world) for entry in phase.entries] == world.log


def test_everything_tells_more_than_the_short_story(
    worlds: Mapping[tuple[str, int], Traced],
) -> None:
    for world in worlds.values():
        assert len(tell(world, everything=True)) > len(tell(world))


def test_what_is_folded_is_told_alike_alone_and_beside_another_arm(
    worlds: Mapping[tuple[str, int], Traced],
) -> None:
    """Where the same is folded the same is said of it, though what ends the chapter is told
    elsewhere.
    """
    alike = 0
    for number in REPLICATIONS:
        first, second = worlds["consult", number], worlds["unilateral", number]
        alone, beside = meanwhile(tell(first)), meanwhile(tell_apart(first, second))
        both = alone.keys() & beside.keys()
        assert {key: alone[key] for key in both} == {key: beside[key] for key in both}
        alike += len(both)
    assert alike


def meanwhile(text: str) -> dict[str, str]:
    """What a story says of estimates, by what else was folded."""
    paragraphs = [
        " ".join(part.split())
        for part in text.split("\n\n")
        if part.lstrip().startswith("Meanwhile")
    ]
    parts = [part.partition(" Estimates of readiness: ") for part in paragraphs]
    return {folded: estimates for folded, _, estimates in parts}


def test_up_to_the_parting_both_arms_go_the_same_way(
    worlds: Mapping[tuple[str, int], Traced],
) -> None:
    for number in REPLICATIONS:
        first, second = worlds["consult", number], worlds["unilateral", number]
        found = parting_of(first, second)
        assert found is not None
        assert found.first is not None
        at = first.log.index(found.first)
        pairs = zip(first.log[1:at], second.log[1:at], strict=True)
        assert all((t, type(one)) == (at, type(other)) for (t, one), (at, other) in pairs)
        assert first.log[at] != second.log[at]


def test_two_arms_are_told_on_the_page(worlds: Mapping[tuple[str, int], Traced]) -> None:
    for number, (one, other) in product(
        REPLICATIONS, [("consult", "notify"), ("joint", "concurrence")]
    ):
        text = tell_apart(worlds[one, number], worlds[other, number])
        assert max(map(len, text.splitlines())) <= WIDTH
        assert "WHERE THEY PART" in text
        assert "this should not happen" not in text


def decided(option: str, **values: float) -> Entry:
    means = {"frontline": 0.0, "patron": 0.0}
    return at(
        5.0,
        Decision,
        trigger="report",
        state="watching",
        option=option,
        values=values,
        means=means,
        stance="none",
        readiness=0.3,
    )


def test_the_reason_of_a_person_is_told_however_it_is_worded(scenario: Scenario) -> None:
    """It may begin as that of a rule does; what a choice rests on is no matter of words."""
    world = Traced.of(scenario, "consult", told_log("consult"))
    for basis, tells in (("rule", True), ("worth", False)):
        _, event = at(
            5.0,
            Decision,
            option="strike",
            reason="strike before dawn",
            basis=basis,
            stance="none",
            values={"hold": 0.2, "strike": 0.1},
            means={"frontline": 0.0, "patron": 0.0},
        )
        assert ("Its rule: strike before dawn." in phrase(world, 5.0, event)) == tells


def told_log(arm: str, *entries: Entry) -> Log:
    return [at(0.0, Begin, arm=arm, seed=1, protocol=arm, rung=1), *entries]


def test_a_worth_that_changes_nothing_is_no_parting(scenario: Scenario) -> None:
    first = Traced.of(
        scenario, "consult", told_log("consult", decided("hold", hold=0.2, strike=0.1))
    )
    second = Traced.of(
        scenario, "unilateral", told_log("unilateral", decided("hold", hold=0.2, strike=-0.1))
    )
    assert parting_of(first, second) is None


def test_another_choice_is_a_parting_and_its_reason_names_both_worths(scenario: Scenario) -> None:
    first = Traced.of(
        scenario, "consult", told_log("consult", decided("strike", hold=0.2, strike=0.3))
    )
    second = Traced.of(
        scenario, "unilateral", told_log("unilateral", decided("hold", hold=0.2, strike=0.1))
    )
    found = parting_of(first, second)
    assert found is not None
    assert found.at == 5.0
    reason = why(first, second, found)
    assert "under consult holding back 0.20, striking 0.30" in reason
    assert "under unilateral holding back 0.20, striking 0.10" in reason
    assert "the arms differ in protocol" in reason
    assert judged_alike(first, second, found) == ""


def test_the_same_thing_later_is_told_as_such(scenario: Scenario) -> None:
    early = at(7.0, Read, message="m", message_kind="notification", sender="frontline")
    late = (9.5, early[1])
    first = Traced.of(scenario, "consult", told_log("consult", early))
    second = Traced.of(scenario, "notify", told_log("notify", late))
    found = parting_of(first, second)
    assert found is not None
    assert "2.5\N{NO-BREAK SPACE}h apart" in why(first, second, found)


def test_differences_name_each_input(scenario: Scenario) -> None:
    first, second = scenario.arms["consult"].setting, scenario.arms["joint"].setting
    assert list(differences(first, first)) == []
    assert list(differences(first, second)) == [("protocol", "consult", "joint")]
    fewer = replace(first, channels={"cable": first.channels["cable"]})
    assert [path for path, _, told in differences(first, fewer) if told == "not there"] == [
        "channels.courier",
        "channels.phone",
    ]


@pytest.mark.parametrize(
    ("hours", "told"),
    [(0.2, "12 min"), (0.999, "1 h"), (1.0, "1 h"), (59.6, "59.6 h"), (168.0, "7 days")],
)
def test_a_length_of_time_as_one_says_it(hours: float, told: str) -> None:
    assert duration_text(hours).replace("\N{NO-BREAK SPACE}", " ") == told


def test_seconds_as_hours_minutes_seconds() -> None:
    assert [to_the_second(seconds) for seconds in (0, 61, 36_000)] == [
        "0:00:00",
        "0:01:01",
        "10:00:00",
    ]


def test_a_table_too_wide_for_the_page_folds_its_words() -> None:
    lines = table([("a", "b", "c"), ("word " * 12, "other " * 12, "1"), ("x", "y", "22")], "llr")
    assert max(map(len, lines)) <= WIDTH
    assert " ".join(" ".join(lines).split()).count("word") == 12


def test_the_clocks_follow_summer_time() -> None:
    path = Path(__file__).parents[1] / "golden" / "story-consult.txt"
    text = path.read_text(encoding="utf-8")
    assert "08:30  Sat 23:30    T+47.5" in text  # Europe/London, before the clocks go forward
    assert "13:00  Sun 05:00    T+52.0" in text  # and after


def test_what_is_worth_next_to_nothing_has_no_minus(
    worlds: Mapping[tuple[str, int], Traced],
) -> None:
    world = worlds["consult", 0]
    time, found = next((time, one) for time, one in world.all(Decision) if one.asks != "stance")
    close = replace(found, values={"hold": 0.2, "strike": -0.001}, option="hold")
    assert "striking 0.00." in phrase(world, time, close)


def test_a_strike_that_is_set_for_a_day_beyond_the_end_is_told_as_such(
    worlds: Mapping[tuple[str, int], Traced],
) -> None:
    world, time, found = next(
        (world, time, one) for world in worlds.values() for time, one in world.all(Preparation)
    )
    assert "beyond the time watched" not in phrase(world, time, found)
    late = replace(found, strike_at=1e5, no_return_at=1e5 - 4.0)
    assert phrase(world, time, late).endswith("from now and beyond the time watched.")


def test_a_strike_is_judged_once_it_is_known(worlds: Mapping[tuple[str, int], Traced]) -> None:
    """A patron that was told the hour knows of it at once; another has to learn of it first."""
    told = {
        "as soon as it learns of it" in phrase(world, time, one): phrase(world, time, one)
        for world in worlds.values()
        for time, one in world.all(Judgement)
    }
    assert told
    assert all("harm" in text for text in told.values())
    for world in worlds.values():
        hours = {one.plan: time for time, one in world.all(HourLearnt)}
        plans = {one.number: one.plan for _, one in world.all(Strike)}
        for time, one in world.all(Judgement):
            knew = hours.get(plans[one.strike], inf) <= time
            assert ("as soon as it learns of it" in phrase(world, time, one)) != knew


def test_a_world_in_short_has_one_space_between_words(scenario: Scenario) -> None:
    """Of a strike that both made nothing is told of how the patron learnt of it."""
    log = Session(scenario, seed=11, replication=0, arm="unilateral", full=True).run()
    together = [
        (time, replace(one, course="joint") if isinstance(one, Strike) else one)
        for time, one in log
    ]
    for entries in (log, together):
        assert "  " not in in_short(Traced.of(scenario, "unilateral", entries))
    assert "together with Westmark. " in in_short(Traced.of(scenario, "unilateral", together))


def test_silence_is_not_told_as_if_no_word_had_been_heard(tmp_path: Path) -> None:
    """A no that came unasked, or in public, is told beside the answer that never came."""
    warning = "injects:\n  warning: {at: T+1 h, event: warning, public: true, text: A warning}\n"
    path = tmp_path / "warned.yaml"
    path.write_text(f"{SCENARIO}{warning}", encoding="utf-8")
    for file in (path, _plain(tmp_path)):
        place = load(file, sets=("adversary.threat.line=null",))
        log = Session(place, seed=11, replication=0, arm="unilateral", full=True).run()
        told, over = in_short(Traced.of(place, "unilateral", log)), place.name == "warned"
        assert "without having asked" in told
        assert ("though its no had been heard" in told) == over


def _plain(folder: Path) -> Path:
    path = folder / "plain.yaml"
    path.write_text(SCENARIO, encoding="utf-8")
    return path


def test_whoever_writes_of_its_own_accord_is_named(tmp_path: Path) -> None:
    """A letter that the scenario brings in drafts nothing."""
    letter = (
        "injects:\n  letter: {at: T+5 h, event: warning, public: false, text: A letter by night}\n"
    )
    path = tmp_path / "letter.yaml"
    path.write_text(f"{SCENARIO}{letter}", encoding="utf-8")
    scenario = load(path)
    log = Session(scenario, seed=11, replication=0, arm="unilateral", full=True).run()
    text = " ".join(tell(Traced.of(scenario, "unilateral", log)).split())
    assert "A letter by night. Westmark drafts an objection" in text


def test_standing_by_after_a_blow_is_told_as_no_answer_with_doubts() -> None:
    """Nobody answers, the patron stands by the ally that was hit: that is in hand, and no word."""
    hit = {
        "protocol": "consult",
        "allies.patron.council": Fixed(value=900.0),
        "allies.patron.stands_by": 1.0,
        "injects.blow": Inject(event="attack", at=20.0),
    }
    place = of_arms(arm=asking(hit))
    told = Traced.of(
        place, "arm", Session(place, seed=7, replication=0, arm="arm", full=True).run()
    )
    words = " ".join(phrase(told, t, data) or "" for t, data in told.log)
    assert told.all(Strike)[0][1].stance == "amber"
    assert "STRIKES with the asked standing by it" in words
    assert "answer with doubts" not in words
    assert "standing by it" in in_short(told)
