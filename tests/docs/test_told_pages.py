"""The tutorial, the how-to pages and the class are followed as a reader would: what they say that
the program prints is what it prints.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest

from sim.cli.main import status
from sim.studies.registry import STUDIES
from tests.docs.told_pages import Reader, blocks, commands, difference, renewed

ROOT = Path(__file__).parents[2]
PAGES = [
    ROOT / "README.md",
    ROOT / "docs/tutorial.md",
    *sorted((ROOT / "docs/how-to").glob("*.md")),
    *sorted((ROOT / "docs/teaching").glob("*.md")),
]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_a_page_tells_what_the_program_prints(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    text = page.read_text(encoding="utf-8")
    if not list(blocks(text)):
        return  # nothing in it is carried out
    shutil.copytree(ROOT / "scenarios", tmp_path / "scenarios")
    monkeypatch.chdir(tmp_path)

    def carry(words: Sequence[str]) -> tuple[str, int]:
        capsys.readouterr()
        ended = status(words)
        printed = capsys.readouterr()
        return f"{printed.out}{printed.err}", ended

    faults, fresh = Reader(tmp_path, carry).follow(text)
    if os.environ.get("HOTLINE_RENEW_TOLD"):
        page.write_text(fresh, encoding="utf-8")
    assert not faults, "\n\n".join(faults)


def test_the_page_of_charts_names_every_chart() -> None:
    page = (ROOT / "docs/how-to/read-each-chart.md").read_text(encoding="utf-8")
    charts = [name for study in STUDIES.values() for name in study.charts.listed]
    assert [name for name in charts if f"| `{name}` |" not in page] == []


def test_what_is_told_is_found_in_order_with_parts_left_out() -> None:
    printed = ["one  1", "two  2", "three  3", ""]
    assert difference(["one  1", "...", "three  3"], printed) == ""
    assert difference(["one  1", "three  3", "..."], printed).startswith("told: three  3")
    assert difference(["one  1", "..."], printed) == ""
    assert difference(["one  1"], printed) == "printed as well: two  2"
    assert "told: four" in difference(["...", "four"], printed)


def test_lines_are_renewed_by_their_beginning() -> None:
    printed = ["struck  0.5  0.4 to 0.6", "struck alone  0.2", "no number"]
    told = ["struck  0.1  0.0 to 0.2", "...", "struck alone  0.9"]
    assert renewed(told, printed) == ["struck  0.5  0.4 to 0.6", "...", "struck alone  0.2"]


def test_commands_of_a_block_go_on_after_a_backslash() -> None:
    body = "$ hotline run a.yaml \\\n    -n 4\n...\n$ hotline check b.yaml\nError: no\n"
    first, second = commands(body)
    assert first.command == "hotline run a.yaml -n 4"
    assert (first.lines, first.fails) == (("...",), False)
    assert (second.lines, second.fails) == (("Error: no",), True)
    assert first.words()[-4:] == ["--jobs", "1", "--no-charts", "--no-report"]
