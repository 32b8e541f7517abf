"""What a page sends, read once: an act with its mark, and what its person had before him."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite
from re import ASCII
from re import compile as pattern
from typing import Any, Final

from sim.errors import UsageError

_MARK: Final = pattern(r"[0-9A-Za-z-]{8,64}", ASCII)
#: Beyond it a browser's numbers are not whole any more.
_EXACT: Final = 2**53
_DO: Final = pattern(r"[a-z_]{1,24}", ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """An act as a page sends it.

    ``mark`` names it, so that one that is sent twice happens once. ``question`` is what it answers,
    ``seen`` the number of the last entry that its page showed, ``stamp`` the server's milliseconds
    when it was pressed.
    """

    mark: str
    do: str
    data: Mapping[str, Any]
    text: str = ""
    question: str = ""
    seen: int = 0
    stamp: float = 0.0


_KINDS: Final[Mapping[str, tuple[type, ...]]] = {
    "id": (str,),
    "do": (str,),
    "with": (dict,),
    "text": (str,),
    "question": (str,),
    "seen": (int,),
    "stamp": (int, float),
}


def read_request(body: bytes) -> Request:
    """The act in a body; an error says what is wrong with it."""
    found = json_object(body)
    for key, value in found.items():
        if key not in _KINDS or isinstance(value, bool) or not isinstance(value, _KINDS[key]):
            raise UsageError(f"an act says {', '.join(_KINDS)}, each once; not this {key[:40]!r}")
    mark, do = str(found.get("id", "")), str(found.get("do", ""))
    if not _MARK.fullmatch(mark) or not _DO.fullmatch(do):
        raise UsageError("an act has an id of 8 to 64 letters and digits, and says what is done")
    return Request(
        mark=mark,
        do=do,
        data=found.get("with", {}),
        text=found.get("text", ""),
        question=found.get("question", ""),
        seen=found.get("seen", 0),
        stamp=found.get("stamp", 0.0),
    )


def json_object(body: bytes) -> Mapping[str, Any]:
    """The object that a body is: JSON in UTF-8, of numbers that are finite and text that any file
    can hold.
    """
    try:
        text = body.decode("utf-8")
        found = json.loads(text, parse_constant=_no_number, parse_int=_whole_number)
        json.dumps(found, ensure_ascii=False, allow_nan=False).encode("utf-8")
    except (ValueError, RecursionError) as error:
        raise UsageError("that is no JSON that can be kept") from error
    if not isinstance(found, dict):
        raise UsageError("an act is a JSON object")
    return found


def number_of(data: Mapping[str, Any], key: str) -> float:
    """A finite number that an act gives."""
    value = data.get(key)
    if isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value):
        raise UsageError(f"{key} is a number")
    return float(value)


def _whole_number(text: str) -> int:
    """A whole number that is also exact as one with a point: no other is counted with anywhere."""
    number = int(text)
    if abs(number) > _EXACT:
        raise ValueError(text)
    return number


def _no_number(text: str) -> float:
    raise ValueError(text)
