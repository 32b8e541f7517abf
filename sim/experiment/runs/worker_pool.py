"""Worker processes: forked from a server that loads the model once, which may do so while the
parent reads the scenario.

Light on purpose: the command line imports it before anything that takes time.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from multiprocessing import forkserver, resource_tracker
from multiprocessing.context import ForkServerContext, ForkServerProcess
from multiprocessing.process import BaseProcess, _children  # type: ignore[attr-defined]
from types import ModuleType
from typing import Any, Final

#: Imported once by the server, so that workers have it when they are forked.
_LOADED: Final = "sim.experiment.runs.executor"


class _Worker(ForkServerProcess):
    """A process that is told of no script: it would run that again from its first line, and start
    workers of its own.
    """

    @staticmethod
    # Named and typed as multiprocessing has it.
    def _Popen(process_obj: BaseProcess) -> Any:  # noqa: ANN401, N802
        main = sys.modules["__main__"]
        sys.modules["__main__"] = ModuleType("__main__")
        try:
            # There is no other place to step in.
            return ForkServerProcess._Popen(process_obj)  # noqa: SLF001
        finally:
            sys.modules["__main__"] = main


class _Workers(ForkServerContext):
    Process = _Worker


def context() -> ForkServerContext:
    """How workers are started."""
    found = _Workers()
    found.set_forkserver_preload([_LOADED])
    return found


def begin() -> None:
    """Start the server now, if it is not there: it is ready some tenths of a second later."""
    context()
    with _speechless():
        # First of all, as it lets interrupts through again when it starts.
        resource_tracker.ensure_running()
        with interrupts_held():
            forkserver.ensure_running()


def end() -> None:
    """Put the server and its tracker away and wait until they have gone, so that no process
    outlives the command.

    They would leave by themselves a moment after it, which is too late for a script that then
    counts processes or takes away their folder. The standard library has no public name for it.
    """
    with suppress(OSError):
        forkserver._forkserver._stop()  # type: ignore[attr-defined]  # noqa: SLF001
        resource_tracker._resource_tracker._stop()  # type: ignore[attr-defined]  # noqa: SLF001


def kill() -> None:
    """The same without any order, for a command that has no time left."""
    own = [forkserver._forkserver._forkserver_pid, resource_tracker._resource_tracker._pid]  # type: ignore[attr-defined]  # noqa: SLF001
    for process in [*(child.pid for child in list(_children)), *own]:
        if process is not None:
            with suppress(OSError):
                os.kill(process, signal.SIGKILL)
    for process in own:
        if process is not None:
            with suppress(OSError):
                os.waitpid(process, 0)


@contextmanager
def interrupts_held() -> Iterator[None]:
    """Processes started inside never hear Ctrl-C or a terminal that closes, which go to the whole
    group: the parent decides.
    """
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGHUP})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def _speechless() -> Iterator[None]:
    """Processes started inside have no stderr: what befalls one is told by the parent, in a
    sentence, not by a library too.
    """
    if os.environ.get("HOTLINE_DEBUG") == "1":
        yield
        return
    stderr = os.dup(2)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 2)
        yield
    finally:
        os.dup2(stderr, 2)
        os.close(stderr)
        os.close(nowhere)
