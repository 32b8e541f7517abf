"""What is measured of a world, on logs written by hand: each figure, and where it does
not exist.
"""

from __future__ import annotations

from datetime import UTC, datetime
from math import isnan, nan
from typing import Any

import pytest

from sim.domain.actors.adversary import Threat, strike_effect, true_line
from sim.domain.actors.escalation import Cooling, Ladder
from sim.domain.communication.messages import STAGES
from sim.domain.events import EVENTS, Learnt
from sim.domain.events.codec import KEYS, event
from sim.domain.events.log import Entry, Log
from sim.domain.inputs.setting import Setting
from sim.experiment.outcomes.definitions import (
    COLUMNS,
    MOMENTS,
    OUTCOMES,
    outcome_values,
    plain_outcome,
)

SETTING = Setting(
    start=datetime(2026, 3, 2, 6, tzinfo=UTC),
    horizon=200.0,
    follow_up=100.0,
    ladder=Ladder(start=1, cooling=Cooling(settling=24.0)),
    yearly_cost=12.5,
)
END = 300.0
_BLANK: dict[str, dict[str, Any]] = {
    "begin": {"rung": 1, "readiness": 0.25, "fronts": []},
    "end": {
        "readiness": 0.4,
        "trust_frontline": 0.55,
        "trust_patron": 0.45,
        "deterrence": 0.6,
        "pressure": 0.1,
        "rung": 1,
        "desks": {},
        "events": 321,
    },
    "strike": {
        "number": 1,
        "plan": "plan-1",
        "course": "unilateral",
        "stance": "unasked",
        "effect": 1.0,
        "readiness_before": 0.3,
        "readiness_after": 0.1,
        "surprised_region": False,
    },
    "no_return": {"plan": "plan-1"},
    "decision": {
        "ally": "frontline",
        "asks": "course",
        "option": "strike",
        "means": {"frontline": -0.5, "patron": -1.25},
        "readiness": 0.25,
        "state": "watching",
        "stance": "none",
        "values": {},
        "reason": "",
        "trigger": "report",
    },
    "learnt": {"plan": "plan-1", "how": "told"},
    "hour": {"plan": "plan-1", "how": "told"},
    "told": {"message": "notice-1", "plan": "plan-1"},
    "state": {"before": "watching", "event": "wish", "after": "preparing"},
    "stance_read": {
        "message": "answer-1",
        "plan": "plan-1",
        "given": "red",
        "read": "red",
        "strength": 0.5,
        "repaired": False,
    },
    "rung": {"before": 1, "after": 4, "cause": "strike"},
    "asked": {"message": "question-1", "patience": 50.0},
    "answered": {
        "message": "question-1",
        "answer": "answer-1",
        "hours": 30.0,
        "late": False,
        "stages": [],
    },
    "expired": {"message": "question-1"},
    "support": {"suspended": True, "until": 250.0},
    "ceasefire": {"front": "north", "cause": "escalation"},
    "pressure": {"value": 0.5, "cause": "strike"},
    "deterrence": {"value": 0.5, "cause": "strike"},
    "alert": {"value": 0.5, "cause": "strike"},
    "track": {"allies": ["frontline"], "cause": "decision"},
    "cleared": {"message": "question-1", "desks": []},
}


# A field of an entry may be anything.
def at(time: float, kind: str, **data: Any) -> Entry:  # noqa: ANN401
    """An entry; what is not said of it is as in most worlds."""
    return time, event(kind, dict.fromkeys(KEYS[kind]) | _BLANK.get(kind, {}) | data)


def world(*entries: Entry, end: float = END, **last: Any) -> Log:  # noqa: ANN401 - as above
    """A log of these entries, in order of time."""
    return [at(0.0, "begin"), *sorted(entries, key=lambda entry: entry[0]), at(end, "end", **last)]


# As above, what is said may be anything.
def figure(name: str, *entries: Entry, setting: Setting = SETTING, **last: Any) -> float:  # noqa: ANN401
    """One figure of a world of these entries."""
    return outcome_values(world(*entries, **last), setting)[name]


STRIKE = at(100.0, "strike")
NO_RETURN = at(96.0, "no_return")
WISH = at(60.0, "decision")


# the whole table


def test_a_world_in_which_nothing_happened() -> None:
    values = outcome_values(world(), SETTING)
    assert tuple(values) == COLUMNS
    for name, outcome in OUTCOMES.items():
        assert isnan(values[name]) == (outcome.exists != "always" or name == "desk_load"), name
    zero = {
        "struck",
        "unilateral_strike",
        "surprise",
        "recalls",
        "misreadings",
        "leaks",
        "burden",
        "ceasefires_broken",
        "drawn_in",
    }
    assert {values[name] for name in zero} == {0.0}


def test_shares_are_zero_or_one_and_definitions_are_sentences() -> None:
    values = outcome_values(
        world(WISH, NO_RETURN, STRIKE, at(20, "asked"), at(50, "answered")), SETTING
    )
    for name, outcome in OUTCOMES.items():
        if outcome.kind == "share":
            assert values[name] in {0.0, 1.0} or isnan(values[name]), name
        assert plain_outcome(outcome).definition == outcome.definition
        assert outcome.matters > 0
    assert set(MOMENTS).isdisjoint(OUTCOMES)


def test_no_figure_needs_what_only_a_full_trace_holds() -> None:
    plain = [WISH, NO_RETURN, STRIKE]
    traced_only = sorted(kind for kind, event in EVENTS.items() if event.trace_only)
    traced = [at(time, kind) for time, kind in enumerate(traced_only, start=1)]
    assert outcome_values(world(*plain), SETTING).items() >= {"strike_h": 100.0}.items()
    same = outcome_values(world(*plain, *traced), SETTING)
    assert {name: value for name, value in same.items() if not isnan(value)} == {
        name: value
        for name, value in outcome_values(world(*plain), SETTING).items()
        if not isnan(value)
    }


# the course taken


@pytest.mark.parametrize("course", ["unilateral", "approved", "joint"])
def test_the_course_of_the_first_strike_counts(course: str) -> None:
    later = at(150.0, "strike", number=2, plan="plan-2", course="unilateral", stance="red")
    log = world(
        at(100.0, "strike", course=course), NO_RETURN, at(149.0, "no_return", plan="plan-2"), later
    )
    values = outcome_values(log, SETTING)
    assert [values[f"{name}_strike"] for name in ("unilateral", "approved", "joint")] == [
        float(course == name) for name in ("unilateral", "approved", "joint")
    ]
    assert values["struck"] == 1
    assert values["struck_against_red"] == 0


@pytest.mark.parametrize(
    ("stance", "name"),
    [("amber", "struck_on_amber"), ("silence", "struck_on_silence"), ("red", "struck_against_red")],
)
def test_on_what_it_struck(stance: str, name: str) -> None:
    assert figure(name, NO_RETURN, at(100.0, "strike", stance=stance)) == 1
    assert figure(name, NO_RETURN, at(100.0, "strike", stance=stance, course="joint")) == 0, (
        "together with the patron it is none"
    )
    assert figure(name, NO_RETURN, STRIKE) == 0


def test_the_first_decision_is_the_first_choice_to_strike() -> None:
    held = at(20.0, "decision", option="hold")
    assert figure("first_decision_h", held, WISH, at(80.0, "decision")) == 60
    assert isnan(figure("first_decision_h", held))
    assert figure("strike_h", NO_RETURN, STRIKE) == 100


# the allies' exchange


def test_round_trip_is_the_mean_of_what_was_answered() -> None:
    second = at(90.0, "answered", message="question-2", hours=50.0, late=True)
    assert figure("round_trip_h", at(30.0, "answered"), second) == 40
    assert isnan(figure("round_trip_h", at(5.0, "asked")))


def test_the_delay_budget_adds_up_to_the_round_trip() -> None:
    first = at(
        30.0,
        "answered",
        hours=30.0,
        stages=[("drafting", 5.0), ("clearance", 10.0), ("drafting", 15.0)],
    )
    second = at(90.0, "answered", hours=10.0, stages=[("council", 10.0)])
    values = outcome_values(world(first, second), SETTING)
    assert (values["delay_drafting"], values["delay_clearance"], values["delay_council"]) == (
        10,
        5,
        5,
    )
    assert sum(values[f"delay_{stage}"] for stage in STAGES) == values["round_trip_h"] == 20


ASKED = at(10.0, "asked")


@pytest.mark.parametrize(
    ("entries", "in_time"),
    [
        ([], nan),
        ([ASKED], nan),
        ([ASKED, at(40.0, "answered")], 1.0),
        ([ASKED, at(60.0, "expired")], 0.0),
        ([ASKED, at(60.0, "expired"), at(70.0, "answered", late=True)], 0.0),
        (
            [
                ASKED,
                at(60.0, "expired"),
                at(70.0, "asked", message="question-2"),
                at(80.0, "answered", message="question-2"),
            ],
            0.0,
        ),
        (
            [
                ASKED,
                at(70.0, "asked", message="question-2"),
                at(99.0, "expired", message="question-2"),
            ],
            nan,
        ),
    ],
)
def test_answered_in_time_is_about_the_first_question(entries: list[Entry], in_time: float) -> None:
    assert figure("answered_in_time", *entries) == pytest.approx(in_time, nan_ok=True)


def read(time: float, given: str = "red", **data: Any) -> Entry:  # noqa: ANN401 - as above
    return at(time, "stance_read", given=given, **data)


@pytest.mark.parametrize(
    ("entries", "in_time"),
    [
        ([], nan),
        ([WISH], nan),
        ([WISH, NO_RETURN, STRIKE], 0.0),
        ([WISH, NO_RETURN, STRIKE, read(95.9)], 1.0),
        ([WISH, NO_RETURN, STRIKE, read(96.0)], 0.0),
        ([WISH, NO_RETURN, STRIKE, read(120.0)], 0.0),
        ([WISH, NO_RETURN, STRIKE, read(90.0, "amber")], 1.0),
        ([WISH, NO_RETURN, STRIKE, read(90.0, "green")], 0.0),
        ([WISH, read(90.0)], 1.0),
        ([WISH, NO_RETURN, at(100.0, "strike", course="approved"), read(90.0)], nan),
        ([WISH, NO_RETURN, at(100.0, "strike", course="joint"), read(90.0)], nan),
    ],
)
def test_an_objection_is_in_time_before_the_point_of_no_return(
    entries: list[Entry], in_time: float
) -> None:
    assert figure("objection_in_time", *entries) == pytest.approx(in_time, nan_ok=True)


@pytest.mark.parametrize(
    ("entries", "margin"),
    [
        ([read(90.0)], 6.0),
        ([read(70.0), read(90.0)], 6.0),
        ([read(90.0, "amber")], 6.0),
        ([read(98.0)], -2.0),
        ([read(130.0), read(140.0)], -34.0),
        ([read(90.0, "green")], nan),
        ([read(90.0, plan="plan-0")], nan),
        ([], nan),
    ],
)
def test_the_margin_of_an_objection_is_negative_when_it_comes_too_late(
    entries: list[Entry], margin: float
) -> None:
    assert figure("objection_margin_h", NO_RETURN, STRIKE, *entries) == pytest.approx(
        margin, nan_ok=True
    )
    assert isnan(figure("objection_margin_h", *entries)), (
        "without a strike there is no point of no return"
    )


def test_the_point_of_no_return_is_that_of_the_first_strike() -> None:
    later = [at(149.0, "no_return", plan="plan-2"), at(150.0, "strike", plan="plan-2", number=2)]
    assert figure("no_return_h", NO_RETURN, STRIKE, *later) == 96


@pytest.mark.parametrize(
    ("learnt", "notice", "surprise"),
    [
        ([at(70.0, "learnt"), at(70.0, "hour")], 30.0, 0.0),
        ([at(94.0, "learnt", how="found_out")], nan, 0.0),
        ([at(94.5, "learnt", how="leak")], nan, 1.0),
        ([at(94.0, "hour", how="found_out")], 6.0, 0.0),
        ([at(94.5, "hour", how="found_out")], 5.5, 1.0),
        ([at(101.0, "learnt", how="news"), at(101.0, "hour", how="news")], -1.0, 1.0),
        ([at(70.0, "learnt", plan="plan-0"), at(70.0, "hour", plan="plan-0")], nan, 0.0),
        ([], nan, 1.0),
    ],
)
def test_notice_tells_the_hour_and_a_surprise_is_neither_hour_nor_intent(
    learnt: list[Entry], notice: float, surprise: float
) -> None:
    values = outcome_values(world(NO_RETURN, STRIKE, *learnt), SETTING)
    assert values["notice_h"] == pytest.approx(notice, nan_ok=True)
    assert values["surprise"] == surprise
    ways = {how: values[f"learnt_{how}"] for how in ("told", "found_out", "leak", "news")}
    known = [one.how for _, one in learnt if isinstance(one, Learnt) and one.plan == "plan-1"]
    assert ways == {how: float([how] == known) for how in ways}
    assert isnan(figure("notice_h", *learnt))
    assert figure("surprise", *learnt) == 0


def test_a_joint_strike_surprises_no_patron() -> None:
    assert figure("surprise", NO_RETURN, at(100.0, "strike", course="joint")) == 0


def test_a_misreading_that_was_repaired_is_none() -> None:
    wrong, right = read(50.0, "red", read="amber"), read(60.0, "red", read="red", repaired=True)
    other = read(70.0, "green", read="amber", message="answer-2")
    assert figure("misreadings", wrong) == 1
    assert figure("misreadings", wrong, right) == 0
    assert figure("misreadings", wrong, right, other) == 1


def test_divergence_is_taken_at_the_first_decision() -> None:
    assert (
        figure("divergence", WISH, at(90.0, "decision", means={"frontline": 0.0, "patron": 9.0}))
        == 0.75
    )
    assert isnan(figure("divergence", at(60.0, "decision", option="hold")))


@pytest.mark.parametrize(
    ("name", "kind"), [("recalls", "recall"), ("leaks", "leak"), ("ceasefires_broken", "ceasefire")]
)
def test_what_is_counted(name: str, kind: str) -> None:
    assert figure(name, at(10.0, kind), at(20.0, kind)) == 2


# escalation


def rung(time: float, before: int, after: int, cause: str = "cooling") -> Entry:
    return at(time, "rung", before=before, after=after, cause=cause)


UP = rung(100.0, 1, 4, "strike")


def test_burden_is_rung_hours_above_the_start() -> None:
    assert (
        figure("burden", UP, rung(110.0, 4, 3), rung(130.0, 3, 1), rung(150.0, 1, 0))
        == 3 * 10 + 2 * 20
    )
    assert figure("burden", rung(50.0, 1, 0), rung(90.0, 0, 2, "provocation")) == 210, (
        "below the start is no relief"
    )


def test_burden_is_counted_over_the_same_hours_in_every_world() -> None:
    """A strike at 190 is followed up until 290, but the burden ends with window and follow-up, at
    300, as everywhere.
    """
    late = [rung(260.0, 1, 4, "strike"), rung(340.0, 4, 3)]
    assert figure("burden", *late, end=360.0) == 3 * 40


def test_peak() -> None:
    assert figure("peak_rung") == 1
    assert figure("peak_rung", UP, rung(130.0, 4, 6, "retaliation"), rung(150.0, 6, 5)) == 6
    assert figure("peak_rung", rung(50.0, 1, 0)) == 1


@pytest.mark.parametrize(
    ("steps", "after"),
    [
        ([UP, rung(110.0, 4, 1)], 10 + 24),
        ([UP, rung(110.0, 4, 2), rung(150.0, 2, 1)], 50 + 24),
        ([UP, rung(110.0, 4, 1), rung(120.0, 1, 2, "provocation"), rung(130.0, 2, 1)], 30 + 24),
        ([UP, rung(110.0, 4, 1), rung(120.0, 1, 0)], 10 + 24),
        ([UP, rung(176.0, 4, 1)], 76 + 24),
        ([UP, rung(177.0, 4, 1)], nan),
        ([UP], nan),
    ],
)
def test_it_has_settled_after_its_time_at_or_below_the_start(
    steps: list[Entry], after: float
) -> None:
    values = outcome_values(world(NO_RETURN, STRIKE, *steps), SETTING)
    assert values["settled_after_h"] == pytest.approx(after, nan_ok=True)
    assert values["settled"] == float(not isnan(after))
    assert values["deescalation_h"] == (100.0 if isnan(after) else after)


def test_what_happened_before_the_strike_settles_nothing() -> None:
    """Calm from 10 to 100, and a strike that lifts nothing: the time counts from the strike."""
    quiet = Setting(
        start=SETTING.start,
        horizon=200.0,
        follow_up=100.0,
        ladder=Ladder(start=4, cooling=Cooling(settling=24.0)),
    )
    _, *rest = world(NO_RETURN, STRIKE)
    log = [at(0.0, "begin", rung=4), *rest]
    assert outcome_values(log, quiet)["settled_after_h"] == 24


@pytest.mark.parametrize(
    ("steps", "after"),
    [
        ([UP, rung(130.0, 4, 5, "retaliation")], 30.0),
        ([UP, rung(130.0, 4, 5, "retaliation"), rung(140.0, 5, 6, "retaliation")], 30.0),
        ([UP, rung(130.0, 4, 5, "provocation")], 30.0),
        ([UP, rung(110.0, 4, 3), rung(130.0, 3, 4, "retaliation")], nan),
        ([UP, rung(105.0, 4, 1), rung(140.0, 1, 2, "retaliation")], nan),
        ([UP, rung(201.0, 4, 5, "retaliation")], nan),
        ([UP], nan),
    ],
)
def test_escalation_is_a_rise_above_what_the_strike_led_to_before_it_settled(
    steps: list[Entry], after: float
) -> None:
    assert figure("escalated_after_h", NO_RETURN, STRIKE, *steps) == pytest.approx(
        after, nan_ok=True
    )
    assert isnan(figure("escalated_after_h", *steps[1:]))


def test_the_follow_up_is_watched_after_a_strike_only() -> None:
    assert figure("watched_h", NO_RETURN, STRIKE) == 100
    assert isnan(figure("watched_h"))


# the threat, the alliance, the machinery


def test_threat() -> None:
    assert figure("threat_end", readiness=0.33) == 0.33
    assert (
        figure(
            "threat_left",
            NO_RETURN,
            STRIKE,
            at(150.0, "strike", plan="plan-1", readiness_after=0.05),
        )
        == 0.1
    )


@pytest.mark.parametrize(
    ("course", "bonus"), [("unilateral", 0.0), ("approved", 0.2), ("joint", 0.4)]
)
def test_effect_given_up_compares_strikes_with_the_same_means(course: str, bonus: float) -> None:
    threat = Threat(support_bonus=0.2, joint_bonus=0.4)
    setting = Setting(start=SETTING.start, horizon=200.0, follow_up=100.0, ladder=SETTING.ladder)
    lost = figure(
        "effect_given_up",
        WISH,
        NO_RETURN,
        at(100.0, "strike", course=course, supported=course == "approved"),
        setting=setting,
    )
    early, late = (
        strike_effect(threat, theta, bonus=bonus, alertness=0.0, line=true_line(threat))
        for theta in (0.25, 0.3)
    )
    assert lost == pytest.approx(early - late)
    assert lost > 0
    assert isnan(figure("effect_given_up", WISH))


def test_what_stands_at_the_end() -> None:
    values = outcome_values(world(), SETTING)
    assert (values["trust_of_patron"], values["trust_of_frontline"], values["deterrence"]) == (
        0.45,
        0.55,
        0.6,
    )
    assert (values["cost"], values["events"]) == (12.5, 321)


def test_support_is_suspended_as_long_as_it_was_watched() -> None:
    assert figure("suspended_h", at(110.0, "support")) == 140
    assert figure("suspended_h", at(110.0, "support", until=1000.0)) == 190
    assert (
        figure("suspended_h", at(110.0, "support", until=120.0), at(200.0, "support", until=230.0))
        == 40
    )


def test_hit_back() -> None:
    assert figure("hit_back", at(150.0, "retaliation")) == 1
    assert figure("hit_back", NO_RETURN, STRIKE) == 0


def test_drawn_in() -> None:
    assert figure("drawn_in", at(150.0, "drawn_in")) == 1


def test_desks() -> None:
    desks = {"frontline/a": (0.4, 3, 6.0), "frontline/b": (0.7, 0, 0.0), "patron/a": (0.2, 1, 0.0)}
    assert figure("desk_load", desks=desks) == 0.7
    assert figure("desk_wait_h", desks=desks) == 1.5
    assert figure("desk_wait_h", desks={"frontline/b": (0.7, 0, 0.0)}) == 0
    assert isnan(figure("desk_load", desks={}))


@pytest.mark.parametrize(
    ("course", "supported", "misread"),
    [("approved", False, 1.0), ("approved", True, 0.0), ("unilateral", False, 0.0)],
)
def test_a_green_that_was_none_is_counted(course: str, supported: bool, misread: float) -> None:
    struck = at(100.0, "strike", course=course, supported=supported)
    assert figure("struck_on_misread_green", NO_RETURN, struck) == misread
