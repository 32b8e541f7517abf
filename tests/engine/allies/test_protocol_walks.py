"""Every world walks along its protocol's table, and each protocol keeps its promises."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import example, given

from sim.domain.decisions.protocols import PROTOCOLS
from sim.domain.decisions.rules import QuantalResponse
from sim.domain.decisions.standing_orders import Row, Table
from sim.domain.distributions.families import Fixed
from sim.domain.events import (
    Answered,
    Asked,
    Attack,
    Decision,
    HourLearnt,
    Learnt,
    NoReturn,
    PatienceExpired,
    Posted,
    Preparation,
    PressureTrack,
    Provocation,
    Recall,
    Retaliation,
    StanceRead,
    StandingBy,
    StateChange,
    Strike,
)
from sim.domain.events.log import Log
from sim.domain.inputs.injects import Inject
from sim.domain.inputs.setting import Setting
from tests.engine.worlds import (
    LINKS,
    Changes,
    asking,
    busy,
    crises,
    entries,
    first,
    kinds,
    replications,
    run,
    scripted,
    still,
    times,
)

#: Kinds of message by which the frontline tells or asks.
TELLING = {"notification", "consultation_request", "joint_plan"}


@dataclass
class Preparing:
    """One preparation: when it began, what was noted of it, and what ended it."""

    at: float
    data: Preparation
    after: str
    no_return: float | None = None
    recalled: float | None = None
    strike: tuple[float, Strike] | None = None


def preparations(log: Log) -> list[Preparing]:
    """All preparations of a world; each is of the plan last prepared until it is recalled or has
    struck.
    """
    found: list[Preparing] = []
    event = ""
    for time, entry in log:
        if isinstance(entry, StateChange):
            event = entry.event
        elif isinstance(entry, Preparation):
            found.append(Preparing(time, entry, event))
        elif isinstance(entry, NoReturn | Recall | Strike):
            one = found[-1]
            assert entry.plan == one.data.plan
            assert one.recalled is None, "what was recalled is over"
            assert one.strike is None, "one preparation, one strike"
            if isinstance(entry, NoReturn):
                one.no_return = time
            elif isinstance(entry, Recall):
                one.recalled = time
                assert one.no_return is None, "nothing is recalled beyond the point of no return"
            else:
                one.strike = (time, entry)
    return found


def walks_along_its_table(log: Log, setting: Setting) -> None:
    state = "watching"
    for _, data in entries(log, StateChange):
        assert data.before == state
        state = data.after
        assert PROTOCOLS[setting.protocol].transitions[data.before, data.event] == state


def every_strike_was_prepared(log: Log, setting: Setting) -> None:
    """At the hours foreseen, unless it was recalled or the world was over."""
    law = setting.allies.frontline.preparation
    for one in preparations(log):
        assert one.data.no_return_at == pytest.approx(one.data.strike_at - law.no_return)
        assert one.data.no_return_at >= one.at - 1e-9
        if one.strike is not None:
            assert one.strike[0] == pytest.approx(one.data.strike_at)
            assert one.no_return == pytest.approx(one.data.no_return_at)
        elif one.recalled is None:
            assert one.data.strike_at >= log[-1][0] - 1e-9


def strikes_are_counted(log: Log, setting: Setting) -> None:
    numbers = [data.number for _, data in entries(log, Strike)]
    assert numbers == list(range(1, len(numbers) + 1))
    assert len(numbers) <= setting.ladder.exchange.most_strikes


def a_strike_is_decided_in_the_window(log: Log, setting: Setting) -> None:
    """Or answers a blow: a retaliation, an attack, a provocation at the red-line event."""
    wishes = {
        time
        for time, data in entries(log, Decision)
        if data.option == "strike" and data.state == "watching"
    }
    event = setting.allies.frontline.leader.red_line_event
    blows = [*times(log, Retaliation), *times(log, Attack)]
    blows += [time for time, data in entries(log, Provocation) if data.severity >= event]
    for wish in wishes:
        assert wish <= setting.horizon or any(blow <= wish for blow in blows)


def after_a_recall_it_holds_for_a_while(log: Log, setting: Setting) -> None:
    """Unless a red-line event happens."""
    leader = setting.allies.frontline.leader
    ends = [
        time for time, data in entries(log, Provocation) if data.severity >= leader.red_line_event
    ]
    ends += times(log, Retaliation)
    for recalled in times(log, Recall):
        until = min([recalled + leader.pause, *(end for end in ends if end >= recalled)])
        again = [one.at for one in preparations(log) if recalled < one.at < until]
        assert again == []


def a_stance_was_read_before_it_is_relied_on(log: Log, _setting: Setting) -> None:
    """Or was learnt for what it was: staffs that planned together, while the patron did not join,
    know how it was meant. A patron that stands by its ally counts as having doubts.
    """
    for one in preparations(log):
        rests_on = one.data.stance
        words = [time for time, _ in entries(log, StanceRead) if time <= one.at]
        stood_by = [time for time, data in entries(log, StandingBy) if data.stands]
        if any(max([0.0, *words]) <= time <= one.at for time in stood_by):
            assert rests_on != "red"
            continue
        if rests_on in {"red", "amber", "green"} and one.data.course != "joint":
            at, last = [entry for entry in entries(log, StanceRead) if entry[0] <= one.at][-1]
            refused = [
                time
                for time, data in entries(log, StateChange)
                if data.event == "refused" and at <= time <= one.at
            ]
            assert rests_on == (last.given if refused else last.read)
        if rests_on == "silence":  # patience ended without an answer, or with a yes unconfirmed
            ended = [time for time, data in entries(log, StateChange) if data.event == "expired"]
            assert any(time <= one.at for time in ended)


LAWS = (
    walks_along_its_table,
    every_strike_was_prepared,
    strikes_are_counted,
    a_strike_is_decided_in_the_window,
    after_a_recall_it_holds_for_a_while,
    a_stance_was_read_before_it_is_relied_on,
)


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_the_laws_are_put_to_the_test(protocol: str) -> None:
    """Under each protocol some worlds prepare, strike and recall."""
    news = {"alarm": Inject(event="news", at=1.0, to="frontline")}
    seen: set[str] = set()
    for replication in range(15):
        changes = {
            "protocol": protocol,
            "terms.notice": 20.0,
            "terms.patience.base": 4.0,
            "allies.patron.intelligence.detection": 0.1,
            "allies.patron.council": Fixed(value=1.0),
            "allies.patron.leader.rule": scripted((0, "red")),
            "injects": news,
        } | dict(LINKS[1])
        rule = Table(rows=(Row(then="hold", state="preparing", stance="red"), Row(then="strike")))
        setting = busy(changes | {"allies.frontline.leader.rule": rule})
        log = run(setting, replication)
        for law in LAWS:
            law(log, setting)
        seen |= set(kinds(log))
    assert {"state"} <= seen
    if protocol in {"unilateral", "notify", "consult"}:
        assert {"prepare", "strike", "recall"} <= seen


@given(crises(), replications)
def test_every_world_walks_along_its_protocol(crisis: Changes, replication: int) -> None:
    setting = busy(crisis)
    log = run(setting, replication)
    for law in LAWS:
        law(log, setting)


@pytest.mark.slow
@given(crises(), replications)
@example(
    {
        "protocol": "joint",
        "allies.frontline.leader.rule": QuantalResponse(precision=25.0),
        "terms.override_line": 0.3,
    },
    7711,
)
def test_every_long_world_walks_along_its_protocol(crisis: Changes, replication: int) -> None:
    setting = busy({**crisis, "horizon": 500.0, "follow_up": 200.0})
    log = run(setting, replication)
    for law in LAWS:
        law(log, setting)


# each protocol's promise


@given(crises("unilateral"), replications)
def test_unilateral_tells_nobody(crisis: Changes, replication: int) -> None:
    log = run(busy(crisis), replication)
    assert TELLING.isdisjoint(data.message_kind for _, data in entries(log, Posted))
    assert not {"asked", "answered", "expired"} & set(kinds(log))
    before = times(log, Strike)[:1] or [log[-1][0]]
    sent = {
        data.message_kind
        for time, data in entries(log, Posted)
        if data.sender == "frontline" and time < before[0]
    }
    assert sent <= {"report"}, "estimates at most, and only where they are shared"


@given(crises("notify"), replications)
def test_notify_tells_at_its_notice_before_the_strike(crisis: Changes, replication: int) -> None:
    setting = busy(crisis)
    log = run(setting, replication)
    told = [time for time, data in entries(log, Posted) if data.message_kind == "notification"]
    due = [
        max(one.at, one.data.strike_at - setting.terms.notice)
        for one in preparations(log)
        if one.recalled is None or one.recalled > one.data.strike_at - setting.terms.notice
    ]
    assert told == pytest.approx([time for time in due if time <= log[-1][0]])
    assert not {"asked", "expired"} & set(kinds(log))


@given(crises("consult"), replications)
def test_consult_asks_before_it_prepares(crisis: Changes, replication: int) -> None:
    setting = busy(crisis)
    log = run(setting, replication)
    asked = times(log, Asked)
    for one in preparations(log):
        assert asked, "nobody prepares who has not asked"
        assert asked[0] <= one.at
        assert (
            one.data.stance != "unasked"
            or one.data.under_fire
            or setting.allies.frontline.leader.memory < 96
        )
        unasked = [at for at in asked if one.at <= at <= one.data.strike_at]
        assert one.recalled is not None or not unasked, "while it prepares it asks nothing more"


@given(crises("concurrence"), replications)
def test_concurrence_strikes_with_a_green_or_overrides(crisis: Changes, replication: int) -> None:
    setting = busy(crisis)
    log = run(setting, replication)
    overrides = [time for time, data in entries(log, StateChange) if data.event == "override"]
    for one in preparations(log):
        assert one.after in {"wish_green", "override"}
        if one.strike is not None:
            approved = (one.strike[1].course, one.strike[1].stance) == ("approved", "green")
            assert approved or one.after == "override"
    for time in overrides:
        wished = next(at for at, data in entries(log, Decision) if data.option == "strike")
        assert time > wished, "an override comes after the deadline"


@given(crises("joint"), replications)
def test_joint_plans_come_after_diplomacy_and_are_carried_out_together(
    crisis: Changes, replication: int
) -> None:
    setting = busy(crisis)
    log = run(setting, replication)
    steps = [(time, data.event) for time, data in entries(log, StateChange)]
    pressed = [time for time, event in steps if event == "pressed"]
    grave = setting.allies.frontline.leader.red_line_event
    blows = [
        *times(log, Attack),
        *(time for time, data in entries(log, Provocation) if data.severity >= grave),
    ]
    for time, event in steps:
        if event == "wish":
            assert min([*pressed, *blows]) <= time, "diplomacy comes first, but for an answer"
    for one in preparations(log):
        assert one.after in {"planned", "override"}
        if one.strike is not None and one.after == "planned":
            assert one.strike[1].course == "joint"
    tracks = [
        data.allies for time, data in entries(log, PressureTrack) if pressed and time < pressed[0]
    ]
    if pressed:
        assert tracks[-1] == ("frontline", "patron")


# stories


RED_AT = 100.0


def objected(changes: Changes) -> Log:
    """The frontline prepares from 0 to 240; the patron finds out early and its objection is read at
    some hour.
    """
    found = {
        "allies.patron.intelligence.detection": 1.0,
        "channels.wire.latency": Fixed(value=RED_AT),
    }
    return run(still(found | dict(changes)))


def test_an_objection_recalls_a_strike() -> None:
    log = objected({"allies.frontline.leader.rule": scripted((0, "strike"), (1, "hold"))})
    ((read, stance),) = entries(log, StanceRead)
    assert stance.read == "red"
    assert entries(log, Recall) == [(read, Recall(plan="plan-1", trigger="objection"))]
    assert not {"no_return", "strike"} & set(kinds(log))
    assert entries(log, Learnt)[0][1] == Learnt(plan="plan-1", how="found_out")
    assert first(log, Posted)[1].message_kind == "recall_request"


def test_an_objection_that_is_read_too_late_recalls_nothing() -> None:
    rule = scripted((0, "strike"), (1, "hold"))
    changes = {
        "allies.frontline.leader.rule": rule,
        "allies.frontline.preparation.no_return": 200.0,
    }
    log = objected(changes)
    assert times(log, NoReturn) == [40]
    assert 40 < times(log, StanceRead)[0] < 240
    assert times(log, Strike) == [240]
    assert "recall" not in kinds(log)
    assert first(log, Strike)[1].stance == "unasked"


def test_a_strike_that_goes_on_rests_on_what_was_read_last() -> None:
    log = objected({})
    assert first(log, Preparation)[1].stance == "unasked"
    assert (first(log, Strike)[1].stance, first(log, Strike)[1].course) == ("red", "unilateral")


def test_a_green_that_came_unasked_makes_it_an_approved_strike() -> None:
    log = objected({"allies.patron.leader.rule": scripted((0, "green"))})
    assert (first(log, Strike)[1].stance, first(log, Strike)[1].course) == ("green", "approved")


def test_silence_is_what_is_in_hand_when_patience_ends() -> None:
    log = run(asking({"terms.patience.base": 30.0, "channels.wire.latency": Fixed(value=20.0)}))
    assert times(log, PatienceExpired) == [30]
    assert [(time, data.stance) for time, data in entries(log, Preparation)] == [(30, "silence")]
    assert [(time, data.late) for time, data in entries(log, Answered)] == [(40, True)]
    assert first(log, Strike)[1].stance == "red", "the late answer was weighed"


def test_waiting_counts_as_preparation_in_part() -> None:
    log = run(
        asking(
            {
                "allies.frontline.preparation.parallel": 0.5,
                "channels.wire.latency": Fixed(value=20.0),
            }
        )
    )
    assert first(log, Preparation)[0] == 40
    assert times(log, Strike) == [40 + 240 - 20]


def test_the_point_of_no_return_is_never_passed_before_the_decision() -> None:
    hours = {
        "allies.frontline.preparation.parallel": 1.0,
        "allies.frontline.preparation.no_return": 6.0,
        "allies.frontline.preparation.duration": Fixed(value=30.0),
    }
    log = run(asking(hours | {"channels.wire.latency": Fixed(value=40.0)}))
    assert (first(log, Preparation)[0], times(log, NoReturn), times(log, Strike)) == (
        80,
        [80],
        [86],
    )


NEWS_AGAIN = {
    f"injects.again{hour}": Inject(event="news", at=float(hour), to="frontline")
    for hour in range(20, 400, 20)
}


def test_concurrence_waits_for_the_deadline_and_the_line_to_override() -> None:
    """Refused at 0; patience is 50 hours and the deadline twice that; news make the leader think
    every 20 hours.
    """
    terms = {
        "protocol": "concurrence",
        "terms.patience.base": 50.0,
        "terms.deadline": 2.0,
        "terms.override_line": 0.3,
        "adversary.threat.readiness": 0.4,
        "allies.frontline.preparation.duration": Fixed(value=10.0),
    }
    log = run(asking(terms | NEWS_AGAIN))
    assert [(time, data.stance) for time, data in entries(log, Preparation)] == [(120, "red")]
    assert [time for time, data in entries(log, StateChange) if data.event == "override"] == [120]
    below = run(asking(terms | NEWS_AGAIN | {"terms.override_line": 0.5}))
    assert not {"prepare", "strike"} & set(kinds(below))


def test_the_agreed_time_of_diplomacy_is_no_waiting_for_an_override() -> None:
    """Diplomacy for 96 hours, then a question that is refused at once: two patiences of 50 hours
    are counted from then.
    """
    terms = {
        "protocol": "joint",
        "terms.diplomacy": 96.0,
        "terms.patience.base": 50.0,
        "terms.deadline": 2.0,
        "terms.override_line": 0.3,
        "adversary.threat.readiness": 0.4,
    }
    log = run(asking(terms | NEWS_AGAIN))
    assert [time for time, data in entries(log, StateChange) if data.event == "override"] == [200]


@pytest.mark.parametrize("agreed", [30.0, 500.0])
def test_diplomacy_that_an_attack_broke_off_takes_no_waiting_away_and_adds_none(
    agreed: float,
) -> None:
    """Attacked at 10, it asks, and is refused at once; under fire patience is half as long. Until
    when diplomacy had been agreed does not matter any more.
    """
    terms = {
        "protocol": "joint",
        "terms.diplomacy": agreed,
        "terms.patience.base": 50.0,
        "terms.deadline": 2.0,
        "terms.override_line": 0.3,
        "adversary.threat.readiness": 0.4,
        "injects.blow": Inject(event="attack", at=10.0),
    }
    log = run(asking(terms | NEWS_AGAIN))
    assert [time for time, data in entries(log, StateChange) if data.event == "override"] == [80]


def test_concurrence_goes_ahead_at_once_with_a_green() -> None:
    log = run(
        asking({"protocol": "concurrence", "allies.patron.leader.rule": scripted((0, "green"))})
    )
    assert [data.event for _, data in entries(log, StateChange)] == [
        "wish",
        "answered",
        "wish_green",
        "ready",
        "struck",
    ]
    assert first(log, Strike)[1].course == "approved"


def test_a_green_that_is_taken_back_stops_a_strike_that_needs_one() -> None:
    """Asked at 0 and answered late with a green; the leak lets the patron, now against it, object
    before the strike.
    """
    terms = {
        "protocol": "concurrence",
        "allies.patron.leader.rule": scripted((0, "green"), (30, "red")),
        "terms.patience.base": 1e6,
        "allies.frontline.leader.memory": 1e6,
        "channels.wire.latency": Fixed(value=10.0),
        "allies.patron.intelligence.detection": 0.0,
        "public.leak_rate": 1e6,
        "channels.wire.security": 0.0,
        "public.leak_delay": Fixed(value=30.0),
    }
    log = run(asking(terms))
    assert first(log, Preparation)[1].course == "approved"
    assert "strike" in kinds(log), (
        "a patron that was asked is not surprised by a leak and does not object"
    )


def test_joint_needs_diplomacy_a_plan_and_the_patron() -> None:
    terms = {
        "protocol": "joint",
        "terms.diplomacy": 48.0,
        "terms.planning": Fixed(value=12.0),
        "allies.patron.leader.rule": scripted((0, "green")),
        "channels.wire.latency": Fixed(value=5.0),
    }
    log = run(asking(terms))
    assert [(time, data.event) for time, data in entries(log, StateChange)] == [
        (0, "diplomacy"),
        (48, "pressed"),
        (48, "wish"),
        (58, "answered"),
        (58, "wish_green"),
        (70, "planned"),
        (310, "ready"),
        (310, "struck"),
    ]
    assert first(log, Strike)[1].course == "joint"
    alone = run(asking(terms | {"allies.patron.leader.rule": scripted((0, "red"))}))
    assert not {"prepare", "strike"} & set(kinds(alone))


def test_a_patron_that_joins_a_strike_in_preparation_knows_its_hour() -> None:
    """Its plan goes ahead by override, without an answer; the yes that comes meanwhile makes it a
    strike of both, of which nobody learns from the news.
    """
    terms = {
        "protocol": "joint",
        "terms.diplomacy": 0.0,
        "terms.patience.base": 10.0,
        "terms.deadline": 1.0,
        "terms.override_line": 0.3,
        "adversary.threat.readiness": 0.4,
        "allies.patron.leader.rule": scripted((0, "green")),
        "channels.wire.latency": Fixed(value=40.0),
    }
    log = run(asking(terms | NEWS_AGAIN))
    assert first(log, Preparation)[1].course == "unilateral"
    struck, strike = first(log, Strike)
    assert strike.course == "joint"
    (known,) = [(at, data.how) for at, data in entries(log, HourLearnt) if data.plan == strike.plan]
    assert known[0] < struck
    assert known[1] == "told"
