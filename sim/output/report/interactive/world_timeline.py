"""One world under one arm as the page moves through it: who had what in hand from when to when, and
each moment that a story tells, with what nobody in it knew apart.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Final

from sim.output.charts.world.lane_layout import MESSAGES, packed_rows
from sim.output.charts.world.lanes import NAMES
from sim.output.charts.world.marks import Mark
from sim.output.charts.world.scene import Crossing, Scene, scene
from sim.output.evidence.traced_world import Traced
from sim.output.report.interactive.texts import Texts
from sim.output.story.narrative import phrases_of
from sim.output.story.phases import phases
from sim.output.story.selection import is_shown
from sim.output.story.sentences.dates import NO_BREAK, apart
from sim.output.story.sentences.vocabulary import plainly
from sim.output.story.summary import in_short

Plain = dict[str, object]
_LOOKS: Final = {
    "patience": "p",
    "preparing": "s",
    **dict.fromkeys(("clearance_queue", "channel_wait", "channel_queue", "inbound_queue"), "q"),
}


def told_world(world: Traced, texts: Texts) -> Plain:
    """All that the page needs of a world; hours are since its start, and ``texts`` holds what
    recurs in it and in others.
    """
    end = world.log[-1][0]
    shown = scene(world, 0.0, end)
    lanes = list(shown.lanes)
    times = sorted({t for t, event in world.log if is_shown(world, (t, event))})
    return {
        "world": world.replication,
        "clocks": world.clocks.cities(),
        "short": texts.place(in_short(world).replace(NO_BREAK, " ")),
        "end": _hour(end),
        "lanes": list(shown.lanes.values()),
        "boxes": list(_boxes(shown, lanes, texts)),
        "ways": [_way(one, lanes, texts) for one in shown.crossings],
        "marks": [_mark(mark, lanes, texts) for mark in shown.marks],
        "rungs": [[_hour(t), rung] for t, rung in shown.rungs],
        "moments": [[_hour(t), name] for t, name in shown.moments],
        "steps": list(_steps(world, texts)),
        "phases": list(_phases(world, times)),
    }


def _hour(t: float) -> float:
    found = round(t, 2)
    return int(found) if found.is_integer() else found


def _boxes(shown: Scene, lanes: list[str], texts: Texts) -> Iterator[list[object]]:
    """Lane, row in it, from, to, how it looks, and what it is in words."""
    for at, lane in enumerate(lanes):
        rows = packed_rows([box for box in shown.boxes if box.lane == lane])
        for number, row in enumerate(rows):
            for box in row:
                words = texts.place(NAMES.get(box.what, box.what))
                yield [at, number, _hour(box.start), _hour(box.end), _look(box.what), words]


def _look(what: str) -> str:
    """A letter for how a box looks: p for patience, s for a strike that is prepared, q for waiting,
    w for work.
    """
    return _LOOKS.get(what, "w")


def _way(one: Crossing, lanes: list[str], texts: Texts) -> list[object]:
    """What the message is, from, to, from which lane to which, and whether it never arrived."""
    ends = lanes.index(one.above), lanes.index(one.below)
    words = MESSAGES.get(one.kind, plainly(one.kind))
    return [texts.place(words), _hour(one.start), _hour(one.end), *ends, int(one.lost)]


def _mark(mark: Mark, lanes: list[str], texts: Texts) -> list[object]:
    """Lane, hour, and what happened; of what has no words of its own, how severe it was."""
    words = mark.text or f"{plainly(mark.what)} of severity {mark.size:.2f}"
    return [lanes.index(mark.lane), _hour(mark.t), texts.place(words)]


def _steps(world: Traced, texts: Texts) -> Iterator[list[object]]:
    """The moments that the short story tells: hour, the clocks of both capitals, the hour as it is
    told, and what happened, in brackets what those concerned did not know.
    """
    entries = [entry for entry in world.log if is_shown(world, entry)]
    hours = apart(t for t, _ in entries)
    for t, at_once in groupby(entries, key=lambda entry: entry[0]):
        said = [one.replace(NO_BREAK, " ") for one in phrases_of(world, list(at_once))]
        yield [_hour(t), *world.clocks.both(t), hours[t], texts.all(said)]


def _phases(world: Traced, times: list[float]) -> Iterator[list[object]]:
    """The chapters, each with the place of its first moment."""
    for phase in phases(world):
        told = [t for t, event in phase.entries if is_shown(world, (t, event))]
        if told:
            yield [phase.title, times.index(told[0])]
