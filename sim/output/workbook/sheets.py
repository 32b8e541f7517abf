"""The tables of results of any kind as sheets: what they are, what they say, every world, and where
each number comes from.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from math import isfinite, isnan
from pathlib import Path
from typing import Final

from sim.experiment.comparison.run_summary import RunSummary
from sim.experiment.comparison.summary_parts import Summary
from sim.output.charts.base.chart import Table
from sim.output.storage.folders import Folder, kind_of
from sim.output.storage.inventory import table_rows
from sim.output.storage.run_folder import SCENARIO, RunFolder
from sim.output.storage.verification import stored_worlds
from sim.output.verdict_words import verdict_words
from sim.output.workbook.writer import Cell, WorkbookSheet
from sim.scenario import Assumption, Resolved, ledger, resolve
from sim.scenario.assumptions.ledger import bare
from sim.scenario.assumptions.sources import source_of
from sim.scenario.loading.measure_files import read_measure
from sim.scenario.text.tree import dotted_path, node_at
from sim.scenario.text.writer import flow

SOURCES: Final = "sources"
_MEASURES: Final = "measures/*.yaml"  # where a trial keeps those that it tried
_CAUTION: Final = "what follows from the scenario's assumptions, not a forecast"


@dataclass(frozen=True, slots=True, kw_only=True)
class NumbersBehind:
    """The numbers behind a chart, with its name and title."""

    name: str
    title: str
    numbers: Table


def sheets_of(folder: Folder, charts: Sequence[NumbersBehind] = ()) -> Iterator[WorkbookSheet]:
    """All sheets of results. A run has its estimates and differences; what a study of another kind
    found stands in the numbers behind its ``charts``.
    """
    yield _about(folder, charts)
    if isinstance(folder, RunFolder):
        yield _estimates(folder.summary)
        yield _differences(folder.summary)
    for chart in charts:
        yield WorkbookSheet(
            name=chart.name, header=chart.numbers.header, rows=_plain(chart.numbers)
        )
    yield from _worlds(folder)
    yield _outcomes(folder.summary)
    yield _sources(
        resolve(folder.path / SCENARIO), folder.manifest.arms, sorted(folder.path.glob(_MEASURES))
    )


def _plain(numbers: Table) -> Iterator[tuple[Cell, ...]]:
    """The rows, with nothing where there is no number, and what has no end in words."""
    for row in numbers.rows:
        yield tuple(map(_plain_cell, row))


def _plain_cell(cell: Cell) -> Cell:
    if not isinstance(cell, float) or isfinite(cell):
        return cell
    return None if isnan(cell) else str(cell)


def _about(folder: Folder, charts: Sequence[NumbersBehind]) -> WorkbookSheet:
    about, summary = folder.manifest, folder.summary
    rows: list[tuple[Cell, ...]] = [
        ("what", about.what),
        ("kind", kind_of(folder)),
        ("scenario", about.scenario.name),
        ("title", summary.scenario.title),
        ("purpose", summary.scenario.purpose),
        ("digest", about.scenario.digest),
        ("seed", about.seed),
        ("worlds", about.replications),
        ("arms", ", ".join(about.arms)),
        ("compared with", about.baseline),
        ("level of intervals", summary.confidence),
        ("command", about.command),
        ("content", about.content_hash),
        ("version", about.version),
        ("read it as", _CAUTION),
        *((f"sheet {chart.name}", chart.title) for chart in charts),
    ]
    return WorkbookSheet(name="about", header=("", "value"), rows=rows)


def _estimates(summary: RunSummary) -> WorkbookSheet:
    header = ("arm", "title of arm", "protocol", *_OUTCOME, "estimate", "low", "high")
    rows = [
        (
            arm,
            summary.arms[arm].title,
            summary.arms[arm].protocol,
            *_outcome(summary, name),
            one.estimate,
            one.low,
            one.high,
            one.deviation,
            one.n,
        )
        for arm, found in summary.estimates.items()
        for name, one in found.items()
    ]
    return WorkbookSheet(
        name="estimates", header=(*header, "standard deviation", "worlds"), rows=rows
    )


_OUTCOME: Final = ("outcome", "title", "unit")


def _outcome(summary: Summary, name: str) -> tuple[str, str, str]:
    one = summary.outcomes[name]
    return name, one.title, one.unit


def _differences(summary: RunSummary) -> WorkbookSheet:
    header = ("arm", "compared with", *_OUTCOME, "better is", "matters from", "difference", "low")
    more = ("high", "pairs", "share better", "share worse", "p", "p after Holm", "verdict")
    rows = [
        (
            arm,
            summary.baseline,
            *_outcome(summary, name),
            summary.outcomes[name].better,
            summary.outcomes[name].matters,
            one.difference,
            one.low,
            one.high,
            one.pairs,
            one.better.share if one.better else None,
            one.worse.share if one.worse else None,
            one.p,
            one.p_all if one.p_headline is None else one.p_headline,
            verdict_words(one.verdict, one.beside, shown=one.shown),
        )
        for arm, found in summary.comparisons.items()
        for name, one in found.items()
    ]
    return WorkbookSheet(name="differences", header=(*header, *more), rows=rows)


def _worlds(folder: Folder) -> Iterator[WorkbookSheet]:
    """Every world under every arm: one sheet a file of worlds."""
    files = stored_worlds(folder.path, folder.manifest)
    for name in files:
        rows = table_rows(folder.path / name)
        (header,) = islice(rows, 1)
        title = "worlds" if len(files) == 1 else f"worlds {Path(name).stem}"
        yield WorkbookSheet(name=title, header=tuple(map(str, header)), rows=rows)


def _outcomes(summary: Summary) -> WorkbookSheet:
    header = (*_OUTCOME, "better is", "exists", "matters from", "definition")
    rows = [
        (*_outcome(summary, name), one.better, one.exists, one.matters, one.definition)
        for name, one in summary.outcomes.items()
    ]
    return WorkbookSheet(name="outcomes", header=header, rows=rows)


def _sources(found: Resolved, arms: Sequence[str], measures: Sequence[Path]) -> WorkbookSheet:
    """Every input with what vouches for it: once where it is the same in all arms; then what
    measures change, and what the scenario as a whole rests on.
    """
    known = [arm for arm in arms if arm in found.settings] or list(found.settings)
    holders: dict[tuple[Cell, ...], list[str]] = {}
    for arm in known:
        for one in ledger(found.scenario.arms[arm].setting, found.settings[arm]):
            holders.setdefault(_input(one), []).append(arm)
    rows: list[tuple[Cell, ...]] = [
        ("all" if len(holding) == len(known) else ", ".join(holding), *about)
        for about, holding in holders.items()
    ]
    rows += [row for path in measures for row in _of_measure(path)]
    rest = "what the scenario rests on"
    rows += [("all", "", rest, "", "", "", text, "") for text in found.scenario.sources]
    header = ("arms", "input", "title", "value", "unit", "plausible", "source", "given in")
    return WorkbookSheet(name=SOURCES, header=header, rows=rows)


def _of_measure(path: Path) -> Iterator[tuple[Cell, ...]]:
    """The inputs that a measure changes."""
    measure = read_measure(path)
    for steps in measure.paths():
        node = node_at(measure.overlay, steps)
        assert node is not None, "it is one that the measure sets"
        source = source_of(node) or "none given"
        title = measure.measure.title
        yield (
            f"measure {title}",
            dotted_path(steps),
            "",
            flow(bare(node)),
            "",
            "",
            source,
            path.name,
        )


def _input(one: Assumption) -> tuple[Cell, ...]:
    source = one.source or "none given"
    return one.path, one.meaning, one.value, one.unit, one.plausible, source, str(one.origin)
