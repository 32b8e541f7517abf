"""One world under one arm as the page moves through it: who had what in hand from when to when, and
each moment that a story tells, with what nobody in it knew apart.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby

from sim.output.charts.world.lane_layout import MESSAGES, packed_rows
from sim.output.charts.world.lanes import NAMES
from sim.output.charts.world.marks import Mark
from sim.output.charts.world.scene import Crossing, Scene, scene
from sim.output.evidence.traced_world import Traced
from sim.output.story.narrative import moment
from sim.output.story.phases import phases
from sim.output.story.selection import is_shown
from sim.output.story.sentences.dates import NO_BREAK, apart
from sim.output.story.sentences.vocabulary import plainly
from sim.output.story.summary import in_short

Plain = dict[str, object]


@dataclass(frozen=True, slots=True)
class Words:
    """Texts that recur, each once and named by its place."""

    places: dict[tuple[str, ...], int] = field(default_factory=dict)

    def place(self, *texts: str) -> int:
        """The place of some texts that go together."""
        return self.places.setdefault(texts, len(self.places))

    def plain(self) -> list[list[str]]:
        return [list(texts) for texts in self.places]


def told_world(world: Traced, words: Words) -> Plain:
    """All that the page needs of a world; hours are since its start, and ``words`` holds what
    recurs in it and in others.
    """
    end = world.log[-1][0]
    shown = scene(world, 0.0, end)
    lanes = list(shown.lanes)
    times = sorted({t for t, event in world.log if is_shown(world, (t, event))})
    return {
        "world": world.replication,
        "clocks": world.clocks.cities(),
        "short": in_short(world).replace(NO_BREAK, " "),
        "end": _hour(end),
        "lanes": list(shown.lanes.values()),
        "boxes": list(_boxes(shown, lanes, words)),
        "ways": [_way(one, lanes) for one in shown.crossings],
        "marks": [_mark(mark, lanes, words) for mark in shown.marks],
        "rungs": [[_hour(t), rung] for t, rung in shown.rungs],
        "moments": [[_hour(t), name] for t, name in shown.moments],
        "steps": list(_steps(world)),
        "phases": list(_phases(world, times)),
    }


def _hour(t: float) -> float:
    return round(t, 2)


def _boxes(shown: Scene, lanes: list[str], words: Words) -> Iterator[list[object]]:
    """Lane, row in it, from, to, and what it is: its kind, and in words."""
    for at, lane in enumerate(lanes):
        rows = packed_rows([box for box in shown.boxes if box.lane == lane])
        for number, row in enumerate(rows):
            for box in row:
                what = words.place(box.what, NAMES.get(box.what, box.what))
                yield [at, number, _hour(box.start), _hour(box.end), what]


def _way(one: Crossing, lanes: list[str]) -> list[object]:
    """What the message is, from, to, from which lane to which, and whether it never arrived."""
    ends = lanes.index(one.above), lanes.index(one.below)
    words = MESSAGES.get(one.kind, plainly(one.kind))
    return [words, _hour(one.start), _hour(one.end), *ends, int(one.lost)]


def _mark(mark: Mark, lanes: list[str], words: Words) -> list[object]:
    """Lane, hour, what happened; and how severe it was, of what has no words of its own."""
    place = words.place(mark.text or mark.what)
    severity = [] if mark.text else [f"{mark.size:.2f}"]
    return [lanes.index(mark.lane), _hour(mark.t), place, *severity]


def _steps(world: Traced) -> Iterator[list[object]]:
    """The moments that the short story tells: hour, the clocks of both capitals, the hour as it is
    told, and what happened, in brackets what those concerned did not know.
    """
    entries = [entry for entry in world.log if is_shown(world, entry)]
    hours = apart(t for t, _ in entries)
    for t, at_once in groupby(entries, key=lambda entry: entry[0]):
        said = moment(world, list(at_once)).replace(NO_BREAK, " ")
        yield [_hour(t), *world.clocks.both(t), hours[t], said]


def _phases(world: Traced, times: list[float]) -> Iterator[list[object]]:
    """The chapters, each with the place of its first moment."""
    for phase in phases(world):
        told = [t for t, event in phase.entries if is_shown(world, (t, event))]
        if told:
            yield [phase.title, times.index(told[0])]
