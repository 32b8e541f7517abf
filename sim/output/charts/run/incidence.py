"""After the first strike: how many worlds have escalated and calmed down by each hour, and for how
long, as competing risks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from sim.experiment.outcomes.shares import percent
from sim.experiment.statistics.curves.incidence import Incidence, cumulative_incidence
from sim.experiment.statistics.curves.restricted_means import Area, restricted_means
from sim.output.charts.base import style
from sim.output.charts.base.chart import Cell, Chart, Evidence, Floats, Missing, Table
from sim.output.charts.base.style import Look
from sim.output.charts.base.words import folded_to_width, inches_of, left_to_right
from sim.output.charts.run.drawn_inputs import luck_alone
from sim.output.charts.run.incidence_tables import (
    MEANS,
    area_text,
    set_names,
    write_at_risk,
    write_mean_hours,
)
from sim.output.charts.run.step_curves import between, end_of_curve, step_curve, thinned_indices
from sim.output.words import many_text

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

#: Risk: column of its hour after the first strike, title, which way is better.
RISKS: Final = {
    "escalated": ("escalated_after_h", "escalated first", "lower is better"),
    "settled": ("settled_after_h", "de-escalated first", "higher is better"),
}
PANEL: Final = 2.1  # inches high
LINE: Final = 0.165  # inches of a line of a name
_GAP: Final = 0.03  # between names
_NAME: Final = 1.5  # inches that the name of an arm may be wide beside a table
_BESIDE: Final = 1.55  # and with its share beside the curves
DAY: Final = 24.0
MEAN: Final = "restricted mean (h)"
SHARE: Final = "share"
NOTE: Final = (
    " Restricted mean: of the first {horizon:g} hours, so many on average came after it (the area"
    " under its curve); it tells nothing of later ones, and of arms that struck in other worlds."
)
BANDS: Final = (
    2  # arms up to which intervals are drawn as bands; with more they would hide each other
)


def draw(evidence: Evidence, width: float) -> Chart | Missing:
    found = {arm: _incidence(evidence, arm) for arm in evidence.arms}
    found = {arm: incidence for arm, incidence in found.items() if incidence.subjects}
    if not found:
        return Missing(reason="no world has a strike, so nothing follows one")
    end = max(float(evidence.known_values(arm, "watched_h").max()) for arm in found) or DAY
    horizon = _horizon(evidence, list(found))
    means = {arm: _means(evidence, arm, horizon) for arm in found}
    labels = {arm: folded_to_width(arm, _NAME, style.SMALL) for arm in found}
    heights = _heights(found, labels)
    figure = _page(evidence, width, sum(heights) + 0.95, horizon)
    grid = figure.add_gridspec(4, 1, height_ratios=heights)
    look, ticks = style.looks(evidence), _ticks(end)
    upper = figure.add_subplot(grid[0])
    for at, risk in enumerate(RISKS):
        axes = upper if at == 0 else figure.add_subplot(grid[at], sharex=upper)
        _curves(axes, found, risk, look, end)
        axes.tick_params(labelbottom=risk == list(RISKS)[-1])
    axes.set_xticks(ticks, [f"{tick:g}" for tick in ticks])
    axes.set_xlabel("hours since the first strike")
    write_at_risk(figure.add_subplot(grid[2], sharex=upper), found, ticks)
    tables = figure.axes[2:]
    if horizon > 0.0:
        tables.append(figure.add_subplot(grid[3]))
        write_mean_hours(tables[-1], means, horizon)
    for axes in tables:
        set_names(axes, labels, look)
    return Chart(
        figure=figure, alt=_alt(found, means, horizon), numbers=_table(found, means, horizon)
    )


def _page(evidence: Evidence, width: float, height: float, horizon: float) -> Figure:
    return style.page(
        evidence,
        width,
        height,
        title="After the first strike: escalation and de-escalation",
        reading=(
            "Share of the worlds with a strike in which it came first, by hours since"
            " (Aalen-Johansen: each ends the wait for the other; worlds no longer watched are"
            f" censored). Right: share at the end, {100 * evidence.confidence:g} % interval. The"
            " arms did not strike in the same worlds."
        )
        + (NOTE.format(horizon=horizon) if horizon > 0.0 else "")
        + luck_alone(evidence),
    )


def _heights(found: dict[str, Incidence], labels: dict[str, str]) -> list[float]:
    """Inches of the two drawings and the two tables, with room for the lines of all names."""
    row = 0.19 + LINE * max(label.count("\n") for label in labels.values())
    table = row * len(found) + 0.3
    return [_panel(found)] * 2 + [table, table + row]


def _panel(found: dict[str, Incidence]) -> float:
    return max(PANEL, 0.25 + _room_of_name(found) * len(found))


def _room_of_name(found: dict[str, Incidence]) -> float:
    """Inches that the tallest name beside a curve takes."""
    endings = [
        (arm, *end_of_curve(one.curves[risk])) for arm, one in found.items() for risk in RISKS
    ]
    return _GAP + LINE * max(_named_share(*ending).count("\n") + 1 for ending in endings)


def _onsets(evidence: Evidence, arm: str) -> dict[str, Floats]:
    return {risk: evidence.column(arm, column) for risk, (column, _, _) in RISKS.items()}


def _incidence(evidence: Evidence, arm: str) -> Incidence:
    return cumulative_incidence(
        _onsets(evidence, arm), evidence.column(arm, "watched_h"), confidence=evidence.confidence
    )


def _horizon(evidence: Evidence, arms: list[str]) -> float:
    """Up to when a world was watched in every arm that struck at all; 0 where one of them was not
    watched.
    """
    return min(float(evidence.known_values(arm, "watched_h").max()) for arm in arms)


def _means(evidence: Evidence, arm: str, horizon: float) -> dict[str, Area]:
    watched = evidence.column(arm, "watched_h")
    if horizon <= 0.0:
        return {}
    return restricted_means(
        _onsets(evidence, arm), watched, horizon, confidence=evidence.confidence
    )


def _ticks(end: float) -> Floats:
    """Whole days, seven steps or fewer."""
    step = DAY * np.ceil(end / DAY / 7.0) if end >= 2.0 * DAY else end / 4.0
    return np.arange(0.0, end * (1.0 + 1e-9), step)


def _curves(
    axes: Axes, found: dict[str, Incidence], risk: str, look: dict[str, Look], end: float
) -> None:
    _, title, better = RISKS[risk]
    for arm, incidence in found.items():
        x, share, low, high = step_curve(incidence.curves[risk], end)
        axes.plot(
            x,
            share,
            drawstyle="steps-post",
            color=look[arm].colour,
            linestyle=look[arm].dashes,
            label=arm,
        )
        if len(found) <= BANDS:
            axes.fill_between(
                x, low, high, step="post", color=look[arm].colour, alpha=0.15, linewidth=0
            )
    axes.set_title(f"{title} ({better})", fontweight="bold")
    axes.set_xlim(0.0, end)
    axes.set_ylim(0.0, 1.0)
    axes.set_yticks([0.0, 0.25, 0.5, 0.75, 1.0], ["0 %", "25 %", "50 %", "75 %", "100 %"])
    axes.grid(visible=True)
    last = [end_of_curve(incidence.curves[risk]) for incidence in found.values()]
    room = _room_of_name(found)
    places = style.spread([ending[0] for ending in last], room / _panel(found))
    for arm, ending, place in zip(found, last, places, strict=True):
        _name(axes, _named_share(arm, *ending), ending[0], place, look[arm])


def _named_share(arm: str, share: float, low: float, high: float) -> str:
    """An arm and where its curve ends, in lines that leave the curves their room."""
    ending = f"{percent(share)}{between(low, high)}"
    name = folded_to_width(arm, _BESIDE, style.SMALL)
    fits = "\n" not in name and inches_of(f"{name}  {ending}", style.SMALL) <= _BESIDE
    text = f"{name}{'  ' if fits else chr(10)}{ending}"
    return "\n".join(left_to_right(line) for line in text.split("\n"))


def _name(axes: Axes, text: str, share: float, place: float, look: Look) -> None:
    """A curve's name where it ends, led to it by a line of its own look."""
    along = axes.get_yaxis_transform()
    axes.plot(
        [1.0, 1.03, 1.09],
        [share, place, place],
        transform=along,
        color=look.colour,
        linestyle=look.dashes,
        linewidth=1.4,
        clip_on=False,
        label="_lead",
    )
    axes.text(1.1, place, text, transform=along, va="center", fontsize=style.SMALL)


def _alt(found: dict[str, Incidence], means: dict[str, dict[str, Area]], horizon: float) -> str:
    parts = []
    for arm, incidence in found.items():
        ends = [
            f"{title} in {percent(end_of_curve(incidence.curves[risk])[0])}"
            for risk, (_, title, _) in RISKS.items()
        ]
        parts.append(
            f"{arm} ({many_text(incidence.subjects, 'world')} with a strike):"
            f" {' and '.join(ends)}{_told_means(means[arm])}."
        )
    return (
        "Cumulative incidence after the first strike, as competing risks. "
        + " ".join(parts)
        + (
            f" Hours are restricted means within the first {horizon:g} hours."
            if horizon > 0.0
            else ""
        )
    )


def _told_means(areas: dict[str, Area]) -> str:
    """What the restricted means say, as the end of a sentence."""
    return (
        "; " + ", ".join(f"{area_text(areas[name])} {title}" for name, (title, _) in MEANS.items())
        if areas
        else ""
    )


def _table(found: dict[str, Incidence], means: dict[str, dict[str, Area]], horizon: float) -> Table:
    """The restricted means, then the curves, thinned as they are drawn."""
    rows: list[tuple[Cell, ...]] = [
        (
            arm,
            name,
            MEAN,
            horizon,
            int(found[arm].at_risk(np.array([horizon]))[0]),
            area.mean,
            area.low,
            area.high,
        )
        for arm, areas in means.items()
        for name, area in areas.items()
    ]
    for arm, incidence in found.items():
        for risk, curve in incidence.curves.items():
            kept = thinned_indices(curve.times)
            hours, share, low, high = (
                line[kept].tolist() for line in (curve.times, curve.share, curve.low, curve.high)
            )
            still = incidence.at_risk(curve.times[kept]).tolist()
            rows += [
                (arm, risk, SHARE, *line)
                for line in zip(hours, still, share, low, high, strict=True)
            ]
    return Table(
        header=("arm", "ends_in", "quantity", "hours", "at_risk", "value", "low", "high"),
        rows=tuple(rows),
    )
