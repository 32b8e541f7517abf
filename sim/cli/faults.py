"""What the user sees of an error: its text on stderr and an exit status, never a stack trace unless asked for one.

Exit statuses: 0 done, 1 failed, 2 wrong usage or scenario, 3 a declared precision or check not met, 130 interrupted.
"""

from __future__ import annotations

import os
import sys
from typing import Final, TextIO

import click

INTERRUPTED: Final = 128 + 2  # as a shell says it of a process that SIGINT ended
UNEXPECTED: Final = (
    "This is a fault in Hotline. Please report it with the command and with what it prints when HOTLINE_DEBUG=1 is set."
)


def colour(stream: TextIO) -> bool:
    """Whether to write colours: only on a terminal, and not where NO_COLOR asks for none (https://no-color.org)."""
    return stream.isatty() and not os.environ.get("NO_COLOR")


def report(error: BaseException) -> int:
    """Tell ``error`` on stderr and return the exit status that belongs to it."""
    if os.environ.get("HOTLINE_DEBUG") == "1":
        import traceback

        traceback.print_exception(error)
    if isinstance(error, OSError):
        _give_up_stdout()
    if isinstance(error, BrokenPipeError):
        return 1
    from sim.signs import naming, visible

    if isinstance(error, click.ClickException):
        error.message = visible(error.message, lines=True)
        error.show()
        return error.exit_code
    text, exit_status = _told(error)
    named = "" if hasattr(error, "problems") else naming(text)  # each problem says so itself
    click.echo(f"{_mark()} {visible(text, lines=True)}{f'{chr(10)}    {named}' if named else ''}", err=True)
    return exit_status


def _told(error: BaseException) -> tuple[str, int]:
    from sim.errors import HotlineError  # here, as most calls never need it and --help is to be quick

    match error:
        case HotlineError():
            return str(error), error.exit_code
        case click.Abort() | KeyboardInterrupt():
            return "interrupted.", INTERRUPTED
        case MemoryError():
            return "not enough memory. Fewer worlds, points or samples, or fewer --jobs, need less.", 1
        case OSError():
            where = f": {error.filename}" if error.filename else ""
            return f"{error.strerror or error}{where}", 1
        case _:
            return f"unexpected {type(error).__name__}: {_first_line(error)}\n{UNEXPECTED}", 1


def _first_line(error: BaseException) -> str:
    return next(iter(str(error).splitlines()), "")


def _mark() -> str:
    return click.style("Error:", fg="red", bold=True) if colour(sys.stderr) else "Error:"


def _give_up_stdout() -> None:
    """Let what is still buffered go nowhere if it cannot be written: its reader has gone, or the disk is full.

    The interpreter would otherwise try again at exit and complain in its own way.
    """
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
