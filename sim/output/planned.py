"""Pictures and pages that a command set out to make of its results, and which of them are not there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from shlex import quote
from types import MappingProxyType
from typing import Any, Final

from sim.experiment.sweep import KIND as SWEEP
from sim.output.charts import CHARTS, files
from sim.output.charts.of_measures import MEASURE_CHARTS
from sim.output.charts.of_studies import STUDY_CHARTS
from sim.output.charts.of_sweeps import SWEEP_CHARTS
from sim.output.store import RUN
from sim.output.trials import KIND as TRIAL

#: What a manifest calls them.
FIELD: Final = "planned"
REPORT: Final = "report.html"
_CHARTS: Final = "charts"

_NAMES: Final[Mapping[str, Sequence[str]]] = MappingProxyType(
    {RUN: tuple(CHARTS), SWEEP: tuple(SWEEP_CHARTS), TRIAL: tuple(MEASURE_CHARTS)}
)


def planned(kind: str, *, charts: bool, report: bool = False) -> tuple[str, ...]:
    """The files that are to be made of results of a kind, beside what is computed."""
    names = _NAMES.get(kind) or tuple(name for name, one in STUDY_CHARTS.items() if one.of == kind)
    return (*(f"{_CHARTS}/{name}.svg" for name in names if charts), *((REPORT,) if report else ()))


def absent(path: Path, about: Mapping[str, Any]) -> tuple[str, ...]:
    """What the manifest ``about`` of a folder plans and is neither there nor known to be impossible from its results."""
    wanted = [str(name) for name in about.get(FIELD, ())]
    impossible = files.remembered(path / _CHARTS / files.SKIPPED)
    return tuple(name for name in wanted if not (path / name).is_file() and Path(name).stem not in impossible)


def told(path: Path, about: Mapping[str, Any]) -> str:
    """The same in words, with what makes it; empty where nothing is wanting."""
    wanting = absent(path, about)
    if not wanting:
        return ""
    drawn, page = [name for name in wanting if name != REPORT], REPORT in wanting
    ways = [f"hotline {word} {quote(str(path))}" for word, asked in (("plot", drawn), ("report", page)) if asked]
    return f"; planned but not there: {', '.join(wanting)}. To make that: {'; '.join(ways)}"
