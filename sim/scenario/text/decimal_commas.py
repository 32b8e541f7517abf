"""Numbers with a comma, as much of the world writes decimals: what may be meant by them, and the
sentence that says so.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

_COMMA: Final = re.compile(r"\s*([-+]?|T\+)(\d[\d.]*(?:,\d+)+)(?![\d.,])([^,]*)", re.ASCII)
_DECIMAL: Final = re.compile(r"(\d+|\d{1,3}(?:\.\d{3})+),(\d+)", re.ASCII)
_THOUSANDS: Final = re.compile(r"[1-9]\d{0,2}(?:,\d{3})+", re.ASCII)

_QUANTITY: Final = re.compile(
    r"[-+T\d.,\s]+(?:%|[A-Za-z]{1,7})?(?:\s*(?:/|per\b)\s*[\d.]*\s*[A-Za-z]{1,7})?\s*", re.ASCII
)
_SHOWN: Final = 60


def is_quantity(text: str) -> bool:
    """Whether a text is a number with its unit, and not a sentence that begins with one."""
    return _QUANTITY.fullmatch(text) is not None


def unquoted_comma(key: str, text: str, last: str) -> tuple[str, str]:
    """Message and hint about a text within braces that a comma ends."""
    shown, quoted = text[:_SHOWN], text[:_SHOWN].replace("\\", "\\\\").replace('"', '\\"')
    message = f"within braces a comma ends a text that is not quoted, got `{shown}`"
    return (
        message,
        (
            f'Write `{key[:_SHOWN]}: "{quoted}"`, or `{last[:_SHOWN]}: ...` where {last[:_SHOWN]}'
            " is a key."
        ),
    )


def readings(text: str) -> tuple[str, ...]:
    """What a number with a comma, and its unit, may mean: ``2.5 h`` for ``2,5 h``; two things where
    it has three decimals.
    """
    found = _COMMA.fullmatch(text)
    if found is None:
        return ()
    sign, number, unit = found.groups()
    meant = [number.replace(",", "")] if _THOUSANDS.fullmatch(number) else []
    if decimal := _DECIMAL.fullmatch(number):
        meant.append(f"{decimal[1].replace('.', '')}.{decimal[2]}")
    return tuple(f"{sign}{one}{unit}".rstrip() for one in meant)


def in_place_of(text: str, meant: Sequence[str]) -> str:
    """The sentence for a person who wrote ``text``."""
    return (
        f"numbers take a point, not a comma: write {' or '.join(f'`{one[:60]}`' for one in meant)},"
        f" not `{text[:60]}`"
    )
