"""The styles and sizes that one may ask a picture in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from sim.output.charts.base.shades import Shade, dark, grey
from sim.output.charts.base.style import WIDTH


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """How all of a chart looks. ``zoom`` is the size of its type and all else beside the usual,
    ``size`` its own size.
    """

    says: str
    shade: Shade | None = None
    zoom: float = 1.0
    size: str = "page"


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """Width of a picture in inches, and the size of its type beside the usual."""

    says: str
    width: float
    zoom: float = 1.0


USUAL: Final = "colour"


PAGE: Final = "page"


#: By name, as ``hotline plot --style`` takes it.
STYLES: Final[Mapping[str, Style]] = MappingProxyType(
    {
        USUAL: Style(says="On white, in colours that colour-blind readers tell apart."),
        "grey": Style(
            says="On white, in shades of grey, for a printer without colours.", shade=grey
        ),
        "dark": Style(says="On a dark page, for a screen that is dark.", shade=dark),
        "slide": Style(
            says="Type and lines of 1.8 times the size, for a projector.", zoom=1.8, size="slide"
        ),
    }
)


#: By name, as ``hotline plot --size`` takes it. A chart needs the usual width to be laid out; a
#: smaller one is drawn smaller.
SIZES: Final[Mapping[str, Size]] = MappingProxyType(
    {
        PAGE: Size(says="7.5 inches, the text of a page.", width=WIDTH),
        "wide": Size(says="10 inches, a page on its side.", width=10.0),
        "slide": Size(says="13.33 inches, a slide of 16 to 9.", width=40 / 3),
        "column": Size(
            says="5 inches, a page made smaller; its type is 5 points and more.",
            width=5.0,
            zoom=2 / 3,
        ),
        "half": Size(
            says="3.75 inches, a page at half its size; its type is 3.75 points and more.",
            width=3.75,
            zoom=0.5,
        ),
    }
)
