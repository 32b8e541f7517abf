"""``docs/performance.md``: what the benchmarks said when they were run last, each under its name,
and which goals were met.

The page's words are written by hand; what stands between its marks is made here. A run of some
benchmarks renews only theirs.
"""

from __future__ import annotations

import platform
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from sim import __version__
from sim.experiment.runs.executor import usable_cores
from tools.blocks import table
from tools.make import replaced

PAGE: Final = Path(__file__).parent.parent / "docs" / "performance.md"
FIGURES: Final = "performance-figures"
GOALS: Final = "performance-goals"
_BODY: Final = re.compile(
    rf"<!-- begin {FIGURES} -->\n(?P<body>.*?)<!-- end {FIGURES} -->", re.DOTALL
)
_SECTION: Final = re.compile(
    r"^### `(?P<name>[a-z]+)`: [^\n]*\n\n(?P<body>.*?)(?=^### |\Z)", re.MULTILINE | re.DOTALL
)
_GOAL: Final = re.compile(r"(?P<goal>at (?:least|most) [^:|]*?)(?P<verdict>: met|: MISSED)?\s*$")
_GAP: Final = re.compile(r"\s{2,}| \| ")


def machine() -> str:
    """What it runs on, in a line."""
    return (
        f"Hotline {__version__}, Python {platform.python_version()}, {_processor()},"
        f" {usable_cores()} cores, {platform.system()} {platform.machine()}"
    )


def _processor() -> str:
    try:
        told = Path("/proc/cpuinfo").read_text(encoding="utf-8")
    except OSError:  # only Linux has it
        return platform.processor() or "unknown processor"
    names = re.findall(r"^model name\s*:\s*(.+)$", told, re.MULTILINE)
    return names[0] if names else platform.processor() or "unknown processor"


def sections(page: str) -> dict[str, str]:
    """What the page has under each benchmark's name."""
    found = _BODY.search(page)
    return (
        {}
        if found is None
        else {one["name"]: one["body"].strip() for one in _SECTION.finditer(found["body"])}
    )


def goals(name: str, section: str) -> Iterator[tuple[str, str, str, str]]:
    """(benchmark, what, found, goal and verdict) of each line of a section that names a goal."""
    for line in section.splitlines():
        told = line.strip().strip("|").strip()
        if goal := _GOAL.search(told):
            what, found, *_ = [*_GAP.split(told), ""]
            yield (
                name,
                what.strip(),
                found.strip(),
                goal["goal"].strip() + (goal["verdict"] or ": met"),
            )


def renew(benchmarks: Mapping[str, str], fresh: Mapping[str, str], page: Path = PAGE) -> None:
    """Write what was measured under the names of the benchmarks, in their order, and the goals."""
    text = page.read_text(encoding="utf-8")
    stamp = f"_{machine()}; {datetime.now(UTC):%d %B %Y}._"
    found = {**sections(text), **{name: f"{body}\n\n{stamp}" for name, body in fresh.items()}}
    named = [name for name in benchmarks if name in found]
    body = "\n\n".join(f"### `{name}`: {benchmarks[name]}\n\n{found[name]}" for name in named)
    rows = [row for name in named for row in goals(name, found[name])]
    text = replaced(
        replaced(text, FIGURES, body), GOALS, table(("benchmark", "", "found", "goal"), rows)
    )
    page.write_text(text, encoding="utf-8")
