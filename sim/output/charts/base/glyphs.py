"""Letters that no font here has: looked for in what is drawn, drawn with other fonts where there
are any, else told of.

In an SVG text stays text, for the fonts of its reader; in other pictures a box stands for such a
letter.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from functools import cache
from typing import TYPE_CHECKING, Final

from sim.output.charts.base import fonts, style
from sim.output.charts.base.chart import Chart, Missing
from sim.output.charts.base.words import short

if TYPE_CHECKING:
    from matplotlib.figure import Figure

#: Letters that are named one by one.
_MOST: Final = 6
_QUOTED: Final = 60  # columns of a text that has one
#: What is seen of them is nothing, or a space.
_UNSEEN: Final = frozenset({"Cc", "Cf", "Zl", "Zp", "Zs"})


def draw_with_fonts(draw: Callable[[], Chart | Missing], words: str = "") -> Chart | Missing:
    """What ``draw`` gives in the one style; again with more fonts where what it shows, beside
    ``words``, needs some.
    """
    with style.in_style(words):
        chart = draw()
        lacking = {} if isinstance(chart, Missing) else unshown(chart.figure)
    more = "".join(lacking)
    if not lacking or fonts.fallbacks(words) == fonts.fallbacks(words + more):
        return chart
    with style.in_style(words + more):
        return draw()


def unshown(figure: Figure) -> dict[str, str]:
    """The letters of a drawing that none of its fonts has, each with the first text in which it
    stands.
    """
    from matplotlib.text import Text

    found: dict[str, str] = {}
    for text in figure.findobj(Text):
        assert isinstance(text, Text)
        words = text.get_text() if text.get_visible() else ""
        if not words.isascii():
            shown = [_letters(family) for family in text.get_fontfamily()]
            for letter in words:
                if unicodedata.category(letter) not in _UNSEEN and not any(
                    ord(letter) in one for one in shown
                ):
                    found.setdefault(letter, words)
    return found


@cache
def _letters(family: str) -> frozenset[int]:
    """Those of an installed font, or of the first of a kind of fonts."""
    from matplotlib.font_manager import FontProperties, findfont, get_font

    try:
        path = findfont(FontProperties(family=[family]), fallback_to_default=False)
    except ValueError:  # none of that name
        return frozenset()
    return frozenset(get_font(path).get_charmap())


def boxes_note(lacking: Mapping[str, str]) -> str:
    """Which letters are boxes, by name, and in what; empty where none are."""
    if not lacking:
        return ""
    named = [
        f"{unicodedata.name(letter, 'a letter without a name')} (U+{ord(letter):04X})"
        for letter in lacking
    ]
    many = f" and {len(named) - _MOST} more" if len(named) > _MOST else ""
    texts = list(dict.fromkeys(lacking.values()))
    others = f" and {len(texts) - 1} more" if texts[1:] else ""
    return (
        f"boxes stand for letters that no font here has: {', '.join(named[:_MOST])}{many}, in "
        f'"{short(" ".join(texts[0].split()), _QUOTED)}"{others}; an SVG shows them in the fonts of'
        " its reader"
    )
