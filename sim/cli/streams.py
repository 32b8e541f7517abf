"""Streams that do not fail for what is no fault of the command: closed ones, readers that go away,
narrow encodings.

A closed stream is like one to /dev/null, so that no file of results can be opened in its place.
When a reader has gone (``| head``) the rest goes nowhere and the command goes on: results are
written whole, and the exit status is its own.
"""

from __future__ import annotations

import codecs
import io
import os
import sys
from typing import Final, TextIO

_ERRORS: Final = "hotline.escaped"


def make_ready() -> None:
    """Put streams in order, those that the interpreter opened; one that a caller put in their place
    stays.
    """
    codecs.register_error(_ERRORS, _escape)
    _fill_gaps()
    if sys.stdin is None:
        # It stays open for as long as the process lives.
        sys.stdin = open(os.devnull, encoding="utf-8")  # noqa: SIM115, PTH123
    if sys.stdout is sys.__stdout__:
        sys.stdout = _rebuilt(sys.stdout, _Out(1, "w", closefd=False))
    if sys.stderr is sys.__stderr__:
        sys.stderr = _rebuilt(sys.stderr, _Err(2, "w", closefd=False))


def drop(descriptor: int) -> None:
    """Let what is written to it go nowhere from here on."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, descriptor)
    os.close(nowhere)


class _Out(io.FileIO):
    """Standard output: its reader may go, but a full disk is told with its name."""

    # In typeshed it writes any buffer.
    def write(self, data: bytes | bytearray | memoryview) -> int:  # type: ignore[override]
        try:
            return super().write(data)
        except BrokenPipeError:
            drop(self.fileno())
            return memoryview(data).nbytes
        except BlockingIOError:
            raise
        except OSError as error:
            raise OSError(error.errno, error.strerror, "standard output") from None


class _Ascii(io.TextIOWrapper):
    """A narrow stream that is meant: click takes one that calls itself ASCII for a mistake, and
    writes UTF-8 instead.
    """

    encoding = "hotline-ascii"


class _Err(io.FileIO):
    """Standard error: there is nowhere to tell that it cannot be written, and it stops nothing."""

    # As above, of any buffer in typeshed.
    def write(self, data: bytes | bytearray | memoryview) -> int:  # type: ignore[override]
        try:
            return super().write(data)
        except OSError:
            drop(self.fileno())
            return memoryview(data).nbytes


def _fill_gaps() -> None:
    for descriptor in range(3):
        try:
            os.fstat(descriptor)
        except OSError:
            os.set_inheritable(
                os.open(os.devnull, os.O_RDWR), True
            )  # the lowest that is free: this one


def _rebuilt(stream: TextIO | None, raw: io.FileIO) -> TextIO:
    """The same stream over ``raw``; what its encoding lacks is escaped if that was to
    be an error.
    """
    encoding = stream.encoding if stream is not None else "utf-8"
    errors = (stream.errors if stream is not None else None) or "strict"
    return (_Ascii if codecs.lookup(encoding).name == "ascii" else io.TextIOWrapper)(
        io.BufferedWriter(raw),
        encoding=encoding,
        errors=_ERRORS if errors in {"strict", "surrogateescape"} else errors,
        line_buffering=raw.fileno() == 2 or raw.isatty(),
        write_through=isinstance(stream, io.TextIOWrapper) and stream.write_through,
    )


def _escape(error: UnicodeError) -> tuple[str, int]:
    """Characters as JSON and YAML escape them, so that documents stay sound: a dash becomes
    backslash u2013.
    """
    if not isinstance(error, UnicodeEncodeError):
        raise error
    units = error.object[error.start : error.end].encode("utf-16-be", "surrogatepass")
    return "".join(
        f"\\u{units[at]:02x}{units[at + 1]:02x}" for at in range(0, len(units), 2)
    ), error.end
