"""Whether what a file says of its exercise fits together: seats, objectives, the list of events."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Final

from sim.domain.decisions.views import SEATS
from sim.domain.events.predicates import CHOICE_FIELDS, OWNED
from sim.domain.inputs.exercise import Exercise, Objective
from sim.scenario.checks.semantics import Finding, unknown
from sim.scenario.text.tree import Path

_HERE: Final = ("exercise",)


def exercise_findings(exercise: Exercise, injects: Collection[str]) -> Iterator[Finding]:
    """What does not make sense in an exercise; ``injects`` are the names of those that there
    are.
    """
    for seat in exercise.seats:
        if seat not in SEATS:
            yield unknown((*_HERE, "seats", seat), "seat", seat, SEATS)
    if not exercise.length > 0:
        yield Finding((*_HERE, "length"), "must be longer than nothing, such as 3 h")
    for name, objective in exercise.objectives.items():
        yield from _objective((*_HERE, "objectives", name), objective)
    for name, event in exercise.events.items():
        path = (*_HERE, "events", name)
        if event.at is not None and name in injects:
            yield Finding(
                (*path, "at"),
                f"the hour of the inject {name} stands in injects.{name}, and is not said twice",
                "Leave it out here, or give the event another name.",
            )
        if event.objective and event.objective not in exercise.objectives:
            known = exercise.objectives
            yield unknown((*path, "objective"), "objective", event.objective, known)


def _objective(path: Path, one: Objective) -> Iterator[Finding]:
    if one.event is not None and one.outcome:
        told = "an objective is met by an event or by an outcome: not both"
        yield Finding((*path, "outcome"), told)
    if bool(one.outcome) != bool(one.between):
        key, other = ("between", "outcome") if one.between else ("outcome", "between")
        yield Finding((*path, key), f"says nothing without {other}")
    if one.between and len(one.between) != 2:
        told = "expected a list of two: the lowest and the highest value that meet it"
        yield Finding((*path, "between"), told)
    elif one.between and one.between[0].number > one.between[1].number:
        yield Finding((*path, "between"), "the range is reversed: its low end comes first")
    yield from _event(path, one)


def _event(path: Path, one: Objective) -> Iterator[Finding]:
    """What is said of an event makes sense only where one is named, and of some kinds alone."""
    said = {"by": one.by, "option": one.option, "until": one.until, "within": one.within}
    for key, value in {**said, "never": one.never}.items():
        if one.event is None and value not in (None, "", False):
            yield Finding((*path, "event"), f"is missing: `{key}` is said of an event")
    if one.event is None:
        return
    if one.by is not None and one.event not in OWNED:
        told = f"entries of the kind {one.event} are nobody's in particular"
        yield Finding((*path, "by"), told, "Leave it out.")
    if one.option and one.event not in CHOICE_FIELDS:
        told = f"in entries of the kind {one.event} nothing is chosen"
        yield Finding((*path, "option"), told, f"Of these it is known: {', '.join(CHOICE_FIELDS)}.")
    if one.within is not None and one.within.hours < 0:
        yield Finding((*path, "within", "hours"), "must not be negative")
