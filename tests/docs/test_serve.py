"""The page for tables in browsers tells the truth: its calls open one, what it names is there."""

from __future__ import annotations

import re
import shlex
from importlib.resources import files
from pathlib import Path

import pytest

from sim.cli.main import COMMANDS
from sim.output.storage.safety.game_files import LINKS
from sim.tabletop.web import pace
from sim.tabletop.web.control_desk import CONTROL
from sim.tabletop.web.guards import MOST
from sim.tabletop.web.host import ACTS, GONE, STREAMS
from sim.tabletop.web.room import LATE

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "serve.md").read_text(encoding="utf-8")
STATIC = files("sim.tabletop.web").joinpath("static")
PAGES = {
    name: STATIC.joinpath(name).read_text(encoding="utf-8")
    for name in ("seat.html", "control.html", "control.js", "countdown.js", "seat.js")
}


def test_its_calls_are_understood(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("starlette", reason="the extra web is not installed")
    from sim.cli.commands.games import serve

    assert "serve" in COMMANDS
    opened: list[Path] = []
    monkeypatch.chdir(ROOT)
    monkeypatch.setattr(serve, "_serve", lambda path, *_, **__: opened.append(path))
    calls = re.findall(r"^\$ hotline serve (scenarios/.*)$", PAGE, re.MULTILINE)
    for call in calls:
        words = [*shlex.split(call), "--port", "0", "--out", str(tmp_path)]
        serve.command.main(words, standalone_mode=False)
    folder = re.search(r"^\$ hotline serve results/(\S+)$", PAGE, re.MULTILINE)
    assert folder is not None
    assert opened == [tmp_path / folder[1]]


def test_its_words_stand_on_the_pages() -> None:
    """What it tells to press is what a button says."""
    shown = " ".join(PAGES.values())
    bold = ("Decision", "Situation", "Write", "Sent, and where it is")
    said = re.findall(
        r"^\| (Run|Pause|Step|Jump|Set|Fire now|Hold|Release|Leave out|Postpone all|Edit) \|",
        PAGE,
        re.MULTILINE,
    )
    assert len(said) == 11
    policies = (
        "the clock stands for a decision",
        "the clock runs on",
        "the rule of the file sits there",
    )
    pressed = re.findall(r"(?<!\*)\*([A-Z][^*]+)\*(?!\*)", PAGE)
    for words in (*bold, *said, *policies, *pressed):
        assert words.rstrip("?") in shown or words.lower() in shown.lower(), words


def test_all_that_a_facilitator_does_is_on_the_page() -> None:
    script = PAGES["control.js"] + PAGES["control.html"]
    for do in CONTROL:
        assert f'"{do}"' in script, do


def test_its_figures_are_those_of_the_code() -> None:
    for figure in (
        f"{MOST // 1024} KiB",
        f"{ACTS} acts in a second",
        f"{STREAMS} open pages",
        f"{pace.USUAL:g} play thirty days",
    ):
        assert figure in PAGE, figure
    assert (LATE, GONE) == (10.0, 60.0), "ten seconds, a minute"
    assert "const COUNT = 5000;" in PAGES["countdown.js"], "five seconds"
    assert LINKS in PAGE
