"""How single values are read, written, described and published, by the kind of value: one table.

Messages for the person who wrote a value come from here: what was expected, what was found, and the
nearest spelling.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from inspect import cleandoc
from typing import Any, Final

from sim.characters import plain_spaces
from sim.scenario.schema import instants, quantities, quantity_text
from sim.scenario.schema.forms import Leaf, Reads
from sim.scenario.schema.quantities import Unreadable, quotation
from sim.scenario.text.core_values import core_value
from sim.scenario.text.decimal_commas import in_place_of, readings


def nearest(word: str, known: Iterable[str]) -> str:
    """A question that names the known word most like this one, or nothing."""
    words = list(known)
    near = get_close_matches(word[:80], words, n=1, cutoff=0.65) or [
        one for one in words if one.lower() == word.lower()
    ]
    return f'did you mean "{near[0]}"?' if near else ""


def _text(raw: object) -> str:
    if isinstance(raw, str):
        return raw
    raise Unreadable(f"expected a text, got {quotation(raw)}; quote it if it is one")


def _flag(raw: object) -> bool:
    if isinstance(raw, bool):
        return raw
    raise Unreadable(f"expected true or false, got {quotation(raw)}")


def _yes_or_no(value: bool) -> bool:  # noqa: FBT001 - a flag is what it writes
    return value


def _number(value: float) -> float:
    return value


def _quantity(pattern: str, example: str) -> dict[str, Any]:
    return {"type": "string", "pattern": pattern, "examples": [example]}


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of value: how it is read, written and published; whether it is a number that may
    carry a source.
    """

    read: Callable[[Any], Any]
    write: Callable[[Any], Any]
    schema: Mapping[str, Any]
    number: bool = True


_DURATION: Final = r"^\s*([0-9.]+([eE][-+]?[0-9]+)?\s*[a-z]+\s*)+$"

KINDS: Final[Mapping[Reads, Kind]] = {
    "time": Kind(quantities.read_time, quantity_text.write_time, _quantity(_DURATION, "90 min")),
    "rate": Kind(
        quantities.read_rate,
        quantity_text.write_rate,
        _quantity(
            r"^\s*([0-9.]+([eE][-+]?[0-9]+)?|once|twice)\s*(/|per)\s*[0-9.]*\s*[a-z]+\s*$",
            "0.75 per d",
        ),
    ),
    "number": Kind(quantities.read_number, _number, {"type": "number"}),
    "weight": Kind(quantities.read_weight, _number, {"type": "number", "minimum": 0}),
    "portion": Kind(
        quantities.read_portion,
        _number,
        {"anyOf": [{"type": "number", "minimum": 0}, _quantity(r"^[0-9.]+\s*%$", "35 %")]},
    ),
    "share": Kind(
        quantities.read_share,
        _number,
        {
            "anyOf": [
                {"type": "number", "minimum": 0, "maximum": 1},
                _quantity(r"^[0-9.]+\s*%$", "35 %"),
            ]
        },
    ),
    "count": Kind(quantities.read_count, _number, {"type": "integer", "minimum": 0}),
    "time of day": Kind(
        quantities.read_clock,
        quantity_text.write_clock,
        _quantity(r"^[0-2]?[0-9]:[0-5][0-9](:[0-5][0-9])?$", "08:00"),
    ),
    "moment": Kind(
        quantities.read_moment, quantity_text.write_moment, _quantity(r"^T\+.+$", "T+6 h")
    ),
    "amount": Kind(
        quantities.read_amount,
        quantity_text.write_amount,
        {
            "anyOf": [
                {"type": "number"},
                _quantity(r"^\s*-?\s*([0-9.]+([eE][-+]?[0-9]+)?\s*[a-z]+\s*)+$", "-4 h"),
            ]
        },
    ),
    "text": Kind(_text, _text, {"type": "string"}, number=False),
    "flag": Kind(_flag, _yes_or_no, {"type": "boolean"}, number=False),
    "choice": Kind(_text, _text, {"type": "string"}, number=False),
    "instant": Kind(
        instants.read_instant,
        instants.write_instant,
        {
            "type": "string",
            "examples": ["2026-03-02T06:00+02:00", "2026-03-02T06:00 Asia/Jerusalem"],
        },
        number=False,
    ),
}


def read_leaf(form: Leaf, raw: object) -> Any:
    """The value for the code, or ``Unreadable``."""
    if raw is None and form.optional:
        return None
    kind = KINDS[form.reads]
    value = _number_read(kind, without_source(raw)) if kind.number else kind.read(raw)
    if form.reads == "choice" and value not in form.choices:
        hint = nearest(value, form.choices)
        raise Unreadable(
            f"expected {one_of(form.choices)}, got {quotation(raw)}{'; ' + hint if hint else ''}"
        )
    return value


def read_number(form: Leaf, raw: object) -> float:
    """A number for the code, or ``Unreadable``: what an input may do without is no number."""
    value = read_leaf(form, raw)
    if value is None:
        raise Unreadable("expected a number, got null")
    return float(value)


def _number_read(kind: Kind, raw: object) -> Any:
    """The value, or ``Unreadable``, which says so where a number in it is written with a comma and
    else would be read.
    """
    raw = plain_spaces(raw) if isinstance(raw, str) else raw
    try:
        return kind.read(raw)
    except Unreadable as error:
        _expect_no_percentage(kind, raw, error)
        meant = (
            [one for one in readings(raw) if _reads(kind, core_value(one))]
            if isinstance(raw, str)
            else []
        )
        if not meant:
            raise
        raise Unreadable(in_place_of(str(raw), meant)) from error


def _expect_no_percentage(kind: Kind, raw: object, error: Unreadable) -> None:
    """Say of a percentage that its place is not one for a share; elsewhere it is as readable as any
    other value.
    """
    if (
        isinstance(raw, str)
        and kind not in (KINDS["share"], KINDS["portion"], KINDS["amount"])
        and quantities.percent(raw)
    ):
        said = str(error).partition(", got ")[0]
        raise Unreadable(
            f"{said}, got {quotation(raw)}: this is no share, so % has no meaning here"
        ) from error


def _reads(kind: Kind, raw: object) -> bool:
    try:
        kind.read(raw)
    except Unreadable:
        return False
    return True


def without_source(raw: object) -> object:
    """The number of ``{value: 3, source: ...}``."""
    if not isinstance(raw, dict):
        return raw
    for key in raw:
        if key not in {"value", "source"}:
            hint = nearest(str(key), ("value", "source"))
            raise Unreadable(
                f'a number may be {{value, source}}; the key "{key}" is not'
                f" known{'; ' + hint if hint else ''}"
            )
    if "value" not in raw:
        raise Unreadable("a number with a source needs its `value`")
    if not isinstance(raw.get("source", ""), str):
        raise Unreadable(f"a source is a text, got {quotation(raw['source'])}")
    return raw["value"]


def one_of(choices: Iterable[str]) -> str:
    """The choices as a sentence names them."""
    *some, last = choices
    return f"{', '.join(some)} or {last}" if some else last


def write(form: Leaf, value: Any) -> Any:
    """The value as a file says it."""
    return KINDS[form.reads].write(value)


def json_schema(form: Leaf) -> dict[str, Any]:
    """What an editor may know of the value: JSON Schema."""
    kind = KINDS[form.reads]
    schema = dict(kind.schema)
    if form.reads == "choice":
        schema["enum"] = list(form.choices)
    if not kind.number:
        return schema
    sourced = {"type": "object", "properties": {"value": schema, "source": {"type": "string"}}}
    return {"anyOf": [schema, sourced | {"required": ["value"], "additionalProperties": False}]}


def paragraphs(declared: type) -> str | None:
    """What is said of a group of inputs, a line a paragraph, however its source is wrapped."""
    told = cleandoc(declared.__doc__ or "").split("\n\n")
    return "\n\n".join(" ".join(one.split()) for one in told) or None
