"""A seat sees what the whitelist holds, and nothing else reaches what it is shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from pathlib import Path
from typing import Any, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.domain.decisions.views import ROLES, SEATS, Seat
from sim.domain.events import EVENTS, Posted, Preparation
from sim.domain.events.base import Cause, Occasion
from sim.domain.events.log import Log
from sim.domain.inputs.setting import Setting
from sim.scenario import load
from sim.tabletop.seat import page
from sim.tabletop.seat.capital import Capital
from sim.tabletop.seat.outside import OUTSIDE
from sim.tabletop.seat.sentences import SENTENCES, line
from sim.tabletop.seat.sight import SEEN, Feed
from sim.tabletop.seat.situation import Situation
from tests.engine.worlds import Changes, busy, crises, replications, run

ROOT = Path(__file__).parents[3]
#: What no seat ever sees: the other side's mind, what nobody knows yet, who talked, what is meant.
HIDDEN = {
    "cleared",
    "delivered",
    "drafted",
    "hesitation",
    "intent",
    "judgement",
    "leak",
    "lost",
    "queued",
    "ruled",
    "told",
}
#: By these it is told whose an entry is; to those whose it is not they tell nothing.
WHOSE = {"ally", "sender", "to", "what", "event", "text", "message", "plan"}


def feed(log: Log, seat: Seat) -> Feed:
    seen = Feed(seat)
    for entry in log:
        seen.take(entry)
    return seen


def shown(log: Log, seat: Seat, setting: Setting) -> list[str]:
    """All that a page of a seat is made from: each line, and the situation."""
    capital, seen = Capital(seat, setting), feed(log, seat).seen
    now = Situation().take(seen)
    return [
        *(repr(one) for one in seen),
        *page.news_lines(capital, seen, 100),
        *page.situation_lines(capital, now, log[-1][0], 100),
        *page.inbox_lines(capital, [(one, "") for one in now.inbox()], 100),
        *page.outbox_lines(capital, [(one, "", "") for one in now.own_letters()], 100),
    ]


def changed(value: object) -> object:
    """Another value of the same kind."""
    match value:
        case bool():
            return not value
        case int() | float():
            return value + 17
        case Cause() | Occasion():
            return value._replace(id="another")
        case str():
            return f"another {value}"
        case Mapping():
            return {key: changed(one) for key, one in value.items()}
        case tuple():
            return (*value, *value[:1])
        case _:
            return value


def spoilt(log: Log, seat: Seat) -> Log:
    """The same log with every field changed that the seat may not see."""
    seen = Feed(seat)
    found: Log = []
    for at, event in log:
        seen.take((at, event))
        listed = set(seen._fields(event) or ())
        if isinstance(event, Preparation) and seat == "patron":
            listed.add("strike_at")  # seen once the hour is learnt
        others = {
            one.name: changed(getattr(event, one.name))
            for one in fields(cast("Any", event))
            if one.name not in listed | WHOSE
        }
        found.append((at, replace(cast("Any", event), **others)))
    return found


@settings(max_examples=12)
@given(crises(), replications, st.sampled_from(SEATS))
def test_what_is_not_listed_changes_nothing_that_a_seat_is_shown(
    crisis: Changes, replication: int, seat: Seat
) -> None:
    setting = busy(crisis)
    log = run(setting, replication, full=True)
    assert shown(spoilt(log, seat), seat, setting) == shown(log, seat, setting)


def test_the_same_with_an_adversary_that_attacks_warnings_and_terms() -> None:
    arms = load(ROOT / "scenarios" / "northern-front.yaml").arms
    kinds: set[str] = set()
    for name, arm in arms.items():
        log = run(arm.setting, 1, full=True)
        kinds.update(event.kind for _, event in log)
        for seat in SEATS:
            honest = shown(log, seat, arm.setting)
            assert shown(spoilt(log, seat), seat, arm.setting) == honest, name
    assert {"intent", "warning"} <= kinds


def test_the_property_can_fail(monkeypatch: pytest.MonkeyPatch) -> None:
    """A field too many in the table would be noticed."""
    setting = busy()
    log = run(setting, full=True)
    honest = spoilt(log, "frontline")
    before = shown(honest, "frontline", setting)
    rows = {**SEEN, EVENTS["decision"]: {"own": ("asks", "trigger", "option", "readiness")}}
    monkeypatch.setattr("sim.tabletop.seat.sight.SEEN", rows)
    assert shown(log, "frontline", setting) != before


def test_kinds_that_no_seat_sees() -> None:
    assert {name for name, kind in EVENTS.items() if kind not in SEEN} == HIDDEN


def test_the_table_names_fields_that_are_there() -> None:
    for kind, rows in SEEN.items():
        known = {one.name for one in fields(cast("Any", kind))}
        for listed in rows.values():
            assert set(listed) <= known, kind


def test_the_truth_is_in_no_row() -> None:
    secret = {"readiness", "readiness_before", "readiness_after", "means", "values", "given"}
    for kind, rows in SEEN.items():
        for relation, listed in rows.items():
            if relation == "adversary":  # its readiness is its own
                assert not (secret - {"readiness", "readiness_before", "readiness_after"}) & {
                    *listed
                }
            elif relation != "patron" or kind is not EVENTS["stance"]:
                assert not secret & set(listed), (kind, relation)


def test_the_other_side_learns_of_a_message_when_it_reads_it_and_not_before() -> None:
    log = run(busy({"protocol": "consult"}), full=True)
    posted = {event.message: event.sender for _, event in log if isinstance(event, Posted)}
    for seat in ROLES:
        seen = feed(log, seat)
        kinds = {one.kind for one in seen.seen}
        assert {"posted", "sent", "read"} <= kinds
        assert not {"delivered", "lost"} & kinds
        theirs = [one for one in seen.seen if one.kind == "read"]
        read = [
            event
            for _, event in log
            if event.kind == "read" and posted[cast("Any", event).message] != seat
        ]
        assert len(theirs) == len(read)


def test_numbers_of_messages_are_the_seats_own() -> None:
    """How many messages and plans the other has had cannot be read off."""
    log = run(busy({"protocol": "consult"}), full=True)
    for seat in ROLES:
        numbers: list[int] = []
        for one in feed(log, seat).seen:
            number = cast("int", one.data.get("message", 0))
            if number and number not in numbers:
                numbers.append(number)
        assert sorted(numbers) == list(range(1, len(numbers) + 1))


def test_the_patron_knows_the_hour_once_it_has_learnt_it() -> None:
    log = run(busy({"protocol": "notify", "terms.notice": 20.0}), 3, full=True)
    learnt = [one for one in feed(log, "patron").seen if one.kind == "hour"]
    assert any("strike_at" in one.data for one in learnt)
    assert all(one.data.get("strike_at", one.at) >= one.at for one in learnt)  # type: ignore[operator]


#: What only the allies among themselves know, and what an ally knows of itself alone.
AMONG_ALLIES = {
    "answered",
    "asked",
    "assessment",
    "decision",
    "deterrence",
    "learnt",
    "hour",
    "meeting",
    "no_return",
    "posted",
    "prepare",
    "pressure",
    "read",
    "recall",
    "report",
    "sent",
    "stance",
    "stance_read",
    "state",
    "support",
    "trust",
}


def test_outsiders_see_what_is_public_and_the_adversary_what_is_its_own() -> None:
    seen: dict[Seat, set[str]] = {"adversary": set(), "region": set()}
    allied: set[str] = set()
    for arm in load(ROOT / "scenarios" / "northern-front.yaml").arms.values():
        for replication in range(6):
            log = run(arm.setting, replication, full=True)
            allied |= {one.kind for seat in ROLES for one in feed(log, seat).seen}
            for seat, found in seen.items():
                shown_ = feed(log, seat).seen
                found |= {one.kind for one in shown_}
                assert all("protocol" not in one.data for one in shown_)
    assert {"prepare", "read", "report", "stance", "trust"} <= allied
    for seat, found in seen.items():
        assert not AMONG_ALLIES & found, seat
        assert {"provocation", "rung", "strike", "warning"} <= found
    assert {"alarm", "alert"} <= seen["adversary"]
    assert not {"alarm", "alert", "concession"} & seen["region"]


@pytest.mark.parametrize("seat", SEATS)
def test_everything_that_is_seen_can_be_said(seat: Seat) -> None:
    said: set[str] = set()
    for protocol in ("unilateral", "notify", "consult", "concurrence", "joint"):
        setting = busy({"protocol": protocol})
        for replication in range(6):
            for one in feed(run(setting, replication, full=True), seat).seen:
                text = line(Capital(seat, setting), one)
                assert "{" not in text
                said.update({one.kind} if text else ())
    assert len(said) >= (15 if seat in ROLES else 6)
    quiet = {"pressure", "deterrence", "decision", "stance"}
    assert {EVENTS[name] for name in (*SENTENCES, *OUTSIDE, *quiet)} == set(SEEN)
