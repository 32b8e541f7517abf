"""The pictures of a first page as parts of the page: each drawn twice, for a wide screen and for a
narrow one, with its sentence above and its numbers below.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from typing import Final

from sim.output.answer.answer import Answer
from sim.output.answer.pictures.picture_values import Shown, shown_of
from sim.output.charts import FIRST
from sim.output.charts.base import style
from sim.output.charts.base.chart import Missing
from sim.output.charts.first.framing import FirstPicture, bare_figure
from sim.output.report.human_tables import human_number
from sim.output.report.inline_svg import inline_svg
from sim.output.storage.run_folder import RunFolder

#: Pixels; which of the two is shown is said by the style of the page.
WIDTHS: Final = {"broad": 820.0, "slim": 350.0}
#: Rows of numbers below a picture; a file has all of them.
_MOST: Final = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Inline:
    """A picture as a page shows it: ``drawings`` are the same for two widths."""

    name: str
    title: str
    reading: str
    drawings: tuple[str, ...]
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def first_pictures(folder: RunFolder, found: Answer) -> dict[str, Inline]:
    """Those that an answer has, by name."""
    return pictures_of(shown_of(folder, found))


def pictures_of(shown: Shown, prefix: str = "") -> dict[str, Inline]:
    """The same from what they show; ``prefix`` tells several answers of one page apart."""
    found = {
        name: inline_picture(lambda width, draw=draw: draw(shown, width), f"{prefix}{name}")  # type: ignore[misc]
        for name, draw in FIRST.items()
    }
    return {name: one for name, one in found.items() if one is not None}


def inline_picture(draw: Callable[[float], FirstPicture | Missing], name: str) -> Inline | None:
    """A picture at both widths; nothing where there is none."""
    with style.in_style():
        made = {which: draw(width) for which, width in WIDTHS.items()}
        found = {which: one for which, one in made.items() if isinstance(one, FirstPicture)}
        drawings = [inline_svg(_svg(one), name, which, one.alt) for which, one in found.items()]
    if len(found) < len(made):
        return None
    first = next(iter(found.values()))
    return Inline(
        name=name,
        title=first.title,
        reading=first.reading,
        drawings=tuple(drawings),
        header=first.numbers.header,
        rows=tuple(tuple(map(human_number, row)) for row in first.numbers.rows[:_MOST]),
    )


def _svg(found: FirstPicture) -> str:
    buffer = BytesIO()
    bare_figure(found).savefig(buffer, format="svg", metadata={"Date": None, "Creator": None})
    return buffer.getvalue().decode()
