"""The pictures of a first page: in files and on the page, wide and narrow, with long names, few
worlds and nothing to show; no text is cut, covered or small, and each colour is one of the page's.
"""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.text import Text

from sim.output.answer.pictures.answer_hours import STAGES
from sim.output.answer.pictures.picture_values import Shown
from sim.output.charts import CHARTS, FIRST
from sim.output.charts.base import style
from sim.output.charts.base.chart import Chart, Evidence, Missing
from sim.output.charts.first.board import ASKED, PALETTE
from sim.output.charts.first.framing import FirstPicture, bare_figure
from sim.output.charts.sweeps import hangs_on
from sim.output.report.first_pictures import WIDTHS, pictures_of
from tests.output.charts import planted
from tests.output.charts.looking import cut_off, overlapping
from tests.output.charts.planted_answer import planted as planted_worlds
from tests.output.charts.planted_answer import resolved, shown_at

CASES: dict[str, dict[str, Any]] = {
    "kestrel": {},
    "long names, few worlds": {"long": True, "worlds": 25},
    "hours, long names": {"outcome": "burden", "long": True, "worlds": 20},
}
_WORDS = 60  # of a text that stands for a picture, beside the titles in it


@pytest.fixture(scope="module", params=CASES)
def shown(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Shown:
    how = dict(CASES[request.param])
    found = resolved(tmp_path_factory.mktemp("kestrel"), long=bool(how.pop("long", False)))
    return shown_at(found, **how)


def found_in(shown: Shown, width: float) -> dict[str, FirstPicture]:
    made = {name: draw(shown, width) for name, draw in FIRST.items()}
    return {name: one for name, one in made.items() if isinstance(one, FirstPicture)}


@pytest.mark.parametrize("width", WIDTHS.values())
def test_nothing_is_cut_covered_or_small(shown: Shown, width: float) -> None:
    pictures = found_in(shown, width)
    assert {"counted", "price", "why"} <= pictures.keys()
    for name, found in pictures.items():
        figure = bare_figure(found)
        assert cut_off(figure) == [], name
        assert overlapping(figure) == [], name
        assert all(float(text.get_fontsize()) >= 9.0 for text in figure.findobj(Text)), name
        words = found.alt
        for title in {row[0] for row in found.numbers.rows if isinstance(row[0], str)}:
            words = words.replace(title, "it")
        assert len(words.split()) <= _WORDS, (name, words)
        assert all(len(row) == len(found.numbers.header) for row in found.numbers.rows)


def test_a_file_has_the_same_with_its_title_and_source(shown: Shown, evidence: Evidence) -> None:
    asked = replace(evidence, shown=lambda: shown)
    for name in found_in(shown, 700.0):
        chart = CHARTS[name].draw(asked, style.WIDTH)
        assert isinstance(chart, Chart), name
        assert cut_off(chart.figure) == [], name
        assert overlapping(chart.figure) == [], name


def test_a_page_draws_text_as_text_in_its_own_colours(shown: Shown) -> None:
    for name, one in pictures_of(shown).items():
        for drawing in one.drawings:
            assert "style=" not in drawing, "the page's policy takes no style but its own"
            assert "#" not in re.sub(r"href='#[\w-]+'", "", drawing.partition("aria-label")[0])
            assert not re.search(r"(fill|stroke)='#", drawing), name
            named = set(
                re.findall(r"\b[fs]-(\w+)", " ".join(re.findall(r" class='([^']*)'", drawing)))
            )
            assert named <= {*PALETTE.values()}, name
            assert "<text" in drawing


def test_the_palette_is_that_of_the_light_page(root: Path) -> None:
    css = (root / "sim/output/report/report.css").read_text(encoding="utf-8")
    light = dict(re.findall(r"--(\w+): (#\w{6})", css.partition("@media")[0]))
    assert {name: light[name] for name in PALETTE.values()} == {
        name: colour for colour, name in PALETTE.items()
    }
    for name in PALETTE.values():
        assert f".f-{name} {{ fill: var(--{name}); }}" in css
        assert f".s-{name} {{ stroke: var(--{name}); }}" in css


def test_what_there_is_nothing_of_is_named(tmp_path: Path) -> None:
    shown = shown_at(resolved(tmp_path), of={("as_today", "burden"): np.zeros(400)})
    for draw in FIRST.values():
        found = draw(shown, 820.0)
        if isinstance(found, Missing):
            assert found.reason
            assert found.reason[0].islower()
    assert isinstance(FIRST["counted"](shown, 820.0), Missing)
    assert isinstance(FIRST["price"](shown, 820.0), Missing)


def test_what_always_came_instead_needs_no_picture(tmp_path: Path) -> None:
    """Of strikes that went away no strike is left."""
    found = FIRST["became"](shown_at(resolved(tmp_path), outcome="struck"), 820.0)
    assert isinstance(found, Missing)
    assert re.fullmatch(r"the same came instead in all \d+ worlds", found.reason)


def test_the_sentences_have_the_numbers(tmp_path: Path) -> None:
    pictures = found_in(shown_at(resolved(tmp_path)), 820.0)
    assert {name: one.title for name, one in pictures.items()} == {
        "counted": "Strikes without any word from Albion: 76 and 16 of 100 worlds",
        "became": "Of the 243 worlds in which one was removed, 76 saw no strike at all",
        "levels": "Strikes without any word from Albion: 76, 16 and 100 of 100 worlds",
        "price": "Where an attack was meant, attacked: 10 and 20 of 32 worlds",
        "why": "An answer takes 64 and 42 hours; what differs most: on the line",
    }
    assert [row[2] for row in pictures["why"].numbers.rows][: len(STAGES)] == [
        19.0,
        22.0,
        7.0,
        16.0,
    ]


def test_bars_of_the_price_are_counts_on_one_scale(tmp_path: Path) -> None:
    figure = bare_figure(found_in(shown_at(resolved(tmp_path)), 820.0)["price"])
    said = {text.get_text() for text in figure.findobj(Text)}
    assert {"10 of 32 (31 %) attacked", "20 of 32 (62 %) attacked"} <= said
    assert {"272 of 368 (74 %) struck", "4 of 368 (1 %) attacked"} <= said
    bars = {row: _bar_after(figure, row) for row in said if row.endswith(("struck", "attacked"))}
    by_count = {int(row.split()[0]): long for row, long in bars.items()}
    assert by_count[20] == pytest.approx(2.0 * by_count[10])
    assert by_count[272] == pytest.approx(27.2 * by_count[10])


def _bar_after(figure: Figure, words: str) -> float:
    """How long the bar is that ends where words begin."""
    [axes] = figure.axes
    text = next(one for one in axes.texts if one.get_text() == words)
    x, y = text.get_position()
    boxes = [patch.get_path().get_extents() for patch in axes.patches]
    return next(box.width for box in boxes if abs(box.x1 + 8.0 - x) < 0.1 and box.y0 < y < box.y1)


def test_of_few_worlds_no_percentage_is_told(tmp_path: Path) -> None:
    pictures = found_in(shown_at(resolved(tmp_path), worlds=25), 820.0)
    for name in ("price", "became"):
        said = " ".join(text.get_text() for text in bare_figure(pictures[name]).findobj(Text))
        assert "%" not in said, name
        assert "in 100" not in said, name
    assert pictures["levels"].title.endswith(": 19, 5 and 25 of 25 worlds")


def test_questions_are_counted_as_they_were_asked(tmp_path: Path) -> None:
    unasked = np.where(np.arange(400) % 4 == 0, np.nan, 0.0)
    some = {
        key: values + unasked * (key[1] == "answered_in_time")
        for key, values in planted_worlds().items()
    }
    shown = shown_at(resolved(tmp_path), of=some)
    assert [(row.in_time, row.asked) for row in shown.hours] == [(66, 300), (255, 300)]
    said = {text.get_text() for text in bare_figure(found_in(shown, 820.0)["why"]).findobj(Text)}
    assert "came in time to 66 of 300 first questions" in said


@pytest.mark.parametrize("levers", [1, 2])
@pytest.mark.parametrize("width", WIDTHS.values())
def test_what_the_gain_hangs_on_is_drawn_along_each_input(levers: int, width: float) -> None:
    found = hangs_on.picture(planted.sweep(levers, asked=levers == 1, steps=5), width)
    assert isinstance(found, FirstPicture)
    figure = bare_figure(found)
    assert cut_off(figure) == []
    assert overlapping(figure) == []
    assert len(found.numbers.rows) == 5 * levers


def test_where_no_stage_differs_none_is_full(tmp_path: Path) -> None:
    whole = shown_at(resolved(tmp_path))
    alike = replace(
        whole, hours=tuple(replace(row, by_stage=whole.hours[0].by_stage) for row in whole.hours)
    )
    for shown, full in ((whole, True), (alike, False)):
        drawn = found_in(shown, 820.0)["why"]
        fills = {to_hex(patch.get_facecolor()) for patch in bare_figure(drawn).axes[0].patches}
        assert (to_hex(ASKED) in fills, "differs most" in drawn.title) == (full, full)
        assert ("full: the stage" in drawn.reading) == full
