"""What a reader of a chart would notice: text that the edge of the page cuts off."""

from __future__ import annotations

from collections.abc import Iterator

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text


def shown(axes: Axes) -> Iterator[Text]:
    """Texts of an axes that are drawn: tick labels only where the axis reaches."""
    yield from axes.texts
    yield from (axes.title, axes._left_title, axes.xaxis.label, axes.yaxis.label)  # type: ignore[attr-defined]
    for axis in (axes.xaxis, axes.yaxis):
        low, high = sorted(axis.get_view_interval())
        for tick in axis.get_major_ticks():
            if low <= tick.get_loc() <= high:
                yield tick.label1


def cut_off(figure: Figure) -> list[str]:
    """Texts that reach beyond the page, by more than a point."""
    FigureCanvasAgg(figure).draw()  # type: ignore[no-untyped-call]
    texts = [*figure.texts, *(text for legend in figure.legends for text in legend.get_texts())]
    texts += [text for axes in figure.axes for text in shown(axes)]
    page, slack = figure.bbox, figure.dpi / 72.0
    boxes = [
        (text, text.get_window_extent()) for text in texts if text.get_visible() and text.get_text()
    ]
    return [
        text.get_text()
        for text, box in boxes
        if box.x0 < page.x0 - slack
        or box.x1 > page.x1 + slack
        or box.y0 < page.y0 - slack
        or box.y1 > page.y1 + slack
    ]
