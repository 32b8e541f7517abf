"""Pictures and pages that a command set out to make of its results, and which of them are not
there.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from shlex import quote
from typing import Final

from sim.output.charts.base import files
from sim.output.storage.manifest import Manifest

REPORT: Final = "report.html"
_CHARTS: Final = "charts"


def planned_files(names: Iterable[str], *, charts: bool, report: bool = False) -> tuple[str, ...]:
    """The files that are to be made of results that have charts of these ``names``, beside what is
    computed.
    """
    return (*(f"{_CHARTS}/{name}.svg" for name in names if charts), *((REPORT,) if report else ()))


def written_files(names: Iterable[str], *, charts: bool, report: bool) -> tuple[str, ...]:
    """The same, with the numbers and the words that lie beside charts."""
    drawn = tuple(names) if charts else ()
    beside = (*(f"{name}.csv" for name in drawn), files.WORDS, files.SKIPPED) if drawn else ()
    return (
        *planned_files(drawn, charts=charts, report=report),
        *(f"{_CHARTS}/{name}" for name in beside),
    )


def absent(path: Path, about: Manifest) -> tuple[str, ...]:
    """What the manifest ``about`` of a folder plans and is neither there nor known to be impossible
    from its results.
    """
    impossible = files.recorded_charts(path / _CHARTS / files.SKIPPED)
    return tuple(
        name
        for name in about.planned or ()
        if not (path / name).is_file() and Path(name).stem not in impossible
    )


def absence_note(path: Path, about: Manifest) -> str:
    """The same in words, with what makes it; empty where nothing is wanting."""
    wanting = absent(path, about)
    if not wanting:
        return ""
    drawn, page = [name for name in wanting if name != REPORT], REPORT in wanting
    ways = [
        f"hotline {word} {quote(str(path))}"
        for word, asked in (("plot", drawn), ("report", page))
        if asked
    ]
    return f"planned but not there: {', '.join(wanting)}. To make that: {'; '.join(ways)}"
