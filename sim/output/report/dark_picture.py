"""A picture of a page that is dark where its reader's screen is: each colour is named once, with
the one that takes its place in the dark.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from sim.output.charts.base import shades

_HEX: Final = "#[0-9a-fA-F]{6}|#[0-9a-fA-F]{3}"
#: In a style, and as an attribute of an element that has no style.
_STYLED: Final = re.compile(rf"\b(fill|stroke)(:\s*)({_HEX})\b")
_ATTRIBUTE: Final = re.compile(rf"""(<\w+(?![^>]*\sstyle=)[^>]*?\s)fill=(['"])({_HEX})\2""")
_OPENING: Final = re.compile(r"<svg\b[^>]*>")
_BLACK: Final = "#000000"
#: A map of cells is an image: its lightness is turned round, and its hues stay about what they are.
_IMAGES: Final = "image{filter:invert(1) hue-rotate(180deg)}"


def with_dark_colours(svg: str) -> str:
    """The same SVG, which takes the colours of the style for dark screens on those; on paper it
    keeps its own.
    """
    names: dict[str, str] = {}

    def name(found: re.Match[str]) -> str:
        known = names.setdefault(_in_full(found[3]), f"c{len(names)}")
        return f"{found[1]}:var(--{known})"

    text = _STYLED.sub(name, _ATTRIBUTE.sub(r"\1style=\2fill:\3\2", svg))
    light = "".join(f"--{name}:{colour};" for colour, name in names.items())
    dark = "".join(f"--{name}:{_dark(colour)};" for colour, name in names.items())
    rules = (
        f":root{{{light}}}@media screen and (prefers-color-scheme:dark){{:root{{{dark}"
        f"fill:{_dark(_BLACK)}}}{_IMAGES}}}"
    )
    opening = _OPENING.search(text)
    assert opening is not None, "it is an SVG"
    return f"{text[: opening.end()]}<style>{rules}</style>{text[opening.end() :]}"


def _in_full(colour: str) -> str:
    """A colour in six digits."""
    digits = colour[1:].lower()
    return f"#{digits}" if len(digits) == 6 else "#" + "".join(2 * digit for digit in digits)


@lru_cache(maxsize=512)
def _dark(colour: str) -> str:
    return shades.dark(colour).lower()
