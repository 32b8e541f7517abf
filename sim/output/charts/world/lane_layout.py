"""Where the lanes of a picture of one world stand, how high each is, and where its words stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from sim.output.charts.world import lane_words
from sim.output.charts.world.lane_words import MARKER, Placed, Wanted
from sim.output.charts.world.marks import Mark
from sim.output.charts.world.scene import Box, Crossing, Scene
from sim.output.story.sentences.vocabulary import plainly

BESIDE: Final = 1.75  # inches that names of lanes and margins take
#: Inches of a lane: rows of boxes below its rows of words.
ROW: Final = 0.19
WORDS: Final = 0.165
GAP: Final = 0.1
RUNG: Final = 0.42  # of the lane of rungs
HEAD: Final = 0.28  # above the lanes, with one row of the names of moments
#: Grounds of lanes, in turn.
GROUNDS: Final = ("#F3F4F5", "#FFFFFF")
#: What a message is, in as few letters as it takes.
MESSAGES: Final = {
    "consultation_request": "question",
    "notification": "notice",
    "announcement": "word of the strike",
    "concurrence": "a yes",
    "objection": "a no",
    "counter_offer": "doubts",
    "joint_plan": "plan together?",
    "recall_request": "call it off",
    "clarification": "clarify?",
    "clarified": "clarified",
}


@dataclass(slots=True)
class Lane:
    """Where a lane lies, in inches from the top, and what stands in which of its rows."""

    top: float
    ground: str
    marks: list[tuple[Mark, Placed]] = field(default_factory=list)
    messages: list[tuple[Crossing, Placed]] = field(default_factory=list)
    rows: list[list[Box]] = field(default_factory=list)

    @property
    def words(self) -> int:
        """Rows of words."""
        return max([0, *(one.row + 1 for _, one in (*self.marks, *self.messages) if one.text)])

    @property
    def boxes_top(self) -> float:
        return self.top + self.words * WORDS + 0.03

    def height(self, lane: str) -> float:
        return RUNG if lane == "rung" else self.words * WORDS + max(1, len(self.rows)) * ROW + 0.06

    def middle(self, lane: str) -> float:
        return self.top + self.height(lane) / 2.0


def lane_layout(scene: Scene, width: float) -> dict[str, Lane]:
    """The lanes of a scene on a page of a width, each as high as what is in it needs."""
    lanes: dict[str, Lane] = {}
    top = 0.0
    for at, name in enumerate(scene.lanes):
        lane = Lane(top=top, ground=GROUNDS[at % len(GROUNDS)])
        lane.marks = _placed_marks(scene, name, width - BESIDE)
        lane.messages = _placed_messages(scene, width - BESIDE) if name == "channels" else []
        lane.rows = packed_rows([box for box in scene.boxes if box.lane == name])
        lanes[name] = lane
        top += lane.height(name) + GAP
    return lanes


def height(scene: Scene, width: float) -> float:
    """Inches that a scene needs, without its axis."""
    lanes = lane_layout(scene, width)
    return sum(lane.height(name) + GAP for name, lane in lanes.items()) + head(scene, width) - HEAD


def head(scene: Scene, width: float) -> float:
    """Inches above the lanes for the names of moments."""
    rows = max([0, *(place.row for place in placed_moments(scene, width))])
    return HEAD + rows * WORDS


def placed_moments(scene: Scene, width: float) -> list[Placed]:
    """Where the names of points of no return and strikes stand, above all lanes: rather left and
    right of their lines.
    """
    places = _places(scene, width - BESIDE)
    wanted = [
        Wanted(text=name, start=at, end=at, rather="right" if name == "strike" else "left")
        for at, (_, name) in zip(places, scene.moments, strict=True)
    ]
    return lane_words.placed(wanted, width - BESIDE, places)


def _places(scene: Scene, room: float) -> list[float]:
    """Where the moments stand, in inches."""
    return [_inches(scene, t, room) for t, _ in scene.moments]


def _inches(scene: Scene, t: float, room: float) -> float:
    return room * (min(max(t, scene.start), scene.end) - scene.start) / (scene.end - scene.start)


def _placed_marks(scene: Scene, name: str, room: float) -> list[tuple[Mark, Placed]]:
    """The marks of a lane that have words, with where these stand."""
    marks = sorted(
        (mark for mark in scene.marks if mark.lane == name and mark.text), key=lambda one: one.t
    )
    wanted = [
        Wanted(text=mark.text, start=at - MARKER, end=at + MARKER)
        for mark in marks
        for at in (_inches(scene, mark.t, room),)
    ]
    found = lane_words.placed(wanted, room, _places(scene, room))
    return list(zip(marks, found, strict=True))


def _placed_messages(scene: Scene, room: float) -> list[tuple[Crossing, Placed]]:
    """What the messages are, beside their lines and clear of all others."""
    ways = sorted(scene.crossings, key=lambda one: one.start)
    spans = [
        (_inches(scene, one.start, room) - MARKER, _inches(scene, one.end, room) + MARKER)
        for one in ways
    ]
    wanted = [
        Wanted(text=MESSAGES.get(one.kind, plainly(one.kind)), start=low, end=high)
        for one, (low, high) in zip(ways, spans, strict=True)
    ]
    found = lane_words.placed(wanted, room, _places(scene, room), spans)
    return list(zip(ways, found, strict=True))


def packed_rows(boxes: Sequence[Box]) -> list[list[Box]]:
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
