"""How a command is ended from outside: the first Ctrl-C, SIGTERM or SIGHUP ends it in order, once;
more of them at once.

The first becomes one ``KeyboardInterrupt``, so that what is finished is kept and said to be. Those
that follow raise nothing, as they would meet code that is already ending; they only set a short
limit to how long that may take.
"""

from __future__ import annotations

import os
import signal
import sys
from _thread import (
    allocate_lock,
    start_new_thread,
)  # takes no lock that the interrupted code may hold, as threading does
from contextlib import suppress
from time import sleep
from types import FrameType
from typing import Any, Final

SIGNALS: Final = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_AGAIN: Final = 0.02  # seconds until a signal that came at a bad moment is looked at again
_IN_ORDER: Final = (
    10.0  # seconds that an orderly end may take: a cluster is told, workers are ended
)
_INSISTED: Final = 1.0  # the same, once another signal has come


class Ended(KeyboardInterrupt):
    """A command was ended by the signal ``number``."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number


class Signals:
    """Listens for the signals that end a command, except those that the caller lets it ignore
    (``nohup``, ``&``).
    """

    __slots__ = ("_door", "_raised", "number")

    def __init__(self) -> None:
        self.number: int | None = None  # of the first that came
        self._raised = False
        self._door = allocate_lock()  # of the two ways out, in order and at once, one is taken

    def listen(self) -> None:
        for number in SIGNALS:
            if signal.getsignal(number) is not signal.SIG_IGN:
                signal.signal(number, self._on_signal)
        signal.signal(signal.SIGALRM, self._on_signal)
        sys.unraisablehook = self._on_lost_interrupt

    def leave(self) -> None:
        """Be deaf from here on: the exit status is known, and the interpreter is only to put its
        things away.
        """
        signal.setitimer(signal.ITIMER_REAL, 0)
        for number in (*SIGNALS, signal.SIGALRM):
            signal.signal(number, signal.SIG_IGN)
        while not self._door.acquire(blocking=False):
            sleep(_INSISTED)  # the other way out has been taken: this process is about to be gone

    def cause(self, error: BaseException) -> BaseException:
        """What ended the command: a signal if one came, whatever a library has made of it, else
        ``error``.
        """
        return error if self.number is None else Ended(self.number)

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        if number != signal.SIGALRM:
            if self.number is not None:
                start_new_thread(self._leave_after, (_INSISTED,))
            self.number = self.number or number
        if self.number is None or self._raised:
            return
        if _is_importing(
            frame
        ):  # libraries in C may print a stack trace, or crash, if they are stopped in the middle
            signal.setitimer(signal.ITIMER_REAL, _AGAIN)
            return
        self._raised = True
        start_new_thread(self._leave_after, (_IN_ORDER,))
        raise Ended(self.number)

    # The type sys.UnraisableHookArgs exists for type checkers alone.
    def _on_lost_interrupt(self, lost: Any) -> None:  # noqa: ANN401
        """An interrupt within a destructor or a callback is dropped by the interpreter: it comes
        again.
        """
        if issubclass(lost.exc_type, KeyboardInterrupt):
            self._raised = False
            signal.setitimer(signal.ITIMER_REAL, _AGAIN)
        else:
            sys.__unraisablehook__(lost)

    def _leave_after(self, seconds: float) -> None:
        """The end of a process that does not end; workers leave with it."""
        sleep(seconds)
        if not self._door.acquire(blocking=False):
            return
        with suppress(OSError):
            os.write(2, b"\nError: interrupted.\n")
        _remove_sockets()
        _kill_processes()
        os._exit(128 + (self.number or 0))


def _remove_sockets() -> None:
    """The folder in which worker processes are met, if there are any: the interpreter removes it
    where it ends in order.
    """
    if "multiprocessing.process" in sys.modules:
        from multiprocessing.process import current_process
        from shutil import rmtree

        # The folder has no public name.
        if folder := current_process()._config.get("tempdir"):  # type: ignore[attr-defined]  # noqa: SLF001
            rmtree(folder, ignore_errors=True)


def _kill_processes() -> None:
    """Workers, their server and its tracker, none of which holds anything that would be lost; no
    lock is waited for.
    """
    if "sim.experiment.runs.worker_pool" in sys.modules:
        from sim.experiment.runs.worker_pool import kill

        kill()


def _is_importing(frame: FrameType | None) -> bool:
    while frame is not None:
        if frame.f_code.co_filename.startswith("<frozen importlib"):
            return True
        frame = frame.f_back
    return False
