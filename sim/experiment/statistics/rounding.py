"""Numbers as summaries hold them: with twelve digits, more than any estimate has, fewer than two
builds of a library may disagree about.
"""

from __future__ import annotations

from math import isnan


def twelve_digits(value: float) -> float:
    """A number of a summary; a negative zero is a zero."""
    return float(f"{value:.12g}") + 0.0


def twelve_digits_or_none(value: float) -> float | None:
    """A number of a summary; nothing where too few worlds say nothing."""
    return None if isnan(value) else twelve_digits(value)
