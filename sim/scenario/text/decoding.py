"""The bytes of a scenario file as text, or the one reason why they are none."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from sim.characters import HIDDEN, name_of
from sim.errors import Problem, ScenarioError
from sim.scenario.text.file_search import files_within, likely_file

MOST_BYTES: Final = 1_000_000


def text_of(path: Path, shown: str) -> str:
    """The text of a file; ``shown`` is how messages name it."""
    return _decode(_bytes(path, shown), shown)


def _bytes(path: Path, shown: str) -> bytes:
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = (
            "is a directory, not a file" if isinstance(error, IsADirectoryError) else _reason(error)
        )
        raise file_error(shown, reason, _instead(path, error)) from error
    if sign := HIDDEN.search(path.stem):  # it names the results, and stands on charts
        raise file_error(
            shown, f"the name of a scenario file cannot hold {name_of(sign[0])}", "Rename the file."
        )
    if len(content) > MOST_BYTES:
        raise file_error(
            shown, f"is larger than {MOST_BYTES // 1000:,} kB, far more than any scenario needs"
        )
    return content


def _instead(path: Path, error: OSError | ValueError) -> str:
    """Which file may have been meant."""
    if isinstance(error, IsADirectoryError):
        return files_within(path)
    near = likely_file(path) if isinstance(error, FileNotFoundError) else None
    return f"Did you mean {near}?" if near else ""


def _reason(error: OSError | ValueError) -> str:
    if isinstance(error, FileNotFoundError):
        return "there is no such file"
    return f"cannot be read: {getattr(error, 'strerror', None) or error}"


def _decode(content: bytes, shown: str) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        wide = content.startswith(b"\xff\xfe\0\0")
        raise file_error(
            shown, f"is not UTF-8 text but UTF-{32 if wide else 16}", "Save it in UTF-8."
        )
    if b"\0" in content:
        raise file_error(
            shown,
            "is not text: it contains zero bytes, as UTF-16 and UTF-32 do",
            "A scenario is YAML text in UTF-8.",
        )
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        message = f"is not UTF-8 text (byte 0x{content[error.start]:02x} in line {line})"
        raise file_error(shown, message, "Save it in UTF-8.") from error


def file_error(file: str, message: str, hint: str = "") -> ScenarioError:
    """An error about a file as a whole."""
    return ScenarioError((Problem(file=file, message=message, hint=hint),))
