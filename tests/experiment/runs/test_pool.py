"""Workers come from a server that may be started early, without loading anything here, and never
hear Ctrl-C.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

EARLY = """
import os, signal, sys
from multiprocessing import active_children
from pathlib import Path

if __name__ == "__main__":
    from sim.experiment.runs.worker_pool import begin

    begin()
    assert "numpy" not in sys.modules, "it should be light"

    from sim.experiment.runs.executor import finished_chunks
    from sim.experiment.runs.plan import plan_of
    from sim.scenario import load

    assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, ()), "the parent hears it"
    plan = plan_of(load(sys.argv[1]), seed=7, replications=8)
    chunks = finished_chunks(plan, jobs=2, size=1)
    found = [next(chunks).values]
    workers = active_children()
    for worker in workers:
        os.kill(worker.pid, signal.SIGINT)
    found += [chunk.values for chunk in chunks]
    assert b"".join(found) == b"".join(chunk.values for chunk in finished_chunks(plan))
    assert workers
    print("heard nothing")
"""


def test_a_server_started_early_serves_workers_that_never_hear_an_interrupt(
    tiny: Path, tmp_path: Path
) -> None:
    script = tmp_path / "early.py"
    script.write_text(EARLY, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, str(script), str(tiny)],
        check=False,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert (done.stdout, done.stderr, done.returncode) == ("heard nothing\n", "", 0)
