"""Where the lanes of a picture of one world stand, and how high each is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from sim.output.charts.world.scene import Box, Scene

#: Inches of a lane: rows of boxes below its rows of words.
ROW: Final = 0.19


WORDS: Final = 0.165


GAP: Final = 0.1


#: How many rows of words a lane has room for.
TEXT_ROWS: Final = {"frontline": 3, "patron": 3, "adversary": 1, "press": 2}


RUNG: Final = 0.42  # inches of the lane of rungs


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
