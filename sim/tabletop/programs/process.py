"""A program that runs beside the game: a line at a time, in and out, and never waited for in vain.

What it does cannot hurt: it may be silent, endless, or gone; it may say more than anybody can read.
Each of these is told as a fault in a sentence. It runs with the rights of whoever started it.
"""

from __future__ import annotations

import ctypes
import os
import shlex
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from selectors import EVENT_READ, EVENT_WRITE, DefaultSelector
from shutil import which
from subprocess import PIPE, Popen, TimeoutExpired
from time import monotonic
from typing import IO, Final

from sim.characters import visible
from sim.errors import UsageError, refusal

#: Bytes of a line that a program may say.
MOST_BYTES: Final = 1 << 16
_LAST_WORDS: Final = 2000
_SECONDS_TO_END: Final = 1.0
_BLOCK: Final = 1 << 16
_DIE_WITH_PARENT: Final = 1  # PR_SET_PDEATHSIG of Linux


class Fault(Exception):
    """Why nothing came of asking a program."""


class Late(Fault):
    """It was still thinking when its time was over."""


class Gone(Fault):
    """It is there no more, or is not asked any more."""


def words_of_command(command: str) -> list[str]:
    """The command that starts a program; a file of Python is run by the Python that runs this."""
    try:
        words = shlex.split(command)
    except ValueError as error:
        raise UsageError(f"{command!r} is no command: {error}") from None
    if not words:
        raise UsageError("the command of a program is empty: --seat patron=./bot.py")
    if words[0].endswith(".py"):
        if not Path(words[0]).is_file():
            raise UsageError(f"the program {words[0]} is not there")
        return [sys.executable, *words]
    if which(words[0]) is None:
        raise UsageError(f"the program {words[0]} is not there, or may not be run")
    return words


class Process:
    """One program under way."""

    __slots__ = ("_errors", "_heard", "_process", "_selector", "_unsent")

    def __init__(self, command: str) -> None:
        words = words_of_command(command)
        try:
            self._process = Popen(  # noqa: S603 - whoever calls Hotline names the program
                words,
                stdin=PIPE,
                stdout=PIPE,
                stderr=PIPE,
                bufsize=0,
                start_new_session=True,
                preexec_fn=_end_with_parent(),  # noqa: PLW1509 - one call, made ready before
            )
        except OSError as error:
            raise UsageError(
                f"the program {words[0]} cannot be started: {refusal(error)}"
            ) from None
        self._heard, self._errors, self._unsent = bytearray(), bytearray(), bytearray()
        self._selector = DefaultSelector()
        for stream, hear in ((self._output, self._hear), (self._complaints, self._note)):
            os.set_blocking(stream.fileno(), False)
            self._selector.register(stream, EVENT_READ, hear)
        os.set_blocking(self._input.fileno(), False)

    def say(self, content: bytes) -> None:
        """Let it read this as soon as it reads."""
        if not self._input.closed:
            self._unsent += content
            with suppress(KeyError):
                self._selector.unregister(self._input)
            self._selector.register(self._input, EVENT_WRITE, self._send)

    def line(self, until: float) -> bytes:
        """The next line that it says, at the latest at a moment of the monotonic clock; one that
        is past does not wait, and hears what has been said by now.
        """
        while b"\n" not in self._heard:
            if len(self._heard) > MOST_BYTES:
                self.end()
                raise Gone(f"it said more than {MOST_BYTES:,} bytes without ending a line")
            left = until - monotonic()
            self._exchange(max(left, 0.0))
            if left <= 0.0 and b"\n" not in self._heard:
                raise Late
        line, _, rest = bytes(self._heard).partition(b"\n")
        self._heard = bytearray(rest)
        return line

    def end(self) -> None:
        """Let it go: it is told by the end of its input, and is killed if it stays."""
        if not self._input.closed:
            with suppress(OSError):
                self._input.write(bytes(self._unsent))
        for stream in (self._input, self._output):
            stream.close()
        with suppress(TimeoutExpired):
            self._process.wait(_SECONDS_TO_END)
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        self._complaints.close()
        self._selector.close()

    def _exchange(self, left: float) -> None:
        if self._output.closed:
            raise Gone("it was stopped")
        for key, _ in self._selector.select(left):
            handle: Callable[[], None] = key.data
            handle()

    def _hear(self) -> None:
        found = self._output.read(_BLOCK)
        if found:
            self._heard += found
        elif found is not None:
            raise Gone(self._last_words())

    def _note(self) -> None:
        found = self._complaints.read(_BLOCK)
        if found:
            self._errors = (self._errors + found)[-_LAST_WORDS:]
        elif found is not None:
            self._selector.unregister(self._complaints)

    def _send(self) -> None:
        try:
            sent = self._input.write(bytes(self._unsent[:_BLOCK])) or 0
        except BrokenPipeError:
            sent = len(self._unsent)  # it listens no more, and may have more to say
        del self._unsent[:sent]
        if not self._unsent:
            self._selector.unregister(self._input)

    def _last_words(self) -> str:
        """How it ended, with the last line that it complained with."""
        with suppress(TimeoutExpired):
            self._process.wait(_SECONDS_TO_END)
        with suppress(OSError, ValueError):
            self._errors += self._complaints.read(_BLOCK) or b""
        status = self._process.returncode
        if status is None:
            how = "it closed its output"
        elif status < 0:
            how = f"it was ended by signal {-status}"
        else:
            how = f"it ended with status {status}"
        lines = bytes(self._errors[-_LAST_WORDS:]).decode(errors="replace").split("\n")
        last = next((one.strip() for one in reversed(lines) if one.strip()), "")
        return f"{how}: {visible(last)[:200]}" if last else how

    @property
    def _input(self) -> IO[bytes]:
        assert self._process.stdin is not None
        return self._process.stdin

    @property
    def _output(self) -> IO[bytes]:
        assert self._process.stdout is not None
        return self._process.stdout

    @property
    def _complaints(self) -> IO[bytes]:
        assert self._process.stderr is not None
        return self._process.stderr


def _end_with_parent() -> Callable[[], None] | None:
    """On Linux a program ends with the process that started it, even if that is killed."""
    if sys.platform != "linux":
        return None
    library = ctypes.CDLL(None, use_errno=True)
    return lambda: library.prctl(_DIE_WITH_PARENT, signal.SIGKILL)
