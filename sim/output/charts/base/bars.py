"""Stacked horizontal bars, one per arm, with the numbers inside: what several charts
are made of.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from sim.experiment.outcomes.shares import percent
from sim.output.charts.base.chart import Floats
from sim.output.charts.base.style import BLACK, SMALL, Fill
from sim.output.charts.base.words import folded_text

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes

#: The name of an area, and how it looks.
Entry = tuple[str, Fill]

LINE: Final = 0.17  # inches
THICK: Final = 0.74  # of the distance between two bars


def bar_label(arm: str, note: str) -> str:
    """An arm with what it rests on, as the label of a bar."""
    return f"{folded_text(arm, 22)}\n{note}"


def height(labels: Sequence[str]) -> float:
    """Inches that the bars need so that their labels do not touch."""
    return len(labels) * (0.12 + LINE * max([2, *(label.count("\n") + 1 for label in labels)]))


def present(entries: Iterable[Entry], parts: Mapping[str, Floats]) -> list[Entry]:
    """Those of the entries of a stack, in their order, that any of its bars shows."""
    return [
        entry
        for at, entry in enumerate(entries)
        if any(float(sizes[at]) > 0.0 for sizes in parts.values())
    ]


def keys(entries: Sequence[Entry]) -> list[Artist]:
    """Keys to the areas of a stack."""
    from matplotlib.patches import Patch

    return [
        Patch(facecolor=fill.colour, hatch=fill.hatch, edgecolor=BLACK, linewidth=0.6, label=name)
        for name, fill in entries
    ]


def stack(
    axes: Axes,
    labels: Sequence[str],
    parts: Mapping[str, Floats],
    fills: Sequence[Fill],
    *,
    told: Callable[[float], str],
    narrowest: float,
) -> None:
    """Bars of ``parts`` by arm, first arm on top; what is narrower than ``narrowest`` goes without
    its number.
    """
    for at, sizes in enumerate(parts.values()):
        left = 0.0
        for size, fill in zip(sizes, fills, strict=True):
            if size > 0.0:
                axes.barh(
                    at,
                    size,
                    left=left,
                    height=THICK,
                    color=fill.colour,
                    hatch=fill.hatch,
                    edgecolor=BLACK,
                    linewidth=0.6,
                )
            if size >= narrowest:
                _inside(axes, left + size / 2.0, at, told(float(size)), fill)
            left += size
    axes.set_yticks(range(len(labels)), list(labels))
    axes.set_ylim(len(labels) - 0.45, -0.55)
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)


def _inside(axes: Axes, x: float, y: float, text: str, fill: Fill) -> None:
    box = (
        {"boxstyle": "square,pad=0.12", "facecolor": "white", "edgecolor": "none"}
        if fill.hatch
        else None
    )
    ink = BLACK if fill.hatch else fill.ink
    axes.text(x, y, text, ha="center", va="center", fontsize=SMALL, color=ink, bbox=box)


def share_told(share: float, *, room: float = 0.06) -> str:
    """Per cent, without the sign in areas narrower than ``room``."""
    return percent(share) if share >= room else f"{100.0 * share:.0f}"


def share_axis(axes: Axes, label: str) -> None:
    """A horizontal axis from 0 to 100 %."""
    axes.set_xlim(0.0, 1.0)
    axes.set_xticks([0.0, 0.25, 0.5, 0.75, 1.0], ["0 %", "25 %", "50 %", "75 %", "100 %"])
    axes.set_xlabel(label)
    axes.grid(visible=True, axis="x")
