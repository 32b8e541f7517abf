"""The facilitator's page: how seats are led, injects, what is said, limits, notes, and stopping for
something real.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from sim.tabletop.debrief.rank_among_games import hollow_text
from sim.tabletop.game.game import read_game

pytest.importorskip("starlette", reason="the extra web is not installed")

from sim.tabletop.web import pace
from sim.tabletop.web.host import GONE
from tests.tabletop.web.browsers import open_table

if TYPE_CHECKING:
    from tests.tabletop.web.browsers import Browser, Table


def question(browser: Browser) -> dict[str, object] | None:
    found: dict[str, object] | None = browser.get("view").said["state"]["question"]
    return found


def test_a_seat_is_led_otherwise_in_mid_game_and_the_journal_knows(
    table: Table, folder: Path
) -> None:
    frontline, _, facilitator = table.seats()
    facilitator.act("jump")
    assert question(frontline)
    assert frontline.get("view").said["clock"]["mode"] == "waiting"
    assert facilitator.act("lead", seat="frontline", policy="open").status == 200
    facilitator.act("run")
    before = table.room.hour
    table.pass_time(20.0, 20)
    assert table.room.hour > before, "the clock runs on"
    assert frontline.act("answer", option="hold").status == 200
    facilitator.act("lead", seat="frontline", policy="rule")
    facilitator.act("lead", seat="patron", policy="rule")
    facilitator.act("jump")
    assert table.room.mode == "over", "rules sit in both seats"
    assert read_game(folder).table.digest == table.game.table.digest
    assert facilitator.act("lead", seat="adversary", policy="open").status == 409
    assert facilitator.act("lead", seat="patron", policy="sometimes").status == 409


def test_when_the_time_for_a_decision_is_over_it_lapses(table: Table, folder: Path) -> None:
    frontline, _, facilitator = table.seats()
    assert facilitator.act("limit", seat="frontline", minutes=1).status == 200
    facilitator.act("jump")
    table.pass_time(30.0, 30)
    assert frontline.get("view").said["clock"]["left"] == pytest.approx(30.0)
    facilitator.act("pause")
    table.pass_time(100.0, 50)
    assert frontline.get("view").said["clock"]["left"] == pytest.approx(30.0), (
        "it stands in a pause"
    )
    facilitator.act("run")
    table.pass_time(31.0, 31)
    records = [json.loads(line) for line in (folder / "journal.jsonl").read_bytes().splitlines()]
    lapse = next(record for record in records if record["do"] == "lapse")
    assert (lapse["seat"], lapse["by"]) == ("frontline", "table")
    assert lapse["with"] == {"why": "the 1 minutes for it were over"}
    assert read_game(folder).table.digest == table.game.table.digest
    assert facilitator.act("limit", seat="frontline", minutes=-1).status == 409
    assert facilitator.act("limit", seat="frontline", minutes="x").status == 409


def test_injects_stand_on_the_board_and_what_is_done_to_them_is_in_the_journal(
    table: Table, folder: Path
) -> None:
    frontline, _, facilitator = table.seats()
    brought = facilitator.act(
        "bring", event="channel_down", to="both", channel="cable", lasts=6, text="The cable is cut."
    )
    assert brought.status == 200
    board = facilitator.get("view").said["state"]["injects"]
    assert [(one["name"], one["standing"]) for one in board] == [("control-1", "done")]
    assert "The cable is cut." in json.dumps(frontline.get("view").said) or (
        "The cable is cut." in json.dumps([frame.data for frame in frontline.heard()])
    )
    for do, data in (
        ("inject", {"name": "control-1", "what": "fire"}),
        ("inject", {"name": "control-1", "what": "burn"}),
        ("postpone", {"name": "none", "hours": 1}),
        ("postpone_all", {"hours": 1, "factor": 1}),
        ("postpone_all", {"hours": 1}),
        ("bring", {"event": "channel_down", "to": "both"}),
        ("bring", {"event": "pressure", "to": "everybody"}),
        ("bring", {"event": "pressure", "to": "both", "when": "now"}),
    ):
        assert facilitator.act(do, **data).status == 409, (do, data)
    assert read_game(folder).table.digest == table.game.table.digest


def test_what_was_fired_by_hand_shows_when_it_happened_and_for_when_it_was_set(
    table: Table,
) -> None:
    facilitator = table.browser("facilitator")
    for hours in (48, 60):
        assert (
            facilitator.act("plan", event="news", to="both", hours=hours, text="A rumour.").status
            == 200
        )

    def board() -> dict[str, str]:
        injects = facilitator.get("view").said["state"]["injects"]
        return {one["name"]: one["due"] for one in injects}

    page = table.room.control
    assert board() == {"control-1": page.capital.date(48.0), "control-2": page.capital.date(60.0)}
    for seat in ("frontline", "patron"):
        facilitator.act("lead", seat=seat, policy="open")
    facilitator.act("inject", name="control-1", what="fire")
    now = page.capital.date(table.room.hour)
    assert board()["control-1"] == f"{now} (was set for {page.capital.date(48.0)})"
    facilitator.act("factor", factor=1000)
    facilitator.act("run")
    table.pass_time(240.0, 240)
    assert table.room.hour > 60.0
    assert board()["control-2"] == page.capital.date(60.0), "it came at its hour"
    ends = f"the game ends {page.capital.date(table.game.table.session.control.end())}"
    assert ends in facilitator.get("view").said["state"]["glance"]


def test_what_is_said_to_the_table_is_heard_by_whom_it_is_said_to_once(
    table: Table, folder: Path
) -> None:
    frontline, patron, facilitator = table.seats()
    facilitator.act("broadcast", to="both", text="Ten minutes for lunch.")
    facilitator.act("broadcast", to="patron", text="For you alone.")
    for browser, texts in ((frontline, 1), (patron, 2)):
        said = [frame.data["text"] for frame in browser.heard() if frame.event == "entry"]
        assert [text for text in said if text.startswith("From the facilitator")] == [
            "From the facilitator: Ten minutes for lunch.",
            "From the facilitator: For you alone.",
        ][:texts]
    assert facilitator.act("broadcast", to="both", text=" ").status == 409
    numbers = [frame.number for frame in patron.heard()]
    table.close()
    again = open_table(folder)
    try:
        assert [frame.number for frame in again.browser("patron").heard()] == numbers
    finally:
        again.close()


def test_a_ruling_has_a_reason_is_seen_by_what_it_changes_and_lies_hollow(
    table: Table, folder: Path
) -> None:
    frontline, patron, facilitator = table.seats()
    before = table.game.table.session.control.rung()
    refused = facilitator.act("rule", effect="rung_up", value=1)
    assert (refused.status, refused.said["refused"]) == (409, "a ruling has its reason")
    wrong: tuple[tuple[str, dict[str, Any]], ...] = (
        ("a ruling is rung_up, rung_down, trust", {"effect": "peace", "value": 1}),
        ("from 0 to 1", {"effect": "trust", "value": 2, "seat": "patron"}),
        ("of which ally", {"effect": "trust", "value": 0.5}),
        ("for all", {"effect": "rung_up", "value": 1, "seat": "patron"}),
    )
    for why, data in wrong:
        assert why in facilitator.act("rule", text="So it is.", **data).said["refused"]
    assert facilitator.act("rule", text="They lied.", effect="rung_up", value=1).status == 200
    said: dict[str, Any] = {"effect": "trust", "value": 0.25, "seat": "patron"}
    assert facilitator.act("rule", text="They lied.", **said).status == 200
    assert table.game.table.session.control.rung() == before + 1
    for browser, sees in ((frontline, False), (patron, True)):
        told = json.dumps([frame.data for frame in browser.heard()])
        state = json.dumps(browser.get("view").said["state"])
        assert "The crisis climbs to" in told
        assert ("is now 0.25, as the facilitator ruled so" in told) == sees
        assert ("0.25" in state) == sees
        assert "They lied." not in told + state, "why is the facilitator's own"
    played = read_game(folder)
    assert played.table.digest == table.game.table.digest
    assert "ruled by hand" in hollow_text(played.standing, str)
    while table.game.table.session.control.rung():
        assert facilitator.act("rule", text="So.", effect="rung_down", value=1).status == 200
    refused = facilitator.act("rule", text="So.", effect="rung_down", value=1)
    assert "end of the ladder" in refused.said["refused"]


def test_notes_are_the_facilitators_own_and_outlive_the_server(table: Table, folder: Path) -> None:
    frontline, _, facilitator = table.seats()
    assert facilitator.act("note", rating="M", text="They do not ask.").status == 200
    assert facilitator.act("note", rating="Z", text="x").status == 409
    assert facilitator.act("note", rating="", text="").status == 409
    assert facilitator.act("note", rating="P", objective="none").status == 409
    assert "They do not ask." not in json.dumps([frame.data for frame in frontline.heard()])
    assert "They do not ask." not in (folder / "journal.jsonl").read_text(encoding="ascii")
    table.close()
    again = open_table(folder)
    try:
        notes = again.browser("facilitator").get("view").said["state"]["notes"]
        assert [(note["text"], note["rating"]) for note in notes] == [("They do not ask.", "M")]
    finally:
        again.close()


def test_for_something_real_no_page_of_a_seat_holds_anything(table: Table) -> None:
    frontline, _, facilitator = table.seats()
    facilitator.act("jump")
    assert facilitator.act("blank", text="fire alarm").status == 200
    view = frontline.get("view").said
    assert (view["state"], view["title"], view["clock"]["mode"]) == ({}, "", "blank")
    assert [frame.event for frame in frontline.heard()] == ["clock"]
    assert frontline.get("forms").status == frontline.get("advisers").status == 404
    assert frontline.act("answer", option="hold").status == 409
    for do in ("run", "step", "jump", "factor", "broadcast", "bring", "lapse"):
        data: dict[str, Any] = {"factor": 9, "to": "both", "event": "pressure", "seat": "frontline"}
        refused = facilitator.act(do, text="x", **data).said["refused"]
        assert "play has stopped for something real" in refused, do
    hour = table.room.hour
    table.pass_time(20.0, 10)
    assert table.room.hour == hour
    assert facilitator.act("lift").status == 200
    assert question(frontline)
    facilitator.act("run")
    assert frontline.act("answer", option="hold").status == 200


def test_the_game_does_not_run_unwatched(table: Table, monkeypatch: pytest.MonkeyPatch) -> None:
    frontline, _, facilitator = table.seats()
    now = [0.0]
    monkeypatch.setattr("sim.tabletop.web.host.monotonic", lambda: now[0])
    for browser, hidden in ((frontline, True), (facilitator, False)):
        assert browser.post("here", {"page": "a", "hidden": hidden}).status == 204
    assert facilitator.get("view").said["clock"]["here_now"] == {
        "frontline": "in another window",
        "patron": "nobody has come yet",
    }
    assert "here_now" not in frontline.get("view").said["clock"]
    facilitator.act("run")
    table.host._tick()
    assert table.room.mode == "running"
    now[0] += GONE + 1
    table.host._tick()
    assert table.room.mode == "paused"
    assert table.room.pace.why == pace.UNWATCHED
    assert facilitator.get("view").said["clock"]["here_now"]["frontline"] == "has left"
