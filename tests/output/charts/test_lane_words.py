"""Words in a lane leave its markers free, stay on the page, and are shortened rather than dropped
where there is some room.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.text import Text

from sim.output.charts.base import style
from sim.output.charts.world import lane_layout, lanes, word_marks
from sim.output.charts.world.focus import focus
from sim.output.charts.world.marks import Mark
from sim.output.charts.world.scene import Scene, scene
from sim.output.evidence.traced_world import Traced
from tests.output.charts import planted

LONG = (
    "Partners in the region warn of ripple effects and of what may come of a strike that nobody was"
    " told of beforehand"
)
HEADLINES = ("A leak", "The strike is in the news", LONG)


@pytest.fixture(scope="module", name="consult")
def _consult() -> Traced:
    return planted.told("consult")


def pressed(world: Traced, places: list[float], texts: list[str]) -> Scene:
    """The world with headlines at places between 0 and 1 of what is shown."""
    shown = scene(world, *focus(world))
    span = shown.end - shown.start
    marks = (
        Mark(lane="press", t=shown.start + span * at, what="news", text=text)
        for at, text in zip(places, texts, strict=True)
    )
    return replace(shown, marks=(*(mark for mark in shown.marks if mark.lane != "press"), *marks))


def drawn(world: Traced, shown: Scene, width: float) -> Axes:
    figure = style.sheet("", width, lane_layout.height(shown, width) + 0.95, title="", reading="")
    axes = figure.add_subplot()
    lanes.draw_scene(axes, world, shown, width)
    figure.draw_without_rendering()
    return axes


def headlines(axes: Axes) -> list[Text]:
    starts = tuple(text[:4] for text in HEADLINES)
    return [text for text in axes.texts if text.get_text().startswith(starts)]


def covered(axes: Axes) -> list[str]:
    """Words of a lane that lie on a marker of it, their own or another's."""
    labels = {f"_{what}" for what in word_marks.MARKS}
    marks = [line for line in axes.lines if line.get_label() in labels]
    places = [axes.transData.transform(np.asarray(mark.get_xydata(), float)[0]) for mark in marks]
    reach = 2.0 * axes.figure.dpi / 72.0  # most of a marker's half
    return [
        text.get_text()
        for text in axes.texts
        if text.get_bbox_patch() is not None
        for x, y in places
        if (box := text.get_window_extent()).x0 < x + reach
        and box.x1 > x - reach
        and box.y0 < y < box.y1
    ]


@pytest.mark.parametrize("width", [style.WIDTH, 7.0], ids=["default", "smallest"])
@pytest.mark.parametrize("seed", range(6))
def test_no_words_lie_on_a_marker_or_beyond_the_page(
    consult: Traced, seed: int, width: float
) -> None:
    draws = np.random.default_rng(seed)
    many = 2 + seed
    texts = [HEADLINES[at] for at in draws.integers(0, len(HEADLINES), many)]
    axes = drawn(consult, pressed(consult, sorted(draws.uniform(size=many)), texts), width)
    assert headlines(axes)
    assert covered(axes) == []
    edge = axes.get_window_extent()
    assert all(
        edge.x0 <= text.get_window_extent().x0 and text.get_window_extent().x1 <= edge.x1 + 2
        for text in headlines(axes)
    )
    boxes = [text.get_window_extent() for text in headlines(axes)]
    assert all(
        one.count_overlaps([other]) == 0
        for at, one in enumerate(boxes)
        for other in boxes[at + 1 :]
    )


def test_a_long_line_is_cut_before_the_next_marker_of_its_row(consult: Traced) -> None:
    axes = drawn(consult, pressed(consult, [0.1, 0.4, 0.7], [LONG] * 3), style.WIDTH)
    said = [text.get_text() for text in headlines(axes)]
    assert len(said) == 3
    assert all(text.endswith(" …") for text in said)
    assert covered(axes) == []


def test_a_line_in_the_middle_that_fits_on_neither_side_leaves_its_own_marker_free(
    consult: Traced,
) -> None:
    axes = drawn(consult, pressed(consult, [0.5], [LONG]), 7.0)
    assert covered(axes) == []
    assert [len(text.get_text()) > 20 for text in headlines(axes)] == [True]


@pytest.mark.parametrize("arm", ["consult", "unilateral"])
def test_the_worlds_that_are_kept_have_no_words_on_markers(arm: str) -> None:
    world = planted.told(arm)
    assert covered(drawn(world, scene(world, *focus(world)), 7.0)) == []
