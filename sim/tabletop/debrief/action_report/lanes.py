"""The swim lanes of a game: the picture that a report has of a simulated world."""

from __future__ import annotations

from sim.output.evidence.traced_world import Traced
from sim.output.report.pictures import Picture, drawn_picture


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
    with style.in_style(words):
        svg = picture(chart, title, "svg")
    width, height = map(float, chart.figure.get_size_inches())
    shown = Picture(name="swimlanes", title=title, says=chart.says, alt=chart.alt)
    return drawn_picture(shown, svg, (width, height), chart.numbers)
