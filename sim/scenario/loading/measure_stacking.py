"""Measures stacked on an arm: their inputs laid over its own, their costs added. The order of
stacking cannot show.

Two measures may not set the same input, so it does not matter which is laid over which; and costs
are added up by name.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from math import isfinite
from pathlib import Path
from typing import Final

from sim.domain.preparedness.measures import total_cost
from sim.errors import Problem, ScenarioError
from sim.scenario.loading.document import SETTING
from sim.scenario.loading.layers import lineage
from sim.scenario.loading.measure_files import (
    MeasureFile,
    known_measures,
    read_measure,
    set_paths,
    told_at,
    unknown_measure,
)
from sim.scenario.loading.merging import merge_tables, raw
from sim.scenario.loading.problems import sentence
from sim.scenario.schema.forms import Leaf
from sim.scenario.schema.leaves import nearest, one_of, read_number
from sim.scenario.schema.quantities import Unreadable
from sim.scenario.text.problem_places import problem_at
from sim.scenario.text.tree import (
    Node,
    Origin,
    Row,
    Scalar,
    Table,
    child,
    dotted_path,
    is_null,
    key_at,
)
from sim.scenario.text.tree import Path as Steps

COST: Final = "yearly_cost"


def chosen_measures(names: Sequence[tuple[str, Origin]], near: Path) -> list[MeasureFile]:
    """The measures of these names, each told where it was asked for. Raises ``ScenarioError`` with
    every problem.
    """
    known, seen = known_measures(near), set[str]()
    found: list[MeasureFile] = []
    problems: list[Problem] = []
    for name, origin in names:
        if name in seen:
            problems.append(problem_at(origin, f'the measure "{name}" is stacked twice'))
        elif name not in known:
            message, hint = unknown_measure(name, known)
            problems.append(problem_at(origin, message, hint=hint))
        else:
            found.append(read_measure(known[name]))
        seen.add(name)
    problems += clashes(found)
    if problems:
        raise ScenarioError(tuple(problems))
    return found


def clashes(measures: Sequence[MeasureFile]) -> Iterator[Problem]:
    """Inputs that two measures set: one of the two measures has to go, or to be written
    differently.
    """
    taken: list[tuple[Steps, MeasureFile]] = []
    for measure in sorted(measures, key=lambda one: one.name):
        for path in measure.paths():
            other = next(
                (one for before, one in taken if one is not measure and _same(before, path)), None
            )
            if other is not None:
                message = (
                    f"{measure.name} and {other.name} both set this input, so they cannot be"
                    " stacked"
                )
                yield told_at(measure, path, message)
            taken.append((path, measure))


def _same(first: Steps, second: Steps) -> bool:
    """Whether one of two inputs is, or holds, the other."""
    length = min(len(first), len(second))
    return first[:length] == second[:length]


def stack(inputs: Table, overlay: Table, measures: Sequence[MeasureFile]) -> Table:
    """An arm's overlay with measures laid over it; ``inputs`` is what all of that is laid over."""
    for measure in measures:
        overlay = merge_tables(overlay, measure.overlay, SETTING)
    return _with_cost(inputs, overlay, measures)


def _with_cost(inputs: Table, overlay: Table, measures: Sequence[MeasureFile]) -> Table:
    before = _cost(overlay.entries.get(COST) or inputs.entries.get(COST))
    if not measures or before is None:  # a cost that cannot be read is refused where it stands
        return overlay
    total = before + total_cost({one.name: one.measure.cost for one in measures})
    parts = ", ".join(sorted(one.name for one in measures))
    origin = Origin("file", measures[0].file)
    entry = Table(
        {"value": Scalar(total, origin), "source": Scalar(f"cost of {parts}", origin)}, origin
    )
    return overlay.with_entries({**overlay.entries, COST: entry}, {**overlay.keys, COST: origin})


def _cost(node: Node | None) -> float | None:
    form = SETTING.fields[COST]
    assert isinstance(form, Leaf)
    if node is None or is_null(node):
        return 0.0
    try:
        value = read_number(form, raw(node))
    except Unreadable:
        return None
    return value if isfinite(value) else None


def missing_channels(arm: Table, tree: Table, measures: Sequence[MeasureFile]) -> Iterator[Problem]:
    """Channels that a measure needs and that neither the arm nor another measure has; ``tree`` is
    ``arm`` with all measures.
    """
    own, there = _channels(arm), _channels(tree)
    for measure in measures:
        for name in measure.needs:
            if name not in there:
                hint = sentence(nearest(name, own) or f"it has {one_of(own) if own else 'none'}")
                message = f'{measure.name} needs a channel "{name}", which this scenario lacks'
                yield Problem(file=measure.file, path="needs.channels", message=message, hint=hint)


def _channels(tree: Table) -> list[str]:
    channels = child(tree, "channels")
    entries = channels.entries if isinstance(channels, Table) else {}
    return sorted(name for name, node in entries.items() if not is_null(node))


# measures that the arms of a file name


def with_measures(
    base: Table, inputs: Table, overlays: Mapping[str, Table], near: Path
) -> tuple[dict[str, Table], list[Problem]]:
    """The arms' overlays with the measures that they name laid over them, and what is wrong with
    those.
    """
    arms = child(base, "arms")
    if not isinstance(arms, Table):
        return dict(overlays), []
    found: dict[str, Table] = {}
    problems: list[Problem] = []
    for name, overlay in overlays.items():
        try:
            found[name] = _arm_with_measures(arms, name, (inputs, overlay), near)
        except ScenarioError as error:
            problems.extend(error.problems)
            found[name] = overlay
    return found, list(dict.fromkeys(problems))


def _arm_with_measures(arms: Table, name: str, laid: tuple[Table, Table], near: Path) -> Table:
    tables = {key: arm for key, arm in arms.entries.items() if isinstance(arm, Table)}
    own: list[str] = []
    for one in lineage(tables, name) if name in tables else ():
        own.append(one)
        named = tables[one].entries.get("measures")
        if isinstance(named, Row) and named.origin.kind != "default":
            measures = chosen_measures(_names(named), near)
            problems = [
                problem for arm in own for problem in _overruled_inputs(tables[arm], arm, measures)
            ]
            overlay = stack(*laid, measures)
            problems += missing_channels(
                merge_tables(*laid, SETTING), merge_tables(laid[0], overlay, SETTING), measures
            )
            if problems:
                raise ScenarioError(tuple(problems))
            return overlay
    return laid[1]


def _names(row: Row) -> list[tuple[str, Origin]]:
    """What is no name is refused by the schema."""
    return [
        (one.value, one.origin)
        for one in row.items
        if isinstance(one, Scalar) and isinstance(one.value, str)
    ]


def _overruled_inputs(arm: Table, name: str, measures: Sequence[MeasureFile]) -> Iterator[Problem]:
    """Inputs that an arm gives itself although a measure that it names sets them: one of the two
    would be in vain.
    """
    overlay = arm.entries.get("with")
    said = list(set_paths(overlay, SETTING)) if isinstance(overlay, Table) else []
    places = [
        (path, overlay, f"arms.{name}.with.{dotted_path(path)}")
        for path in said
        if isinstance(overlay, Table)
    ]
    if not is_null(arm.entries.get("protocol", Scalar(None))):
        places.append((("protocol",), arm, f"arms.{name}.protocol"))
    for path, holder, shown_as in places:
        for measure in measures:
            if any(_same(path, other) for other in measure.paths()):
                message = (
                    f"the measure {measure.name} sets this too: one of the two would be in vain"
                )
                yield problem_at(key_at(holder, path), message, path=shown_as)
