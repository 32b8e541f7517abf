"""The text of a table out of a file's bytes: which encoding, and in one sentence what is no table
at all.
"""

from __future__ import annotations

from codecs import BOM_UTF8
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from sim.characters import plain_spaces
from sim.errors import UsageError

MOST_BYTES: Final = 50_000_000
_SHOWN: Final = 40

_WORKBOOK: Final = (
    "a spreadsheet's own file, not text: save the sheet as CSV there and give that file"
)
_SIGNATURES: Final[Mapping[bytes, str]] = {
    b"PK\x03\x04": _WORKBOOK,
    b"\xd0\xcf\x11\xe0": _WORKBOOK,
    b"\x1f\x8b": "compressed, not text: unpack it first",
    b"BZh": "compressed, not text: unpack it first",
    b"\xfd7zXZ": "compressed, not text: unpack it first",
    b"PAR1": "a Parquet file, not text: save the table as CSV",
    b"%PDF": "a PDF file, not text: save the table as CSV",
    b"\x89PNG": "a picture, not text: save the table as CSV",
    b"\xff\xd8\xff": "a picture, not text: save the table as CSV",
    b"SQLite format 3": "a data base, not text: save the table as CSV",
}
_MARKS: Final[Mapping[bytes, str]] = {
    b"\xff\xfe\x00\x00": "utf-32",
    b"\x00\x00\xfe\xff": "utf-32",
    b"\xff\xfe": "utf-16",
    b"\xfe\xff": "utf-16",
}


#: Among the signs of text, as spreadsheets write it, that do not print.
_BREAKS: Final = frozenset("\t\r\n\f")


@dataclass(frozen=True, slots=True, kw_only=True)
class TableText:
    """The text of a file, and what a reader should know of its encoding where that was a guess."""

    text: str
    note: str = ""


def decode(content: bytes, name: str) -> TableText:
    """The text of a file, by its byte order mark, in UTF-8, or in what spreadsheets write besides;
    ``name`` is what messages call the file.
    """
    if len(content) > MOST_BYTES:
        raise UsageError(
            f"{name} is larger than {MOST_BYTES // 1_000_000} MB, which is no table of waiting"
            " times: keep the rows and columns that are needed."
        )
    for signature, kind in _SIGNATURES.items():
        if content.startswith(signature):
            raise UsageError(f"{name} is {kind}.")
    marked = next((coding for mark, coding in _MARKS.items() if content.startswith(mark)), "")
    if not marked and b"\0" in content:
        return _without_mark(content, name)
    in_utf_8, content = content.startswith(BOM_UTF8), content.removeprefix(BOM_UTF8)
    try:
        text = content.decode(marked or "utf-8")
    except UnicodeDecodeError as error:
        if marked:
            raise UsageError(
                f"{name} begins as {marked.upper()} and does not go on so. Save it in UTF-8."
            ) from error
        return _in_windows_1252(content, name, error, guess=not in_utf_8)
    if "\0" in text:
        raise UsageError(
            f"{name} is not text: it contains zero characters. Save the table as CSV, in UTF-8."
        )
    return TableText(text=text)


def _without_mark(content: bytes, name: str) -> TableText:
    """UTF-16 by its zeros, which stand in every other byte of plain signs."""
    first, second = content[::2].count(0), content[1::2].count(0)
    coding = "utf-16-be" if first else "utf-16-le"
    text = "" if first and second else _text_in(content, coding)
    if not text:
        raise UsageError(
            f"{name} is not text: it contains zero bytes. Save the table as CSV, in UTF-8."
        )
    return TableText(text=text, note=f"{name} is read as {coding.upper()}, by its zero bytes.")


def _in_windows_1252(
    content: bytes, name: str, error: UnicodeDecodeError, *, guess: bool
) -> TableText:
    """What spreadsheets write in Western Europe, unless most of the text is UTF-8 after all."""
    line = content.count(b"\n", 0, error.start) + 1
    shown = content.decode(errors="replace")
    broken = shown.count("\ufffd")
    intact = sum(not sign.isascii() for sign in shown) - broken
    text = _text_in(content, "cp1252") if guess and intact <= broken else ""
    if not text:
        raise UsageError(
            f"{name}:{line}: not UTF-8 text (byte 0x{content[error.start]:02x}). Save it in UTF-8."
        )
    written = text.splitlines()[line - 1].strip()[:_SHOWN]
    note = (
        f"{name}:{line}: not UTF-8 text, so it is read as Windows-1252: '{written}'. Digits are the"
        " same in either; where words look wrong, save the file in UTF-8."
    )
    return TableText(text=text, note=note)


def _text_in(content: bytes, coding: str) -> str:
    """The text in an encoding, if it is one, of signs that print; else nothing."""
    try:
        text = content.decode(coding)
    except UnicodeDecodeError:
        return ""
    spaces = plain_spaces(text)
    return text if all(sign.isprintable() or sign in _BREAKS for sign in set(spaces)) else ""
