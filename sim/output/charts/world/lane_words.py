"""The words beside the marks of a lane: in rows, shortened to the room that they have."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from itertools import zip_longest
from typing import TYPE_CHECKING, Final

from sim.output.charts.base import style
from sim.output.charts.base.words import display_width, short
from sim.output.charts.world.lane_layout import WORDS, Lane
from sim.output.charts.world.marks import Mark
from sim.output.charts.world.scene import Scene

if TYPE_CHECKING:
    from matplotlib.axes import Axes


LETTER: Final = (
    0.063  # inches of a letter of the smallest text: sentences take 0.058 on average, and some more
)


MARKER: Final = 0.08  # inches from the middle of a mark to words beside it


LEAST: Final = 12  # letters: what is left of a text in less room says nothing


MARKS: Final = {
    "decision": "D",
    "read": "o",
    "learnt": "v",
    "news": "s",
    "leak": "P",
    "warning": "X",
    "hesitation": "d",
    "retaliation": "*",
    "attack": "X",
    "standing_by": "^",
}


#: Behind words that a line may cross.
GROUND: Final = {
    "boxstyle": "square,pad=0.05",
    "facecolor": "white",
    "edgecolor": "none",
    "alpha": 0.75,
}


def write_words(axes: Axes, scene: Scene, marks: Sequence[Mark], lane: Lane, room: float) -> None:
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
