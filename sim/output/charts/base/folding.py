"""Words in lines of a width that is measured in the letters that are drawn: a ``w`` takes three
times the room of an ``l``.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

_INCH: Final = 72.0  # points


def inches_of(text: str, points: float, *, bold: bool = False) -> float:
    """How wide a line of text is in the fonts of the charts; to be asked while one is drawn."""
    from matplotlib import rcParams

    weight = "bold" if bold else "normal"
    return _inches_of(text, points, weight, tuple(rcParams["font.family"]))


@lru_cache(maxsize=4096)
def _inches_of(text: str, points: float, weight: str, families: tuple[str, ...]) -> float:
    from matplotlib.font_manager import FontProperties
    from matplotlib.textpath import text_to_path

    font = FontProperties(family=list(families), size=points, weight=weight)
    wide, _, _ = text_to_path.get_text_width_height_descent(text, font, ismath=False)
    return float(wide) / _INCH


def folded_to_width(text: str, inches: float, points: float, *, bold: bool = False) -> str:
    """A text in lines that are no wider, broken between words; a word that is wider by itself is
    broken where the line is full.
    """
    lines: list[str] = []
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}" if lines else word
        if inches_of(longer, points, bold=bold) <= inches:
            lines[-1:] = [longer]
        else:
            lines += _pieces(word, inches, points, bold=bold)
    return "\n".join(lines)


def _pieces(word: str, inches: float, points: float, *, bold: bool) -> list[str]:
    """A word in pieces that are no wider, each as long as it can be."""
    pieces = [""]
    for letter in word:
        if pieces[-1] and inches_of(pieces[-1] + letter, points, bold=bold) > inches:
            pieces.append("")
        pieces[-1] += letter
    return pieces
