"""The text of a table out of a file's bytes: which encoding, and in one sentence what is no table
at all.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sim.errors import UsageError

MOST_BYTES: Final = 50_000_000

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


def decode(content: bytes, name: str) -> str:
    """The text of a file, by its byte order mark or in UTF-8; ``name`` is what messages call the
    file.
    """
    if len(content) > MOST_BYTES:
        raise UsageError(
            f"{name} is larger than {MOST_BYTES // 1_000_000} MB, which is no table of waiting"
            " times: keep the rows and columns that are needed."
        )
    for signature, kind in _SIGNATURES.items():
        if content.startswith(signature):
            raise UsageError(f"{name} is {kind}.")
    encoding = next(
        (coding for mark, coding in _MARKS.items() if content.startswith(mark)), "utf-8-sig"
    )
    if encoding == "utf-8-sig" and b"\0" in content:
        raise UsageError(
            f"{name} is not text: it contains zero bytes. Save the table as CSV, in UTF-8."
        )
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        raise UsageError(_undecodable(content, name, encoding, error)) from error
    if "\0" in text:
        raise UsageError(
            f"{name} is not text: it contains zero characters. Save the table as CSV, in UTF-8."
        )
    return text


def _undecodable(content: bytes, name: str, encoding: str, error: UnicodeDecodeError) -> str:
    if encoding != "utf-8-sig":
        return f"{name} begins as {encoding.upper()} and does not go on so. Save it in UTF-8."
    line = content.count(b"\n", 0, error.start) + 1
    return f"{name}:{line}: not UTF-8 text (byte 0x{content[error.start]:02x}). Save it in UTF-8."
