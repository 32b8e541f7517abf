"""Nothing in the defaults makes an alliance as such faster: the null results of the record are
respected.

In *International Crisis Behavior* (version 13) an ally's status, a consultation pact, third-party
involvement and a patron's displeasure do not shift the time or the violence of a client's response.
So what coordination buys may come from stated costs and from hours only.
"""

from __future__ import annotations

from dataclasses import replace
from math import isnan

import pytest

from sim.domain.events import Decision, Posted, Provocation, Read, StanceGiven
from sim.domain.events.log import Log
from sim.domain.inputs.setting import Arm, Scenario, Setting
from sim.engine.session import Session
from tests.conftest import ROOT
from tests.entries import at
from tests.facts.worlds import World, difference, reference, worlds
from tools.nulls import (
    RESPONSE,
    TO_ANSWER,
    TO_DECISION,
    Answer,
    Question,
    answered,
    questions,
    to_answer,
    to_decision,
)

SEED = 4_711
N = 24


def changed(scenario: Scenario, **settings: Setting) -> Scenario:
    return replace(
        scenario,
        arms={name: Arm(name=name, title=name, setting=one) for name, one in settings.items()},
    )


def indifferent(setting: Setting) -> Setting:
    """The same inputs, with no cost on acting without the other."""
    frontline = setting.allies.frontline
    outlook = replace(frontline.outlook, weights=replace(frontline.outlook.weights, alliance=0.0))
    return replace(
        setting, allies=replace(setting.allies, frontline=replace(frontline, outlook=outlook))
    )


def trusting(setting: Setting, start: float) -> Setting:
    """The same inputs, with another level of trust on both sides."""
    allies = setting.allies
    return replace(
        setting,
        allies=replace(
            allies,
            frontline=replace(allies.frontline, trust=replace(allies.frontline.trust, start=start)),
            patron=replace(allies.patron, trust=replace(allies.patron.trust, start=start)),
        ),
    )


def unasked(setting: Setting) -> Setting:
    """The same inputs, where the patron neither warns nor asks for time."""
    terms = replace(setting.terms, waiting=replace(setting.terms.waiting, chance=0.0))
    heard = {name: one for name, one in setting.injects.items() if one.event != "warning"}
    return replace(setting, terms=terms, injects=heard)


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return reference()


def hours(found: list[World], outcome: str) -> list[float]:
    return [world[outcome] for world in found if not isnan(world[outcome])]


def test_an_alliance_without_a_stated_cost_moves_no_wish(scenario: Scenario) -> None:
    arms = ("unilateral", "notify", "consult")
    cold = changed(scenario, **{arm: indifferent(scenario.arms[arm].setting) for arm in arms})
    found = worlds(cold, arms, N, SEED)
    wished = {arm: hours(found[arm], "first_decision_h") for arm in arms}
    assert len(wished["unilateral"]) > N // 2
    assert wished["notify"] == wished["consult"] == wished["unilateral"]


def test_the_stated_cost_is_what_moves_it(scenario: Scenario) -> None:
    own = scenario.arms["unilateral"].setting
    found = worlds(changed(scenario, warm=own, cold=indifferent(own)), ("warm", "cold"), N, SEED)
    assert hours(found["warm"], "first_decision_h") != hours(found["cold"], "first_decision_h")


def test_a_level_of_trust_as_such_moves_neither_hour_nor_fact(scenario: Scenario) -> None:
    """Where nothing is said that trust would read: no warning, and no term to promise."""
    own = unasked(scenario.arms["unilateral"].setting)
    both = changed(scenario, wary=trusting(own, 0.2), close=trusting(own, 0.9))
    found = worlds(both, ("wary", "close"), N, SEED)
    assert hours(found["wary"], "strike_h") == hours(found["close"], "strike_h")
    assert [w["struck"] for w in found["wary"]] == [w["struck"] for w in found["close"]]


@pytest.mark.parametrize("arm", ["consult", "joint"])
def test_no_coordination_makes_the_strike_earlier(scenario: Scenario, arm: str) -> None:
    found = worlds(scenario, ("unilateral", arm), 2 * N, SEED)
    assert difference(found[arm], found["unilateral"], "unstruck_h").low > 0.0


def test_a_pact_as_such_moves_nothing(scenario: Scenario) -> None:
    """A promise to ask counts where it is broken; where the frontline asks, it is kept and costs
    nothing. Only a term that was taken is the dearer for it, and here none is asked for.
    """
    setting = unasked(scenario.arms["consult"].setting)
    pact = replace(setting, terms=replace(setting.terms, promise=3.0))
    both = changed(
        scenario, bare=replace(setting, terms=replace(setting.terms, promise=1.0)), pact=pact
    )
    for replication in range(6):
        logs = [
            Session(both, seed=SEED, replication=replication, arm=arm).run()[1:]
            for arm in ("bare", "pact")
        ]
        assert logs[0] == logs[1]


# all that can be asked of the model, both ways in the same worlds

#: What stands for a null result without any cost that the scenario states: nothing of the response
#: may move.
FREE = ("a promise to ask", "partners that offer mediation")


@pytest.fixture(scope="module")
def asked(scenario: Scenario) -> list[tuple[Question, dict[str, Answer]]]:
    found = ((one, answered(one, scenario, N, SEED)) for one in questions(scenario))
    return [(question, {one.figure: one for one in answers}) for question, answers in found]


def test_every_null_result_of_the_record_is_asked(
    asked: list[tuple[Question, dict[str, Answer]]],
) -> None:
    nulls = {question.null for question, _ in asked}
    assert nulls == {
        "ally's status",
        "consultation pact",
        "third parties",
        "patron's displeasure",
        "larger groups",
    }


def test_nothing_of_an_alliance_shifts_the_speed_of_a_decision(
    asked: list[tuple[Question, dict[str, Answer]]],
) -> None:
    """From trigger to decision and from question to answer, with alliance weights on both sides or
    with none.
    """
    for question, answers in asked:
        if question.null == "larger groups":
            continue
        speeds = [answers[name] for name in (TO_DECISION, TO_ANSWER) if name in answers]
        assert speeds, question.varied
        assert all(one.pairs >= 5 for one in speeds), question.varied
        assert not any(one.differs for one in speeds), question.varied
        assert all(-2.0 < one.low <= one.high < 2.0 for one in speeds), (
            "an interval that wide would show nothing"
        )


def test_what_states_no_cost_moves_neither_time_nor_violence(
    asked: list[tuple[Question, dict[str, Answer]]],
) -> None:
    """Mediators at work make a first blow less likely, so that a world in which the frontline sees
    them may go another way.
    """
    free = [answers for question, answers in asked if question.varied.startswith(FREE)]
    assert len(free) == len(FREE)
    for answers, moved in zip(free, (0, 1), strict=True):
        found = [one for name, one in answers.items() if name in RESPONSE.values()]
        assert all(one.pairs > N // 4 for one in found)
        assert sum(one.pairs - one.same for one in found) <= moved


def test_trust_moves_hardly_a_world(asked: list[tuple[Question, dict[str, Answer]]]) -> None:
    """Who trusts takes a term that is asked for, and reads a warning rightly more often."""
    (answers,) = [answers for question, answers in asked if question.varied.startswith("trust at")]
    assert all(
        one.same >= 0.9 * one.pairs for name, one in answers.items() if name in RESPONSE.values()
    )


def test_a_refusal_that_costs_nothing_moves_no_violence(
    asked: list[tuple[Question, dict[str, Answer]]],
) -> None:
    (answers,) = [
        a for q, a in asked if q.null == "patron's displeasure" and "costing nothing" in q.varied
    ]
    assert answers["struck"].same >= N - 1
    assert not answers["strike, h"].differs


def test_larger_groups_are_not_slower(asked: list[tuple[Question, dict[str, Answer]]]) -> None:
    (answers,) = [answers for question, answers in asked if question.null == "larger groups"]
    assert answers[TO_DECISION].low <= 0.0
    assert answers[TO_ANSWER].low <= 0.0


def test_what_the_model_says_otherwise_than_the_record_is_printed() -> None:
    """The stated cost and the hours of the exchange do move time and violence: the page may not
    hide it.
    """
    page = (ROOT / "docs" / "validation.md").read_text(encoding="utf-8")
    table = page.partition("<!-- begin nulls -->")[2].partition("<!-- end")[0].splitlines()[4:]
    rows = [row.split(" | ") for row in table if row.startswith("| ")]
    differ = {row[2] for row in rows if row[-1].startswith("differs")}
    assert {"strike, h", "struck"} <= differ
    assert set(RESPONSE.values()) | {TO_DECISION, TO_ANSWER} == {row[2] for row in rows}


@pytest.mark.parametrize(
    ("varied", "figure", "told"),
    [
        ("weight of the alliance", "first wish to strike, h", "+250."),
        ("weight of the alliance", "struck", "-0.56"),
        ("`consult` less `unilateral`", "strike, h", "+70."),
        ("at the weight of 0.42", "strike, h", "+82."),
        ("twice the staff", "question to answer, h", "-0.19"),
    ],
)
def test_the_figures_of_the_words_are_those_of_the_table(
    varied: str, figure: str, told: str
) -> None:
    page = (ROOT / "docs" / "validation.md").read_text(encoding="utf-8")
    table = page.partition("<!-- begin nulls -->")[2].partition("<!-- end")[0]
    rows = table.partition(varied)[2].partition(f"| {figure} |")[2].splitlines()[0]
    assert f"| {told}" in rows, "read the words below the table again"


LOG: Log = [
    at(1.0, Provocation),
    at(3.0, Decision, ally="patron", option="hold"),
    at(4.0, Decision, ally="frontline", option="hold"),
    at(5.0, Provocation),
    at(9.0, Decision, ally="frontline", option="strike"),
    at(10.0, Read, message="q", message_kind="consultation_request"),
    at(11.0, StanceGiven, message="own view"),
    at(12.0, Posted, message="a", about="q"),
    at(12.0, StanceGiven, message="a"),
]


def test_speeds_are_read_from_the_log() -> None:
    assert to_decision(LOG) == 3.0
    assert to_answer(LOG) == 2.0


def test_what_never_came_has_no_speed() -> None:
    assert isnan(to_decision([]))
    assert isnan(to_answer([]))
    assert isnan(
        to_decision(
            [*LOG[4:], at(20.0, Provocation), at(21.0, Decision, ally="frontline", option="hold")]
        )
    )
    assert isnan(to_answer(LOG[:6]))
