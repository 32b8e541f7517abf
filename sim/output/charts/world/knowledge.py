"""Who knew what when: what each ally believed against the truth, and when each fact reached each
side.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, sqrt
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from sim.domain.decisions.views import Role
from sim.domain.events import Begin, Decision, End, Report, Strike
from sim.experiment.outcomes.shares import percent
from sim.output.charts.base import style
from sim.output.charts.base.chart import Chart, Evidence, Floats, Missing
from sim.output.charts.base.words import folded_text, short
from sim.output.charts.world.choice import shown_world, source
from sim.output.charts.world.knowledge_table import knowledge_table
from sim.output.charts.world.lane_words import Wanted, placed
from sim.output.evidence.knowledge import Fact, facts, numbered_names, reach_text
from sim.output.evidence.traced_world import Traced
from sim.output.story.sentences.dates import since
from sim.output.words import as_list

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes

ROLES: Final[tuple[Role, ...]] = ("frontline", "patron")
#: Colour, dashes and marker.
LOOKS: Final[dict[str, tuple[str, Any, str]]] = {
    "truth": (style.BLACK, "solid", ""),
    "frontline": (style.VERMILLION, (0, (5, 1.5)), "s"),
    "patron": (style.BLUE, (0, (1.2, 1.2)), "^"),
}
MOST_FACTS: Final = 18
_ONCE: Final = 0.05  # hours within which something is known at once
PANEL: Final = 2.5  # inches high
ROW: Final = 0.28
_LINE: Final = 0.16  # inches of a line of the name of a fact
LINE: Final = 11  # points from one row of names of strikes to the next
BESIDE: Final = 3.1  # inches that names of facts and delays take


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What was believed, or was true, over time: hours, readiness, and one standard deviation below
    and above.
    """

    hours: Floats
    middle: Floats
    low: Floats
    high: Floats


def draw(evidence: Evidence, width: float) -> Chart | Missing:
    world = shown_world(evidence)
    return world if isinstance(world, Missing) else of_world(world, width)


def of_world(world: Traced, width: float) -> Chart:
    """Beliefs and facts of a world."""
    lines = {role: belief_line(world, role) for role in ROLES} | {"truth": true(world)}
    found = facts(world)[:MOST_FACTS]
    names = [folded_text(short(name, 60), 30) for name in numbered_names(found)]
    row = max([ROW, *(_LINE * (name.count("\n") + 1) + 0.05 for name in names)])
    below = row * len(found) + 0.2 if found else 0.0
    figure = style.sheet(
        source(world),
        width,
        PANEL + below + (1.3 if found else 0.5),
        keys=_keys(world, lines),
        title=f"Who knew what when, in one world under {world.title}",
        reading=(
            "Above: how ready each ally reckoned the adversary, with one standard deviation,"
            " against the truth, which neither knows. Below: when each fact came about (upright"
            " tick), and when it reached each side; beside it, whom last."
        ),
    )
    grid = figure.add_gridspec(2 if found else 1, 1, height_ratios=[PANEL, below] if found else [1])
    upper = figure.add_subplot(grid[0])
    _beliefs(upper, world, lines, width)
    if found:
        _draw_facts(figure.add_subplot(grid[1], sharex=upper), world, found, names)
        upper.set_xlabel("")
    return Chart(
        figure=figure,
        alt=_alt(world, lines, found),
        numbers=knowledge_table(world, lines, found, ROLES),
        says=_says(world, lines, found),
    )


def belief_line(world: Traced, role: Role) -> Line:
    """An ally's estimate after each of its reports; of a log without reports, at each decision."""
    found = [
        (t, data.mean, sqrt(data.variance)) for t, data in world.all(Report) if data.ally == role
    ]
    found = found or [(t, data.means[role], 0.0) for t, data in world.all(Decision)]
    hours, means, spreads = (
        np.array([row[at] for row in found], dtype=np.float64) for at in range(3)
    )
    return Line(
        hours=hours, middle=_share(means), low=_share(means - spreads), high=_share(means + spreads)
    )


def true(world: Traced) -> Line:
    """The readiness as far as the log tells it: at decisions, strikes, the beginning
    and the end.
    """
    found = [(t, begin.readiness) for t, begin in world.all(Begin)]
    found += [(t, decision.readiness) for t, decision in world.all(Decision)]
    found += [(t, end.readiness) for t, end in world.all(End)]
    for t, data in world.all(Strike):
        found += [(t, data.readiness_before), (t + 1e-6, data.readiness_after)]
    found.sort()
    hours, shares = (np.array([row[at] for row in found], dtype=np.float64) for at in range(2))
    return Line(hours=hours, middle=shares, low=shares, high=shares)


def _share(logits: Floats) -> Floats:
    return np.array([1.0 / (1.0 + exp(-float(value))) for value in logits])


def _name(world: Traced, which: str) -> str:
    return "in truth" if which == "truth" else short(world.name(which), 24)


def _keys(world: Traced, lines: dict[str, Line]) -> list[Artist]:
    from matplotlib.lines import Line2D

    return [
        Line2D(
            [],
            [],
            color=LOOKS[which][0],
            linestyle=LOOKS[which][1],
            marker=LOOKS[which][2],
            markersize=5,
            label=_name(world, which),
        )
        for which in ("truth", *ROLES)
        if len(lines[which].hours)
    ]


def _beliefs(axes: Axes, world: Traced, lines: dict[str, Line], width: float) -> None:
    for which, line in lines.items():
        colour, dashes, _ = LOOKS[which]
        steps: Any = (
            "default" if which == "truth" else "steps-post"
        )  # between its reports an ally holds to what it believes
        if len(line.hours):
            axes.fill_between(
                line.hours, line.low, line.high, color=colour, alpha=0.14, linewidth=0, step="post"
            )
            axes.plot(
                line.hours,
                line.middle,
                color=colour,
                linestyle=dashes,
                label=which,
                linewidth=1.6,
                drawstyle=steps,
            )
    _strikes(axes, world, width)
    axes.set_xlim(0.0, world.log[-1][0] or 1.0)
    axes.set_ylim(0.0, 1.0)
    axes.set_yticks([0.0, 0.25, 0.5, 0.75, 1.0], ["0 %", "25 %", "50 %", "75 %", "100 %"])
    axes.set_ylabel("readiness")
    axes.set_xlabel("hours since the start")
    axes.grid(visible=True)


def _strikes(axes: Axes, world: Traced, width: float) -> None:
    """A line at each strike, named in rows above the drawing so that no name lies on another."""
    times = [t for t, _ in world.all(Strike)]
    names = ["strike"] if len(times) == 1 else [f"strike {at + 1}" for at in range(len(times))]
    room, whole = width - BESIDE, world.log[-1][0] or 1.0
    wanted = [
        Wanted(text=name, start=room * t / whole, end=room * t / whole)
        for t, name in zip(times, names, strict=True)
    ]
    for t, place in zip(times, placed(wanted, room), strict=True):
        axes.axvline(t, color=style.VERMILLION, linewidth=1.8, zorder=2, label="_strike")
        axes.annotate(
            place.text,
            (t, 1.0),
            xycoords=axes.get_xaxis_transform(),
            xytext=(0, 3 + LINE * place.row),
            fontsize=style.SMALL,
            textcoords="offset points",
            fontweight="bold",
            ha="right" if place.side == "left" else "left",
            annotation_clip=False,
        )


def _draw_facts(axes: Axes, world: Traced, found: list[Fact], names: list[str]) -> None:
    for at, fact in enumerate(found):
        known = {role: fact.known_at(role) for role in ROLES}
        reached = [t for t in known.values() if t is not None]
        if reached:
            axes.plot(
                [min(fact.t, *reached), max(fact.t, *reached)],
                [at, at],
                color=style.GREY,
                linewidth=1.6,
                zorder=2,
            )
        axes.plot(
            [fact.t], [at], marker="|", markersize=11, color=style.BLACK, linestyle="none", zorder=3
        )
        for role, t in known.items():
            if t is not None:
                axes.plot(
                    [t],
                    [at],
                    marker=LOOKS[role][2],
                    color=LOOKS[role][0],
                    markersize=6,
                    linestyle="none",
                    zorder=4,
                    markeredgecolor="white",
                    markeredgewidth=0.5,
                    label=f"_{role}",
                )
        _write_delay(axes, world, at, fact)
    axes.set_yticks(range(len(found)), names)
    axes.set_ylim(len(found) - 0.4, -0.6)
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
    axes.grid(visible=True, axis="x")
    axes.set_xlabel("hours since the start")


def _write_delay(axes: Axes, world: Traced, at: int, fact: Fact) -> None:
    """Beside a fact, which side knew it how much later or before, or who never did."""
    known = {role: fact.known_at(role) for role in ROLES}
    never = [short(world.name(role), 12) for role, t in known.items() if t is None]
    axes.annotate(
        _later(world, fact, known) if not never else f"never: {' and '.join(never)}",
        (1.0, at),
        xycoords=axes.get_yaxis_transform(),
        xytext=(4, 0),
        textcoords="offset points",
        va="center_baseline",
        fontsize=style.SMALL,
        annotation_clip=False,
    )


def _later(world: Traced, fact: Fact, known: dict[Role, float | None]) -> str:
    """Which side knew last, or before it came about, and by how much."""
    hours = {role: t - fact.t for role, t in known.items() if t is not None}
    last, first = max(hours, key=lambda role: hours[role]), min(hours, key=lambda role: hours[role])
    if hours[last] > _ONCE:
        return f"{short(world.name(last), 12)} +{hours[last]:.1f} h"
    if hours[first] < -_ONCE:
        return f"{short(world.name(first), 12)} {-hours[first]:.1f} h before"
    return "at once"


def _says(world: Traced, lines: dict[str, Line], found: list[Fact]) -> str:
    """When what came about last was known to either; else how great the threat was held to be."""
    if found:
        fact = found[-1]
        return f"{fact.what} ({since(fact.t)}), {_reach(world, fact)}."
    ends = _ends(world, lines)
    return f"Readiness at the end: {as_list(ends)}." if ends else ""


def _alt(world: Traced, lines: dict[str, Line], found: list[Fact]) -> str:
    ends = _ends(world, lines)
    told = [f"{fact.what} at {since(fact.t)}, {_reach(world, fact)}" for fact in found]
    return (
        f"Who knew what when under {world.title}. Readiness at the end: {', '.join(ends)}."
        f" {'. '.join(told)}."
    )


def _ends(world: Traced, lines: dict[str, Line]) -> list[str]:
    """How ready the adversary was held to be at the end, and was."""
    return [
        f"{_name(world, which)} {percent(float(line.middle[-1]))}"
        for which, line in lines.items()
        if len(line.hours)
    ]


def _reach(world: Traced, fact: Fact) -> str:
    return reach_text(fact, {role: _name(world, role) for role in ROLES})
