"""A game in browsers: two seats and a facilitator, what is on disk, and what is heard."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from sim.engine.session import Session
from sim.tabletop.game import acts
from sim.tabletop.game.acts import Act
from sim.tabletop.game.game import Game, read_game

pytest.importorskip("starlette", reason="the extra web is not installed")

from sim.tabletop.web.room import Room
from tests.tabletop.web.browsers import Frames, frames_in, open_table

if TYPE_CHECKING:
    from tests.tabletop.web.browsers import Table


def journal(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in (path / "journal.jsonl").read_bytes().splitlines()]


def entries(frames: Frames) -> list[str]:
    return [frame.number for frame in frames if frame.event == "entry"]


def test_two_seats_and_a_facilitator_play(table: Table, folder: Path) -> None:
    frontline, patron, facilitator = table.seats()
    assert frontline.get("view").said["state"]["question"] is None
    assert frontline.act("answer", option="hold").status == 409, "the game has not begun"
    assert facilitator.act("jump").status == 200
    question = frontline.get("view").said["state"]["question"]
    assert [one["name"] for one in question["options"]] == ["hold", "pressure", "strike"]
    assert patron.get("view").said["state"]["question"] is None
    assert patron.get("view").said["clock"]["mode"] == "waiting"
    written = patron.act(
        "write", kind="dialogue", precedence="flash", channel="cable", text="not before the talks"
    )
    assert written.status == 200
    done = frontline.act("answer", option="hold", text="they need time")
    record = journal(folder)[-1]
    assert done.said == {"n": record["n"], "at": record["at"]}
    assert (record["do"], record["seat"], record["with"]) == (
        "answer",
        "frontline",
        {"option": "hold"},
    )
    assert "they need time" in (folder / "words.jsonl").read_text(encoding="utf-8")
    for _ in range(200):
        if frontline.act("answer", option="hold").status != 200:
            assert facilitator.act("step").status == 200
        if "not before the talks" in json.dumps(table.room.seats["frontline"].items):
            break
    assert "not before the talks" in json.dumps([one.data for one in frontline.heard()])
    digest = table.game.table.digest
    assert read_game(folder).table.digest == digest, "the journal makes the same world"


def test_a_seat_hears_what_it_sees_and_nothing_else(table: Table) -> None:
    frontline, patron, facilitator = table.seats()
    facilitator.act("jump")
    for browser in (frontline, patron):
        page = table.room.pages[browser.place]
        feed = table.game.table.feeds[browser.place]  # type: ignore[index]
        assert page.total == len(feed.seen)
        heard = [frame for frame in browser.heard() if frame.event == "entry"]
        assert [frame.data["kind"] for frame in heard] == [
            seen.kind for n, seen in enumerate(feed.seen, 1) if f"0.{n}" in entries(heard)
        ]
    assert "truly" in json.dumps(facilitator.get("view").said)
    assert "truly" not in json.dumps(frontline.get("view").said)


def test_who_comes_back_hears_the_rest_and_nothing_twice(table: Table, folder: Path) -> None:
    frontline, _, facilitator = table.seats()
    for _ in range(12):
        if facilitator.act("step").status != 200:
            frontline.act("answer", option="hold")
    whole = entries(frontline.heard())
    assert len(whole) > 3
    for heard, last in enumerate(whole, 1):
        assert entries(frontline.heard(after=last)) == whole[heard:]
    table.close()
    again = open_table(folder)
    try:
        back = again.browser("frontline")
        assert entries(back.heard(after=whole[1])) == whole[2:], "numbers outlive the server"
        assert entries(back.heard(after="7.2")) == whole, "another line of the game: from the start"
        assert back.heard(after="7.2")[0].event == "reset"
        assert entries(back.heard(after="<x>")) == whole
    finally:
        again.loop.close()
        again.host.leave()
        again.game.close()


def test_what_is_sent_twice_happens_once_also_after_the_server_was_killed(
    table: Table, folder: Path
) -> None:
    frontline, _, facilitator = table.seats()
    facilitator.act("jump", mark="jump-0001")
    first = frontline.act("answer", mark="answer-0001", option="hold")
    before = journal(folder)
    assert frontline.act("answer", mark="answer-0001", option="hold").said == first.said
    assert facilitator.act("jump", mark="jump-0001").status == 200
    assert journal(folder) == before
    table.game._journal.close()
    again = open_table(folder)
    try:
        back = again.browser("frontline")
        assert back.act("answer", mark="answer-0001", option="hold").said == first.said
        assert again.browser("patron").act("ask", mark="answer-0001").status == 409
        assert journal(folder) == before
        assert back.get("view").said["clock"]["mode"] == "paused"
    finally:
        again.loop.close()
        again.host.leave()
        again.game.close()


def test_a_refused_act_leaves_no_trace_and_is_not_done_later(table: Table, folder: Path) -> None:
    frontline, _, facilitator = table.seats()
    facilitator.act("jump")
    before = journal(folder)
    refused = frontline.act("answer", mark="too-early-1", option="hold", question="course-1")
    assert (refused.status, refused.said["refused"]) == (409, "that question is not open any more")
    assert frontline.act("answer", mark="too-early-1", option="hold").said == refused.said
    assert frontline.act("answer", option="bomb").status == 409
    assert frontline.act("answer", option="hold", text="\x1b[2J").status == 409
    old = frontline.act("answer", option="hold", stamp=table.room.stamp - 11_000)
    assert "pressed too long ago" in old.said["refused"]
    assert journal(folder) == before


def test_nothing_is_decided_before_one_has_seen_what_came_in(table: Table) -> None:
    frontline, patron, facilitator = table.seats()
    facilitator.act("step")
    sent = patron.act("write", kind="dialogue", precedence="flash", channel="cable")
    assert sent.status == 200
    page = table.room.seats["frontline"]
    for _ in range(400):
        if page.weighty and page.state["question"]:
            break
        if frontline.act("answer", option="hold").status != 200:
            facilitator.act("step")
    blind = frontline.act("answer", option="hold", seen=page.weighty - 1)
    assert "something has reached you since" in blind.said["refused"]
    assert frontline.act("answer", option="hold", seen=page.weighty).status == 200


def test_what_does_not_reach_the_disk_has_not_happened(
    table: Table, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    frontline, _, facilitator = table.seats()
    facilitator.act("jump")
    before, digest = journal(folder), table.game.table.digest
    heard = frontline.heard()

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(os, "fdatasync", full)
        failed = frontline.act("answer", option="hold")
    assert failed.status == 409
    assert "No space left" in failed.said["refused"]
    assert (journal(folder), table.game.table.digest) == (before, digest)
    assert entries(frontline.heard()) == entries(heard)
    clock = frontline.get("view").said["clock"]
    assert clock["mode"] == "paused"
    assert "No space left" in clock["why"]
    facilitator.act("run")
    assert frontline.act("answer", option="hold").status == 200


def test_a_full_disk_while_time_passes_pauses_the_game_and_it_can_go_on(
    table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The clock writes by itself: a fault there must not end it."""
    _, _, facilitator = table.seats()
    facilitator.act("factor", factor=3600)
    facilitator.act("run")
    before = table.game.table.session.now

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(os, "fdatasync", full)
        table.pass_time(4.0, 4)
    clock = facilitator.get("view").said["clock"]
    assert clock["mode"] == "paused"
    assert "No space left" in clock["why"]
    assert table.room.hour == before, "what was not written has not happened"
    facilitator.act("run")
    table.pass_time(4.0, 4)
    assert table.game.table.session.now > before


def test_where_nothing_can_be_taken_back_nothing_more_is_done(
    table: Table, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An act on half a world would make a journal that nobody can read."""
    _, _, facilitator = table.seats()

    def break_always(_session: Session, _act: Act) -> str:
        raise ZeroDivisionError

    facilitator.act("jump")
    before = journal(folder)
    with monkeypatch.context() as patched:
        patched.setattr("sim.tabletop.game.table.carry_out", break_always)
        with pytest.raises(ZeroDivisionError):
            facilitator.act("inject", name="none", what="fire")
    assert "the table is stuck" in facilitator.act("jump").said["refused"]
    table.pass_time(4.0)
    assert journal(folder) == before


def test_a_fault_half_way_is_taken_back(table: Table, monkeypatch: pytest.MonkeyPatch) -> None:
    frontline, _, facilitator = table.seats()
    facilitator.act("jump")
    before, carry_out = table.game.table.digest, acts.carry_out
    broken: list[str] = []

    def break_once(session: Session, act: Act) -> str:
        done = carry_out(session, act)
        if act.do == "answer" and not broken:
            broken.append(act.do)
            raise ZeroDivisionError
        return done

    monkeypatch.setattr("sim.tabletop.game.table.carry_out", break_once)
    assert "was taken back" in frontline.act("answer", option="hold").said["refused"]
    assert table.game.table.digest == before
    assert table.room.mode == "paused"
    facilitator.act("run")
    assert frontline.act("answer", option="hold").status == 200


def test_the_game_runs_by_the_clock_of_the_room(table: Table, folder: Path) -> None:
    frontline, _, facilitator = table.seats()
    facilitator.act("factor", factor=3600)
    facilitator.act("run")
    table.pass_time(1.0, 4)
    assert table.room.hour == pytest.approx(1.0)
    assert frontline.get("view").said["clock"]["mode"] == "running"
    facilitator.act("pause")
    assert table.game.table.session.now == pytest.approx(1.0)
    table.pass_time(5.0)
    assert table.room.hour == pytest.approx(1.0), "in a pause no time passes"
    assert (
        "paused" in frontline.act("ask").said["refused"]
        or "stands" in (frontline.act("ask").said["refused"])
    )
    facilitator.act("run")
    table.pass_time(300.0)
    assert table.room.mode == "paused", "a machine that slept has not played"
    assert "slept" in facilitator.get("view").said["clock"]["why"]
    facilitator.act("run")
    table.pass_time(400.0, 400)
    assert table.room.mode == "waiting"
    hour = table.room.hour
    table.pass_time(1.0)
    assert table.room.hour == hour, "the clock stands for a decision"
    assert read_game(folder).table.digest == table.game.table.digest
    assert {"clock", "advance"} <= {str(record["do"]) for record in journal(folder)}


def test_the_game_is_ended_for_good_by_its_words(table: Table) -> None:
    _, _, facilitator = table.seats()
    assert facilitator.act("end", word="yes").status == 409
    assert facilitator.act("end", word="End the game").status == 200
    assert table.room.mode == "over"
    settings: dict[str, Any] = {
        "factor": 9,
        "seat": "patron",
        "minutes": 1,
        "policy": "rule",
        "allowed": True,
    }
    for do in ("run", "pause", "step", "jump", "factor", "limit", "acts_in_pause", "lead", "lapse"):
        assert facilitator.act(do, **settings).said["refused"] == "the game is over"
    assert facilitator.act("note", rating="P", text="Well held.").status == 200


def test_a_message_is_called_back_by_the_number_that_its_sender_knows(table: Table) -> None:
    _, patron, facilitator = table.seats()
    facilitator.act("jump")
    assert patron.act("write", kind="dialogue", precedence="flash", channel="cable").status == 200
    (letter,) = patron.get("view").said["state"]["sent"]
    assert letter["may_call_back"]
    for wrong in (0, 2, "1", None):
        answer = patron.act("call_back", message=wrong)
        assert (answer.status, "by its number" in answer.said["refused"]) == (409, True)
    assert patron.act("call_back", message=letter["number"]).status == 200
    (letter,) = patron.get("view").said["state"]["sent"]
    assert not letter["may_call_back"]
    assert "called back already" in patron.act("call_back", message=1).said["refused"]


def test_the_clock_of_the_room_goes_on_while_the_machine_sleeps(folder: Path) -> None:
    boot = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)
    with Game(folder) as game:
        room = Room(game)
        before = time.clock_gettime(boot)
        found = room.wall()
        assert before <= found <= time.clock_gettime(boot)


def test_a_page_that_asks_now_and_then_hears_each_entry_once(table: Table) -> None:
    frontline, _, facilitator = table.seats()
    facilitator.act("jump")

    def news(after: str = "") -> Frames:
        answer = frontline.get(f"events?once=1{after and f'&after={after}'}")
        assert (answer.status, answer.headers["content-type"].split(";")[0]) == (
            200,
            "text/event-stream",
        )
        return frames_in(answer.body.decode())

    heard = news()
    assert entries(heard) == entries(frontline.heard())
    assert [one.event for one in heard if one.event != "entry"] == ["state", "clock"]
    last = entries(heard)[-1]
    assert [one.event for one in news(last)] == ["state", "clock"]
    assert news("99.1")[0].event == "reset"
    facilitator.act("blank", text="fire alarm")
    assert [one.event for one in news(last)] == ["clock"]
    assert table.browser("patron", come_in=False).get("events?once=1").status == 403
    assert table.host.streams["frontline"] == 0
