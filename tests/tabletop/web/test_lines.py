"""Other lines of a game from the facilitator's page: taken back, copied, played by another hand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from sim.output.storage.run_folder import manifest_of
from sim.output.storage.verification import damage_of
from sim.tabletop.game.game import Game, read_game

pytest.importorskip("starlette", reason="the extra web is not installed")

from tests.tabletop.web.browsers import open_table

if TYPE_CHECKING:
    from tests.tabletop.web.browsers import Browser, Table


def points(facilitator: Browser) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = facilitator.get("view").said["state"]["points"]
    return found


def texts(browser: Browser, after: str = "") -> list[str]:
    return [one.data["text"] for one in browser.heard(after) if one.event == "entry"]


def test_what_is_taken_back_is_told_to_all_and_the_old_line_stays_on_disk(
    table: Table, folder: Path
) -> None:
    frontline, patron, facilitator = table.seats()
    facilitator.act("jump")
    asked = table.room.page_of("frontline").open_key
    digest = table.game.table.digest
    heard = [one.number for one in frontline.heard() if one.number][-1]
    frontline.act("answer", option="strike", text="now")
    first = points(facilitator)[0]
    assert "frontline: answer strike" in first["text"]
    before = len(table.game.records)
    facilitator.act("pause")
    assert facilitator.act("take_back", before=first["n"], luck="same").status == 200
    records = table.game.records
    assert [one.do for one in records[before + 1 :]] == ["undo", "broadcast"]
    assert records[before + 1].digest == digest
    assert "answer" in [one.do for one in records[:before]], "the old line is kept"
    for browser in (frontline, patron):
        assert "is taken back, and is played otherwise from there" in texts(browser)[-1]
    assert frontline.heard(after=heard)[0].event == "reset"
    assert table.room.page_of("frontline").open_key == asked
    facilitator.act("run")
    assert frontline.act("answer", option="hold").status == 200
    assert read_game(folder).table.digest == table.game.table.digest


def test_what_a_page_showed_before_is_not_acted_on_after_it_was_taken_back(table: Table) -> None:
    frontline, _, facilitator = table.seats()
    facilitator.act("jump")
    first = table.game.standing[-1].n
    refused = facilitator.act("take_back", before=first).said["refused"]
    assert "pause the game first" in refused
    facilitator.act("pause")
    for wrong in ({"before": 0}, {"before": "1"}, {"before": first, "luck": "good"}, {}):
        assert facilitator.act("take_back", **wrong).status == 409
    stale = table.room.stamp
    table.wall.now += 1
    facilitator.act("take_back", before=first, luck="same")
    facilitator.act("jump")
    old = frontline.act("answer", option="strike", stamp=stale)
    assert "your page showed has been taken back" in old.said["refused"]


def test_what_follows_has_other_luck_unless_it_is_to_have_the_same(
    table: Table, folder: Path
) -> None:
    _, _, facilitator = table.seats()
    ends = []
    for seat in ("frontline", "patron"):
        facilitator.act("lead", seat=seat, policy="rule")
    facilitator.act("pause")
    first = table.game.standing[0].n
    for luck in ("same", "same", "new"):
        facilitator.act("take_back", before=first, luck=luck)
        for seat in ("frontline", "patron"):
            facilitator.act("lead", seat=seat, policy="rule")
        facilitator.act("step")
        first = next(one.n for one in table.game.standing if one.do == "lead")
        ends.append(table.game.table.session.now)
        facilitator.act("pause")
    assert ends[0] == ends[1] != ends[2]
    digest = table.game.table.digest
    table.close()
    again = open_table(folder)
    try:
        assert again.game.table.digest == digest
        assert again.room.epoch == 3
    finally:
        again.close()


def test_a_copy_goes_on_from_an_earlier_act_in_a_folder_of_its_own(
    table: Table, folder: Path
) -> None:
    frontline, _, facilitator = table.seats()
    facilitator.act("jump")
    digest = table.game.table.digest
    frontline.act("answer", option="strike", text="a secret reason")
    answer = points(facilitator)[0]["n"]
    assert facilitator.act("fork", before=answer, luck="same").status == 200
    assert facilitator.act("fork", before=answer).status == 200
    assert facilitator.get("view").said["state"]["forks"] == ["game-line-1", "game-line-2"]
    for name, turned in (("game-line-1", False), ("game-line-2", True)):
        copy = folder.with_name(name)
        assert not damage_of(copy, manifest_of(copy))
        assert "a secret reason" not in (copy / "words.jsonl").read_text(encoding="utf-8")
        with Game(copy) as other:
            assert [one.do for one in other.standing] == ["advance", *(["turn"] * turned)]
            assert (other.table.digest == digest) is not turned or turned
            assert other.table.session.question is not None


def test_the_facilitator_acts_for_a_seat_and_the_journal_says_so(table: Table) -> None:
    _, patron, facilitator = table.seats()
    facilitator.act("jump")
    key = facilitator.get("view").said["state"]["seats"][0]["question"]["key"]
    said = {"seat": "frontline", "what": "answer", "option": "hold"}
    assert facilitator.act("act_for", question="another", **said).status == 409
    done = facilitator.act("act_for", question=key, text="by telephone", **said)
    assert done.status == 200, done.said
    record = table.game.records[-1]
    assert (record.do, record.seat, record.by) == ("answer", "frontline", "facilitator")
    assert table.game.words_of(record) == "by telephone"
    letter = {"kind": "dialogue", "precedence": "flash", "channel": "cable"}
    assert facilitator.act("act_for", seat="patron", what="write", **letter).status == 200
    assert len(patron.get("view").said["state"]["sent"]) == 1
    for wrong in (
        {"seat": "patron", "what": "end"},
        {"seat": "x", "what": "ask"},
        {"seat": "patron"},
    ):
        assert facilitator.act("act_for", **wrong).status == 409
    assert patron.act("act_for", seat="frontline", what="ask").status == 409


def test_injects_are_edited_until_they_happen_and_planned_for_later(table: Table) -> None:
    frontline, _, facilitator = table.seats()
    planned: dict[str, Any] = {"event": "news", "to": "frontline", "hours": 2, "severity": None}
    assert facilitator.act("plan", text="Unrest.", **planned).status == 200
    (slot,) = facilitator.get("view").said["state"]["injects"]
    assert (slot["name"], slot["standing"], slot["hour"]) == ("control-1", "timed", 2.0)
    for wrong in ({"severity": 7}, {"to": "nobody"}, {"stance": "blue"}, {"name": "control-2"}):
        said: dict[str, Any] = {"name": "control-1", "to": "both", **wrong}
        assert facilitator.act("edit", text="x", **said).status == 409, wrong
    assert facilitator.act("edit", text="Unrest in the south.", name="control-1", to="both").status
    facilitator.act("factor", factor=3600)
    facilitator.act("run")
    table.pass_time(3.0, 6)
    assert "Unrest in the south." in json.dumps(texts(frontline))
    gone = facilitator.act("edit", text="x", name="control-1", to="both")
    assert "has happened already" in gone.said["refused"]
    assert facilitator.act("plan", text="x", event="news", to="both", hours=-1).status == 409
    assert facilitator.act("plan", text="x", event="news", to="both").status == 409
    assert facilitator.act("turn", branch="x").status == 409, "chance is not turned by itself"
