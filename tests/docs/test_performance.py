"""The page of figures is well-formed and whole: each benchmark, its machine, and every goal with
its verdict.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from benchmarks.__main__ import BENCHMARKS
from benchmarks.page import FIGURES, GOALS, PAGE, goals, sections
from tools.make import names

TEXT = PAGE.read_text(encoding="utf-8")
SECTIONS = sections(TEXT)


def rows(text: str) -> list[list[str]]:
    lines = [line for line in text.splitlines() if line.startswith("| ")]
    return [re.split(r"(?<!\\) \| ", line.removeprefix("| ").removesuffix(" |")) for line in lines]


def test_the_page_has_its_parts_once() -> None:
    assert sorted(names(TEXT)) == [FIGURES, GOALS]


def test_every_benchmark_stands_on_the_page_in_its_order() -> None:
    assert list(SECTIONS) == list(BENCHMARKS), (
        "run `python -m benchmarks --page` with the names that are missing"
    )


@pytest.mark.parametrize("name", BENCHMARKS)
def test_a_section_names_what_is_measured_and_the_machine(name: str) -> None:
    assert f"### `{name}`: {BENCHMARKS[name].what}\n" in TEXT
    assert re.search(
        r"^_Hotline \S+, Python 3\.\d+\.\d+, .+, \d+ cores, .+\._$", SECTIONS[name], re.MULTILINE
    )


@pytest.mark.parametrize("name", BENCHMARKS)
def test_tables_are_whole(name: str) -> None:
    section = SECTIONS[name]
    assert "```text\n" in section or rows(section)
    for table in section.split("\n\n"):
        assert len({len(row) for row in rows(table)}) <= 1, (
            "every row has as many cells as the header"
        )


def test_every_goal_of_the_figures_is_in_the_list_and_none_besides() -> None:
    listed = [
        tuple(row) for row in rows(TEXT.partition(f"begin {GOALS}")[2].partition("<!-- end")[0])
    ][2:]
    assert listed == [row for name, section in SECTIONS.items() for row in goals(name, section)]
    assert len(listed) >= 15
    assert all(row[-1].endswith((": met", ": MISSED")) for row in listed)


def test_benchmarks_are_modules_that_are_there() -> None:
    for benchmark in BENCHMARKS.values():
        assert Path(PAGE.parent.parent, *benchmark.module.split(".")).with_suffix(".py").is_file()
