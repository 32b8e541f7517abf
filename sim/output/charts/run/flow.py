"""From decision over coordination to result: in how many worlds of each arm which way was taken, as
bands of that width.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from sim.experiment.outcomes.shares import percent
from sim.output.charts.base import bars, bounds, style
from sim.output.charts.base.chart import Cell, Chart, Evidence, Missing, Table
from sim.output.charts.base.style import Fill
from sim.output.charts.base.words import folded_to_width
from sim.output.charts.run.drawn_inputs import luck_alone

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Mask = NDArray[np.bool_]

#: The steps from left to right, each with its stations from top to bottom.
STEPS: Final = {
    "decision": {"wished": "wished to strike", "never": "never wished to"},
    "coordination": {
        "in_time": "answered in time",
        "late": "answered late",
        "unanswered": "no answer",
        "unasked": "nobody asked",
        "none": "no wish",
    },
    "action": {
        "no_strike": "no strike",
        "together": "together",
        "green": "with a green",
        "alone": "alone, no green",
    },
    "result": {
        "settled": "de-escalated first",
        "escalated": "escalated first",
        "open": "neither by the end",
        "attacked": "attacked, no strike",
        "quiet": "no strike",
    },
}
#: Paler than in other charts, by a quarter of white, and nothing shines through: what crosses does
#: not darken.
FILLS: Final = {
    "no_strike": Fill(colour="#EAEAEA"),
    "together": Fill(colour="#4095C5"),
    "green": Fill(colour="#81C7EF", hatch="++"),
    "alone": Fill(colour="#E08640", hatch="//"),
}
PANEL: Final = 2.35  # inches high
GAP: Final = 0.07  # between stations, as a share of all worlds
STATION: Final = 0.035  # width of a station, of a step
LEAST: Final = 0.005  # share of worlds below which a band is not drawn


def draw(evidence: Evidence, width: float) -> Chart | Missing:
    shares = {arm: flows(evidence, arm) for arm in evidence.arms}
    shares = {arm: found for arm, found in shares.items() if found}
    if not shares:
        return Missing(reason="no world says whether there was a strike")
    taken = {way[2] for found in shares.values() for way in found}
    keys = bars.keys([(STEPS["action"][name], FILLS[name]) for name in FILLS if name in taken])
    figure = style.page(
        evidence,
        width,
        PANEL * len(shares) + 0.2,
        title="From decision over coordination to result",
        keys=keys,
        reading=(
            "Each band is a share of all worlds of an arm, in the look of what was done in them."
            " From left to right: whether the frontline ever wished to strike; whether the"
            " questions it asked were answered; what it did; what came of it. With a green: one"
            " that it had read, whether or not the patron had given it." + luck_alone(evidence)
        ),
    )
    for at, (arm, found) in enumerate(shares.items()):
        axes = figure.add_subplot(len(shares), 1, at + 1)
        _panel(axes, found, heading=at == 0)
        axes.set_title(folded_to_width(arm, width - 0.6, 10.0, bold=True), fontweight="bold")
    return Chart(figure=figure, alt=_alt(shares), numbers=_table(evidence, shares))


def flows(evidence: Evidence, arm: str) -> dict[tuple[str, ...], float]:
    """Share of worlds by way (decision, coordination, action, result), in the order of the
    stations.
    """
    struck = evidence.column(arm, "struck")
    known = ~np.isnan(struck)
    if not known.any():
        return {}
    steps = [
        _decision(evidence, arm),
        _coordination(evidence, arm),
        _action(evidence, arm),
        _result(evidence, arm),
    ]
    ways: dict[tuple[str, ...], float] = {}
    for first, a in steps[0].items():
        for second, b in steps[1].items():
            for third, c in steps[2].items():
                for fourth, d in steps[3].items():
                    number = int(np.count_nonzero(a & b & c & d & known))
                    if number:
                        ways[first, second, third, fourth] = number / int(known.sum())
    return ways


def _decision(evidence: Evidence, arm: str) -> dict[str, Mask]:
    wished = _exists(evidence, arm, "first_decision_h") | evidence.happened(arm, "struck")
    return {"wished": wished, "never": ~wished}


def _coordination(evidence: Evidence, arm: str) -> dict[str, Mask]:
    wished = _decision(evidence, arm)["wished"]
    answered, in_time = (
        _exists(evidence, arm, "round_trip_h"),
        evidence.happened(arm, "answered_in_time"),
    )
    silent = wished & ~answered & ~in_time
    asks = arm not in evidence.never_asks
    return {
        "in_time": wished & in_time,
        "late": wished & answered & ~in_time,
        "unanswered": silent if asks else silent & False,
        "unasked": silent & False if asks else silent,
        "none": ~wished,
    }


def _action(evidence: Evidence, arm: str) -> dict[str, Mask]:
    struck = evidence.happened(arm, "struck")
    together, green = (
        struck & evidence.happened(arm, name) for name in ("joint_strike", "approved_strike")
    )
    return {
        "no_strike": ~struck,
        "together": together,
        "green": green & ~together,
        "alone": struck & ~together & ~green,
    }


def _result(evidence: Evidence, arm: str) -> dict[str, Mask]:
    struck = evidence.happened(arm, "struck")
    escalated, settled = (
        np.nan_to_num(evidence.column(arm, name), nan=np.inf)
        for name in ("escalated_after_h", "settled_after_h")
    )
    calm = struck & np.isfinite(settled) & (settled < escalated)
    worse = struck & np.isfinite(escalated) & (escalated <= settled)
    attacked = evidence.happened_if_measured(arm, "attacked")
    return {
        "settled": calm,
        "escalated": worse,
        "open": struck & ~calm & ~worse,
        "attacked": ~struck & attacked,
        "quiet": ~struck & ~attacked,
    }


def _exists(evidence: Evidence, arm: str, name: str) -> Mask:
    return ~np.isnan(evidence.column(arm, name))


def _panel(axes: Axes, ways: dict[tuple[str, ...], float], *, heading: bool) -> None:
    axes.set_xticks([])
    axes.set_yticks([])
    for spine in axes.spines.values():
        spine.set_visible(False)
    axes.set_xlim(-0.02, len(STEPS) - 0.42)
    axes.set_ylim(1.0 + 3 * GAP + 0.02, -0.16 if heading else -0.04)
    for step, (name, stations) in enumerate(STEPS.items()):
        if heading:
            axes.text(step, -0.1, name, fontsize=style.SMALL, color=style.GREY, va="center")
        for station, (top, share) in _stations(ways, step).items():
            axes.barh(
                top + share / 2,
                STATION,
                left=step,
                height=share,
                color=style.BLACK,
                linewidth=0,
                label="_station",
            )
            axes.annotate(
                f"{stations[station]} {percent(share)}",
                (step + STATION, top + share / 2),
                xytext=(4, 0),
                textcoords="offset points",
                va="center_baseline",
                fontsize=style.SMALL,
                zorder=6,
                bbox={
                    "boxstyle": "square,pad=0.08",
                    "facecolor": "white",
                    "edgecolor": "none",
                    "alpha": 0.85,
                },
            )
    for step in range(len(STEPS) - 1):
        _bands(axes, ways, step)


def _stations(ways: dict[tuple[str, ...], float], step: int) -> dict[str, tuple[float, float]]:
    """Top and share of the stations of a step that any world passes."""
    found: dict[str, tuple[float, float]] = {}
    top = 0.0
    for station in list(STEPS.values())[step]:
        share = sum(part for way, part in ways.items() if way[step] == station)
        if share >= LEAST:
            found[station] = (top, share)
            top += share + GAP
    return found


def _bands(axes: Axes, ways: dict[tuple[str, ...], float], step: int) -> None:
    """What flows from each station of a step to each of the next, sorted so that bands do not
    twist.
    """
    left, right = _stations(ways, step), _stations(ways, step + 1)
    starts = {station: top for station, (top, _) in left.items()}
    ends = {station: top for station, (top, _) in right.items()}
    order = {name: at for stations in STEPS.values() for at, name in enumerate(stations)}
    for way, share in sorted(
        ways.items(), key=lambda one: [order[name] for name in (one[0][2], *one[0])]
    ):
        first, second = way[step], way[step + 1]
        if first in starts and second in ends:
            _band(axes, step, (starts[first], ends[second]), share, FILLS[way[2]])
            starts[first] += share
            ends[second] += share


def _band(axes: Axes, step: int, tops: tuple[float, float], share: float, fill: Fill) -> None:
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path

    x, end = step + STATION, step + 1.0
    middle = (x + end) / 2.0
    (first, last), (low, lowest) = tops, (tops[0] + share, tops[1] + share)
    corners = [
        (x, first),
        (middle, first),
        (middle, last),
        (end, last),
        (end, lowest),
        (middle, lowest),
        (middle, low),
        (x, low),
    ]
    codes = [Path.MOVETO, *[Path.CURVE4] * 3, Path.LINETO, *[Path.CURVE4] * 3]
    axes.add_patch(
        PathPatch(
            Path(corners, codes),
            facecolor=fill.colour,
            hatch=fill.hatch,
            edgecolor="#FFFFFF",
            linewidth=0.5,
            label="_band",
            zorder=2,
        )
    )


def _alt(shares: dict[str, dict[tuple[str, ...], float]]) -> str:
    parts = []
    for arm, ways in shares.items():
        told = [
            f"{percent(share)}"
            f" {', '.join(STEPS[step][name] for step, name in zip(STEPS, way, strict=True))}"
            for way, share in sorted(ways.items(), key=lambda one: -one[1])[:3]
        ]
        parts.append(f"{arm}: {'; '.join(told)}.")
    return (
        "Ways from decision over coordination to result, the most frequent of each arm. "
        + " ".join(parts)
    )


def _table(evidence: Evidence, shares: dict[str, dict[tuple[str, ...], float]]) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for arm, ways in shares.items():
        n = len(evidence.known_values(arm, "struck"))
        rows += [
            (arm, *way, share, n, *bounds.of_share(share, n, evidence.confidence))
            for way, share in ways.items()
        ]
    return Table(header=("arm", *STEPS, "share", "n", "low", "high"), rows=tuple(rows))
