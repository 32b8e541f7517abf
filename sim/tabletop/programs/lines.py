"""What a program in a seat is told, line by line, and what its own lines say.

It sees what a person in its seat would: the entries that ``SEEN`` lets through, and of a question
the fields in ``VIEWED``. What is not listed is not said.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from enum import Enum
from math import inf, isfinite
from types import MappingProxyType
from typing import Any, Final

from sim.domain.communication.messages import Precedence
from sim.domain.decisions.views import AnyView, OutsideView, Seat
from sim.engine.acts import MAY_WRITE
from sim.errors import UsageError
from sim.tabletop.game.journal import Record, words_said
from sim.tabletop.game.table import Opening, Table
from sim.tabletop.programs.process import Fault
from sim.tabletop.seat.capital import Capital
from sim.tabletop.seat.sight import BROADCAST, Feed, Seen

VERSION: Final = 1
#: Hours until a program may wish to be called again.
LEAST_CALL: Final = 0.1
_BOTH: Final = ("asks", "trigger", "rung", "mean", "variance", "red_line", "trust", "under_fire")
#: The fields of a question that a seat is told. The worth of the options is what its advisers say,
#: who are asked; the luck of its rule and the length of the window nobody knows.
VIEWED: Final[Mapping[Seat, tuple[str, ...]]] = MappingProxyType(
    {
        "frontline": (*_BOTH, "state", "stance", "stance_age", "pressure", "deterrence"),
        "patron": _BOTH,
        "adversary": ("asks", "rung", "readiness", "severity"),
        "region": ("asks", "rung", "about"),
    }
)
_MOST_SHOWN: Final = 80


def line(content: Mapping[str, Any]) -> bytes:
    """An object as a line of JSON."""
    return json.dumps(_plain(content), separators=(",", ":"), allow_nan=False).encode() + b"\n"


def greeting(table: Table, seat: Seat, limit: float) -> bytes:
    """The first line: which language is spoken here, which seat it is, what it may do there."""
    opening: Opening = table.opening
    capital = Capital(seat, table.setting)
    there = table.setting.region.partners if seat == "region" else {}
    partners = {"partners": {key: capital.partner(key) for key in there}} if there else {}
    return line(
        {
            "hotline": VERSION,
            "seat": seat,
            "limit_s": limit,
            "scenario": table.scenario.name,
            "arm": opening.arm,
            "you": capital.us,
            "they": capital.them,
            "may_write": list(MAY_WRITE[capital.role]) if capital.is_ally else [],
            "precedences": [one.name.lower() for one in Precedence],
            "channels": list(table.setting.channels),
            **partners,
        }
    )


def event_line(number: int, seen: Seen, words: str) -> bytes:
    """Something that the seat has seen, with what was written in a message."""
    told = {"n": number, "t": seen.at, "event": seen.kind, "data": dict(seen.data)}
    return line({**told, "text": words} if words else told)


def question_line(number: int, question: int, view: AnyView) -> bytes:
    """A question to the seat."""
    shown = {name: getattr(view, name) for name in VIEWED[view.seat]}
    if isinstance(view, OutsideView):
        shown = {name: value for name, value in shown.items() if value is not None}
    about = {"n": number, "t": view.time, "question": question, "options": list(view.options)}
    return line({**about, "view": shown})


#: What comes with words, and the field that has its number.
WORDED: Final[Mapping[str, str]] = MappingProxyType({"read": "message", BROADCAST: "number"})


def words_told(
    feed: Feed, records: Sequence[Record], words_of: Callable[[Record], str]
) -> Mapping[tuple[str, object], str]:
    """What was written, and said by the facilitator, by what it is and its number."""
    said = enumerate(words_said(records, words_of), start=1)
    return {
        **{("read", feed.letter(one.message)): words_of(one) for one in records},
        **{(BROADCAST, number): words for number, words in said},
    }


def said_line(heard: bytes) -> dict[str, Any]:
    """The object that a program said; a fault where it is none."""
    try:
        said = json.loads(heard.decode("utf-8"), parse_constant=_no_number)
    except UnicodeDecodeError:
        raise Fault(f"it said what is no UTF-8: {_line_beginning(heard)}") from None
    except (ValueError, RecursionError):
        raise Fault(f"it said what is no JSON: {_line_beginning(heard)}") from None
    if not isinstance(said, dict) or not isinstance(said.get("do"), str):
        raise Fault(f'it said no object with "do": {_line_beginning(heard)}')
    return said


def text_said(said: Mapping[str, Any], name: str) -> str:
    """The text that a line has under a name; none where it has none."""
    text = said.get(name, "")
    if not isinstance(text, str):
        raise Fault(f'its "{name}" is no text')
    return text


def hours_said(value: object) -> float:
    """After how many hours a program wishes to be called."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise UsageError('call says "hours", a number')
    try:
        hours = float(value)
    except OverflowError:
        hours = inf
    if not isfinite(hours) or hours < LEAST_CALL:
        raise UsageError(f'call says "hours", {LEAST_CALL} or more')
    return hours


def _line_beginning(heard: bytes) -> str:
    """The beginning of a line, in characters that can stand anywhere."""
    text = ascii(heard.decode("utf-8", "backslashreplace"))[1:-1]
    return f"'{text}'" if len(text) <= _MOST_SHOWN else f"'{text[:_MOST_SHOWN]}...'"


def _no_number(text: str) -> float:
    raise ValueError(text)


def _plain(value: object) -> Any:  # noqa: ANN401 - whatever JSON takes
    """A value as JSON has it; a number without end is none."""
    if isinstance(value, Mapping):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    if isinstance(value, Enum):
        return value.name.lower()
    if isinstance(value, float) and not isfinite(value):
        return None
    return value
