"""A chart as files: the picture in any format, its numbers as CSV, and the words that stand for it
where it cannot be seen.

Equal charts have equal bytes: no date, no ids by chance.
"""

from __future__ import annotations

import csv
import math
import os
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from io import BytesIO, StringIO
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final
from xml.sax.saxutils import escape

from sim.errors import ResultsError
from sim.output.charts.base.chart import Cell, Chart, Table
from sim.output.storage import canonical_json
from sim.output.storage.safety.regular_files import is_regular

if TYPE_CHECKING:
    from matplotlib.figure import Figure

FORMATS: Final = ("svg", "png", "pdf")
WORDS: Final = "alt.json"
SKIPPED: Final = "skipped.json"

_DOTS: Final = 150.0  # an inch, as in the settings of the style
_POINTS: Final = 72.0  # an inch
_FRAME: Final = re.compile(r'width="[\d.]+pt" height="[\d.]+pt" viewBox')
_OPENING: Final = "<svg "
_DATE: Final = "SOURCE_DATE_EPOCH"
_ID: Final = re.compile(r'(?<=id=")[a-zA-Z][0-9a-f]{10}(?=")|(?<=#)[a-zA-Z][0-9a-f]{10}(?=[")])')


def picture(chart: Chart, title: str, form: str, *, zoom: float = 1.0) -> bytes:
    """The bytes of a picture file, ``zoom`` times as large as the chart was drawn."""
    about: Mapping[str, dict[str, Any]] = {
        "svg": {"Date": None, "Creator": None, "Title": title},
        "png": {"Software": None, "Title": title, "Description": chart.alt},
        "pdf": {
            "CreationDate": None,
            "Creator": None,
            "Producer": None,
            "Title": title,
            "Subject": chart.alt,
        },
    }
    buffer = BytesIO()
    with _without_date():
        if zoom == 1.0:
            _save(chart.figure, buffer, format=form, metadata=about[form])
        else:
            _ZOOMED[form](chart.figure, buffer, about[form], zoom)
    return (
        _with_description(_with_numbered_ids(buffer.getvalue().decode()), chart.alt)
        if form == "svg"
        else buffer.getvalue()
    )


def _save(figure: Any, buffer: BytesIO, **how: Any) -> None:  # noqa: ANN401 - options of Matplotlib
    """Write a figure, drawing it once: before it writes, Matplotlib draws all of it to no picture,
    of which it needs what the layout does only.
    """
    engine = figure.get_layout_engine()

    def lay_out(_renderer: object) -> None:
        del figure.draw  # the next time it is drawn
        if figure.axes:
            with suppress(ValueError):  # as where it draws: what has no room stays where it is
                engine.execute(figure)

    if engine is not None:
        figure.draw = lay_out
    try:
        figure.savefig(buffer, **how)
    finally:
        vars(figure).pop("draw", None)


@contextmanager
def _without_date() -> Iterator[None]:
    """While SOURCE_DATE_EPOCH is not there, which Matplotlib reads even where no date is written,
    and of which it takes a number only.
    """
    said = os.environ.pop(_DATE, None)
    try:
        yield
    finally:
        if said is not None:
            os.environ[_DATE] = said


def _zoomed_svg(figure: Figure, buffer: BytesIO, about: dict[str, Any], zoom: float) -> None:
    """The same drawing in a larger frame."""
    _save(figure, buffer, format="svg", metadata=about)
    width, height = (72.0 * zoom * float(inches) for inches in figure.get_size_inches())
    text = _FRAME.sub(
        f'width="{width:.6g}pt" height="{height:.6g}pt" viewBox',
        buffer.getvalue().decode(),
        count=1,
    )
    buffer.seek(0)
    buffer.truncate()
    buffer.write(text.encode())


def _zoomed_png(figure: Figure, buffer: BytesIO, about: dict[str, Any], zoom: float) -> None:
    """More dots where it is larger; as many, only closer, where it is smaller."""
    dots = _DOTS * max(1.0, zoom)
    closer = {"dpi": (dots / zoom, dots / zoom)}
    _save(figure, buffer, format="png", metadata=about, dpi=dots, pil_kwargs=closer)


def _zoomed_pdf(figure: Figure, buffer: BytesIO, about: dict[str, Any], zoom: float) -> None:
    """A larger page, on which everything is drawn through a lens."""
    from matplotlib.backends import backend_mixed, backend_pdf

    width, height = map(float, figure.get_size_inches())
    before, figure.dpi = figure.dpi, _POINTS
    pdf: Any = backend_pdf  # Matplotlib says nothing of the types of its backends
    mixed: Any = backend_mixed
    file = pdf.PdfFile(buffer, metadata=about)
    file.newPage(zoom * width, zoom * height)
    file.output(zoom, 0, 0, zoom, 0, 0, pdf.Op.concat_matrix)
    lens = mixed.MixedModeRenderer(
        figure, width, height, _DOTS, pdf.RendererPdf(file, _DOTS, height, width)
    )
    figure.draw(lens)
    lens.finalize()
    file.finalize()
    file.close()
    figure.dpi = before


#: By format; Matplotlib itself draws a figure only as large as it is.
_ZOOMED: Final[Mapping[str, Callable[..., None]]] = MappingProxyType(
    {"svg": _zoomed_svg, "png": _zoomed_png, "pdf": _zoomed_pdf}
)


def _with_numbered_ids(svg: str) -> str:
    """An SVG whose ids count from one: Matplotlib makes them from lengths whose last bits the
    layout does not settle.
    """
    order: dict[str, str] = {}
    return _ID.sub(lambda found: order.setdefault(found[0], f"i{len(order) + 1}"), svg)


def _with_description(text: str, alt: str) -> bytes:
    """An SVG with its description where screen readers look for it: right after the title."""
    text = text.replace(_OPENING, f'{_OPENING}role="img" aria-labelledby="title desc" ', 1)
    text = text.replace("<title>", '<title id="title">', 1)
    return text.replace("</title>", f'</title>\n <desc id="desc">{escape(alt)}</desc>', 1).encode()


def table(numbers: Table) -> bytes:
    """CSV in UTF-8; what does not exist is an empty cell."""
    buffer = StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(numbers.header)
    writer.writerows([cell_text(cell) for cell in row] for row in numbers.rows)
    return buffer.getvalue().encode()


def cell_text(cell: Cell, digits: int = 12) -> str:
    """A cell as text; what does not exist is empty."""
    if isinstance(cell, float):
        return "" if math.isnan(cell) else f"{cell:.{digits}g}"
    return str(cell)


def descriptions_json(entries: Mapping[str, object | None], order: Sequence[str]) -> bytes:
    """What there is to say of each chart as a JSON file, in order; nothing where nothing is to be
    said.
    """
    content = {one: said for one in order if (said := entries.get(one)) is not None}
    return canonical_json.text_of(content) if content else b""


def recorded_charts(path: Path) -> dict[str, Any]:
    """What a JSON file says, by chart; one that cannot be read says nothing, and is
    written anew.
    """
    try:
        return canonical_json.read_object(path) if is_regular(path) else {}
    except ResultsError:
        return {}
