"""A chart as files: the picture in any format, its numbers as CSV, and the words that stand for it where it cannot be seen.

Equal charts have equal bytes: no date, no ids by chance.
"""

from __future__ import annotations

import csv
import math
import re
import warnings
from collections.abc import Mapping, Sequence
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any, Final
from xml.sax.saxutils import escape

from sim.errors import ResultsError
from sim.output import canonical
from sim.output.charts.chart import Cell, Chart, Kind, Table
from sim.output.places import remove, write

FORMATS: Final = ("svg", "png", "pdf")
WORDS: Final = "alt.json"
SKIPPED: Final = "skipped.json"

_OPENING: Final = "<svg "
_ID: Final = re.compile(r'(?<=id=")[a-zA-Z][0-9a-f]{10}(?=")|(?<=#)[a-zA-Z][0-9a-f]{10}(?=[")])')


def saved(chart: Chart, name: str, kind: Kind, formats: Sequence[str], folder: Path) -> list[Path]:
    """Write a chart in all ``formats``, and its numbers; returns the pictures."""
    pictures = {folder / f"{name}.{form}": picture(chart, kind.title, form) for form in formats}
    for path, content in pictures.items():
        write(path, content)
    write(folder / f"{name}.csv", table(chart.numbers))
    return list(pictures)


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
    return _described(_numbered(buffer.getvalue().decode()), chart.alt) if form == "svg" else buffer.getvalue()


def _numbered(svg: str) -> str:
    """An SVG whose ids count from one: Matplotlib makes them from lengths whose last bits the layout does not settle."""
    order: dict[str, str] = {}
    return _ID.sub(lambda found: order.setdefault(found[0], f"i{len(order) + 1}"), svg)


def _described(text: str, alt: str) -> bytes:
    """An SVG with its description where screen readers look for it: right after the title."""
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


def remember(path: Path, name: str, entry: object | None, order: Sequence[str]) -> None:
    """Put what there is to say of one chart into a JSON file, or take it out; a file that says nothing does not stay."""
    before = remembered(path)
    after = {one: entry if one == name else before.get(one) for one in order}
    content = {one: said for one, said in after.items() if said is not None}
    if content and content != before:
        write(path, canonical.text_of(content))
    elif not content and path.is_file():
        remove(path)


def remembered(path: Path) -> dict[str, Any]:
    """What a JSON file says, by chart; one that cannot be read says nothing, and is written anew."""
    try:
        return canonical.read(path) if path.is_file() else {}
    except ResultsError:
        return {}
