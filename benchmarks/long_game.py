"""A long game: how much work it is to open one, and to show one more thing on a page full of them.

Opening means what `hotline play FOLDER` and `serve FOLDER` do before anything is shown: the
scenario is read, the journal checked, and the world made anew from its acts, 200 of them here.
Counted is processor time beyond importing. The goal is a second.

The page is that of a seat in Chromium after 2,000 entries, of which the last 200 stay in the
document. Counted is what its script takes for one more, with the layout that follows. The goal is
50 ms.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.figures import Figure, Table, at_most, table
from benchmarks.table import SCENARIO, served
from sim.domain.decisions.views import ROLES
from sim.tabletop.game.acts import Act
from sim.tabletop.game.game import Game
from sim.tabletop.game.opening import Wish, new_game

CHROMIUM = "/usr/bin/chromium"
ACTS = 200
ENTRIES = 2000
ROUNDS = 5
OPENING = 1.0
SHOWING = 50.0
OUTER = 120_000.0  # milliseconds after which a page that shows nothing is given up
_OPEN = """\
import sys
from pathlib import Path
from time import process_time
import sim.tabletop.game.game as game
began = process_time()
with game.Game(Path(sys.argv[1])):
    print(process_time() - began)
"""
_SHOW = """\
async () => {
  const { entry } = await import("/static/common.js");
  const list = document.getElementById("entries");
  const took = [];
  for (let n = 1; n <= 100; n += 1) {
    const began = performance.now();
    entry(list, { n: 100000 + n, date: "Tue 3 Mar 03:27", text: `One more, number ${n}.` });
    document.body.getBoundingClientRect();
    took.push(performance.now() - began);
  }
  return took;
}
"""


def game_of_acts(folder: Path) -> Path:
    """A game in which the seats have done this and that two hundred times."""
    wish = Wish(scenario=str(SCENARIO), arm="consult", seed=1, seats=ROLES)
    path = new_game(wish, folder, None).path
    letter = {"kind": "dialogue", "precedence": "routine", "channel": "cable"}
    with Game(path) as game:
        while len(game.standing) < ACTS:
            view = game.table.session.question
            if view is not None:
                game.play(
                    Act(do="answer", seat=view.seat, data={"option": next(iter(view.options))})
                )
            game.play(Act(do="write", seat="patron", data=letter), "Wait for the talks.")
            game.play(Act(do="advance", data={"to": game.table.session.now + 2.0}))
    return path


def opening(path: Path) -> float:
    """Seconds of processor time to open it, in a process that has imported everything."""
    command = [sys.executable, "-c", _OPEN, str(path)]
    said = subprocess.run(
        command, check=True, capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=300
    )
    return float(said.stdout)


def full_game(folder: Path) -> Path:
    """A game in which so much has been said to the seats that their pages are full."""
    wish = Wish(scenario=str(SCENARIO), arm="consult", seed=1, seats=ROLES)
    path = new_game(wish, folder, None).path
    with Game(path) as game:
        for number in range(ENTRIES):
            game.play(Act(do="broadcast", data={"to": "both"}), f"Said, number {number}.")
    return path


def showing(path: Path) -> list[float]:
    """Milliseconds for each of a hundred more entries on the page of a seat."""
    from playwright.sync_api import sync_playwright

    with served(path) as (links, _), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_context(bypass_csp=True).new_page()
        page.goto(links["frontline"])
        last = f"Said, number {ENTRIES - 1}."
        page.locator("#entries li", has_text=last).wait_for(timeout=OUTER)
        took: list[float] = page.evaluate(_SHOW)
        browser.close()
    return took


def tables() -> Iterator[Table]:
    """Opening and showing."""
    with TemporaryDirectory() as folder:
        path = game_of_acts(Path(folder))
        seconds = [opening(path) for _ in range(ROUNDS)]
    with TemporaryDirectory() as folder:
        took = sorted(showing(full_game(Path(folder))))
    what = f"a page with {ENTRIES:,} entries: one more"
    yield table(
        [
            Figure(
                what=f"opening a game of {ACTS} acts, processor time beyond imports",
                values=seconds,
                unit=" s",
                goal=at_most(OPENING),
            ),
            Figure(what=f"{what}, median", values=took, unit=" ms", goal=at_most(SHOWING)),
            Figure(what=f"{what}, 95 of 100", values=[took[94]], unit=" ms", goal=at_most(SHOWING)),
        ]
    )
