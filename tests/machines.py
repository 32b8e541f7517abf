"""A Dask scheduler and its workers as processes of their own on this machine, for tests that
compute on a cluster.
"""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.doomed import PATIENCE

SCHEDULER = "from distributed.cli.dask_scheduler import main; main()"
WORKER = "from distributed.cli.dask_worker import main; main()"


@dataclass(frozen=True, slots=True, kw_only=True)
class Machines:
    address: str
    folder: Path

    @contextmanager
    def worker(self, program: str = WORKER) -> Iterator[subprocess.Popen[bytes]]:
        words = [
            f"tcp://{self.address}",
            "--nthreads",
            "1",
            "--no-nanny",
            "--no-dashboard",
            "--local-directory",
            str(self.folder),
        ]
        with started(program, *words) as process:
            yield process

    def expect(self, workers: int) -> None:
        """Wait until so many workers are there and no more, as those of the last test may not have
        been missed yet.
        """
        from distributed import Client

        with Client(f"tcp://{self.address}", set_as_default=False) as client:
            deadline = time.monotonic() + PATIENCE
            while len(client.nthreads()) != workers:
                assert time.monotonic() < deadline, "the workers do not come up"
                time.sleep(0.1)


@contextmanager
def started(program: str, *words: str) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(
        [sys.executable, "-c", program, *words],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


@contextmanager
def released(process: subprocess.Popen[bytes]) -> Iterator[threading.Timer]:
    """A stopped process goes on after some minutes: else a mistake would hang the tests as it hung
    the command.
    """
    release = threading.Timer(PATIENCE, process.send_signal, [signal.SIGCONT])
    release.start()
    try:
        yield release
    finally:
        release.cancel()


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@contextmanager
def scheduler() -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """The address and the process of a scheduler without workers."""
    pytest.importorskip("distributed")
    port = free_port()
    with started(
        SCHEDULER, "--host", "127.0.0.1", "--port", str(port), "--no-dashboard"
    ) as process:
        deadline = time.monotonic() + PATIENCE
        while True:
            with socket.socket() as one:
                if one.connect_ex(("127.0.0.1", port)) == 0:
                    break
            assert time.monotonic() < deadline, "the scheduler does not come up"
            time.sleep(0.1)
        yield f"127.0.0.1:{port}", process
