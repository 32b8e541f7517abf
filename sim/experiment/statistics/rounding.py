"""Numbers as summaries hold them: with twelve digits, more than any estimate has, fewer than two
builds of a library may disagree about.
"""

from __future__ import annotations

from math import ceil, isnan, log10
from typing import Final

_MOST_DECIMALS: Final = 4


def twelve_digits(value: float) -> float:
    """A number of a summary; a negative zero is a zero."""
    return float(f"{value:.12g}") + 0.0


def twelve_digits_or_none(value: float) -> float | None:
    """A number of a summary; nothing where too few worlds say nothing."""
    return None if isnan(value) else twelve_digits(value)


def interval_decimals(low: float, high: float, *, share: bool) -> int:
    """Decimals in which an interval is printed: the first digit of its half-width is the last one
    shown. Shares have two at least.
    """
    least = 2 if share else 0
    if isnan(low) or isnan(high):
        return least
    if high <= low:
        return 2
    return min(max(ceil(-log10((high - low) / 2)), least), _MOST_DECIMALS)
