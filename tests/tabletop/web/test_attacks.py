"""Who tries what: another's seat, another site, another name, text that would be markup or code,
too much of everything. Each is kept out, each by itself.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from sim.tabletop.game.control_acts import FACILITATOR
from sim.tabletop.web.guards import MOST
from sim.tabletop.web.links import Links

pytest.importorskip("starlette", reason="the extra web is not installed")

from sim.tabletop.web.control_desk import CONTROL
from sim.tabletop.web.host import ACTS, STREAMS
from tests.tabletop.web.browsers import HOST, Browser

if TYPE_CHECKING:
    from tests.tabletop.web.browsers import Table

PLACES = ("frontline", "patron", FACILITATOR)
INSIDE = ("view", "events", "forms", "advisers")


def journal(path: Path) -> bytes:
    return (path / "journal.jsonl").read_bytes()


@pytest.mark.parametrize("place", PLACES)
def test_nobody_comes_in_without_a_link_of_that_place(
    table: Table, folder: Path, place: str
) -> None:
    """By none, by a wrong one, by those of all other places, whatever its path says."""
    before = journal(folder)
    stranger = table.browser(place, come_in=False)
    wrong = ["", "x", *(table.secrets[other] for other in PLACES if other != place)]
    for secret in wrong:
        assert stranger.post("join", {"secret": secret}).status == 403
    for other in PLACES:
        if other != place:
            theirs = table.browser(other)
            name = next(iter(theirs.cookies))
            stranger.cookies = {**theirs.cookies, name.replace(other, place): theirs.cookies[name]}
            _expect_shut(stranger)
    stranger.cookies = {}
    _expect_shut(stranger)
    assert journal(folder) == before


def _expect_shut(browser: Browser) -> None:
    for name in INSIDE:
        answer = browser.get(name)
        assert answer.status == 403, name
        assert answer.said == {"refused": "come in by the link of this seat"}
    assert browser.act("jump").status == 403
    assert browser.post("here", {"page": "x"}).status == 403


@pytest.mark.parametrize("place", PLACES[:2])
def test_a_seat_cannot_do_what_the_facilitator_does(table: Table, folder: Path, place: str) -> None:
    before, seat = journal(folder), table.browser(place)
    for do in (*CONTROL, "advance", "undo", "sit", "open"):
        table.host._acts.clear()
        assert seat.act(do, seat="patron", policy="rule", to=None, name="x").status == 409
        assert seat.post("act", {"id": f"raw-{do:_<8}", "do": do, "with": {}}).status in (409, 422)
    assert journal(folder) == before


def test_the_facilitator_takes_no_seat(table: Table) -> None:
    facilitator = table.browser(FACILITATOR)
    facilitator.act("jump")
    for do in ("answer", "write", "ask", "advance"):
        assert facilitator.act(do, option="hold").status == 409
    assert facilitator.get("forms").status == facilitator.get("advisers").status == 404


@pytest.mark.parametrize(
    ("header", "value", "status"),
    [
        ("origin", "http://evil.example", 403),
        ("origin", "null", 403),
        ("origin", f"https://{HOST}", 403),
        ("origin", None, 403),
        ("sec-fetch-site", "cross-site", 403),
        ("sec-fetch-site", "same-site", 403),
        ("content-type", "text/plain", 415),
        ("content-type", "application/x-www-form-urlencoded", 415),
        ("content-type", None, 415),
        ("host", "evil.example:8700", 421),
        ("host", "127.0.0.1.evil.example", 421),
        ("host", "", 421),
    ],
)
def test_another_site_in_the_same_browser_cannot_act(
    table: Table, folder: Path, header: str, value: str | None, status: int
) -> None:
    facilitator = table.browser(FACILITATOR)
    before = journal(folder)
    act = {"id": "from-another-site", "do": "jump", "with": {}, "stamp": table.room.stamp}
    assert facilitator.post("act", act, {header: value}).status == status
    assert journal(folder) == before
    assert facilitator.post("act", act, {"sec-fetch-site": None}).status == 200, "an older browser"


def test_another_site_cannot_read_and_no_other_name_leads_here(table: Table) -> None:
    seat = table.browser("patron")
    for name in ("view", "events", "forms"):
        assert seat.get(name, {"sec-fetch-site": "cross-site"}).status == 403
        assert seat.get(name, {"host": "rebound.example:8700"}).status == 421
    for host in ("localhost:8700", "[::1]:8700", "192.168.1.4", "LOCALHOST"):
        assert seat.get("view", {"host": host}).status == 200
    link_from_a_mail = {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate"}
    assert seat.get("", link_from_a_mail).status == 200


def test_every_answer_forbids_framing_foreign_content_and_keeping(table: Table) -> None:
    seat = table.browser("patron")
    answers = [seat.get(name) for name in ("", "view", "nothing", "/", "/static/seat.js", "/x")]
    answers += [seat.post("act", {}), seat.get("view", {"host": "evil.example"})]
    for answer in answers:
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["cache-control"] == "no-store"
    joined = seat.post("join", {"secret": table.secrets["patron"]}).headers["set-cookie"].lower()
    for part in ("httponly", "samesite=strict", f"path={seat.base}"):
        assert part in joined


@pytest.mark.parametrize(
    "path",
    [
        "/static/../app.py",
        "/static/..%2fapp.py",
        "/static/%2e%2e/%2e%2e/game/game.py",
        "/static//etc/passwd",
        "/static/seat.html",
        "/static/__init__.py",
        "/static/",
        "/g/",
        "/g/0/seat/patron/",
        "/journal.jsonl",
        "/links.json",
    ],
)
def test_no_path_leads_to_a_file_that_is_none_of_the_page(table: Table, path: str) -> None:
    assert table.browser("patron").get(path).status in (404, 405)


@pytest.mark.parametrize("place", ["nobody", "..", "frontline%2f..%2fpatron", "Frontline"])
def test_there_are_no_other_places(table: Table, place: str) -> None:
    browser = table.browser(place, come_in=False)
    assert browser.get("").status == 404
    assert browser.post("join", {"secret": table.secrets["patron"]}).status in (403, 404)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"{",
        b"null",
        b"\xff\xfe",
        b'{"id": "12345678", "do": "ask", "with": {}, "stamp": NaN}',
        b'{"id": "12345678", "do": "ask", "with": {}, "stamp": 1e999}',
        b'{"id": "12345678", "do": "ask", "with": {}, "stamp": -1%s}' % (b"0" * 400),
        b'{"id": "12345678", "do": "provoke", "with": {"severity": 1%s}}' % (b"0" * 400),
        b'{"id": "12345678", "do": "ask", "with": {}, "text": "\\ud800"}',
        b'{"id": "12345678", "do": "ask", "with": [], "text": ""}',
        b'{"id": "12345678", "do": "ask", "with": {}, "seen": true}',
        b'{"id": "12345678", "do": "ask", "with": {}, "more": 1}',
        b'{"id": "1", "do": "ask", "with": {}}',
        b'{"id": "12345678\\n", "do": "ask", "with": {}}',
        b'{"id": "12345678", "do": "../ask", "with": {}}',
        b"[" * 5000,
        b'{"a":' * 2000,
    ],
)
def test_what_is_no_act_is_refused_at_the_door(table: Table, folder: Path, body: bytes) -> None:
    before, seat = journal(folder), table.browser("patron")
    answer = seat.post("act", None, body=body)
    assert answer.status == 422
    assert answer.said["refused"]
    assert seat.post("join", None, body=body).status in (403, 422)
    assert journal(folder) == before


def test_too_much_of_anything_is_refused(table: Table, folder: Path) -> None:
    before, seat = journal(folder), table.browser("patron")
    table.browser(FACILITATOR).act("acts_in_pause", allowed=True)
    assert seat.post("act", None, body=b" " * (MOST + 1)).status == 413
    long = seat.act("write", kind="dialogue", precedence="flash", channel="cable", text="x" * 4001)
    assert "at most 4,000" in long.said["refused"]
    answers = [seat.act("clarify").status for _ in range(ACTS + 5)]
    assert answers.count(429) >= 5
    table.host.streams["patron"] = STREAMS
    assert seat.get("events").status == 429
    assert journal(folder).count(b"\n") == before.count(b"\n") + 1


HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "=cmd|' /C calc'!A0",
    "{{7*7}}${7*7}",
    "שלום T+51 h (אבג)",
    "\u2028\u2029\u0085",
)
REFUSED = ("\x1b[2J", "a\u202eb", "\x00", "\u2066")


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_stay_words(table: Table, folder: Path, text: str) -> None:
    """They come back as they were, as JSON of ASCII, on every page that may show them."""
    frontline, patron, facilitator = table.seats()
    facilitator.act("acts_in_pause", allowed=True)
    said = facilitator.act("broadcast", to="both", text=text)
    facilitator.act("note", rating="P", text=text)
    facilitator.act("bring", event="pressure", to="both", text=text)
    patron.act("write", kind="dialogue", precedence="flash", channel="cable", text=text)
    assert said.status == 200 or not text.strip() or "characters" in said.said["refused"]
    for browser in (frontline, patron, facilitator):
        for frame in browser.heard():
            assert json.dumps(frame.data)
    raw = frontline.get("view").body
    assert b"\n" not in raw
    for line in journal(folder).split(b"\n")[:-1]:
        json.loads(line.decode("ascii"))


@pytest.mark.parametrize("text", REFUSED)
def test_words_that_no_terminal_may_be_given_are_refused_everywhere(
    table: Table, folder: Path, text: str
) -> None:
    _, patron, facilitator = table.seats()
    facilitator.act("acts_in_pause", allowed=True)
    before = journal(folder)
    way = {"kind": "dialogue", "precedence": "flash", "channel": "cable"}
    acts: list[Callable[[], int]] = [
        lambda: patron.act("write", text=text, **way).status,
        lambda: facilitator.act("broadcast", to="both", text=text).status,
        lambda: facilitator.act("note", rating="", text=text).status,
        lambda: facilitator.act("bring", event="pressure", to="both", text=text).status,
        lambda: facilitator.act("blank", text=text).status,
        lambda: patron.act("write", **{**way, "channel": text}).status,
    ]
    assert [act() for act in acts] == [409] * len(acts)
    assert journal(folder) == before


def test_links_are_kept_as_digests_stay_good_and_can_be_taken_back(
    table: Table, folder: Path
) -> None:
    kept = (folder / "links.json").read_text(encoding="ascii")
    assert not [secret for secret in table.secrets.values() if secret in kept]
    again = Links(folder, ("frontline", "patron"))
    assert all(again.admit(place, secret) for place, secret in table.secrets.items())
    fresh = again.new(only=True)
    assert not any(again.admit(place, secret) for place, secret in table.secrets.items())
    assert all(again.admit(place, secret) for place, secret in fresh.items())
    assert not again.admit("nobody", fresh["patron"])
    assert not again.admit("patron", "\ud800")


def test_yes_is_no_number(table: Table) -> None:
    """What JSON calls true would pass for 1: a blow as grave as any, an inject in an hour."""
    facilitator = table.browser("facilitator")
    for do, data in (
        ("plan", {"event": "news", "to": "both", "hours": True}),
        ("postpone_all", {"hours": True, "factor": 1}),
        ("bring", {"event": "provocation", "to": "both", "severity": True}),
        ("factor", {"factor": True}),
        ("limit", {"seat": "frontline", "minutes": True}),
    ):
        assert facilitator.act(do, text="x", **data).status in (409, 422), do
