"""An SVG in which each style is written once: a drawing has few, and says them of element after
element.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import count
from typing import Final

_STYLED: Final = re.compile(r" style='([^']*)'")
_OPENING: Final = re.compile(r"<style>")
_LETTERS: Final = "abcdefghijklmnopqrstuvwxyz"
#: Elements from which on a style is worth a name.
_FEWEST: Final = 2


def with_classes(svg: str) -> str:
    """The same drawing, which has a style sheet already, with the styles that recur as classes."""
    many = Counter(found[1] for found in _STYLED.finditer(svg))
    numbers = count()
    names = {style: _name(next(numbers)) for style, times in many.most_common() if times >= _FEWEST}
    text = _STYLED.sub(
        lambda found: f" class='{names[found[1]]}'" if found[1] in names else found[0], svg
    )
    rules = "".join(f".{name}{{{style}}}" for style, name in names.items())
    return _OPENING.sub(f"<style>{rules}", text, count=1)


def _name(number: int) -> str:
    """a, b, ..., z, aa, ab, ..."""
    before, letter = divmod(number, len(_LETTERS))
    return (_name(before - 1) if before else "") + _LETTERS[letter]
