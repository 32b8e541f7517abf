"""Lists, counts, levels and p-values in words, as tables, charts, stories and pages say them."""

from __future__ import annotations

from collections.abc import Sequence


def listing(parts: Sequence[str], before: str = "and") -> str:
    """Parts of a sentence, with a word before the last."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} {before} {parts[-1]}"


def count_text(number: int, singular: str, plural: str = "") -> str:
    """A number of things."""
    return f"{number} {singular}" if number == 1 else f"{number} {plural or singular + 's'}"


def p_text(p: float) -> str:
    """A p-value to three digits, without the zero before the point."""
    return "<.001" if p < 0.001 else f"{p:.3f}".removeprefix("0")


def level_text(confidence: float) -> str:
    """The level of an interval, in per cent."""
    return f"{100 * confidence:.4g} %"
