"""Runs benchmarks one after the other and prints what they say. A benchmark is a module with a function ``main``."""

from __future__ import annotations

import platform
import sys
from importlib import import_module
from time import perf_counter

from sim import __version__
from sim.experiment.executor import usable_cores

#: name: (module, what it measures), in the order in which they run.
BENCHMARKS = {
    "worlds": ("benchmarks.worlds", "a whole world against a bare SimPy model of as many events"),
    "desks": ("benchmarks.desks", "desks and first-of against PriorityResource and AnyOf"),
    "parallel": ("benchmarks.parallel", "a run on two cores against two processes that know nothing of each other"),
    "memory": ("benchmarks.memory", "memory of a run against that of one ten times as long"),
    "variance": ("benchmarks.variance", "what common random numbers save, keyed by thing and by stream only"),
    "startup": ("benchmarks.startup", "hotline --help against python -c pass"),
    "answer": ("benchmarks.answer", "time to an answer that a decision can rest on"),
}


def main(names: list[str]) -> int:
    """Run the benchmarks of these names, or all."""
    unknown = [name for name in names if name not in BENCHMARKS]
    if unknown:
        print(f"no benchmark {', '.join(unknown)}; there are: {', '.join(BENCHMARKS)}", file=sys.stderr)
        return 2
    print(f"Hotline {__version__}, Python {platform.python_version()}, {platform.machine()}, {usable_cores()} cores")
    for name in names or BENCHMARKS:
        module, what = BENCHMARKS[name]
        print(f"\n{name}: {what}", flush=True)
        begun = perf_counter()
        import_module(module).main()
        print(f"  ({perf_counter() - begun:.0f} s)", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
