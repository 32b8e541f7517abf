"""How a study is made, beside what it is about: where results go, by how many processes, and who is
told meanwhile.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Final, Protocol

if TYPE_CHECKING:
    from sim.experiment.runs.dask_executor import Cluster
    from sim.output.storage.manifest import Circumstances
    from sim.scenario import Resolved
    from sim.studies.specification import Specification

RESULTS: Final = Path("results")
LOCAL: Final = "local"

#: Takes how many worlds are done.
Advance = Callable[[int], None]


class Observer(Protocol):
    """Who is told how a study gets on."""

    def remark(self, text: str) -> None:
        """Something that is no data and may be left out."""
        ...

    def tell_interruption(self, text: str) -> None:
        """What is kept of a study that stops early, and how to go on."""
        ...

    def progress(
        self, title: str, worlds: int, *, done: int = 0, about: str = ""
    ) -> AbstractContextManager[Advance]:
        """How far it is: what it gives takes the worlds done so far. ``about`` says how many there
        are, in words.
        """
        ...


class Silent:
    """Nobody is told."""

    def remark(self, text: str) -> None:
        """Nothing is said."""

    def tell_interruption(self, text: str) -> None:
        """Nothing is said."""

    @contextmanager
    def progress(
        self, title: str, worlds: int, *, done: int = 0, about: str = ""
    ) -> Iterator[Advance]:
        """Nothing is shown."""
        yield lambda _: None


@dataclass(frozen=True, slots=True, kw_only=True)
class Making:
    """Where results go and how they are made: nothing that a number in them depends on."""

    jobs: int | None = None
    executor: str = LOCAL
    out: Path = RESULTS
    name: str | None = None
    resume: bool = False
    charts: bool = True
    report: bool = False

    @property
    def processes(self) -> int:
        """Worker processes on this machine."""
        from sim.experiment.runs.executor import usable_cores

        return self.jobs or usable_cores()

    @property
    def cluster(self) -> Cluster | None:
        """Where worlds are computed; ``None`` for this machine."""
        return cluster_of(self.executor)

    def expect_room(self, place: Path, charts: Iterable[str]) -> None:
        """An error, before anything is computed, where a file of someone else's stands in the place
        of a chart of these names or of the report.
        """
        from sim.output.storage.safety.ownership import expect_room
        from sim.output.storage.safety.planned_files import written_files

        expect_room(place, written_files(charts, charts=self.charts, report=self.report))

    def words(self) -> list[str]:
        """The words of a command that say it, but for ``report``, which only one command asks
        about.
        """
        words = [] if self.out == RESULTS else ["--out", str(self.out)]
        words += [] if self.name is None else ["--name", self.name]
        words += [] if self.jobs is None else ["--jobs", str(self.jobs)]
        words += [] if self.executor == LOCAL else ["--executor", self.executor]
        return words if self.charts else [*words, "--no-charts"]


def cluster_of(executor: str) -> Cluster | None:
    """Where ``--executor`` says that worlds are computed; ``None`` for this machine."""
    if executor == LOCAL:
        return None
    from sim.experiment.runs.dask_executor import cluster
    from sim.output.provenance import facts

    return cluster(executor, facts)


class Clock:
    """When a study began, and how long it has taken."""

    __slots__ = ("_began", "started")

    def __init__(self) -> None:
        self.started = datetime.now(UTC).isoformat(timespec="seconds")
        self._began = monotonic()

    def circumstances(
        self, specification: Specification, making: Making, charts: Iterable[str], found: Resolved
    ) -> Circumstances:
        """What the manifest says of a study of the scenario ``found`` that ends now; ``charts`` are
        those of its kind.
        """
        from shlex import join

        from sim.output.storage.manifest import Circumstances
        from sim.output.storage.safety.planned_files import planned_files
        from sim.scenario import documented_defaults
        from sim.studies.fields import encode

        return Circumstances(
            specification=encode(specification),
            command=join(specification.words()),
            started=self.started,
            seconds=monotonic() - self._began,
            planned=planned_files(charts, charts=making.charts, report=making.report),
            defaults=documented_defaults(found),
        )
