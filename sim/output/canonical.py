"""Data as text in one way only, so that equal content has equal bytes; and reading it back."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path
from typing import Any

from sim.errors import ResultsError
from sim.output import regular


def text_of(content: object) -> bytes:
    """JSON with one key a line, in the order given, ending in a newline. NaN is not JSON and not let through."""
    return (json.dumps(content, indent=1, ensure_ascii=False, allow_nan=False) + "\n").encode()


def digest_of(content: object) -> str:
    """SHA-256 of data, whatever the order of its keys."""
    packed = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return sha256(packed.encode()).hexdigest()


def read(path: Path) -> dict[str, Any]:
    """The object in a JSON file of a results folder."""
    try:
        content = json.loads(regular.content(path))
    except OSError as error:
        raise ResultsError(f"cannot read {path}: {error.strerror or error}") from error
    except (ValueError, RecursionError) as error:
        raise ResultsError(f"{path} is damaged: {error}") from error
    if not isinstance(content, dict):
        raise ResultsError(f"{path} is damaged: it holds no object")
    return content
