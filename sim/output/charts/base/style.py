"""One look for all charts: colours that colour-blind readers tell apart, never alone, and what
stands above and below each.

The palette is Okabe and Ito's (Color Universal Design, 2008) without its yellow, which vanishes as
a line on white.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sim.output.charts.base import matplotlib_settings
from sim.output.charts.base.chart import Evidence
from sim.output.charts.base.fonts import fallbacks
from sim.output.charts.base.words import display_width, folded_text, folded_to_width, left_to_right

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.figure import Figure

WIDTH: Final = 7.5  # inches
SMALL: Final = 8.5  # points, the smallest text: 4.25 when a page is printed two to a sheet
ROW: Final = 0.178  # inches that one line of text in a table needs

MARGIN: Final = 0.1  # inches left and right of the text above and below a drawing
_HEADING: Final = 0.96  # of the width that a heading takes: fonts of other readers are wider
HANDLE: Final = 2.6  # length of the sample in a key, in ems

BLACK: Final = "#000000"
ORANGE: Final = "#E69F00"
SKY: Final = "#56B4E9"
GREEN: Final = "#009E73"
YELLOW: Final = "#F0E442"
BLUE: Final = "#0072B2"
VERMILLION: Final = "#D55E00"
PURPLE: Final = "#CC79A7"
GREY: Final = "#595959"  # 7:1 against white
PALE: Final = "#E3E3E3"

SETTINGS: Final[dict[str, Any]] = {
    "axes.axisbelow": True,
    "axes.labelsize": 9.5,
    "axes.spines.right": False,
    "axes.spines.top": False,
    "axes.titlelocation": "left",
    "axes.titlesize": 10,
    "axes.unicode_minus": True,
    "figure.constrained_layout.h_pad": 0.06,
    "figure.constrained_layout.w_pad": 0.08,
    "font.family": ["sans-serif"],
    "font.sans-serif": [
        "DejaVu Sans",
        "Verdana",
        "Arial",
    ],  # the first comes with Matplotlib; the others are for SVG readers
    "font.size": 9.5,
    "grid.color": "#D9D9D9",
    "grid.linewidth": 0.6,
    "hatch.linewidth": 0.7,
    "legend.fontsize": 9,
    "legend.frameon": False,
    "lines.linewidth": 1.7,
    "pdf.fonttype": 42,
    "savefig.dpi": 150,
    "svg.fonttype": "none",  # text stays text: to be searched, read aloud, and shown in any script
    "svg.hashsalt": "hotline",  # ids in an SVG depend on nothing but the drawing
    "text.parse_math": False,  # a $ in a title is a dollar
    "xtick.labelsize": 9,
    "ytick.labelsize": 9,
}


_COLOURS: Final = (BLACK, BLUE, VERMILLION, GREEN, PURPLE, ORANGE, SKY)
_MARKERS: Final = ("o", "s", "^", "D", "v")
DASHES: Final[tuple[Any, ...]] = (
    "solid",
    (0, (5, 1.5)),
    (0, (1.2, 1.2)),
    (0, (6, 1.5, 1.2, 1.5)),
    (0, (9, 2)),
    (0, (3, 1, 1, 1, 1, 1)),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How an arm looks in every chart."""

    colour: str
    marker: str
    dashes: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Fill:
    """How an area looks: a hatch tells apart what colour or grey do not."""

    colour: str
    hatch: str = ""

    @property
    def ink(self) -> str:
        """A text colour that can be read on it."""
        red, green, blue = (int(self.colour[at : at + 2], 16) / 255.0 for at in (1, 3, 5))
        return "#FFFFFF" if 0.299 * red + 0.587 * green + 0.114 * blue < 0.5 else BLACK


@contextmanager
def in_style(words: str = "") -> Iterator[None]:
    """Draw by these settings and by no others: neither a user's matplotlibrc nor what ran before
    shows in a chart.

    ``words`` are names that the chart will show: for a script that the usual font lacks another is
    added where there is one.
    """
    matplotlib_settings.ready()
    import matplotlib as mpl

    defaults: dict[Any, Any] = {
        key: value
        for key, value in mpl.rcParamsDefault.items()
        if key not in {"backend", "toolbar"}
    }
    with (
        warnings.catch_warnings(),
        mpl.rc_context(defaults | SETTINGS | {"font.family": ["sans-serif", *fallbacks(words)]}),
    ):
        # Letters that no font here has are told of by ``glyphs``, once.
        warnings.filterwarnings(
            "ignore", message=r"Glyph \d+ .* missing from", category=UserWarning
        )
        yield


def looks(evidence: Evidence) -> dict[str, Look]:
    """Look by arm: the baseline is the solid black line; no two of 30 arms agree in colour, marker
    and dashes.
    """
    arms = (evidence.baseline, *evidence.others)
    return {
        arm: Look(
            colour=_COLOURS[at % len(_COLOURS)],
            marker=_MARKERS[at % len(_MARKERS)],
            dashes=DASHES[at % len(DASHES)],
        )
        for at, arm in enumerate(arms)
    }


def page(
    evidence: Evidence,
    width: float,
    height: float,
    *,
    title: str,
    reading: str,
    keys: Sequence[Artist] = (),
) -> Figure:
    """A sheet whose source is a whole run."""
    return sheet(footer(evidence), width, height, title=title, reading=reading, keys=keys)


def sheet(
    source: str,
    width: float,
    height: float,
    *,
    title: str,
    reading: str,
    keys: Sequence[Artist] = (),
) -> Figure:
    """An empty figure with ``height`` inches for the drawing; above it a title, how to read it and
    the keys, below its source.
    """
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    heading = folded_to_width(title, _HEADING * (width - 2 * MARGIN), 12.0, bold=True)
    how = folded_text(reading, int(width * 14.2))
    foot = folded_text(source, int(width * 14.5))
    columns, key_height = _key_shape(keys, width)
    down = [
        0.08,
        0.08 + 0.23 * _lines(heading),
        0.16 + 0.23 * _lines(heading) + 0.165 * _lines(how),
    ]
    above, below = down[2] + key_height, 0.16 * _lines(foot) + 0.12
    total = above + height + below
    figure = Figure(figsize=(width, total), layout="constrained")
    FigureCanvasAgg(figure)
    engine: Any = figure.get_layout_engine()
    engine.set(rect=(0.0, below / total, 1.0, height / total))
    left = MARGIN / width
    _put_text(figure, heading, (left, 1.0 - down[0] / total), fontsize=12, fontweight="bold")
    _put_text(figure, how, (left, 1.0 - down[1] / total), fontsize=9, color=GREY)
    _put_text(figure, foot, (left, below / total - 0.04 / total), fontsize=8, color=GREY)
    if keys:
        _put_keys(figure, keys, columns, (left, 1.0 - down[2] / total))
    return figure


def _put_keys(
    figure: Figure, keys: Sequence[Artist], columns: int, at: tuple[float, float]
) -> None:
    key = figure.legend(
        handles=list(keys),
        loc="upper left",
        bbox_to_anchor=at,
        ncols=columns,
        borderaxespad=0.0,
        borderpad=0.0,
        handlelength=HANDLE,
        columnspacing=1.2,
        labelspacing=0.35,
    )
    key.set_in_layout(False)


def _put_text(
    figure: Figure,
    text: str,
    at: tuple[float, float],
    **font: Any,  # noqa: ANN401 - Matplotlib's own words
) -> None:
    figure.text(*at, text, va="top", linespacing=1.2, in_layout=False, **font)


def _lines(text: str) -> int:
    return 1 + text.count("\n")


def _key_shape(keys: Sequence[Artist], width: float) -> tuple[int, float]:
    """Columns of keys that the page has room for, and the height that they take, in inches."""
    if not keys:
        return 1, 0.0
    labels = [str(key.get_label()) for key in keys]
    longest = max(display_width(line) for label in labels for line in label.split("\n"))
    columns = max(1, min(len(labels), int((width - 2 * MARGIN + 0.15) / (0.079 * longest + 0.62))))
    rows, longer = divmod(
        len(labels), columns
    )  # Matplotlib fills columns, the first ones with one more
    sizes = [rows + (at < longer) for at in range(columns)]
    tallest = max(
        sum(map(_lines, labels[sum(sizes[:at]) : sum(sizes[: at + 1])])) for at in range(columns)
    )
    return columns, 0.05 + 0.185 * tallest


def footer(evidence: Evidence, worlds: int | None = None) -> str:
    """Where the numbers come from, and what they are not; ``worlds`` is how many are shown, if not
    all.
    """
    n = evidence.worlds if worlds is None else worlds
    many = f"n = {n:,} world{'s' if n != 1 else ''} per arm"
    drawn = f" · inputs drawn for every {evidence.drawn} worlds" if evidence.drawn else ""
    return (
        f"{left_to_right(evidence.title)} · {many}{drawn} · seed {evidence.seed} · scenario"
        f" {evidence.digest[:8]} · not a forecast"
    )


def spread(wanted: Sequence[float], gap: float) -> list[float]:
    """Places for labels between 0 and 1 near the wanted ones, in their order, ``gap`` apart or
    evenly if that is too much.
    """
    gap = min(gap, 1.0 / max(1, len(wanted) - 1))
    order = sorted(range(len(wanted)), key=lambda at: wanted[at])
    places = [wanted[at] for at in order]
    for _ in range(200):
        moved = False
        for lower in range(len(places) - 1):
            lack = gap - (places[lower + 1] - places[lower])
            if lack > 1e-9:
                places[lower] -= lack / 2
                places[lower + 1] += lack / 2
                moved = True
        if not moved:
            break
    for at in range(len(places)):  # push up what fell below 0, then down what rose above 1
        places[at] = max(places[at], at * gap)
    for at in range(len(places)):
        places[-1 - at] = min(places[-1 - at], 1.0 - at * gap)
    result = [0.0] * len(wanted)
    for at, place in zip(order, places, strict=True):
        result[at] = place
    return result
