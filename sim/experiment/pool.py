"""Worker processes: forked from a server that loads the model once, which may do so while the parent reads the scenario.

Light on purpose: the command line imports it before anything that takes time.
"""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import forkserver, get_context, resource_tracker
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from multiprocessing.context import ForkServerContext

#: Imported once by the server, so that workers have it when they are forked.
_LOADED: Final = "sim.experiment.executor"


def context() -> ForkServerContext:
    """How workers are started."""
    found = get_context("forkserver")
    found.set_forkserver_preload([_LOADED])
    return found


def begin() -> None:
    """Start the server now, if it is not there: it is ready some tenths of a second later."""
    context()
    resource_tracker.ensure_running()  # first, as it lets interrupts through again when it starts
    with interrupts_held():
        forkserver.ensure_running()


@contextmanager
def interrupts_held() -> Iterator[None]:
    """Processes started inside never hear Ctrl-C, which a terminal sends to the whole group: the parent alone decides."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
