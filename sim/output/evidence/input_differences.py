"""In which inputs two arms differ: the only possible cause of any difference between
their worlds.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass

Row = tuple[str, str, str]


def differences(first: object, second: object, path: str = "") -> Iterator[Row]:
    """(path, value, value) of all inputs that are not equal."""
    if first == second:
        return
    if is_dataclass(first) and type(first) is type(second):
        for field in fields(first):
            yield from differences(
                getattr(first, field.name), getattr(second, field.name), _join(path, field.name)
            )
    elif isinstance(first, Mapping) and isinstance(second, Mapping):
        for key in dict.fromkeys((*first, *second)):
            yield from differences(first.get(key), second.get(key), _join(path, str(key)))
    else:
        yield path, _input_text(first), _input_text(second)


def _join(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


def _input_text(value: object) -> str:
    told = (
        "not there" if value is None else f"{value:g}" if isinstance(value, float) else str(value)
    )
    return told if len(told) <= 30 else f"{told[:27]}..."
