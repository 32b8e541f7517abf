"""Swim lanes of one world: who had what in hand when, how messages crossed, and when it was too
late to turn back.
"""

from __future__ import annotations

from sim.output.charts.base import style
from sim.output.charts.base.chart import Cell, Chart, Evidence, Missing, Table
from sim.output.charts.world import lane_layout, lanes
from sim.output.charts.world.choice import shown_world, source
from sim.output.charts.world.focus import focus
from sim.output.charts.world.scene import Scene, scene
from sim.output.evidence.traced_world import Traced
from sim.output.story.sentences.dates import NO_BREAK, since
from sim.output.story.sentences.vocabulary import KINDS
from sim.output.story.summary import in_short

READING = (
    "Time runs to the right. Boxes: who has it in hand; hatched: waiting. Slanted lines: messages"
    " from sent to delivered; ending in a cross: never read. Upright bars in the adversary's lane:"
    " provocations, as high as severe. Reports and routine dialogue are left out."
)


def draw(evidence: Evidence, width: float) -> Chart | Missing:
    world = shown_world(evidence)
    return world if isinstance(world, Missing) else of_world(world, width)


def of_world(world: Traced, width: float) -> Chart:
    """The hours that matter of a world."""
    shown = scene(world, *focus(world))
    figure = style.sheet(
        source(world),
        width,
        lane_layout.height(shown, width) + 0.95,
        keys=lanes.keys([shown]),
        reading=READING,
        title=(f"One world under {world.title}, {since(shown.start)} to {since(shown.end)} h"),
    )
    lanes.draw_scene(figure.add_subplot(), world, shown, width)
    return Chart(
        figure=figure,
        alt=alt(world, shown),
        numbers=table([(world, shown)]),
        says=f"Under {world.title}: {in_short(world)}".replace(NO_BREAK, " "),
    )


def alt(world: Traced, shown: Scene) -> str:
    """The same in words."""
    told = (
        f"Swim lanes of world {world.replication} under {world.title}, {since(shown.start)} to"
        f" {since(shown.end)} hours. "
    )
    return told + in_short(world).replace(NO_BREAK, " ")


def table(shown: list[tuple[Traced, Scene]]) -> Table:
    """All that is drawn, by arm and hour."""
    rows: list[tuple[Cell, ...]] = []
    for world, one in shown:
        found: list[tuple[float, tuple[Cell, ...]]] = [
            (box.start, (world.arm, box.lane, box.what, box.start, box.end, ""))
            for box in one.boxes
        ]
        found += [
            (
                mark.t,
                (world.arm, mark.lane, mark.what, mark.t, mark.t, mark.text or f"{mark.size:.2f}"),
            )
            for mark in one.marks
        ]
        found += [
            (
                way.start,
                (
                    world.arm,
                    "channels",
                    "lost" if way.lost else "message",
                    way.start,
                    way.end,
                    KINDS.get(way.kind, way.kind),
                ),
            )
            for way in one.crossings
        ]
        rows += [row for _, row in sorted(found, key=lambda entry: entry[0])]
    return Table(header=("arm", "lane", "what", "from_h", "to_h", "note"), rows=tuple(rows))
