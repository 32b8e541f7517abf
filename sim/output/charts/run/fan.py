"""The crisis over time: rung, trust, readiness and pressure of the first worlds, as bands of
quantiles, arm below arm.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from sim.experiment.outcomes.shares import percent
from sim.output.charts.base import style
from sim.output.charts.base.chart import Cell, Chart, Evidence, Floats, Missing, Paths, Table
from sim.output.charts.base.style import Look
from sim.output.charts.base.words import folded_text, left_to_right
from sim.output.words import as_list, many_text

if TYPE_CHECKING:
    from matplotlib.axes import Axes

#: State: what stands above its column, what it is called in words, whether it is a share.
STATES: Final = {
    "rung": ("rung\nlow is better", "rung", False),
    "trust_frontline": ("frontline's\ntrust\nhigh is better", "the frontline's trust", True),
    "trust_patron": ("patron's\ntrust\nhigh is better", "the patron's trust", True),
    "readiness": ("readiness\nof threat\nlow is better", "the adversary's readiness", True),
    "pressure": ("pressure\nat home\nlow is better", "domestic pressure", True),
}
QUANTILES: Final = (0.05, 0.25, 0.5, 0.75, 0.95)
_DRAWN: Final = (
    " Inputs were drawn, so the bands hold both: the luck of worlds and what inputs may be."
)
#: Fewest worlds for the outer and for the inner band: with fewer its ends are the extremes.
FEWEST: Final = (20, 4)
DAY: Final = 24.0
TOP_RUNG: Final = 6
_ROW: Final = 0.88  # inches that the panels of an arm are high; less where there are many arms
_LOW: Final = 0.66
_MANY: Final = 6
_NAME: Final = 14  # letters of an arm's name on a line
_LINE: Final = 0.165  # inches of a line of a name; from three lines on in the smallest letters
_GAP: Final = 0.12  # inches between names


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """A state of an arm over time: its mean, and a row for each of ``QUANTILES``; NaN where there
    are too few worlds.
    """

    hours: Floats
    mean: Floats
    quantiles: Floats
    n: int


def draw(evidence: Evidence, width: float) -> Chart | Missing:
    paths = evidence.paths()
    if not paths:
        return Missing(reason="the run kept no paths of its worlds")
    bands = {(arm, state): band(paths, arm, state) for arm in evidence.arms for state in STATES}
    many = next(iter(bands.values())).n
    names = {arm: folded_text(arm, _NAME) for arm in evidence.arms}
    most = max(name.count("\n") + 1 for name in names.values())
    row = max(_ROW if len(names) <= _MANY else _LOW, _LINE * most + _GAP)
    closed, looks = _windows(evidence), style.looks(evidence)
    figure = style.sheet(
        style.footer(evidence, many),
        width,
        row * len(evidence.arms) + 1.0,
        title="The crisis over time",
        reading=_reading(many, evidence.worlds, closes=bool(closed))
        + (_DRAWN if evidence.drawn else ""),
    )
    grid = figure.subplots(len(evidence.arms), len(STATES), sharex=True, squeeze=False)
    for arm, line in zip(evidence.arms, grid, strict=True):
        for state, axes in zip(STATES, line, strict=True):
            _panel(axes, bands[arm, state], looks[arm], closed.get(arm))
            _set_scale(axes, state, upper=arm == evidence.arms[0])
        _write_arm_name(line[0], names[arm])
    for axes in grid[-1]:
        axes.set_xlabel("days")
    return Chart(
        figure=figure,
        alt=_alt(evidence, bands, many),
        numbers=_table(bands),
        says=_says(evidence, bands),
    )


def band(paths: Paths, arm: str, state: str) -> Band:
    """What the worlds of an arm say of a state, hour by hour."""
    hours, states = paths[arm]
    worlds = states[state]
    found = np.quantile(worlds, QUANTILES, axis=0, method="inverted_cdf")
    for at, fewest in enumerate(FEWEST):
        if len(worlds) < fewest:
            found[[at, -1 - at]] = np.nan
    return Band(hours=hours, mean=worlds.mean(axis=0), quantiles=found, n=len(worlds))


def _reading(many: int, worlds: int, *, closes: bool) -> str:
    which = (
        f"the first {many:,} of {worlds:,} worlds" if many < worlds else f"all worlds ({worlds:,})"
    )
    shown = ["line, median", "dotted, mean"]
    shown += ["inner band, the middle half"] * (many >= FEWEST[1]) + ["outer band, nine tenths"] * (
        many >= FEWEST[0]
    )
    window = " Upright: the window for a first strike closes." if closes else ""
    return (
        f"Of {which}, at each hour by itself: {'; '.join(shown)}. No single world need follow a"
        f" line.{window}"
    )


def _windows(evidence: Evidence) -> dict[str, float]:
    """Hour at which the decision window closes, by arm, where a world was kept that says so."""
    return {arm: world.setting.horizon for arm, world in evidence.told().items()}


def _panel(axes: Axes, found: Band, look: Look, closed: float | None) -> None:
    days, quantiles = found.hours / DAY, found.quantiles
    for at, strength in enumerate((0.22, 0.4)):
        if not np.isnan(quantiles[at]).any():
            axes.fill_between(
                days,
                quantiles[at],
                quantiles[-1 - at],
                color=look.colour,
                alpha=strength,
                linewidth=0,
            )
    axes.plot(days, found.mean, color=style.BLACK, linestyle=":", linewidth=1.1, label="_mean")
    axes.plot(
        days, quantiles[len(QUANTILES) // 2], color=style.BLACK, linewidth=1.5, label="_median"
    )
    axes.set_xlim(0.0, days[-1])
    if closed is not None:
        axes.axvline(closed / DAY, color=style.GREY, linewidth=0.9, label="_window")


def _set_scale(axes: Axes, state: str, *, upper: bool) -> None:
    heading, _, is_share = STATES[state]
    axes.set_ylim(*((-0.06, 1.02) if is_share else (-0.5, TOP_RUNG + 0.1)))
    axes.set_yticks(
        [0.0, 0.5, 1.0] if is_share else [0, 2, 4, 6],
        ["0 %", "50 %", "100 %"] if is_share else list("0246"),
    )
    axes.tick_params(labelleft=state in ("rung", "trust_frontline"), labelsize=style.SMALL)
    axes.locator_params(axis="x", nbins=4, integer=True)
    axes.grid(visible=True)
    if upper:
        axes.set_title(heading, fontsize=style.SMALL, loc="center")


def _write_arm_name(axes: Axes, name: str) -> None:
    """The arm, in lines, beside its panels."""
    axes.set_ylabel(
        left_to_right(name),
        rotation=0,
        ha="right",
        va="center",
        fontsize=style.SMALL if name.count("\n") > 1 else 9.5,
        fontweight="bold",
    )


def _says(evidence: Evidence, bands: dict[tuple[str, str], Band]) -> str:
    """Where the state stands at the end whose mean is farthest apart between two arms; the median
    beside it, since worlds with a strike and worlds without one lie apart.
    """
    shares = [state for state, (_, _, is_share) in STATES.items() if is_share]
    ends = {state: [float(bands[arm, state].mean[-1]) for arm in evidence.arms] for state in shares}
    state = max(shares, key=lambda one: max(ends[one]) - min(ends[one]))
    middles = [float(bands[arm, state].quantiles[2][-1]) for arm in evidence.arms]
    told = [
        f"{percent(mean)} under {arm} (median {percent(middle)})"
        for arm, mean, middle in zip(evidence.arms, ends[state], middles, strict=True)
    ]
    return f"At the end {STATES[state][1]} is on average {as_list(told)}."


def _alt(evidence: Evidence, bands: dict[tuple[str, str], Band], many: int) -> str:
    parts = []
    for arm in evidence.arms:
        said = [
            f"{name} {_band_text(bands[arm, state], share=share)}"
            for state, (_, name, share) in STATES.items()
        ]
        parts.append(f"{arm}: {'; '.join(said)}.")
    return (
        f"Medians over time of the first {many_text(many, 'world')}, at the start,"
        " half-way and at the end. " + " ".join(parts)
    )


def _band_text(found: Band, *, share: bool) -> str:
    median = found.quantiles[len(QUANTILES) // 2]
    places = (median[0], median[len(median) // 2], median[-1])
    return ", ".join(percent(float(one)) if share else f"{one:.0f}" for one in places)


def _table(bands: dict[tuple[str, str], Band]) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for (arm, state), found in bands.items():
        rows += [
            (
                arm,
                state,
                found.n,
                float(hour),
                float(found.mean[at]),
                *map(float, found.quantiles[:, at]),
            )
            for at, hour in enumerate(found.hours)
        ]
    quantiles = (f"q{100 * one:02.0f}" for one in QUANTILES)
    return Table(header=("arm", "state", "n", "hour", "mean", *quantiles), rows=tuple(rows))
