"""A scene drawn: lanes from top to bottom, time from left to right. Used by the charts of one world
and of two.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import count
from typing import TYPE_CHECKING, Any, Final

from sim.output.charts.base import bars, style
from sim.output.charts.base.style import Fill
from sim.output.charts.base.words import folded_text, short
from sim.output.charts.run.delays import FILLS as STAGE_FILLS
from sim.output.charts.world.lane_layout import (
    BESIDE,
    GAP,
    ROW,
    RUNG,
    WORDS,
    Lane,
    head,
    lane_layout,
    placed_moments,
)
from sim.output.charts.world.scene import Box, Crossing, Scene
from sim.output.charts.world.word_marks import write_beside, write_marks
from sim.output.evidence.traced_world import Traced
from sim.output.story.sentences.vocabulary import STAGES

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes

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
#: By the name of a moment: dashes and width of its line.
MOMENTS: Final[dict[str, tuple[Any, float]]] = {
    "point of no return": ((0, (4, 2)), 1.3),
    "strike": ("-", 2.2),
}
TOP_RUNG: Final = 6
_NUMBER: Final = 0.12  # inches that the number of a rung needs


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
    lanes = lane_layout(scene, width)
    total = sum(lane.height(name) + GAP for name, lane in lanes.items())
    axes.set_xlim(scene.start, scene.end)
    axes.set_ylim(total, -head(scene, width))
    _names(axes, scene, lanes)
    for lane in lanes.values():
        for at, row in enumerate(lane.rows):
            for box in row:
                _box(axes, scene, box, lane.boxes_top + at * ROW)
        write_marks(axes, lane)
    for crossing in scene.crossings:
        _draw_crossing(axes, crossing, lanes)
    _provocations(axes, scene, lanes["adversary"])
    _steps(axes, scene, lanes["rung"], (width - BESIDE) / (scene.end - scene.start))
    _moments(axes, scene, total, width)
    ticks(axes, world, scene)


def _names(axes: Axes, scene: Scene, lanes: dict[str, Lane]) -> None:
    axes.set_yticks(
        [lane.middle(name) for name, lane in lanes.items()],
        [folded_text(short(scene.lanes[name], 40), 21) for name in lanes],
    )
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
    for name, lane in lanes.items():
        top, bottom = lane.top - GAP / 2, lane.top + lane.height(name) + GAP / 2
        axes.axhspan(top, bottom, color=lane.ground, zorder=0, linewidth=0)


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
        zorder=2.6,  # behind what is in hand in the lanes that it passes
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


def _steps(axes: Axes, scene: Scene, lane: Lane, by_inch: float) -> None:
    """The rung of the ladder over time, with its number where it stays for long enough, and at the
    end.
    """
    foot = lane.top + RUNG - 0.04
    before = [rung for t, rung in scene.rungs if t <= scene.start][-1:] or [scene.rungs[0][1]]
    steps = [
        (scene.start, before[0]),
        *((t, rung) for t, rung in scene.rungs if scene.start < t < scene.end),
    ]
    levels = [foot - (RUNG - 0.12) * rung / TOP_RUNG for _, rung in steps]
    ends = [*(t for t, _ in steps[1:]), scene.end]
    axes.plot(
        [*(t for t, _ in steps), scene.end],
        [*levels, levels[-1]],
        drawstyle="steps-post",
        color=style.BLACK,
        linewidth=1.5,
        zorder=3,
        label="_rung",
    )
    for (t, rung), end, level in zip(steps, ends, levels, strict=True):
        if (end - t) * by_inch >= _NUMBER:
            _number(axes, str(rung), (t, level), (3, 2))
        elif end == scene.end:
            _number(axes, str(rung), (end, level), (4, -3))


def _number(axes: Axes, rung: str, at: tuple[float, float], shift: tuple[int, int]) -> None:
    axes.annotate(
        rung,
        at,
        xytext=shift,
        textcoords="offset points",
        fontsize=style.SMALL,
        zorder=5,
        annotation_clip=False,
    )


def _moments(axes: Axes, scene: Scene, total: float, width: float) -> None:
    """What cuts through all lanes: points of no return and strikes, with their names above."""
    for (t, name), place in zip(scene.moments, placed_moments(scene, width), strict=True):
        dashes, thick = MOMENTS[name]
        level = -0.1 - place.row * WORDS
        axes.plot(
            [t, t],
            [level - 0.04, total],
            color=style.VERMILLION,
            linestyle=dashes,
            linewidth=thick,
            zorder=2,
            label=f"_{name}",
        )
        write_beside(axes, place, (t, level), 3, "#FFFFFF", bold=True)


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
