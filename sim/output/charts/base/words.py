"""Numbers as readers of a chart expect them: units, signs, and no more digits than the smallest
effect that matters deserves.
"""

from __future__ import annotations

import math
import re
import textwrap
import unicodedata
from functools import lru_cache
from typing import Final

from sim.output.charts.base.chart import Outcome
from sim.output.words import fixed_text

MINUS = "\N{MINUS SIGN}"
_INCH: Final = 72.0  # points
FILLER = "\0"  # stands for the second column of a wide letter while lines are broken
POINTS = "points"  # percentage points: what a difference of two shares is counted in
UNKNOWN = "-"  # what is told of a number that there is not
NO_INTERVAL = "no interval"
#: Where a name or a path may go on in the next line, or be cut: after these.
_JOINTS: Final = "_./"
_PART: Final = re.compile(rf"[^{_JOINTS}]+[{_JOINTS}]*|[{_JOINTS}]+")
_WORD: Final = re.compile(r"\S+")
_WORDS_END: Final = re.compile(rf"[\s\-{_JOINTS}]")


def signed_number(value: float, decimals: int) -> str:
    """With a sign, except for what rounds to zero; a dash for NaN, which is a word for programs and
    none for readers.
    """
    if math.isnan(value):
        return UNKNOWN
    text = fixed_text(abs(value), decimals)
    if float(text) == 0.0:
        return text
    return ("+" if value > 0 else MINUS) + text


def plain(value: float, decimals: int) -> str:
    return signed_number(value, decimals).lstrip("+")


def factor(outcome: Outcome) -> float:
    """By what a value is multiplied to be told: shares are told in per cent."""
    return 100.0 if outcome.kind == "share" else 1.0


def unit(outcome: Outcome) -> str:
    return "hours" if outcome.unit == "h" else outcome.unit


def told_unit(outcome: Outcome) -> str:
    """The unit in which a difference is told."""
    return POINTS if outcome.kind == "share" else unit(outcome)


def decimals(outcome: Outcome) -> int:
    """Two digits of the smallest effect that matters are told; the rest is noise."""
    return max(0, 1 - math.floor(math.log10(outcome.matters * factor(outcome))))


def interval(estimate: float, low: float, high: float, outcome: Outcome) -> str:
    """A difference with its interval, without the unit."""
    by, digits = factor(outcome), decimals(outcome)
    told = [signed_number(by * value, digits) for value in (estimate, low, high)]
    return (
        f"{told[0]} [{told[1]}, {told[2]}]"
        if has_interval(low, high)
        else f"{told[0]} [{NO_INTERVAL}]"
    )


def has_interval(low: float, high: float) -> bool:
    """Whether there is an interval."""
    return not (math.isnan(low) or math.isnan(high))


def no_interval(pairs: int) -> str:
    """Why there is none: nothing is known of how worlds differ from one, nor from several that do
    not.
    """
    return f"{NO_INTERVAL}: {why_no_interval(pairs)}"


def why_no_interval(pairs: int) -> str:
    """The same without saying that there is none."""
    return "one world" if pairs == 1 else "all worlds alike"


def smallest(outcome: Outcome) -> str:
    """The smallest effect that matters, without its unit."""
    return f"{outcome.matters * factor(outcome):g}"


def display_width(text: str) -> int:
    """Columns that a text takes, East Asian wide characters counting two."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def folded_text(text: str, columns: int) -> str:
    """A text in lines of at most ``columns``: a name or path that is longer is broken between its
    parts, and a script without spaces where the line is full.
    """
    parted = re.sub(r"\S+", lambda word: _word_in_parts(word[0], columns), text)
    filled = "".join(letter + FILLER * (display_width(letter) - 1) for letter in parted)
    return "\n".join(textwrap.wrap(filled, columns)).replace(FILLER, "") or text


def _word_in_parts(word: str, columns: int) -> str:
    """A name that is longer than a line with spaces between its parts, as many parts to a line as
    it holds.
    """
    if display_width(word) <= columns:
        return word
    lines = [""]
    for part in _PART.findall(word):
        if lines[-1] and display_width(lines[-1] + part) > columns:
            lines.append("")
        lines[-1] += part
    return " ".join(lines)


def short(text: str, columns: int) -> str:
    """A name that must fit on one line: its middle goes, for names of variants differ at their
    ends; whole words of it where that leaves at least half of either end.
    """
    if display_width(text) <= columns:
        return text
    letters = columns - 1 if display_width(text) == len(text) else columns // 2
    head, tail = text[: letters - letters // 2], text[len(text) - letters // 2 :]
    ends = [found.end() for found in _WORDS_END.finditer(head) if 2 * found.end() >= len(head)]
    starts = [
        found.start()
        for found in _WORDS_END.finditer(tail)
        if 2 * (len(tail) - found.start()) >= len(tail)
    ]
    if not (ends and starts) and (words := _ends_in_words(text, columns)):
        return words
    head = head[: ends[-1]].rstrip() if ends else head
    return f"{head}…{tail[starts[0] :].lstrip() if starts else tail}"


def _ends_in_words(text: str, columns: int) -> str:
    """The last word of a name and as many of its first as there is room for; nothing where not
    even one of either goes on the line.
    """
    words = _WORD.findall(text)
    room = columns - 1 - display_width(words[-1])
    if len(words) == 1 or display_width(words[0]) > room:
        return ""
    first = words[0]
    for word in words[1:-1]:
        if display_width(f"{first} {word}") > room:
            break
        first = f"{first} {word}"
    return f"{first}…{words[-1]}"


def shortened_text(text: str, columns: int) -> str:
    """A text that must fit on one line, ended after a whole word; a script without spaces loses its
    middle.
    """
    whole = (
        textwrap.shorten(text, columns, placeholder=" …")
        if display_width(text) == len(text)
        else ""
    )
    return whole if len(whole) > columns // 2 or whole == text else short(text, columns)


def left_to_right(text: str) -> str:
    """A text that may begin with a name in Arabic or Hebrew but whose line runs from left to right
    all the same.
    """
    foreign = any(unicodedata.bidirectional(letter) in {"R", "AL"} for letter in text)
    return f"\N{LEFT-TO-RIGHT MARK}{text}\N{LEFT-TO-RIGHT MARK}" if foreign else text


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
    for word in text.replace(" ", "\n").split("\n"):
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
