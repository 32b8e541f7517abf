"""How stances are read: drawn at each asking, or once for a position and its reader; what repairs
a reading, and what an envoy brings home.
"""

from __future__ import annotations

from dataclasses import replace
from math import sqrt
from typing import Any

import pytest

from sim.domain.actors.misperception import Reading, position_key
from sim.domain.distributions.families import Fixed
from sim.domain.events import (
    Answered,
    EnvoyBack,
    EnvoySent,
    PatienceExpired,
    StanceRead,
    StateChange,
    TermAnswered,
    TermEnded,
)
from sim.domain.events.log import Log
from sim.domain.inputs.injects import Inject
from sim.domain.inputs.setting import Setting
from tests.engine.worlds import Changes, asking, entries, run, scripted, times, wire, worlds

_SAID = Reading(
    amber=0.4, other=0.4, hope=1.0, fidelity=0.0, trust=0.0, clarify_below=0.0, persists=False
)
_TEN = {f"news {number}": Inject(event="news", at=10.0 * number) for number in range(10)}


def ten_askings(reading: Reading, **more: object) -> Setting:
    """The frontline asks ten times about a position that does not change: a red."""
    return asking(
        {
            "protocol": "concurrence",
            "injects": _TEN,
            "allies.frontline.reading": reading,
            "allies.frontline.leader.memory": 5.0,
            "allies.frontline.leader.pause": 0.0,
            **more,
        }
    )


def readings(setting: Setting, number: int) -> list[list[str]]:
    """How each of some worlds read the answers, in order."""
    return [[data.read for _, data in entries(log, StanceRead)] for log in worlds(setting, number)]


def test_a_position_is_read_alike_however_often_it_is_asked_about() -> None:
    found = readings(ten_askings(replace(_SAID, persists=True)), 150)
    assert {len(read) for read in found} == {10}
    assert {len(set(read)) for read in found} == {1}
    share = sum(read[0] == "amber" for read in found) / len(found)
    assert abs(share - 0.4) < 4 * sqrt(0.4 * 0.6 / len(found))


def test_drawn_at_each_asking_a_misreading_comes_to_almost_everyone() -> None:
    found = readings(ten_askings(_SAID), 40)
    assert sum("amber" in read for read in found) >= 38  # 1 - .6^10 = .994
    assert any(len(set(read)) == 2 for read in found)


def test_leader_and_ambassador_read_with_luck_of_their_own() -> None:
    once = replace(_SAID, persists=True)
    leader = readings(ten_askings(once), 60)
    ambassador = readings(ten_askings(once, channels={"wire": wire(reader="ambassador")}), 60)
    differs = sum(a[0] != b[0] for a, b in zip(leader, ambassador, strict=True))
    assert differs / 60 == pytest.approx(2 * 0.4 * 0.6, abs=4 * sqrt(0.25 / 60))


@pytest.mark.parametrize(
    ("stance", "strength", "key"),
    [
        ("amber", 0.1, "amber"),
        ("amber", 0.9, "amber"),
        ("red", 0.0, "red/0"),
        ("red", 0.34, "red/1"),
        ("red", 1.0, "red/2"),
        ("green", 0.99, "green/2"),
    ],
)
def test_a_position_is_a_stance_within_a_width_of_the_band(
    stance: str, strength: float, key: str
) -> None:
    assert position_key(stance, strength, 3.0) == key


_AMBER_AS_GREEN: dict[str, Any] = {
    "allies.patron.leader.rule": scripted((0, "amber")),
    "allies.frontline.reading": replace(_SAID, amber=1.0, persists=True),
    "terms.read_back": True,
}


@pytest.mark.parametrize("protocol", ["concurrence", "joint"])
def test_a_green_that_commits_both_is_read_back_before_it_counts(protocol: str) -> None:
    log = run(
        asking(
            {"protocol": protocol, "terms.diplomacy": 0.0, "terms.joins_on_amber": 0.0}
            | _AMBER_AS_GREEN
        )
    )
    read = [(data.read, data.repaired) for _, data in entries(log, StanceRead)]
    assert read[:2] == [("green", False), ("amber", True)]
    assert "wish_green" not in [data.event for _, data in entries(log, StateChange)]


def test_a_misread_green_counts_where_nothing_is_read_back() -> None:
    log = run(asking({"protocol": "concurrence"} | _AMBER_AS_GREEN | {"terms.read_back": False}))
    assert "wish_green" in [data.event for _, data in entries(log, StateChange)]


def test_what_was_read_back_is_known_when_it_is_said_again() -> None:
    setting = ten_askings(
        replace(_SAID, amber=1.0, persists=True),
        **{"allies.patron.leader.rule": scripted((0, "amber")), "terms.read_back": True},
    )
    read = [(data.read, data.repaired) for _, data in entries(run(setting), StanceRead)]
    assert read[:2] == [("green", False), ("amber", True)]
    assert read[2:] == [("amber", False)] * 9


def confirmed(patience: float, deadline: float) -> Log:
    """A world in which a yes is read at hour 10 and read back, by a line of five hours each way,
    with an occasion to think again at hour 12.
    """
    changes: Changes = {
        "protocol": "concurrence",
        "terms.patience.base": patience,
        "terms.override_line": 0.0,
        "terms.deadline": deadline,
        "channels": {"wire": wire(5.0)},
        "allies.patron.leader.rule": scripted((0, "green")),
        "injects": {f"news at {at:g}": Inject(event="news", at=at) for at in (0.0, 12.0)},
        "terms.read_back": True,
    }
    return run(asking(changes))


def moves(log: Log) -> list[tuple[float, str]]:
    return [(time, data.event) for time, data in entries(log, StateChange)]


def test_a_yes_under_way_to_be_confirmed_is_waited_for_as_long_again() -> None:
    """Nobody who has read a yes strikes on silence, the line for an override passed or not."""
    log = confirmed(12.0, 0.0)
    assert times(log, Answered) == [10.0]
    assert entries(log, PatienceExpired) == []
    assert moves(log)[:3] == [(0.0, "wish"), (20.0, "answered"), (20.0, "wish_green")]


def test_a_yes_that_comes_late_is_not_overridden_while_it_is_being_confirmed() -> None:
    """Silence is in hand already, and yet the yes is on the table."""
    log = confirmed(9.0, 1.2)
    assert moves(log)[:2] == [(0.0, "wish"), (9.0, "expired")]
    assert (12.0, "override") not in moves(log)
    assert (20.0, "wish_green") in moves(log)


@pytest.mark.parametrize(("term", "read"), [(0.0, "green"), (1.0, "amber")])
def test_doubts_that_come_with_a_request_to_wait_are_not_taken_for_a_yes(
    term: float, read: str
) -> None:
    log = run(
        asking(_AMBER_AS_GREEN | {"terms.waiting.chance": term, "terms.waiting.accepts": 2.0})
    )
    assert entries(log, StanceRead)[0][1].read == read
    assert bool(entries(log, TermAnswered)) == (term > 0.0)


def test_doubts_of_its_own_accord_are_not_taken_for_a_yes() -> None:
    """Where nobody asked there is no question to which it would be one."""
    said = Inject(event="warning", at=1.0, stance="amber", public=False)
    unasked = {"protocol": "unilateral", "injects": {"counsel": said}}
    log = run(asking(_AMBER_AS_GREEN | unasked))
    assert [data.read for _, data in entries(log, StanceRead)] == ["amber"]


def test_an_envoy_who_hears_a_yes_ends_the_term() -> None:
    """What he brings is the stance in hand, and nobody waits any longer on a yes."""
    reading = replace(_SAID, amber=1.0, persists=True, envoy=Fixed(value=30.0))
    term = {"terms.waiting.chance": 1.0, "terms.waiting.accepts": 2.0}
    log = run(asking(_AMBER_AS_GREEN | {"allies.frontline.reading": reading} | term))
    ended = [(time, data.why) for time, data in entries(log, TermEnded)]
    assert ended[0] == (30.0, "green")


def test_an_envoy_goes_on_an_amber_and_what_he_hears_is_in_hand() -> None:
    reading = Reading(amber=0.0, other=0.0, clarify_below=0.0, envoy=Fixed(value=30.0))
    changes: Changes = {
        "allies.patron.leader.rule": scripted((0, "amber")),
        "allies.frontline.leader.rule": scripted((0, "strike"), (1, "hold")),
        "allies.frontline.reading": reading,
    }
    log = run(asking(changes))
    assert [(time, data.until) for time, data in entries(log, EnvoySent)] == [(0.0, 30.0)]
    assert times(log, EnvoyBack) == [30.0]
    assert [(time, data.read) for time, data in entries(log, StanceRead)] == [
        (0.0, "amber"),
        (30.0, "amber"),
    ]


def test_no_envoy_goes_on_a_red_or_twice_on_one_position() -> None:
    reading = Reading(
        amber=0.0, other=0.0, clarify_below=0.0, envoy=Fixed(value=3.0), persists=True
    )
    assert times(run(ten_askings(reading)), EnvoySent) == []
    amber = {"allies.patron.leader.rule": scripted((0, "amber"))}
    assert times(run(ten_askings(reading, **amber)), EnvoySent) == [0.0]


@pytest.mark.parametrize(("once", "differ"), [(True, False), (False, True)])
def test_whether_an_amber_patron_joins_is_drawn_once_a_crisis(once: bool, differ: bool) -> None:
    setting = ten_askings(
        Reading(amber=0.0, other=0.0, clarify_below=0.0),
        protocol="joint",
        **{
            "allies.patron.leader.rule": scripted((0, "amber")),
            "terms.diplomacy": 0.0,
            "terms.planning": Fixed(value=1e6),
            "terms.joins_once": once,
        },
    )
    asked = [len(entries(log, StanceRead)) for log in worlds(setting, 60)]
    # who joins is planning from then on; who does not is asked again, ten times
    assert (set(asked) == {1, 10}) != differ
