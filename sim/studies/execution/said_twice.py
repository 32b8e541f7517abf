"""What a command is told twice, by a value given with ``--set`` and by another option: which of the
two holds is asked, never chosen in silence.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from sim.errors import ScenarioError, UsageError
from sim.scenario.text.parser import parse_value
from sim.scenario.text.tree import Node, Scalar, child, node_at
from sim.studies.specification import DiscoverySpecification, Specification, SweepSpecification

#: By input of a study the field of a specification that says the same, and its option.
_SAME: Final[Mapping[str, tuple[tuple[str, str], ...]]] = {
    "study.seed": (("seed", "--seed"),),
    "study.replications": (("replications", "-n"), ("worlds", "-n")),
    "study.baseline": (("baseline", "--against"),),
}


def expect_said_once(specification: Specification) -> None:
    """An error where a value given with ``--set`` could not hold beside another option."""
    option, varied = _varied(specification)
    for text in varied:
        path = text.partition("=")[0].strip()
        for one in specification.sets:
            if _value_set(one, path) is not None:
                raise UsageError(
                    f"--set {one} and {option} {text}: which of the two? {option} gives"
                    f" {path} its values. Leave out the --set, or vary another input."
                )
    for path, fields in _SAME.items():
        for field, option in fields:
            expect_one_value(specification.sets, path, option, getattr(specification, field, None))


def drawn_though_set(sets: Sequence[str], drawn: Sequence[str]) -> Iterator[str]:
    """Of values given with ``--set`` those that do not hold, as their inputs are ``drawn``: a
    remark on each.
    """
    for path in drawn:
        for one in sets:
            if _value_set(one, path) is not None:
                yield f"--set {one} does not hold: {path} is one of the inputs that are drawn here"


def _varied(specification: Specification) -> tuple[str, tuple[str, ...]]:
    """The option by which inputs get other values than those of the file, and what it was given;
    in a study of what matters the value of the file is where all others are compared with.
    """
    if isinstance(specification, SweepSpecification):
        return "--vary", specification.vary
    if isinstance(specification, DiscoverySpecification):
        return "--range", specification.ranges
    return "", ()


def _value_set(one: str, path: str) -> Node | None:
    """The value that a ``--set`` gives an input in every arm in which ``path`` names it."""
    said, _, value = one.partition("=")
    steps, wanted = _place(said.strip()), _place(path)
    if wanted[0] and steps[0] != wanted[0]:
        return None  # other arms keep it
    both = min(len(steps[1]), len(wanted[1]))
    if steps[1][:both] != wanted[1][:both] or steps[1][-1] == "source":
        return None
    try:
        node = parse_value(value.strip(), f"--set {one}")
    except ScenarioError:
        return Scalar(value) if len(steps[1]) >= len(wanted[1]) else None
    given = node_at(node, wanted[1][len(steps[1]) :])
    return given if given is None else child(given, "value") or given


def _place(path: str) -> tuple[str, tuple[str, ...]]:
    """The arm that a path names, empty where it is of all, and the steps of the input."""
    steps = tuple(path.split("."))
    if steps[0] != "arms" or len(steps) < 3:
        return "", steps
    return steps[1], steps[3:] if steps[2] == "with" else steps[2:]


def expect_one_value(sets: Sequence[str], path: str, option: str, other: object) -> None:
    """An error where a ``--set`` gives an input another value than an ``option`` does; ``other`` is
    nothing where the option was not given.
    """
    for one in sets:
        given = None if other is None else _value_set(one, path)
        if isinstance(given, Scalar) and str(given.value) != str(other):
            raise UsageError(
                f"--set {one} and {option}, which is {other} here: which of the two? Both say"
                f" {path}; leave out the --set."
            )
