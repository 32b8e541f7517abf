"""How a picture of a first page stands: on a sheet with its title and source, as a file; or bare,
as a page shows it between words of its own.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sim.output.answer.pictures.picture_values import Shown
from sim.output.charts.base import style
from sim.output.charts.base.chart import Chart, Evidence, Missing, Table
from sim.output.charts.first.board import PIXELS, Board

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_NOTHING: Final = "there are no two ways to compare"
_GAP: Final = 10.0  # pixels between the words above and the drawing


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstPicture:
    """A picture with the sentence above it, how to read it, the same in words, and its numbers."""

    board: Board
    title: str
    reading: str
    alt: str
    numbers: Table


#: From what an answer shows, at a width in pixels.
Draw = Callable[[Shown, float], FirstPicture | Missing]


def on_sheet(draw: Draw) -> Callable[[Evidence, float], Chart | Missing]:
    """The picture as a chart of a run."""

    def drawn(evidence: Evidence, width: float) -> Chart | Missing:
        shown = evidence.shown()
        if shown is None:
            return Missing(reason=_NOTHING)
        found = draw(shown, (width - 2 * style.MARGIN) * PIXELS)
        return found if isinstance(found, Missing) else on_page(evidence, width, found)

    return drawn


def on_page(evidence: Evidence, width: float, found: FirstPicture) -> Chart:
    """A picture on a sheet ``width`` inches wide, with the source of ``evidence``."""
    figure = style.page(
        evidence,
        width,
        (found.board.height + 2 * _GAP) / PIXELS,
        title=found.title,
        reading=found.reading,
    )
    engine: Any = figure.get_layout_engine()
    _, below, _, share = engine.get()["rect"]
    figure.set_layout_engine("none")
    high = PIXELS * float(figure.get_size_inches()[1])
    found.board.onto(figure, high * (1.0 - below - share) + _GAP, style.MARGIN * PIXELS)
    return Chart(figure=figure, alt=found.alt, numbers=found.numbers, says=f"{found.title}.")


def bare_figure(found: FirstPicture) -> Figure:
    """The picture alone, as large as it is, with nothing behind it."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(found.board.width / PIXELS, (found.board.height + 2.0) / PIXELS))
    FigureCanvasAgg(figure)
    figure.patch.set_visible(False)
    found.board.onto(figure, 1.0)
    return figure
