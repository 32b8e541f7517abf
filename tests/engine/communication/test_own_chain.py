"""A channel with a chain of its own: what two leaders' offices type to each other, three ministries
do not clear.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from sim.domain.events import Asked, Cleared, Read
from sim.domain.inputs.injects import Inject
from sim.engine.communication.press import Press
from sim.engine.compiled import compiled_setting
from sim.engine.expected_reading import first_channel, reading_range
from sim.errors import HotlineError
from sim.scenario import load
from tests.engine.worlds import Changes, asking, desk, entries, first, run, wire

OFFICES = {"ministry": desk(5.0), "leader_office": desk(1.0)}
SLOW: Changes = {
    **{f"allies.{role}.offices": OFFICES for role in ("frontline", "patron")},
    **{
        f"allies.{role}.outgoing": {"any": ("ministry", "leader_office")}
        for role in ("frontline", "patron")
    },
    **{f"allies.{role}.incoming": {"any": ("ministry",)} for role in ("frontline", "patron")},
    "terms.patience.base": 200.0,
}
DIRECT = wire(from_="leader_office", to="leader_office")
NO_OFFICE = r':8:\d+: channels.teletype.(from|to): there is no office "leader_ofice" of the'
CUT = Inject(event="channel_down", at=0.0, channel="wire", lasts=1000.0)


def question_read(changes: Changes) -> float:
    """Hours from asking until the patron's leader reads the question."""
    log = run(asking({**SLOW, **changes}))
    question = first(log, Asked)[1].message
    return next(time for time, data in entries(log, Read) if data.message == question)


def test_it_replaces_clearance_and_inbound_of_what_travels_on_it() -> None:
    assert question_read({}) == 5 + 1 + 5
    assert question_read({"channels.wire": DIRECT}) == 1 + 1
    assert question_read({"channels.wire": wire(from_="leader_office")}) == 1 + 5
    assert question_read({"channels.wire": wire(to="leader_office")}) == 5 + 1 + 1


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"channels.wire": DIRECT},
        {"channels.wire": wire(to="leader_office")},
        {"channels.wire": DIRECT, "allies.frontline.precleared": ("consultation_request",)},
    ],
)
def test_the_hours_that_are_promised_are_those_of_the_chain_that_it_takes(changes: Changes) -> None:
    ready = compiled_setting(asking({**SLOW, **changes}))
    kind = "consultation_request"
    promised = reading_range(ready, "frontline", kind, first_channel(ready, kind), 0.0)
    assert promised == pytest.approx((question_read(changes),) * 3)


def test_what_falls_back_to_a_channel_without_one_takes_the_chain_that_it_missed() -> None:
    """Cleared by the leader's office, an hour lost on the wire, then the ministry; on arrival the
    other's.
    """
    fallen = {
        "channels.wire": replace(DIRECT, timeout=1.0, fallback="cable"),
        "channels.cable": wire(),
        "injects.cut": CUT,
    }
    assert question_read(fallen) == 1 + 1 + 5 + 5


def test_what_falls_back_to_a_channel_with_one_was_cleared_already() -> None:
    fallen = {
        "channels.wire": wire(timeout=1.0, fallback="teletype"),
        "channels.teletype": DIRECT,
        "injects.cut": CUT,
    }
    assert question_read(fallen) == 5 + 1 + 1 + 1


def test_what_is_precleared_needs_no_clearance_there_either() -> None:
    free = {"channels.wire": DIRECT, "allies.frontline.precleared": ("consultation_request",)}
    assert question_read(free) == 1


def test_the_log_names_the_desks_that_cleared_it() -> None:
    log = run(asking({**SLOW, "channels.wire": DIRECT}), full=True)
    assert {data.desks for _, data in entries(log, Cleared)} == {("leader_office",)}


@pytest.mark.parametrize(("channel", "handlers"), [(wire(), 2 + 1 + 2), (DIRECT, 1 + 1 + 2)])
def test_only_the_desks_of_the_chain_can_talk(
    monkeypatch: pytest.MonkeyPatch, channel: object, handlers: int
) -> None:
    told: list[int] = []
    monkeypatch.setattr(
        Press, "draw_leak", lambda _press, _message, hands, _security, _chance: told.append(hands)
    )
    run(asking({**SLOW, "channels.wire": channel}))
    assert set(told) == {handlers}


@pytest.mark.parametrize("field", ["from", "to"])
def test_both_allies_have_its_office(tmp_path: Path, field: str) -> None:
    path = tmp_path / "two.yaml"
    path.write_text(
        "schema: 1\ntitle: Two\npurpose: two\nstart: 2026-03-02T06:00+00:00\n"
        "channels:\n  teletype:\n    latency: 1 min\n"
        f"    {field}: leader_ofice\n"
    )
    with pytest.raises(HotlineError, match=NO_OFFICE):
        load(path)
