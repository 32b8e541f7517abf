"""Waiting times as cells hold them: a number, or a length with its own unit such as ``1 h 20 min``,
``00:30`` or ``PT30M``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from sim.experiment.fitting.table.numbers import Notation, plain
from sim.experiment.fitting.table.units import SECONDS, UNIT_WORDS

_LONGEST: Final = 60
_AMOUNT: Final = re.compile(
    r"\s*(?:,|and\b|und\b|&)?\s*([0-9][0-9.,' ]*(?:[eE][-+]?\d{1,3})?|[.,][0-9]+)\s*([A-Za-z]+)\.?",
    re.ASCII,
)
_CLOCK: Final = re.compile(
    r"(?:(\d{1,6})\s*(?:days?|d)?(?:[.,]|\s)\s*)?(\d{1,6}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?",
    re.ASCII | re.IGNORECASE,
)
_WITH_UNIT: Final = re.compile(
    r"(\d{1,6}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?)\s*([A-Za-z]+)\.?", re.ASCII
)
#: ``0h15``, ``2 min 30``: the smaller unit goes without saying, and has two digits.
_LETTER: Final = re.compile(r"(\d{1,6})\s*([A-Za-z]+)\s*([0-5]\d)", re.ASCII)
_BELOW: Final = {"h": "min", "min": "s"}
_PART: Final = r"(\d{1,12}(?:[.,]\d{1,12})?)"
_ISO: Final = re.compile(
    rf"P(?:{_PART}W)?(?:{_PART}D)?(?:T(?=\d)(?:{_PART}H)?(?:{_PART}M)?(?:{_PART}S)?)?",
    re.ASCII | re.IGNORECASE,
)
_ISO_UNITS: Final = ("wk", "d", "h", "min", "s")


@dataclass(frozen=True, slots=True, kw_only=True)
class Length:
    """A length as written: a bare number, or seconds with the units that were named, the largest
    first.
    """

    number: float = 0.0
    seconds: Fraction | None = None
    units: tuple[str, ...] = ()
    clock: bool = False  # two numbers with a colon: hours and minutes, or minutes and seconds

    def with_clock(self, first: str) -> Length:
        """Two numbers with a colon read as hours and minutes (``h``) or minutes and seconds
        (``min``); as it is where nothing says which.
        """
        if not self.clock or not first:
            return self
        if first == "min" and self.seconds is not None:
            return Length(seconds=self.seconds / 60, units=("min", "s"))
        return Length(seconds=self.seconds, units=self.units)

    def within(self, unit: str) -> float:
        """The length in a unit, which is that of a bare number."""
        if self.seconds is None:
            return self.number
        try:
            return float(self.seconds / SECONDS[unit])
        except OverflowError:
            return float("inf")


def length_of(cell: str, notation: Notation) -> Length | None:
    """What a cell says; ``None`` if it is no length of time."""
    text = plain(cell)
    number = notation.number(text)
    if number is not None:
        return Length(number=number)
    if len(text) > _LONGEST:
        return None
    sign = -1 if text.startswith("-") else 1
    text = text.lstrip("-+" if text[:1] in "-+" else "").strip()
    return (
        _clock(text, sign)
        or _clock_with_unit(text, sign)
        or _iso(text, sign)
        or _letter(text, sign)
        or _amounts(text, sign, notation)
    )


def _clock_with_unit(text: str, sign: int) -> Length | None:
    """``0:15 h`` and ``15:03 min``: the unit is that of the first number."""
    found = _WITH_UNIT.fullmatch(text)
    unit = _unit(found[2], []) if found else ""
    length = _clock(found[1], sign) if found and unit in _BELOW else None
    if length is None or not (length.clock or unit == "h"):
        return None
    return length.with_clock(unit)


def _letter(text: str, sign: int) -> Length | None:
    found = _LETTER.fullmatch(text)
    unit = _unit(found[2], []) if found else ""
    if found is None or unit not in _BELOW:
        return None
    below = _BELOW[unit]
    seconds = int(found[1]) * SECONDS[unit] + int(found[3]) * SECONDS[below]
    return Length(seconds=Fraction(sign * seconds), units=(unit, below))


def _clock(text: str, sign: int) -> Length | None:
    found = _CLOCK.fullmatch(text)
    if (
        found is None
        or int(found[3]) > 59
        or int(found[4] or 0) > 59
        or (found[1] and int(found[2]) > 23)
    ):
        return None
    seconds = (
        Fraction(f"{found[4] or 0}.{found[5] or 0}") + 60 * int(found[3]) + 3600 * int(found[2])
    )
    seconds += 86_400 * int(found[1] or 0)
    return Length(
        seconds=sign * seconds, units=("h", "min", "s"), clock=not found[4] and not found[1]
    )


def _iso(text: str, sign: int) -> Length | None:
    found = _ISO.fullmatch(text)
    if found is None or not any(found.groups()):
        return None
    parts = [(part, unit) for part, unit in zip(found.groups(), _ISO_UNITS, strict=True) if part]
    seconds = sum(
        (Fraction(part.replace(",", ".")) * SECONDS[unit] for part, unit in parts), Fraction(0)
    )
    return Length(seconds=sign * seconds, units=tuple(unit for _, unit in parts))


def _amounts(text: str, sign: int, notation: Notation) -> Length | None:
    at, seconds = 0, Fraction(0)
    units: list[str] = []
    while at < len(text):
        found = _AMOUNT.match(text, at)
        number = notation.canonical(found[1]) if found else ""
        unit = _unit(found[2], units) if found else ""
        if found is None or not number or not unit:
            return None
        seconds += Fraction(number) * SECONDS[unit]
        units.append(unit)
        at = found.end()
    return Length(seconds=sign * seconds, units=tuple(units)) if units else None


def _unit(word: str, before: list[str]) -> str:
    """The unit of a word; a lone ``m`` may be a minute or a month, but not behind an hour."""
    if word in {"m", "M"}:
        return "min" if "h" in before else ""
    return UNIT_WORDS.get(word.casefold(), "")


def why_not(cell: str) -> str:
    """What a cell that is no length seems to be, as a hint; empty if nothing is known of it."""
    text = plain(cell)
    if re.fullmatch(r"[\d.,' ]+m", text):
        return "m may be minutes or months: write min"
    if re.search(r"(?i)\d\s*(months?|mon|years?|yrs?|y|a)\b|^P\d+[YM]", text):
        return "months and years are of no one length: write days"
    if re.fullmatch(r"(?i).*\d:\d\d(:\d\d)?\s*[ap]\.?m\.?", text) or re.match(
        r"\d{4}-\d\d-\d\d|\d{1,2}[./]\d{1,2}[./]\d", text
    ):
        return "it is a point in time: --start COLUMN --end COLUMN take the time between two"
    return ""
