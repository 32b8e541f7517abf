"""Frozen dataclasses as plain JSON data, and back: the one way in which summaries are written and
read.

Fields are written in their order under their names, a trailing underscore left out (``with_`` is
``with``). Reading is strict: what is lacking, unknown or of another type is an error that names the
file and the key. A field with a default may be lacking, as in folders of older versions; one whose
metadata say ``omitted`` is left out where it is ``None``.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import MISSING, dataclass, fields, is_dataclass
from functools import cache
from pathlib import Path
from types import NoneType, UnionType
from typing import (
    Any,
    Final,
    Literal,
    Protocol,
    TypeVar,
    Union,
    cast,
    get_args,
    get_origin,
    get_type_hints,
    runtime_checkable,
)

from sim.errors import ResultsError
from sim.output.storage import canonical_json

T = TypeVar("T")
#: Numbers as JSON has them: an integer may stand where a number is read.
_SIMPLE: Final[Mapping[object, tuple[type, ...]]] = {
    str: (str,),
    int: (int,),
    float: (int, float),
    bool: (bool,),
    NoneType: (NoneType,),
}
_LEAVES: Final = frozenset({str, int, float, bool, NoneType})
_NAMES: Final[Mapping[object, str]] = {
    str: "text",
    int: "a whole number",
    float: "a number",
    bool: "true or false",
    NoneType: "null",
}


class _WrongError(Exception):
    """What is wrong with data, and the keys that lead there, the innermost first."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what
        self.keys: list[str] = []


@dataclass(frozen=True, slots=True)
class _Field:
    """A field of a class: its name, its key in JSON, its type, whether it may be lacking, whether
    ``None`` is left out.
    """

    name: str
    key: str
    type: object
    optional: bool
    omitted: bool


@cache
def _fields(cls: type) -> tuple[_Field, ...]:
    types = get_type_hints(cls)
    return tuple(
        _Field(
            one.name,
            one.name.removesuffix("_"),
            types[one.name],
            one.default is not MISSING,
            bool(one.metadata.get("omitted")),
        )
        for one in fields(cls)
        if one.init
    )


def plain(value: object) -> Any:  # noqa: ANN401 - JSON has many types
    """A value as plain data."""
    if type(value) in _LEAVES:
        return value
    if is_dataclass(value):
        pairs = ((one, getattr(value, one.name)) for one in _fields(cast("Hashable", type(value))))
        return {
            one.key: plain(content)
            for one, content in pairs
            if not (one.omitted and content is None)
        }
    if isinstance(value, Mapping):
        return {key: plain(content) for key, content in value.items()}
    if isinstance(value, (tuple, list)):
        return [one if type(one) in _LEAVES else plain(one) for one in value]
    return value


@runtime_checkable
class _Tabled(Protocol):
    """A summary whose tables hold a row for each of its outcomes, or else name what they lack."""

    def gaps(self) -> Iterator[str]: ...


def _without_gaps(made: object) -> object:
    if isinstance(made, _Tabled) and (gap := next(made.gaps(), "")):
        raise _WrongError(gap)
    return made


def read_summary(cls: type[T], path: Path) -> T:
    """The object of a class in a JSON file of a results folder."""
    return typed_object(cls, canonical_json.read_object(path), str(path))


def typed_object(cls: type[T], data: object, where: str) -> T:
    """Plain data as an object of a class; ``where`` names the file in an error."""
    try:
        return cast("T", _without_gaps(_reader(cast("Hashable", cls))(data)))
    except _WrongError as wrong:
        at = ".".join(reversed(wrong.keys))
        raise ResultsError(f"{where} is damaged: {at + ': ' if at else ''}{wrong.what}") from wrong


Reader = Callable[[object], object]


@cache
def _reader(kind: object) -> Reader:
    """What reads data of a type. It is made once for each type: a summary of a large sweep has many
    numbers.
    """
    origin, arguments = get_origin(kind), get_args(kind)
    if kind in _SIMPLE:
        return _simple_reader(kind)
    if kind is object:  # data that another reader knows: what a study was asked
        return lambda data: data
    if isinstance(kind, type) and is_dataclass(kind):
        return lambda data: _object(kind, data)
    if origin in (Union, UnionType):
        return _union_reader(
            [_reader(one) for one in arguments if one is not NoneType], none=NoneType in arguments
        )
    if origin is Literal:
        return lambda data: _literal(arguments, data)
    if origin is tuple:
        return _tuple_reader(arguments)
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return _mapping_reader(_reader(arguments[1]))
    raise TypeError(f"summaries have no fields of type {kind}")


def _simple_reader(kind: object) -> Reader:
    accepted, name = _SIMPLE[kind], _NAMES[kind]

    def simple(data: object) -> object:
        if type(data) not in accepted:
            raise _WrongError(f"expected {name}")
        return data

    return simple


def _union_reader(readers: Sequence[Reader], *, none: bool) -> Reader:
    *others, last = readers

    def either(data: object) -> object:
        if none and data is None:
            return None
        for one in others:
            try:
                return one(data)
            except _WrongError:
                continue
        return last(data)

    return either


def _literal(values: tuple[object, ...], data: object) -> object:
    for value in values:
        if type(value) is type(data) and value == data:
            return value
    raise _WrongError(f"expected one of {', '.join(map(str, values))}")


def _tuple_reader(arguments: tuple[object, ...]) -> Reader:
    """Tuples of any length with one type, or of a fixed length with a type for each place."""
    endless = arguments[-1] is Ellipsis
    readers = [_reader(one) for one in arguments if one is not Ellipsis]

    def row(data: object) -> object:
        if not isinstance(data, list):
            raise _WrongError("expected a list")
        if endless:
            return _row(readers[0], data)
        if len(data) != len(readers):
            raise _WrongError(f"expected a list of {len(readers)}")
        return tuple(_within(str(at), one, data[at]) for at, one in enumerate(readers))

    return row


def _row(reader: Reader, data: list[object]) -> tuple[object, ...]:
    """All values of a list. Only where one does not fit is it asked which: a sweep has a million of
    them.
    """
    try:
        return tuple(map(reader, data))
    except _WrongError:
        return tuple(_within(str(at), reader, one) for at, one in enumerate(data))


def _mapping_reader(reader: Reader) -> Reader:
    def mapping(data: object) -> object:
        return {key: _within(key, reader, one) for key, one in _object_of(data).items()}

    return mapping


def _object(cls: type, data: object) -> object:
    found, known = dict(_object_of(data)), _fields(cls)
    if strange := found.keys() - {one.key for one in known}:
        raise _WrongError(f"unknown key {min(strange)}")
    if lacking := [one.key for one in known if one.key not in found and not one.optional]:
        raise _WrongError(f"it lacks {', '.join(lacking)}")
    present = (one for one in known if one.key in found)
    return cls(**{one.name: _within(one.key, _reader(one.type), found[one.key]) for one in present})


def _object_of(data: object) -> Mapping[str, object]:
    if not isinstance(data, dict):
        raise _WrongError("expected an object")
    return data


def _within(key: str, reader: Reader, data: object) -> object:
    try:
        return reader(data)
    except _WrongError as wrong:
        wrong.keys.append(key)
        raise
