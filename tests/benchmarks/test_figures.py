"""Figures say median, range and whether a goal was met, without flattering anything; the page keeps
what was not run again.
"""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from benchmarks.__main__ import BENCHMARKS, main
from benchmarks.figures import Figure, Table, at_least, at_most, table
from benchmarks.page import goals, machine, renew, sections

PAGE = """\
# Page

<!-- begin performance-goals -->
<!-- end performance-goals -->

<!-- begin performance-figures -->
<!-- end performance-figures -->
"""
NAMES = {"first": "what comes first", "second": "what comes second"}


@pytest.mark.parametrize(
    ("goal", "values", "said"),
    [
        (at_most(1.0), (0.2, 1.0, 3.0), "at most 1 s: met"),
        (at_most(1.0), (0.2, 1.001, 3.0), "at most 1 s: MISSED"),
        (at_least(0.9), (0.5, 0.89, 2.0), "at least 0.9 s: MISSED"),
        (at_least(0.9), (0.9,), "at least 0.9 s: met"),
    ],
)
def test_a_goal_is_held_against_the_median(
    goal: at_most,  # type: ignore[valid-type]
    values: tuple[float, ...],
    said: str,
) -> None:
    assert Figure(what="x", values=values, unit=" s", goal=goal).row[-1] == said


def test_a_figure_has_its_median_and_range() -> None:
    assert Figure(what="x", values=(3.0, 1.0, 2.25), unit=" s").row == (
        "x",
        "2.25 s",
        "1.00 to 3.00",
        "3",
        "",
    )
    assert Figure(what="x", values=(3.0,), digits=0).row == ("x", "3", "", "1", "")


def test_a_table_stands_in_line_on_a_terminal() -> None:
    lines = (
        Table(header=("", "found"), rows=[("a long name", "1"), ("b", "22")], note="Said.")
        .text()
        .splitlines()
    )
    assert lines == ["               found", "  a long name  1", "  b            22", "  Said."]


def test_goals_are_found_in_tables_and_in_what_is_printed() -> None:
    figures = [
        Figure(what="speed", values=(0.5,), goal=at_least(0.9)),
        Figure(what="other", values=(1.0,)),
    ]
    assert list(goals("x", table(figures).markdown())) == [
        ("x", "speed", "0.50", "at least 0.9: MISSED")
    ]
    printed = (
        "```text\nworld to bare, median      1.96   at most 2.0\nrange     1 to 2\nothers    3   at"
        " most 20%: MISSED\n```"
    )
    assert list(goals("y", printed)) == [
        ("y", "world to bare, median", "1.96", "at most 2.0: met"),
        ("y", "others", "3", "at most 20%: MISSED"),
    ]


def test_a_page_keeps_what_was_not_run_again(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(PAGE, encoding="utf-8")
    missed = table([Figure(what="speed", values=(0.5,), goal=at_least(0.9))]).markdown()
    renew(NAMES, {"second": missed, "first": "old words"}, page)
    renew(NAMES, {"first": "new words"}, page)
    text = page.read_text(encoding="utf-8")
    found = sections(text)
    assert list(found) == ["first", "second"]
    assert found["first"].startswith("new words")
    assert "old words" not in text
    assert missed in found["second"]
    assert machine() in found["first"]
    assert (
        "| second | speed | 0.50 | at least 0.9: MISSED |"
        in text.partition("begin performance-figures")[0]
    )


def test_an_unknown_name_is_told_with_those_that_there_are(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["no-such"]) == 2
    said = capsys.readouterr().err
    assert "no benchmark no-such" in said
    assert all(name in said for name in BENCHMARKS)


def test_several_are_run_apart_and_one_that_fails_stops_no_other(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked: list[list[str]] = []

    def run(command: list[str], *, check: bool) -> subprocess.CompletedProcess[bytes]:
        assert not check
        asked.append(command[3:])
        return subprocess.CompletedProcess(command, returncode=int("desks" in command))

    monkeypatch.setattr(subprocess, "run", run)
    assert main(["desks", "--page", "search"]) == 1
    assert asked == [["desks", "--page"], ["search", "--page"]]
    assert capsys.readouterr().err == "failed: desks\n"
    asked.clear()
    main([])
    assert asked == [[name] for name in BENCHMARKS]


def test_one_is_run_here_and_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["search"]) == 0
    said = capsys.readouterr().out
    assert said.startswith(f"\nsearch: {BENCHMARKS['search'].what}\n  {machine()}\n")
    assert "PRIM, 10,000 x 20" in said
    assert "at most 1 s" in said
