"""A scene drawn: lanes from top to bottom, time from left to right. Used by the charts of one world
and of two.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count, zip_longest
from typing import TYPE_CHECKING, Any, Final

from sim.domain.events import Event, NoReturn, Strike
from sim.output.charts.base import bars, style
from sim.output.charts.base.style import Fill
from sim.output.charts.base.words import display_width, folded_text, short
from sim.output.charts.run.delays import FILLS as STAGE_FILLS
from sim.output.charts.world.scene import Box, Crossing, Mark, Scene
from sim.output.evidence.traced_world import Traced
from sim.output.story.sentences.vocabulary import STAGES, plainly

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes

#: Inches of a lane: rows of boxes below its rows of words.
ROW: Final = 0.19
WORDS: Final = 0.165
GAP: Final = 0.1
#: How many rows of words a lane has room for.
TEXT_ROWS: Final = {"frontline": 3, "patron": 3, "adversary": 1, "press": 2}
BESIDE: Final = 1.75  # inches that names of lanes and margins take
LETTER: Final = (
    0.063  # inches of a letter of the smallest text: sentences take 0.058 on average, and some more
)
MARKER: Final = 0.08  # inches from the middle of a mark to words beside it
LEAST: Final = 12  # letters: what is left of a text in less room says nothing
FILLS: Final[dict[str, Fill]] = {
    **STAGE_FILLS,
    "preparing": Fill(colour="#D55E00"),
    "patience": Fill(colour="#FFFFFF", hatch="--"),
}
NAMES: Final = {**STAGES, "preparing": "preparing the strike", "patience": "patience lasts"}
MARKS: Final = {
    "decision": "D",
    "read": "o",
    "learnt": "v",
    "news": "s",
    "leak": "P",
    "retaliation": "*",
}
#: By whether a message is lost: colour, dashes, what the key says.
WAYS: Final[dict[bool, tuple[str, Any, str]]] = {
    False: (style.BLUE, "solid", "message under way"),
    True: (style.VERMILLION, ":", "lost, or never read"),
}
#: Behind words that a line may cross.
GROUND: Final = {
    "boxstyle": "square,pad=0.05",
    "facecolor": "white",
    "edgecolor": "none",
    "alpha": 0.75,
}
RUNG: Final = 0.42  # inches of the lane of rungs
TOP_RUNG: Final = 6


@dataclass(slots=True)
class Lane:
    """Where a lane lies, in inches from the top, and what stands in which of its rows."""

    top: float
    words: int
    rows: list[list[Box]] = field(default_factory=list)

    @property
    def boxes_top(self) -> float:
        return self.top + self.words * WORDS + 0.03

    def height(self, lane: str) -> float:
        return RUNG if lane == "rung" else self.words * WORDS + max(1, len(self.rows)) * ROW + 0.06

    def middle(self, lane: str) -> float:
        return self.top + self.height(lane) / 2.0


def lane_layout(scene: Scene) -> dict[str, Lane]:
    """The lanes of a scene, each as high as what is in it needs."""
    lanes: dict[str, Lane] = {}
    top = 0.0
    for name in scene.lanes:
        said = sum(bool(mark.text) for mark in scene.marks if mark.lane == name)
        lane = Lane(top=top, words=min(TEXT_ROWS.get(name, 0), said))
        lane.rows = _packed_rows([box for box in scene.boxes if box.lane == name])
        lanes[name] = lane
        top += lane.height(name) + GAP
    return lanes


def height(scene: Scene) -> float:
    """Inches that a scene needs, without its axis."""
    return sum(lane.height(name) + GAP for name, lane in lane_layout(scene).items())


def _packed_rows(boxes: Sequence[Box]) -> list[list[Box]]:
    """Boxes in as few rows as hold them without overlap, those of a message in the same one where
    possible.
    """
    rows: list[list[Box]] = []
    for box in sorted(boxes, key=lambda box: (box.start, box.end)):
        free = [row for row in rows if row[-1].end <= box.start + 1e-9]
        own = [row for row in free if row[-1].message == box.message]
        if free:
            (own or free)[0].append(box)
        else:
            rows.append([box])
    return rows


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
        _words(
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


def _words(axes: Axes, scene: Scene, marks: Sequence[Mark], lane: Lane, room: float) -> None:
    """Marks of a lane, each with as many of its words as fit beside it before the next mark of its
    row.
    """
    by_inch = room / (scene.end - scene.start)
    for number, row in enumerate(_rows(marks, lane.words, scene, room)):
        level, before = lane.top + WORDS * (number + 0.5), 0.0
        for mark, following in zip_longest(row, row[1:]):
            at, limit = (
                (one.t - scene.start) * by_inch if one else room for one in (mark, following)
            )
            text, side = _beside(mark.text, at - before, limit - at)
            axes.plot(
                [mark.t],
                [level],
                linestyle="none",
                marker=mark.marker or MARKS[mark.what],
                markersize=4.5,
                color=style.BLACK,
                zorder=6,
                label=f"_{mark.what}",
            )
            before = at + (_length(text) if side == "left" else MARKER)
            if text:
                _write_label(axes, text, (mark.t, level), side)


def _rows(marks: Sequence[Mark], words: int, scene: Scene, room: float) -> list[list[Mark]]:
    """The marks in so many rows of words: each where it covers nothing, else where it costs the
    least words.
    """
    rows: list[list[Mark]] = [[] for _ in range(words)]
    taken = [0.0] * words
    for mark in sorted((mark for mark in marks if mark.text), key=lambda one: one.t):
        at, length = room * (mark.t - scene.start) / (scene.end - scene.start), _length(mark.text)
        start = at - length if room - at < length <= at else at
        row = next(
            (number for number, end in enumerate(taken) if start >= end), taken.index(min(taken))
        )
        rows[row].append(mark)
        taken[row] = start + length
    return rows


def _beside(text: str, left: float, right: float) -> tuple[str, str]:
    """As much of a text as has room on one side of its mark, and at which end of it the mark
    stands.
    """
    room, side = (left, "right") if right < _length(text) and left > right else (right, "left")
    columns = int((room - 2 * MARKER) / LETTER)
    return (
        shortened_text(text, columns) if columns >= min(LEAST, display_width(text)) else ""
    ), side


def _length(text: str) -> float:
    """Inches of a text with the mark before it and what must be free after it."""
    return LETTER * display_width(text) + 2 * MARKER


def _write_label(axes: Axes, text: str, at: tuple[float, float], side: str) -> None:
    axes.annotate(
        text,
        at,
        xytext=(-5 if side == "right" else 5, 0),
        textcoords="offset points",
        ha=side,
        va="center_baseline",
        fontsize=style.SMALL,
        zorder=6,
        bbox=GROUND,
    )


def shortened_text(text: str, columns: int) -> str:
    """A text that must fit on one line, ended after a whole word; a script without spaces loses its
    middle.
    """
    whole = (
        textwrap.shorten(text, columns, placeholder=" …")
        if display_width(text) == len(text)
        else ""
    )
    return whole if len(whole) > columns // 2 or whole == text else short(text, columns)


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


# a name or a pattern, as Matplotlib takes it
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
