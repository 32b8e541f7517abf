"""A story says of an hour what was so at that hour: why something was decided, whether a question
still stood, what may still happen, and who knew of what.
"""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from sim.domain.events import (
    Answered,
    Asked,
    Attack,
    Begin,
    Decision,
    End,
    HourLearnt,
    Judgement,
    Learnt,
    NoReturn,
    PatienceExpired,
    Posted,
    Preparation,
    Recall,
    StanceRead,
    StandingBy,
    StateChange,
    Strike,
    TermAnswered,
    TermEnded,
    ThreatFound,
    WindowClosed,
)
from sim.domain.events.log import Entry
from sim.domain.inputs.setting import Scenario
from sim.output.evidence.delay_budget import against_patience, exchanges
from sim.output.evidence.knowledge import facts
from sim.output.evidence.traced_world import Traced
from sim.output.story.phases import phases
from sim.output.story.sentences.dates import Clocks
from sim.output.story.sentences.milestones import MILESTONES
from sim.output.story.sentences.phrases import phrase
from sim.output.story.summary import in_short
from sim.scenario import load
from tests.entries import at

SCENARIO = """\
schema: 1
title: Said by hand
purpose: Entries of which each test needs a few
start: 2026-03-02T06:00+02:00
horizon: 10 d
allies:
  frontline: {name: Eastmark, leader: {pause: 36 h}}
  patron: {name: Westmark}
arms:
  consult: {protocol: consult}
study: {baseline: consult}
"""
ASKING: tuple[Entry, ...] = (
    at(10.0, StateChange, before="watching", event="wish", after="asking"),
    at(10.0, Posted, message="q", message_kind="consultation_request", sender="frontline"),
    at(10.0, Asked, message="q", patience=38.0),
)


@pytest.fixture(scope="module")
def scenario(tmp_path_factory: pytest.TempPathFactory) -> Scenario:
    path = tmp_path_factory.mktemp("by-hand") / "by-hand.yaml"
    path.write_text(SCENARIO, encoding="utf-8")
    return load(path)


def world(scenario: Scenario, *entries: Entry) -> Traced:
    """A world of these entries, in order."""
    begin = at(0.0, Begin, arm="consult", seed=1, protocol="consult", rung=1)
    log = sorted([begin, *entries], key=lambda entry: entry[0])
    return Traced.of(scenario, "consult", log)


def said(told: Traced, entry: Entry) -> str:
    return phrase(told, *entry).replace("\N{NO-BREAK SPACE}", " ")


def decided(t: float, **fields: object) -> Entry:
    neutral = {
        "ally": "frontline",
        "asks": "course",
        "state": "watching",
        "option": "hold",
        "stance": "none",
        "values": {"hold": 0.2, "strike": 0.1},
        "means": {"frontline": 0.0, "patron": 0.0},
    }
    return at(t, Decision, **neutral | fields)


def prepared(t: float, **fields: object) -> Entry:
    neutral = {"plan": "plan-1", "stance": "unasked", "strike_at": t + 30, "no_return_at": t + 26}
    return at(t, Preparation, **neutral | fields)


def silent(read_at: float, stance: str) -> tuple[Entry, ...]:
    """Patience ends, an answer is read, and the leader has thought."""
    choice = decided(50.0, option="strike", trigger="silence", stance=stance)
    read = at(read_at, StanceRead, message="a", given="green", read="green")
    return choice, at(48.0, PatienceExpired, message="q"), read


@pytest.mark.parametrize(("read_at", "stance"), [(49.0, "green"), (40.0, "silence")])
def test_whoever_has_read_a_yes_since_its_patience_ended_does_not_decide_on_silence(
    scenario: Scenario, read_at: float, stance: str
) -> None:
    choice, *before = silent(read_at, stance)
    words = said(world(scenario, *before, choice), choice)
    assert ("having read a yes," in words) == (stance == "green")
    assert ("having had no answer" in words) == (stance == "silence")


def answered(t: float, *, late: bool) -> Entry:
    return at(t, Answered, message="q", answer="a", hours=t - 10.0, late=late)


@pytest.mark.parametrize("late", [False, True])
@pytest.mark.parametrize(
    ("t", "overtaking", "words"),
    [
        (40.0, at(20.0, Attack, number=1), "an attack"),
        (60.0, at(20.0, Attack, number=1), "an attack"),
        (40.0, at(30.0, Asked, message="q2", patience=9.0), "a newer question"),
        (40.0, at(20.0, StandingBy, stands=True), "the word that Westmark stands by it"),
        (
            60.0,
            at(30.0, StateChange, before="asking", event="answered", after="watching"),
            "the answer to an earlier question",
        ),
    ],
)
def test_an_answer_to_a_question_that_was_overtaken_is_not_told_as_late(
    scenario: Scenario, t: float, overtaking: Entry, words: str, late: bool
) -> None:
    answer = answered(t, late=late)
    told = world(scenario, *ASKING, overtaking, answer)
    took = f"It has taken {t - 10.0:.0f} h from the decision to ask"
    assert said(told, answer) == f"{took}; by then {words} had overtaken the question."
    assert "patience" not in in_short(told)
    assert f"by then {words} had overtaken the question" in in_short(told)


def test_a_late_answer_is_late_by_what_was_over_of_patience(scenario: Scenario) -> None:
    """Patience with a question that was put early begins with the wish, and not with the asking."""
    answer = answered(60.0, late=True)
    told = world(scenario, *ASKING, at(55.0, PatienceExpired, message="q"), answer)
    assert said(told, answer).endswith("too late by 5 h.")
    assert "its patience being over" in in_short(told)


def budget(scenario: Scenario, *entries: Entry) -> str:
    told = world(scenario, *ASKING, *entries)
    [exchange] = exchanges(told)
    return against_patience(told, exchange).replace("\N{NO-BREAK SPACE}", " ")


def test_an_answer_after_patience_is_late_though_its_end_was_not_noted(scenario: Scenario) -> None:
    """Nobody notes that there is no answer where one to an earlier question is in hand."""
    answer = answered(60.0, late=True)
    assert said(world(scenario, *ASKING, answer), answer).endswith("too late by 12 h.")


def test_its_own_answer_overtakes_no_question(scenario: Scenario) -> None:
    answer = answered(40.0, late=False)
    change = at(40.0, StateChange, before="asking", event="answered", after="watching")
    told = world(scenario, *ASKING, answer, change)
    assert said(told, answer) == "It has taken 30 h from the decision to ask, of 38 h of patience."


def test_a_budget_tells_of_patience_what_the_story_tells(scenario: Scenario) -> None:
    in_time, late = answered(40.0, late=False), answered(60.0, late=True)
    assert budget(scenario, in_time) == " Patience lasted 38 h: 8 h to spare."
    assert budget(scenario, at(55.0, PatienceExpired, message="q"), late) == (
        " It came too late by 5 h."
    )
    assert budget(scenario, at(20.0, Attack, number=1), in_time) == (
        " By then an attack had overtaken the question."
    )


def test_for_the_answer_to_an_early_question_nobody_waits(scenario: Scenario) -> None:
    """Its patience is until the window closes, and nothing that anybody would be told."""
    found, answer = at(10.0, ThreatFound, why="hour"), answered(40.0, late=False)
    assert budget(scenario, found, answer) == ""
    early = world(scenario, *ASKING, found, answer)
    assert said(early, answer) == "It has taken 30 h from the decision to ask."


def test_a_question_that_was_overtaken_is_not_waited_for_to_the_end(scenario: Scenario) -> None:
    attacked = (
        at(20.0, Attack, number=1),
        at(20.0, StateChange, before="asking", event="attacked", after="watching"),
    )
    assert "still waiting when the world ended" in in_short(world(scenario, *ASKING))
    over = in_short(world(scenario, *ASKING, *attacked))
    assert "it had no answer before an attack overtook the question" in over


def test_many_questions_are_told_with_those_that_were_overtaken(scenario: Scenario) -> None:
    more = [at(t, Asked, message=f"q{t}", patience=5.0) for t in (100.0, 200.0, 300.0)]
    read = at(40.0, StanceRead, message="a", given="red", read="red")
    attack, answer = at(20.0, Attack, number=1), answered(40.0, late=True)
    told = world(scenario, *ASKING, attack, read, answer, *more)
    assert "1 to a question that had been overtaken" in in_short(told)
    assert "after its patience was over" not in in_short(told)


def test_a_leader_that_never_decided_to_strike_does_not_decide_so_again(scenario: Scenario) -> None:
    choice = decided(50.0, trigger="answer")
    before = decided(20.0, option="strike", trigger="report")
    assert "It will not decide to strike for 36 h" in said(world(scenario, choice), choice)
    assert "strike again for 36 h" in said(world(scenario, before, choice), choice)


def test_within_a_longer_promise_to_wait_nothing_is_said_of_a_shorter_pause(
    scenario: Scenario,
) -> None:
    choice = decided(50.0, trigger="answer")
    promise = at(49.0, TermAnswered, message="a", taken=True, until=200.0)
    assert "will not decide" not in said(world(scenario, promise, choice), choice)
    broken = at(49.5, TermEnded, why="news")
    assert "will not decide" in said(world(scenario, promise, broken, choice), choice)


def test_whoever_has_asked_already_wishes_to_strike_and_waits(scenario: Scenario) -> None:
    choice = decided(50.0, option="strike", trigger="provocation")
    change = at(50.0, StateChange, before="watching", event="wish", after="asking")
    early = world(scenario, *ASKING[1:], choice, change)
    assert "wishes to strike, and waits for the answer." in said(early, choice)
    first = world(scenario, choice, change, at(50.0, Asked, message="q", patience=38.0))
    assert "wishes to strike, and will ask first." in said(first, choice)


def test_who_judges_a_strike_did_not_stand_by_it_any_more(scenario: Scenario) -> None:
    before = at(20.0, StandingBy, stands=True), at(56.0, NoReturn, plan="plan-1")
    struck = at(60.0, Strike, number=1, plan="plan-1", stance="amber")
    judged = at(61.0, Judgement, strike=1, knew="nothing", heard="red")
    assert "with Westmark standing by it" in said(world(scenario, *before, struck), struck)
    told = world(scenario, *before, struck, judged)
    for words in (said(told, struck), in_short(told)):
        assert "on an earlier word of Westmark that it stands by it" in words


def test_who_refuses_after_a_further_blow_does_not_stand_by_it(scenario: Scenario) -> None:
    words = [at(t, StandingBy, stands=stands) for t, stands in ((20.0, True), (30.0, False))]
    struck = at(60.0, Strike, number=1, plan="plan-1", stance="amber")
    assert "on an earlier word of Westmark" in said(world(scenario, *words, struck), struck)


@pytest.mark.parametrize(
    ("entries", "words"),
    [
        ((), "from now on a strike can only answer a blow"),
        ((at(300.0, Strike, number=1),), "from now on a strike can only answer a blow"),
        ((at(200.0, Strike, number=1),), "the follow-up goes on"),
        (
            (at(200.0, StateChange, before="watching", event="wish", after="preparing"),),
            "the strike in preparation goes on; any other can only answer a blow",
        ),
        (
            (at(200.0, StateChange, before="asking", event="wish_green", after="planning"),),
            "the strike that both plan goes on; any other can only answer a blow",
        ),
    ],
)
def test_the_close_of_the_window_is_told_by_what_had_happened_then(
    scenario: Scenario, entries: tuple[Entry, ...], words: str
) -> None:
    close = at(240.0, WindowClosed)
    assert words in said(world(scenario, *entries, close), close)


def test_a_strike_that_cannot_be_called_off_any_more_has_no_hour_until_which_it_can(
    scenario: Scenario,
) -> None:
    hasty = prepared(20.0, strike_at=24.0, no_return_at=20.0)
    limit = "can be called off until"
    assert limit in said(world(scenario, prepared(20.0)), prepared(20.0))
    assert limit not in said(world(scenario, hasty, at(20.0, NoReturn, plan="plan-1")), hasty)


def test_a_strike_that_is_set_for_a_day_beyond_the_time_watched_is_told_with_its_year(
    scenario: Scenario,
) -> None:
    far = prepared(20.0, strike_at=30_020.0, no_return_at=30_016.0)
    told = world(scenario, far, at(900.0, End))
    words = said(told, far)
    assert "2029" in words
    assert "1250 days from now and beyond the time watched." in words
    assert "called off" not in words
    assert MILESTONES[Preparation](told, *far).endswith("T+30020.0, beyond the time watched")


def test_a_date_has_its_year_where_that_is_not_the_year_in_which_it_is_told() -> None:
    start = datetime(2026, 3, 2, 6, tzinfo=UTC)
    clocks = Clocks(start=start, frontline="Pacific/Kiritimati", patron="America/New_York")
    later = 24.0 * 365
    assert clocks.date(later) == "Tue 2 Mar 2027 20:00"
    assert clocks.date(later + 24.0, later) == "Wed 3 Mar 20:00"
    assert clocks.lines(later) == "Tue 2 Mar 2027\n20:00"
    assert clocks.both(later) == ("Tue 2 Mar 2027 20:00", "Tue 01:00")


def chapters(told: Traced) -> list[str]:
    return [phase.title for phase in phases(told)]


def test_a_chapter_is_called_by_what_ended_the_waiting(scenario: Scenario) -> None:
    watching = at(20.0, StateChange, before="asking", event="answered", after="watching")
    later = decided(21.0)
    by_word = world(scenario, *ASKING, at(20.0, StandingBy, stands=True), watching, later)
    assert chapters(by_word)[-1] == "With Westmark standing by"
    read = at(20.0, StanceRead, message="a", given="red", read="red")
    assert chapters(world(scenario, *ASKING, read, watching, later))[-1] == "With an answer in hand"
    hit = at(20.0, StateChange, before="asking", event="attacked", after="watching")
    assert chapters(world(scenario, *ASKING, hit, later))[-1] == "After the attack"


def knew(told: Traced) -> list[float | None]:
    return [fact.patron for fact in facts(told)]


def test_a_preparation_that_was_called_off_is_not_known_by_a_later_one(scenario: Scenario) -> None:
    off, struck = at(25.0, Recall, plan="plan-1"), at(70.0, Strike, number=1, plan="plan-1")
    news = at(71.0, Learnt, plan="plan-1", how="news"), at(71.0, HourLearnt, plan="plan-1")
    assert knew(world(scenario, prepared(20.0), off, prepared(40.0), struck, *news)) == [
        None,
        71.0,
        71.0,
    ]


def test_a_preparation_is_not_known_by_an_earlier_one_that_was_called_off(
    scenario: Scenario,
) -> None:
    """Nor is the hour of a strike."""
    found = (
        at(22.0, Learnt, plan="plan-1", how="found_out"),
        at(22.0, HourLearnt, plan="plan-1", how="found_out"),
    )
    off, struck = at(25.0, Recall, plan="plan-1"), at(70.0, Strike, number=1, plan="plan-1")
    assert knew(world(scenario, prepared(20.0), *found, off, prepared(40.0), struck)) == [
        22.0,
        None,
        None,
    ]


def test_a_strike_that_is_called_off_first_is_not_the_one_that_was_found_out(
    scenario: Scenario,
) -> None:
    found = at(22.0, Learnt, plan="plan-1", how="found_out")
    struck = at(70.0, Strike, number=1, plan="plan-1")
    assert "before the strike" in said(world(scenario, found, struck), found)
    off = at(25.0, Recall, plan="plan-1")
    assert "before the strike" not in said(world(scenario, found, off, struck), found)
