"""Charts as the report shows them: a data URI, the same in words, and the first rows of the numbers behind it."""

from __future__ import annotations

from dataclasses import dataclass
from math import isnan
from typing import Final
from urllib.parse import quote

from sim.output.charts import CHARTS, drawn
from sim.output.charts.chart import Cell, Chart, Evidence, Missing
from sim.output.charts.files import picture
from sim.output.report.svg import compact

#: Rows of numbers behind a chart; all of them are in the CSV file beside the report.
MOST_ROWS: Final = 30
#: Letters that a data URI in an attribute may hold as they are.
_SAFE: Final = " =:/;,()'!@*+-._~[]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A chart on the page. ``source`` is empty where the results cannot give it, and ``lacking`` then says why."""

    name: str
    title: str
    says: str
    alt: str
    source: str
    width: int
    height: int
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    of: int
    lacking: str


def pictures(evidence: Evidence) -> dict[str, Picture]:
    """All charts of a run."""
    return {name: _picture(evidence, name) for name in CHARTS}


def _picture(evidence: Evidence, name: str) -> Picture:
    kind, chart = CHARTS[name], drawn(evidence, name)
    if isinstance(chart, Missing):
        return Picture(name=name, title=kind.title, says=kind.says, alt="", source="", width=0, height=0, header=(), rows=(),
                       of=0, lacking=chart.reason)  # fmt: skip
    width, height = (round(96 * inches) for inches in chart.figure.get_size_inches())
    rows = chart.numbers.rows
    return Picture(
        name=name, title=kind.title, says=kind.says, alt=chart.alt, source=data_uri(_svg(chart, evidence, kind.title)),
        width=width, height=height, header=chart.numbers.header,
        rows=tuple(tuple(map(_told, row)) for row in rows[:MOST_ROWS]), of=len(rows), lacking="",
    )  # fmt: skip


def _svg(chart: Chart, evidence: Evidence, title: str) -> str:
    from sim.output.charts import style

    with style.in_style(" ".join((evidence.title, *evidence.arms))):
        return picture(chart, title, "svg").decode()


def data_uri(svg: str) -> str:
    """An SVG as the address of an image."""
    return "data:image/svg+xml," + quote(compact(svg), safe=_SAFE)


def _told(cell: Cell) -> str:
    if isinstance(cell, float):
        return "" if isnan(cell) else f"{cell:.5g}"
    return str(cell)
