"""The fields of a specification: of which type and within which bounds each is, and the same as
JSON and back.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from math import isfinite
from types import NoneType, UnionType
from typing import (
    TYPE_CHECKING,
    Any,
    Final,
    Literal,
    TypeVar,
    Union,
    get_args,
    get_origin,
    get_type_hints,
)

from sim.errors import ResultsError, UsageError

#: Under this name a specification stands in a manifest.
KEY: Final = "specification"

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

    from sim.studies.specification import Specification

S = TypeVar("S")


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """Between which numbers a field must lie."""

    least: float
    most: float | None
    above: bool

    def refusal(self, value: float) -> str:
        """What is expected instead of a number outside of them; empty where it is within."""
        low = f"above {self.least:g}" if self.above else f"of at least {self.least:g}"
        if not isfinite(value) or value < self.least or (self.above and value == self.least):
            return f"a number {low} is expected"
        return (
            ""
            if self.most is None or value <= self.most
            else f"a number of at most {self.most} is expected"
        )


# Like dataclasses.field, it stands for a value of any type.
def within(least: float, most: float | None = None, *, above: bool = False, **default: Any) -> Any:  # noqa: ANN401
    """A number that has bounds; with ``above`` the lower one is out of them itself."""
    return field(metadata={"bounds": Bounds(least=least, most=most, above=above)}, **default)


def expect_fitting(specification: DataclassInstance) -> None:
    """An error that names the first field that is of another type than declared, or out of its
    bounds.
    """
    forms = get_type_hints(type(specification))
    for one in fields(specification):
        value, form = getattr(specification, one.name), forms[one.name]
        if not _fits(value, form):
            raise UsageError(f"{one.name}: expected {_in_words(form)}, not {value!r}.")
        bounds: Bounds | None = one.metadata.get("bounds")
        if bounds is not None and value is not None and (expected := bounds.refusal(value)):
            raise UsageError(f"{one.name}: {value}: {expected}.")


def _fits(value: object, form: Any) -> bool:  # noqa: ANN401 - a type, of whatever making
    if get_origin(form) in {Union, UnionType}:
        return any(_fits(value, one) for one in get_args(form))
    if get_origin(form) is Literal:
        return value in get_args(form)
    if get_origin(form) is tuple:
        return isinstance(value, tuple) and all(isinstance(one, str) for one in value)
    if form is NoneType:
        return value is None
    if form is float:
        return isinstance(value, int | float) and not isinstance(value, bool)
    return isinstance(value, form) and (form is bool or not isinstance(value, bool))


def _in_words(form: Any) -> str:  # noqa: ANN401 - as above
    if get_origin(form) in {Union, UnionType}:
        return " or ".join(_in_words(one) for one in get_args(form))
    if get_origin(form) is Literal:
        return f"one of {', '.join(get_args(form))}"
    return _WORDS[get_origin(form) or form]


_WORDS: Final[Mapping[type, str]] = {
    str: "a text",
    int: "a whole number",
    float: "a number",
    bool: "True or False",
    tuple: "texts",
    NoneType: "None",
}


def encode(specification: Specification) -> dict[str, Any]:
    """As plain data for a manifest, field by field."""
    forms = get_type_hints(type(specification))
    return {name: _plain(getattr(specification, name), form) for name, form in forms.items()}


def _plain(value: object, form: Any) -> object:  # noqa: ANN401 - as above
    """One field as JSON has it; a number that may have a fraction has one, so that equal
    specifications are equal bytes.
    """
    if isinstance(value, tuple):
        return list(value)
    return float(value) if isinstance(value, int) and float in get_args(form) else value


def decode(kind: type[S], data: object, where: str) -> S:
    """The specification in a manifest; an error that begins with ``where`` if it is none of this
    kind.
    """
    if not isinstance(data, Mapping) or set(data) != set(get_type_hints(kind)):
        raise ResultsError(
            f"{where} is damaged: its {KEY} does not say what a study of this kind is asked."
        )
    values = {
        name: tuple(value) if isinstance(value, list) else value for name, value in data.items()
    }
    try:
        return kind(**values)
    except UsageError as error:
        raise ResultsError(f"{where} is damaged: its {KEY} says {error}") from error
