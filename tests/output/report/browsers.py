"""A page as it is open in Chromium: what went wrong on it, and what axe-core finds. Tests that use
it are skipped where there is no Chromium, or no Playwright to drive it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from shutil import which
from typing import Any

import pytest

CHROMIUM = which("chromium") or which("chromium-browser") or which("google-chrome")
#: Milliseconds: an outer bound, so that a busy machine fails nothing.
PATIENCE = 120_000
#: What a page in one piece has no need of: nobody's address is looked up.
OFFLINE = "--host-resolver-rules=MAP * ~NOTFOUND"
MILLIMETRES = 25.4 / 96.0  # a pixel
STRUCTURE = """where => axe.run(where, {
  runOnly: {type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]},
  rules: {"color-contrast": {enabled: false}},
  resultTypes: ["violations"],
}).then(found => ({
  wrong: found.violations.map(one => [one.id, one.nodes.map(node => node.html.slice(0, 160))]),
  passed: found.passes.length,
}))"""
#: Marks two texts of each look, which is what decides how well a text can be read: of a table of
#: thousands of cells axe would judge each, at some milliseconds a cell.
LOOKS = """where => {
  const many = new Map();
  for (const one of document.querySelectorAll(`${where} *`)) {
    if (![...one.childNodes].some(node => node.nodeType === 3 && node.data.trim())) continue;
    if (!one.checkVisibility()) continue;
    const own = getComputedStyle(one), parts = [own.color, own.fontSize, own.fontWeight];
    for (let at = one; at; at = at.parentElement) {
      const look = getComputedStyle(at);
      parts.push(at.localName, at.className, look.backgroundColor, look.opacity, look.position);
    }
    const key = parts.join();
    many.set(key, (many.get(key) ?? 0) + 1);
    one.toggleAttribute("data-look", many.get(key) <= 2);
  }
  return many.size;
}"""
COLOURS = """() => axe.run({include: [["[data-look]"]]}, {
  runOnly: {type: "rule", values: ["color-contrast"]},
}).then(found => ({
  wrong: found.violations.map(one => [one.id, one.nodes.map(node => node.html.slice(0, 160))]),
  passed: found.passes.flatMap(one => one.nodes).length,
}))"""

#: What comes from the library, which is not there everywhere, and JSON.
Driven = Any

needs_chromium = pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium here")


@contextmanager
def launched() -> Iterator[Driven]:
    """A browser for the tests of a file."""
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with playwright.sync_playwright() as driver:
        found = driver.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-dev-shm-usage", OFFLINE]
        )
        yield found
        found.close()


class Opened:
    """A page that is open, and what went wrong on it."""

    def __init__(self, browser: Driven, path: Path, where: str = "", **context: Driven) -> None:
        self.faults: list[str] = []
        self.asked: list[str] = []
        self.context = browser.new_context(**context)
        self.page = self.context.new_page()
        self.page.set_default_timeout(PATIENCE)
        self.page.on("console", lambda said: self.faults.append(said.text))
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.goto(path.as_uri() + where)

    def is_well(self) -> None:
        """Nothing was said on the console, and nothing asked for but the page and its images."""
        assert self.faults == []
        assert [url for url in self.asked[1:] if not url.startswith("data:")] == []


def axe_is_content(opened: Opened, where: str, rules: int) -> None:
    """Axe-core finds nothing in a page (``html``) or a part of it, of which at least so many rules
    can be tried: how it is built, and its colours in the light and in the dark.

    What lies behind a text is its colour alone: of a shadow drawn behind a wide table axe cannot
    tell how a text is read on it. The page has no policy that forbids scripts.
    """
    library = files(
        pytest.importorskip("axe_core_python", reason="axe-core-python is not installed")
    )
    page = opened.page
    page.add_script_tag(content=library.joinpath("axe.min.js").read_text(encoding="utf-8"))
    found = page.evaluate(STRUCTURE, {"include": [[where]]})
    assert found["wrong"] == [], found["wrong"]
    assert found["passed"] >= rules
    page.add_style_tag(content="* { background-image: none !important }")
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        looks = page.evaluate(LOOKS, where)
        colours = page.evaluate(COLOURS)
        assert colours["wrong"] == [], (scheme, colours["wrong"])
        assert colours["passed"] >= looks / 2 > 5, "most of it can be judged"
