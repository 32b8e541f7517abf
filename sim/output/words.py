"""Lists, counts, levels and p-values in words, as tables, charts, stories and pages say them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from sim.experiment.outcomes.shares import percent


def as_list(parts: Sequence[str], before: str = "and") -> str:
    """Parts of a sentence, with a word before the last."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} {before} {parts[-1]}"


_FEWEST_DIGITS: Final = 3
_MOST_DIGITS: Final = 12  # what summaries keep


def digits_apart(values: Iterable[float | None]) -> int:
    """The significant digits in which values of one column that differ print differently: three
    where these do.
    """
    different = {value for value in values if value is not None}
    return next(
        (
            digits
            for digits in range(_FEWEST_DIGITS, _MOST_DIGITS)
            if len({f"{value:.{digits}g}" for value in different}) == len(different)
        ),
        _MOST_DIGITS,
    )


#: From here on digits before the point are no longer told one by one.
_HUGE: Final = 1e15


def fixed_text(value: float, decimals: int, how: str = "") -> str:
    """A number to so many decimals, and to three digits where it is huge; ``how`` is "+" for a sign
    and "," for thousands. What rounds to zero has no minus.
    """
    rounded = round(float(value), decimals) + 0.0
    if abs(rounded) >= _HUGE:
        return f"{rounded:{how.replace(',', '')}.3g}"
    return f"{rounded:{how}.{decimals}f}"


def count_text(number: int, singular: str, plural: str = "") -> str:
    """A number of things."""
    return f"{number} {singular}" if number == 1 else f"{number} {plural or singular + 's'}"


#: Worlds below which a percentage would say more than they do.
FEWEST_IN_PER_CENT: Final = 30


def share_text(many: int, of: int) -> str:
    """So many of as many as there are, with the percentage where there are enough of them."""
    return f"{many:,} of {of:,}{in_per_cent(many, of)}"


def in_per_cent(many: int, of: int) -> str:
    """The percentage in brackets; empty where there are too few for one."""
    return f" ({percent(many / of)})" if of >= FEWEST_IN_PER_CENT else ""


def many_text(number: int, singular: str) -> str:
    """The same of what there may be thousands of."""
    return f"{number:,} {singular if number == 1 else singular + 's'}"


def p_text(p: float) -> str:
    """A p-value to three digits, without the zero before the point."""
    return "<.001" if p < 0.001 else f"{p:.3f}".removeprefix("0")


def level_text(confidence: float) -> str:
    """The level of an interval, in per cent."""
    return f"{100 * confidence:.4g} %"


def with_full_stop(text: str) -> str:
    """A sentence with its full stop, unless what it ends with has one, also within its quotes."""
    return text if text.rstrip("”\"')»").endswith((".", "!", "?", "…")) else f"{text}."
