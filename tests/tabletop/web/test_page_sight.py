"""What the page of a seat receives, by whatever address, holds nothing that the seat may not know:
not in a field, not of what others wrote, and not by a look at the truth.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.domain.decisions.views import ROLES, Role
from sim.domain.events import Read
from sim.engine.allies.leader import Mind
from sim.engine.environment.adversary import Adversary

pytest.importorskip("starlette", reason="the extra web is not installed")

from tests.tabletop.web.browsers import Table, open_table
from tests.tabletop.web.states import Pressed

#: All that a seat's page is sent, by where it stands; below a key without more there are values.
ANY: Final[Mapping[str, Any]] = {}
CLOCK: Final = dict.fromkeys(
    ("mode", "why", "here", "there", "since", "left", "factor", "hour", "stamp"), ANY
)
OPTION: Final = dict.fromkeys(("name", "text"), ANY)
QUESTION: Final = {
    **dict.fromkeys(("key", "asks", "asked", "title", "silence"), ANY),
    "options": OPTION,
    "deadline": dict.fromkeys(("at", "date", "why"), ANY),
}
LETTER: Final = dict.fromkeys(
    ("number", "what", "date", "where", "expected", "words", "may_call_back"), ANY
)
STATE: Final = {
    **dict.fromkeys(("glance", "under_way", "may", "partners", "proposals"), ANY),
    "question": QUESTION,
    "sent": LETTER,
}
VIEW: Final = {
    **dict.fromkeys(("place", "ally", "us", "them", "title", "game", "cities"), ANY),
    "card": {"briefing": ANY, "parts": dict.fromkeys(("head", "lines"), ANY)},
    **dict.fromkeys(("role", "deputy", "delegable", "delegated"), ANY),  # who else has the seat
    "clock": CLOCK,
    "state": STATE,
}
ENTRY: Final = {
    **dict.fromkeys(("n", "at", "date", "kind", "text"), ANY),
    "letter": dict.fromkeys(("number", "what", "words"), ANY),
}
FORM: Final = {
    **dict.fromkeys(("kind", "name", "does", "usual", "precedences"), ANY),
    "ways": OPTION,
}
FRAMES: Final = {"entry": ENTRY, "state": STATE, "clock": CLOCK, "reset": ANY}

#: What may be done at the table; ``~`` stands for words that tell what wrote them.
DONE_BY: Final[tuple[tuple[str, str, dict[str, Any]], ...]] = (
    ("facilitator", "jump", {}),
    ("facilitator", "step", {}),
    *(
        (seat, do, data)
        for seat in ROLES
        for do, data in (
            ("answer", {"option": "hold"}),
            ("answer", {"option": "strike"}),
            ("answer", {"option": "red"}),
            ("write", {"kind": "dialogue", "precedence": "flash", "channel": "cable"}),
            ("write", {"kind": "assurance", "precedence": "flash", "channel": "cable"}),
            ("reconsider", {"asks": "stance"}),
            ("share", {}),
            ("ask", {}),
        )
    ),
    *(
        ("facilitator", do, {**data, "to": to})
        for to in (*ROLES, "both")
        for do, data in (("broadcast", {}), ("bring", {"event": "news"}))
    ),
    ("facilitator", "note", {"rating": "U"}),
)
WORDS: Final = re.compile(r"words-(\w+)-(\d+)-")


@contextmanager
def blindfold(seat: Role) -> Iterator[None]:
    """Whoever looks at the truth, or into the other's mind, fails."""

    def look(*_: object, **__: object) -> float:
        raise AssertionError("a page of a seat has looked at the truth")

    belief = Mind.belief

    def own(mind: Mind) -> Any:  # noqa: ANN401 - a belief
        return belief(mind) if mind.role == seat else look()

    with pytest.MonkeyPatch.context() as patched:
        for name in ("x", "theta", "share_of_effect", "median_effect"):
            patched.setattr(Adversary, name, look)
        patched.setattr(Mind, "belief", own)
        yield


def expect_listed(said: object, listed: Mapping[str, Any], where: str) -> None:
    """That something has the fields that are listed, and no others."""
    for one in said if isinstance(said, list) else [said]:
        if isinstance(one, dict):
            assert one.keys() <= listed.keys(), f"{where} holds {one.keys() - listed.keys()}"
            for key, value in one.items():
                expect_listed(value, listed[key], f"{where}.{key}")


def received(table: Table, seat: Role) -> str:
    """All that the browser of a seat is sent; its fields are looked at as well."""
    with blindfold(seat):
        browser = table.browser(seat)
        page = table.room.page_of(seat)
        page.renew()
        parts: list[object] = []
        for name, listed in (("view", VIEW), ("forms", FORM)):
            parts.append(browser.get(name).said)
            expect_listed(parts[-1], listed, name)
        for one in browser.heard():
            expect_listed(one.data, FRAMES[one.event], one.event)
            parts.append(one.data)
        parts.append(browser.get("advisers").said)
    return json.dumps(parts)


def allowed(at: Pressed, seat: Role) -> set[tuple[str, int]]:
    """Whose words a seat may have: its own, messages that it has read, what was said to it."""
    log = at.game.table.session.log
    read = {event.message for _, event in log if isinstance(event, Read)}
    found = set()
    for record in at.records:
        words = at.game.words_of(record) or str(record.data.get("text", ""))
        mark = WORDS.search(words)
        own = record.seat == seat or record.message in read
        told = record.do in ("broadcast", "bring") and record.data["to"] in (seat, "both")
        if mark and (own or told):
            found.add((mark[1], int(mark[2])))
    return found


def play(new_game: Path, steps: list[int]) -> Pressed:
    """A game in which everything that was written tells who wrote it."""
    at = Pressed(new_game)
    for number, step in enumerate(steps):
        place, do, data = DONE_BY[step]
        wordless = do in ("jump", "step", "share", "ask", "reconsider")
        at.press(place, do, "" if wordless else f"words-{place}-{number}-", **data)
    return at


def expect_no_more_than_is_known(new_game: Path, steps: list[int]) -> dict[Role, set[Any]]:
    """What each seat was sent of what people wrote, which it may all know."""
    at = play(new_game, steps)
    may = {seat: allowed(at, seat) for seat in ROLES}
    live = {seat: (page.items, page.state) for seat, page in at.room.seats.items()}
    at.game.close()
    table = open_table(at.folder)
    try:
        sent = {}
        for seat in ROLES:
            words = WORDS.findall(received(table, seat))
            sent[seat] = {(who, int(number)) for who, number in words}
            assert sent[seat] <= may[seat]
            page = table.room.page_of(seat)
            assert (page.items, page.state) == live[seat], "a page comes back as it was"
        return sent
    finally:
        table.close()
        shutil.rmtree(at.folder.parent)


STEPS = st.lists(st.integers(0, len(DONE_BY) - 1), min_size=8, max_size=30)


@settings(max_examples=3)
@given(STEPS)
def test_a_page_is_sent_what_its_seat_may_know_and_nothing_else(
    new_game: Path, steps: list[int]
) -> None:
    expect_no_more_than_is_known(new_game, steps)


@pytest.mark.slow
@settings(max_examples=200)
@given(STEPS)
def test_many_pages_are_sent_what_their_seats_may_know_and_nothing_else(
    new_game: Path, steps: list[int]
) -> None:
    expect_no_more_than_is_known(new_game, steps)


def test_words_reach_whom_they_are_for_and_the_fields_are_those_of_a_page(new_game: Path) -> None:
    """That the property above looks at something: words do come, and a stranger field is seen."""
    names = [(place, do, data.get("to", "")) for place, do, data in DONE_BY]
    wanted = [
        ("facilitator", "jump", ""),
        ("frontline", "answer", ""),
        ("patron", "write", ""),
        ("facilitator", "broadcast", "patron"),
        ("facilitator", "bring", "frontline"),
        *[("facilitator", "step", ""), ("frontline", "answer", "")] * 12,
    ]
    sent = expect_no_more_than_is_known(new_game, [names.index(one) for one in wanted])
    assert {who for who, _ in sent["frontline"]} >= {"patron", "facilitator"}
    assert {who for who, _ in sent["patron"]} == {"patron", "facilitator"}
    with pytest.raises(AssertionError, match=r"view\.state holds"):
        expect_listed({"state": {"truth": 1}}, VIEW, "view")
    at = play(new_game, [])
    with pytest.raises(AssertionError, match="looked at the truth"), blindfold("patron"):
        at.game.table.session.control.readiness()
    at.close()


def test_an_open_question_tells_of_what_was_asked_since(new_game: Path) -> None:
    """Who asks while it has to decide is no longer offered to ask first; the page that stood open
    says what one that comes back says.
    """
    names = [(place, do, data.get("to", "")) for place, do, data in DONE_BY]
    steps = [*[("facilitator", "jump", "")] * 7, ("frontline", "ask", "")]
    expect_no_more_than_is_known(new_game, [names.index(one) for one in steps])
