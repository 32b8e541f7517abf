"""The same world under two arms, one above the other: alike up to where they part, and what follows
from there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from sim.domain.events import Strike
from sim.output.charts.base import style
from sim.output.charts.base.chart import Chart, Evidence, Missing
from sim.output.charts.base.words import folded_to_width
from sim.output.charts.world import lane_layout, lanes
from sim.output.charts.world.choice import NONE_KEPT, most_telling_arm, source
from sim.output.charts.world.focus import focus
from sim.output.charts.world.scene import Scene, scene
from sim.output.charts.world.swimlanes import table
from sim.output.evidence.parting import parting_of, why
from sim.output.evidence.traced_world import Traced
from sim.output.story.sentences.dates import NO_BREAK, since
from sim.output.story.summary import in_short
from sim.output.words import as_list

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.transforms import Transform

#: Hours shown before the parting, and at most after it.
BEFORE: Final = 24.0
AFTER: Final = 168.0


def draw(evidence: Evidence, width: float) -> Chart | Missing:
    worlds = evidence.told()
    if not worlds:
        return NONE_KEPT
    others = [arm for arm in evidence.others if arm in worlds]
    if not evidence.others:
        return Missing(reason="there is one arm only, so there is nothing to put beside it")
    if evidence.baseline not in worlds or not others:
        return Missing(
            reason=(
                f"the run kept a world of {as_list(list(worlds))} only, so there is nothing to put"
                " beside it"
            )
        )
    asked = evidence.looked_at
    if asked == evidence.baseline:
        return Missing(reason=f"{asked} is the arm that others are put beside")
    if asked and asked not in worlds:
        return Missing(reason=f"the run kept no world under {asked} in full")
    beside = asked or most_telling_arm(worlds, others)
    return of_worlds(worlds[evidence.baseline], worlds[beside], width)


def of_worlds(first: Traced, second: Traced, width: float) -> Chart | Missing:
    """Two arms of the same world around their parting."""
    found = parting_of(first, second)
    if found is None:
        return Missing(reason=f"{first.title} and {second.title} do not part in this world")
    start, end = _window(first, second, found.at)
    scenes = [scene(world, start, end) for world in (first, second)]
    heights = [lane_layout.height(one, width) + 0.65 for one in scenes]
    figure = style.sheet(
        source(first, second),
        width,
        sum(heights) + 0.75,
        keys=lanes.keys(scenes),
        title=f"The same world under {first.title} and {second.title}",
        reading=(
            f"Left of the thick line through all lanes, at {since(found.at)} h, the two are the"
            " same world. Read each as swim lanes: boxes, who has it in hand; slanted lines,"
            " messages; upright bars in the adversary's lane, provocations, as high as severe."
        ),
    )
    grid = figure.add_gridspec(2, 1, height_ratios=heights)
    for at, (world, one) in enumerate(zip((first, second), scenes, strict=True)):
        axes = figure.add_subplot(grid[at])
        lanes.draw_scene(axes, world, one, width)
        axes.set_title(
            folded_to_width(world.title, 0.7 * width, 10.0, bold=True), fontweight="bold", pad=20
        )
        _draw_parting(axes, found.at)
        _later(axes, world, one)
        axes.tick_params(labelbottom=at == 1)
    return Chart(
        figure=figure,
        alt=_alt(first, second, found.at, why(first, second, found), end),
        numbers=table(list(zip((first, second), scenes, strict=True))),
        says=f"They part at {since(found.at)} h: {why(first, second, found)}",
    )


def _draw_parting(axes: Axes, at: float) -> None:
    """A line through all lanes, with its name above those of the other lines."""
    axes.axvline(at, color=style.GREEN, linewidth=2.4, zorder=2, label="_parting")
    _note_above(axes, "they part", at, axes.get_xaxis_transform(), "center")


def _note_above(
    axes: Axes, text: str, at: float, coordinates: str | Transform, side: Literal["center", "right"]
) -> None:
    """A few words on the upper edge, which may stand out of it."""
    axes.annotate(
        text,
        (at, 1.0),
        xycoords=coordinates,
        xytext=(0, 3),
        textcoords="offset points",
        ha=side,
        fontsize=style.SMALL,
        fontweight="bold",
        annotation_clip=False,
    )


def later(world: Traced, end: float) -> str:
    """What the window cuts off that a reader must know: strikes after it."""
    hours = [t for t, _ in world.all(Strike) if t > end]
    if not hours:
        return ""
    again = "struck again" if any(t <= end for t, _ in world.all(Strike)) else "struck"
    return f"goes on: {again} at {since(hours[0])} h"


def _later(axes: Axes, world: Traced, shown: Scene) -> None:
    """At the right edge, that the world goes on beyond it."""
    said = later(world, shown.end)
    if said:
        _note_above(axes, f"{said} ▸", 1.0, "axes fraction", "right")


def _window(first: Traced, second: Traced, parted: float) -> tuple[float, float]:
    """From a day before the parting to the end of what matters in both, within a week."""
    ends = [focus(world)[1] for world in (first, second)]
    late = min(max([end for end in ends if end > parted], default=parted + BEFORE), parted + AFTER)
    whole = min(world.log[-1][0] for world in (first, second))
    return max(0.0, parted - BEFORE), min(max(late, parted + BEFORE), max(whole, parted + 1.0))


def _alt(first: Traced, second: Traced, parted: float, because: str, end: float) -> str:
    told = [
        f"Under {world.title}: {in_short(world)}{_beyond(world, end)}" for world in (first, second)
    ]
    return (
        f"The same world under two arms, which part at {since(parted)} h: {because}"
        f" {' '.join(told)}".replace(NO_BREAK, " ")
    )


def _beyond(world: Traced, end: float) -> str:
    said = later(world, end)
    return f" Beyond what is drawn it {said}." if said else ""
