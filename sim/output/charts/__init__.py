"""Charts: pictures of saved results, each with its numbers and the same in words.

``CHARTS`` is the list. A chart is a function of ``Evidence`` and a width in inches, and a line
here. Matplotlib is imported only when one is drawn, and through its object interface alone: no
state is shared between figures.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from sim.output.charts.base import glyphs, style
from sim.output.charts.base.chart import Chart, Evidence, Kind, Missing
from sim.output.charts.run import (
    convergence,
    courses,
    delays,
    distributions,
    fan,
    flow,
    forest,
    incidence,
    load,
    race,
)
from sim.output.charts.world import knowledge, swimlanes, two_worlds, waterfall

#: In the order in which one looks at them.
CHARTS: Final[Mapping[str, Kind[Evidence]]] = MappingProxyType(
    {
        "forest": Kind(
            draw=forest.draw,
            title="Paired differences against the baseline",
            says=(
                "In the same worlds as the baseline, this arm changes this outcome by so much, and"
                " so often for the better."
            ),
        ),
        "courses": Kind(
            draw=courses.draw,
            title="Course of action taken",
            says=(
                "Under this arm the frontline struck alone in so many of a hundred worlds, and on"
                " what answer."
            ),
        ),
        "flow": Kind(
            draw=flow.draw,
            title="From decision over coordination to result",
            says=(
                "Of a hundred worlds so many went this way: asked and answered or not, struck or"
                " not, calmed down or not."
            ),
        ),
        "distributions": Kind(
            draw=distributions.draw,
            title="Cumulative distributions of the outcomes",
            says="In so many of a hundred worlds this outcome stays below that value.",
        ),
        "delays": Kind(
            draw=delays.draw,
            title="Delay budget by stage",
            says=(
                "An answer takes so many hours, of which so many in each stage and the queue"
                " before it."
            ),
        ),
        "race": Kind(
            draw=race.draw,
            title="Objection against point of no return",
            says="The patron's objection was read in time in so many worlds, and by so many hours.",
        ),
        "incidence": Kind(
            draw=incidence.draw,
            title="Escalation and de-escalation after the first strike",
            says=(
                "So many hours after a strike, so many of a hundred worlds had escalated and so"
                " many had calmed down."
            ),
        ),
        "fan": Kind(
            draw=fan.draw,
            title="The crisis over time",
            says=(
                "On this day half of the worlds stood between this and that rung, trust, readiness"
                " and pressure."
            ),
        ),
        "convergence": Kind(
            draw=convergence.draw,
            title="Paired differences as worlds were added",
            says=(
                "From so many worlds on, this difference has hardly moved, and is known to within"
                " so much."
            ),
        ),
        "swimlanes": Kind(
            draw=swimlanes.draw,
            title="Swim lanes of one world",
            says=(
                "In this world the answer lay here for so long, and was or was not read before the"
                " point of no return."
            ),
        ),
        "twoworlds": Kind(
            draw=two_worlds.draw,
            title="The same world under two arms",
            says=(
                "Up to this hour the two arms are the same world; this is what they then do"
                " differently."
            ),
        ),
        "knowledge": Kind(
            draw=knowledge.draw,
            title="Who knew what when",
            says=(
                "At the decision each ally held the threat to be this great, and learnt of that"
                " fact so many hours late."
            ),
        ),
        "waterfall": Kind(
            draw=waterfall.draw,
            title="Delay budget of one exchange",
            says="Of the hours of this exchange, so many lay at this desk.",
        ),
        "load": Kind(
            draw=load.draw,
            title="Load on offices and channels",
            says=(
                "In this world this desk was busy for so much of the time, and a message waited"
                " there for so long."
            ),
        ),
    }
)

#: Those that show one world, kept in full, rather than the whole run.
KEPT_WORLD: Final = ("swimlanes", "twoworlds", "knowledge", "waterfall", "load")


def draw(evidence: Evidence, name: str, width: float = style.WIDTH) -> Chart | Missing:
    """A chart, not yet written."""
    return glyphs.draw_with_fonts(
        lambda: CHARTS[name].draw(evidence, width), " ".join((evidence.title, *evidence.arms))
    )
