"""What the user sees of an error: its text on stderr and an exit status, never a stack trace unless
asked for one.

Exit statuses: 0 done, 1 failed, 2 wrong usage or scenario, 3 a declared precision or check not met,
128 + N ended by the signal N (130 by Ctrl-C, 143 by SIGTERM, 129 by SIGHUP).
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Mapping
from io import StringIO
from typing import Final, TextIO

import click

from sim.cli.signals import Ended
from sim.cli.streams import drop

INTERRUPTED: Final = 128 + signal.SIGINT  # as a shell says it of a process that SIGINT ended
_ENDINGS: Final[Mapping[int, str]] = {
    signal.SIGINT: "interrupted.",
    signal.SIGTERM: "ended by SIGTERM.",
    signal.SIGHUP: "ended by SIGHUP: the terminal was closed.",
}
_MEMORY: Final = "not enough memory. Fewer worlds, points or samples, or fewer --jobs, need less."
_NO_ROOM: Final = (
    "annot allocate memory",
    "failed to map segment",
    "out of memory",
)  # as the loader says it
UNEXPECTED: Final = (
    "This is a fault in Hotline. Please report it with the command and with what it prints when"
    " HOTLINE_DEBUG=1 is set."
)


def colour(stream: TextIO) -> bool:
    """Whether to write colours: only on a terminal, and not where NO_COLOR asks for none
    (https://no-color.org).
    """
    return stream.isatty() and not os.environ.get("NO_COLOR")


def report(error: BaseException) -> int:
    """Tell ``error`` on stderr and return the exit status that belongs to it."""
    if os.environ.get("HOTLINE_DEBUG") == "1":
        import traceback

        traceback.print_exception(error)
    if isinstance(error, OSError):
        _give_up_stdout()
    from sim.characters import names_of_characters, visible

    if isinstance(error, click.ClickException):
        said = StringIO()
        error.show(said)
        click.echo(visible(said.getvalue(), lines=True), err=True, nl=False)
        return error.exit_code
    text, exit_status = _message_and_status(error)
    named = (
        "" if hasattr(error, "problems") else names_of_characters(text)
    )  # each problem says so itself
    click.echo(
        f"{_mark()} {visible(text, lines=True)}{f'{chr(10)}    {named}' if named else ''}", err=True
    )
    return exit_status


def _message_and_status(error: BaseException) -> tuple[str, int]:
    from sim.errors import (
        HotlineError,
        refusal,
    )  # here, as most calls never need it and --help is to be quick

    match error:
        case HotlineError():
            return str(error), error.exit_code
        case Ended(number=number):
            return _ENDINGS[number], 128 + number
        case click.Abort() | KeyboardInterrupt():
            return _ENDINGS[signal.SIGINT], INTERRUPTED
        case MemoryError():
            return _MEMORY, 1
        case ImportError():
            return _not_loaded(error), 1
        case OSError():
            where = f": {error.filename}" if error.filename else ""
            return f"{refusal(error)}{where}", 1
        case _:
            return f"unexpected {type(error).__name__}: {_first_line(error)}\n{UNEXPECTED}", 1


def _not_loaded(error: ImportError) -> str:
    """A library that is there and does not load lacks memory, or does not belong to this Python."""
    text = _first_line(error)
    if any(sign in text for sign in _NO_ROOM):
        return _MEMORY
    return (
        f"a library that Hotline needs does not load: {text}. `hotline doctor` says how it is"
        " mended; or install Hotline anew, into an environment of its own."
    )


def _first_line(error: BaseException) -> str:
    return next(iter(str(error).splitlines()), "")


def _mark() -> str:
    return click.style("Error:", fg="red", bold=True) if colour(sys.stderr) else "Error:"


def _give_up_stdout() -> None:
    """Let what is still buffered go nowhere if it cannot be written: its reader has gone, or the
    disk is full.

    The interpreter would otherwise try again at exit and complain in its own way.
    """
    try:
        sys.stdout.flush()
    except OSError:
        drop(sys.stdout.fileno())
