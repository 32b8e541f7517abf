"""No word is given that can no longer be kept, nothing is asked for that is known to be too late
(promises, terms, requests to call a strike off, envoys and questions about an answer), and a word
that was heard does not count as never heard.
"""

from __future__ import annotations

from math import inf
from typing import Any

import pytest

from sim.domain.actors.cabinet import Cabinet
from sim.domain.actors.misperception import Reading
from sim.domain.decisions.rules import ExpectedUtility
from sim.domain.decisions.waiting import Waiting
from sim.domain.distributions.families import Fixed
from sim.domain.events import (
    CabinetVote,
    Decision,
    EnvoySent,
    MotionPut,
    NoReturn,
    Posted,
    Preparation,
    Recall,
    StanceRead,
    Strike,
    TermAnswered,
    TermAsked,
    TermEnded,
)
from sim.domain.events.log import Log
from sim.domain.inputs.injects import Inject
from sim.engine.allies.imagined_strike import supported_strike
from tests.engine.worlds import asking, entries, run, scripted, session, still, times, wire

_TERM = Waiting(chance=1.0, relief=0.0, reassurance=0.0)
#: A strike is worth more than restraint, and less within a term. Silence is taken for an answer
#: long before the answer, which takes 200 hours, comes.
_LATE: dict[str, Any] = {
    "allies.frontline.leader.rule": ExpectedUtility(),
    "allies.frontline.leader.memory": 1e6,
    "allies.frontline.outlook.weights.deterrence": 0.6,
    "allies.frontline.outlook.weights.alliance": 0.2,
    "allies.frontline.outlook.weights.pressure": 0.0,
    "adversary.threat.readiness": 0.45,
    "terms.waiting": _TERM,
    "terms.patience.base": 10.0,
    "channels": {"wire": wire(100.0)},
}
#: The frontline's leader thinks about everything for 60 hours.
_SLOW: dict[str, Any] = {"allies.frontline.leader.deliberation": Fixed(value=60.0)}


def posted(log: Log) -> set[str]:
    """The kinds of messages that were sent."""
    return {data.message_kind for _, data in entries(log, Posted)}


def late(**more: object) -> Log:
    """An answer is read 200 hours after the question, long after patience is over."""
    return run(asking(_LATE | more))


def test_what_can_no_longer_be_called_off_is_not_promised_to_wait() -> None:
    log = late(**{"allies.frontline.preparation.no_return": 100.0})
    (passed,) = times(log, NoReturn)
    ((answered, data),) = entries(log, TermAnswered)
    assert passed < answered < times(log, Strike)[0]
    assert not data.taken
    assert not entries(log, TermEnded)


def test_a_promise_is_broken_by_a_decision_and_not_by_the_clock() -> None:
    """The point of no return comes while the leader, who has just promised to wait, still thinks:
    the strike is called off there.
    """
    log = late(**_SLOW, **{"allies.frontline.preparation.no_return": 100.0})
    ((promised, data),) = entries(log, TermAnswered)
    assert data.taken
    began = times(log, Preparation)[0]
    no_return = began + 240.0 - 100.0
    assert promised < no_return < promised + 60.0
    assert times(log, Recall)[0] == no_return
    assert [ended.why for _, ended in entries(log, TermEnded)] == ["over"]
    assert min([inf, *times(log, NoReturn)]) > data.until


def test_a_promise_to_wait_withdraws_the_motion() -> None:
    """The cabinet would meet between the promise and the leader's next thought."""
    cabinet = Cabinet(members=3, spread=0.0, every=300.0)
    log = late(**_SLOW, **{"allies.frontline.cabinet": cabinet})
    ((promised, data),) = entries(log, TermAnswered)
    put = entries(log, MotionPut)[0]
    assert data.taken
    assert put[0] < promised < put[1].meets < promised + 60.0
    assert min([inf, *times(log, CabinetVote)]) > data.until


@pytest.mark.parametrize(("news", "asks"), [(0.0, False), (1000.0, True)])
def test_nobody_asks_to_wait_for_what_is_known_to_have_happened(news: float, asks: bool) -> None:
    log = late(
        **{
            "allies.frontline.preparation.duration": Fixed(value=100.0),
            "allies.patron.council": Fixed(value=50.0),
            "public.strike_news": Fixed(value=news),
        }
    )
    assert times(log, Strike)[0] == 110.0
    assert bool(entries(log, TermAsked)) is asks
    assert not entries(log, TermAnswered)


def worth_of_plan(council: float) -> float:
    """What the patron takes the plan to be worth, which is carried out at hour 110."""
    log = late(
        **{
            "allies.frontline.preparation.duration": Fixed(value=100.0),
            "allies.patron.council": Fixed(value=council),
            "allies.patron.leader.rule": ExpectedUtility(),
        }
    )
    (said,) = (data for _, data in entries(log, Decision) if data.asks == "stance")
    return said.values["green"]


def test_a_strike_that_has_fallen_is_judged_by_what_it_was_worth() -> None:
    """The threat that it has removed makes it neither superfluous nor welcome afterwards."""
    assert worth_of_plan(50.0) == pytest.approx(worth_of_plan(5.0), abs=1e-9)


@pytest.mark.parametrize(("thinks", "recalls"), [(10.0, True), (30.0, False)])
def test_nobody_asks_to_call_off_what_is_known_to_have_happened(
    thinks: float, recalls: bool
) -> None:
    """The patron has notice of 20 hours, so it knows when the strike falls."""
    changes = {
        "protocol": "notify",
        "terms.notice": 20.0,
        "terms.waiting": _TERM,
        "allies.patron.leader.deliberation": Fixed(value=thinks),
    }
    log = run(still(changes))
    assert ("recall_request" in posted(log)) is recalls
    assert ("objection" in posted(log)) is not recalls
    assert bool(entries(log, TermAsked)) is recalls


@pytest.mark.parametrize(
    ("duration", "no_return", "goes"), [(240, 100, 0), (100, 0, 0), (240, 0, 1)]
)
def test_no_envoy_goes_about_a_strike_that_cannot_be_called_off(
    duration: float, no_return: float, goes: int
) -> None:
    """Past the point of no return, fallen, or still in preparation when the answer is read."""
    log = late(
        **{
            "allies.patron.leader.rule": scripted((0, "amber")),
            "allies.frontline.reading": Reading(
                amber=0.0, other=0.0, clarify_below=0.0, envoy=Fixed(value=3.0)
            ),
            "allies.frontline.preparation.duration": Fixed(value=duration),
            "allies.frontline.preparation.no_return": no_return,
        }
    )
    assert len(entries(log, StanceRead)) == 1 + goes
    assert len(entries(log, EnvoySent)) == goes


@pytest.mark.parametrize(("no_return", "reads_back"), [(100.0, False), (0.0, True)])
def test_a_green_that_comes_too_late_is_not_read_back(no_return: float, reads_back: bool) -> None:
    log = late(
        **{
            "protocol": "concurrence",
            "terms.read_back": True,
            "terms.override_line": 0.0,
            "terms.deadline": 0.0,
            "allies.patron.leader.rule": scripted((0, "green")),
            "allies.frontline.preparation.no_return": no_return,
        }
    )
    assert times(log, Preparation)[0] == 10.0
    assert ("clarification" in posted(log)) is reads_back


@pytest.mark.parametrize("joins", [0.0, 1.0])
def test_who_takes_part_does_not_ask_to_wait(joins: float) -> None:
    changes = {
        "protocol": "joint",
        "terms.diplomacy": 0.0,
        "terms.joins_on_amber": joins,
        "terms.waiting": _TERM,
        "allies.patron.leader.rule": scripted((0, "amber")),
    }
    assert bool(entries(run(asking(changes)), TermAsked)) is (joins == 0.0)


@pytest.mark.parametrize(("withholds", "supported"), [("all", False), ("one_item", True)])
def test_a_patron_that_withholds_its_support_does_not_reckon_with_it(
    withholds: str, supported: bool
) -> None:
    world = session(still({"allies.patron.withholds": withholds}))._world
    assert supported_strike(world).supported
    world.patron.consequences.suspended_until = inf
    assert supported_strike(world).supported is supported


@pytest.mark.parametrize(("word", "course"), [("amber", "unilateral"), ("green", "approved")])
def test_a_strike_rests_on_the_last_word_though_the_crisis_has_moved_since(
    word: str, course: str
) -> None:
    """The rung rises while the strike is prepared, and a warning lets the leader think again."""
    injects = {
        "beginning": Inject(event="news", at=0.0),
        "climb": Inject(event="provocation", at=50.0, severity=0.5),
        "warning": Inject(event="warning", at=100.0, stance="amber"),
    }
    log = run(
        asking(
            {
                "allies.patron.leader.rule": scripted((0, word)),
                "allies.frontline.leader.news": 0.5,
                "allies.frontline.leader.memory": 1e6,
                "adversary.provocations.escalation": 2.0,
                "injects": injects,
            }
        )
    )
    assert times(log, Decision)[-1] == 100.0
    ((_, strike),) = entries(log, Strike)
    assert (strike.stance, strike.course) == (word, course)
