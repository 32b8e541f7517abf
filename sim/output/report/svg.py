"""An SVG in fewer bytes that looks the same: for pages that hold many.

What Matplotlib says of every element and is the same for all is said once; groups that do nothing
go; so do title and description, which an image on a page has beside it. The text of the drawing is
untouched.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Final
from xml.etree import ElementTree as ET
from xml.etree.ElementTree import Element
from xml.sax.saxutils import escape

from sim.output.report.svg_path import shortened_course

_SVG: Final = "http://www.w3.org/2000/svg"
_REFERENCE: Final = re.compile(r"#(\w+)")
_LONG: Final = re.compile(r"-?\d+\.\d+")
_UNTURNED: Final = re.compile(r"rotate\(-?0(?: [^)]*)?\)")
_DOUBLE: Final = re.compile(r"#([0-9a-f])\1([0-9a-f])\2([0-9a-f])\3\b")
#: Nothing that is drawn, or said beside the image.
_UNSEEN: Final = frozenset({"metadata", "title", "desc", "style"})
_LENGTHS: Final = frozenset({"transform", "x", "y", "width", "height", "points"})
_UNSAID: Final = frozenset({"role", "aria-labelledby", "version"})
#: Styles that are kept in mind: a drawing has few, and says them over and over.
_KEPT: Final = 512
#: Matplotlib's own rule for all elements, as what they inherit.
_ROOT: Final = {"stroke-linejoin": "round"}


def compact(svg: str) -> str:
    """An SVG without what no reader of a page sees."""
    root = ET.fromstring(svg)  # noqa: S314 - our own drawing
    _plain(root)
    used = set(
        _REFERENCE.findall(" ".join(value for one in root.iter() for value in one.attrib.values()))
    )
    for one in root.iter():
        if one.get("id") not in used:
            one.attrib.pop("id", None)
    families = Counter(_style_of(one).get("font-family", "") for one in root.iter("text"))
    family = families.most_common(1)[0][0] if families else ""
    drawn = {one.attrib["id"]: _style_of(one) for one in root.iter() if "id" in one.attrib}
    for one in root.iter():
        _shorten(one, family, drawn)
    root.attrib = {
        "xmlns": _SVG,
        **root.attrib,
        **_ROOT,
        **({"font-family": family} if family else {}),
    }
    return "".join(_element_tags(root))


def _plain(root: Element) -> None:
    """Names without their space, and no elements that are not seen."""
    for one in root.iter():
        one.tag = str(one.tag).rpartition("}")[2]
        one.attrib = {name.rpartition("}")[2]: value for name, value in one.attrib.items()}
        for child in [child for child in one if str(child.tag).rpartition("}")[2] in _UNSEEN]:
            one.remove(child)


def _style_of(one: Element) -> dict[str, str]:
    """The style of an element."""
    return dict(_style_parts(one.get("style", "")))


@lru_cache(maxsize=_KEPT)
def _style_parts(style: str) -> tuple[tuple[str, str], ...]:
    """The parts of a style; the names of fonts need no quotes."""
    parts = (part.partition(":") for part in style.split(";") if part.strip())
    return tuple((name.strip(), value.strip().replace("'", "")) for name, _, value in parts)


def _shorten(one: Element, family: str, drawn: Mapping[str, Mapping[str, str]]) -> None:
    """One element in fewer words."""
    style = _style_of(one)
    if style.get("font-family") == family:
        del style["font-family"]
    if one.tag == "use":
        shape = drawn.get(one.get("href", "").removeprefix("#"), {})
        style = {name: value for name, value in style.items() if name not in shape}
    one.attrib = {
        name: _value(name, value) for name, value in one.attrib.items() if name not in _UNSAID
    }
    if style:
        one.attrib["style"] = _DOUBLE.sub(
            r"#\1\2\3", ";".join(f"{name}:{value}" for name, value in style.items())
        )
    else:
        one.attrib.pop("style", None)
    if not one.get("transform", "x"):
        del one.attrib["transform"]


def _value(name: str, value: str) -> str:
    if name == "d":
        return shortened_course(value)
    if name == "transform":
        value = _UNTURNED.sub("", value).strip()
    if name in _LENGTHS:
        return _LONG.sub(lambda number: _rounded_number(number[0]), value)
    return value


def _rounded_number(number: str) -> str:
    text = f"{float(number):.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _element_tags(one: Element) -> Iterator[str]:
    """Tags with single quotes, which an address may hold as they are; a group that does nothing is
    only what it holds.
    """
    inner = [part for child in one for part in _element_tags(child)]
    words = escape(one.text or "") if one.tag in {"text", "tspan"} else ""
    if one.tag in {"g", "defs"} and not inner:
        return
    if one.tag == "g" and not one.attrib:
        yield from inner
        return
    said = "".join(f" {name}='{escape(value, _QUOTED)}'" for name, value in one.attrib.items())
    yield f"<{one.tag}{said}>{words}" if inner or words else f"<{one.tag}{said}/>"
    yield from inner
    if inner or words:
        yield f"</{one.tag}>"


_QUOTED: Final = {"'": "&#39;"}
