"""What any kind of results shows: its text, its charts, its page of a report."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path

from sim.errors import UsageError
from sim.output import report
from sim.output.charts import catalogue
from sim.output.charts.base.chart import Chart
from sim.output.charts.chart_cache import Album
from sim.output.report.interactive.page_part import Interactive, interactive_part
from sim.output.report.page import page as page_of
from sim.output.report.studies.companions import Companion, companion
from sim.output.storage.folders import Folder, kind_of
from sim.output.storage.run_folder import RunFolder
from sim.output.text.grid import Grid
from sim.output.words import count_text
from sim.output.workbook.sheets import NumbersBehind
from sim.scenario import Resolved
from sim.studies import registry
from sim.studies.execution.one_world import player_of
from sim.studies.execution.settings import Making, Observer
from sim.studies.registry import study_of
from sim.studies.specification import Specification


def carry_out(
    specification: Specification, making: Making, observer: Observer, found: Resolved | None = None
) -> Folder:
    """What is asked, made: its folder with its charts. ``found`` is its scenario, where that was
    read before.
    """
    folder: Folder = study_of(specification).run(specification, making, observer, found)
    draw(folder, making, observer)
    return folder


def draw(folder: Folder, making: Making, observer: Observer) -> None:
    """Charts and report, each chart drawn once for both; says where the results are."""
    drawn = 0
    if making.charts or making.report:
        charts = album_of(folder)
        drawn = (
            len(catalogue.draw_into(charts, folder.charts, formats=("svg",)))
            if making.charts
            else 0
        )
        if making.report:
            write_report(folder, charts=charts)
    found = [count_text(drawn, "chart")] * (drawn > 0) + ["report.html"] * making.report
    observer.remark(", ".join([f"results in {folder.path}", *found]))


def text_of(folder: Folder, width: int) -> Iterable[str | Grid]:
    """What is said of results, in lines and tables."""
    return registry.STUDIES[kind_of(folder)].text(folder, width)


def album_of(folder: Folder) -> Album:
    """The charts that a folder may give."""
    elsewhere = {
        name: study.charts.of for study in registry.STUDIES.values() for name in study.charts.listed
    }
    return catalogue.album_of(folder, registry.STUDIES[kind_of(folder)].charts, elsewhere)


def numbers_behind(folder: Folder) -> tuple[NumbersBehind, ...]:
    """The numbers behind every chart that the results can give."""
    album = album_of(folder)
    drawn = ((name, sheet, album.chart(name)) for name, sheet in album.sheets.items())
    return tuple(
        NumbersBehind(name=name, title=sheet.title, numbers=chart.numbers)
        for name, sheet, chart in drawn
        if isinstance(chart, Chart)
    )


def draw_all(
    folder: Folder,
    *,
    formats: Sequence[str] = ("svg",),
    out: Path | None = None,
    names: Sequence[str] = (),
) -> list[Path]:
    """Draw the charts of a folder into it, or to ``out``; what the results cannot give is named by
    ``album.skipped``.
    """
    return catalogue.draw_into(album_of(folder), out or folder.charts, formats=formats, names=names)


def page(
    folder: Folder,
    beside: Sequence[Folder] = (),
    *,
    charts: Album | None = None,
    interactive: bool = False,
) -> str:
    """The report of a folder as HTML; that of a run takes in the studies ``beside`` it, and may be
    ``interactive``.

    ``charts`` are those of the folder, where they are at hand.
    """
    companions = [_companion(one) for one in beside]
    about = registry.STUDIES[kind_of(folder)].report
    part = _interactive(folder) if interactive else None
    return page_of(folder, charts or album_of(folder), about, companions, interactive=part)


def write_report(
    folder: Folder,
    out: Path | None = None,
    *,
    beside: Sequence[Folder] = (),
    charts: Album | None = None,
    interactive: bool = False,
    overwrite: bool = False,
) -> Path:
    """Write the report of a folder into it, or to ``out``; returns where it is."""
    made = page(folder, beside, charts=charts, interactive=interactive)
    return report.write_page(folder.path, made, out, overwrite=overwrite)


def _interactive(folder: Folder) -> Callable[[int], Interactive]:
    """The interactive part of a page for so many bytes; an error for what has none."""
    if not isinstance(folder, RunFolder):
        raise UsageError(
            f"--interactive: only the report of a run can be, and {folder.path} holds a"
            f" {kind_of(folder)} study. Leave the option out."
        )
    return partial(interactive_part, folder, player_of(folder))


def _companion(folder: Folder) -> Companion:
    about = registry.STUDIES[kind_of(folder)].report
    assert about is not None, "a run is not taken in"
    return companion(folder, about, album_of(folder))
