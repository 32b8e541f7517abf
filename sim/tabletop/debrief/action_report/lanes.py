"""The swim lanes of a game: the picture that a report has of a simulated world."""

from __future__ import annotations

from typing import Final

from sim.output.evidence.traced_world import Traced
from sim.output.report.human_tables import human_number
from sim.output.report.pictures import MOST_ROWS, Picture, data_uri

_PIXELS: Final = 96  # an inch


def lanes(world: Traced) -> Picture:
    """The hours of a game that matter, by those who took part; with the same in words."""
    from sim.output.charts.base import glyphs, style
    from sim.output.charts.base.chart import Missing
    from sim.output.charts.base.files import picture
    from sim.output.charts.world import swimlanes

    title = "Swim lanes of the game"
    words = " ".join(
        [world.scenario.title, *(world.name(role) for role in ("frontline", "patron"))]
    )
    chart = glyphs.draw_with_fonts(lambda: swimlanes.of_world(world, style.WIDTH), words)
    if isinstance(chart, Missing):
        return Picture(name="swimlanes", title=title, says="", lacking=chart.reason)
    width, height = (round(_PIXELS * float(inches)) for inches in chart.figure.get_size_inches())
    with style.in_style(words):
        drawn = picture(chart, title, "svg")
    return Picture(
        name="swimlanes",
        title=title,
        says=chart.says,
        alt=chart.alt,
        source=data_uri(drawn.decode()),
        width=width,
        height=height,
        header=chart.numbers.header,
        rows=tuple(tuple(map(human_number, row)) for row in chart.numbers.rows[:MOST_ROWS]),
        of=len(chart.numbers.rows),
    )
