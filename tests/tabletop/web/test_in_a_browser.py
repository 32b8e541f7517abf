"""A table in headless Chromium: people play by keyboard and mouse, reload, and are left nothing to
guess; axe finds nothing, nothing is said on the console, nothing is asked of other machines.

Skipped where there is no Chromium; ``.ci/run`` installs it.
"""

from __future__ import annotations

import asyncio
import json
import shutil
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from shutil import which
from typing import Any

import pytest

from sim.domain.decisions.views import ROLES
from sim.tabletop.game.game import Game, read_game
from tests.tabletop.games import begun

pytest.importorskip("starlette", reason="the extra web is not installed")
pytest.importorskip("playwright", reason="Playwright is not installed")

from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

from sim.tabletop.web.links import Links
from sim.tabletop.web.seating.attendants import attendants
from sim.tabletop.web.server import NOBODY, Place, addresses, open_socket, table_server

CHROMIUM = which("chromium") or which("chromium-browser") or which("google-chrome")
ROOT = Path(__file__).parents[3]
HOSTILE = '<script>document.title="x"</script><img src=x onerror=alert(1)> & "שלום" T+51 h'
NO_OTHERS = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
#: Milliseconds after which a page that does not come to it fails the test.
OUTER = 60_000
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]


@pytest.fixture(scope="session")
def northern(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The main example, with a game that has not begun."""
    scenario = ROOT / "scenarios" / "northern-front.yaml"
    return begun(scenario, tmp_path_factory.mktemp("browsers"), seats=ROLES, seed=1)


@pytest.fixture
def game(northern: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return Path(shutil.copytree(northern, tmp_path / "game"))


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """One browser for these tests: while it is there, no other loop can run in this thread."""
    if CHROMIUM is None:
        pytest.skip("there is no Chromium here")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-dev-shm-usage", NO_OTHERS]
        )
        yield browser
        browser.close()


@contextmanager
def open_table(
    folder: Path, port: int = 0, observers: Sequence[str] = (), deputies: Sequence[str] = ()
) -> Iterator[dict[str, str]]:
    """A table on loopback, and its links."""
    place = Place(port=port)
    with Game(folder) as played, open_socket(place) as listening:
        seats = played.table.opening.seats
        who = attendants(observers, deputies, seats)
        links = Links(folder, [*seats, *(one.place for one in who)])
        server, host = table_server(played, links, place, replace(NOBODY, beside=who))
        serving = threading.Thread(
            target=lambda: asyncio.run(server.serve(sockets=[listening])), daemon=True
        )
        serving.start()
        try:
            yield addresses(place, listening, links.game, links.new(only=False))
        finally:
            server.should_exit = host.closed = True
            serving.join()
            host.leave()


class Screen:
    """A page of a place, and what went wrong on it."""

    def __init__(self, browser: Browser, link: str, **look: Any) -> None:  # noqa: ANN401
        context = browser.new_context(**look)
        context.set_default_timeout(OUTER)
        self.page: Page = context.new_page()
        self.faults: list[str] = []
        self.asked: set[str] = set()
        self.page.on("console", lambda said: self._console(said.type, said.text))
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("dialog", lambda dialog: self.faults.append(dialog.message))
        self.page.on("request", lambda request: self.asked.add(request.url.split("/")[2]))
        self.page.goto(link)
        expect(self.page.locator("#line")).to_have_text("connected", timeout=OUTER)

    def _console(self, kind: str, text: str) -> None:
        if kind in ("error", "warning") and "ERR_CONNECTION_REFUSED" not in text:
            self.faults.append(text)

    def wait(self, selector: str) -> None:
        """Until something is shown."""
        self.page.wait_for_selector(selector)

    def close(self) -> None:
        """Nothing went wrong, and nothing was asked of anybody else."""
        host = self.page.url.split("/")[2]
        self.page.context.close()
        assert self.faults == []
        assert self.asked == {host}


def violations(page: Page) -> list[str]:
    """What axe finds on a page; the browser itself lets its script in past the page's policy."""
    source = files(pytest.importorskip("axe_core_python")).joinpath("axe.min.js")
    page.evaluate(source.read_text(encoding="utf-8"))
    found = page.evaluate(
        "rules => axe.run(document, {runOnly: {type: 'tag', values: rules}})", RULES
    )
    assert len(found["passes"]) > 15
    return [
        f"{one['id']}: {node['html'][:160]}" for one in found["violations"] for node in one["nodes"]
    ]


def wide(page: Page) -> bool:
    """Whether a page must be scrolled sideways."""
    scrolls: bool = page.evaluate(
        "document.documentElement.scrollWidth > document.documentElement.clientWidth + 1"
    )
    return scrolls


def test_two_seats_and_a_facilitator_play_by_keyboard_and_reload(
    chromium: Browser, game: Path
) -> None:
    with open_table(game) as links:
        control = Screen(chromium, links["facilitator"])
        ours = Screen(chromium, links["frontline"])
        theirs = Screen(chromium, links["patron"], viewport={"width": 820, "height": 1100})
        assert "#" not in ours.page.url, "the secret leaves the address"
        control.page.focus("button[data-do=jump]")
        control.page.keyboard.press("Enter")
        ours.wait("#question:not([hidden])")
        _write_hostile_words(theirs)
        ours.page.focus("#options input")
        for keys in ("Space", "Tab", "t", "Tab", "Enter"):
            ours.page.keyboard.press(keys)
        ours.wait("#no-question:not([hidden])")
        for screen in (control, ours, theirs):
            assert violations(screen.page) == []
            assert not wide(screen.page)
            screen.close()
    done = [record.do for record in read_game(game).standing]
    assert done == ["advance", "write", "call_back", "answer"]


def _write_hostile_words(screen: Screen) -> None:
    """By keyboard; what was typed outlives a reload, and is shown as it was typed."""
    screen.page.fill("#text", HOSTILE)
    screen.page.reload()
    expect(screen.page.locator("#text")).to_have_value(HOSTILE, timeout=OUTER)
    screen.wait("#ways input:checked")
    screen.page.focus("#text")
    screen.page.keyboard.press("Tab")
    screen.page.keyboard.press("Enter")
    expect(screen.page.locator("#sent blockquote")).to_have_text(HOSTILE, timeout=OUTER)
    screen.page.focus("#sent button")
    screen.page.keyboard.press("Enter")
    expect(screen.page.locator("#sent")).to_contain_text("you want it back", timeout=OUTER)
    expect(screen.page.locator("#sent button")).to_have_count(0, timeout=OUTER)


@pytest.mark.slow
def test_what_is_done_unasked_is_pressed_and_what_is_grave_is_pressed_twice(
    chromium: Browser, game: Path
) -> None:
    with open_table(game) as links:
        control, ours = (Screen(chromium, links[place]) for place in ("facilitator", "frontline"))
        control.page.click("button[data-do=jump]")
        ours.page.click("text=Share your last report")
        ours.page.check("#options input[value=strike]")
        ours.page.click("#question button[type=submit]")
        ours.page.click("text=Take the wish back")
        ours.page.click("text=Take the wish back: press again")
        ours.page.click("text=Prepare a strike, whatever is agreed")
        ours.page.click("text=Prepare a strike, whatever is agreed: press again")
        expect(ours.page.locator("#under-way")).to_contain_text("prepare a strike", timeout=OUTER)
        for screen in (control, ours):
            assert violations(screen.page) == []
            screen.close()
    done = [record.do for record in read_game(game).standing]
    assert done == ["advance", "share", "answer", "withdraw", "defy"]


@pytest.mark.slow
@pytest.mark.parametrize(
    "look",
    [
        {"viewport": {"width": 1280, "height": 900}, "color_scheme": "dark"},
        {"viewport": {"width": 820, "height": 1100}, "color_scheme": "light"},
        {"viewport": {"width": 360, "height": 640}, "color_scheme": "light"},
        {"viewport": {"width": 320, "height": 256}, "color_scheme": "dark"},
    ],
    ids=["dark", "tablet", "phone", "four-fold"],
)
def test_every_page_is_read_at_every_width_in_light_and_dark(
    chromium: Browser, game: Path, tmp_path: Path, look: dict[str, Any]
) -> None:
    with open_table(game) as links:
        for place, link in links.items():
            screen = Screen(chromium, link, **look)
            if place == "facilitator":
                screen.page.click("button[data-do=jump]")
                screen.wait("#entries li:nth-child(3)")
            else:
                screen.wait("#entries li")
            screen.page.screenshot(path=tmp_path / f"{place}.png", full_page=True)
            assert violations(screen.page) == []
            assert not wide(screen.page)
            screen.close()


def _answer(seat: Screen) -> bool:
    """Answer what a seat is asked, restraint first; whether there was anything."""
    if seat.page.locator("#question:not([hidden])").count() == 0:
        return False
    seat.page.locator("#options input").first.check()
    with seat.page.expect_response("**/act") as answered:
        seat.page.click("#question button[type=submit]")
    if answered.value.ok:  # until the page has heard of it: nothing is chosen any more
        chosen = seat.page.locator("#question:not([hidden]) #options input:checked")
        expect(chosen).to_have_count(0, timeout=OUTER)
    return True


@pytest.mark.slow
def test_a_whole_game_of_two_seats_is_played_to_its_end(chromium: Browser, game: Path) -> None:
    with open_table(game) as links:
        control = Screen(chromium, links["facilitator"])
        seats = [Screen(chromium, links[seat]) for seat in ("frontline", "patron")]
        control.page.fill("#say-text", HOSTILE)
        control.page.click("#say button[type=submit]")
        for seat in seats:
            expect(seat.page.locator("#entries")).to_contain_text(HOSTILE, timeout=OUTER)
        mode = control.page.locator("#mode")
        for _ in range(400):
            if mode.get_attribute("data-mode") == "over":
                break
            if not any(_answer(seat) for seat in seats):
                control.page.click("button[data-do=jump]")
                control.page.wait_for_timeout(100)
        expect(mode).to_have_text("the game is over", timeout=OUTER)
        for screen in (control, *seats):
            assert violations(screen.page) == []
            screen.faults = [fault for fault in screen.faults if "409" not in fault]
            screen.close()
    assert read_game(game).table.over


@pytest.mark.slow
def test_a_server_that_was_away_comes_back_to_the_same_pages(chromium: Browser, game: Path) -> None:
    with open_table(game) as links:
        port = int(links["frontline"].split(":")[2].partition("/")[0])
        ours = Screen(chromium, links["frontline"])
        control = Screen(chromium, links["facilitator"])
        control.page.click("button[data-do=jump]")
        ours.wait("#question:not([hidden])")
        entries = ours.page.locator("#entries li").all_text_contents()
    expect(ours.page.locator("#line")).not_to_have_text("connected", timeout=OUTER)
    with open_table(game, port):
        expect(ours.page.locator("#line")).to_have_text("connected", timeout=OUTER)
        expect(control.page.locator("#line")).to_have_text("connected", timeout=OUTER)
        assert ours.page.locator("#entries li").all_text_contents() == entries
        control.page.click("button[data-do=run]")
        ours.page.locator("#options input").first.check()
        ours.page.click("#question button[type=submit]")
        ours.wait("#no-question:not([hidden])")
        control.page.click("button[data-do=blank]")
        expect(ours.page.locator("main")).to_have_text(
            "REAL EVENT: play has stopped. This is no exercise.", timeout=OUTER
        )
        assert "Northern" not in ours.page.content()
        control.page.click("button[data-do=lift]")
        ours.wait("#entries li")


@pytest.mark.slow
def test_adversary_and_region_play_beside_an_ally(chromium: Browser, tmp_path: Path) -> None:
    scenario = ROOT / "scenarios" / "northern-front.yaml"
    seats = ("frontline", "adversary", "region")
    game = begun(scenario, tmp_path, seats=seats, seed=1)
    with open_table(game) as links:
        control, ours, theirs, region = (
            Screen(chromium, links[place]) for place in ("facilitator", *seats)
        )
        for page in (theirs.page, region.page):
            expect(page.locator("#writing")).to_be_hidden(timeout=OUTER)
        control.page.click("button[data-do=step]")
        theirs.page.fill("#severity", "0.8")
        theirs.page.click("#provoke button")
        expect(ours.page.locator("#entries")).to_contain_text("severity 0.80", timeout=OUTER)
        region.page.select_option("#stance", "red")
        region.page.click("#partners button[type=submit]")
        expect(ours.page.locator("#entries")).to_contain_text("warns in public", timeout=OUTER)
        theirs.page.click("text=Attack now")
        theirs.page.click("text=Attack now: press again")
        expect(region.page.locator("#entries")).to_contain_text("ATTACK", timeout=OUTER)
        for screen, name in ((control, "control"), (theirs, "adversary"), (region, "region")):
            screen.page.screenshot(path=tmp_path / f"{name}.png", full_page=True)
            assert violations(screen.page) == []
            assert not wide(screen.page)
        for screen in (control, ours, theirs, region):
            screen.close()
    done = [record.do for record in read_game(game).standing if record.seat is not None]
    assert done == ["provoke", "warn", "attack"]


@pytest.mark.slow
def test_a_deputy_proposes_to_a_leader_and_an_observer_looks_on(
    chromium: Browser, game: Path, tmp_path: Path
) -> None:
    watched = ("frontline", "public")
    with open_table(game, observers=watched, deputies=("frontline",)) as links:
        control, ours, deputy, observer, public = (
            Screen(chromium, links[place])
            for place in (
                "facilitator",
                "frontline",
                "deputy-frontline",
                "observer-frontline",
                "observer-public",
            )
        )
        control.page.click("button[data-do=jump]")
        deputy.page.fill("#proposal", HOSTILE)
        deputy.page.click("#propose button")
        expect(ours.page.locator("#proposals")).to_contain_text(HOSTILE, timeout=OUTER)
        ours.page.check("#delegated input[value=answer]")
        ours.page.click("#delegate button")
        deputy.page.check("#options input[value=hold]")
        deputy.page.click("#question button[type=submit]")
        ours.wait("#no-question:not([hidden])")
        for page in (observer.page, public.page):
            for hidden in ("#writing", "#propose", "#delegate", "#unasked button", "#question"):
                expect(page.locator(hidden).first).to_be_hidden(timeout=OUTER)
        for name, screen in (("leader", ours), ("deputy", deputy), ("observer", observer)):
            screen.page.screenshot(path=tmp_path / f"{name}.png", full_page=True)
        for screen in (control, ours, deputy, observer, public):
            assert violations(screen.page) == []
            assert not wide(screen.page)
            screen.close()
    last = read_game(game).standing[-1]
    assert (last.do, last.by) == ("answer", "deputy-frontline")


def _set_on_the_board(page: Page) -> Locator:
    """News for the patron in two days, and its row."""
    page.select_option("#event", "news")
    page.select_option("#bring-to", "patron")
    page.fill("#bring-text", HOSTILE)
    page.fill("#bring-hours", "48")
    page.click("#bring button[type=submit]")
    return page.locator("#injects li", has_text="control-1")


#: Lets the clocks of a page stand, so that a count takes as long as one looks at it; and go on.
_STAND = """
window.clocks = [performance.now.bind(performance), Date.now];
const [now, date] = window.clocks.map((read) => read());
performance.now = () => now;
Date.now = () => date;
"""
_GO_ON = "[performance.now, Date.now] = window.clocks;"


def _called_off(page: Page, fire: Locator) -> None:
    """What is about to happen says who will get what, and does not happen once it is cancelled, or
    if the machine slept meanwhile.
    """
    page.evaluate(_STAND)
    fire.click()
    told = f"control-1, to Washington: {HOSTILE}"
    expect(page.locator("#firing-what")).to_have_text(told, timeout=OUTER)
    assert violations(page) == []
    assert not wide(page)
    fire.click()
    expect(page.locator("#notice")).to_contain_text("happen already", timeout=OUTER)
    page.keyboard.press("Escape")
    expect(page.locator("#notice")).to_have_text(f"Cancelled: {told}", timeout=OUTER)
    fire.click()  # the clock of most pages stands while their machine sleeps; the date goes on
    page.evaluate("const read = Date.now; Date.now = () => read() + 60_000;")
    expect(page.locator("#notice")).to_contain_text("the machine slept", timeout=OUTER)
    page.set_viewport_size({"width": 320, "height": 256})  # as one sees at four-fold
    fire.click()
    expect(page.locator("#firing-cancel")).to_be_in_viewport(timeout=OUTER)
    page.keyboard.press("Escape")
    expect(page.locator("#notice")).to_have_text(f"Cancelled: {told}", timeout=OUTER)
    page.set_viewport_size({"width": 1280, "height": 900})
    fire.click()
    page.clock.fast_forward(60_000)
    page.evaluate(_GO_ON)
    expect(page.locator("#notice")).to_contain_text("the machine slept", timeout=OUTER)


def _bring_and_rule(page: Page) -> None:
    """Something is brought in at once, and the patron's trust is ruled upon."""
    page.fill("#bring-hours", "0")
    page.click("#bring button[type=submit]")
    page.click("#firing-now")
    expect(page.locator("#injects")).to_contain_text("control-2", timeout=OUTER)
    page.select_option("#ruling", "patron")
    page.fill("#trust", "0.2")
    page.fill("#ruling-text", HOSTILE)
    page.click("#rule button")


@pytest.mark.slow
def test_who_presses_before_the_clock_is_heard_presses_by_the_clock_of_the_table(
    chromium: Browser, game: Path
) -> None:
    with open_table(game) as links:
        page = Screen(chromium, links["facilitator"]).page
        page.route("**/events*", lambda route: route.abort())
        with page.expect_response("**/view") as view:
            page.reload()
        page.wait_for_selector("#people li")
        with page.expect_request("**/act") as pressed:
            page.click("button[data-do=step]")
        sent = json.loads(pressed.value.post_data or "{}")
        assert sent["stamp"] >= view.value.json()["clock"]["stamp"]
        page.context.close()


@pytest.mark.slow
def test_what_is_fired_by_hand_can_be_cancelled_and_once_told_is_disregarded(
    chromium: Browser, game: Path
) -> None:
    with open_table(game) as links:
        control, ours, theirs = (
            Screen(chromium, links[place]) for place in ("facilitator", "frontline", "patron")
        )
        page, read = control.page, theirs.page.locator("#entries")
        page.clock.install()
        page.reload()
        expect(page.locator("#line")).to_have_text("connected", timeout=OUTER)
        row = _set_on_the_board(page)
        fire = row.get_by_role("button", name="Fire now")
        _called_off(page, fire)
        assert "inject" not in [one.do for one in read_game(game).standing]
        fire.click()
        expect(page.locator("#firing-cancel")).to_be_focused(timeout=OUTER)
        page.clock.fast_forward(5_200)
        expect(read).to_contain_text(HOSTILE, timeout=OUTER)
        row.get_by_role("button", name="Tell them to disregard it").click()
        told = f"From the facilitator: Disregard this, it was told by mistake: {HOSTILE}"
        expect(read).to_contain_text(told, timeout=OUTER)
        _bring_and_rule(page)
        expect(read).to_contain_text("as the facilitator ruled so", timeout=OUTER)
        assert "Disregard" not in ours.page.content()
        for screen in (control, ours, theirs):
            screen.close()
    done = [f"{one.do} {one.data.get('to', '')}" for one in read_game(game).standing]
    assert done == ["plan patron", "inject ", "broadcast patron", "bring patron", "rule "]


@pytest.mark.slow
def test_two_pages_of_a_seat_and_a_seventh_in_one_browser_all_hear_and_act(
    chromium: Browser, game: Path
) -> None:
    with open_table(game) as links:
        first = Screen(chromium, links["frontline"])
        pages = [first.page]
        for _ in range(7):
            page = first.page.context.new_page()
            page.goto(links["frontline"])
            expect(page.locator("#line")).to_contain_text("connected", timeout=OUTER)
            pages.append(page)
        late = pages[-1]
        expect(late.locator("#line")).to_contain_text("every second", timeout=OUTER)
        control = Screen(chromium, links["facilitator"])
        control.page.click("button[data-do=jump]")
        for page in pages:
            page.wait_for_selector("#question:not([hidden])")
        late.check("#options input[value=hold]")
        late.click("#question button[type=submit]")
        for page in pages:
            page.wait_for_selector("#no-question:not([hidden])")
        counts = [len(page.locator("#entries li").all()) for page in pages]
        assert len(set(counts)) == 1, "each entry once"
        for page in pages[1:6]:
            page.close()
        expect(late.locator("#line")).to_have_text("connected", timeout=OUTER)
        late.reload()
        expect(late.locator("#line")).to_have_text("connected", timeout=OUTER)
        control.close()
        first.close()
    assert [one.do for one in read_game(game).standing] == ["advance", "answer"]
