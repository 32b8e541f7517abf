"""The pages of adversary and region: their occasions, what they do unasked, and what they never
see.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sim.domain.decisions.views import SEATS
from sim.tabletop.game.game import read_game
from tests.tabletop.games import begun

pytest.importorskip("starlette", reason="the extra web is not installed")

from tests.tabletop.web.browsers import Browser, Table, open_table


@pytest.fixture(scope="module")
def four(tiny: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A game of all four seats that has not begun."""
    return begun(tiny, tmp_path_factory.mktemp("four"), seats=SEATS, command="serve")


@pytest.fixture
def table(four: Path, tmp_path: Path) -> Iterator[Table]:
    found = open_table(Path(shutil.copytree(four, tmp_path / "game")))
    yield found
    found.close()


def state(browser: Browser) -> Any:  # noqa: ANN401 - what the page is
    return browser.get("view").said["state"]


def test_an_occasion_is_answered_on_the_page_of_whose_it_is(table: Table) -> None:
    adversary, region = table.browser("adversary"), table.browser("region")
    frontline, _, facilitator = table.seats()
    for _ in range(60):
        if (card := state(adversary)["question"]) is not None:
            break
        facilitator.act("jump")
        if frontline.get("view").said["state"]["question"] is not None:
            frontline.act("answer", option="hold")
        for other in (table.browser("patron"), region):
            if (asked := state(other)["question"]) is not None:
                other.act("answer", option=asked["options"][0]["name"])
    assert [one["name"] for one in card["options"]] == ["restrain", "provoke"]
    assert all(one["text"] for one in card["options"])
    assert card["silence"] == "If nothing is decided: restrain."
    assert state(region)["question"] is None
    assert adversary.act("answer", option="provoke", text="now").status == 200
    assert "provocation" in [event.kind for _, event in table.game.table.session.log[-4:]]
    assert "provocation by" in json.dumps([one.data for one in frontline.heard()])


def test_what_outsiders_do_unasked(table: Table) -> None:
    adversary, region = table.browser("adversary"), table.browser("region")
    frontline, _, facilitator = table.seats()
    facilitator.act("step")
    assert state(adversary)["may"] == ["attack", "provoke"]
    assert state(region)["may"] == ["mediate", "leave", "warn"]
    partner = state(region)["partners"][0]["key"]
    assert region.act("warn", partner=partner, stance="red", strength=0.5).status == 200
    assert region.act("leave", partner=partner).status == 200
    assert "has withdrawn" in region.act("leave", partner=partner).said["refused"]
    assert adversary.act("provoke", severity=0.9).status == 200
    assert adversary.act("attack").status == 200
    assert "no first blow" in adversary.act("attack").said["refused"]
    for browser, act, said in (
        (frontline, "attack", {}),
        (adversary, "leave", {"partner": partner}),
        (region, "provoke", {"severity": 0.5}),
        (adversary, "share", {}),
    ):
        assert browser.act(act, **said).status == 409
    assert read_game(table.game.path).table.digest == table.game.table.digest


def test_no_page_of_an_outsider_holds_what_the_allies_know(table: Table) -> None:
    adversary, region = table.browser("adversary"), table.browser("region")
    frontline, patron, facilitator = table.seats()
    patron.act("write", kind="dialogue", precedence="flash", channel="cable", text="top secret")
    for _ in range(40):
        facilitator.act("jump")
        for browser in (frontline, patron, adversary, region):
            if (card := state(browser)["question"]) is not None:
                browser.act("answer", option=card["options"][-1]["name"], text="our secret")
    for browser in (adversary, region):
        view = browser.get("view").said
        text = json.dumps([view, *[one.data for one in browser.heard()]])
        assert not view["ally"]
        for secret in ("secret", "trust", "we reckon", "You read", "red line", "pressure at home"):
            assert secret not in text
        assert browser.get("forms").said == []
        assert browser.get("advisers").status == 409


def test_what_cannot_be_done_any_more_is_not_offered(table: Table) -> None:
    adversary, region = table.browser("adversary"), table.browser("region")
    partners = [one["key"] for one in state(region)["partners"]]
    table.browser("facilitator").act("acts_in_pause", allowed=True)
    assert "attack" in state(adversary)["may"]
    assert adversary.act("attack").status == 200
    assert state(adversary)["may"] == ["provoke"], "blows are exchanged"
    for number, partner in enumerate(partners, start=1):
        assert region.act("leave", partner=partner).status == 200
        assert [one["key"] for one in state(region)["partners"]] == partners[number:]
    assert state(region)["may"] == []


def test_the_briefing_and_the_card_are_those_of_the_packet(table: Table) -> None:
    parts = {
        seat: {
            one["head"]: one["lines"]
            for one in table.browser(seat).get("view").said["card"]["parts"]
        }
        for seat in ("frontline", "adversary")
    }
    assert "What is agreed" in parts["frontline"]
    assert "What is agreed" not in parts["adversary"]
    assert any("strike the first blow" in one for one in parts["adversary"]["What you may do"])
    table.browser("facilitator").act("blank")
    assert table.browser("adversary").get("view").said["card"] is None
