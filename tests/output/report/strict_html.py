"""A page read strictly, and what is asked of any page: outline, pictures in words, colours that can
be read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

import html5lib

HEX = re.compile(r"--(?P<name>\w+): (?P<colour>#[0-9a-f]{6});")


def parsed(text: str) -> Element:
    """The tree of a page; a page that is not valid HTML raises."""
    page: Element = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(text)
    return page


def headings(page: Element) -> list[int]:
    """The levels of its headings, in order."""
    return [int(one.tag[1]) for one in page.iter() if re.fullmatch(r"h[1-6]", str(one.tag))]


def addresses(page: Element) -> Iterator[str]:
    """Whatever the page may load or lead to."""
    for element in page.iter():
        for name in ("src", "href", "action", "srcset", "data", "poster"):
            if name in element.attrib:
                yield element.attrib[name]


def palettes(style: str) -> list[dict[str, str]]:
    """The colours of each theme of a style sheet."""
    return [dict(HEX.findall(block)) for block in re.findall(r":root \{[^}]*\}", style)]


def contrast(first: str, second: str) -> float:
    """Ratio of two colours after WCAG 2.2: 4.5 is enough for text."""
    light, dark = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255.0 for at in (1, 3, 5)]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
