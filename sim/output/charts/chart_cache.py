"""The charts of one folder of results: drawn when they are asked for, and each of them once."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from sim.output.charts.base import files, glyphs, style
from sim.output.charts.base.chart import Chart, Evidence, Missing, Table
from sim.output.charts.base.picture_styles import PAGE, SIZES, STYLES, USUAL, Size, Style
from sim.output.charts.base.shades import recolour


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A chart that a kind of results has: its title, what it lets one say, and how it is drawn at a
    width in inches.
    """

    title: str
    says: str
    draw: Callable[[float], Chart | Missing]


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """A chart that has been drawn: its width and height in inches, the same in words, what it lets
    one say, its numbers, and its bytes by format.
    """

    inches: tuple[float, float]
    alt: str
    says: str
    numbers: Table
    pictures: Mapping[str, bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class Album:
    """The charts of one folder. ``words`` are the names that they show, for scripts that need a
    font of their own; ``evidence`` is what those of a run are drawn from.

    What was drawn is kept, so that a command that writes the charts and a report draws each of them
    once.
    """

    path: Path
    of: str
    words: str
    sheets: Mapping[str, Sheet]
    elsewhere: Mapping[str, str]
    evidence: Evidence | None = None
    style: Style = STYLES[USUAL]
    size: Size = SIZES[PAGE]
    _done: dict[str, Drawing | Missing] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )
    _boxes: dict[str, str] = field(default_factory=dict, init=False, repr=False, compare=False)

    @property
    def zoom(self) -> float:
        """By how much a picture is larger than what is drawn."""
        return self.style.zoom * self.size.zoom

    def chart(self, name: str, width: float | None = None) -> Chart | Missing:
        """A chart, not yet written; drawn ``width`` inches wide, or as wide as the picture is to
        be.
        """
        wide = self.size.width / self.zoom if width is None else width
        chart = glyphs.draw_with_fonts(partial(self.sheets[name].draw, wide), self.words)
        with style.in_style(self.words):
            if not isinstance(chart, Missing) and self.style.shade is not None:
                recolour(chart.figure, self.style.shade)
        return chart

    def picture(self, chart: Chart, name: str, form: str) -> bytes:
        """A chart as a file of the format ``form``."""
        if form != "svg":
            with style.in_style(self.words):
                self._boxes.update(glyphs.unshown(chart.figure))
        with style.in_style(self.words):
            return files.picture(chart, self.sheets[name].title, form, zoom=self.zoom)

    @property
    def boxes(self) -> str:
        """What no font here shows of the pictures written so far, in words; empty where they show
        all.
        """
        return glyphs.boxes_note(self._boxes)

    def drawing_of(self, name: str, formats: Sequence[str] = ("svg",)) -> Drawing | Missing:
        """A chart in these formats; drawn but once."""
        found = self._done.get(name)
        if found is None or (
            isinstance(found, Drawing) and not found.pictures.keys() >= set(formats)
        ):
            with _without_garbage_collection():
                found = self._done[name] = self._make_drawing(name, formats)
        return found

    def _make_drawing(self, name: str, formats: Sequence[str]) -> Drawing | Missing:
        chart = self.chart(name)
        if isinstance(chart, Missing):
            return chart
        wide, high = (self.zoom * float(inches) for inches in chart.figure.get_size_inches())
        return Drawing(
            inches=(wide, high),
            alt=chart.alt,
            says=chart.says or self.sheets[name].says,
            numbers=chart.numbers,
            pictures={form: self.picture(chart, name, form) for form in formats},
        )


@contextmanager
def _without_garbage_collection() -> Iterator[None]:
    """Without looking for garbage: a drawing is many thousand objects that all live until it is
    written (a tenth of the time).
    """
    before = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if before:
            gc.enable()
