"""Call Hotline and end it, or what it depends on, a little after the N-th step that it takes in its
results.

A step is a record about to be kept, half written or kept, and a file in the folder of results
opened for writing, moved or removed. The N-th is reached on any machine, however fast; ``late``
seconds after it the signal comes, whatever is under way then. ``steps`` tells how many there are
when nobody ends it.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from threading import Timer
from typing import Any, BinaryIO

from sim.cli import main
from sim.experiment.runs.replication import Chunk
from sim.output.storage.checkpoint import Checkpoint

WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT
#: Seconds after which a process that a test waits for hangs for certain, on a slow and busy machine
#: as well.
PATIENCE = 300

CHANGES = {"os.rename", "os.remove", "os.rmdir", "os.truncate"}


@dataclass(frozen=True)
class End:
    """The signal that ends a command, the step after which it comes (0: never) and how many seconds
    after it.

    It comes to ``"all"`` processes of the command, to the command ``"itself"`` alone, or to the
    process of a number.
    """

    step: int
    late: float = 0.0
    how: signal.Signals = signal.SIGKILL
    whom: str | int = "all"

    @property
    def target(self) -> int:
        """As ``os.kill`` takes it, in the command: 0 is its process group."""
        named: dict[str | int, int] = {"all": 0, "itself": os.getpid()}
        return named[self.whom] if self.whom in named else int(self.whom)


def doomed(
    words: Sequence[str], folder: Path, end: End, environment: Mapping[str, str] | None = None
) -> subprocess.Popen[str]:
    """Call Hotline with ``words`` in a process group of its own; it ends as ``end`` says."""
    when = [str(folder), str(end.step), str(end.late), str(int(end.how)), str(end.whom)]
    return subprocess.Popen(
        [sys.executable, __file__, *when, *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        env={**os.environ, **(environment or {})},
    )


def ended(words: Sequence[str], folder: Path, end: End) -> tuple[int, str]:
    """Exit status and stderr of Hotline called with ``words`` and ended as ``end`` says."""
    process = doomed(words, folder, end)
    _, said = process.communicate(timeout=PATIENCE)
    return process.returncode, said


def steps(words: Sequence[str], folder: Path) -> int:
    """How many steps Hotline takes in ``folder`` when it is called with ``words``."""
    status, said = ended(words, folder, End(step=0))
    assert status == 0, said
    return int(said.splitlines()[-1])


class Clock:
    """Counts the steps, and sends the signal after the last."""

    def __init__(self, folder: str, end: End) -> None:
        self.folder, self.end = folder, end
        self.taken = 0
        self._number = count(1)

    def step(self) -> None:
        self.taken = next(self._number)
        if self.taken == self.end.step:
            send = Timer(self.end.late, os.kill, (self.end.target, self.end.how))
            send.start()  # the interpreter waits for it, even when all is done
            if not self.end.late:
                send.join()

    def heard(self, event: str, arguments: tuple[Any, ...]) -> None:
        """What the interpreter does to files: an audit hook."""
        opened = event == "open" and isinstance(arguments[2], int) and arguments[2] & WRITING
        if (opened or event in CHANGES) and str(arguments[0]).startswith(self.folder):
            self.step()


class Halves:
    """A file that takes each record in two halves, with a step between them."""

    def __init__(self, file: BinaryIO, clock: Clock) -> None:
        self.file, self.clock = file, clock

    def write(self, record: bytes) -> None:
        half = len(record) // 2
        self.file.write(record[:half])
        self.file.flush()
        self.clock.step()
        self.file.write(record[half:])

    def flush(self) -> None:
        self.file.flush()

    def fileno(self) -> int:
        return self.file.fileno()


def tear_records(clock: Clock) -> None:
    """Let records be kept in steps: about to be kept, half written, kept."""
    append = Checkpoint.append

    def torn(checkpoint: Checkpoint, chunk: Chunk) -> None:
        clock.step()
        whole, checkpoint._file = checkpoint._file, Halves(checkpoint._file, clock)  # type: ignore[assignment]
        try:
            append(checkpoint, chunk)
        finally:
            checkpoint._file = whole
        clock.step()

    Checkpoint.append = torn  # type: ignore[method-assign, assignment]  # a method for a method


def called(folder: str, step: str, late: str, how: str, whom: str, *words: str) -> int:
    clock = Clock(folder, End(int(step), float(late), signal.Signals(int(how)), whom))
    tear_records(clock)
    signal.signal(
        signal.SIGINT, signal.default_int_handler
    )  # a shell lets what it starts with & ignore Ctrl-C
    sys.addaudithook(clock.heard)
    status = main.run_as_process(words)
    if not clock.end.step:
        sys.stderr.write(f"\n{clock.taken}\n")
    return status


if __name__ == "__main__":
    signal.signal(signal.SIGHUP, signal.SIG_DFL)  # it may be ignored where tests run unattended
    sys.exit(called(*sys.argv[1:]))
