"""Quantities with units, as a file writes them and as code uses them: hours, per hour, plain
numbers.

Every reader takes one value as YAML reads it and gives the number for the code, or raises
``Unreadable`` with a sentence for the person who wrote it. Every writer gives back text from which
the reader makes the same number, bit by bit.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from math import isfinite
from typing import Final

from sim.domain.inputs.checks import Amount


class Unreadable(ValueError):
    """A value that is not what its place needs; the message says what would be."""


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit of time: hours = number x ``times`` / ``over``, so that ``61 min`` is
    exactly 61/60.
    """

    name: str
    times: float
    over: float
    spellings: tuple[str, ...]

    def hours(self, number: float) -> float:
        return number * self.times / self.over

    def rate(self, number: float) -> float:
        """Per hour, from a number per this unit."""
        return number * self.over / self.times


SECOND: Final = Unit("s", 1.0, 3600.0, ("s", "sec", "second", "seconds"))
MINUTE: Final = Unit("min", 1.0, 60.0, ("min", "minute", "minutes"))
HOUR: Final = Unit("h", 1.0, 1.0, ("h", "hour", "hours"))
DAY: Final = Unit("d", 24.0, 1.0, ("d", "day", "days"))
WEEK: Final = Unit("wk", 168.0, 1.0, ("wk", "week", "weeks"))
SPELLINGS: Final = {
    spelling: unit for unit in (SECOND, MINUTE, HOUR, DAY, WEEK) for spelling in unit.spellings
}
UNITS_SAID: Final = "units are s, min, h, d, wk"

_NUMBER: Final = r"(?:\d{1,30}(?:\.\d{0,30})?|\.\d{1,30})(?:[eE][-+]?\d{1,3})?"
_AMOUNT: Final = re.compile(rf"\s*([-+]?{_NUMBER})\s*([A-Za-zµ]*)", re.ASCII)
_RATE: Final = re.compile(
    rf"\s*([-+]?{_NUMBER}|once|twice)\s*(?:/|per\b)\s*({_NUMBER})?\s*([A-Za-z]+)\s*", re.ASCII
)
_CLOCK: Final = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2}))?", re.ASCII)
_PERCENT: Final = re.compile(rf"([-+]?{_NUMBER})\s*%", re.ASCII)
_SPELT_PERCENT: Final = re.compile(rf"({_NUMBER})\s*(?:per\s?cent|pct\.?|percentage)", re.ASCII)
_DIGIT: Final = re.compile(r"\d", re.ASCII)
#: As people write rates that are none here: "5 % per day", "3 times a day", "every 12 h", "daily".
_LOOSE_RATE: Final = re.compile(
    rf"(?:(?P<number>{_NUMBER})\s*(?P<percent>%|per\s?cent\b|percent\b)?\s*(?:times|x)?)?\s*"
    rf"(?:(?:/|per\b|a\b|an\b|each\b|every\b|in\b)\s*(?P<span>{_NUMBER})?\s*(?P<unit>[a-z]+)"
    r"|(?P<often>hourly|daily|weekly))",
    re.ASCII,
)
_SPANS: Final = SPELLINGS | {"hourly": HOUR, "daily": DAY, "weekly": WEEK}
_WORDS: Final = {"once": 1.0, "twice": 2.0}


def quotation(raw: object) -> str:
    """A value as it is quoted in a message, cut to a readable length."""
    if isinstance(raw, dict):
        return "a map"
    if isinstance(raw, (list, tuple)):
        return "a list"
    if raw is None:
        return "nothing"
    text = ("true" if raw else "false") if isinstance(raw, bool) else str(raw)
    return f'"{text[:60]}{"..." if len(text) > 60 else ""}"' if isinstance(raw, str) else text[:60]


def read_time(raw: object) -> float:
    """Hours, from ``90 min``, ``1 h 30 min``, ``3 d``, ``2 wk`` or ``45 s``."""
    text = _text(raw, 'a duration such as "90 min" or "3 d"')
    hours = 0.0
    for number, unit in _amounts(text):
        if number < 0:
            raise Unreadable(f"a duration cannot be negative, got {quotation(raw)}")
        hours += unit.hours(number)
    return _finite(hours, raw)


def _amounts(text: str) -> Iterator[tuple[float, Unit]]:
    at = 0
    while at < len(text.rstrip()):
        found = _AMOUNT.match(text, at)
        if found is None or found.end() == at:
            raise Unreadable(
                f'expected a duration such as "90 min" or "1 h 30 min", got {quotation(text)}'
            )
        yield float(found[1]), _unit(found[2], text)
        at = found.end()
    if at == 0:
        raise Unreadable('expected a duration such as "90 min", got an empty text')


def _unit(word: str, text: str) -> Unit:
    if word in SPELLINGS:
        return SPELLINGS[word]
    if not word:
        raise Unreadable(
            f'expected a duration with its unit, such as "90 min", got {quotation(text)};'
            f" {UNITS_SAID}"
        )
    doubt = ' ("m" may be minutes or months: write min)' if word == "m" else ""
    raise Unreadable(f'"{word[:20]}" is not a unit of time{doubt}; {UNITS_SAID}')


def read_rate(raw: object) -> float:
    """Per hour, from ``0.75 per d``, ``2 / h`` or ``once per 12 h``."""
    text = _text(raw, 'a rate such as "0.75 per d"')
    found = _RATE.fullmatch(text)
    if found is None:
        meant = _rate_meant(text)
        raise Unreadable(
            f'expected a rate such as "0.75 per d" or "once per 12 h", got {quotation(raw)}'
            + (f'; write "{meant}"' if meant else "")
        )
    number = _WORDS[found[1]] if found[1] in _WORDS else float(found[1])
    span = float(found[2]) if found[2] else 1.0
    if number < 0:
        raise Unreadable(f"a rate cannot be negative, got {quotation(raw)}")
    if span == 0:
        raise Unreadable(f"a rate needs a span of time above zero, got {quotation(raw)}")
    return _finite(_unit(found[3], text).rate(number) / span, raw)


def _rate_meant(text: str) -> str:
    """A rate as it is read, from one in per cent or in words; empty where none is near."""
    found = _LOOSE_RATE.fullmatch(text.strip().lower())
    if found is None or (found["unit"] or found["often"]) not in _SPANS:
        return ""
    number = found["number"] or "1"
    if found["percent"]:
        number = f"{float(number) / 100.0:.12g}"
    unit = _SPANS[found["unit"] or found["often"]].name
    span = f"{found['span']} " if found["span"] else ""
    return f"{number} per {span}{unit}"


def read_number(raw: object) -> float:
    """Any finite number."""
    if isinstance(raw, bool) or not isinstance(raw, (int, float)):
        raise Unreadable(f"expected a number, got {quotation(raw)}")
    return _finite(raw, raw)


def read_weight(raw: object) -> float:
    """A number that is not negative."""
    number = read_number(raw)
    if number < 0:
        raise Unreadable(f"expected a number that is not negative, got {quotation(raw)}")
    return number


def percent(raw: str) -> float | None:
    """The share that a percentage says, within 0..1 or not; ``None`` where the text is none."""
    found = _PERCENT.fullmatch(raw.strip())
    return float(found[1]) / 100.0 if found else None


def read_share(raw: object) -> float:
    """A share within 0..1, also written ``35 %``."""
    number = _proportion(raw, 'expected a share within 0 and 1, or "35 %"')
    if not 0.0 <= number <= 1.0:
        meant = (
            f"; write {number / 100:.12g}, or {number:.12g} %"
            if 2.0 <= number <= 100.0 and raw == number
            else ""
        )
        raise Unreadable(f'expected a share within 0 and 1, or "35 %", got {quotation(raw)}{meant}')
    return number + 0.0


def read_portion(raw: object) -> float:
    """A weight among others, of which only the ratios count, or a share added to something, which
    may be above 1: either may be a percentage.
    """
    number = _proportion(raw, 'expected a number, such as 2 or "35 %"')
    if number < 0:
        raise Unreadable(f"expected a number that is not negative, got {quotation(raw)}")
    return number + 0.0


def _proportion(raw: object, expected: str) -> float:
    if not isinstance(raw, str):
        return read_number(raw)
    number = percent(raw)
    if number is None:
        meant = _SPELT_PERCENT.fullmatch(raw.strip().lower())
        told = f"; write {meant[1]} %" if meant else ""
        raise Unreadable(f"{expected}, got {quotation(raw)}{told}")
    return _finite(number, raw)


def read_count(raw: object) -> int:
    """A whole number that is not negative."""
    if isinstance(raw, bool) or not isinstance(raw, int):
        raise Unreadable(f"expected a whole number, got {quotation(raw)}")
    if raw < 0:
        raise Unreadable(f"expected a whole number that is not negative, got {quotation(raw)}")
    if raw > MOST:
        raise Unreadable(f"{quotation(raw)} is more than a results table can hold")
    return raw


MOST: Final = 2**63 - 1


def read_clock(raw: object) -> float:
    """A time of day in hours, from ``08:00`` to ``24:00``."""
    found = _CLOCK.fullmatch(raw.strip()) if isinstance(raw, str) else None
    if found is None:
        raise Unreadable(f'expected a time of day such as "08:30", got {quotation(raw)}')
    hours, minutes, seconds = int(found[1]), int(found[2]), int(found[3] or 0)
    clock = hours + minutes / 60 + seconds / 3600
    if minutes > 59 or seconds > 59 or clock > 24:
        raise Unreadable(f"expected a time of day from 00:00 to 24:00, got {quotation(raw)}")
    return clock


def read_moment(raw: object) -> float:
    """Hours after the start, from ``T+6 h``."""
    text = _text(raw, 'a time after the start such as "T+6 h"').strip()
    if not text.startswith("T+"):
        raise Unreadable(f'expected a time after the start such as "T+6 h", got {quotation(raw)}')
    return read_time(text[2:])


def read_amount(raw: object) -> Amount:
    """A pure number, a percentage, or hours from a duration; each may be negative: ``0.5``, ``20
    %``, ``-4 h``.
    """
    if not isinstance(raw, str):
        return Amount(read_number(raw), "")
    said = raw.strip()
    share = percent(said)
    if share is not None:
        return Amount(_finite(share, raw), "%")
    if not _DIGIT.search(said):
        raise Unreadable(
            'expected a duration such as "90 min", a number or a share such as "20 %", got'
            f" {quotation(raw)}"
        )
    sign = -1.0 if said.startswith("-") else 1.0
    return Amount(sign * read_time(said.removeprefix("-")) + 0.0, "h")


def _text(raw: object, expected: str) -> str:
    if isinstance(raw, str):
        return raw
    if isinstance(raw, (int, float)) and not isinstance(raw, bool):
        raise Unreadable(f"expected {expected}, got {quotation(raw)} without a unit")
    raise Unreadable(f"expected {expected}, got {quotation(raw)}")


def _finite(number: float, raw: object) -> float:
    try:
        value = float(number)
    except OverflowError:
        value = float("inf")
    if not isfinite(value):
        raise Unreadable(f"expected a finite number, got {quotation(raw)}")
    return value + 0.0  # no negative zero: equal numbers are to have equal bytes
