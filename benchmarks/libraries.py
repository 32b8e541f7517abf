"""The small network of ``benchmarks.network`` in each library beside the engine, in one run, turn
by turn.

Before anything is timed, every library must have told the same hours as the engine, answer by
answer. A ratio is how many times as long as the engine's a library's processor time is, the median
over the rounds; building the model counts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from math import isclose
from statistics import median
from time import process_time

from benchmarks.figures import Figure, Row, Table
from benchmarks.network import Network, Told, cases

ROUNDS = 5
HOURS = 528.0
Run = Callable[[Network], Told]
_SAID = "a wait for what is under way elsewhere, given up at a deadline, is outside its vocabulary"


@dataclass(frozen=True, slots=True, kw_only=True)
class Library:
    """A module of ``benchmarks.rivals``, the distribution that it needs, and the note
    of its row.
    """

    module: str
    needs: str
    note: str

    @property
    def version(self) -> str:
        """What is installed; empty where nothing is."""
        try:
            return version(self.needs)
        except PackageNotFoundError:
            return ""

    def can(self, network: Network) -> bool:
        """Whether the network can be said in it."""
        return self.needs != "ciw" or network.patient

    def run(self, network: Network) -> Told:
        """What it tells of a network."""
        run: Run = import_module(f"benchmarks.rivals.{self.module}").run
        return run(network)


ENGINE = Library(module="engine", needs="simpy", note="Hotline's desks, links and clock")
LIBRARIES = (
    Library(module="by_simpy", needs="simpy", note="PriorityResource, Store, AnyOf"),
    Library(
        module="by_salabim",
        needs="salabim",
        note="yieldless=False; trace off, monitors off where it allows",
    ),
    Library(
        module="by_mesa",
        needs="mesa",
        note="event scheduler alone: it has no queues, they are written by hand",
    ),
    Library(
        module="by_ciw",
        needs="ciw",
        note="nodes, classes, fixed routes; it keeps records, which cannot be left out",
    ),
)


def same(one: Told, other: Told) -> bool:
    """Whether two libraries tell the same: every answer at the same hour, but for rounding."""
    hours = zip(one.answered, other.answered, strict=True)
    return one.again == other.again and all(
        isclose(first, second, abs_tol=1e-6) for first, second in hours
    )


def tables() -> Iterator[Table]:
    """One table: each case, each library."""
    rows = [row for network in cases(HOURS) for row in compared(network)]
    yield Table(
        header=("case", "library", "median", "range", "times the engine", "range", "how"),
        rows=rows,
        note=(
            f"{HOURS:.0f} hours, {ROUNDS} rounds, processor time. All that can say a case told the"
            " same hours."
        ),
    )


def compared(network: Network, rounds: int = ROUNDS) -> Iterator[Row]:
    """The rows of a case; an error if two libraries tell different hours."""
    able = [one for one in LIBRARIES if one.version and one.can(network)]
    expected = ENGINE.run(network)
    for one in able:
        if not same(one.run(network), expected):
            raise AssertionError(f"{one.module} tells other hours than the engine: {network.name}")
    turns = [{one.module: _timed(one, network) for one in (ENGINE, *able)} for _ in range(rounds)]
    yield _row(network, ENGINE, turns)
    for one in LIBRARIES:
        if one in able:
            yield _row(network, one, turns)
        else:
            reason = _SAID if one.version else f"not installed: pip install {one.needs}"
            yield (network.name, _name(one), "-", "-", "-", "-", reason)


def _timed(library: Library, network: Network) -> float:
    began = process_time()
    library.run(network)
    return 1000 * (process_time() - began)


def _row(network: Network, library: Library, turns: list[dict[str, float]]) -> Row:
    times = Figure(what="", values=[turn[library.module] for turn in turns], unit=" ms", digits=1)
    ratio = Figure(
        what="", values=[turn[library.module] / turn[ENGINE.module] for turn in turns], digits=1
    )
    told = (
        f"{median(times.values):.1f} ms",
        times.spread,
        f"{median(ratio.values):.1f}",
        ratio.spread,
    )
    return (network.name, _name(library), *told, library.note)


def _name(library: Library) -> str:
    if library is ENGINE:
        return "engine"
    return f"{library.module.removeprefix('by_')} {library.version}".strip()
