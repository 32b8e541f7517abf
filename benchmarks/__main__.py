"""Runs benchmarks one after the other, prints what they say and, with ``--page``, writes it into
``docs/performance.md``.

A benchmark is a module with a function ``tables``, or one with a function ``main`` that prints.
``python -m benchmarks`` runs all, in some five minutes; names run some: ``python -m benchmarks
desks libraries``.
"""

from __future__ import annotations

import io
import subprocess
import sys
from collections.abc import Callable, Iterable
from contextlib import redirect_stdout
from importlib import import_module
from time import perf_counter
from typing import NamedTuple

from benchmarks.figures import Table
from benchmarks.page import machine, renew


class Benchmark(NamedTuple):
    """A module and what it measures."""

    module: str
    what: str


#: By name, in the order in which they run.
BENCHMARKS = {
    "worlds": Benchmark(
        "benchmarks.worlds", "a whole world against a bare SimPy model of as many events"
    ),
    "mechanisms": Benchmark(
        "benchmarks.mechanisms", "a world with all mechanisms against one without some of them"
    ),
    "desks": Benchmark("benchmarks.desks", "desks and first-of against PriorityResource and AnyOf"),
    "libraries": Benchmark(
        "benchmarks.libraries", "a small allied network in SimPy, salabim, Mesa and Ciw"
    ),
    "scaling": Benchmark(
        "benchmarks.scaling", "how time grows with worlds, arms, traffic and cores"
    ),
    "features": Benchmark(
        "benchmarks.features", "what trace, storage, resuming, charts and report cost"
    ),
    "report": Benchmark(
        "benchmarks.report", "the report of the reference study against bare Matplotlib figures"
    ),
    "fixed": Benchmark(
        "benchmarks.fixed", "what a run costs before its first world, against bare imports"
    ),
    "parallel": Benchmark(
        "benchmarks.parallel",
        "a run on two cores against two processes that know nothing of each other",
    ),
    "measures": Benchmark(
        "benchmarks.measures",
        "a trial of measures against as many plain replications, and its memory",
    ),
    "cluster": Benchmark(
        "benchmarks.cluster", "a run on Dask's workers on loopback against local cores"
    ),
    "table": Benchmark(
        "benchmarks.table",
        "a game in browsers with thirty pages open, from an act to another screen",
    ),
    "games": Benchmark(
        "benchmarks.long_game",
        "opening a game of 200 acts, and one more entry on a page with 2,000",
    ),
    "search": Benchmark("benchmarks.search", "PRIM on ten thousand samples of twenty inputs"),
    "memory": Benchmark(
        "benchmarks.memory", "memory of a run against that of one ten times as long"
    ),
    "variance": Benchmark(
        "benchmarks.variance", "what common random numbers save, keyed by thing and by stream only"
    ),
    "startup": Benchmark("benchmarks.startup", "hotline --help against python -c pass"),
    "answer": Benchmark("benchmarks.answer", "time to an answer that a decision can rest on"),
}


def measured(benchmark: Benchmark) -> tuple[str, str]:
    """What a benchmark says: for a terminal, and in Markdown."""
    module = import_module(benchmark.module)
    if hasattr(module, "tables"):
        make: Callable[[], Iterable[Table]] = module.tables
        found = list(make())
        return "\n\n".join(table.text() for table in found), "\n\n".join(
            table.markdown() for table in found
        )
    said = io.StringIO()
    with redirect_stdout(said):
        module.main()
    text = said.getvalue().rstrip()
    return text, f"```text\n{text}\n```"


def one(name: str, *, page: bool) -> None:
    """Run a benchmark, print what it says and perhaps write it into the page."""
    print(f"\n{name}: {BENCHMARKS[name].what}\n  {machine()}", flush=True)
    begun = perf_counter()
    text, section = measured(BENCHMARKS[name])
    print(f"{text}\n  ({perf_counter() - begun:.0f} s)", flush=True)
    if page:
        renew({name: benchmark.what for name, benchmark in BENCHMARKS.items()}, {name: section})


def main(arguments: list[str]) -> int:
    """Run the benchmarks of these names, or all: each in a process of its own, so that none finds
    what another left.
    """
    page = [argument for argument in arguments if argument == "--page"]
    names = [argument for argument in arguments if argument != "--page"] or list(BENCHMARKS)
    if unknown := [name for name in names if name not in BENCHMARKS]:
        print(
            f"no benchmark {', '.join(unknown)}; there are: {', '.join(BENCHMARKS)}",
            file=sys.stderr,
        )
        return 2
    if len(names) == 1:
        one(names[0], page=bool(page))
        return 0
    command = [sys.executable, "-m", "benchmarks"]
    failed = [
        name for name in names if subprocess.run([*command, name, *page], check=False).returncode
    ]
    if failed:
        print(f"failed: {', '.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
