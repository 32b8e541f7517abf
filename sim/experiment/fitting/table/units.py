"""Units of time: what the name of a column says of it, and only where it can mean nothing else."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

from sim.errors import UsageError

#: Seconds in each unit, by the name that a scenario gives it.
SECONDS: Final[Mapping[str, int]] = MappingProxyType(
    {"s": 1, "min": 60, "h": 3600, "d": 86_400, "wk": 604_800}
)

_SHORT: Final = {
    "s": "s",
    "sec": "s",
    "secs": "s",
    "min": "min",
    "mins": "min",
    "h": "h",
    "hr": "h",
    "hrs": "h",
    "d": "d",
    "wk": "wk",
    "wks": "wk",
}
_MANY: Final = {"seconds": "s", "minutes": "min", "hours": "h", "days": "d", "weeks": "wk"}
_ONE: Final = {"second": "s", "minute": "min", "hour": "h", "day": "d", "week": "wk"}
_FOREIGN: Final = {
    "sek": "s",
    "sekunde": "s",
    "sekunden": "s",
    "minuten": "min",
    "std": "h",
    "stunde": "h",
    "stunden": "h",
    "tag": "d",
    "tage": "d",
    "woche": "wk",
    "wochen": "wk",
}
#: What stands behind a number in a cell, or in brackets behind a name.
UNIT_WORDS: Final[Mapping[str, str]] = MappingProxyType(_SHORT | _MANY | _ONE | _FOREIGN)

_BRACKETS: Final = re.compile(r".*[\[(]\s*(?:in )?\s*([a-z]+)\.?\s*[\])]\s*")
_WORDS: Final = re.compile(r"[\s_.,\-]+")
_RATES: Final = frozenset({"per", "of", "first", "last", "each", "every", "min", "max"})
#: Words that make a name that of a rate, a share or a number, whatever units are in it.
_NO_TIMES: Final = frozenset(
    {"per", "pro", "rate", "ratio", "share", "percent", "percentage", "pct", "%", "count", "number"}
)
_CLOCK: Final = re.compile(
    r"(?<![a-z:])(?:(h{1,2})|m{1,2}|min):(?:m{1,2}|min|s{1,2}|sec|sek)(?![a-z:])"
)
_STATISTICS: Final = frozenset(
    {"max", "maximum", "mean", "avg", "average", "median", "sum", "total", "sd", "std", "range"}
)


def unit_of_name(column: str, header: Sequence[str]) -> str:
    """The unit that a column's name ends with (``delay_min``, ``delay [h]``) or begins with in full
    (``days_to_reply``).

    Empty where it says none, or where its last word may be something else, such as the least of
    several.
    """
    name = column.casefold().strip()
    bracketed = _BRACKETS.fullmatch(name)
    if bracketed:
        word = bracketed[1]
        stem = name[: bracketed.start(1)].rstrip("[( in")
        return "" if _is_least(word, stem, header) else UNIT_WORDS.get(word, "")
    words = [word for word in _WORDS.split(name) if word]
    found = {_MANY[word] for word in words if word in _MANY}
    if _NO_TIMES & set(words):
        return ""
    if len(words) > 1 and words[-1] in _SHORT and not _is_other(words, header):
        found.add(_SHORT[words[-1]])
    if len(found) != 1 or _is_count(words):
        return ""
    return found.pop() if words[0] in _MANY or words[-1] in _MANY | _SHORT else ""


def clock_of_name(column: str) -> str:
    """What times such as 15:03 begin with, by a name such as ``wait (hh:mm)`` or ``wait mm:ss``:
    ``h`` or ``min``; empty where it does not say.
    """
    found = _CLOCK.search(column.casefold())
    return ("h" if found[1] else "min") if found else ""


def _is_other(words: Sequence[str], header: Sequence[str]) -> bool:
    """Whether a short word at the end may be no unit: a rate, a number of units, the least."""
    before = words[-2]
    both = before in _SHORT  # the least of hours, or minutes? hours and minutes?
    return (
        both
        or before in _RATES
        or before.isdigit()
        or _is_least(words[-1], " ".join(words[:-1]), header)
    )


def _is_least(word: str, stem: str, header: Sequence[str]) -> bool:
    """Whether ``min`` stands for the least, as beside it there is a mean or a maximum
    of the same.
    """
    if word != "min":
        return False
    others = [
        [one for one in re.split(r"[\s_.,\-\[\]()]+", name.casefold()) if one] for name in header
    ]
    same = [one for one in re.split(r"[\s_.,\-]+", stem) if one]
    return any(other[:-1] == same and other[-1] in _STATISTICS for other in others if other)


def _is_count(words: Sequence[str]) -> bool:
    """Whether a full word is no unit of this column: ``first_30_days``, ``cases per days``."""
    return any(
        word in _MANY and at and (words[at - 1] in _RATES or words[at - 1].isdigit())
        for at, word in enumerate(words)
    )


def asks_for_unit(column: str) -> UsageError:
    """What to say where nothing tells the unit."""
    return UsageError(
        f"The column's name '{column}' does not say in which unit its times are: add --unit"
        f" {', '.join(SECONDS)}, or end the name with it, as in delay_min or delay [h]."
    )
