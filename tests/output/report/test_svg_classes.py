"""Pictures of a page say each look once, and look the same."""

from __future__ import annotations

import re

from sim.output.report.svg_classes import with_classes

DRAWING = (
    "<svg xmlns='http://www.w3.org/2000/svg'><style>:root{--c0:#000}</style>"
    + "".join(f"<path d='M{at} 0' style='fill:var(--c0);stroke:none'/>" for at in range(30))
    + "".join(f"<path d='M{at} 1' style='fill:none;stroke-width:{at % 29}'/>" for at in range(58))
    + "<text style='font-size:9px'>alone</text></svg>"
)


def looks(svg: str) -> list[str]:
    """The style of every element, wherever it is said."""
    rules = dict(re.findall(r"\.([a-z]+)\{([^}]*)\}", svg))
    said = re.findall(r"<(?:path|text)[^>]*?(style|class)='([^']*)'", svg)
    return [rules[text] if how == "class" else text for how, text in said]


def test_every_element_looks_as_before_and_what_recurs_is_said_once() -> None:
    short = with_classes(DRAWING)
    assert looks(short) == looks(DRAWING)
    assert short.count("fill:var(--c0);stroke:none") == 1
    assert short.count("style='font-size:9px'") == 1, "what is said once needs no name"
    assert len(short) < 0.8 * len(DRAWING)
    assert ".aa{" in short, "more looks than letters"
