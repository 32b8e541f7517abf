"""The report of the reference study against as many bare Matplotlib figures of the same complexity.
The goal is 1.5 times.

The study is the main scenario, 1,000 worlds under five arms. A bare figure has what a chart of the
report has, and no more: as large, as many axes with the same ticks, the same lines with their
marks, patches, hatches, areas and texts, laid out by the same engine and written as SVG. So the
ratio holds what the report adds to drawing: reading, reckoning, words, tables, the world that is
told, and smaller pictures. Both in processor time of one process, turn by turn, after a round not
counted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time
from typing import Any

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import PolyCollection
from matplotlib.figure import Figure
from matplotlib.gridspec import GridSpec, SubplotSpec
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Polygon
from matplotlib.text import Text
from numpy.typing import NDArray

from benchmarks import figures
from benchmarks.cases import MAIN, main_plan
from benchmarks.figures import Table, at_most, table
from sim.experiment.runs.executor import finished_chunks, usable_cores
from sim.experiment.runs.full_logs import full_logs
from sim.output.charts.base import style
from sim.output.charts.base.chart import Missing
from sim.output.storage.manifest import Circumstances
from sim.output.storage.run_folder import RunFolder
from sim.output.storage.writer import complete_run, run_checkpoint
from sim.scenario import resolve, scenario_yaml
from sim.studies.presentation import album_of, write_report

WORLDS = 1000
ROUNDS = 5
GOAL = 1.5
_ABOUT = Circumstances(
    specification={},
    command="hotline run northern-front.yaml",
    started="2026-03-02T06:00:00+00:00",
    seconds=1.0,
)

Points = NDArray[Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stroke:
    """A line, or the outline of a patch or of an area, in places of its axes from 0 to 1."""

    points: Points
    looks: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """What one drawing holds."""

    cell: SubplotSpec | None
    box: tuple[float, float, float, float]
    lines: tuple[Stroke, ...]
    patches: tuple[Stroke, ...]
    areas: tuple[Points, ...]
    texts: tuple[str, ...]
    ticks: tuple[tuple[str, ...], tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """What a figure holds."""

    size: tuple[float, float]
    panels: tuple[Panel, ...]
    texts: tuple[str, ...]


def run(place: Path) -> RunFolder:
    """The reference study."""
    found, plan = resolve(str(MAIN)), main_plan(WORLDS)
    with run_checkpoint(place, plan, "reference", resume=False) as checkpoint:
        for chunk in finished_chunks(plan, jobs=usable_cores()):
            checkpoint.append(chunk)
        return complete_run(
            checkpoint,
            plan,
            scenario_yaml(found),
            _ABOUT,
            tell=lambda world: full_logs(plan, world),
        )


def shapes(folder: RunFolder) -> list[Shape]:
    """What the charts of the report hold."""
    album = album_of(folder)
    charts = [album.chart(name) for name in album.sheets]
    return [_shape(chart.figure) for chart in charts if not isinstance(chart, Missing)]


def _shape(figure: Figure) -> Shape:
    figure.draw_without_rendering()
    width, height = figure.get_size_inches()
    keys = [text.get_text() for legend in figure.legends for text in legend.get_texts()]
    return Shape(
        size=(float(width), float(height)),
        panels=tuple(_panel(axes) for axes in figure.axes if axes.get_visible()),
        texts=(*(text.get_text() for text in figure.texts), *keys),
    )


def _panel(axes: Axes) -> Panel:
    inside = axes.transAxes.inverted()
    areas = [path.vertices for collection in axes.collections for path in collection.get_paths()]
    spec = axes.get_subplotspec()
    return Panel(
        cell=spec,
        box=axes.get_position().bounds,
        lines=tuple(
            Stroke(
                points=inside.transform(line.get_transform().transform(line.get_xydata())),
                looks=_line(line),
            )
            for line in axes.lines
        ),
        patches=tuple(
            Stroke(
                points=inside.transform(patch.get_transform().transform(patch.get_path().vertices)),
                looks=_patch(patch),
            )
            for patch in axes.patches
        ),
        areas=tuple(inside.transform(axes.transData.transform(vertices)) for vertices in areas),
        texts=tuple(text.get_text() for text in axes.texts),
        ticks=(_ticks(axes.get_xticklabels()), _ticks(axes.get_yticklabels())),
    )


def _ticks(labels: Sequence[Text]) -> tuple[str, ...]:
    return tuple(label.get_text() for label in labels if label.get_text())


def _line(line: Line2D) -> dict[str, Any]:
    return {
        "marker": line.get_marker(),
        "linestyle": line.get_linestyle(),
        "linewidth": line.get_linewidth(),
    }


def _patch(patch: Patch) -> dict[str, Any]:
    return {
        "facecolor": patch.get_facecolor(),
        "edgecolor": patch.get_edgecolor(),
        "hatch": patch.get_hatch(),
    }


def bare(shapes: Sequence[Shape]) -> None:
    """As many figures, with as much in them, as Matplotlib writes them."""
    for shape in shapes:
        figure = Figure(figsize=shape.size, layout="constrained")
        FigureCanvasAgg(figure)
        grids: dict[int, GridSpec] = {}
        for panel in shape.panels:
            _draw(_axes(figure, panel, grids), panel)
        for at, text in enumerate(shape.texts):
            figure.text(0.01, 1.0 - 0.01 * at, text, fontsize=9, in_layout=False)
        figure.savefig(BytesIO(), format="svg")


def _axes(figure: Figure, panel: Panel, grids: dict[int, GridSpec]) -> Axes:
    """Axes in the same cell of a grid like that of the chart, which the layout arranges."""
    if panel.cell is None:
        return figure.add_axes(panel.box)
    theirs = panel.cell.get_gridspec()
    grid = grids.setdefault(id(theirs), GridSpec(theirs.nrows, theirs.ncols, figure=figure))
    return figure.add_subplot(grid[panel.cell.num1 : panel.cell.num2 + 1])


def _draw(axes: Axes, panel: Panel) -> None:
    axes.set(xlim=(0, 1), ylim=(0, 1))
    for line in panel.lines:
        axes.add_line(Line2D(line.points[:, 0], line.points[:, 1], **line.looks))
    for patch in panel.patches:
        axes.add_patch(Polygon(patch.points, closed=True, **patch.looks))
    if panel.areas:
        axes.add_collection(PolyCollection(panel.areas))
    for at, text in enumerate(panel.texts):
        axes.text(0.5, 0.01 * (at % 100), text, fontsize=9)
    for labels, place in zip(panel.ticks, (axes.set_xticks, axes.set_yticks), strict=True):
        place([(at + 0.5) / len(labels) for at in range(len(labels))], labels)


def seconds(act: Callable[[], object]) -> float:
    """Processor time of a call."""
    begun = process_time()
    act()
    return process_time() - begun


def tables() -> Iterator[Table]:
    """Both, turn by turn, and their ratio."""
    with TemporaryDirectory() as place:
        folder = run(Path(place))
        page = Path(place) / "report.html"
        with style.in_style():
            alike = shapes(folder)
        ours, theirs = [], []
        for turn in range(ROUNDS + 1):
            report = seconds(lambda: write_report(folder, page))
            with style.in_style():
                drawing = seconds(lambda: bare(alike))
            if turn:
                ours.append(report)
                theirs.append(drawing)
        size = page.stat().st_size / 1000
    ratios = [one / other for one, other in zip(ours, theirs, strict=True)]
    yield table(
        [
            figures.Figure(
                what=f"the report of {WORLDS:,} worlds under 5 arms", values=ours, unit=" s"
            ),
            figures.Figure(
                what=f"{len(alike)} bare figures of its complexity", values=theirs, unit=" s"
            ),
            figures.Figure(what="ratio", values=ratios, goal=at_most(GOAL)),
            figures.Figure(
                what="size of the page", values=[size], unit=" kB", digits=0, goal=at_most(1000.0)
            ),
        ]
    )
