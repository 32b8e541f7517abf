"""Measure files: read, checked, found by name. A measure is an overlay of inputs with a cost and an
expectation.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from sim.domain.inputs.parameter import given, part, required
from sim.domain.preparedness.measures import Expectation, Measure
from sim.errors import Problem, ScenarioError
from sim.scenario.assumptions.sources import with_sources
from sim.scenario.loading.layers import schema_problems
from sim.scenario.loading.merging import defaults, with_defaults
from sim.scenario.loading.problems import problem_at_path, sentence
from sim.scenario.loading.reading import Reading
from sim.scenario.schema.forms import Entries, Form, Group, Overlay, group_of
from sim.scenario.schema.leaves import nearest, one_of
from sim.scenario.schema.quantities import quotation
from sim.scenario.text.file_search import shelves
from sim.scenario.text.parser import read_file
from sim.scenario.text.problem_places import problem_at
from sim.scenario.text.tree import Node, Scalar, Table, key_at
from sim.scenario.text.tree import Path as Steps

FOLDER: Final = "measures"
KIND: Final = "measure"


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedsText:
    """What a measure takes for granted."""

    channels: tuple[str, ...] = given(
        (), "", "channels that the scenario, or another measure, must have"
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ConditionText:
    """Other inputs under which a measure is tried as well."""

    title: str = required(
        "", "the condition in words, as the end of a sentence that begins with `where`"
    )
    with_: Mapping[str, Any] = part(dict, "inputs that differ under this condition")


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureText:
    """A measure as its file describes it."""

    title: str = required("", "one line that names the measure")
    purpose: str = required("", "what it consists of")
    expected: Expectation = required("", "what is expected of it")
    cost: float = required("weight", "cost in millions a year, of the scenario's currency")
    sources: tuple[str, ...] = given((), "", "literature and reports that it rests on")
    needs: NeedsText = part(NeedsText, "what it takes for granted")
    conditions: Mapping[str, ConditionText] = part(
        dict, "conditions under which it is tried as well, by name"
    )
    with_: Mapping[str, Any] = part(dict, "the inputs that it changes, as a scenario writes them")


MEASURE: Final[Group] = group_of(MeasureText)


@dataclass(frozen=True, slots=True, eq=False)
class MeasureFile:
    """A measure with the inputs that it sets: the tree of them, and that of each condition;
    ``file`` is its name in messages.

    ``tree`` is all that it says, with what it leaves unsaid.
    """

    measure: Measure
    overlay: Table
    conditions: Mapping[str, Table]
    needs: tuple[str, ...]
    file: str
    tree: Table

    @property
    def name(self) -> str:
        return self.measure.name

    def paths(self) -> tuple[Steps, ...]:
        """The inputs that it sets."""
        return tuple(set_paths(self.overlay, MEASURE.fields["with"]))


def known_measures(near: Path) -> dict[str, Path]:
    """The measure files by name: beside a scenario, where one works, those that ship; of two with
    one name the first found.
    """
    found: dict[str, Path] = {}
    for folder in (near, *shelves()):
        for path in sorted((folder / FOLDER).glob("*.yaml")):
            found.setdefault(path.stem, path)
    return found


def unknown_measure(name: str, known: Mapping[str, Path]) -> tuple[str, str]:
    """What to say of a measure that does not exist, and the nearest that does."""
    there_are = f"there are {one_of(sorted(known))}" if known else "there is no measure at all"
    return f"there is no measure {quotation(name)}", sentence(nearest(name, known) or there_are)


def read_measure(path: Path) -> MeasureFile:
    """The measure in a file. Raises ``ScenarioError`` with every problem."""
    file = str(path)
    tree, faults = read_file(path, file)
    reading = Reading((file,), arms=1)
    reading.note([*faults, *schema_problems(tree, file), *_kind_problems(tree, file)])
    own = with_sources(
        tree.with_entries(
            {key: one for key, one in tree.entries.items() if key not in {"schema", "kind"}}
        ),
        MEASURE,
    )
    full = with_defaults(own, MEASURE, defaults(MEASURE))
    assert isinstance(full, Table)
    reading.note(_cost_problems(full, file))
    text: MeasureText | None = reading.read(MeasureText, full, MEASURE)
    reading.finish()
    assert text is not None, "what could not be read has been told"
    return _measure_file(path, text, full)


def _measure_file(path: Path, text: MeasureText, tree: Table) -> MeasureFile:
    conditions = _table(tree, "conditions")
    return MeasureFile(
        measure=Measure(
            name=path.stem,
            title=text.title,
            purpose=text.purpose,
            expected=text.expected,
            cost=text.cost,
            conditions={name: one.title for name, one in text.conditions.items()},
        ),
        overlay=_table(tree, "with"),
        conditions={name: _table(_table(conditions, name), "with") for name in text.conditions},
        needs=text.needs.channels,
        file=str(path),
        tree=tree,
    )


def _table(tree: Table, key: str) -> Table:
    found = tree.entries.get(key)
    return found if isinstance(found, Table) else Table({})


def _kind_problems(tree: Table, file: str) -> Iterator[Problem]:
    node = tree.entries.get("kind")
    if not (isinstance(node, Scalar) and node.value == KIND):
        message = f"is not a measure: its second line says `kind: {KIND}`"
        raise ScenarioError(
            (problem_at(node.origin, message) if node else Problem(file=file, message=message),)
        )
    yield from ()


def _cost_problems(tree: Table, file: str) -> Iterator[Problem]:
    """The cost is the measure's own; two measures that both set the scenario's could not be
    stacked.
    """
    if "yearly_cost" in _table(tree, "with").entries:
        yield problem_at_path(
            tree, ("with", "yearly_cost"), "a measure says what it costs under `cost`", "", file
        )


def set_paths(node: Node, form: Form | None, path: Steps = ()) -> Iterator[Steps]:
    """The inputs that an overlay sets: values, laws, rules and lists, each as one thing."""
    if isinstance(node, Table) and isinstance(form, (Group, Entries, Overlay)):
        group = group_of(form.of) if isinstance(form, Overlay) else form
        for key, entry in node.entries.items():
            below = group.fields.get(key) if isinstance(group, Group) else group.item
            yield from set_paths(entry, below, (*path, key))
    else:
        yield path


def told_at(measure: MeasureFile, path: Steps, message: str, hint: str = "") -> Problem:
    """A problem with an input of a measure, at its line."""
    return problem_at(
        key_at(measure.overlay, path), message, path=".".join(map(str, path)), hint=hint
    )
