"""A drawing of Matplotlib as part of a page: its text is text of the page, in the page's type, and
the colours of its palette are the page's own, light, dark or printed.

Colours are classes, for a page that runs no style but its own takes none from a drawing.
"""

from __future__ import annotations

import re
from typing import Final
from xml.sax.saxutils import quoteattr

from sim.output.charts.first.board import PALETTE, POINT
from sim.output.report.svg import compact

_OPENING: Final = re.compile(r"<svg\b[^>]*>")
_STYLE: Final = re.compile(r" style='([^']*)'")
_ID: Final = re.compile(r"(?<= id=')|(?<= href='#)")
_FRAME: Final = re.compile(r"viewBox='0 0 ([\d.]+) ([\d.]+)'")
#: As ``compact`` writes colours: three digits where these say it all.
_NAMES: Final = dict(PALETTE) | {
    re.sub(r"#(.)\1(.)\2(.)\3$", r"#\1\2\3", colour): name for colour, name in PALETTE.items()
}
_COLOURS: Final = {"fill": "f", "stroke": "s"}


def inline_svg(svg: str, name: str, which: str, alt: str) -> str:
    """The drawing as an element of a page; ``name`` is for its ids, ``which`` says to which screens
    it is shown, ``alt`` is it in words.
    """
    small = compact(svg)
    frame, opening = _FRAME.search(small), _OPENING.search(small)
    assert frame is not None, "Matplotlib gives every drawing its frame"
    assert opening is not None, "it is an SVG"
    width, height = (round(float(points) / POINT) for points in frame.groups())
    body = _STYLE.sub(_attributes, _ID.sub(f"{name}-{which}-", small[opening.end() :]))
    return (
        f"<svg {frame[0]} width='{width}' height='{height}' role='img' class='{which}'"
        f" aria-label={quoteattr(alt)}>{body}"
    )


def _attributes(found: re.Match[str]) -> str:
    """What a style says as attributes, and colours as classes."""
    said, classes = [], []
    for part in found[1].split(";"):
        key, _, value = part.partition(":")
        if key in _COLOURS and value in _NAMES:
            classes.append(f"{_COLOURS[key]}-{_NAMES[value]}")
        else:
            said.append(f" {key}='{value}'")
    return "".join([*([f" class='{' '.join(classes)}'"] if classes else []), *said])
