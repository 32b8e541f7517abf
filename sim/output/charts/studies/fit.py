"""Fitted laws against the data: the share of waits that have ended by each time, and by how much
each law misses it.
"""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from sim.experiment.fitting.fits import Fit, Fits
from sim.experiment.fitting.times import Floats, Times, share_ended, spread_of
from sim.output.charts.base import style
from sim.output.charts.base.chart import Chart, Table
from sim.output.charts.base.words import folded_text

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

TITLE: Final = "Fitted laws against the data"
UNITS: Final = {"s": "seconds", "min": "minutes", "h": "hours", "d": "days", "wk": "weeks"}
_COLOURS: Final = (style.VERMILLION, style.BLUE, style.GREEN, style.PURPLE, style.ORANGE)
_DASHES: Final = style.DASHES[: len(_COLOURS)]
_POINTS: Final = 300
_WIDE: Final = 10.0  # from the shortest to the longest time, from where on an axis is logarithmic
_HEIGHT: Final = 6.6  # inches


def draw(fits: Fits, *, unit: str, source: str, width: float = style.WIDTH) -> Chart:
    """Above the shares, below the laws less the data, with what chance alone would make of it."""
    times = fits.times
    figure = _page(width, source)
    above, below = figure.subplots(2, 1, sharex=True, height_ratios=(1.6, 1.0))
    _shares(above, fits)
    _misses(below, fits)
    for axes in (above, below):
        axes.grid(visible=True)
    below.set_xlim(_span(times)[0], _span(times)[-1])
    wide = bool(times.t[0, -1] >= _WIDE * times.t[0, 0])
    if wide:
        _logarithmic(below)
    below.set_xlabel(f"{UNITS.get(unit, unit)}{' (logarithmic)' if wide else ''}")
    return Chart(figure=figure, alt=_alt(fits, unit), numbers=_table(fits))


def _logarithmic(axes: Axes) -> None:
    """Scale and ticks of this panel and of the one that shares them, in plain numbers."""
    from matplotlib.ticker import LogLocator, NullFormatter

    low, high = axes.get_xlim()
    axes.set_xscale("log")
    axes.xaxis.set_major_locator(LogLocator(subs=(1.0, 2.0, 5.0) if high < 1000 * low else (1.0,)))
    axes.xaxis.set_major_formatter(lambda time, _: f"{time:,g}")
    axes.xaxis.set_minor_formatter(NullFormatter())


def _page(width: float, source: str) -> Figure:
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    how = folded_text(
        "Above: share of waits that have ended. Below: each law less the data; a law that stays"
        " within the band (95 % at each point for itself) misses no more than chance would.",
        int(width * 14.2),
    )
    foot = folded_text(source, int(width * 14.5))
    top, bottom = 0.42 + 0.165 * (1 + how.count("\n")), 0.12 + 0.16 * (1 + foot.count("\n"))
    figure = Figure(figsize=(width, _HEIGHT), layout="constrained")
    FigureCanvasAgg(figure)
    engine: Any = figure.get_layout_engine()
    engine.set(rect=(0.0, bottom / _HEIGHT, 1.0, 1.0 - (top + bottom) / _HEIGHT))
    left = style.MARGIN / width
    common: dict[str, Any] = {"va": "top", "linespacing": 1.2, "in_layout": False}
    figure.text(left, 1.0 - 0.08 / _HEIGHT, TITLE, fontsize=12, fontweight="bold", **common)
    figure.text(left, 1.0 - 0.31 / _HEIGHT, how, fontsize=9, color=style.GREY, **common)
    figure.text(left, (bottom - 0.04) / _HEIGHT, foot, fontsize=8, color=style.GREY, **common)
    return figure


def _shares(axes: Axes, fits: Fits) -> None:
    times = fits.times
    t, ended = times.t[0], share_ended(times)[0]
    first = [_span(times)[0]] if not times.width else []
    axes.step(
        [*first, *t],
        [*([0.0] if first else []), *ended],
        where="post",
        color=style.BLACK,
        linewidth=1.2,
        marker="o" if times.width else None,
        markersize=3,
        label=f"data, n = {int(times.n[0])}",
    )
    x = _span(times)
    for at, fit in enumerate(fits.fits):
        axes.plot(
            x,
            fit.share_by(x),
            color=_COLOURS[at],
            linestyle=_DASHES[at],
            linewidth=2.2 if not at else 1.4,
            label=_label(fit),
        )
    axes.set_ylim(0.0, 1.02)
    axes.set_yticks([0.0, 0.25, 0.5, 0.75, 1.0], ["0 %", "25 %", "50 %", "75 %", "100 %"])
    axes.set_ylabel("ended by then")
    axes.legend(loc="lower right", handlelength=style.HANDLE)


def _label(fit: Fit) -> str:
    return fit.title if isnan(fit.p) else f"{fit.title} (AICc +{fit.delta:.1f}, p {fit.p:.3f})"


def _misses(axes: Axes, fits: Fits) -> None:
    t, ended, error = _ended_shares(fits.times)
    axes.fill_between(t, -196 * error, 196 * error, color=style.PALE, linewidth=0)
    axes.axhline(0.0, color=style.BLACK, linewidth=1.0)
    for at, fit in enumerate(fits.fits):
        line: dict[str, Any] = {
            "color": _COLOURS[at],
            "linestyle": _DASHES[at],
            "linewidth": 2.2 if not at else 1.4,
        }
        axes.plot(t, 100 * (fit.share_by(t) - ended), **line)
    axes.set_ylabel("law less data,\npercentage points")


def _ended_shares(times: Times) -> tuple[Floats, Floats, Floats]:
    """Where waits ended, the share of the data that has ended there (halfway up an exact step), and
    its standard error.
    """
    ended, error = share_ended(times)[0], spread_of(times)[0]
    middle = ended if times.width else ended - np.diff(ended, prepend=0.0) / 2
    there = times.ended[0] > 0
    return times.t[0][there], middle[there], error[there]


def _span(times: Times) -> Floats:
    low = times.t[0, 0] / (2.0 if times.width else 1.5)
    return np.geomspace(low, times.t[0, -1] * 1.2, _POINTS)


def _alt(fits: Fits, unit: str) -> str:
    t, ended, _ = _ended_shares(fits.times)
    most = [
        f"{fit.title} by at most {100 * float(np.abs(fit.share_by(t) - ended).max()):.0f} points"
        for fit in fits.fits
    ]
    return (
        f"Share of {int(fits.times.n[0])} waits that have ended by each time, in"
        f" {UNITS.get(unit, unit)}, with fitted laws. The laws miss the data: {', '.join(most)}."
    )


def _table(fits: Fits) -> Table:
    t, ended, error = _ended_shares(fits.times)
    laws = [fit.share_by(t) for fit in fits.fits]
    rows = tuple(
        (float(at), float(ended[i]), float(error[i]), *(float(law[i]) for law in laws))
        for i, at in enumerate(t)
    )
    return Table(
        header=("time", "share_ended", "standard_error", *(fit.name for fit in fits.fits)),
        rows=rows,
    )
