"""The protocols as tables: each can end in a strike, none can get stuck, and each asks for what it
promises.
"""

from __future__ import annotations

from dataclasses import fields
from itertools import product
from typing import get_args

import pytest

from sim.domain.actors.outlook import AllianceCost
from sim.domain.decisions.protocols import PROTOCOLS, next_state
from sim.domain.decisions.states import STATES, Action, State, StateEvent

EVENTS = frozenset(event for row in PROTOCOLS.values() for _, event in row.transitions)
EACH = pytest.mark.parametrize("protocol", PROTOCOLS)

#: What a table must have passed before a strike is prepared, unless it is overridden.
ASKED_FIRST = {
    "unilateral": False,
    "notify": False,
    "consult": True,
    "concurrence": True,
    "joint": True,
}


def reached(
    protocol: str, start: State, without: frozenset[StateEvent] = frozenset()
) -> set[State]:
    """All states that some run of events leads to."""
    found, fresh = {start}, [start]
    while fresh:
        state = fresh.pop()
        after = {next_state(protocol, state, event) for event in EVENTS - without} - {None}
        fresh += [new for new in after if new is not None and new not in found]
        found |= {new for new in after if new is not None}
    return found


def run(protocol: str, *events: StateEvent) -> State:
    """The state after these events; one that the table does not hold leaves the state as it is."""
    state: State = "watching"
    for event in events:
        state = next_state(protocol, state, event) or state
    return state


def test_the_five_protocols_stand_in_order_of_restraint() -> None:
    assert list(PROTOCOLS) == ["unilateral", "notify", "consult", "concurrence", "joint"]


@EACH
def test_each_state_of_a_table_is_a_state(protocol: str) -> None:
    table = PROTOCOLS[protocol].transitions
    assert {state for state, _ in table} | set(table.values()) <= STATES.keys()


def test_every_state_is_used_by_some_table() -> None:
    used = {state for row in PROTOCOLS.values() for state in row.transitions.values()}
    assert used == STATES.keys()


def test_each_state_that_types_know_has_its_row_and_each_action_a_state() -> None:
    assert tuple(STATES) == get_args(State)
    assert {row.action for row in STATES.values()} - {None} == set(get_args(Action))


def test_each_event_that_types_know_is_raised_in_some_state() -> None:
    own = {event for row in STATES.values() for event in row.own_motion}
    assert EVENTS | own == set(get_args(StateEvent))


def test_a_person_can_go_against_what_is_agreed_before_force_alone() -> None:
    own = {
        (name, event): after
        for name, row in STATES.items()
        for event, after in row.own_motion.items()
    }
    assert own == {
        ("watching", "defies"): "preparing",
        ("asking", "defies"): "preparing",
        ("asking", "withdraws"): "watching",
        ("planning", "withdraws"): "watching",
        ("pressing", "withdraws"): "watching",
    }


@EACH
def test_a_strike_can_come_of_it(protocol: str) -> None:
    assert "committed" in reached(protocol, "watching")


@EACH
def test_no_state_is_a_dead_end(protocol: str) -> None:
    for state in reached(protocol, "watching"):
        assert "watching" in reached(protocol, state)
        assert any(next_state(protocol, state, event) not in {None, state} for event in EVENTS)


@EACH
def test_no_row_is_idle(protocol: str) -> None:
    """Each row starts from a state that the protocol can be in."""
    assert {state for state, _ in PROTOCOLS[protocol].transitions} == reached(protocol, "watching")


@EACH
def test_what_a_table_does_not_hold_is_refused(protocol: str) -> None:
    table = PROTOCOLS[protocol].transitions
    for state, event in product(STATES, EVENTS):
        assert next_state(protocol, state, event) == table.get((state, event))
    assert next_state(protocol, "watching", "struck") is None
    assert next_state(protocol, "committed", "recalled") is None, "past the point of no return"


@EACH
def test_until_the_point_of_no_return_a_strike_can_be_recalled(protocol: str) -> None:
    assert next_state(protocol, "preparing", "recalled") == "watching"
    assert "committed" not in reached(protocol, "watching", without=frozenset({"ready"}))


@pytest.mark.parametrize(("protocol", "asks"), ASKED_FIRST.items())
def test_who_must_ask_asks_at_the_first_wish(protocol: str, asks: bool) -> None:
    assert run(protocol, "wish") == ("asking" if asks else "preparing")


@pytest.mark.parametrize("stance", ["wish_amber", "wish_red", "wish_silence"])
def test_consultation_leaves_the_choice_and_the_binding_protocols_do_not(
    stance: StateEvent,
) -> None:
    answer: StateEvent = "expired" if stance == "wish_silence" else "answered"
    assert run("consult", "wish", answer, stance) == "preparing"
    assert run("concurrence", "wish", answer, stance) == "watching"
    assert run("joint", "wish", answer, stance) == "watching"


@pytest.mark.parametrize("protocol", ["concurrence", "joint"])
def test_the_binding_protocols_strike_with_a_green_or_by_override_alone(protocol: str) -> None:
    assert "committed" in reached(protocol, "watching", without=frozenset({"override"}))
    assert "committed" in reached(protocol, "watching", without=frozenset({"wish_green"}))
    assert "committed" not in reached(
        protocol, "watching", without=frozenset({"override", "wish_green"})
    )


def test_joint_action_presses_then_plans_then_strikes() -> None:
    story: list[StateEvent] = [
        "diplomacy",
        "pressed",
        "wish",
        "answered",
        "wish_green",
        "planned",
        "ready",
        "struck",
    ]
    states = [run("joint", *story[:number]) for number in range(1, len(story) + 1)]
    assert states == [
        "pressing",
        "watching",
        "asking",
        "watching",
        "planning",
        "preparing",
        "committed",
        "watching",
    ]
    assert run("joint", *story[:5], "refused") == "watching"


def test_only_joint_action_plans_together() -> None:
    for protocol in PROTOCOLS:
        assert ("planning" in reached(protocol, "watching")) == (protocol == "joint")


@EACH
def test_what_a_row_says_of_itself_its_table_does(protocol: str) -> None:
    row = PROTOCOLS[protocol]
    assert row.name == protocol
    assert row.asks == ("asking" in reached(protocol, "watching"))
    assert row.plans_jointly == ("planning" in reached(protocol, "watching"))
    assert row.diplomacy_first == (("watching", "diplomacy") in row.transitions)
    alone: frozenset[StateEvent] = frozenset({"override", "wish_green"})
    assert row.binding == ("committed" not in reached(protocol, "watching", without=alone))
    assert row.expected_stance in {item.name for item in fields(AllianceCost)}
