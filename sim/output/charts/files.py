"""A chart as files: the picture in any format, its numbers as CSV, and the words that stand for it where it cannot be seen.

Equal charts have equal bytes: no date, no ids by chance.
"""

from __future__ import annotations

import csv
import math
import warnings
from collections.abc import Mapping, Sequence
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any, Final
from xml.sax.saxutils import escape

from sim.output import canonical
from sim.output.charts.chart import Cell, Chart, Kind, Table
from sim.output.places import write

FORMATS: Final = ("svg", "png", "pdf")
WORDS: Final = "alt.json"
SKIPPED: Final = "skipped.json"

_OPENING: Final = "<svg "


def saved(chart: Chart, name: str, kind: Kind, formats: Sequence[str], folder: Path) -> list[Path]:
    """Write a chart in all ``formats`` and its numbers; returns what was written."""
    contents = {folder / f"{name}.{form}": picture(chart, kind.title, form) for form in formats}
    contents[folder / f"{name}.csv"] = table(chart.numbers)
    for path, content in contents.items():
        write(path, content)
    return list(contents)


def picture(chart: Chart, title: str, form: str) -> bytes:
    """The bytes of a picture file."""
    about: Mapping[str, dict[str, Any]] = {
        "svg": {"Date": None, "Creator": None, "Title": title},
        "png": {"Software": None, "Title": title, "Description": chart.alt},
        "pdf": {"CreationDate": None, "Creator": None, "Producer": None, "Title": title, "Subject": chart.alt},
    }
    buffer = BytesIO()
    with warnings.catch_warnings():
        # A script that no font here can show stays text in an SVG, where the reader's fonts show it.
        warnings.filterwarnings("ignore", message=r"Glyph \d+ .* missing from", category=UserWarning)
        chart.figure.savefig(buffer, format=form, metadata=about[form])
    return _described(buffer.getvalue(), chart.alt) if form == "svg" else buffer.getvalue()


def _described(svg: bytes, alt: str) -> bytes:
    """An SVG with its description where screen readers look for it: right after the title."""
    text = svg.decode()
    text = text.replace(_OPENING, f'{_OPENING}role="img" aria-labelledby="title desc" ', 1)
    text = text.replace("<title>", '<title id="title">', 1)
    return text.replace("</title>", f'</title>\n <desc id="desc">{escape(alt)}</desc>', 1).encode()


def table(numbers: Table) -> bytes:
    """CSV in UTF-8; what does not exist is an empty cell."""
    buffer = StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(numbers.header)
    writer.writerows([_told(cell) for cell in row] for row in numbers.rows)
    return buffer.getvalue().encode()


def _told(cell: Cell) -> str:
    if isinstance(cell, float):
        return "" if math.isnan(cell) else f"{cell:.12g}"
    return str(cell)


def remember(path: Path, entries: Mapping[str, Any], order: Sequence[str]) -> None:
    """Add entries to a JSON file by chart, in the order of the charts; a file that cannot be read is begun anew."""
    from sim.errors import ResultsError

    try:
        before = canonical.read(path) if path.is_file() else {}
    except ResultsError:
        before = {}
    merged = {**before, **entries}
    content = {name: merged[name] for name in order if merged.get(name) is not None}
    write(path, canonical.text_of(content))
