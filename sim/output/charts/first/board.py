"""A board of pixels on which the pictures of a first page are drawn, so that each has the width
that it is given, with its type as large as on any other.

Its colours are those of a light page by their hexes, which a page replaces by its properties.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from sim.output.charts.base.words import display_width, folded_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

GROUND: Final = "#ffffff"
INK: Final = "#1b1b1b"
SOFT: Final = "#505459"
LINE: Final = "#c9cdd1"
CARD: Final = "#f4f5f6"
ASKED: Final = "#b3400f"
#: The colours by the property of a page that takes their place.
PALETTE: Final[Mapping[str, str]] = MappingProxyType(
    {GROUND: "ground", INK: "ink", SOFT: "soft", LINE: "line", CARD: "card", ASKED: "asked"}
)

PIXELS: Final = 96.0  # an inch
POINT: Final = 72.0 / PIXELS  # points in a pixel
TYPE: Final = 12.0  # pixels, the smallest
HEADING: Final = 13.0
LEADING: Final = 16.0  # from line to line
#: Pixels below which things stand above one another rather than side by side.
NARROW: Final = 560.0
#: Of the height of letters: the width of one, on average, in the widest font that a reader has.
_WIDE: Final = 0.62
_BOLD: Final = 0.7

Mark = Callable[["Axes"], object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """How words stand: size in pixels, weight, colour, and which end of them is at a place."""

    size: float = TYPE
    bold: bool = False
    colour: str = INK
    at: str = "left"

    def lines(self, words: str, room: float) -> list[str]:
        """The words in lines of at most ``room`` pixels, broken between words."""
        wide = (_BOLD if self.bold else _WIDE) * self.size
        return folded_text(words, max(4, int(room / wide))).split("\n")

    def width(self, words: str) -> float:
        """About how many pixels the words take."""
        return (_BOLD if self.bold else _WIDE) * self.size * display_width(words)


SMALL: Final = Text(colour=SOFT)
STRONG: Final = Text(bold=True)


@dataclass(frozen=True, slots=True)
class Board:
    """Marks on a board so many pixels ``width``; down is further along, and ``height`` the lowest
    that any of them reaches.
    """

    width: float
    marks: list[Mark] = field(default_factory=list)
    _reach: list[float] = field(default_factory=lambda: [0.0])

    @property
    def narrow(self) -> bool:
        return self.width < NARROW

    @property
    def height(self) -> float:
        return self._reach[0]

    def reach(self, down: float) -> None:
        """Let the board reach so far down at least."""
        self._reach[0] = max(self._reach[0], down)

    def boxes(
        self,
        places: Sequence[tuple[float, float, float, float]],
        fill: str,
        edge: str = "none",
        *,
        thick: float = 1.0,
    ) -> None:
        """Boxes of the same look, each by left, top, width and height."""
        if not places:
            return

        def mark(axes: Axes) -> object:
            from matplotlib.patches import PathPatch
            from matplotlib.path import Path

            corners = [
                corner
                for x, y, wide, high in places
                for corner in ((x, y), (x + wide, y), (x + wide, y + high), (x, y + high), (x, y))
            ]
            codes = [Path.MOVETO, Path.LINETO, Path.LINETO, Path.LINETO, Path.CLOSEPOLY]
            shape = Path(corners, codes * len(places))
            return axes.add_patch(
                PathPatch(
                    shape,
                    facecolor=fill,
                    edgecolor=edge,
                    linewidth=thick * POINT if edge != "none" else 0.0,
                    clip_on=False,
                )
            )

        self.marks.append(mark)
        self.reach(max(y + high for _, y, _, high in places))

    def line(
        self,
        places: Sequence[tuple[float, float]],
        colour: str = SOFT,
        *,
        thick: float = 1.0,
        dashed: bool = False,
    ) -> None:
        """A line through places."""
        self.marks.append(
            lambda axes: axes.plot(
                [x for x, _ in places],
                [y for _, y in places],
                color=colour,
                linewidth=thick * POINT,
                linestyle=(0, (4, 3)) if dashed else "solid",
                solid_capstyle="butt",
                clip_on=False,
            )
        )
        self.reach(max(y for _, y in places))

    def dots(
        self,
        places: Sequence[tuple[float, float]],
        across: float,
        fill: str,
        edge: str | None = None,
        *,
        marker: str = "o",
    ) -> None:
        """Dots of the same look round places."""
        self.marks.append(
            lambda axes: axes.plot(
                [x for x, _ in places],
                [y for _, y in places],
                linestyle="none",
                marker=marker,
                markersize=across * POINT,
                markerfacecolor=fill,
                markeredgecolor=edge or fill,
                markeredgewidth=1.5 * POINT if edge else 0.0,
                clip_on=False,
            )
        )
        self.reach(max(y + across / 2.0 for _, y in places))

    def text(self, x: float, top: float, words: str, look: Text = SMALL) -> float:
        """A line of words below ``top``; returns where it ends."""
        down = top + 0.92 * look.size

        def mark(axes: Axes) -> object:
            return axes.text(
                x,
                down,
                words,
                fontsize=look.size * POINT,
                fontweight="bold" if look.bold else "normal",
                color=look.colour,
                ha=look.at,
                va="baseline",
                clip_on=False,
            )

        self.marks.append(mark)
        end = top + look.size + LEADING - TYPE
        self.reach(end)
        return end

    def block(self, x: float, top: float, words: str, room: float, look: Text = SMALL) -> float:
        """Words in as many lines as they need; returns where they end."""
        for line in look.lines(words, room):
            top = self.text(x, top, line, look)
        return top

    def onto(self, figure: Figure, top: float, left: float = 0.0) -> None:
        """Draw everything, ``left`` and ``top`` pixels from the corner of a figure."""
        wide, high = (PIXELS * float(inches) for inches in figure.get_size_inches())
        axes = figure.add_axes(
            (left / wide, 1.0 - (top + self.height) / high, self.width / wide, self.height / high)
        )
        axes.axis("off")
        for mark in self.marks:
            mark(axes)
        axes.set(xlim=(0.0, self.width), ylim=(self.height, 0.0))
