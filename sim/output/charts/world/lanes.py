"""A scene drawn: lanes from top to bottom, time from left to right. Used by the charts of one world
and of two.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import count
from typing import TYPE_CHECKING, Any, Final

from sim.domain.events import Event, NoReturn, Strike
from sim.output.charts.base import bars, style
from sim.output.charts.base.style import Fill
from sim.output.charts.base.words import display_width, folded_text, short
from sim.output.charts.run.delays import FILLS as STAGE_FILLS
from sim.output.charts.world.lane_layout import GAP, ROW, RUNG, Lane, height, lane_layout
from sim.output.charts.world.lane_words import GROUND, LETTER, write_words
from sim.output.charts.world.scene import Box, Crossing, Scene
from sim.output.evidence.traced_world import Traced
from sim.output.story.sentences.vocabulary import STAGES, plainly

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes

BESIDE: Final = 1.75  # inches that names of lanes and margins take
FILLS: Final[dict[str, Fill]] = {
    **STAGE_FILLS,
    "preparing": Fill(colour="#D55E00"),
    "patience": Fill(colour="#FFFFFF", hatch="--"),
}
NAMES: Final = {**STAGES, "preparing": "preparing the strike", "patience": "patience lasts"}
#: By whether a message is lost: colour, dashes, what the key says.
WAYS: Final[dict[bool, tuple[str, Any, str]]] = {
    False: (style.BLUE, "solid", "message under way"),
    True: (style.VERMILLION, ":", "lost, or never read"),
}
TOP_RUNG: Final = 6


def keys(scenes: Iterable[Scene]) -> list[Artist]:
    """Keys to what is in hand, in the order of its stages."""
    from matplotlib.lines import Line2D

    scenes = list(scenes)
    present = {box.what for scene in scenes for box in scene.boxes}
    handles: list[Artist] = bars.keys(
        [(NAMES[what], FILLS[what]) for what in FILLS if what in present]
    )
    lost = {crossing.lost for scene in scenes for crossing in scene.crossings}
    for kind, look in WAYS.items():
        if kind in lost:
            colour, dashes, label = look
            handles.append(
                Line2D([], [], color=colour, linestyle=dashes, linewidth=1.8, label=label)
            )
    return handles


def draw_scene(axes: Axes, world: Traced, scene: Scene, width: float) -> None:
    """Draw a scene; ``width`` is that of the page in inches."""
    lanes = lane_layout(scene)
    total = height(scene)
    axes.set_xlim(scene.start, scene.end)
    axes.set_ylim(total, -0.28)
    _names(axes, scene, lanes)
    for name, lane in lanes.items():
        for at, row in enumerate(lane.rows):
            for box in row:
                _box(axes, scene, box, lane.boxes_top + at * ROW)
        write_words(
            axes, scene, [mark for mark in scene.marks if mark.lane == name], lane, (width - BESIDE)
        )
    for crossing in scene.crossings:
        _draw_crossing(axes, crossing, lanes)
    _kinds(axes, scene, lanes["channels"].middle("channels"), width - BESIDE)
    _provocations(axes, scene, lanes["adversary"])
    _steps(axes, scene, lanes["rung"])
    _moments(axes, world, scene, total)
    ticks(axes, world, scene)


def _names(axes: Axes, scene: Scene, lanes: dict[str, Lane]) -> None:
    axes.set_yticks(
        [lane.middle(name) for name, lane in lanes.items()],
        [folded_text(short(scene.lanes[name], 40), 21) for name in lanes],
    )
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
    for at, (name, lane) in enumerate(lanes.items()):
        if at % 2 == 0:
            top, bottom = lane.top - GAP / 2, lane.top + lane.height(name) + GAP / 2
            axes.axhspan(top, bottom, color="#F3F4F5", zorder=0, linewidth=0)


def _box(axes: Axes, scene: Scene, box: Box, top: float) -> None:
    start, end = max(box.start, scene.start), min(box.end, scene.end)
    fill = FILLS[box.what]
    axes.barh(
        top + ROW / 2,
        end - start,
        left=start,
        height=0.8 * ROW,
        color=fill.colour,
        hatch=fill.hatch,
        edgecolor=style.BLACK,
        linewidth=0.5,
        zorder=3,
        label=f"_{box.what}",
    )


def _draw_crossing(axes: Axes, crossing: Crossing, lanes: dict[str, Lane]) -> None:
    """From the sender's offices to the receiver's, or to where it is lost among the channels."""
    down = crossing.sender == "frontline"
    source, target = lanes[crossing.above], lanes[crossing.below]
    begin = source.top + source.height(crossing.above) if down else source.top
    middle = lanes["channels"].middle("channels")
    end = (
        middle
        if crossing.lost
        else target.top
        if down
        else target.top + target.height(crossing.below)
    )
    colour, dashes, _ = WAYS[crossing.lost]
    axes.plot(
        [crossing.start, crossing.end],
        [begin, end],
        color=colour,
        linestyle=dashes,
        linewidth=1.8,
        zorder=4,
        label=f"_{crossing.kind}",
    )
    mark = "X" if crossing.lost else "v" if down else "^"
    axes.plot(
        [crossing.end],
        [end],
        linestyle="none",
        marker=mark,
        markersize=6,
        color=colour,
        zorder=5,
        clip_on=True,
    )


def _kinds(axes: Axes, scene: Scene, level: float, room: float) -> None:
    """What the messages are, beside their lines, where there is room before the next."""
    by_inch = room / (scene.end - scene.start)
    ways = sorted(scene.crossings, key=lambda one: one.end)
    ends = [*(way.start for way in ways[1:]), scene.end][: len(ways)]
    for way, limit in zip(ways, ends, strict=True):
        text = plainly(way.kind)
        if (limit - way.end) * by_inch > LETTER * display_width(text) + 0.12:
            axes.annotate(
                text,
                (way.end, level),
                xytext=(6, 0),
                textcoords="offset points",
                va="center_baseline",
                fontsize=style.SMALL,
                zorder=6,
            )


def _provocations(axes: Axes, scene: Scene, lane: Lane) -> None:
    """Each as high as it was severe."""
    foot = lane.top + lane.height("adversary")
    for mark in scene.marks:
        if mark.what == "provocation":
            tall = mark.size * (lane.height("adversary") - 0.04)
            axes.plot(
                [mark.t, mark.t],
                [foot, foot - tall],
                color=style.VERMILLION,
                linewidth=2.6,
                zorder=3,
                solid_capstyle="butt",
                label="_provocation",
            )


def _steps(axes: Axes, scene: Scene, lane: Lane) -> None:
    """The rung of the ladder over time, with its number where it changes."""
    foot = lane.top + RUNG - 0.04
    before = [rung for t, rung in scene.rungs if t <= scene.start][-1:] or [scene.rungs[0][1]]
    steps = [
        (scene.start, before[0]),
        *((t, rung) for t, rung in scene.rungs if scene.start < t < scene.end),
    ]
    levels = [foot - (RUNG - 0.12) * rung / TOP_RUNG for _, rung in steps]
    axes.plot(
        [*(t for t, _ in steps), scene.end],
        [*levels, levels[-1]],
        drawstyle="steps-post",
        color=style.BLACK,
        linewidth=1.5,
        zorder=3,
        label="_rung",
    )
    for (t, rung), level in zip(steps, levels, strict=True):
        axes.annotate(
            str(rung),
            (t, level),
            xytext=(3, 2),
            textcoords="offset points",
            fontsize=style.SMALL,
            zorder=5,
            annotation_clip=True,
        )


def _moments(axes: Axes, world: Traced, scene: Scene, total: float) -> None:
    """What cuts through all lanes: points of no return and strikes."""
    kinds: tuple[tuple[type[Event], str, Any, float], ...] = (
        (NoReturn, "point of no return", (0, (4, 2)), 1.3),
        (Strike, "strike", "-", 2.2),
    )
    for kind, name, dashes, thick in kinds:
        for t, _ in world.all(kind):
            if scene.start <= t <= scene.end:
                line(axes, t, total, name, dashes, thick)


# Dashes are a name or a pattern, as Matplotlib takes them.
def line(axes: Axes, t: float, total: float, name: str, dashes: Any, thick: float) -> None:  # noqa: ANN401
    """A line through all lanes with its name above: to the left of it where a strike is near."""
    axes.plot(
        [t, t],
        [-0.04, total],
        color=style.VERMILLION,
        linestyle=dashes,
        linewidth=thick,
        zorder=2,
        label=f"_{name}",
    )
    left = name != "strike"
    axes.annotate(
        name,
        (t, -0.1),
        xytext=(-3 if left else 3, 0),
        textcoords="offset points",
        ha="right" if left else "left",
        va="center_baseline",
        fontsize=style.SMALL,
        color=style.BLACK,
        fontweight="bold",
        annotation_clip=False,
        bbox=GROUND,
    )


def ticks(axes: Axes, world: Traced, scene: Scene) -> None:
    """Hours since the start, with the frontline's date and time below."""
    span = scene.end - scene.start
    step = next(step for step in _steps_of_time() if span / step <= 7)
    first = -(-scene.start // step) * step
    hours = [first + step * at for at in range(int((scene.end - first) // step) + 1)]
    axes.set_xticks(hours, [f"T+{t:g} h\n{world.clocks.lines(t)}" for t in hours])
    axes.grid(visible=True, axis="x")


def _steps_of_time() -> Iterator[int]:
    """Hours between two marks of an axis of time, from narrow to as wide as it takes."""
    yield from (1, 2, 3, 6, 12, 24, 48, 96, 168, 336)
    yield from (672 * 2**at for at in count())
