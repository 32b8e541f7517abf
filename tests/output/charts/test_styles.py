"""Every style is another look of the same chart: its colours differ, its text can be read, nothing
is cut, its bytes stay.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import LineCollection
from matplotlib.colors import to_hex, to_rgb, to_rgba
from matplotlib.figure import Figure
from matplotlib.image import imread
from matplotlib.text import Text

from sim.output.charts import CHARTS, FIRST, KEPT_WORLD, draw
from sim.output.charts.base import picture_styles, shades, style
from sim.output.charts.base.chart import Chart, Evidence, Missing
from sim.output.charts.base.picture_styles import SIZES, STYLES, Size
from sim.output.charts.base.words import MINUS
from sim.output.charts.chart_cache import Album, Drawing
from sim.output.charts.sweeps import curves, heatmap, sign_places
from sim.output.storage.run_folder import RunFolder
from sim.studies.presentation import album_of
from tests.output.charts.looking import cut_off, overlapping, shown
from tests.output.charts.planted import NAMES, sweep
from tests.output.charts.test_hashes import OTHERS as ALL_OTHERS
from tests.output.charts.test_style import DEFICIENCIES, STACKS, seen

#: Pictures of a first page that what this run is asked does not have.
UNASKED = frozenset({"became", "levels", "price", "why"})
OF_A_RUN = [name for name in CHARTS if name not in KEPT_WORLD]
OTHERS = [name for name in STYLES if name != picture_styles.USUAL]
SHADED = {name: one.shade for name, one in STYLES.items() if one.shade is not None}
PALETTE = [style.BLACK, *style._COLOURS[1:], style.GREY]
SMALLEST = Size(says="", width=7.0)
#: What another style makes untrue. Green, amber and red are answers.
OF_ONE_STYLE = re.compile(
    r"\b(blue|orange|purple|gr[ea]y|black|white|dark\w*|pale\w*|light(er)?|bright\w*|colou?r\w*)\b",
    re.IGNORECASE,
)


@pytest.fixture
def album(run: RunFolder) -> Callable[..., Album]:
    """The charts of a run in a style and a size."""
    return lambda name, size=SIZES["page"]: replace(album_of(run), style=STYLES[name], size=size)


def contrast(one: str, other: str) -> float:
    """As the Web Content Accessibility Guidelines 2.2 reckon it."""
    srgb = np.array([to_rgb(one), to_rgb(other)])
    linear = np.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4)
    low, high = sorted(linear @ [0.2126, 0.7152, 0.0722])
    return float((high + 0.05) / (low + 0.05))


def texts(figure: Figure) -> Iterator[Text]:
    """On the ground of the page, rather than on an area of their own colour."""
    yield from figure.texts
    for legend in figure.legends:
        yield from legend.get_texts()
    for axes in figure.axes:
        yield from (text for text in shown(axes) if text not in axes.texts)


def charts(album: Album) -> Iterator[tuple[str, Chart]]:
    for name in OF_A_RUN:
        chart = album.chart(name)
        if not isinstance(chart, Missing):
            yield name, chart


@pytest.mark.parametrize(
    ("name", "size"),
    [
        pytest.param(name, size, id=f"{name}-{kind}", marks=() if usual else pytest.mark.slow)
        for name in OTHERS
        for kind, size in (("default", SIZES["page"]), ("smallest", SMALLEST))
        for usual in ((name, kind) == ("dark", "smallest"),)  # all charts, four seconds a style
    ],
)
def test_no_chart_has_cut_text_and_all_of_it_can_be_read(
    name: str, size: Size, album: Callable[..., Album]
) -> None:
    zoom = STYLES[name].zoom
    found = dict(charts(album(name, replace(size, width=size.width * zoom))))
    assert list(found) == [name for name in OF_A_RUN if name not in UNASKED]
    shade = (
        STYLES[name].shade or str
    )  # a label beside a line has the line's colour, of which another test tells
    arms = {shade(colour).upper() for colour in style._COLOURS[1:]}
    for which, chart in found.items():
        assert cut_off(chart.figure) == [], which
        ground = to_hex(chart.figure.get_facecolor())
        for text in texts(chart.figure):
            colour = to_hex(text.get_color())
            assert colour.upper() in arms or contrast(colour, ground) >= 4.5, (
                which,
                text.get_text(),
            )


@pytest.mark.parametrize("name", [*OF_A_RUN, *ALL_OTHERS])
def test_no_words_name_what_another_style_changes(
    name: str, evidence: Evidence, answered: Evidence
) -> None:
    of_a_run = answered if name in FIRST else evidence
    chart = ALL_OTHERS[name](name) if name in ALL_OTHERS else draw(of_a_run, name)
    assert isinstance(chart, Chart)
    figure = chart.figure
    said = [*figure.texts, *(text for legend in figure.legends for text in legend.get_texts())]
    said += [text for axes in figure.axes for text in shown(axes)]
    assert [text.get_text() for text in said if OF_ONE_STYLE.search(text.get_text())] == []
    assert OF_ONE_STYLE.search(chart.alt) is None


@pytest.mark.parametrize("width", [style.WIDTH, 7.0], ids=["default", "smallest"])
@pytest.mark.parametrize("shown", [True, False], ids=["shown", "hatched"])
@pytest.mark.parametrize("steps", [9, 20])
def test_a_map_says_more_or_less_without_colours(steps: int, shown: bool, width: float) -> None:
    """By the signs of its numbers; where cells have no room for them, by signs alone, shown to
    differ or not.
    """
    chart = heatmap.draw(sweep(2, steps=steps, shown=shown), width)
    assert isinstance(chart, Chart)
    chart.figure.draw_without_rendering()
    axes = next(axes for axes in chart.figure.axes if axes.images)
    signs = np.sign(np.asarray(axes.images[0].get_array()))
    for text in axes.texts:
        x, y = text.get_position()
        assert text.get_text() == {1: "+", -1: MINUS}[int(signs[int(y), int(x)])]
    boxes = [text.get_window_extent() for text in axes.texts]
    assert len(boxes) >= 64, "from end to end of the map"
    apart = [one.count_overlaps([other]) == 0 for one, other in combinations(boxes, 2)]
    assert all(apart), "no sign lies on another"
    parted = [
        len(lines.get_segments()) for lines in axes.collections if isinstance(lines, LineCollection)
    ]
    assert parted == [(np.diff(signs, axis=axis) == 2.0).sum() for axis in (1, 0)], (
        "a line where the sign changes"
    )
    scale = [text.get_text() for text in chart.figure.axes[-1].get_yticklabels()]
    assert (scale[0][0], scale[-1][0]) == (MINUS, "+"), "each end of the scale says which has more"


@pytest.mark.parametrize("at", [(0, 0), (7, 12), (19, 9)])
def test_a_cell_that_stands_alone_carries_its_sign(at: tuple[int, int]) -> None:
    """Off the even places too, among cells of another sign and among cells that do not differ."""
    for around in (1.0, 0.0):
        values = np.full((20, 20), around)
        values[at] = -1.0
        assert at in sign_places.places(values)


@pytest.mark.parametrize("name", SHADED)
def test_nothing_keeps_the_colour_that_it_had(name: str, album: Callable[..., Album]) -> None:
    """By the pixels: in grey there is no hue, and in the dark nothing as bright as white."""
    chart = album(name).chart("courses")
    assert isinstance(chart, Chart)
    canvas = FigureCanvasAgg(chart.figure)
    canvas.draw()  # type: ignore[no-untyped-call]
    pixels = np.asarray(canvas.buffer_rgba())  # type: ignore[no-untyped-call]
    pixels = pixels[..., :3].astype(int)
    brightest, hue = pixels.min(axis=2).max(), np.ptp(pixels, axis=2).max()
    assert (hue <= 2, brightest == 255) == {"grey": (True, True), "dark": (False, False)}[name]


@pytest.mark.parametrize("shade", SHADED.values(), ids=SHADED)
def test_a_shade_tells_the_colours_of_the_palette_apart(shade: shades.Shade) -> None:
    lines = [shade(colour) for colour in style._COLOURS]
    assert len(set(lines)) == len(lines)
    for one, other in combinations(lines, 2):
        assert np.linalg.norm(shades._lab(one) - shades._lab(other)) > 6.0, (one, other)


@pytest.mark.parametrize("deficiency", DEFICIENCIES)
def test_in_the_dark_lines_of_six_arms_differ_for_every_eye(deficiency: str) -> None:
    for one, other in combinations(map(shades.dark, style._COLOURS[:6]), 2):
        assert np.linalg.norm(seen(one, deficiency) - seen(other, deficiency)) > 10.0, (one, other)


@pytest.mark.parametrize("shade", SHADED.values(), ids=SHADED)
@pytest.mark.parametrize("fills", STACKS.values(), ids=STACKS)
def test_areas_keep_their_text_readable_and_their_neighbours_apart(
    fills: list[style.Fill], shade: shades.Shade
) -> None:
    for fill in fills:
        if not fill.hatch:  # on a hatch text has a ground of its own
            assert contrast(shade(fill.ink), shade(fill.colour)) >= 3.0, fill
    for one, other in pairwise(fills):
        apart = abs(shades._lab(shade(one.colour))[0] - shades._lab(shade(other.colour))[0])
        assert one.hatch != other.hatch or apart > 8.0, (one, other)


@pytest.mark.parametrize("shade", SHADED.values(), ids=SHADED)
def test_a_line_stands_out_from_the_page_as_in_the_usual_style(shade: shades.Shade) -> None:
    for colour in PALETTE:
        least = min(3.0, contrast(colour, "#FFFFFF"))
        assert contrast(shade(colour), shade("#FFFFFF")) >= 0.95 * least, colour


def test_lightness_is_turned_round_in_the_dark_and_kept_in_grey() -> None:
    greys = [f"#{level:02X}{level:02X}{level:02X}" for level in range(0, 256, 5)]
    assert [shades.grey(one) for one in greys] == greys
    turned = [shades._lab(shades.dark(one))[0] for one in greys]
    assert turned == sorted(turned, reverse=True)
    assert (round(turned[-1]), round(turned[0])) == (shades.DARKEST, shades.BRIGHTEST)


def test_what_cannot_be_seen_stays_so_and_what_shines_through_still_does() -> None:
    assert shades._of("none", shades.dark) == "none"
    assert shades._of((1.0, 0.0, 0.0, 0.0), shades.dark) == "none"
    assert shades._of((1.0, 1.0, 1.0, 0.5), shades.dark) == to_rgba(shades.dark("#FFFFFF"), 0.5)


@pytest.mark.parametrize(
    "name",
    [pytest.param(name, marks=() if name == "dark" else pytest.mark.slow) for name in STYLES],
)
def test_two_drawings_have_the_same_bytes_and_each_style_its_own(
    name: str, album: Callable[..., Album]
) -> None:
    forms = ("svg", "png", "pdf")
    one, two = (album(name).drawing_of("race", forms) for _ in range(2))
    assert isinstance(one, Drawing)
    assert isinstance(two, Drawing)
    assert one.pictures == two.pictures
    if name != picture_styles.USUAL:
        usual = album(picture_styles.USUAL).drawing_of("race", forms)
        assert isinstance(usual, Drawing)
        assert all(usual.pictures[form] != one.pictures[form] for form in forms)
        assert (usual.alt, usual.numbers) == (one.alt, one.numbers)


def test_a_chart_is_drawn_once_however_often_it_is_asked_for(
    album: Callable[..., Album], monkeypatch: pytest.MonkeyPatch
) -> None:
    times: list[str] = []
    drawn = Album.chart

    def counted(self: Album, name: str) -> Chart | Missing:
        times.append(name)
        return drawn(self, name)

    monkeypatch.setattr(Album, "chart", counted)
    found = album(picture_styles.USUAL)
    assert found.drawing_of("race") is found.drawing_of("race")
    assert times == ["race"]
    more = found.drawing_of("race", ("svg", "png"))
    assert isinstance(more, Drawing)
    assert more.pictures.keys() == {"svg", "png"}


@pytest.mark.parametrize("size", ["half", "slide"])
def test_a_larger_or_smaller_picture_is_the_same_drawing(
    size: str, album: Callable[..., Album], tmp_path: Path
) -> None:
    """``half`` has the dots of a page, closer; in the style of slides there are more."""
    look = "slide" if size == "slide" else picture_styles.USUAL
    found = album(look, SIZES[size]).drawing_of("courses", ("svg", "png", "pdf"))
    assert isinstance(found, Drawing)
    wide, high = found.inches
    assert wide == pytest.approx(SIZES[size].width)
    (tmp_path / "a.png").write_bytes(found.pictures["png"])
    dots: Any = imread(tmp_path / "a.png").shape
    assert dots[1] == pytest.approx(max(150 * wide, 150 * 7.5), abs=2)
    assert dots[0] / dots[1] == pytest.approx(high / wide, abs=0.01)
    box = found.pictures["pdf"].split(b"/MediaBox [ ")[1].split(b" ]")[0]
    assert [float(end) for end in box.split()] == pytest.approx(
        [0, 0, 72 * wide, 72 * high], abs=0.1
    )


@pytest.mark.parametrize("steps", [3, 9])
def test_values_of_a_lever_stand_level_and_do_not_touch(steps: int) -> None:
    found = sweep(1, steps=steps)
    [one] = found.axes
    long = replace(one, told=tuple(f"{value:.4f} per d" for value in one.values))
    for axis in (one, long):
        chart = curves.draw(replace(found, axes=(axis,)), 7.0)
        assert isinstance(chart, Chart)
        assert overlapping(chart.figure) == []
        labels = chart.figure.axes[len(NAMES) - 1].get_xticklabels()
        assert 2 <= len(labels) <= steps
        assert {label.get_rotation() for label in labels} == {0.0}
        shown_values = chart.figure.axes[0].get_xticks()
        assert len(shown_values) == steps or axis is long, "only long words are left out"


def test_an_input_goes_by_its_title_with_the_path_in_brackets() -> None:
    found = sweep(1, asked=True)
    path = found.summary.levers[0].path
    assert found.axes[0].label == f"a lever\n({path})"
    assert sweep(2).as_they_are.startswith(f"a lever ({path}) ")
