"""Handouts in headless Chromium: a quiet console, nothing that axe finds, no table wider than a
sheet. Skipped without it.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from sim.scenario import load
from sim.tabletop.debrief.action_report.account import account
from sim.tabletop.debrief.action_report.report import Learnt, parts_of, report_page
from sim.tabletop.debrief.action_report.simulated_games import simulate
from sim.tabletop.exercise.packet.packet import Packet, pages
from sim.tabletop.game.game import read_game
from tests.output.report.browsers import (
    MILLIMETRES,
    Driven,
    Opened,
    axe_is_content,
    launched,
    needs_chromium,
)
from tests.tabletop.games import answer, begun, go_on, to_its_end

ROOT = Path(__file__).parents[3]
#: Paper of 210 mm (A4) and 216 mm (letter), less the margins of both sides.
SHEET = 210.0 - 2 * 15.0
WIDTHS = """() =>
  Math.max(0, ...[...document.querySelectorAll("table")].map(one => one.scrollWidth))"""

pytestmark = [needs_chromium, pytest.mark.slow]


@pytest.fixture(scope="module")
def browser() -> Iterator[Driven]:
    with launched() as found:
        yield found


@pytest.fixture(scope="module")
def handouts(tiny: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The packet of the scenario that ships, and the report of a short game."""
    front = load(ROOT / "scenarios" / "northern-front.yaml")
    packet = Packet(scenario=front, arm="consult", file="northern-front.yaml")
    found = {name: content.decode() for name, content in pages(packet)}
    acts = (go_on(), answer("hold"), go_on(), answer("strike"))
    path = to_its_end(begun(tiny, tmp_path_factory.mktemp("games"), *acts))
    game = read_game(path)
    many = simulate(game.folder.scenario, "consult", 7, 5, lambda _: None)
    found["debrief.html"] = report_page(
        parts_of([account(path, game, many)]), Learnt(lessons={})
    ).decode()
    return found


NAMES = (
    "facilitator-guide.html",
    "msel.html",
    "briefing.html",
    "role-frontline.html",
    "evaluation-guides.html",
    "feedback.html",
    "debrief.html",
)


def written(text: str, place: Path) -> Path:
    path = place / "page.html"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("name", NAMES)
def test_axe_finds_nothing(
    name: str, browser: Driven, handouts: dict[str, str], tmp_path: Path
) -> None:
    text = handouts[name].replace("<details ", "<details open ")
    opened = Opened(browser, written(text, tmp_path), bypass_csp=True)
    axe_is_content(opened, "html", rules=20)
    opened.context.close()


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_said_on_the_console(
    name: str, browser: Driven, handouts: dict[str, str], tmp_path: Path
) -> None:
    opened = Opened(browser, written(handouts[name], tmp_path))
    assert opened.page.locator("h1").count() >= 1
    opened.is_well()
    opened.context.close()


@pytest.mark.parametrize("name", [one for one in NAMES if one != "msel.html"])
def test_no_table_is_wider_than_a_sheet(
    name: str, browser: Driven, handouts: dict[str, str], tmp_path: Path
) -> None:
    wide = round(SHEET / MILLIMETRES)
    opened = Opened(
        browser, written(handouts[name], tmp_path), viewport={"width": wide, "height": 1000}
    )
    opened.page.emulate_media(media="print")
    found = opened.page.evaluate(WIDTHS)
    opened.context.close()
    assert found <= wide + 1
