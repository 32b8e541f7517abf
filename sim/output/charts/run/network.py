"""A scenario before it runs: who clears and who receives, over which channels, with their latency,
rating and hours.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from sim.domain.inputs.setting import Scenario, Setting
from sim.output.charts.base import style
from sim.output.charts.base.chart import Cell, Chart, Table
from sim.output.charts.base.words import folded_text, left_to_right, short
from sim.output.charts.run.network_desks import ROLES, Desk, channels, desks

if TYPE_CHECKING:
    from matplotlib.axes import Axes

LINE: Final = 0.165  # inches of a line of text
GAP: Final = 0.14  # inches between two desks
MOST_LINES: Final = 4  # of what is said of a desk
#: Where the columns stand, as shares of the width: frontline, channels, patron.
PLACES: Final = {"frontline": 0.15, "channels": 0.5, "patron": 0.85}
WIDE: Final = 0.28  # of a desk, likewise
CHANNEL: Final = 0.28
METER: Final = 0.09  # inches that the bar of a desk's load is high


def of_scenario(scenario: Scenario, arm: str, width: float) -> Chart:
    """The offices, chains and channels of an arm."""
    setting = scenario.arms[arm].setting
    columns = {role: desks(setting, role) for role in ROLES}
    links = channels(setting)
    title = left_to_right(scenario.title or scenario.name)
    called = scenario.arms[arm].title or arm
    figure = style.sheet(
        f"{title} · arm {called} · scenario {scenario.digest[:8]} · inputs, not results",
        width,
        height(columns, links, width),
        title=f"Who handles a message, and how it crosses, under {called}",
        reading=(
            "Left and right: the offices of each ally with staff, duty hours in local time, median"
            " work on a crisis message and their place in the chains that clear (out) and receive"
            " (in). Middle: channels with median latency, rating and hours; a channel falls back on"
            " the one it names."
        ),
    )
    laid_out(figure.add_subplot(), setting, columns, links, width)
    return Chart(
        figure=figure,
        alt=_alt(setting, called, columns, links),
        numbers=_table(arm, columns, links),
    )


def height(columns: dict[str, list[Desk]], links: list[Desk], width: float) -> float:
    """Inches that the picture needs."""
    most = max(len(links), *map(len, columns.values()))
    return most * _pitch(columns, links, width) + 0.75


def _pitch(columns: dict[str, list[Desk]], links: list[Desk], width: float) -> float:
    """Inches from one box to the next: all are as high as the fullest of them needs."""
    every = [(WIDE, desk) for column in columns.values() for desk in column]
    every += [(CHANNEL, link) for link in links]
    lines = max([1, *(len(_box_lines(desk, _letters(wide, width))) for wide, desk in every)])
    metered = any(desk.busy > 0.0 for _, desk in every)
    return GAP + LINE * lines + 0.14 + (METER + 0.04) * metered


def _letters(wide: float, width: float) -> int:
    """Letters on a line of a box."""
    return int(wide * (width - 0.4) / 0.067)


def _box_lines(desk: Desk, columns: int) -> list[str]:
    """The lines of a box: its name, and what is said of it."""
    said = [line for one in desk.lines for line in folded_text(one, columns).split("\n")]
    return [*folded_text(desk.name, columns).split("\n"), *said[:MOST_LINES]]


def laid_out(
    axes: Axes, setting: Setting, columns: dict[str, list[Desk]], links: list[Desk], width: float
) -> None:
    """Draw offices on either side, channels in the middle, and the lines between them."""
    pitch = _pitch(columns, links, width)
    axes.set_axis_off()
    axes.set_xlim(0.0, 1.0)
    axes.set_ylim(height(columns, links, width) - 0.75, -0.6)
    for role in ROLES:
        _column(axes, role, _heading(setting, role), columns[role], (width, pitch))
    _column(axes, "channels", "channels", links, (width, pitch))
    _lines(axes, columns, links, pitch)


def _heading(setting: Setting, role: str) -> str:
    ally = setting.allies.frontline if role == "frontline" else setting.allies.patron
    return f"{ally.name}\n({ally.zone})"


def _column(
    axes: Axes, where: str, heading: str, column: list[Desk], size: tuple[float, float]
) -> None:
    width, pitch = size
    middle, wide = PLACES[where], CHANNEL if where == "channels" else WIDE
    columns = _letters(wide, width)
    lines = [short(line, columns) for line in heading.split("\n")]
    axes.text(
        middle,
        -0.28,
        left_to_right("\n".join(lines)),
        ha="center",
        va="center",
        fontweight="bold",
        fontsize=9.5,
    )
    if not column:
        axes.text(
            middle,
            _level(0, pitch),
            "no office",
            ha="center",
            va="center",
            fontsize=style.SMALL,
            color=style.GREY,
        )
    for at, desk in enumerate(column):
        fill = "#E4F0F8" if where != "channels" else "#FFF3D6"
        _box(
            axes, desk, (middle - wide / 2, at * pitch + GAP / 2, wide, pitch - GAP), fill, columns
        )


def _box(
    axes: Axes, desk: Desk, frame: tuple[float, float, float, float], fill: str, columns: int
) -> None:
    """A box, with its lines above the bar of its load."""
    from matplotlib.patches import Rectangle

    left, top, wide, high = frame
    axes.add_patch(
        Rectangle(
            (left, top), wide, high, edgecolor=style.BLACK, facecolor=fill, linewidth=0.8, zorder=3
        )
    )
    if desk.busy > 0.0:
        axes.add_patch(
            Rectangle(
                (left, top + high - METER),
                wide * min(desk.busy, 1.0),
                METER,
                edgecolor=style.BLACK,
                hatch="//",
                label="_busy",
                facecolor=style.BLUE,
                linewidth=0.6,
                zorder=4,
            )
        )
    lines = _box_lines(desk, columns)
    names = len(lines) - len(_box_lines(replace(desk, name=""), columns)) + 1
    start = top + (high - METER * (desk.busy > 0.0)) / 2 - LINE * (len(lines) - 1) / 2
    for number, line in enumerate(lines):
        axes.text(
            left + wide / 2,
            start + number * LINE,
            line,
            ha="center",
            va="center",
            fontsize=style.SMALL,
            zorder=4,
            fontweight="bold" if number < names else "normal",
        )


def _lines(axes: Axes, columns: dict[str, list[Desk]], links: list[Desk], pitch: float) -> None:
    """Every channel reaches both sides: the office that sends, with an arrow out of it, and the one
    that receives.
    """
    for role, side in (("frontline", -1), ("patron", 1)):
        office = PLACES[role] - side * WIDE / 2
        channel = PLACES["channels"] + side * CHANNEL / 2
        bus = (office + channel) / 2
        ends = [at for at, desk in enumerate(columns[role]) if desk.sends or desk.receives] or [
            0
        ] * bool(columns[role])
        reach = [_level(at, pitch) for at in (*ends, *range(len(links)))]
        axes.plot([bus, bus], [min(reach), max(reach)], color=style.GREY, linewidth=1.5, zorder=2)
        for at in range(len(links)):
            level = _level(at, pitch)
            axes.plot([channel, bus], [level] * 2, color=style.GREY, linewidth=1.5, zorder=2)
        for at in ends:
            _stub(axes, columns[role][at], office, bus, _level(at, pitch))


def _stub(axes: Axes, desk: Desk, office: float, bus: float, level: float) -> None:
    """A line between an office and the others' lines, with an arrow at the end of each way."""
    axes.plot([office, bus], [level] * 2, color=style.GREY, linewidth=1.5, zorder=2)
    for happens, start, end in ((desk.sends, office, bus), (desk.receives, bus, office)):
        if happens:
            axes.annotate(
                "",
                (end, level),
                xytext=(start, level),
                arrowprops={
                    "arrowstyle": "-|>",
                    "color": style.BLACK,
                    "linewidth": 0.0,
                    "shrinkA": 0.0,
                    "shrinkB": 0.8,  # the point stays outside of the frame of the box
                    "mutation_scale": 13,
                },
                zorder=5,
            )


def _level(at: int, pitch: float) -> float:
    return (at + 0.5) * pitch


def _alt(setting: Setting, arm: str, columns: dict[str, list[Desk]], links: list[Desk]) -> str:
    parts = [f"Offices and channels under {arm}."]
    parts += [
        f"{_heading(setting, role)}: {'; '.join(map(desk_text, columns[role]))}.".replace("\n", " ")
        for role in ROLES
    ]
    return " ".join([*parts, "Channels: " + "; ".join(map(desk_text, links)) + "."])


def desk_text(desk: Desk) -> str:
    return f"{desk.name} ({', '.join(desk.lines)})"


def _table(arm: str, columns: dict[str, list[Desk]], links: list[Desk]) -> Table:
    rows: list[tuple[Cell, ...]] = [
        (arm, role, desk.name, "; ".join(desk.lines)) for role in ROLES for desk in columns[role]
    ]
    return Table(
        header=("arm", "where", "name", "about"),
        rows=(*rows, *((arm, "channel", one.name, "; ".join(one.lines)) for one in links)),
    )
