"""Numbers as readers of a chart expect them: units, signs, and no more digits than the smallest
effect that matters deserves.
"""

from __future__ import annotations

import math
import textwrap
import unicodedata

from sim.output.charts.base.chart import Outcome

MINUS = "\N{MINUS SIGN}"
FILLER = "\0"  # stands for the second column of a wide letter while lines are broken
POINTS = "points"  # percentage points: what a difference of two shares is counted in
UNKNOWN = "-"  # what is told of a number that there is not
NO_INTERVAL = "no interval"


def signed_number(value: float, decimals: int) -> str:
    """With a sign, except for what rounds to zero; a dash for NaN, which is a word for programs and
    none for readers.
    """
    if math.isnan(value):
        return UNKNOWN
    text = f"{abs(value):.{decimals}f}"
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
    return f"{NO_INTERVAL}: {'one world' if pairs == 1 else 'all worlds alike'}"


def smallest(outcome: Outcome) -> str:
    """The smallest effect that matters, without its unit."""
    return f"{outcome.matters * factor(outcome):g}"


def display_width(text: str) -> int:
    """Columns that a text takes, East Asian wide characters counting two."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def folded_text(text: str, columns: int) -> str:
    """A text in lines of at most ``columns``; a script without spaces is broken where the line is
    full.
    """
    filled = "".join(letter + FILLER * (display_width(letter) - 1) for letter in text)
    return "\n".join(textwrap.wrap(filled, columns)).replace(FILLER, "") or text


def short(text: str, columns: int) -> str:
    """A name that must fit on one line: its middle goes, for names of variants differ at their
    ends.
    """
    if display_width(text) <= columns:
        return text
    letters = columns - 1 if display_width(text) == len(text) else columns // 2
    return f"{text[: letters - letters // 2]}…{text[len(text) - letters // 2 :]}"


def left_to_right(text: str) -> str:
    """A text that may begin with a name in Arabic or Hebrew but whose line runs from left to right
    all the same.
    """
    foreign = any(unicodedata.bidirectional(letter) in {"R", "AL"} for letter in text)
    return f"\N{LEFT-TO-RIGHT MARK}{text}\N{LEFT-TO-RIGHT MARK}" if foreign else text
