"""Entries of the log: the table of their kinds, how files spell them, and what of a text is read
back.
"""

from __future__ import annotations

from dataclasses import fields
from typing import Any, cast, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.domain.decisions import rules, standing_orders
from sim.domain.decisions.views import Rule, View
from sim.domain.events import (
    EVENTS,
    Cause,
    CauseKind,
    Decision,
    DeskUse,
    End,
    Event,
    Lost,
    NoReturn,
    OfMessage,
    codec,
    crisis,
    decisions,
    messages,
    restraint,
)
from sim.domain.events.log import ByKind
from tests.domain.decisions.test_rules import ALL, views
from tests.entries import at


def test_the_table_holds_every_kind_under_its_name() -> None:
    defined = {
        one
        for module in (crisis, decisions, messages, restraint)
        for one in vars(module).values()
        if isinstance(one, type)
    }
    assert set(EVENTS.values()) == {one for one in defined if issubclass(one, Event)} - {
        Event,
        OfMessage,
    }
    assert [kind.kind for kind in EVENTS.values()] == list(EVENTS)
    assert all(
        kind.__doc__ and not kind.__doc__.startswith(f"{kind.__name__}(")
        for kind in EVENTS.values()
    )


def test_no_field_takes_whatever_comes() -> None:
    held = {str(field.type) for kind in EVENTS.values() for field in fields(cast("Any", kind))}
    assert not [name for name in held if "Any" in name or "object" in name]


def test_what_only_a_full_trace_holds() -> None:
    assert {name for name, kind in EVENTS.items() if kind.trace_only} == {
        "report",
        "pressure",
        "trust",
        "deterrence",
        "drafted",
        "cleared",
        "queued",
        "delivered",
        "concern",
        "alert",
    }


def test_entries_of_two_kinds_are_never_equal() -> None:
    """They may hold the same values: the way of a message is no plan."""
    assert NoReturn("one") != Lost("one")  # type: ignore[comparison-overlap]


def test_a_log_is_sorted_by_kind() -> None:
    log = [at(1.0, NoReturn, plan="one"), at(2.0, Lost, message="m"), at(3.0, NoReturn, plan="two")]
    found = ByKind(log)
    assert found.all(NoReturn) == [log[0], log[2]]
    assert found.first(Lost) == log[1]
    assert found.first(End) is None
    assert found.all(End) == []


@pytest.mark.parametrize("kind", EVENTS.values(), ids=lambda kind: str(kind.kind))
def test_an_entry_comes_back_from_plain_data(kind: type[Event]) -> None:
    _, entry = at(1.0, kind, **({"basis": "rule"} if kind is Decision else {}))
    assert tuple(codec.plain_data(entry)) == codec.KEYS[kind.kind]
    assert codec.event(kind.kind, codec.plain_data(entry)) == entry


def test_what_a_kind_lacks_is_an_error_and_what_it_has_besides_is_left_aside() -> None:
    assert codec.event("no_return", {"plan": "one", "later": 1}) == NoReturn("one")
    with pytest.raises(KeyError):
        codec.event("no_return", {})
    with pytest.raises(KeyError):
        codec.event("dawn", {})


@given(kind=st.sampled_from(get_args(CauseKind)), which=st.text(max_size=20))
def test_a_cause_is_read_back_whatever_it_is_called(kind: CauseKind, which: str) -> None:
    assert codec.cause(Cause(kind, which).key) == Cause(kind, which)


def test_a_cause_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="'sunspots-3' is no cause"):
        codec.cause("sunspots-3")


def test_desks_are_spelt_as_before() -> None:
    _, end = at(9.0, End, desks=(DeskUse("patron", "a/b", 0.5, 3, 1.5),))
    assert codec.plain_data(end)["desks"] == {"patron/a/b": (0.5, 3, 1.5)}
    assert codec.event("end", codec.plain_data(end)) == end


@pytest.mark.parametrize("rule", ALL, ids=str)
@given(view=views())
def test_a_file_tells_on_what_a_choice_rested(rule: Rule, view: View) -> None:
    """It holds the reason alone, which says so."""
    choice = rule.choose(view)
    assert codec.basis(choice.option, choice.reason) == choice.basis


def test_worth_decides_for_some_rules_and_a_line_for_others(view: View) -> None:
    assert rules.ExpectedUtility().choose(view).basis == "worth"
    assert rules.Threshold(probability=0.0).choose(view).basis == "rule"
    assert standing_orders.Table().choose(view).basis == "rule"
