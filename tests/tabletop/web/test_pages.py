"""What pages consist of: nothing from elsewhere, no script within them, no text read as markup."""

from __future__ import annotations

import re
from importlib.resources import files

STATIC = {
    one.name: one.read_text(encoding="utf-8")
    for one in files("sim.tabletop.web").joinpath("static").iterdir()
}
HTML = sorted(name for name in STATIC if name.endswith(".html"))


def test_nothing_comes_from_elsewhere_and_no_script_stands_in_a_page() -> None:
    for name, text in STATIC.items():
        assert not re.search(r"https?:|//[\w-]+\.\w|@import|url\(", text), name
    for name in HTML:
        text = STATIC[name]
        assert not re.search(r"\son\w+=|\sstyle=|<style", text), name
        assert all("src=" in tag for tag in re.findall(r"<script[^>]*>", text)), name
        for link in re.findall(r'(?:src|href)="([^"]*)"', text):
            assert link.removeprefix("/static/") in STATIC, link


def test_no_text_is_read_as_markup_or_code() -> None:
    forbidden = r"innerHTML|outerHTML|insertAdjacent|document\.write|eval\(|new Function"
    for name, text in STATIC.items():
        assert not name.endswith(".js") or not re.search(forbidden, text), name


def test_every_page_says_that_it_is_an_exercise_at_top_and_bottom() -> None:
    for name in HTML:
        assert STATIC[name].count('<p class="mark">EXERCISE') == 2, name


def test_scripts_find_what_they_look_for() -> None:
    """Every id that a script asks for stands in the page that loads it."""
    for page in ("seat", "control"):
        ids = set(re.findall(r'id="([\w-]+)"', STATIC[f"{page}.html"]))
        asked = set(re.findall(r'by\("([\w-]+)"\)', STATIC[f"{page}.js"] + STATIC["common.js"]))
        assert asked <= ids, asked - ids
