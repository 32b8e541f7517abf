"""The same world under two arms, one above the other: alike up to where they part, and what follows from there."""

from __future__ import annotations

from typing import Final

from sim.output.charts import lanes, style
from sim.output.charts.chart import Chart, Evidence, Missing
from sim.output.charts.scene import focus, scene
from sim.output.charts.swimlanes import table
from sim.output.charts.words import short
from sim.output.charts.worlds import NONE_KEPT, shown_arm, source
from sim.output.story.brief import in_short
from sim.output.story.parting import parting, why
from sim.output.story.traced import Traced
from sim.output.story.when import NO_BREAK, since

#: Hours shown before the parting, and at most after it.
BEFORE: Final = 24.0
AFTER: Final = 168.0


def draw(evidence: Evidence, width: float) -> Chart | Missing:
    worlds = evidence.told()
    if not worlds:
        return NONE_KEPT
    other = shown_arm(evidence)
    if evidence.baseline not in worlds or other == evidence.baseline:
        return Missing(reason="there is one arm only, so there is nothing to put beside it")
    return of_worlds(worlds[evidence.baseline], worlds[other], width)


def of_worlds(first: Traced, second: Traced, width: float) -> Chart | Missing:
    """Two arms of the same world around their parting."""
    found = parting(first, second)
    if found is None:
        return Missing(reason=f"{first.arm} and {second.arm} do not part in this world")
    start, end = _window(first, second, found.at)
    scenes = [scene(world, start, end) for world in (first, second)]
    heights = [lanes.height(one) + 0.5 for one in scenes]
    figure = style.sheet(
        source(first, second), width, sum(heights) + 0.75, keys=lanes.keys(scenes),
        title=f"The same world under {short(first.arm, 22)} and {short(second.arm, 22)}",
        reading=f"Left of the green line, at {since(found.at)}, the two are the same world. Read each as swim lanes: boxes, who "
        "has it in hand; slanted lines, messages; red bars, provocations, as high as severe.",
    )  # fmt: skip
    grid = figure.add_gridspec(2, 1, height_ratios=heights)
    for at, (world, one) in enumerate(zip((first, second), scenes, strict=True)):
        axes = figure.add_subplot(grid[at])
        lanes.drawn(axes, world, one, width)
        axes.set_title(short(world.arm, 40), fontweight="bold", pad=8)
        axes.axvline(found.at, color=style.GREEN, linewidth=2.4, zorder=2, label="_parting")
        axes.tick_params(labelbottom=at == 1)
    return Chart(figure=figure, alt=_alt(first, second, found.at, why(first, second, found)),
                 numbers=table(list(zip((first, second), scenes, strict=True))))  # fmt: skip


def _window(first: Traced, second: Traced, parted: float) -> tuple[float, float]:
    """From a day before the parting to the end of what matters in both, within a week."""
    ends = [focus(world)[1] for world in (first, second)]
    late = min(max([end for end in ends if end > parted], default=parted + BEFORE), parted + AFTER)
    whole = min(world.log[-1][0] for world in (first, second))
    return max(0.0, parted - BEFORE), min(max(late, parted + BEFORE), max(whole, parted + 1.0))


def _alt(first: Traced, second: Traced, parted: float, because: str) -> str:
    told = [f"Under {world.arm}: {in_short(world)}" for world in (first, second)]
    return f"The same world under two arms, which part at {since(parted)}: {because} {' '.join(told)}".replace(
        NO_BREAK, " "
    )
