"""Other colours for a figure that has been drawn: shades of grey for print, and lightness turned
round for a dark screen.

A shade takes one colour to another and keeps the order of lightness, so that what could be told
apart still can, and text stays readable on the area that it lies on. Lightness is that of CIELAB
(CIE 015:2018, D65).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.figure import Figure

#: Takes #RRGGBB to #RRGGBB.
Shade = Callable[[str], str]

#: CIELAB from 0, black, to 100, white: that of a dark page, and of what is brightest on it.
DARKEST: Final = 8.0
BRIGHTEST: Final = 96.0
#: Below 1, so that colours of middling lightness come out brighter than a mirror would make them.
_LIFT: Final = 0.8

#: Lightness of the palette's colours in grey, in its order: as far apart as line and text need; all
#: others keep their own.
_GREYS: Final[Mapping[str, float]] = MappingProxyType(
    {
        "#0072B2": 26.0,
        "#D55E00": 37.0,
        "#009E73": 46.0,
        "#CC79A7": 54.0,
        "#E69F00": 62.0,
        "#56B4E9": 70.0,
    }
)

_TO_XYZ: Final = np.array(
    [
        [0.4124564, 0.3575761, 0.1804375],
        [0.2126729, 0.7151522, 0.0721750],
        [0.0193339, 0.1191920, 0.9503041],
    ]
)
_WHITE: Final = _TO_XYZ.sum(axis=1)
_STEPS: Final = 40  # of chroma that are tried

Floats = NDArray[np.float64]


def grey(colour: str) -> str:
    """As a page printed in grey shows it, the palette's colours farther apart than they are by
    themselves.
    """
    light = _GREYS.get(colour.upper())
    return _hex(_rgb(np.array([_lab(colour)[0] if light is None else light, 0.0, 0.0])))


def dark(colour: str) -> str:
    """The same hue, light where it was dark and dark where it was light, as strong as a screen can
    show it.
    """
    light, *ab = _lab(colour)
    turned = DARKEST + (BRIGHTEST - DARKEST) * (1.0 - min(light, 100.0) / 100.0) ** _LIFT
    for strength in np.linspace(1.0, 0.0, _STEPS + 1):
        rgb = _rgb(np.array([turned, strength * ab[0], strength * ab[1]]))
        if rgb.min() > -1e-9 and rgb.max() < 1.0 + 1e-9:
            break
    return _hex(rgb)


def _lab(colour: str) -> Floats:
    srgb = np.array([int(colour[at : at + 2], 16) for at in (1, 3, 5)]) / 255.0
    linear = np.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4)
    xyz = _TO_XYZ @ linear / _WHITE
    root = np.where(xyz > 216 / 24389, np.cbrt(xyz), (24389 / 27 * xyz + 16) / 116)
    return np.array([116 * root[1] - 16, 500 * (root[0] - root[1]), 200 * (root[1] - root[2])])


def _rgb(lab: Floats) -> Floats:
    """Shares of red, green and blue; outside of 0 to 1 where no screen shows it."""
    high = (lab[0] + 16) / 116
    root = np.array([high + lab[1] / 500, high, high - lab[2] / 200])
    xyz = np.where(root**3 > 216 / 24389, root**3, (116 * root - 16) * 27 / 24389)
    linear = np.linalg.solve(_TO_XYZ, xyz * _WHITE)
    return np.where(
        linear <= 0.0031308, 12.92 * linear, 1.055 * np.maximum(linear, 0.0) ** (1 / 2.4) - 0.055
    )


def _hex(rgb: Floats) -> str:
    return "#" + "".join(f"{round(255 * float(np.clip(part, 0.0, 1.0))):02X}" for part in rgb)


def recolour(figure: Figure, shade: Shade) -> None:
    """Give everything on a figure its shade. It is laid out first: ticks come to be only then."""
    figure.draw_without_rendering()
    for artist in figure.findobj():
        _recolour(artist, shade)


def _recolour(artist: Artist, shade: Shade) -> None:
    from matplotlib.collections import Collection
    from matplotlib.image import AxesImage
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch
    from matplotlib.text import Text

    kinds: tuple[tuple[type[Artist], Callable[[Any, Shade], None]], ...] = (
        (Line2D, _line),
        (Patch, _patch),
        (Text, _text),
        (Collection, _collection),
        (AxesImage, _image),
    )
    for kind, give in kinds:
        if isinstance(artist, kind):
            give(artist, shade)


def _of(colour: Any, shade: Shade) -> Any:  # noqa: ANN401 - whatever Matplotlib takes for a colour
    """The shade of a colour that may be seen through; what is not there at all stays so."""
    from matplotlib.colors import to_hex, to_rgba

    if isinstance(colour, str) and colour in {"none", "auto", "face"}:
        return colour
    *_, alpha = to_rgba(colour)
    return to_rgba(shade(to_hex(colour)), alpha) if alpha else "none"


def _line(line: Any, shade: Shade) -> None:  # noqa: ANN401 - an artist
    edge, face = line.get_markeredgecolor(), line.get_markerfacecolor()
    line.set_color(_of(line.get_color(), shade))
    line.set_markeredgecolor(_of(edge, shade))
    line.set_markerfacecolor(_of(face, shade))


def _patch(patch: Any, shade: Shade) -> None:  # noqa: ANN401 - an artist
    hatch, edge, face = patch.get_hatchcolor(), patch.get_edgecolor(), patch.get_facecolor()
    patch.set_edgecolor(_of(edge, shade))
    patch.set_facecolor(_of(face, shade))
    patch.set_hatchcolor(_of(hatch, shade))


def _text(text: Any, shade: Shade) -> None:  # noqa: ANN401 - an artist
    text.set_color(_of(text.get_color(), shade))
    for part in (text.get_bbox_patch(), getattr(text, "arrow_patch", None)):
        if part is not None:
            _patch(part, shade)


def _collection(collection: Any, shade: Shade) -> None:  # noqa: ANN401 - an artist
    faces, edges = collection.get_facecolor(), collection.get_edgecolor()
    collection.set_facecolor([_of(one, shade) for one in faces])
    collection.set_edgecolor([_of(one, shade) for one in edges])


def _image(image: Any, shade: Shade) -> None:  # noqa: ANN401 - an artist
    from matplotlib.colors import ListedColormap

    image.set_cmap(ListedColormap([_of(one, shade) for one in image.get_cmap()(np.arange(256))]))
