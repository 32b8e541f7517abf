"""What a reader of a chart would notice: text that the edge of the page cuts off or that lacks its
middle, texts that lie on each other, and keys of what is not there.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import Any
from weakref import WeakSet

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import Collection
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.text import Text
from matplotlib.transforms import Bbox
from numpy.typing import NDArray

Floats = NDArray[np.float64]
#: What stands in a cell, and before the words of the key to it.
SIGNS = frozenset("▲▼")
ELLIPSIS = "\N{HORIZONTAL ELLIPSIS}"
_LAID_OUT: WeakSet[Figure] = WeakSet()


def shown(axes: Axes) -> Iterator[Text]:
    """Texts of an axes that are drawn: tick labels only where the axis reaches."""
    yield from axes.texts
    yield from (axes.title, axes._left_title, axes.xaxis.label, axes.yaxis.label)  # type: ignore[attr-defined]
    for axis in (axes.xaxis, axes.yaxis):
        low, high = sorted(axis.get_view_interval())
        for tick in axis.get_major_ticks():
            if low <= tick.get_loc() <= high:
                yield tick.label1


def drawn_texts(figure: Figure) -> Iterator[tuple[Text, Bbox]]:
    """All texts that are drawn, each with where it stands. What was laid out since it last changed
    is not laid out again: several looks at a chart cost one drawing.
    """
    if figure.stale or figure not in _LAID_OUT:
        FigureCanvasAgg(figure)
        figure.draw_without_rendering()
        _LAID_OUT.add(figure)
    texts = [*figure.texts, *(text for legend in figure.legends for text in legend.get_texts())]
    for axes in figure.axes:
        if axes.get_visible():
            # What is off keeps its labels, and shows only what was written into it.
            texts += shown(axes) if axes.axison else [*axes.texts, axes.title]
    for text in texts:
        if text.get_visible() and text.get_text().strip():
            yield text, Text.get_window_extent(text)  # without the arrow of an annotation


def cut_off(figure: Figure) -> list[str]:
    """Texts that reach beyond the page, by more than a point."""
    page, slack = figure.bbox, figure.dpi / 72.0
    return [
        text.get_text()
        for text, box in drawn_texts(figure)
        if box.x0 < page.x0 - slack
        or box.x1 > page.x1 + slack
        or box.y0 < page.y0 - slack
        or box.y1 > page.y1 + slack
    ]


def cut_within(figure: Figure) -> list[str]:
    """Texts from whose middle something was left out: what is shortened ends after a word."""
    return [
        text.get_text()
        for text, _ in drawn_texts(figure)
        if ELLIPSIS in text.get_text().rstrip(f"){ELLIPSIS}")
    ]


def overlapping(figure: Figure) -> list[tuple[str, str]]:
    """Pairs of texts that cover each other by more than a point either way: leading and what lies
    below the letters of a line is no cover.
    """
    slack = figure.dpi / 72.0
    frames = [(text.get_text(), _frame(text, box, slack)) for text, box in drawn_texts(figure)]
    ends = [(*frame.min(axis=0), *frame.max(axis=0)) for _, frame in frames]
    return [
        (frames[one][0], frames[other][0])
        for one, other in combinations(range(len(frames)), 2)
        if _near(ends[one], ends[other]) and not _parted(frames[one][1], frames[other][1])
    ]


def _near(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    """Whether the upright boxes round two texts meet: what is far apart needs no closer look."""
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _frame(text: Text, box: Bbox, slack: float) -> Floats:
    """The corners of a text, turned as it is, a little within its edges."""
    turned, figure = text.get_rotation(), text.get_figure(root=True)
    assert figure is not None
    text.set_rotation(0.0)
    flat = Text.get_window_extent(text)
    text.set_rotation(turned)
    figure.stale = False  # it is as it was drawn
    wide, high = max(flat.width - slack, 0.1) / 2.0, max(flat.height - 2.0 * slack, 0.1) / 2.0
    angle = np.deg2rad(turned)
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    corners = np.array([(-wide, -high), (wide, -high), (wide, high), (-wide, high)])
    middle = np.array([(box.x0 + box.x1) / 2.0, (box.y0 + box.y1) / 2.0])
    return np.asarray(corners @ turn.T + middle, dtype=np.float64)


def _parted(one: Floats, other: Floats) -> bool:
    """Whether a line along a side of either rectangle runs between the two."""
    for corners in (one, other):
        for side in (corners[1] - corners[0], corners[2] - corners[1]):
            here, there = one @ side, other @ side
            if here.max() <= there.min() or there.max() <= here.min():
                return True
    return False


def unseen_keys(figure: Figure) -> list[str]:
    """Keys to looks that nothing on the drawing has: by face and hatch of areas, by colour of
    lines, by marker of marks; by the sign before its words where a scale has many colours.
    """
    written = {letter for text, _ in drawn_texts(figure) for letter in text.get_text()[-1:]}
    return [
        str(key.get_label())
        for legend in figure.legends
        for key in legend.legend_handles
        if key is not None
        and str(key.get_label())[0] not in SIGNS & written
        and not any(_alike(key, one) for one in _drawn(figure))
    ]


def _drawn(figure: Figure) -> Iterator[Artist]:
    for axes in figure.axes:
        yield from (*axes.lines, *axes.patches, *axes.collections)
        for container in axes.containers:
            yield from (one for one in container.get_children())


def _alike(key: Artist, one: Artist) -> bool:
    """Whether a key looks as something drawn does."""
    if isinstance(key, Patch):
        faces = _faces(one)
        hatch = key.get_hatch() or ""
        return any(to_hex(face) == to_hex(key.get_facecolor()) for face in faces) and (
            set(hatch) == set(getattr(one, "get_hatch", str)() or "")
        )
    assert isinstance(key, Line2D)
    if isinstance(one, Line2D):
        lined = key.get_linestyle() in {"None", "none"} or (
            to_hex(one.get_color()) == to_hex(key.get_color())
        )
        marked = key.get_marker() in {"", "None", None} or one.get_marker() == key.get_marker()
        return lined and marked and len(np.asarray(one.get_xdata())) > 0
    return False


def _faces(one: Artist) -> list[Any]:
    if isinstance(one, Patch):
        return [one.get_facecolor()]
    return list(one.get_facecolor()) if isinstance(one, Collection) else []
