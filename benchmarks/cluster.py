"""A run on a Dask scheduler with two workers on loopback against the same run on two local cores,
turn by turn.

Both count from the call to the last chunk: connecting and asking the workers here, starting the
pool there. The goal is at least .85 of the local speed.
"""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from importlib.util import find_spec
from tempfile import TemporaryDirectory
from time import monotonic, perf_counter, sleep

from benchmarks.cases import main_plan
from benchmarks.figures import Figure, Table, at_least, table
from sim.experiment.runs.dask_executor import Cluster
from sim.experiment.runs.executor import finished_chunks
from sim.experiment.runs.plan import Plan
from sim.output.provenance import facts

WORLDS = 90
ROUNDS = 4
GOAL = 0.85
SCHEDULER = "from distributed.cli.dask_scheduler import main; main()"
WORKER = "from distributed.cli.dask_worker import main; main()"


@contextmanager
def started(program: str, *words: str) -> Iterator[None]:
    """A process that ends with the block."""
    quiet = subprocess.DEVNULL
    process = subprocess.Popen([sys.executable, "-c", program, *words], stdout=quiet, stderr=quiet)
    try:
        yield
    finally:
        process.terminate()
        process.wait()


@contextmanager
def machines() -> Iterator[Cluster]:
    """A scheduler and two workers of one thread each."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port = str(one.getsockname()[1])
    with ExitStack() as stack:
        folder = stack.enter_context(TemporaryDirectory())
        stack.enter_context(
            started(SCHEDULER, "--host", "127.0.0.1", "--port", port, "--no-dashboard")
        )
        _wait_for(int(port))
        for _ in range(2):
            words = ("--nthreads", "1", "--no-nanny", "--no-dashboard", "--local-directory", folder)
            stack.enter_context(started(WORKER, f"tcp://127.0.0.1:{port}", *words))
        yield Cluster(address=f"127.0.0.1:{port}", facts=facts)


def _wait_for(port: int) -> None:
    deadline = monotonic() + 60
    while True:
        with socket.socket() as one:
            if one.connect_ex(("127.0.0.1", port)) == 0:
                return
        assert monotonic() < deadline, "the scheduler does not come up"
        sleep(0.1)


def seconds(plan: Plan, cluster: Cluster | None) -> float:
    """Wall time of all chunks."""
    began = perf_counter()
    for _ in finished_chunks(plan, jobs=2, cluster=cluster):
        pass
    return perf_counter() - began


def tables() -> Iterator[Table]:
    """Both, and the ratio; nothing where Dask is not installed."""
    if find_spec("distributed") is None:
        yield Table(header=("",), rows=[("not measured: pip install 'hotline-sim[cluster]'",)])
        return
    plan = main_plan(WORLDS)
    with machines() as cluster:
        seconds(plan, cluster)  # both workers are there and have loaded the model
        turns = [(seconds(plan, None), seconds(plan, cluster)) for _ in range(ROUNDS)]
    yield table(
        [
            Figure(
                what=f"{WORLDS} worlds, local, 2 cores",
                values=[local for local, _ in turns],
                unit=" s",
            ),
            Figure(
                what=f"{WORLDS} worlds, Dask on loopback, 2 workers",
                values=[there for _, there in turns],
                unit=" s",
            ),
            Figure(
                what="Dask's speed over local",
                values=[local / there for local, there in turns],
                goal=at_least(GOAL),
            ),
        ]
    )
