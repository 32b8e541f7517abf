"""Observers see what a seat sees and do nothing; deputies propose, and act where they are let or
their leader is away.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sim.domain.decisions.views import ROLES, SEATS
from sim.errors import UsageError
from sim.tabletop.game.game import read_game

pytest.importorskip("starlette", reason="the extra web is not installed")

from sim.tabletop.web.seating.attendants import DELEGABLE, SIGHTS, attendants
from tests.tabletop.games import begun
from tests.tabletop.web.browsers import Browser, Table, open_table


@pytest.fixture
def table(folder: Path) -> Iterator[Table]:
    """A table with observers of all that can be observed, and a deputy of the frontline."""
    found = open_table(folder, None, SIGHTS, ("frontline",))
    yield found
    found.close()


def state(browser: Browser) -> Any:  # noqa: ANN401 - what the page is
    return browser.get("view").said["state"]


def heard(browser: Browser) -> list[Any]:
    return [one.data for one in browser.heard() if one.event == "entry"]


def test_an_observer_sees_what_the_seat_sees_and_can_do_nothing(table: Table) -> None:
    frontline, patron, facilitator = table.seats()
    facilitator.act("jump")
    frontline.act("write", kind="dialogue", precedence="flash", channel="cable", text="ours alone")
    for leader in (frontline, patron):
        observer = table.browser(f"observer-{leader.place}")
        assert heard(observer) == heard(leader)
        assert state(observer)["glance"] == state(leader)["glance"]
        assert (state(observer)["question"], state(observer)["may"]) == (None, [])
        assert not any(one["may_call_back"] for one in state(observer)["sent"])
        for do in ("answer", "write", "ask", "propose", "delegate", "run", "attack"):
            answer = observer.act(do, option="hold")
            assert (answer.status, "looks on" in answer.said["refused"]) == (409, True)
        for name in ("forms", "advisers"):
            assert observer.get(name).status == 404
    asked = state(table.browser("observer-frontline"))["under_way"]
    assert any(one.startswith("asked: ") for one in asked)


def test_the_public_sees_what_no_side_keeps_to_itself(table: Table) -> None:
    frontline, patron, facilitator = table.seats()
    for _ in range(30):
        facilitator.act("jump")
        for browser in (frontline, patron):
            if (card := state(browser)["question"]) is not None:
                browser.act("answer", option=card["options"][-1]["name"])
    public, region = (table.browser(f"observer-{one}") for one in ("public", "region"))
    assert heard(public) == heard(region)
    text = json.dumps([public.get("view").said, heard(public)])
    for secret in ("trust in", "ready", "You read", "pressure at home", "asked:"):
        assert secret not in text
    theirs = json.dumps(heard(table.browser("observer-adversary")))
    assert "You are" in theirs
    assert "You read" not in theirs


def test_the_facilitator_speaks_to_any_seat_and_the_public_hears_what_is_said_to_all(
    tiny: Path, tmp_path: Path
) -> None:
    table = open_table(begun(tiny, tmp_path, seats=SEATS, command="serve"), None, ("public",))
    facilitator = table.browser("facilitator")
    for to in (*SEATS, "both", "all"):
        assert facilitator.act("broadcast", to=to, text=f"to {to}").status == 200
    assert facilitator.act("broadcast", to="public", text="x").status == 409
    words = {
        place: {one["text"].removeprefix("From the facilitator: to ") for one in heard(browser)}
        & {*SEATS, "both", "all"}
        for place in (*SEATS, "observer-public")
        for browser in [table.browser(place)]
    }
    table.close()
    assert words == {
        "frontline": {"frontline", "both", "all"},
        "patron": {"patron", "both", "all"},
        "adversary": {"adversary", "all"},
        "region": {"region", "all"},
        "observer-public": {"all"},
    }


def test_a_deputy_proposes_and_acts_where_it_is_let_or_its_leader_is_away(table: Table) -> None:
    frontline, _, facilitator = table.seats()
    deputy = table.browser("deputy-frontline")
    facilitator.act("jump")
    table.host.beat("frontline", "page", hidden=False)
    assert "propose it" in deputy.act("answer", option="hold").said["refused"]
    assert deputy.act("propose", text="hold, they need time").status == 200
    assert "has words" in deputy.act("propose").said["refused"]
    for browser in (frontline, deputy):
        assert [one["text"] for one in state(browser)["proposals"]] == ["hold, they need time"]
    wrong = frontline.act("delegate", acts=["defy"])
    assert "may be let" in wrong.said["refused"]
    assert frontline.act("delegate", acts=["write"]).status == 200
    letter = {"kind": "dialogue", "precedence": "flash", "channel": "cable"}
    assert deputy.act("write", text="from the deputy", **letter).status == 200
    assert "propose it" in deputy.act("answer", option="hold").said["refused"]
    table.room.is_away = lambda _: True
    question = state(deputy)["question"]["key"]
    assert deputy.act("answer", option="hold", question=question).status == 200
    assert frontline.act("answer", option="hold", question=question).status == 409, (
        "first taken wins"
    )
    records = table.game.standing[-2:]
    assert [(one.do, one.seat, one.by) for one in records] == [
        ("write", "frontline", "deputy-frontline"),
        ("answer", "frontline", "deputy-frontline"),
    ]
    assert read_game(table.game.path).table.digest == table.game.table.digest


def test_what_was_proposed_and_let_outlives_the_server(table: Table, folder: Path) -> None:
    frontline, _, facilitator = table.seats()
    facilitator.act("jump")
    table.browser("deputy-frontline").act("propose", text="hold")
    frontline.act("delegate", acts=["answer", "write"])
    table.game._journal.close()
    again = open_table(folder, None, (), ("frontline",))
    try:
        assert again.room.delegated == {"frontline": ("answer", "write")}
        assert [one["text"] for one in again.room.seats["frontline"].proposals] == ["hold"]
    finally:
        again.loop.close()
        again.host.leave()
        again.game.close()


def test_links_of_places_that_are_not_open_are_good_again_later(folder: Path) -> None:
    first = open_table(folder, None, ("public",))
    secret = first.secrets["observer-public"]
    first.close()
    without = open_table(folder)
    assert "observer-public" not in without.links.places
    assert not without.links.admit("observer-public", secret)
    without.close()
    again = open_table(folder, None, ("public",))
    assert again.links.admit("observer-public", secret)
    again.close()


def test_nobody_sits_where_there_is_no_place() -> None:
    with pytest.raises(UsageError, match=r"--observer patrn: there are .*Did you mean 'patron'"):
        attendants(("patrn",), (), ROLES)
    with pytest.raises(UsageError, match="--deputy adversary: people sit with the frontline"):
        attendants((), ("adversary",), ROLES)
    with pytest.raises(UsageError, match="no person sits"):
        attendants((), ("patron",), ())
    assert [one.place for one in attendants(("public", "public"), ("patron",), ROLES)] == [
        "observer-public",
        "deputy-patron",
    ]
    for acts in DELEGABLE.values():
        assert not {"defy", "withdraw", "attack", "leave", "reconsider"} & set(acts)
