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
from sim.output.charts.first import became, counted, levels, price, why
from sim.output.charts.first.framing import Draw, on_sheet
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

#: The pictures of the first page, as that page draws them.
FIRST: Final[Mapping[str, Draw]] = MappingProxyType(
    {
        "counted": counted.draw,
        "became": became.draw,
        "levels": levels.draw,
        "price": price.draw,
        "why": why.draw,
    }
)

#: In the order in which one looks at them.
CHARTS: Final[Mapping[str, Kind[Evidence]]] = MappingProxyType(
    {
        "counted": Kind(
            draw=on_sheet(FIRST["counted"]),
            title="The worlds, counted",
            says="In how many worlds what is asked about came about, under one way and the other.",
        ),
        "became": Kind(
            draw=on_sheet(FIRST["became"]),
            title="What became of them",
            says="What came instead in the worlds in which what is asked about went away.",
        ),
        "levels": Kind(
            draw=on_sheet(FIRST["levels"]),
            title="All ways",
            says="In how many of 100 worlds it came about under every way, and what each changes.",
        ),
        "price": Kind(
            draw=on_sheet(FIRST["price"]),
            title="The price of restraint",
            says="How often the adversary attacked where it meant to, and where it did not.",
        ),
        "why": Kind(
            draw=on_sheet(FIRST["why"]),
            title="Why: the hours of an answer",
            says="How many hours an answer takes, in which stage, and how often it came in time.",
        ),
        "forest": Kind(
            draw=forest.draw,
            title="Paired differences against the baseline",
            says=(
                "By how much an arm changes an outcome in the same worlds as the baseline, and"
                " how often for the better."
            ),
        ),
        "courses": Kind(
            draw=courses.draw,
            title="Course of action taken",
            says=(
                "What the frontline did at its first strike, arm by arm: with whose yes, or"
                " alone on which answer."
            ),
        ),
        "flow": Kind(
            draw=flow.draw,
            title="From decision over coordination to result",
            says=(
                "Which way worlds went, arm by arm: asked and answered or not, struck or not,"
                " calmed down or not."
            ),
        ),
        "distributions": Kind(
            draw=distributions.draw,
            title="Cumulative distributions of the outcomes",
            says=(
                "In what share of the worlds an outcome stays below any value that one asks about."
            ),
        ),
        "delays": Kind(
            draw=delays.draw,
            title="Delay budget by stage",
            says=(
                "How many hours an answer takes, and how many of them lie in each stage and"
                " the queue before it."
            ),
        ),
        "race": Kind(
            draw=race.draw,
            title="Objection against point of no return",
            says=(
                "In how many worlds the patron's objection was read in time, and by how many hours."
            ),
        ),
        "incidence": Kind(
            draw=incidence.draw,
            title="Escalation and de-escalation after the first strike",
            says=(
                "What share of the worlds with a strike had escalated, and what share had"
                " calmed down, by hours since."
            ),
        ),
        "fan": Kind(
            draw=fan.draw,
            title="The crisis over time",
            says=(
                "Between which rungs, and at what trust, readiness and pressure, half of the"
                " worlds stood on each day."
            ),
        ),
        "convergence": Kind(
            draw=convergence.draw,
            title="Paired differences as worlds were added",
            says=(
                "From how many worlds on a difference has hardly moved, and within how much it"
                " is known."
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
                "How great each ally held the threat to be at a decision, and how late it"
                " learnt of each fact."
            ),
        ),
        "waterfall": Kind(
            draw=waterfall.draw,
            title="Delay budget of one exchange",
            says=("At which desk the hours of one exchange lay."),
        ),
        "load": Kind(
            draw=load.draw,
            title="Load on offices and channels",
            says=(
                "For how much of the time each desk was busy in one world, and how long a"
                " message waited there."
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
