"""What holds in every world: laws of the log, and what may change a world and what may not."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from math import isnan

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.domain.actors.escalation import TOP
from sim.domain.communication.messages import LIFE, QUESTION, STAGES
from sim.domain.communication.offices import Office, Routine
from sim.domain.decisions.protocols import PROTOCOLS
from sim.domain.decisions.views import ROLES
from sim.domain.events import (
    EVENTS,
    Alert,
    Answered,
    Asked,
    Attack,
    Begin,
    Concession,
    Decision,
    DeterrenceChange,
    End,
    Event,
    Lost,
    OfMessage,
    PatienceExpired,
    Posted,
    PressureChange,
    Read,
    RungChange,
    Sent,
    StandingBy,
    Strike,
    TrustChange,
    WindowClosed,
)
from sim.domain.events.codec import event as read
from sim.domain.events.codec import plain_data
from sim.domain.events.log import Log
from sim.domain.inputs.setting import Setting
from sim.engine.random_streams import Streams
from sim.engine.session import Session
from sim.experiment.outcomes.definitions import outcome_values
from tests.engine.worlds import (
    LINKS,
    Changes,
    busy,
    changed,
    crises,
    end,
    entries,
    replications,
    run,
    scenario,
    text,
    times,
    wire,
    worlds,
)

SECOND = 1 / 3600
#: The step of a message's transport that each entry marks.
STEPS = {kind: kind for kind in LIFE if kind != "new"} | {"posted": "new"}


# laws of one log, traced in full


def entries_are_as_declared(log: Log, _setting: Setting) -> None:
    for _, event in log:
        assert type(event) is EVENTS[event.kind]
        assert read(event.kind, json.loads(json.dumps(plain_data(event)))) == event


def entries_come_in_order_of_time(log: Log, _setting: Setting) -> None:
    assert [time for time, _ in log] == sorted(time for time, _ in log)
    assert isinstance(log[0][1], Begin)
    assert isinstance(log[-1][1], End)
    assert len(entries(log, Begin)) == len(entries(log, End)) == 1


def every_hour_of_a_message_lies_in_one_stage(log: Log, _setting: Setting) -> None:
    posted = {data.message: time for time, data in entries(log, Posted)}
    for time, data in entries(log, Read):
        assert {stage for stage, _ in data.stages} <= set(STAGES)
        assert all(hours > 0 for _, hours in data.stages)
        assert sum(hours for _, hours in data.stages) == pytest.approx(
            time - posted[data.message], abs=SECOND
        )


def every_hour_of_an_exchange_lies_in_one_stage(log: Log, _setting: Setting) -> None:
    posted = {data.message: time for time, data in entries(log, Posted)}
    read = {data.message: time for time, data in entries(log, Read)}
    for time, data in entries(log, Answered):
        in_person = [stage for stage, _ in data.stages] == ["meeting"]
        assert in_person or time == read[data.answer]
        assert data.hours == time - posted[data.message]
        assert {stage for stage, _ in data.stages} <= set(STAGES)
        assert all(hours > 0 for _, hours in data.stages)
        assert sum(hours for _, hours in data.stages) == pytest.approx(data.hours, abs=SECOND)


def a_message_walks_through_its_life(log: Log, _setting: Setting) -> None:
    states: dict[str, str] = {}
    since: dict[str, float] = {}
    for time, event in log:
        if isinstance(event, OfMessage) and event.kind in STEPS:
            name, step = event.message, STEPS[event.kind]
            assert (name not in states) if step == "new" else step in LIFE[states[name]], (
                name,
                step,
            )
            began = event.at if isinstance(event, Sent) else time
            assert began >= since.get(name, 0.0), "nothing is sent before it was queued"
            states[name], since[name] = step, time


def every_message_is_read_or_lost_or_on_its_way(log: Log, _setting: Setting) -> None:
    posted = [data.message for _, data in entries(log, Posted)]
    ended = [event.message for _, event in log if isinstance(event, Read | Lost)]
    assert len(set(posted)) == len(posted), "no two messages have one name"
    assert len(set(ended)) == len(ended), "a message ends once"
    assert set(ended) <= set(posted)


def ends_waiting(event: Event) -> bool:
    """Attacked, or with the patron at its side, the frontline waits for no answer any more."""
    return isinstance(event, Attack) or (isinstance(event, StandingBy) and event.stands)


def a_question_walks_through_its_life(log: Log, _setting: Setting) -> None:
    states: dict[str, str] = {}
    served: set[str] = set()  # those that an answer to another one may have served
    for _, event in log:
        waiting = {name for name, state in states.items() if state == "open"}
        if isinstance(event, Asked):
            assert event.message not in states
            states[event.message] = "open"
        elif isinstance(event, Answered | PatienceExpired):
            step = "answered_late" if isinstance(event, Answered) and event.late else event.kind
            before = states[event.message]
            if event.message in served and step == "answered_late" and before == "open":
                before = "overtaken"
            assert step in QUESTION[before], (event.message, step)
            states[event.message] = step
            served |= waiting if isinstance(event, Answered) else set()
        elif ends_waiting(event):
            states |= dict.fromkeys(waiting, "overtaken")


def every_question_is_answered_or_expired_or_open(log: Log, _setting: Setting) -> None:
    over = log[-1][0]
    patience = {data.message: (time, data.patience) for time, data in entries(log, Asked)}
    in_time = {data.message for _, data in entries(log, Answered) if not data.late}
    expired = {data.message: time for time, data in entries(log, PatienceExpired)}
    assert in_time.isdisjoint(expired)
    for question, (asked, hours) in patience.items():
        if question in expired:
            assert expired[question] == asked + hours
        elif question not in in_time:
            spared = [
                time
                for time, event in log
                if time >= asked and (ends_waiting(event) or isinstance(event, Answered))
            ]
            ended = min([over, *spared])
            assert asked + hours >= ended, (
                f"{question} is neither answered nor expired and its time is over"
            )


def states_stay_within_their_bounds(log: Log, _setting: Setting) -> None:
    for _, event in log:
        if isinstance(event, TrustChange | PressureChange | DeterrenceChange | Alert):
            assert 0.0 <= event.value <= 1.0, event.kind
        elif isinstance(event, RungChange):
            assert 0 <= event.after <= TOP
            assert event.before != event.after
        elif isinstance(event, End | Concession | Decision):
            assert 0.0 < event.readiness < 1.0


def rungs_follow_one_another(log: Log, setting: Setting) -> None:
    rung = setting.ladder.start
    for _, data in entries(log, RungChange):
        assert data.before == rung
        rung = data.after
    assert end(log).rung == rung


def a_world_is_watched_to_its_end(log: Log, setting: Setting) -> None:
    strikes = times(log, Strike)
    ends = max([setting.horizon, *strikes[:1]]) + setting.follow_up
    assert log[-1][0] == pytest.approx(ends)
    assert times(log, WindowClosed) == [setting.horizon]


def desks_are_busy_no_more_than_their_hours(log: Log, _setting: Setting) -> None:
    for use in end(log).desks:
        assert -1e-9 <= use.busy <= 1 + 1e-9
        assert use.messages >= 0
        assert use.waited >= 0


LAWS: tuple[Callable[[Log, Setting], None], ...] = (
    entries_are_as_declared,
    entries_come_in_order_of_time,
    every_hour_of_a_message_lies_in_one_stage,
    every_hour_of_an_exchange_lies_in_one_stage,
    a_message_walks_through_its_life,
    every_message_is_read_or_lost_or_on_its_way,
    a_question_walks_through_its_life,
    every_question_is_answered_or_expired_or_open,
    states_stay_within_their_bounds,
    rungs_follow_one_another,
    a_world_is_watched_to_its_end,
    desks_are_busy_no_more_than_their_hours,
)


@given(crises(), replications)
def test_every_log_obeys_the_laws(crisis: Changes, replication: int) -> None:
    setting = busy(crisis)
    log = run(setting, replication, full=True)
    for law in LAWS:
        law(log, setting)


@pytest.mark.slow
@given(crises(), replications)
def test_every_log_obeys_the_laws_in_many_worlds(crisis: Changes, replication: int) -> None:
    setting = busy({**crisis, "horizon": 500.0, "follow_up": 200.0})
    log = run(setting, replication, full=True)
    for law in LAWS:
        law(log, setting)


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_the_laws_are_put_to_the_test(protocol: str) -> None:
    """Busy worlds hold all that the laws speak of; a law that is never applied proves nothing."""
    logs = list(
        worlds(
            busy({"protocol": protocol, "public.leak_rate": 2.0} | dict(LINKS[3])), 12, full=True
        )
    )
    seen = {event.kind for log in logs for _, event in log}
    assert {"posted", "read", "failed", "strike", "rung", "trust", "state"} <= seen
    if protocol not in {"unilateral", "notify"}:
        assert {"leak", "asked", "answered", "expired", "stance_read"} <= seen


# what is kept when not all is kept


def kept(log: Log) -> Log:
    """What remains of a full trace otherwise."""
    return [(time, event) for time, event in log if not event.trace_only and not _idle(event)]


def _idle(event: Event) -> bool:
    if not isinstance(event, Decision) or event.option != "hold":
        return False
    return event.ally == "patron" or event.trigger == "report"


@given(crises(), replications)
def test_a_full_trace_changes_nothing(crisis: Changes, replication: int) -> None:
    setting = busy(crisis)
    full, brief = run(setting, replication, full=True), run(setting, replication)
    assert not any(event.trace_only for _, event in brief)
    assert text(kept(full)) == text(brief)
    assert same(outcome_values(full, setting), outcome_values(brief, setting))


def same(one: dict[str, float], other: dict[str, float]) -> bool:
    """Whether two worlds measure exactly alike, undefined values included."""
    return one.keys() == other.keys() and all(
        value == other[name] or (isnan(value) and isnan(other[name])) for name, value in one.items()
    )


# what may not change a world


def unused(setting: Setting) -> Setting:
    """With an office that clears nothing, at the front of the list, and a channel that no route
    leads to.
    """
    idle = {"a_new_office": Office(routine=Routine(rate=0.5))}
    for role in ROLES:
        ally = getattr(setting.allies, role)
        setting = changed(setting, {f"allies.{role}.offices": idle | dict(ally.offices)})
    return changed(setting, {"channels": {"a_new_channel": wire(1.0)} | dict(setting.channels)})


def but_for_desks(log: Log) -> Log:
    """The log without the load of the desks."""
    return [*log[:-1], (log[-1][0], replace(end(log), desks=()))]


@given(crises(), replications)
def test_what_is_not_used_changes_nothing(crisis: Changes, replication: int) -> None:
    setting = busy(crisis)
    assert text(but_for_desks(run(unused(setting), replication))) == text(
        but_for_desks(run(setting, replication))
    )


@given(crises(), crises(), replications, st.booleans())
def test_arms_may_share_their_streams(
    a: Changes, b: Changes, replication: int, first: bool
) -> None:
    one, other = busy(a), busy(b)
    alone = [text(run(setting, replication)) for setting in (one, other)]
    streams = Streams(7, replication)
    streams.block("a stream that nobody else draws from")
    streams.numbers("another", 5000)
    order = (one, other) if first else (other, one)
    shared = {id(setting): text(run(setting, replication, streams=streams)) for setting in order}
    assert [shared[id(setting)] for setting in (one, other)] == alone


@given(crises(), replications)
def test_an_arm_differs_from_itself_by_nothing(crisis: Changes, replication: int) -> None:
    setting = busy(crisis)
    place, streams = scenario(one=setting, other=setting), Streams(3, replication)
    one, other = (
        Session(place, seed=3, replication=replication, arm=arm, streams=streams).run()
        for arm in ("one", "other")
    )
    assert text(one[1:]) == text(other[1:])
    assert same(outcome_values(one, setting), outcome_values(other, setting))


@given(crises(), replications, st.floats(1, 500), st.floats(0, 500))
def test_to_watch_longer_changes_no_past(
    crisis: Changes, replication: int, window: float, follow_up: float
) -> None:
    setting = busy(crisis)
    longer = changed(
        setting, {"horizon": setting.horizon + window, "follow_up": setting.follow_up + follow_up}
    )
    short, long = run(setting, replication, full=True), run(longer, replication, full=True)
    assert text(until(short, setting.horizon)) == text(until(long, setting.horizon))


@given(crises(), replications, st.floats(1, 300))
def test_to_follow_up_longer_changes_no_past(
    crisis: Changes, replication: int, more: float
) -> None:
    setting = busy(crisis)
    longer = changed(setting, {"follow_up": setting.follow_up + more})
    short, long = run(setting, replication, full=True), run(longer, replication, full=True)
    assert text(until(short, short[-1][0])) == text(until(long, short[-1][0]))


def until(log: Log, hour: float) -> Log:
    """What happened before an hour, but for the marks of the clock itself."""
    return [
        entry for entry in log if entry[0] < hour and not isinstance(entry[1], WindowClosed | End)
    ]


@given(crises("unilateral"), replications, st.sampled_from(LINKS))
def test_links_change_no_strike_of_one_who_tells_nobody(
    crisis: Changes, replication: int, links: dict[str, object]
) -> None:
    setting = busy(crisis)
    secret = {f"allies.{role}.intelligence.shares": False for role in ROLES}
    alone = changed(setting, secret | {"allies.patron.intelligence.detection": 0.0, "injects": {}})
    assert first_strike(run(changed(alone, links), replication)) == first_strike(
        run(alone, replication)
    )


def first_strike(log: Log) -> list[tuple[float, str, str, float]]:
    """When, how, on what and with what effect."""
    found = entries(log, Strike)[:1]
    return [(time, data.course, data.stance, data.effect) for time, data in found]


@given(crises(), replications)
def test_without_traffic_and_with_officers_for_all_nobody_queues(
    crisis: Changes, replication: int
) -> None:
    setting = busy(crisis)
    roomy = changed(setting, {f"channels.{name}.capacity": 1000 for name in setting.channels})
    roomy = changed(roomy, {f"channels.{name}.outage.up": None for name in setting.channels})
    for role in ROLES:
        for name, office in getattr(setting.allies, role).offices.items():
            path = f"allies.{role}.offices.{name}"
            if not office.hours.meets:
                roomy = changed(roomy, {f"{path}.staff": 1000, f"{path}.routine.rate": 0.0})
    calm = run(changed(roomy, {"injects": {}}), replication)
    meets = {
        (role, name)
        for role in ROLES
        for name, office in getattr(setting.allies, role).offices.items()
        if office.hours.meets
    }
    lined_up = {(use.ally, use.desk) for use in end(calm).desks if use.waited > SECOND}
    assert lined_up <= meets, "a cabinet has one table, however many are to be heard"
    queued = {stage for _, data in entries(calm, Read) for stage, _ in data.stages} & {
        "inbound_queue",
        "channel_queue",
    }
    there = {
        "channel_queue": any(channel.hours.opens for channel in setting.channels.values()),
        "inbound_queue": bool(meets),
    }
    assert queued <= {stage for stage, possible in there.items() if possible}
