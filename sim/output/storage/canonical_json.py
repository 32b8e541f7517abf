"""Data as text in one way only, so that equal content has equal bytes; and reading it back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import sha256
from math import isfinite
from pathlib import Path
from typing import Any, NoReturn

from sim.characters import visible
from sim.errors import ResultsError
from sim.output.storage.safety import regular_files


def text_of(content: object) -> bytes:
    """JSON with one key a line, in the order given, ending in a newline. NaN is not JSON and not
    let through.
    """
    return (json.dumps(content, indent=1, ensure_ascii=False, allow_nan=False) + "\n").encode()


def digest_of(content: object) -> str:
    """SHA-256 of data, whatever the order of its keys."""
    packed = json.dumps(
        content, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    )
    return sha256(packed.encode()).hexdigest()


class Said(dict[str, Any]):
    """An object of a file, which knows the file: what another version, or another hand, left out is
    told with its name.
    """

    __slots__ = ("path",)

    def __init__(self, content: Mapping[str, Any], path: Path) -> None:
        super().__init__(content)
        self.path = path

    def __missing__(self, key: str) -> NoReturn:
        raise ResultsError(
            f"{self.path} is damaged: it does not say '{visible(str(key))}' where results of its"
            " kind do"
        )

    def __reduce__(self) -> tuple[type[Said], tuple[dict[str, Any], Path]]:
        return type(self), (dict(self), self.path)


def visibly(content: object) -> object:
    """Data with what no terminal and no picture may be given as escapes."""
    if isinstance(content, str):
        return visible(content, lines=True)
    if isinstance(content, list):
        return [visibly(item) for item in content]
    return visible_object(content) if isinstance(content, dict) else content


def visible_object(content: Mapping[str, Any]) -> dict[str, Any]:
    """An object, with the same done to its keys and to all in it."""
    return {visible(str(key)): visibly(item) for key, item in content.items()}


def read_object(path: Path) -> dict[str, Any]:
    """The object in a JSON file of a results folder. Whoever wrote it, what it says can
    be shown.
    """
    try:
        content = _with_file(
            visibly(
                json.loads(
                    regular_files.content(path), parse_constant=_no_number, parse_float=_finite
                )
            ),
            path,
        )
    except OSError as error:
        raise ResultsError(f"cannot read {path}: {error.strerror or error}") from error
    except (ValueError, RecursionError) as error:
        raise ResultsError(f"{path} is damaged: {error}") from error
    if not isinstance(content, dict):
        raise ResultsError(f"{path} is damaged: it holds no object")
    return content


def _no_number(text: str) -> NoReturn:
    raise ValueError(f"{text} is no number of JSON")


def _finite(text: str) -> float:
    return number if isfinite(number := float(text)) else _no_number(text[:40])


def _with_file(content: object, path: Path) -> object:
    """Data whose objects know their file."""
    if isinstance(content, list):
        return [_with_file(item, path) for item in content]
    return (
        Said({key: _with_file(item, path) for key, item in content.items()}, path)
        if isinstance(content, dict)
        else content
    )
