"""What a list of events changes in a scenario, and the scenario that lays it over another one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from sim.errors import Problem
from sim.scenario.text.writer import quoted_text, scalar


@dataclass(slots=True, kw_only=True)
class Changes:
    """What is laid over a scenario, and what was wrong or is worth a word."""

    injects: dict[str, dict[str, Any] | None] = field(default_factory=dict)
    events: dict[str, dict[str, Any] | None] = field(default_factory=dict)
    objectives: dict[str, dict[str, Any]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def inject(self, name: str) -> dict[str, Any]:
        """What is changed of an inject."""
        found = self.injects.setdefault(name, {})
        assert found is not None, "a line that is there is not taken out"
        return found

    def event(self, name: str) -> dict[str, Any]:
        """What is changed of a line."""
        found = self.events.setdefault(name, {})
        assert found is not None, "a line that is there is not taken out"
        return found


def overlay_yaml(changes: Changes, extends: str, origin: str) -> Iterator[str]:
    """The scenario that lays a list over another one, line by line."""
    yield f"# From the list of events in {quoted_text(origin)}."
    yield "schema: 1"
    yield f"extends: {quoted_text(extends)}"
    if changes.injects:
        yield "injects:"
        yield from _entries(changes.injects, "  ")
    exercise = {"objectives": changes.objectives, "events": changes.events}
    if any(exercise.values()):
        yield "exercise:"
        for key, entries in exercise.items():
            if entries:
                yield f"  {key}:"
                yield from _entries(entries, "    ")


def _entries(entries: Any, indent: str) -> Iterator[str]:  # noqa: ANN401 - what a file may hold
    for name, said in entries.items():
        if said is None:
            yield f"{indent}{name}: null"
            continue
        yield f"{indent}{name}:"
        yield from (f"{indent}  {key}: {scalar(value)}" for key, value in said.items())
