"""A study made of designs, each simulated where the last one stopped: where its parts are kept, and
how it ends.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from shlex import join
from typing import Any, Protocol

from sim.domain.inputs.setting import Scenario
from sim.errors import ResultsError, RunError, UsageError
from sim.experiment.design.designs import Design
from sim.experiment.runs.plan import plan_of
from sim.output.storage.checkpoint import has_unfinished_worlds
from sim.output.storage.studies.design_study import (
    Part,
    S,
    complete_study,
    expect_place,
    gather,
    study_name,
)
from sim.output.storage.studies.study_folder import StudyFolder
from sim.output.words import count_text
from sim.scenario import Resolved, scenario_yaml
from sim.studies.execution.settings import Clock, Making, Observer
from sim.studies.specification import Specification

#: Simulates the part of a study that has a name.
Simulate = Callable[[str, Design], Part]


class StudyPlan(Protocol):
    """What a study made of designs is to find out."""

    @property
    def scenario(self) -> Scenario:
        """What is studied."""
        ...

    @property
    def seed(self) -> int:
        """The root of all random numbers."""
        ...

    def identity(self) -> Mapping[str, Any]:
        """All that the results depend on: studies that are equal in it are the same one."""
        ...


class Work:
    """A study under way: where its parts are kept, and who is told meanwhile."""

    __slots__ = (
        "_charts",
        "_clock",
        "_making",
        "_observer",
        "_specification",
        "asked",
        "parts",
        "place",
    )

    def __init__(
        self,
        kind: str,
        plan: StudyPlan,
        specification: Specification,
        making: Making,
        observer: Observer,
        charts: Collection[str],
    ) -> None:
        asked = plan.identity()
        name = study_name(kind, plan.seed, asked) if making.name is None else making.name
        self.asked, self._specification, self._clock = asked, specification, Clock()
        self._making, self._observer, self._charts = making, observer, charts
        file = specification.scenario
        self.place = expect_place(making.out, plan.scenario.name, name, asked, file=file)
        making.expect_room(self.place, charts)
        self.parts: dict[str, Part] = {}
        if making.resume and not self.has_begun:
            raise ResultsError(f"{self.place} holds no interrupted study to resume.")

    @property
    def has_begun(self) -> bool:
        """Whether there is anything to go on with."""
        return any(map(has_unfinished_worlds, self.place.glob(".*/")))

    def part(self, name: str, design: Design) -> Part:
        """Simulate a design."""
        title = f"{design.scenario.name}, {name}"
        about = (
            f"{count_text(len(design.points), 'point')} x"
            f" {count_text(design.worlds, 'world')} x {count_text(len(design.arms), 'arm')}"
        )
        making = self._making
        with self._observer.progress(title, design.units, about=about) as advance:
            part = gather(
                self.place,
                name,
                design,
                jobs=making.processes,
                cluster=making.cluster,
                advance=advance,
            )
        self.parts[name] = part
        return part

    @contextmanager
    def interruption_notice(self) -> Iterator[None]:
        """When the study stops early, say how to go on."""
        try:
            yield
        except (KeyboardInterrupt, MemoryError, RunError, ResultsError):
            if self.has_begun:
                again = join([*self._specification.words(), *self._making.words()])
                self._observer.tell_interruption(
                    f"\nWhat is finished is kept. The same command goes on:\n  {again}"
                )
            raise

    def finish(self, summary: S, found: Resolved) -> StudyFolder[S]:
        """Write the folder."""
        circumstances = self._clock.circumstances(
            self._specification, self._making, self._charts, found
        )
        return complete_study(
            self.place, self.asked, summary, self.parts, scenario_yaml(found), circumstances
        )


def expect_two(arm: str | None, against: str | None) -> None:
    """An error where an arm is to be compared with itself: no world can tell it from itself."""
    if arm is not None and arm == against:
        raise UsageError(f"--arm and --against name the same arm, {arm}: name two to compare.")


def expect_arms(found: Resolved, arms: Mapping[str, str | None]) -> None:
    """An error for an option that names an arm that the scenario does not have."""
    for option, arm in arms.items():
        if arm is not None:
            try:
                plan_of(found.scenario, arms=(arm,))
            except UsageError as error:
                raise UsageError(f"{option}: {error}") from None
