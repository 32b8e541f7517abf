"""Charts as a page shows them: a data URI, the same in words, and the first rows of the numbers
behind it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import quote

from sim.output.charts import FIRST
from sim.output.charts.base.chart import Missing, Table
from sim.output.charts.chart_cache import Album
from sim.output.report.dark_picture import with_dark_colours
from sim.output.report.human_tables import human_number
from sim.output.report.svg import compact
from sim.output.report.svg_classes import with_classes

#: Rows of numbers behind a chart; all of them are in the CSV file that ``hotline plot`` writes.
MOST_ROWS: Final = 30
#: Letters that a data URI in an attribute may hold as they are.
_SAFE: Final = " =:/;,()'!@*+-._~[]"
_PIXELS: Final = 96  # an inch


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A chart on the page. ``source`` is empty where the results cannot give it, and ``lacking``
    then says why.

    It is empty also where the picture was ``left_out`` for the size of the page.
    """

    name: str
    title: str
    says: str
    alt: str = ""
    source: str = ""
    width: int = 0
    height: int = 0
    header: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    of: int = 0
    lacking: str = ""
    left_out: bool = False


def pictures(album: Album) -> dict[str, Picture]:
    """All charts of a folder, but those that a page draws itself."""
    return {name: _picture(album, name) for name in album.sheets if name not in FIRST}


def _picture(album: Album, name: str) -> Picture:
    sheet, drawing = album.sheets[name], album.drawing_of(name)
    if isinstance(drawing, Missing):
        return Picture(name=name, title=sheet.title, says=sheet.says, lacking=drawing.reason)
    shown = Picture(name=name, title=sheet.title, says=drawing.says, alt=drawing.alt)
    return drawn_picture(shown, drawing.pictures["svg"], drawing.inches, drawing.numbers)


def drawn_picture(
    shown: Picture, svg: bytes, inches: tuple[float, float], numbers: Table
) -> Picture:
    """A picture with its drawing and the first rows of its numbers."""
    width, height = (round(_PIXELS * side) for side in inches)
    return replace(
        shown,
        width=width,
        height=height,
        source=data_uri(svg.decode()),
        header=numbers.header,
        rows=tuple(tuple(map(human_number, row)) for row in numbers.rows[:MOST_ROWS]),
        of=len(numbers.rows),
    )


def data_uri(svg: str) -> str:
    """An SVG as the address of an image."""
    return "data:image/svg+xml," + quote(with_classes(with_dark_colours(compact(svg))), safe=_SAFE)
